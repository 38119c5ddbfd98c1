import AirQuality
import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing

/// Whether the calibration calibrates: false alarms and coverage of inserted effects on panels drawn with
/// the covariance of real networks, and on the real networks with measures that nobody took.
@Suite(
  "Calibration: Coverage", .enabled(if: SharedData.isPresent), .tags(.calibration))
struct CalibrationCoverageTests {
  /// The designs, in a form that makes a repetition cheap. Ranks need no more than 19 groups.
  static let methods: [any EffectEstimator] = {
    var ranks = DifferenceInDifferences()
    ranks.draws = 19
    var weights = SyntheticDifferenceInDifferences()
    weights.draws = 19
    var control = SyntheticControl()
    control.draws = 19
    var augmented = AugmentedSyntheticControl()
    augmented.draws = 19
    return [ranks, BeforeAfter(), GroupTime(), Imputation(), control, weights, augmented]
  }()

  /// What every day runs: two of them on real networks, one on drawn ones.
  static var today: [Int] { SimulationRuns.isFull ? Array(methods.indices) : [0, 1] }
  static var drawn: [Int] { SimulationRuns.isFull ? Array(methods.indices) : [0] }
  static var counts: [Int] { SimulationRuns.isFull ? [1, 5] : [1] }

  private struct Outcome: Sendable {
    let ownAlarm: Bool
    let alarm: Bool
    let covers: [Bool]
  }

  static let effects = [-0.05, -0.10, -0.20]

  private func run(
    _ estimator: any EffectEstimator, _ study: Study, controls: Int
  ) throws -> Outcome? {
    var calibration = Calibration()
    calibration.negativeControls = controls
    guard let own = try? estimator.anyEffect(of: study),
      let ground = calibration.ground(estimator, on: study, threads: 1)
    else { return nil }
    let still = ground.calibrated(own)
    let covers = try Self.effects.map { share -> Bool in
      let (changed, size) = try #require(study.inserting(share))
      guard let effect = try? estimator.anyEffect(of: changed) else { return false }
      let truth = study.outcome.scale == .log ? 100 * share : size
      return ground.calibrated(effect).interval.contains(truth)
    }
    return Outcome(
      ownAlarm: (own.pValue?.value ?? 1) <= 0.05, alarm: still.pValue.value <= 0.05, covers: covers)
  }

  private func tell(_ name: String, _ outcomes: [Outcome]) -> (alarms: Double, coverage: [Double]) {
    let runs = Double(outcomes.count)
    let own = Double(outcomes.count(where: \.ownAlarm)) / runs
    let alarms = Double(outcomes.count(where: \.alarm)) / runs
    let coverage = Self.effects.indices.map { place in
      Double(outcomes.count { $0.covers[place] }) / runs
    }
    print(
      "calibration \(name): own \(own), calibrated \(alarms), coverage \(coverage), \(outcomes.count)"
    )
    return (alarms, coverage)
  }

  @Test(
    "On panels with the covariance of prefectures alarms are 5 % and intervals cover",
    arguments: counts, drawn)
  func simulatedPrefectures(_ treated: Int, _ index: Int) throws {
    let estimator = Self.methods[index]
    let drawn = try MadeUpMeasures.Drawn(MadeUpMeasures.prefectures())
    let runs = SimulationRuns.count(everyday: 8, full: 400)
    let outcomes = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> Outcome? in
        let seed = 40_000_000 + UInt64(run)
        let study = try MadeUpMeasures.study(
          drawn.panel(seed: seed), treated: treated, start: 208, seed: seed)
        return try self.run(
          estimator, study, controls: SimulationRuns.count(everyday: 40, full: 100))
      }
    ).compactMap(\.self)
    let found = tell("47 drawn, \(treated) treated, \(estimator.method.identifier)", outcomes)
    let made = outcomes.count
    #expect(made >= runs * 9 / 10)
    #expect(SimulationRuns.band(0.05, runs: made, full: 0.02...0.08).contains(found.alarms))
    for share in found.coverage {
      #expect(SimulationRuns.band(0.95, runs: made, full: 0.92...0.98).contains(share))
    }
  }

  @Test(
    "On panels with the covariance of 183 cities alarms are 5 % and intervals cover",
    .enabled(if: SimulationRuns.isFull), arguments: [1, 5], today)
  func simulatedCities(_ treated: Int, _ index: Int) throws {
    let estimator = Self.methods[index]
    let drawn = try MadeUpMeasures.Drawn(MadeUpMeasures.cities())
    let runs = 200
    let outcomes = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> Outcome? in
        let seed = 41_000_000 + UInt64(run)
        let study = try MadeUpMeasures.study(
          drawn.panel(seed: seed), treated: treated, start: 365, seed: seed)
        return try self.run(estimator, study, controls: 60)
      }
    ).compactMap(\.self)
    let found = tell("183 drawn, \(treated) treated, \(estimator.method.identifier)", outcomes)
    #expect((0.0...0.1).contains(found.alarms))
    for share in found.coverage { #expect((0.9...1).contains(share)) }
  }

  // Made-up measures on real panels: places of one network resemble each other, so that the runs are no
  // independent draws; the table is what counts, the bound what separates usable from useless.
  @Test("On real networks made-up measures are called significant in about 5 %", arguments: today)
  func realNetworks(_ index: Int) throws {
    let estimator = Self.methods[index]
    let runs = SimulationRuns.count(everyday: 6, full: 1_000)
    let panels = [
      ("183 cities", try MadeUpMeasures.cities(), 180..<540),
      ("47 prefectures", try MadeUpMeasures.prefectures(), 104..<312),
    ]
    for (name, panel, starts) in panels {
      // Every day the long panel is left to the full run.
      guard SimulationRuns.isFull || panel.axis.step == .week else { continue }
      for treated in Self.counts {
        let outcomes = try parallelMap(
          count: runs,
          throwing: { (run) throws(any Error) -> Outcome? in
            let seed = 42_000_000 + UInt64(run)
            var stream = RandomStream(seed: seed, index: 7)
            let study = try MadeUpMeasures.study(
              panel, treated: treated, start: starts.lowerBound + stream.index(below: starts.count),
              seed: seed)
            return try self.run(
              estimator, study, controls: SimulationRuns.count(everyday: 40, full: 100))
          }
        ).compactMap(\.self)
        let found = tell("\(name), \(treated) treated, \(estimator.method.identifier)", outcomes)
        if SimulationRuns.isFull {
          #expect(found.alarms <= 0.08, "\(name), \(treated), \(estimator.method.identifier)")
        } else {
          #expect(
            SimulationRuns.band(0.05, runs: max(outcomes.count, 1), full: 0...0.08)
              .contains(found.alarms))
        }
      }
    }
  }
}
