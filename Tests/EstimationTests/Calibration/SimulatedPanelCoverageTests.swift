import AirQuality
import Estimation
import NumericKernels
import Simulation
import TestSupport
import Testing

/// Whether the calibration calibrates on panels that anybody can draw: no file is read, the covariance is
/// that of the real networks by the parameters of `SimulatedPanel`, and the faults of the prefectures are in.
@Suite(
  "Calibration on simulated panels: Coverage", .tags(.calibration),
  .enabled(if: SimulationRuns.isFull))
struct SimulatedPanelCoverageTests {
  private struct Outcome: Sendable {
    let alarm: Bool
    let covers: [Bool]
  }

  private static let effects = [-0.05, -0.10, -0.20]

  private func run(
    _ estimator: any EffectEstimator, _ study: Study, controls: Int
  ) throws -> Outcome? {
    var calibration = Calibration()
    calibration.negativeControls = controls
    guard let own = try? estimator.anyEffect(of: study),
      let ground = calibration.ground(estimator, on: study, threads: 1)
    else { return nil }
    let covers = try Self.effects.map { share -> Bool in
      let changed = try #require(study.inserting(share)).study
      guard let effect = try? estimator.anyEffect(of: changed) else { return false }
      return ground.calibrated(effect).interval.contains(100 * share)
    }
    return Outcome(alarm: ground.calibrated(own).pValue.value <= 0.05, covers: covers)
  }

  // By a simulation of the same statistic in numpy (1,000 panels with the real covariance of the 47
  // prefectures), five treated before and after: 6.5 % without the spread of the treated, 2.5 % with it;
  // 2,000 others gave 9.1 and 2.2 %.
  @Test(
    "Alarms are 5 % and intervals cover", arguments: SimulatedPanel.Network.allCases, [1, 5])
  func calibrated(_ network: SimulatedPanel.Network, _ treated: Int) throws {
    // Every day the small panel alone; the cities take a minute a method.
    guard SimulationRuns.isFull || network == .prefectures else { return }
    let methods =
      SimulationRuns.isFull ? CalibrationCoverageTests.methods : [BeforeAfter()]
    for estimator in methods {
      let runs = SimulationRuns.numbers(everyday: 4, full: network == .cities ? 200 : 400)
      let outcomes = try parallelMap(
        count: runs.count,
        throwing: { (run) throws(any Error) -> Outcome? in
          var panel = SimulatedPanel(like: network)
          panel.treatedStations = treated
          panel.relativeEffect = 0
          panel.seed = 60_000 + UInt64(runs.lowerBound + run)
          return try self.run(
            estimator, panel.study(), controls: SimulationRuns.count(everyday: 40, full: 100))
        }
      ).compactMap(\.self)
      let count = Double(outcomes.count)
      let alarms = Double(outcomes.count(where: \.alarm)) / count
      let coverage = Self.effects.indices.map { place in
        Double(outcomes.count { $0.covers[place] }) / count
      }
      print(
        "simulated \(network), \(treated) treated, \(estimator.method.identifier): alarms \(alarms), "
          + "coverage \(coverage), \(outcomes.count)")
      #expect(outcomes.count >= runs.count * 9 / 10)
      #expect(
        SimulationRuns.band(0.05, runs: outcomes.count, full: 0.0...0.08).contains(alarms))
      for share in coverage {
        #expect(
          SimulationRuns.band(0.95, runs: outcomes.count, full: 0.92...1).contains(share))
      }
    }
  }
}
