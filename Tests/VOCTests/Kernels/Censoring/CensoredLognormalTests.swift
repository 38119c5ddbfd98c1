import NumericKernels
import TestSupport
import Testing
import VOC

@Suite("Means of values of which some lie below a limit")
struct CensoredLognormalTests {
  /// Lognormal values of location 0.5 and scale 0.8, cut at a limit.
  private func sample(_ count: Int, limit: Double, seed: UInt64) -> (observed: [Double], below: Int)
  {
    var stream = RandomStream(seed: seed, index: 0)
    let values = (0..<count).map { _ in
      Logarithm.power(2.718281828459045, 0.5 + 0.8 * stream.normal())
    }
    return (values.filter { $0 >= limit }, values.count { $0 < limit })
  }

  @Test("Without censoring the estimate is the plain one of the logarithms", .tags(.analytical))
  func uncensored() throws {
    let fit = try CensoredLognormal.maximumLikelihood(
      observed: [1, 2.718281828459045, 7.38905609893065], censored: 0, limit: 0.1)
    #expect(abs(fit.location - 1) < 1e-12)
    #expect(abs(fit.scale - (2.0 / 3).squareRoot()) < 1e-12)
  }

  @Test("Maximum likelihood sets both scores to zero", .tags(.analytical))
  func scores() throws {
    let (observed, below) = sample(400, limit: 1.2, seed: 3)
    let fit = try CensoredLognormal.maximumLikelihood(
      observed: observed, censored: below, limit: 1.2)
    func likelihood(_ location: Double, _ scale: Double) -> Double {
      let logs = observed.map { Logarithm.natural($0) }
      let terms = logs.map { log in
        let z = (log - location) / scale
        return -z * z / 2 - Logarithm.natural(scale)
      }
      let z = (Logarithm.natural(1.2) - location) / scale
      return Summation.sum(terms)
        + Double(below) * Logarithm.natural(Distribution.normalCumulative(z))
    }
    let best = likelihood(fit.location, fit.scale)
    for (a, b) in [(1e-3, 0.0), (-1e-3, 0), (0, 1e-3), (0, -1e-3)] {
      #expect(likelihood(fit.location + a, fit.scale + b) < best)
    }
  }

  @Test(
    "A third censored: both means stay within three standard errors of exp(0.5 + 0.32)",
    .tags(.calibration), arguments: 1...4)
  func recovers(seed: Int) throws {
    let (observed, below) = sample(2_000, limit: 1.2, seed: UInt64(seed))
    #expect(below > 500)
    let truth = 2.27050
    let likelihood = try CensoredLognormal.maximumLikelihood(
      observed: observed, censored: below, limit: 1.2
    ).mean
    let line = try CensoredLognormal.orderStatisticsMean(
      observed: observed, censored: below, limit: 1.2)
    // The standard deviation is 2.15, so the mean of 2,000 has a standard error of 0.048.
    #expect(abs(likelihood - truth) < 0.15)
    #expect(abs(line - truth) < 0.15)
  }

  @Test("Too few, negative and equal values are refused", .tags(.analytical))
  func refusals() {
    #expect(throws: KernelError.self) {
      try CensoredLognormal.maximumLikelihood(observed: [1, 2], censored: 3, limit: 0.5)
    }
    #expect(throws: KernelError.self) {
      try CensoredLognormal.maximumLikelihood(observed: [1, 1, 1], censored: 3, limit: 0.5)
    }
    #expect(throws: KernelError.notFinite(name: "logarithm", row: 1)) {
      try CensoredLognormal.orderStatisticsMean(observed: [1, 0, 2], censored: 1, limit: 0.5)
    }
  }
}
