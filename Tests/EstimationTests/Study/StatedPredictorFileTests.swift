import Documents
import AirQuality
import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing

@Suite("Predictors and constants of a study")
struct StatedPredictorFileTests {
  private func yaml(_ predictors: String, constants: String = "") -> String {
    """
    title: t
    measure: { name: m, start: 2015-01-01 }
    outcome: { pollutant: pm25 }
    treated: [A]
    donors: [B, C, D]
    before: 2013-01-01..2014-12-31
    after: 2015-01-01..2015-12-31
    covariates: [temperature, wind_direction]
    predictors:
    \(predictors)
    \(constants)
    estimators: [{ synthetic-control: { predictors: stated, demeaned: false } }]
    """
  }

  /// A folder of its own.
  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  @Test("Predictors are read in their order, constants from the file or a table beside it")
  func read() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try "station,income\nA,3.5\nB,2\nC,1\nD,4\n".write(
      toFile: folder.path + "/states.csv", atomically: true, encoding: .utf8)
    let list =
      "  - { outcome: 2013-01-01..2013-12-31 }\n  - { temperature: 2014-01-01..2014-06-30 }\n"
      + "  - { constant: income }"
    for constants in [
      "constants: states.csv", "constants: { income: { A: 3.5, B: 2, C: 1, D: 4 } }",
    ] {
      let description = try StudyDescription(
        yaml: yaml(list, constants: constants), file: folder.path + "/study.yaml")
      #expect(
        description.predictors?.map(\.name) == [
          "outcome 2013-01-01..2013-12-31", "temperature 2014-01-01..2014-06-30", "income",
        ])
      #expect(description.constants == ["income": ["A": 3.5, "B": 2, "C": 1, "D": 4]])
      let again = try JSONDecoder().decode(
        StudyDescription.self, from: JSONEncoder().encode(description))
      #expect(again == description)
    }
  }

  @Test(
    "What cannot be a predictor is refused with its line",
    arguments: [
      ("  - { outcome: 2014-06-01..2015-06-30 }", "not wholly in the period before"),
      ("  - { humidity: 2014-01-01..2014-12-31 }", "nor one of the study’s covariates"),
      ("  - { wind_direction: 2014-01-01..2014-12-31 }", "no mean that could be compared"),
      ("  - { constant: incom }", "not among the study’s constants"),
      ("  - { outcome: 2013-01-01..2013-12-31, constant: income }", "not one predictor"),
      (
        "  - { outcome: 2013-01-01..2013-12-31 }\n  - { outcome: 2013-01-01..2013-12-31 }",
        "stands twice"
      ),
    ])
  func refused(_ predictors: String, _ words: String) throws {
    let error = #expect(throws: EstimationError.self) {
      try StudyDescription(
        yaml: yaml(predictors, constants: "constants: { income: { A: 1 } }"), file: "s.yaml")
    }
    let explanation = try #require(error).explanation
    #expect(explanation.contains(words), "\(explanation)")
    #expect(explanation.hasPrefix("s.yaml:"), "\(explanation)")
  }

  @Test("Predictors that no method takes, and constants that no predictor names, are refused")
  func unused() throws {
    let list = "  - { outcome: 2013-01-01..2013-12-31 }"
    let untaken = yaml(list).replacingOccurrences(
      of: "[{ synthetic-control: { predictors: stated, demeaned: false } }]",
      with: "[before-after, { synthetic-control: { predictors: nested } }]")
    let first = #expect(throws: EstimationError.self) {
      try StudyDescription(yaml: untaken, file: "s.yaml")
    }
    #expect(first?.what == "“predictors” are taken by none of the study’s methods")
    let second = #expect(throws: EstimationError.self) {
      try StudyDescription(
        yaml: yaml(list, constants: "constants: { income: { A: 1 } }"), file: "s.yaml")
    }
    #expect(second?.what == "“constants” are named by no predictor")
  }

  @Test(
    "Tables of constants are refused with file and line",
    arguments: [
      ("station,income\nA,x\n", "line 2 has “x” under “income”"),
      ("station,income\nA,1\nA,2\n", "line 3 has “A” for a second time"),
      ("station,income\nA,1,2\n", "line 2 has 3 fields of 2"),
      ("station,income,income\nA,1,2\n", "line 1 has an empty name or one twice"),
      ("station\nA\n", "has no header with a name"),
    ])
  func tables(_ table: String, _ words: String) throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try table.write(toFile: folder.path + "/states.csv", atomically: true, encoding: .utf8)
    let error = #expect(throws: EstimationError.self) {
      try StudyDescription(
        yaml: yaml("  - { constant: income }", constants: "constants: states.csv"),
        file: folder.path + "/study.yaml")
    }
    let explanation = try #require(error).explanation
    #expect(explanation.contains(words), "\(explanation)")
    #expect(explanation.contains("states.csv"), "\(explanation)")
  }

  /// A study whose covariate is known before the measure alone.
  private func study(covariateAfter: Double) throws -> Study {
    var study = try Study.network(effect: -6, treated: 1, donors: 12, missingShare: 0, seed: 11)
    var matrix = study.panel.matrix
    for station in 0..<matrix.columns {
      for time in 0..<matrix.rows {
        matrix[time, station] =
          study.afterPositions.contains(time) ? covariateAfter : Double(station % 5 + time % 3)
      }
    }
    study = try study.with(
      stationCovariates: [
        Panel(
          stations: study.panel.stations, pollutant: .temperature, unit: .degreesCelsius,
          axis: study.panel.axis, matrix: matrix)
      ])
    return study
  }

  @Test("Covariates as predictors are asked for before the measure alone", .tags(.property))
  func beforeAlone() throws {
    var method = SyntheticControl()
    method.predictors = .nested
    method.covariates = .predictors
    method.draws = 19
    let known = try method.estimate(study(covariateAfter: 3)).effect
    let unknown = try method.estimate(study(covariateAfter: .nan)).effect
    #expect(known.estimate == unknown.estimate && known.interval == unknown.interval)
    #expect(!method.wantsCovariatesAfter && method.wantsStationCovariates)
    method.predictors = .outcome
    method.covariates = .adjusted
    #expect(throws: EstimationError.self) {
      try method.estimate(study(covariateAfter: .nan))
    }
  }

  @Test(
    "Covariates enter factors jointly, and other designs by donors' slopes", .tags(.property))
  func furtherCovariates() throws {
    let study = try study(covariateAfter: 3)
    var factors = InteractiveFixedEffects()
    factors.covariates = .joint
    factors.draws = 19
    let joint = try factors.estimate(study)
    #expect(joint.summary.rows.contains { $0.name.hasPrefix("slope on ") })
    #expect(joint.effect.diagnostics.contains { $0.identifier == "covariates-joint" })
    factors.covariates = .adjustedByDonors
    let byDonors = try factors.estimate(study)
    #expect(byDonors.effect.diagnostics.contains { $0.identifier == "covariates-adjusted-donors" })
    var control = SyntheticControl()
    control.covariates = .joint
    let error = #expect(throws: EstimationError.self) { try control.estimate(study) }
    #expect(error?.what.contains("interactive fixed effects") == true)
    #expect(factors.wantsCovariatesAfter)
  }

  @Test("Stated predictors decide, are tabulated, and are needed", .tags(.property))
  func stated() throws {
    var method = SyntheticControl()
    method.predictors = .stated
    method.demeaned = false
    method.draws = 19
    var study = try study(covariateAfter: .nan)
    #expect(throws: EstimationError.self) { try method.estimate(study) }
    let before = study.before
    // Every second donor has the treated station's constant.
    var constant: [String: Double] = [:]
    for (place, station) in study.panel.stations.enumerated() {
      constant[station.key] = place % 2 == 0 ? 1 : 50
    }
    study = try study.with(
      predictors: StudyPredictors(
        [
          StatedPredictor(.constant("side")), StatedPredictor(.outcome, over: before),
          StatedPredictor(.covariate(.temperature), over: before),
        ], constants: ["side": constant]))
    let fit = try method.estimate(study)
    let table = try #require(fit.tables.first { $0.name == "predictors" })
    #expect(table.rows.count == 3 && table.rows[0].first == .text("side"))
    guard case .number(let treated) = table.rows[0][2], case .number(let donors) = table.rows[0][3]
    else {
      Issue.record("no numbers")
      return
    }
    #expect(treated == 1)
    let share = fit.weights.reduce(0.0) { $0 + $1.weight * (constant[$1.station.key] ?? 0) }
    #expect(abs(share - donors) < 1e-9)
    #expect(fit.effect.diagnostics.contains { $0.identifier == "basis-stated-level" })
    method.covariates = .predictors
    #expect(throws: EstimationError.self) { try method.estimate(study) }
  }

  @Test(
    "Another unit of the outcome multiplies effect and interval, with every kind of predictor",
    .tags(.property), arguments: SyntheticControl.Predictors.allCases, [0.001, 1_000])
  func unit(_ predictors: SyntheticControl.Predictors, _ factor: Double) throws {
    var method = SyntheticControl()
    method.predictors = predictors
    method.demeaned = false
    method.draws = 39
    for seed in UInt64(1)...2 {
      var study = try Study.network(
        effect: -6, treated: 1, donors: 12, missingShare: 0, seed: 60 + seed)
      let half = study.before.first.daysSinceEpoch + study.before.dayCount / 2
      let first = try #require(
        DatePeriod(study.before.first, through: CivilDate(daysSinceEpoch: half)))
      let second = try #require(
        DatePeriod(CivilDate(daysSinceEpoch: half + 1), through: study.before.last))
      study = try study.with(
        predictors: StudyPredictors([
          StatedPredictor(.outcome, over: first), StatedPredictor(.outcome, over: second),
        ]))
      let one = try method.estimate(study).effect
      let other = try method.estimate(study.scaled(by: factor)).effect
      let size = abs(one.estimate) + 1
      #expect(abs(one.estimate - other.estimate / factor) < 1e-6 * size, "\(seed)")
      #expect(one.pValue?.value == other.pValue?.value)
      let (inner, outer) = (try #require(one.interval), try #require(other.interval))
      #expect(abs(inner.lower - outer.lower / factor) < 1e-6 * size)
      #expect(abs(inner.upper - outer.upper / factor) < 1e-6 * size)
    }
  }

  @Test("A station without its constant is named", .tags(.analytical))
  func lacking() throws {
    let first = try #require(CivilDate("2013-01-01"))
    let library = SeriesCollection(
      ["A", "B", "C", "D"].map { name in
        MonitoringSeries(
          station: Station(network: "net", identifier: name), pollutant: .pm25,
          unit: .microgramsPerCubicMetre,
          axis: .days(
            from: first, through: CivilDate(daysSinceEpoch: first.daysSinceEpoch + 1_094),
            utcOffset: 0),
          values: (0..<1_095).map { Double($0 % 7 + name.utf8.count) })
      })
    let text = yaml(
      "  - { constant: income }", constants: "constants: { income: { A: 1, B: 2, net/D: 3 } }")
    let description = try StudyDescription(
      yaml: text.replacingOccurrences(of: "covariates: [temperature, wind_direction]\n", with: ""),
      file: "s.yaml")
    let error = #expect(throws: EstimationError.self) { try Study(description, from: library) }
    #expect(
      error?.what == "the constant “income” has no number for 1 station of the study: C")
  }
}
