import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

@Suite("Repeated looks: Coverage", .tags(.calibration))
struct SequentialRuleCoverageTests {
  /// The mean of an autoregressive gap with heavy tails over the first 1 to 24 months.
  private static func trajectory(_ stream: inout RandomStream, looks: Int = 24) -> [Double] {
    var state = 0.0
    var sum = 0.0
    // Places differ in how much they wander: tails heavier than a normal distribution's.
    let size = 0.5 + stream.exponential()
    let drift = 0.3 * stream.normal()
    return (1...looks).map { look in
      for _ in 0..<4 {
        state = 0.6 * state + stream.normal()
        sum += size * (state + drift)
      }
      return sum / Double(4 * look)
    }
  }

  // 1,000 simulated studies without an effect, 24 looks each, 100 made-up measures. A rate of 0.05 has
  // a standard error of 0.007; a naive test at each look would be wrong about three times as often.
  @Test("24 looks at a study without an effect raise a false alarm in fewer than 6 %")
  func falseAlarms() {
    let runs = SimulationRuns.count(everyday: 200, full: 1_000)
    let hits = parallelMap(count: runs) { run -> (rule: Bool, naive: Bool) in
      var stream = RandomStream(seed: 31, index: UInt64(run))
      let made = (0..<100).map { _ in Self.trajectory(&stream) }
      let rule = SequentialRule(made)
      let own = Self.trajectory(&stream)
      return (
        rule.firstCrossing(own) != nil,
        own.indices.contains { abs(rule.score(own[$0], look: $0)) > 1.96 }
      )
    }
    let alarms = Double(hits.count { $0.rule }) / Double(runs)
    let naive = Double(hits.count { $0.naive }) / Double(runs)
    print("24 looks, false alarms:", alarms, "without the rule:", naive, "of", runs)
    #expect(
      alarms < (SimulationRuns.isFull ? 0.06 : 0.05 + 3 * (0.05 * 0.95 / Double(runs)).squareRoot())
    )
    #expect(naive > alarms + 0.03)
  }

  @Test("The interval over all looks holds the truth as often as it says")
  func coverage() {
    let runs = SimulationRuns.count(everyday: 200, full: 1_000)
    let held = parallelMap(count: runs) { run -> Bool in
      var stream = RandomStream(seed: 32, index: UInt64(run))
      let rule = SequentialRule((0..<100).map { _ in Self.trajectory(&stream) })
      let own = Self.trajectory(&stream).map { $0 - 2 }
      return own.indices.allSatisfy { look in
        let interval = rule.interval(own[look], look: look)
        return interval.lower <= -2 && -2 <= interval.upper
      }
    }
    let share = Double(held.count { $0 }) / Double(runs)
    #expect(SimulationRuns.band(0.95, runs: runs, full: 0.94...0.97).contains(share), "\(share)")
  }
}
