import Documents
import AirQuality
import Cooperation
import Estimation
import NumericKernels
import Simulation
import TestSupport
import Testing
import Weather

@testable import VOC

/// A simulated record with what an impact study needs.
struct SimulatedImpact {
  let truth: SimulatedSpeciation.Record
  let record: SpeciatedRecord
  var impact: MeasureImpact

  init(effect: Double = -0.3, seed: UInt64 = 1, detectionLimit: Double = 0.02) throws {
    var settings = SimulatedSpeciation()
    settings.detectionLimit = detectionLimit
    settings.solventEffect = effect
    settings.seed = seed
    truth = try settings.generate()
    var options = RecordOptions()
    if detectionLimit > 0 {
      options.limits = Dictionary(
        uniqueKeysWithValues: truth.compounds.map { ($0, detectionLimit) })
    }
    record = try SpeciatedRecord(truth.series, options: options)
    impact = MeasureImpact()
    impact.assessment.air = .kelvin298
    impact.assessment.rule = .half
    impact.covariates = [.temperature, .windSpeed]
    impact.factors = [Pollutant("factor_solvent")]
    impact.estimators = [impact.estimators[0]]
    impact.composition.rotations = 199
  }

  var measure: Measure { Measure(name: "solvent limits", start: truth.start) }

  var before: DatePeriod {
    get throws {
      try #require(
        DatePeriod(
          truth.axis.date(at: 0), through: truth.axis.date(at: truth.settings.daysBefore - 1)))
    }
  }

  var after: DatePeriod {
    get throws {
      try #require(DatePeriod(truth.start, through: truth.axis.date(at: truth.axis.count - 1)))
    }
  }

  func evaluate() throws -> VOCImpact {
    try impact.evaluate(record, measure: measure, before: before, after: after)
  }

  /// The true change of the total of a quantity, per cent.
  func truePercent(_ quantity: WeighedQuantity) throws -> Double {
    let after = truth.settings.daysBefore..<truth.axis.count
    var with = 0.0
    var without = 0.0
    for name in truth.compounds {
      let compound = try CompoundCatalogue.embedded.compound(named: name)
      let weight = quantity.weight(of: compound, impact.assessment) ?? 0
      let shares = SimulatedSpeciation.Source.allCases.map {
        SimulatedSpeciation.profiles[$0]?[name] ?? 0
      }
      let mass = after.reduce(0.0) { sum, day in
        sum + shares.indices.reduce(0) { $0 + shares[$1] * truth.contributions[$1][day] }
      }
      with += weight * mass
      without += weight * mass / (1 + (truth.trueChange[name] ?? 0))
    }
    return 100 * (with / without - 1)
  }
}

@Suite("Impact of a measure on organic compounds")
struct MeasureImpactTests {
  @Test("A known 30 % solvent measure over two years is found", .tags(.calibration))
  func solventMeasure() throws {
    let study = try SimulatedImpact()
    let impact = try study.evaluate()
    let factor = try #require(impact.row(.factor, "factor_solvent")?.effects.first?.relative)
    #expect(factor.interval?.contains(-30) == true, "\(factor)")
    for name in ["ethyl acetate", "n-butyl acetate"] {
      let relative = try #require(impact.row(.compound, name)?.effects.first?.relative)
      #expect(relative.interval?.contains(-30) == true, "\(name): \(relative)")
    }
    for quantity in [WeighedQuantity.mass, .ozoneFormation, .hydroxylReactivity] {
      let relative = try #require(impact.row(.total, "total", quantity)?.effects.first?.relative)
      let truth = try study.truePercent(quantity)
      #expect(relative.interval?.contains(truth) == true, "\(quantity): \(relative), \(truth)")
    }
    #expect(impact.composition.pValue.value < 0.02)
    let esters = try #require(impact.composition.balances.first { $0.name == "ester" })
    #expect(esters.interval.upper < 0)
  }

  @Test("Shares of the change in ozone formation add up exactly", .tags(.property))
  func closure() throws {
    let attribution = try SimulatedImpact(seed: 4).evaluate().attribution
    let size = attribution.shares.reduce(0.0) { $0 + abs($1.change) }
    #expect(abs(attribution.remainder) < 1e-9 * size)
    for share in attribution.shares {
      #expect(abs(share.amountPart + share.mixturePart - share.change) < 1e-9 * size)
    }
    let sum = attribution.shares.reduce(0.0) { $0 + $1.change }
    #expect(abs(sum - attribution.total.estimate) < 1e-9 * size)
    #expect(attribution.shares[0].family == .aromatic)
  }

  @Test("Shares add up to the headline where a weather model takes weather out", .tags(.property))
  func closureWithWeatherModel() throws {
    for seed in 1...UInt64(SimulationRuns.count(everyday: 2, full: 200)) {
      var study = try SimulatedImpact(seed: seed)
      var model = WeatherModel()
      model.method = .additive(AdditiveSettings())
      model.bootstrapModels = 2
      model.judgesSkill = false
      study.impact.weatherModel = model
      study.impact.composition.rotations = 99
      let impact = try study.evaluate()
      let row = try #require(impact.row(.total, "total", .ozoneFormation))
      let headline = try #require(row.effects.first?.relative)
      let attribution = impact.attribution
      #expect(attribution.total.relative == headline)
      let sum = attribution.shares.reduce(0.0) { $0 + $1.change }
      let size = attribution.shares.reduce(0.0) { $0 + abs($1.change) }
      #expect(abs(sum - attribution.total.estimate) < 1e-9 * size)
      #expect((sum < 0) == (headline.percent < 0))
    }
  }

  @Test("Two noiseless levels: changes, shares and log-ratios by hand", .tags(.analytical))
  func byHand() throws {
    // Toluene halves, ethylene stays, ethane doubles; 100 days each, µg/m³.
    let series = madeSeries(
      [
        ("toluene", (0..<200).map { $0 < 100 ? 10 : 5 }),
        ("ethylene", (0..<200).map { _ in 4 }),
        ("ethane", (0..<200).map { $0 < 100 ? 3 : 6 }),
      ], unit: .microgramsPerCubicMetre)
    let record = try SpeciatedRecord(series)
    var settings = MeasureImpact()
    settings.estimators = [EstimatorChoice(method: "before-after")]
    settings.composition.seasonHarmonics = 0
    settings.composition.rotations = 99
    let first = CivilDate(daysSinceEpoch: 16_436)
    let start = CivilDate(daysSinceEpoch: 16_536)
    let impact = try settings.evaluate(
      record, measure: Measure(name: "m", start: start),
      before: #require(
        DatePeriod(first, through: CivilDate(daysSinceEpoch: start.daysSinceEpoch - 1))),
      after: #require(DatePeriod(start, through: CivilDate(daysSinceEpoch: 16_635))))
    let toluene = try #require(impact.row(.compound, "toluene")?.effects.first)
    #expect(abs(toluene.estimate + 50) < 1e-9)
    // 10·4 + 4·9 + 3·0.28 = 76.84 before, 20 + 36 + 1.68 = 57.68 after.
    #expect(abs(impact.attribution.total.estimate + 19.16) < 1e-9)
    let shares = Dictionary(
      uniqueKeysWithValues: impact.attribution.shares.map { ($0.compound, $0.change) })
    #expect(abs(try #require(shares["toluene"]) + 20) < 1e-9)
    #expect(abs(try #require(shares["ethylene"])) < 1e-9)
    #expect(abs(try #require(shares["ethane"]) - 0.84) < 1e-9)
    // clr: ln 0.5, 0, ln 2 with mean 0.
    let ratios = Dictionary(
      uniqueKeysWithValues: impact.composition.compounds.map { ($0.name, $0.change) })
    #expect(abs(try #require(ratios["toluene"]) - Logarithm.natural(0.5)) < 1e-9)
    #expect(abs(try #require(ratios["ethane"]) - Logarithm.natural(2)) < 1e-9)
    #expect(abs(impact.composition.distance - 2.0.squareRoot() * Logarithm.natural(2)) < 1e-9)
    #expect(impact.composition.pValue.value == 0.01)
  }

  @Test("More air of the same mixture changes no log-ratio", .tags(.property))
  func perturbation() throws {
    let study = try SimulatedImpact(seed: 9, detectionLimit: 0)
    let plain = try study.evaluate().composition
    // Every compound of a day times one factor.
    var values = study.record.values
    for row in 0..<values.rows {
      let factor = 1 + 0.5 * Double(row % 5)
      for column in 0..<values.columns { values[row, column] *= factor }
    }
    let moved = SpeciatedRecord(
      station: study.record.station, axis: study.record.axis, scale: study.record.scale,
      compounds: study.record.compounds, headers: study.record.headers,
      limits: study.record.limits, totals: [], others: study.record.others, unmatched: [],
      values: values, uncertainties: nil,
      below: [Bool](repeating: false, count: values.storage.count))
    var settings = study.impact
    settings.factors = []
    let other = try settings.evaluate(
      moved, measure: study.measure, before: study.before, after: study.after
    ).composition
    #expect(abs(other.distance - plain.distance) < 1e-9)
    #expect(other.pValue == plain.pValue)
  }

  @Test("Zeros have no log-ratio and are named", .tags(.analytical))
  func zeros() throws {
    let series = madeSeries(
      [
        ("toluene", (0..<100).map { $0 == 3 ? 0 : 5 }), ("ethylene", (0..<100).map { _ in 4 }),
        ("ethane", (0..<100).map { _ in 4 }),
      ], unit: .microgramsPerCubicMetre)
    let record = try SpeciatedRecord(series)
    let first = CivilDate(daysSinceEpoch: 16_436)
    let start = CivilDate(daysSinceEpoch: 16_486)
    let before = try #require(
      DatePeriod(first, through: CivilDate(daysSinceEpoch: start.daysSinceEpoch - 1)))
    let after = try #require(DatePeriod(start, through: CivilDate(daysSinceEpoch: 16_535)))
    #expect(throws: VOCError.notPositive(["toluene"], purpose: "error.voc.log-ratio")) {
      try CompositionTest().test(
        record, assessment: ReactivityAssessment(), covariates: [], minimumCapture: 0.75,
        measure: Measure(name: "m", start: start), before: before, after: after)
    }
  }

  @Test("A misspelt field of an impact file is named with its line", .tags(.analytical))
  func description() throws {
    let text = """
      title: Solvents
      measure: { name: limits, start: 2016-01-01 }
      station: voc-gc/voc
      before: 2015-01-01..2015-12-31
      after: 2016-01-01..2016-12-31
      air: { kelvin: 298.15, kilopascals: 101.325 }
      below_detection: half
      weather: [temperature, wind_speed]
      factors: [factor_solvent]
      """
    let description = try ImpactDescription(yaml: text, file: "impact.yaml")
    #expect(description.settings.assessment.air == .kelvin298)
    #expect(description.settings.assessment.rule == .half)
    #expect(description.settings.covariates == [.temperature, .windSpeed])
    do {
      _ = try ImpactDescription(yaml: text + "\nwheather: [temperature]", file: "impact.yaml")
      Issue.record("the misspelt field was read")
    } catch {
      #expect(error.location == "impact.yaml:10")
      #expect(error.what == "“wheather” is no field of such a file")
    }
  }
}

@Suite("Coverage of an impact’s intervals", .tags(.calibration))
struct VOCImpactCoverageTests {
  @Test("95 % intervals of totals, tracers and the solvent factor cover the truth")
  func coverage() throws {
    let runs = SimulationRuns.count(everyday: 8, full: 500)
    let hits = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> [Bool] in
        let study = try SimulatedImpact(seed: UInt64(1_000 + run))
        let studies = try StudyMaker(
          study.impact, study.record, donors: [], measure: study.measure, before: study.before,
          after: study.after)
        let estimator = try EstimatorCatalogue.estimator(study.impact.estimators[0])
        // The same studies as `evaluate` makes, for three subjects only.
        func covers(
          _ kind: ImpactSubject.Kind, _ name: String, _ quantity: WeighedQuantity, _ truth: Double
        ) throws -> Bool {
          let subject = ImpactSubject(kind: kind, name: name, quantity: quantity)
          let effect = try estimator.anyEstimate(
            studies.study(of: subject, scale: studies.scale(of: subject))
          ).effect
          return effect.relative?.interval?.contains(truth) == true
        }
        return [
          try covers(
            .total, "total", .ozoneFormation, try study.truePercent(.ozoneFormation)),
          try covers(.compound, "n-butyl acetate", .mass, -30),
          try covers(.factor, "factor_solvent", .mass, -30),
        ]
      })
    for (index, name) in ["ozone formation", "n-butyl acetate", "solvent factor"].enumerated() {
      let share = Double(hits.count { $0[index] }) / Double(runs)
      // Two years leave little to learn the dependence from: Newey-West intervals fall short by a
      // few per cent, so the full band reaches down to 0.90.
      let band = SimulationRuns.band(0.93, runs: runs, full: 0.90...0.98)
      print("coverage of \(name): \(share) in \(runs) runs")
      #expect(band.contains(share), "\(name): \(share)")
    }
  }

  @Test("The test of the mixture rejects a true null as often as it says")
  func size() throws {
    let runs = SimulationRuns.count(everyday: 8, full: 1_000)
    let share = try Self.rejections(effect: 0, runs: runs)
    print("rejections of a true null at 5 %: \(share) in \(runs) runs")
    let band = SimulationRuns.band(0.06, runs: runs, full: 0.02...0.09)
    #expect(band.contains(share), "\(share)")
  }

  @Test("The test of the mixture mostly finds a solvent measure of 10 %")
  func power() throws {
    let runs = SimulationRuns.count(everyday: 4, full: 200)
    let share = try Self.rejections(effect: -0.1, runs: runs)
    print("rejections at 5 % with the solvent source down by 10 %: \(share) in \(runs) runs")
    #expect(SimulationRuns.band(0.9, runs: runs, full: 0.6...1).contains(share), "\(share)")
  }

  /// How often the mixture's p-value is 5 % or less. The records persist from day to day and have
  /// seasons and weeks of their own.
  private static func rejections(effect: Double, runs: Int) throws -> Double {
    let values = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> Double in
        let study = try SimulatedImpact(effect: effect, seed: UInt64(5_000 + run))
        var test = study.impact.composition
        test.rotations = 999
        return try test.test(
          study.record, assessment: study.impact.assessment, covariates: study.impact.covariates,
          minimumCapture: 0.75, measure: study.measure, before: study.before, after: study.after
        ).pValue.value
      })
    return Double(values.count { $0 <= 0.05 }) / Double(runs)
  }
}
