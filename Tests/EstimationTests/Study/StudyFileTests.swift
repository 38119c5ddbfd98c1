import Documents
import AirQuality
import Cooperation
import Estimation
import Foundation
import TestSupport
import Testing

@Suite("Study files")
struct StudyFileTests {
  private static let complete = """
    title: Low-emission zone
    measure: { name: zone, start: 2015-04-01, end: 2016-03-31 }
    outcome: { pollutant: PM2.5, average: hour, scale: log, capture: 0.5, gaps: 0.4 }
    treated: [Centre]
    donors: { from: [North, South], apart_km: 30, exclude: [West], capture: 0.8 }
    before: 2014-01-01..2015-03-31
    after: 2015-04-01..2015-12-31
    covariates: [temperature]
    series: { PM2.5: { instrument: mean, averaging: hour }, temperature: { instrument: mast } }
    estimators: [before-after, { interrupted-time-series: { season-harmonics: 1 } }]
    calibration: { negative_controls: 50, seed: 9 }
    """

  @Test("Every field is read", .tags(.analytical))
  func everyField() throws {
    let study = try StudyDescription(yaml: Self.complete, file: "s.yaml")
    #expect(study.measure.start.description == "2015-04-01")
    #expect(study.measure.end?.description == "2016-03-31")
    #expect(
      study.outcome
        == Outcome(
          pollutant: .pm25, average: .hour, scale: .log, minimumCapture: 0.5, largestGap: 0.4))
    #expect(
      study.donors
        == DonorRule(
          origin: .named(["North", "South"]), apartKilometres: 30, excluding: ["West"],
          minimumShare: 0.8))
    #expect(study.before.dayCount == 455)
    #expect(study.covariates == [.temperature])
    #expect(
      study.seriesChoices == [
        .pm25: SeriesChoice(averaging: .hour, instrument: "mean"),
        .temperature: SeriesChoice(instrument: "mast"),
      ])
    let echo = try JSONDecoder().decode(
      StudyDescription.self, from: JSONEncoder().encode(study))
    #expect(echo == study)
    #expect(
      study.estimators == [
        EstimatorChoice(method: "before-after"),
        EstimatorChoice(
          method: "interrupted-time-series", settings: ["season-harmonics": 1]),
      ])
    #expect(study.calibration?.negativeControls == 50)
    #expect(study.calibration?.seed == 9)
  }

  @Test(
    "A fault is named with field, line and remedy", .tags(.analytical),
    arguments: [
      (
        "start: 2015-04-01", "start: 2015-04-31",
        "s.yaml:2: “measure.start” is “2015-04-31”, which is no date; write it as 2015-04-01"
      ),
      (
        "before: 2014-01-01..2015-03-31", "before: 2014",
        "s.yaml:6: “before” is “2014”, which is no period; write it as 2014-01-01..2014-12-31"
      ),
      (
        "scale: log", "scale: cubic",
        "s.yaml:3: “outcome.scale” is “cubic”; choose one of: linear, log"
      ),
      (
        "capture: 0.5", "capture: 50",
        "s.yaml:3: “outcome.capture” is 50.0, which is no share; write a number from 0 to 1"
      ),
      (
        "treated: [Centre]", "treated: Centre",
        "s.yaml:4: “treated” is not a list; write it as [first, second]"
      ),
      (
        "negative_controls: 50", "negative_controls: 5",
        "s.yaml:11: “calibration.negative_controls” is 5, too few for a distribution; "
          + "ask for at least 20"
      ),
      (
        "covariates: [temperature]", "covariates: [temperature, 気温]",
        "s.yaml:8: “covariates” has “temperature” and “気温”, which are both temperature; leave one "
          + "of them out"
      ),
      (
        "{ instrument: mast }", "{ instrumnt: mast }",
        "s.yaml:9: “series.temperature.instrumnt” is no field of a study; did you mean instrument?"
      ),
      (
        "{ instrument: mast }", "{ averaging: often }",
        "s.yaml:9: “series.temperature.averaging” is “often”, which is no averaging time; write one "
          + "such as hour, 8 h, day or month"
      ),
      (
        "{ instrument: mast }", "{}",
        "s.yaml:9: “series.temperature” chooses nothing; name an instrument, an averaging time or both"
      ),
      (
        "temperature: { instrument: mast }", "pm25: { instrument: mast }",
        "s.yaml:9: “series” has “PM2.5” and “pm25”, which are both pm25; leave one of them out"
      ),
      (
        "title: Low-emission zone", "name: zone",
        "s.yaml:1: “name” is no field of a study; choose one of: title, question, measure, "
          + "outcome, treated, donors, before, after, covariates, predictors, constants, series, reference_state, quality, "
          + "weather, estimators, main, calibration, thresholds, placebo, heterogeneity"
      ),
    ])
  func faults(_ right: String, _ wrong: String, _ message: String) throws {
    let text = String(
      Self.complete.split(
        separator: right, maxSplits: 1,
        omittingEmptySubsequences: false
      ).joined(separator: wrong))
    let error = #expect(throws: EstimationError.self) {
      try StudyDescription(yaml: text, file: "s.yaml")
    }
    #expect(error?.explanation == message)
  }

  @Test("Text that is no YAML is refused with its line", .tags(.analytical))
  func notYAML() {
    let error = #expect(throws: EstimationError.self) {
      try StudyDescription(yaml: "title: [x\nmeasure: }", file: "s.yaml")
    }
    #expect(error?.location == "s.yaml:2")
  }

  @Test("Treated stations may carry starts of their own", .tags(.analytical))
  func ownStarts() throws {
    let text = Self.complete.replacing(
      "treated: [Centre]",
      with: "treated: [Centre, { station: East, start: 2015-07-01 }, { station: South }]")
    let study = try StudyDescription(yaml: text, file: "s.yaml")
    #expect(study.treated == ["Centre", "East", "South"])
    #expect(study.ownStarts == ["East": try #require(CivilDate("2015-07-01"))])
    #expect(study.start(of: "Centre") == study.measure.start)
    #expect(study.start(of: "East").description == "2015-07-01")
    #expect(try StudyDescription(yaml: Self.complete, file: "s.yaml").ownStarts == nil)
  }

  @Test(
    "An own start that the windows cannot hold is named with its line", .tags(.analytical),
    arguments: [
      (
        "[{ station: East, start: 2015-01-01 }]",
        "s.yaml:4: “treated.start” is 2015-01-01, before the measure’s own (2015-04-01); give the "
          + "measure the first of all starts"
      ),
      (
        "[{ station: East, start: 2016-01-01 }]",
        "s.yaml:4: “treated.start” is 2016-01-01, after the end of the period after "
          + "(2015-04-01..2015-12-31); lengthen the period after, or leave the station out"
      ),
      (
        "[East, { station: East, start: 2015-07-01 }]",
        "s.yaml:4: “treated” names “East” twice; name each station once"
      ),
    ])
  func badStarts(_ treated: String, _ message: String) throws {
    let text = Self.complete.replacing("[Centre]", with: treated)
    let error = #expect(throws: EstimationError.self) {
      try StudyDescription(yaml: text, file: "s.yaml")
    }
    #expect(error?.explanation == message)
  }
}

@Suite("A study that names a project")
struct ProjectStudyTests {
  private func study(_ measure: String, _ treated: String) -> String {
    """
    title: partner city
    measure: { \(measure) }
    outcome: { pollutant: pm25 }
    \(treated)
    before: 2014-01-01..2015-03-31
    after: 2015-04-01..2015-12-31
    estimators: [before-after]
    """
  }

  @Test("Date and places come from the records when the file leaves them out")
  func resolved() throws {
    let description = try StudyDescription(
      yaml: study("project: P2014-KITAKYUSHU-WUHAN", ""), file: "s.yaml", registry: .builtIn)
    #expect(description.measure.start.description == "2015-04-01")
    #expect(description.measure.name == "Kitakyushu cooperation with Wuhan")
    #expect(description.measure.description?.contains("not a measure with a date") == true)
    #expect(description.treated == ["Wuhan"])
  }

  @Test("What the file says itself stands")
  func ownWords() throws {
    let description = try StudyDescription(
      yaml: study("project: P2014-KITAKYUSHU-WUHAN, start: 2015-06-01", "treated: [Tianjin]"),
      file: "s.yaml", registry: .builtIn)
    #expect(description.measure.start.description == "2015-06-01")
    #expect(description.treated == ["Tianjin"])
  }

  @Test("A project that is not in the records is told with its line")
  func unknown() {
    #expect {
      try StudyDescription(
        yaml: study("project: P2014-KITAKYUSHU-WUHEN", ""), file: "s.yaml", registry: .builtIn)
    } throws: { error in
      (error as? EstimationError)?.explanation
        == "s.yaml:2: “measure.project” cannot be resolved: there is no project "
        + "“P2014-KITAKYUSHU-WUHEN”; did you mean P2014-KITAKYUSHU-WUHAN, "
        + "P2015-KITAKYUSHU-WUHAN, P2016-KITAKYUSHU-WUHAN?"
    }
  }
}
