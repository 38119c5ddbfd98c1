import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing

/// Size and coverage of every estimator of the catalogue on daily panels as air quality has them: a
/// regional course that lasts from day to day, noise that neighbours share, no gaps.
///
/// Each design is asked at its defaults but for the number of groups or replicates, which sets how
/// fine p-values are and not what they mean.
@Suite("Daily panels: Coverage", .tags(.calibration))
struct DailyPanelCoverageTests {
  /// A daily panel with a known effect.
  struct Shape: Sendable, CustomTestStringConvertible {
    let name: String
    let treated: Int
    let donors: Int
    let before: Int
    let after: Int

    var testDescription: String { name }

    func study(effect: Double, seed: UInt64) throws -> Study {
      try .network(
        effect: effect, treated: treated, donors: donors, daysBefore: before, daysAfter: after,
        secondStart: 0, missingShare: 0, persistence: 0.6, seed: seed)
    }
  }

  static let shapes = [
    Shape(
      name: "long before, short after, one treated", treated: 1, donors: 19, before: 365, after: 28),
    Shape(name: "few donors, three treated", treated: 3, donors: 8, before: 120, after: 60),
    Shape(name: "three treated", treated: 3, donors: 20, before: 120, after: 60),
  ]

  /// How often the interval holds the effect and a true null is rejected.
  struct Shares {
    var covered = 0
    var rejected = 0
    var refused = 0
    var tested = 0
    var spread: [Double] = []
  }

  static func shares(
    of estimator: any EffectEstimator, _ shape: Shape, runs: Int, firstSeed: UInt64
  ) throws -> Shares {
    let found = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> (Bool, Bool?, Double)? in
        let seed = firstSeed + UInt64(run)
        do {
          let changed = try estimator.anyEffect(of: shape.study(effect: -5, seed: seed))
          let still = try estimator.anyEffect(
            of: shape.study(effect: 0, seed: seed + 500_000_000))
          return (
            changed.interval?.contains(-5) == true,
            still.pValue.map { $0.value <= 0.05 + 1e-12 }, changed.estimate + 5
          )
        } catch is EstimationError {
          return nil
        }
      })
    var shares = Shares()
    for run in found {
      guard let run else {
        shares.refused += 1
        continue
      }
      if run.0 { shares.covered += 1 }
      if let rejects = run.1 {
        shares.tested += 1
        if rejects { shares.rejected += 1 }
      }
      shares.spread.append(run.2)
    }
    return shares
  }

  static let methods: [any EffectEstimator] = EstimatorCatalogue.all.map { estimator in
    for settings in [#"{"draws": 39}"#, #"{"replicates": 199}"#, "{}"] {
      if let few = try? EstimatorCatalogue.estimator(
        EstimatorChoice(method: estimator.method.identifier, settings: settings))
      {
        return few
      }
    }
    return estimator
  }

  @Test("Scratch")
  func scratch() throws {
    let environment = ProcessInfo.processInfo.environment
    guard let wanted = environment["SCRATCH"] else { return }
    let runs = Int(environment["RUNS"] ?? "100") ?? 100
    for shape in Self.shapes + Self.extra
    where environment["SHAPE"].map({ shape.name.contains($0) }) ?? true {
      for estimator in Self.methods
      where wanted.split(separator: ",").contains(where: {
        estimator.method.identifier.contains($0)
      }) {
        let clock = ContinuousClock()
        var found = Shares()
        let took = try clock.measure {
          found = try Self.shares(of: estimator, shape, runs: runs, firstSeed: 42_000_000)
        }
        let answered = runs - found.refused
        let error = (found.spread.reduce(0) { $0 + $1 * $1 } / Double(max(1, answered)))
          .squareRoot()
        print(
          "TABLE \(shape.name) | \(estimator.method.identifier) | covered \(Double(found.covered) / Double(max(1,answered))) | rejected \(Double(found.rejected) / Double(max(1, found.tested))) of \(found.tested) | refused \(found.refused) | rmse \(error) | \(took)"
        )
      }
    }
  }

  static let extra = [
    Shape(name: "sdid 365+365", treated: 1, donors: 20, before: 365, after: 365),
    Shape(name: "sdid 120+60 one", treated: 1, donors: 20, before: 120, after: 60),
  ]
}
