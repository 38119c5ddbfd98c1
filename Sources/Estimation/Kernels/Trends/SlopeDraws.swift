package import NumericKernels

/// Sen's slopes of many drawn series on the same places of an axis.
package struct SlopeDraws: Sendable {
  private let times: [Double]
  /// Up to so many values all pairs are written down.
  private static let few = 160

  /// - Parameter times: ascending and distinct, one a value.
  package init(times: [Double]) {
    let middle = times.isEmpty ? 0 : (times[0] + times[times.count - 1]) / 2
    self.times = times.map { $0 - middle }
  }

  /// One slope a draw; each has a random stream of its own.
  ///
  /// With more than 160 values a slope is found by counting pairs along trial slopes until the count
  /// is within 10⁻⁵ of the middle, less than a hundredth of a slope's standard error.
  ///
  /// - Parameter series: draws one value a place.
  package func slopes(
    count: Int, seed: UInt64, threads: Int? = nil,
    _ series: @Sendable (inout RandomStream) -> [Double]
  ) -> [Double] {
    parallelMap(count: count, threads: threads) { draw in
      var stream = RandomStream(seed: seed, index: UInt64(draw))
      return slope(series(&stream))
    }
  }

  /// The median slope of values.
  package func slope(_ values: [Double]) -> Double {
    guard values.count > Self.few else {
      return PairwiseSlopes(times: times, values: values).median
    }
    let count = values.count
    let half = Double(count) * Double(count - 1) / 4
    var keys = [Double](repeating: 0, count: count)
    var scratch = keys
    func excess(_ slope: Double) -> Double {
      for place in 0..<count { keys[place] = values[place] - slope * times[place] }
      return Double(PairOrder.inversions(&keys, scratch: &scratch)) - half
    }
    // Least squares is near, and its scatter says how many slopes lie around it.
    var products = 0.0
    var squares = 0.0
    var sum = 0.0
    var centre = 0.0
    for place in 0..<count {
      sum += values[place]
      centre += times[place]
    }
    let mean = sum / Double(count)
    centre /= Double(count)
    for place in 0..<count {
      products += (times[place] - centre) * (values[place] - mean)
      squares += (times[place] - centre) * (times[place] - centre)
    }
    var one = products / squares
    var scatter = 0.0
    for place in 0..<count {
      let rest = values[place] - mean - one * (times[place] - centre)
      scatter += rest * rest
    }
    let deviation = (scatter / Double(count)).squareRoot()
    guard deviation > 0 else { return one }
    var first = excess(one)
    // The density of normal errors’ slopes at their middle; a start for the secant.
    let density = half * 1.13 * (squares / Double(count)).squareRoot() / deviation
    var other = one - first / density
    var second = excess(other)
    for _ in 0..<8 {
      if abs(second) <= 2e-5 * half || second == first { break }
      let next = other - second * (other - one) / (second - first)
      one = other
      first = second
      other = next
      second = excess(other)
    }
    guard second != first else { return other }
    return other - second * (other - one) / (second - first)
  }
}
