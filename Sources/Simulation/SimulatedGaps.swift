import NumericKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Which steps of a station are missing.
///
/// Runs with and without values alternate; their lengths are geometric, those of gaps a mixture of
/// short and long. The share of missing steps is `shareMissing` in expectation.
struct SimulatedGaps {
  /// PM2.5 has no value.
  let pollutant: [Bool]
  /// Nothing has a value: a long gap, in which the station was off.
  let station: [Bool]

  init(_ network: SimulatedNetwork, count: Int, using stream: inout RandomStream) {
    var pollutant = [Bool](repeating: false, count: count)
    var station = pollutant
    if network.shareMissing > 0 {
      let meanGap =
        (1 - network.longGapShare) * network.shortGap + network.longGapShare * network.longGap
      // The first run may be cut by the start of the axis, like any other: geometric lengths
      // have no memory, so a plain draw is already stationary.
      let meanRun = max(1, meanGap * (1 - network.shareMissing) / network.shareMissing)
      var position = 0
      var isGap = stream.uniform() < network.shareMissing
      while position < count {
        let isLong = stream.uniform() < network.longGapShare
        let mean = isGap ? (isLong ? network.longGap : network.shortGap) : meanRun
        let end = min(count, position + Self.geometric(mean: mean, using: &stream))
        if isGap {
          for step in position..<end {
            pollutant[step] = true
            station[step] = isLong
          }
        }
        position = end
        isGap.toggle()
      }
    }
    self.pollutant = pollutant
    self.station = station
  }

  /// 1, 2, 3, … with the given mean.
  private static func geometric(mean: Double, using stream: inout RandomStream) -> Int {
    let uniform = stream.uniform()
    guard mean > 1 else { return 1 }
    let length = log(1 - uniform) / log(1 - 1 / mean)
    return 1 + Int(min(length, 1e9))
  }
}
