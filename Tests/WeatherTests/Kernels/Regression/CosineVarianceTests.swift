import Foundation
import NumericKernels
import TestSupport
import Testing
import Weather

@Suite("Variance of a sum from cosines")
struct CosineVarianceTests {
  @Test("A pure cosine is its own weight", .tags(.analytical))
  func pure() {
    // s = cos(3 π (t + ½) / 64): the third weight is n/2 = 32, the others vanish.
    let scores = (0..<64).map { time -> Double in
      cos(3 * .pi * (Double(time) + 0.5) / 64)
    }
    let variance = CosineVariance(ofSum: scores, cosines: 4)
    #expect(variance.degreesOfFreedom == 4)
    #expect(abs(variance.variance - 2 * 32 * 32 / 4) < 1e-8)
    // The spectrum of an autoregression is 1 / (1 + φ² − 2 φ cos ω).
    let share = 0.1 * 0.1 / (1 + 0.81 - 1.8 * cos(3 * .pi / 64))
    let whitened = CosineVariance(ofSum: scores, cosines: 4, persistence: 0.9)
    #expect(abs(whitened.variance * share / variance.variance - 1) < 1e-9)
  }

  @Test("A level adds nothing", .tags(.property))
  func level() {
    var stream = RandomStream(seed: 3, index: 0)
    let scores = (0..<101).map { _ in stream.normal() }
    let moved = scores.map { $0 + 7 }
    let apart =
      CosineVariance(ofSum: scores).variance - CosineVariance(ofSum: moved).variance
    #expect(abs(apart) < 1e-8)
  }

  @Test("The t interval of an autoregressive mean holds", .tags(.calibration))
  func coverage() {
    let runs = 2_000
    let covered = parallelMap(count: runs) { run -> Bool in
      var stream = RandomStream(seed: 41, index: UInt64(run))
      var value = stream.normal() / (1 - 0.25).squareRoot()
      let series = (0..<365).map { _ -> Double in
        value = 0.5 * value + stream.normal()
        return value
      }
      return abs(Summation.sum(series)) < CosineVariance(ofSum: series).reach(level: 0.95)
    }.count { $0 }
    // 0.95 ± three binomial errors of 0.005; the truncation to 20 cosines costs half a point.
    #expect((0.93...0.965).contains(Double(covered) / Double(runs)))
  }

  @Test(
    "Whitened, the variance of a persistent sum is neither too small nor too large",
    .tags(.calibration), arguments: [0.5, 0.9])
  func persistent(_ persistence: Double) {
    let runs = SimulationRuns.count(everyday: 200, full: 2_000)
    let innovation = (1 - persistence * persistence).squareRoot()
    let found = parallelMap(count: runs) { run -> (sum: Double, variance: CosineVariance) in
      var stream = RandomStream(seed: 43, index: UInt64(run))
      var value = stream.normal()
      let series = (0..<365).map { _ -> Double in
        value = persistence * value + innovation * stream.normal()
        return value
      }
      return (
        Summation.sum(series), CosineVariance(ofSum: series, cosines: 9, persistence: persistence)
      )
    }
    // n (1 + φ) / (1 − φ) − 2 φ (1 − φⁿ) / (1 − φ)², the variance of a sum of n; without whitening
    // 0.83 of it at 0.9.
    let rest = 1 - persistence
    let exact = 365 * (1 + persistence) / rest - 2 * persistence / (rest * rest)
    let ratio = Summation.mean(found.map(\.variance.variance)) / exact
    // Three errors of a mean of χ² of nine degrees; 0.98 at 0.9, since the series' ends count.
    let reach = 3 * (2.0 / (9 * Double(runs))).squareRoot()
    #expect((0.98 - reach...1 + reach).contains(ratio), "\(ratio)")
    let held = found.count { abs($0.sum) < $0.variance.reach(level: 0.95) }
    let band = SimulationRuns.band(0.95, runs: runs, full: 0.935...0.965)
    #expect(band.contains(Double(held) / Double(runs)), "\(held)")
  }

  @Test("A single score has no variance", .tags(.analytical))
  func single() {
    #expect(CosineVariance(ofSum: [1]).variance.isNaN)
  }
}
