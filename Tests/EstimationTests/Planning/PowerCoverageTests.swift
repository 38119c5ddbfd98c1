import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing

/// Whether the power that is foretold from the days before is the power that a study then has.
@Suite("Power: Coverage", .tags(.calibration))
struct PowerCoverageTests {
  // 24 stations with the persistence of daily PM2.5. The plan sees 800 days; the study then has the last
  // 400 of them before and 91 new days after, with 5 % taken away at one station. Over 1,000 draws a share
  // has a standard error of 1.6 percentage points at most.
  @Test("Studies find an inserted effect as often as their plans foretold")
  func foretold() throws {
    let runs = SimulationRuns.count(everyday: 12, full: 1_000)
    var ranks = DifferenceInDifferences()
    ranks.draws = 19
    let estimator = ranks
    var analysis = PowerAnalysis()
    analysis.months = [3]
    analysis.effects = [-0.05]
    analysis.trials = SimulationRuns.count(everyday: 40, full: 100)
    let plan = analysis
    let found = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> (foretold: Double, isFound: Bool) in
        let seed = 60_000_000 + UInt64(run)
        func network(before: Int, after: Int) throws -> Study {
          try .simulated(
            levelChange: 0, noise: 6, treated: 1, donors: 23, daysBefore: before,
            daysAfter: after, seed: seed)
        }
        let past = StudyHistory(try network(before: 400, after: 400))
        let row = try #require(plan.analyse(past, [estimator], threads: 1).first)
        let whole = StudyHistory(try network(before: 800, after: 91))
        let study = try whole.study(
          treating: [0], at: 800, before: 400, after: row.stepsAfter)
        let (changed, _) = try #require(study.inserting(-0.05))
        // As “evaluate” does it, earlier dates fill up what one date of 23 donors lacks.
        let earlier = try [700, 600, 500].enumerated().map { place, start in
          (
            years: place + 1,
            study: try whole.study(
              treating: [0], at: start, before: 400, after: row.stepsAfter)
          )
        }
        let effect = try estimator.anyEffect(of: changed)
        let calibrated = try #require(
          Calibration().calibrate(
            effect, estimator, on: changed, earlier: earlier, threads: 1))
        return (try #require(row.found?.first), calibrated.pValue.value <= 0.05)
      })
    let foretold = Summation.mean(found.map(\.foretold))
    let share = Double(found.count(where: \.isFound)) / Double(runs)
    print("power foretold \(foretold), found \(share), \(runs) studies")
    let reach = SimulationRuns.isFull ? 0.03 : 3 * (0.25 / Double(runs)).squareRoot()
    #expect(abs(foretold - share) < reach)
  }
}
