import Documents
import AirQuality
import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing

@Suite("Every estimator in the catalogue")
struct ConformanceTests {
  /// The catalogue, with 39 draws where a method draws: what is tested here does not depend on
  /// their number, and 200 take minutes in a debug build.
  private static let estimators: [any EffectEstimator] = EstimatorCatalogue.all.map { estimator in
    let few = try? EstimatorCatalogue.estimator(
      EstimatorChoice(
        method: type(of: estimator).method.identifier, settings: ["draws": 39]))
    return few ?? estimator
  }

  @Test(
    "A noiseless drop of 4 µg/m³ is recovered", .tags(.analytical),
    arguments: EstimatorCatalogue.all.indices)
  func recoversLevelChange(_ index: Int) throws {
    let study = try Study.simulated(levelChange: -4, noise: 0, shared: 0)
    let effect = try Self.estimators[index].anyEstimate(study).effect
    #expect(abs(effect.estimate + 4) < 1e-9)
    #expect(effect.unit == "µg/m³")
  }

  @Test(
    "A noiseless drop of 20 % is recovered on the log scale", .tags(.analytical),
    arguments: EstimatorCatalogue.all.indices)
  func recoversRelativeChange(_ index: Int) throws {
    let study = try Study.simulated(levelChange: log(0.8), noise: 0, scale: .log)
    let effect = try Self.estimators[index].anyEstimate(study).effect
    #expect(abs(effect.estimate + 20) < 1e-7)
    #expect(effect.unit == "%")
    #expect(effect.relative?.percent == effect.estimate)
  }

  @Test(
    "Writing the study in another unit does not change the finding", .tags(.property),
    arguments: EstimatorCatalogue.all.indices)
  func unitEquivariance(_ index: Int) throws {
    let estimator = Self.estimators[index]
    let study = try Study.simulated(
      levelChange: -4, noise: 3, shared: 5, daysBefore: 120, daysAfter: 80, seed: 7)
    let original = try estimator.anyEstimate(study).effect
    let rescaled = try estimator.anyEstimate(study.scaled(by: 1_000)).effect
    #expect(abs(rescaled.estimate / 1_000 - original.estimate) <= 1e-6 * abs(original.estimate))
    let interval = try #require(original.interval)
    let other = try #require(rescaled.interval)
    #expect(abs(other.lower / 1_000 - interval.lower) <= 1e-6 * abs(interval.lower))
  }

  @Test(
    "The order of treated stations and of donors changes no bit", .tags(.property),
    arguments: EstimatorCatalogue.all.indices)
  func orderOfStations(_ index: Int) throws {
    let estimator = Self.estimators[index]
    let study = try Study.simulated(
      levelChange: -4, noise: 3, shared: 5, daysBefore: 90, daysAfter: 60, missingShare: 0.02,
      seed: 7)
    let original = try estimator.anyEffect(of: study)
    for order in [
      Array(study.treatedIndices.reversed()) + study.donorIndices.reversed(),
      study.donorIndices + study.treatedIndices,
    ] {
      let other = try estimator.anyEffect(of: study.rearranged(order: order))
      #expect(other.estimate.bitPattern == original.estimate.bitPattern)
      #expect(other.interval == original.interval)
      #expect(other.pValue == original.pValue)
    }
  }

  @Test(
    "An effect of zero has p = 1", .tags(.analytical), arguments: EstimatorCatalogue.all.indices)
  func zero(_ index: Int) throws {
    // Every station repeats its own week in both periods: whatever is compared, nothing changed.
    let base = try Study.simulated(
      levelChange: 0, noise: 0, daysBefore: 210, daysAfter: 154)
    let study = try base.rearranged { day, station in
      Double((day % 7) * (station % 3 + 1)) - Double(station) * 2
    }
    let effect = try Self.estimators[index].anyEffect(of: study)
    #expect(abs(effect.estimate) < 1e-9, "\(effect.estimate)")
    // Where rounding leaves a change, p says that it is one of rounding.
    if effect.estimate == 0 { #expect(effect.pValue?.value == 1) }
    #expect(
      (effect.pValue?.value ?? 1) > 0.5, "\(effect.estimate): \(effect.pValue?.value ?? .nan)")
  }

  /// Another value than the default for a setting, if the method takes one of these.
  private static func changed(
    _ method: String, _ name: String, _ value: JSONValue
  ) -> [JSONValue] {
    if case .bool(let flag) = value { return [.bool(!flag)] }
    if case .number(let number) = value {
      return [number + 1, number - 1, number / 2 + 0.1, 25, 2, 0.4].map(JSONValue.number)
    }
    // A word that does not fit is refused with those that do.
    var words: [String] = []
    do throws(EstimationError) {
      _ = try EstimatorCatalogue.estimator(
        EstimatorChoice(method: method, settings: [name: "no such word"]))
    } catch {
      words = error.what.split(separator: "choose one of: ").dropFirst().joined()
        .split(separator: ", ").map(String.init)
    }
    // The last first: effects day by day take minutes in a debug build.
    return words.reversed().map(JSONValue.string) + [["latitude"], "latitude"]
  }

  /// Without the slow methods; all of them with `AIRACCORD_CALIBRATION=full`.
  @Test(
    "Every setting that is accepted changes something or is refused", .tags(.property),
    arguments: EstimatorCatalogue.all.indices)
  func settings(change index: Int) throws {
    let standard = Self.estimators[index]
    let method = standard.method.identifier
    guard SimulationRuns.isFull || !DailyPanelCoverageTests.slow.contains(method) else { return }
    let defaults = try #require(EstimatorCatalogue.settings(of: standard).members)
    // Six treated, so that both borders of the two-way design's inference can be crossed; two starts
    // where a design takes them.
    let study = try Study.network(
      effect: -4, treated: 6, donors: 9, daysBefore: 100, daysAfter: 120,
      secondStart: type(of: standard).allowsStaggeredStarts ? 45 : 0, seed: 3)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "∞", negativeInfinity: "-∞", nan: "NaN")
    func bytes(_ estimator: any EffectEstimator) throws -> Data {
      try encoder.encode(try estimator.anyEstimate(study))
    }
    let plain = try bytes(standard)
    for (name, value) in defaults.sorted(by: { $0.key < $1.key }) {
      var hasChanged = false
      for value in Self.changed(method, name, value) where !hasChanged {
        do {
          let estimator = try EstimatorCatalogue.estimator(
            EstimatorChoice(method: method, settings: [name: value]))
          guard
            EstimatorCatalogue.settings(of: estimator) != EstimatorCatalogue.settings(of: standard)
          else { continue }
          hasChanged = try bytes(estimator) != plain
        } catch let error as EstimationError {
          // A value that does not fit is no refusal of the setting.
          if case .badSetting(_, _, let problem) = error,
            problem.english.hasPrefix("the value does not fit")
          {
            continue
          }
          hasChanged = true
        }
      }
      #expect(hasChanged, "\(method): \(name)")
    }
  }

  @Test(
    "The arithmetic mean beside a geometric one is what the linear scale reports", .tags(.property),
    arguments: ["difference-in-differences", "synthetic-control"])
  func arithmeticMeanIsWhole(_ method: String) throws {
    let linear = try Study.network(
      effect: -4, treated: 3, donors: 9, daysBefore: 100, daysAfter: 60, secondStart: 0, seed: 5)
    let study = try Study(
      title: linear.title, measure: linear.measure,
      outcome: Outcome(
        pollutant: linear.outcome.pollutant, average: linear.outcome.average, scale: .log,
        minimumCapture: linear.outcome.minimumCapture),
      panel: linear.panel, treatments: linear.treatments, before: linear.before,
      after: linear.after)
    let estimator = try EstimatorCatalogue.estimator(EstimatorChoice(method: method))
    let beside = try estimator.anyEstimate(study).effect.besideArithmeticMean(estimator, on: study)
    let reported = try estimator.anyEstimate(linear).effect
    #expect(beside.arithmetic == reported.relative && beside.arithmetic != nil)
    #expect(beside.arithmetic?.interval?.level == reported.interval?.level)
  }

  @Test(
    "Beside a geometric mean stands the change of the arithmetic mean", .tags(.analytical),
    arguments: EstimatorCatalogue.all.indices)
  func arithmeticMean(_ index: Int) throws {
    // After the measure every other value is cut and the others are raised: the mean falls from 50
    // to 45, the geometric mean rises from 30 to 45.
    let base = try Study.simulated(
      levelChange: 0, noise: 0, daysBefore: 196, daysAfter: 112, scale: .log)
    let panel = base.panel
    let study = try Study(
      title: base.title, measure: base.measure, outcome: base.outcome,
      panel: Panel(
        stations: panel.stations, pollutant: panel.pollutant, unit: panel.unit, axis: panel.axis
      ) { day, station in
        let isCut = base.treatedIndices.contains(station) && day >= 196
        return isCut ? 45 : day % 2 == 0 ? 90 : 10
      },
      treatments: base.treatments, before: base.before, after: base.after)
    let estimator = Self.estimators[index]
    let effect: EffectEstimate
    do throws(EstimationError) {
      effect = try estimator.anyEffect(of: study).besideArithmeticMean(estimator, on: study)
    } catch {
      // A design may refuse two values that alternate; it then prints no mean.
      return
    }
    #expect(effect.isGeometric)
    #expect(effect.estimand.contains("geometric mean"))
    guard let arithmetic = effect.arithmetic else {
      #expect(effect.diagnostics.contains { $0.identifier == "arithmetic-mean-missing" })
      return
    }
    #expect(abs(arithmetic.percent + 10) < 1, "\(arithmetic.percent)")
    if effect.estimate > 0 {
      #expect(effect.diagnostics.contains { $0.identifier == "means-disagree" })
    }
  }

  @Test(
    "An estimate lies inside its interval", .tags(.property),
    arguments: EstimatorCatalogue.all.indices, [Outcome.Scale.linear, .log])
  func insideInterval(_ index: Int, _ scale: Outcome.Scale) throws {
    let study = try Study.simulated(
      levelChange: scale == .log ? -0.2 : -4, noise: scale == .log ? 0.2 : 3, scale: scale,
      missingShare: 0.05, seed: 11)
    let effect = try Self.estimators[index].anyEstimate(study).effect
    let interval = try #require(effect.interval)
    #expect(interval.contains(effect.estimate))
    let relative = try #require(effect.relative)
    #expect(relative.interval?.contains(relative.percent) == true)
  }

  @Test(
    "A finding survives JSON unchanged", .tags(.property),
    arguments: EstimatorCatalogue.all.indices)
  func roundTrip(_ index: Int) throws {
    let study = try Study.simulated(levelChange: -4, noise: 3, seed: 5)
    let effect = try Self.estimators[index].anyEstimate(study).effect
    let data = try JSONEncoder().encode(effect)
    #expect(try JSONDecoder().decode(EffectEstimate.self, from: data) == effect)
  }

  /// What a setting needs beside it, so that it changes something.
  private static let beside: [String: [String: JSONValue]] = [
    "before-after.replicates": ["interval": "block-bootstrap"],
    "difference-in-differences.spatialCutoff": ["inference": "spatial"],
    "interrupted-time-series.duration": ["impact": "ramp"],
    "interrupted-time-series.halfLife": ["impact": "gradual"],
    "synthetic-control.predictorParts": ["predictors": "nested"],
  ]

  @Test(
    "A number beyond those that a setting is listed with is refused", .tags(.property),
    arguments: EstimatorCatalogue.all.indices)
  func ranges(_ index: Int) throws {
    let estimator = EstimatorCatalogue.all[index]
    let method = estimator.method.identifier
    let study = try Study.simulated(levelChange: -4, noise: 3, seed: 5)
    for setting in EstimatorCatalogue.settingList(of: estimator) {
      let least = setting.range?.least.map { setting.range?.excludesLeast == true ? $0 : $0 - 1 }
      let most = setting.range?.most.map { setting.range?.excludesMost == true ? $0 : $0 + 1 }
      for number in [least, most].compactMap(\.self) {
        var given = Self.beside["\(method).\(setting.property)"] ?? [:]
        given[setting.property] = .number(number)
        let error = #expect(throws: EstimationError.self, "\(method): \(setting.name) \(number)") {
          try EstimatorCatalogue.estimator(EstimatorChoice(method: method, settings: given))
            .anyEffect(of: study)
        }
        guard case .badSetting(let name, _, let problem)? = error else {
          Issue.record("\(method): \(setting.name) \(number): \(error?.what ?? "")")
          continue
        }
        #expect(name.contains(setting.property))
        #expect(problem != "error.study.changes-nothing-other-settings")
      }
    }
  }

  @Test("A seed of twenty digits is told as it was given", .tags(.analytical))
  func wholeSeed() throws {
    let choice = EstimatorChoice(
      method: "synthetic-control", settings: ["seed": .exact(18_446_744_073_709_551_615)])
    #expect(choice.text == #"{"seed":18446744073709551615}"#)
    let estimator = try EstimatorCatalogue.estimator(choice)
    #expect((estimator as? SyntheticControl)?.seed == .max)
    let told = EstimatorCatalogue.settings(of: estimator)
    #expect(told.text.contains(#""seed":18446744073709551615"#))
    #expect(try JSONValue(text: told.text) == told)
  }

  @Test("A setting in two spellings is refused", .tags(.analytical))
  func spelledTwice() throws {
    let error = #expect(throws: EstimationError.self) {
      try EstimatorCatalogue.estimator(
        EstimatorChoice(
          method: "group-time", settings: ["period-capture": 0.6, "periodCapture": 0.7]))
    }
    #expect(error?.what.hasSuffix("“periodCapture”: it stands twice, in two spellings") == true)
  }

  @Test(
    "A method is written with the names of its settings and read again", .tags(.property),
    arguments: EstimatorCatalogue.all.indices)
  func written(_ index: Int) throws {
    func again(_ estimator: some EffectEstimator) throws {
      let data = try StableJSON.encode(estimator, pretty: false)
      #expect(
        try JSONValue(text: String(decoding: data, as: UTF8.self))
          == EstimatorCatalogue.settings(of: estimator))
      #expect(try StableJSON.decode(type(of: estimator), from: data) == estimator)
    }
    try again(Self.estimators[index])
  }

  @Test(
    "Settings can be given in kebab case and unknown ones are refused", .tags(.analytical),
    arguments: EstimatorCatalogue.all.indices)
  func settings(_ index: Int) throws {
    let method = EstimatorCatalogue.all[index].method
    let chosen = try EstimatorCatalogue.estimator(
      EstimatorChoice(method: method.identifier, settings: ["confidence-level": 0.8]))
    let study = try Study.simulated(levelChange: -4, noise: 3, seed: 5)
    #expect(try chosen.anyEffect(of: study).interval?.level == 0.8)
    #expect(throws: EstimationError.self) {
      try EstimatorCatalogue.estimator(
        EstimatorChoice(method: method.identifier, settings: ["confidence": 0.8]))
    }
    let error = #expect(throws: EstimationError.self) {
      try EstimatorCatalogue.estimator(
        EstimatorChoice(method: method.identifier, settings: ["confidence-level": "high"]))
    }
    #expect(error?.what.hasSuffix("the value does not fit; write a number") == true)
  }
}
