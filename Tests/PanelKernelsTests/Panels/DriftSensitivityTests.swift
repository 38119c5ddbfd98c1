import Foundation
import NumericKernels
import PanelKernels
import TestSupport
import Testing

@Suite("Sensitivity to drifting paths")
struct DriftSensitivityTests {
  private let events = [-3, -2, 0, 1, 2]
  private let weights = [0, 0, 1.0 / 3, 1.0 / 3, 1.0 / 3]

  private func sensitivity(_ estimates: [Double]) throws -> DriftSensitivity {
    var covariance = Matrix(rows: 5, columns: 5, repeating: 0.02)
    for index in 0..<5 { covariance[index, index] = 0.04 }
    return try DriftSensitivity(
      events: events, estimates: estimates, covariance: covariance, weights: weights)
  }

  @Test("With no drift after the reference the interval is the usual one", .tags(.analytical))
  func parallel() throws {
    let interval = try sensitivity([0.1, -0.1, -1, -2, -3]).relativeMagnitudes(
      bound: 0, level: 0.95)
    // Variance of a mean of three with variances 0.04 and covariances 0.02: 0.08 / 3.
    let reach = Distribution.normalQuantile(0.975) * (0.08 / 3).squareRoot()
    #expect(abs(interval.lower + 2 + reach) < 1e-12)
    #expect(abs(interval.upper + 2 - reach) < 1e-12)
  }

  @Test("Relative magnitudes widen by what the largest step before allows", .tags(.analytical))
  func relative() throws {
    // Steps before the reference: 0.1 → −0.1 is −0.2, −0.1 → 0 is 0.1. Unit steps after it move the
    // mean by 1, 2/3 and 1/3, together 2; the largest step allows 0.4 to either side at M = 1.
    let fit = try sensitivity([0.1, -0.1, -1, -2, -3])
    let none = try fit.relativeMagnitudes(bound: 0, level: 0.95)
    let one = try fit.relativeMagnitudes(bound: 1, level: 0.95)
    #expect(one.lower < none.lower - 0.4 && one.upper > none.upper + 0.4)
    // In the limit of vanishing errors the set itself is left.
    var covariance = Matrix(rows: 5, columns: 5)
    for index in 0..<5 { covariance[index, index] = 1e-16 }
    let exact = try DriftSensitivity(
      events: events, estimates: [0.1, -0.1, -1, -2, -3], covariance: covariance,
      weights: weights
    ).relativeMagnitudes(bound: 1, level: 0.95)
    #expect(abs(exact.lower + 2.4) < 1e-6 && abs(exact.upper + 1.6) < 1e-6)
  }

  @Test("A straight line is taken out exactly at smoothness zero", .tags(.analytical))
  func straightLine() throws {
    // Slope 0.3 from zero at −1: −0.6, −0.3 before and 0.3, 0.6, 0.9 after, effects of −1 on top.
    let fit = try sensitivity([-0.6, -0.3, -0.7, -0.4, -0.1])
    let straight = try fit.smoothness(bound: 0, level: 0.95)
    #expect(abs(straight.centre + 1) < 1e-9)
    let bent = try fit.smoothness(bound: 0.1, level: 0.95)
    #expect(bent.lower < straight.lower && bent.upper > straight.upper)
  }

  @Test("The power of the usual test at its own slope is the asked one", .tags(.analytical))
  func power() throws {
    // One coefficient before: power is that of a z-test, known in closed form.
    var covariance = Matrix(rows: 2, columns: 2, repeating: 0.5)
    covariance[0, 0] = 1
    covariance[1, 1] = 1
    let power = try PreTrendPower(events: [-2, 0], covariance: covariance)
    #expect(abs(try power.power(slope: 0) - 0.05) < 1e-9)
    // P(|N(δ, 1)| > 1.96) = 0.8 at δ = 2.8016.
    #expect(abs(try power.slope(power: 0.8) - 2.801585) < 1e-4)
    let bias = try power.bias(slope: 1, weights: [0, 1])
    #expect(bias.unconditional == 1)
    // The drift before is −1: those that pass have a coefficient before nearer to zero, and half
    // of what it is off by is passed on.
    let bound = Distribution.normalQuantile(0.975)
    let (low, high) = (-bound + 1, bound + 1)
    func density(_ x: Double) -> Double {
      Logarithm.power(2.718281828459045, -x * x / 2) / 2.5066282746310002
    }
    let inside =
      (density(low) - density(high))
      / (Distribution.normalCumulative(high) - Distribution.normalCumulative(low))
    #expect(abs(bias.afterPassing - (1 + 0.5 * inside)) < 2e-3)
  }

  @Test("Independent sides multiply", .tags(.analytical))
  func rectangle() throws {
    var covariance = Matrix.identity(3)
    covariance[1, 1] = 4
    let result = try RectangleProbability(
      mean: [0, 0.5, -0.2], covariance: covariance, bounds: [1, 2, 1.5])
    func side(_ mean: Double, _ deviation: Double, _ bound: Double) -> Double {
      Distribution.normalCumulative((bound - mean) / deviation)
        - Distribution.normalCumulative((-bound - mean) / deviation)
    }
    let exact = side(0, 1, 1) * side(0.5, 2, 2) * side(-0.2, 1, 1.5)
    #expect(abs(result.probability - exact) < 1e-9)
  }

  struct Golden: Decodable {
    struct Interval: Decodable {
      let lb, ub: Double
      let M: Double?
      let Mbar: Double?
    }
    let betahat: [Double]
    let sigma: [[Double]]
    let smoothness, relative: [Interval]
  }

  private func mpdta() throws -> (Golden, DriftSensitivity) {
    let golden = try JSONDecoder().decode(
      Golden.self,
      from: Data(
        contentsOf: SharedData.checkout.appendingPathComponent(
          "Tests/PanelKernelsTests/Golden/honestdid_mpdta.json")))
    return (
      golden,
      try DriftSensitivity(
        events: [-4, -3, -2, 0, 1, 2, 3], estimates: golden.betahat,
        covariance: Matrix(columns: golden.sigma),
        weights: [0, 0, 0, 0.25, 0.25, 0.25, 0.25])
    )
  }

  // Both minimise a convex length: ours over points of the frontier of bias and variance, the
  // peer's over a grid of variances. Lengths agree within 1 %; the minimum is flat, so the centre
  // may move by more: ends within 4 % of a length.
  @Test("Smoothness intervals are honestdid's", .tags(.golden))
  func smoothnessGolden() throws {
    let (golden, fit) = try mpdta()
    for peer in golden.smoothness {
      let ours = try fit.smoothness(bound: try #require(peer.M), level: 0.95)
      let length = peer.ub - peer.lb
      #expect(abs((ours.upper - ours.lower) / length - 1) < 0.01, "\(peer) \(ours)")
      #expect(abs(ours.lower - peer.lb) < 0.04 * length, "\(peer) \(ours)")
    }
  }

  // The union of linear intervals covers at least as often as the peer's conditional test, and
  // here is at most a tenth longer.
  @Test("Relative-magnitude intervals hold honestdid's and are little longer", .tags(.golden))
  func relativeGolden() throws {
    let (golden, fit) = try mpdta()
    for peer in golden.relative {
      let ours = try fit.relativeMagnitudes(bound: try #require(peer.Mbar), level: 0.95)
      // The peer's ends lie on a grid of 1,000 points.
      #expect(ours.lower <= peer.lb + 1e-3 && ours.upper >= peer.ub - 1e-3)
      #expect(ours.upper - ours.lower < 1.12 * (peer.ub - peer.lb), "\(peer) \(ours)")
    }
  }
}
