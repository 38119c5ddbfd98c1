/// Ways to draw dependent observations with replacement, block by block.
///
/// - Source: moving blocks, Künsch (1989), doi:10.1214/aos/1176347265; circular and stationary
///   blocks, Politis and Romano (1994), doi:10.1080/01621459.1994.10476870.
package enum BlockBootstrap: Hashable, Sendable {
  /// Blocks of fixed length that lie wholly inside the series.
  case movingBlock(length: Int)
  /// Blocks of fixed length on the series bent to a circle.
  case circular(length: Int)
  /// Blocks of geometric length on the circle; the resampled series is stationary.
  case stationary(meanLength: Double)

  /// Positions 0 ..< count of one resample, as many as the series has.
  package func indices(count: Int, using stream: inout RandomStream) -> [Int] {
    guard count > 0 else { return [] }
    var indices: [Int] = []
    indices.reserveCapacity(count)
    switch self {
    case .movingBlock(let length):
      let size = min(max(length, 1), count)
      while indices.count < count {
        let start = stream.index(below: count - size + 1)
        for step in 0..<min(size, count - indices.count) { indices.append(start + step) }
      }
    case .circular(let length):
      let size = min(max(length, 1), count)
      while indices.count < count {
        let start = stream.index(below: count)
        for step in 0..<min(size, count - indices.count) {
          indices.append((start + step) % count)
        }
      }
    case .stationary(let meanLength):
      let stop = 1 / max(meanLength, 1)
      var position = stream.index(below: count)
      indices.append(position)
      while indices.count < count {
        position =
          stream.uniform() < stop ? stream.index(below: count) : (position + 1) % count
        indices.append(position)
      }
    }
    return indices
  }

  /// Block length for the stationary bootstrap of a mean, chosen from the series.
  ///
  /// - Parameter values: without missing values, in time order.
  /// - Returns: at least 1, at most ⌈min(3√n, n/3)⌉.
  /// - Source: Politis and White (2004), doi:10.1081/ETC-120028836, with the correction of
  ///   Patton, Politis and White (2009), doi:10.1080/07474930802459016. As in the paper, the
  ///   window rests on the lag before the quiet run; arch 8.0 takes the run's first lag, and its
  ///   lengths differ. When no run is quiet, the largest lag outside the band is taken.
  package static func automaticLength(_ values: [Double]) -> Double {
    let count = values.count
    guard count >= 10 else { return 1 }
    let size = Double(count)
    let longest = min(3 * size.squareRoot(), size / 3).rounded(.up)
    let decades = Logarithm.base10(size)
    let quiet = max(5, Int(decades.squareRoot().rounded(.up)))
    let reach = Int(size.squareRoot().rounded(.up)) + quiet
    let covariances = Series.autocovariance(values, maxLag: min(reach, count - 1))
    guard covariances[0] > 0 else { return 1 }
    // The last lag before a run of `quiet` correlations inside the noise band.
    let band = 2 * (decades / size).squareRoot()
    let insignificant = covariances.dropFirst().map { abs($0 / covariances[0]) < band }
    var last = insignificant.count
    var run = 0
    for (lag, isQuiet) in insignificant.enumerated() {
      run = isQuiet ? run + 1 : 0
      if run == quiet {
        last = lag + 1 - quiet
        break
      }
    }
    if run < quiet, let largest = insignificant.lastIndex(of: false) { last = largest + 1 }
    let bandwidth = min(2 * max(last, 1), covariances.count - 1)
    var slope = 0.0
    var spectrum = covariances[0]
    for lag in 1...max(bandwidth, 1) where lag < covariances.count {
      let ratio = Double(lag) / Double(bandwidth)
      // The flat-top window: one up to half of the bandwidth, then straight to zero.
      let weight = ratio <= 0.5 ? 1 : 2 * (1 - ratio)
      slope += 2 * weight * Double(lag) * covariances[lag]
      spectrum += 2 * weight * covariances[lag]
    }
    guard spectrum > 0 else { return 1 }
    let variance = 2 * spectrum * spectrum
    let length =
      Logarithm.power(2 * slope * slope / variance, 1.0 / 3)
      * Logarithm.power(size, 1.0 / 3)
    return min(max(length, 1), longest)
  }
}
