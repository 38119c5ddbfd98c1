import NumericKernels
import TestSupport
import Testing

@testable import PanelKernels

@Suite("Wild cluster bootstrap")
struct WildClusterBootstrapTests {
  private let starts: [Int?] = [4, 4, 5, 6, 6, nil, nil, nil, nil, nil, nil, nil, nil, nil]

  private func panel(effect: Double, missing: Double = 0.1, seed: UInt64 = 3) -> Matrix {
    TwoWayFixedEffectsTests.panel(
      times: 10, starts: starts, missing: missing, effect: effect, seed: seed)
  }

  @Test("The estimate as null has p 1, a null far away the smallest p", .tags(.analytical))
  func ends() throws {
    let panel = panel(effect: 1)
    let fit = try TwoWayFixedEffects(panel, treatedFrom: starts)
    let test = try WildClusterTest(
      panel, treatedFrom: starts, replicates: 199, seed: 4, threads: nil)
    let estimate = fit.coefficient
    #expect(test.pValue(null: estimate, estimate: estimate, scores: fit.unitScores) == 1)
    let far = test.pValue(null: estimate + 1e4, estimate: estimate, scores: fit.unitScores)
    #expect(far < 0.05)
  }

  @Test("The p-value is that of refitting every replicate", .tags(.property))
  func bruteForce() throws {
    let panel = panel(effect: 0.6)
    let fit = try TwoWayFixedEffects(panel, treatedFrom: starts)
    let replicates = 99
    let fast = try WildClusterBootstrap(
      panel, treatedFrom: starts, fit: fit, replicates: replicates, level: 0.95, seed: 9)
    // Restricted residuals under no effect: what remains without unit and time effects.
    let pattern = MissingPattern(panel)
    let effects = try TwoWayFixedEffects.projectResponse(panel, pattern)
    let observed = abs(fit.coefficient / fit.unitClusteredError)
    var reached = 0
    for replicate in 0..<replicates {
      var stream = RandomStream(seed: 9, index: UInt64(replicate))
      var drawn = panel
      for unit in 0..<panel.columns {
        let weight = stream.rademacher()
        for time in 0..<panel.rows {
          drawn[time, unit] =
            weight
            * (panel[time, unit] - effects.unitEffects[unit] - effects.timeEffects[time])
        }
      }
      let again = try TwoWayFixedEffects(drawn, treatedFrom: starts)
      if abs(again.coefficient / again.unitClusteredError) >= observed * (1 - 1e-12) {
        reached += 1
      }
    }
    #expect(fast.pValue == Double(reached + 1) / Double(replicates + 1))
    #expect(fast.smallestP == 0.01)
  }

  @Test("Nulls inside the interval are accepted, nulls just outside are not", .tags(.property))
  func inversion() throws {
    let panel = panel(effect: 1)
    let fit = try TwoWayFixedEffects(panel, treatedFrom: starts)
    let bootstrap = try WildClusterBootstrap(
      panel, treatedFrom: starts, fit: fit, replicates: 199, level: 0.9, seed: 4)
    let (lower, upper) = bootstrap.interval
    #expect(lower < fit.coefficient && fit.coefficient < upper)
    #expect(lower.isFinite && upper.isFinite)
    let test = try WildClusterTest(
      panel, treatedFrom: starts, replicates: 199, seed: 4, threads: nil)
    func p(_ null: Double) -> Double {
      test.pValue(null: null, estimate: fit.coefficient, scores: fit.unitScores)
    }
    let nudge = 1e-6 * (upper - lower)
    #expect(p(lower) <= 0.1 + 1e-12 && p(upper) <= 0.1 + 1e-12)
    #expect(p(lower + nudge) > 0.1 - 1e-12 && p(upper - nudge) > 0.1 - 1e-12)
    #expect(p(0) == bootstrap.pValue)
    #expect((bootstrap.pValue > 0.1) == (lower < 0 && 0 < upper))
  }

  @Test("One and two threads give the same bits", .tags(.property))
  func threads() throws {
    let panel = panel(effect: 1)
    let fit = try TwoWayFixedEffects(panel, treatedFrom: starts)
    let results = try [1, 2].map {
      try WildClusterBootstrap(
        panel, treatedFrom: starts, fit: fit, replicates: 199, level: 0.95, seed: 4, threads: $0)
    }
    #expect(results[0].pValue == results[1].pValue)
    #expect(results[0].interval == results[1].interval)
  }

  @Test("With eight clusters it rejects a true null at its level", .tags(.calibration))
  func size() throws {
    let few: [Int?] = [4, 4, 4, 4, nil, nil, nil, nil]
    let studies = 300
    let rejected = try parallelMap(
      count: studies,
      throwing: { (study) throws(KernelError) -> Bool in
        let panel = TwoWayFixedEffectsTests.panel(
          times: 8, starts: few, missing: 0, effect: 0, seed: UInt64(1_000 + study))
        let fit = try TwoWayFixedEffects(panel, treatedFrom: few)
        let test = try WildClusterTest(
          panel, treatedFrom: few, replicates: 99, seed: UInt64(study), threads: 1)
        return test.pValue(null: 0, estimate: fit.coefficient, scores: fit.unitScores) <= 0.1
      })
    let share = Double(rejected.filter { $0 }.count) / Double(studies)
    // Four binomial standard errors of 0.1 at this count.
    #expect(abs(share - 0.1) < 4 * (0.1 * 0.9 / Double(studies)).squareRoot())
  }
}
