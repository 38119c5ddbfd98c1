import Foundation
import NumericKernels
import TestSupport
import Testing
import Weather

/// A simultaneous band holds the whole function at least as often as it says: its posterior
/// covariance allows for the bias of smoothing everywhere at once, so it errs to the wide side
/// (0.9865 of 2,000 here at 0.95; leaving out the uncertainty of the smoothness hardly narrows it).
@Suite("Coverage of simultaneous bands", .tags(.calibration))
struct SimultaneousBandCoverageTests {
  @Test("95 % bands around two smooth functions")
  func bands() throws {
    let runs = SimulationRuns.count(everyday: 30, full: 1_000)
    let grid = (0...40).map { Double($0) / 40 }
    let hits = try parallelMap(
      count: runs,
      throwing: { (run) throws(KernelError) -> [Bool] in
        var stream = RandomStream(seed: 41, index: UInt64(run))
        let first = (0..<400).map { _ in stream.uniform() }
        let second = (0..<400).map { _ in stream.uniform() }
        let truths: [@Sendable (Double) -> Double] = [
          { sin(2 * .pi * $0) + $0 }, { 2 * exp(-30 * ($0 - 0.4) * ($0 - 0.4)) },
        ]
        let response = zip(first, second).map {
          3 + truths[0]($0) + truths[1]($1) + 0.5 * stream.normal()
        }
        let shape = AdditiveTerm.Shape.thinPlate(dimension: 15)
        let fit = try AdditiveFit.fit(
          AdditiveDesign(
            [
              AdditiveTerm("first", covariates: [0], shapes: [shape]),
              AdditiveTerm("second", covariates: [1], shapes: [shape]),
            ], covariates: [first, second]),
          response: response)
        var held: [Bool] = []
        for (term, rows) in [first, second].enumerated() {
          let effect = try TermEffect(fit, term: term, at: [grid])
          let factor = try effect.simultaneousFactor(
            level: 0.95, draws: 2_000, seed: UInt64(run + 1))
          // The estimate has mean zero over the rows; so must the truth.
          let centre = Summation.mean(rows.map(truths[term]))
          held.append(
            grid.indices.allSatisfy {
              abs(effect.values[$0] - (truths[term](grid[$0]) - centre))
                <= factor * effect.standardErrors[$0]
            })
        }
        return held
      })
    let all = hits.flatMap(\.self)
    let share = Double(all.reduce(0) { $0 + ($1 ? 1 : 0) }) / Double(all.count)
    print("simultaneous 95 % bands: \(share) of \(all.count)")
    #expect(
      SimulationRuns.band(0.95, runs: all.count, full: 0.93...0.995).contains(share), "\(share)")
  }
}
