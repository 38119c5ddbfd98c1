import NumericKernels

/// How wide a window around the cutoff is chosen.
public enum BandwidthRule: String, Codable, Hashable, Sendable, CaseIterable {
  /// One window for both sides, smallest mean squared error of the jump.
  case meanSquaredError = "mserd"
  /// One for each side.
  case meanSquaredErrorBySide = "msetwo"
  /// One for both, smallest error of the sum of the sides.
  case meanSquaredErrorOfSum = "msesum"
  /// One for both, smallest error of the interval's coverage.
  case coverageError = "cerrd"
}

extension LocalPolynomialJump.Bandwidths {
  /// Bandwidths by the plug-in rules of Calonico, Cattaneo and Farrell.
  ///
  /// - Source: Calonico, Cattaneo and Farrell (2020), doi:10.1093/ectj/utz022; arithmetic as in
  ///   rdrobust 2.1.1 with `stdvars`, `scaleregul` 1 and `bwrestrict`.
  /// - Returns: `nil` where a pilot has too few places to be fitted.
  init?(
    below: CutoffSide, above: CutoffSide, order: Int = 1, kernel: LocalKernel = .triangular,
    rule: BandwidthRule = .meanSquaredError, matches: Int = 3
  ) {
    let all = below.x + above.x
    guard below.count > order + 2, above.count > order + 2 else { return nil }
    let spread = Summation.variance(all).squareRoot()
    let height = Summation.variance(below.y + above.y).squareRoot()
    guard spread > 0, height > 0 else { return nil }
    let left = below.scaled(x: spread, y: height)
    let right = above.scaled(x: spread, y: height)
    let sorted = all.sorted()
    let quartiles = (Self.quantile(sorted, 0.25), Self.quantile(sorted, 0.75))
    let count = Double(all.count)
    let ranges = (abs(left.x[0]), abs(right.x[right.count - 1]))
    let widest = max(ranges.0, ranges.1)
    let pilot = min(
      kernel.pilot * min(1, (quartiles.1 - quartiles.0) / spread / 1.349)
        * Logarithm.power(count, -0.2), widest)
    let bias = order + 1
    func part(
      _ side: CutoffSide, _ o: Int, _ power: Int, _ wide: Double, isRegular: Bool
    ) -> BandwidthPart? {
      BandwidthPart(
        side, order: o, power: power, pilot: pilot, wide: wide, isRegular: isRegular,
        kernel: kernel, matches: matches)
    }
    let slack = 1 + 1.4901161193847656e-08
    guard let first = part(left, bias + 1, bias + 1, ranges.0 * slack, isRegular: false),
      let second = part(right, bias + 1, bias + 1, ranges.1 * slack, isRegular: false)
    else { return nil }
    /// A pair of bandwidths from the parts of both sides.
    func chosen(_ one: BandwidthPart, _ other: BandwidthPart) -> (Double, Double) {
      switch rule {
      case .meanSquaredErrorBySide:
        return (min(one.alone, ranges.0), min(other.alone, ranges.1))
      case .meanSquaredErrorOfSum:
        let both = min(one.joined(with: other, sign: 1), widest)
        return (both, both)
      case .meanSquaredError, .coverageError:
        let both = min(one.joined(with: other, sign: -1), widest)
        return (both, both)
      }
    }
    let derivative = chosen(first, second)
    guard let leftBias = part(left, bias, order + 1, derivative.0, isRegular: true),
      let rightBias = part(right, bias, order + 1, derivative.1, isRegular: true)
    else { return nil }
    let wide = chosen(leftBias, rightBias)
    guard let leftFit = part(left, order, 0, wide.0, isRegular: true),
      let rightFit = part(right, order, 0, wide.1, isRegular: true)
    else { return nil }
    let near = chosen(leftFit, rightFit)
    let degree = Double(order)
    let shrink =
      rule == .coverageError
      ? Logarithm.power(count, -degree / ((3 + degree) * (3 + 2 * degree))) : 1
    let found = [near.0 * shrink, near.1 * shrink, wide.0, wide.1].map { $0 * spread }
    guard found.allSatisfy({ $0.isFinite && $0 > 0 }) else { return nil }
    self.init(below: found[0], above: found[1], biasBelow: found[2], biasAbove: found[3])
  }

  /// Hyndman and Fan's second: means at jumps of the empirical distribution.
  private static func quantile(_ sorted: [Double], _ probability: Double) -> Double {
    let place = Double(sorted.count) * probability
    let whole = Int(place)
    return Double(whole) == place ? (sorted[whole - 1] + sorted[whole]) / 2 : sorted[whole]
  }
}

/// Variance, bias and the bias's own variance of a derivative at the cutoff from one side.
private struct BandwidthPart {
  let variance: Double
  let bias: Double
  let regularisation: Double
  let rate: Double

  init?(
    _ side: CutoffSide, order: Int, power: Int, pilot: Double, wide: Double, isRegular: Bool,
    kernel: LocalKernel, matches: Int
  ) {
    guard let near = LocalFit(side, kernel: kernel, bandwidth: pilot, order: order),
      let far = LocalFit(side, kernel: kernel, bandwidth: wide, order: order + 1)
    else { return nil }
    func variance(_ fit: LocalFit, _ weights: [Double]) -> Double {
      let errors = side.rows(fit.rows).neighbourErrors(matches)
      return zip(weights, errors).reduce(0) { $0 + $1.0 * $1.0 * $1.1 * $1.1 }
    }
    let weights = near.weights(of: power)
    var leak = 0.0
    for (place, distance) in near.distances.enumerated() {
      leak += weights[place] * Logarithm.power(distance, Double(order + 1))
    }
    let last = far.weights(of: order + 1)
    let scale = Logarithm.power(wide, Double(order + 1))
    let curvature =
      zip(far.rows, last).reduce(0) { $0 + $1.1 * side.y[$1.0] } / scale
    let gap = Double(2 * (order + 1 - power))
    // Weights count places in bandwidths: their variance is that of the derivative times h^2ν.
    self.variance = Double(2 * power + 1) * pilot * variance(near, weights)
    bias = gap.squareRoot() * leak * curvature
    regularisation =
      isRegular ? gap * 3 * leak * leak * variance(far, last) / (scale * scale) : 0
    rate = 1 / Double(2 * order + 3)
  }

  var alone: Double {
    Logarithm.power(variance / (bias * bias + regularisation), rate)
  }

  func joined(with other: BandwidthPart, sign: Double) -> Double {
    let together = other.bias + sign * bias
    return Logarithm.power(
      (variance + other.variance)
        / (together * together + regularisation + other.regularisation), rate)
  }
}
