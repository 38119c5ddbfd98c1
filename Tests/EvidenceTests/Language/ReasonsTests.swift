import Documents
import AirQuality
import Estimation
import TestSupport
import Testing
import Weather

@testable import Evidence

@Suite("Reasons in three languages")
struct ReasonsTests {
  private let languages = [Language.japanese, .chinese]

  /// A message in a language; nothing in it may be left in English or empty.
  private func check(_ message: Message, _ language: Language) {
    let text = Catalogue.builtIn.text(message, language)
    #expect(EnglishWords.sentences(text).isEmpty, "\(text)")
    #expect(!text.contains("{") || message.english.contains("{ "), "\(text)")
    #expect(!text.contains("⟨"), "\(text)")
  }

  // MARK: Errors

  /// One of each; the switch below makes the compiler ask for those that come later.
  private var studyErrors: [EstimationError] {
    let problem: Message = "error.study.changes-nothing-other-settings"
    return [
      .shape("3 treatments for 2 stations"), .noTreatedStation,
      .noDonors(method: "Synthetic control"),
      .gaps(station: "S1", percent: 40, period: "the period before", isTreated: true, limit: 0.25),
      .gaps(station: "S1", percent: 40, period: "the period before", isTreated: false, limit: 0.25),
      .periodsOverlap(before: "2014", after: "2014"),
      .measureInsideBefore(start: "2014-05-01", before: "2014"),
      .measureInsideAfter(start: "2016-05-01", after: "2015"),
      .measureEnded(end: "2014-12-31", after: "2015"),
      .tooFewEffectiveDays(found: 1.5, needed: 2, period: "after", days: 20),
      .tooFewObservations(found: 3, needed: 10, period: "before"),
      .beyondData(window: "2000 to 2030", days: 11_000, dataDays: 300),
      .noData(station: "S1", pollutant: "PM2.5", window: "2014"),
      .unknownStation("Tokio", pollutant: "PM2.5", nearest: []),
      .unknownStation("Tokio", pollutant: "PM2.5", nearest: ["Tokyo"]),
      .ambiguousStation("Centre", candidates: ["a/Centre", "b/Centre"]),
      .axesDiffer(station: "S1", reason: "error.study.averaging-periods-begin-other"),
      .tooCoarse(station: "S1", step: .day, average: "hour"),
      .collinear(columns: ["trend"], with: ["season"]),
      .unknownMethod("magic", known: ["before-after"]),
      .unknownSetting("speed", method: "before-after", known: ["replicates"]),
      .badSetting("draws", method: "group-time", problem: problem),
      .staggeredStarts(method: "Synthetic control"),
      .tooFewStations(found: 1, needed: 2, kind: "error.study.donors", method: "Synthetic control"),
      .ownStart(
        station: "S1", start: "2013-01-01",
        problem: Message("error.study.lies-period-before", ["before": .text("2014")])),
      .constantOutcome,
      .constantLacks("population", stations: 1, examples: ["S1"]),
      .tooFewObservations(found: 1, needed: 2, period: "2014-01-01..2014-12-31"),
      .constantLacks("population", stations: 2, examples: ["S1", "S2"]),
      .constantLacks("population", stations: 9, examples: ["S1", "S2"]),
      .unmeasured(["error.study.no-treated-value-could"]),
      .numerical("error.study.no-treated-value-could"),
      .seasonUntold(days: 200), .absentPollutant("PM2.5"),
      .twoRoles(station: "S1", problem: "error.study.is-named-treated-donor"),
    ]
  }

  private func isListed(_ error: EstimationError) -> Bool {
    switch error {
    case .field: false  // Raised while a study is read, before there is a page.
    case .shape, .noTreatedStation, .noDonors, .gaps, .periodsOverlap, .measureInsideBefore,
      .measureInsideAfter, .measureEnded, .tooFewEffectiveDays, .tooFewObservations, .beyondData,
      .noData, .unknownStation, .ambiguousStation, .axesDiffer, .tooCoarse, .collinear,
      .unknownMethod, .unknownSetting, .badSetting, .staggeredStarts, .tooFewStations, .ownStart,
      .constantOutcome, .unmeasured, .numerical, .constantLacks, .seasonUntold, .absentPollutant,
      .twoRoles:
      true
    }
  }

  @Test("Reasons of methods that could not answer are in the page’s language")
  func errors() {
    for error in studyErrors {
      #expect(isListed(error))
      for language in languages {
        // A size that does not fit is a fault of ours, in the words of the programmer.
        if case .shape = error { continue }
        check(error.reason, language)
      }
    }
  }

  private var weatherErrors: [WeatherError] {
    [
      .noWeather(station: "S1", constant: []), .noWeather(station: "S1", constant: ["pressure"]),
      .tooFewRows(station: "S1", found: 3, needed: 100),
      .tooShort(station: "S1", pool: "season", days: 200, needed: 731),
      .axesDiffer(
        station: "S1", variable: "temperature", reason: "error.weather.step-does-not-divide"),
      .periodTooShort(station: "S1", days: 3, needed: 30),
      .periodsApart(station: "S1", overlap: 0.1),
      .emptyReference(station: "S1", period: "1991 to 2020"),
      .numerical(station: "S1", Message("error.kernel.training", ["words": .text("no rows")])),
    ]
  }

  @Test("Reasons of weather that cannot be taken out are in the page’s language")
  func weather() {
    for error in weatherErrors {
      for language in languages {
        check(error.reason, language)
        check(error.withoutPlace, language)
      }
    }
  }

  // MARK: Methods

  @Test(
    "How each method’s interval was made and what it remarks is in the page’s language",
    arguments: EstimatorCatalogue.all.map(\.method.identifier))
  func methods(_ identifier: String) throws {
    let study = try Study.simulated(
      levelChange: -4, noise: 3, shared: 4, treated: 1, donors: 6, daysBefore: 120, daysAfter: 60,
      missingShare: 0.01)
    let estimator = try EstimatorCatalogue.estimator(EstimatorChoice(method: identifier))
    let effect: EffectEstimate
    let tables: [FitTable]
    do {
      let fit = try estimator.anyEstimate(study)
      effect = fit.effect
      tables = fit.tables
    } catch {
      for language in languages { check(error.reason, language) }
      return
    }
    for language in languages {
      check(try #require(effect.interval).how, language)
      if let pValue = effect.pValue { check(pValue.how, language) }
      for table in tables where table.drawing != nil {
        check(table.captionText, language)
      }
      for diagnostic in effect.diagnostics {
        check(diagnostic.text, language)
      }
    }
  }
}
