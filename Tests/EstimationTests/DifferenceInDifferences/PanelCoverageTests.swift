import Estimation
import NumericKernels
import TestSupport
import Testing

/// Sixty stations, three groups of eight that start four weeks apart, daily values with serial
/// and spatial correlation, single gaps and gaps of three weeks, judged by weeks.
@Suite("Coverage of panel designs on staggered starts", .tags(.calibration))
struct PanelDesignCoverageTests {
  static let designs: [any EffectEstimator] = {
    var eventStudy = EventStudy()
    eventStudy.period = .week
    var groupTime = GroupTime()
    groupTime.period = .week
    var sunAbraham = SunAbraham()
    sunAbraham.period = .week
    var imputation = Imputation()
    imputation.period = .week
    var twoStage = TwoStage()
    twoStage.period = .week
    return [
      eventStudy, groupTime, sunAbraham, imputation, twoStage, DifferenceInDifferences(),
    ]
  }()

  /// Shares of studies in which each design's interval holds the true effect of −4, and in which
  /// the hypothesis that the effect is −4 is rejected at 5 %. Both come from the default
  /// inference: with a Student interval they are complements.
  @Test("Intervals hold the truth in 93 to 97 % of studies")
  func coverage() throws {
    let runs = SimulationRuns.count(everyday: 6, full: 500)
    let hits = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> [Int] in
        let study = try Study.staggered(seed: UInt64(run + 1))
        return try Self.designs.map {
          try $0.anyEffect(of: study).interval?.contains(-4) == true ? 1 : 0
        }
      })
    let band = SimulationRuns.band(0.95, runs: runs, full: 0.93...0.97)
    for (index, design) in Self.designs.enumerated() {
      let share = Double(hits.reduce(0) { $0 + $1[index] }) / Double(runs)
      #expect(band.contains(share), "\(design.method.identifier): \(share)")
      if SimulationRuns.isFull { print("coverage", design.method.identifier, share) }
    }
  }

  @Test("A true null is rejected at 5 % in 4 to 6 % of studies")
  func rejection() throws {
    let runs = SimulationRuns.count(everyday: 4, full: 2_000)
    let rejected = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> [Int] in
        var simulation = StaggeredSimulation()
        simulation.effect = { _, _ in 0 }
        let study = try Study.staggered(simulation, seed: UInt64(run + 10_001))
        return try Self.designs.map {
          (try $0.anyEffect(of: study).pValue?.value ?? 1) < 0.05 ? 1 : 0
        }
      })
    let band = SimulationRuns.band(0.05, runs: runs, full: 0.04...0.06)
    for (index, design) in Self.designs.enumerated() {
      let share = Double(rejected.reduce(0) { $0 + $1[index] }) / Double(runs)
      #expect(band.contains(share), "\(design.method.identifier): \(share)")
      if SimulationRuns.isFull { print("rejection", design.method.identifier, share) }
    }
  }
}
