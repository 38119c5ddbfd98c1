/// A counter-based stream of random numbers: Philox4x32-10.
///
/// The stream is a function of seed and index alone and cheap to make, so each replicate has its
/// own and the answer does not depend on the number of threads.
///
/// - Source: Salmon et al. (2011), doi:10.1145/2063384.2063405; checked against the published
///   known-answer vectors.
package struct RandomStream: RandomNumberGenerator, Sendable {
  private let key: (UInt32, UInt32)
  private let high: (UInt32, UInt32)
  private var block: UInt64 = 0
  private var buffered: (UInt64, UInt64) = (0, 0)
  private var remaining = 0

  /// - Parameters:
  ///   - seed: the study's seed.
  ///   - index: number of the replicate.
  package init(seed: UInt64, index: UInt64) {
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    high = (UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32))
  }

  /// 64 random bits.
  package mutating func next() -> UInt64 {
    if remaining == 0 {
      let words = Self.philox(
        (
          UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32), high.0,
          high.1
        ), key: key)
      block += 1
      buffered = (
        UInt64(words.0) | UInt64(words.1) << 32, UInt64(words.2) | UInt64(words.3) << 32
      )
      remaining = 2
    }
    remaining -= 1
    return remaining == 1 ? buffered.0 : buffered.1
  }

  /// Uniform on [0, 1) with 53 random bits.
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Standard normal, by inversion: one draw a number keeps streams aligned.
  package mutating func normal() -> Double {
    Distribution.normalQuantile((Double(next() >> 11) + 0.5) * 0x1p-53)
  }

  /// Exponential with mean 1.
  package mutating func exponential() -> Double {
    // −log(1 − u) through the chi-squared with two degrees of freedom, twice an exponential.
    Distribution.chiSquaredQuantile(uniform(), degreesOfFreedom: 2) / 2
  }

  /// −1 or 1 with equal probability.
  package mutating func rademacher() -> Double { next() >> 63 == 0 ? -1 : 1 }

  /// Uniform on 0 ..< bound without modulo bias.
  package mutating func index(below bound: Int) -> Int {
    precondition(bound > 0)
    return Int(next(upperBound: UInt64(bound)))
  }

  /// Ten rounds of the Philox bijection on a counter of four words.
  package static func philox(
    _ counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var counter = counter
    var key = key
    for _ in 0..<10 {
      let first = counter.0.multipliedFullWidth(by: 0xD251_1F53)
      let second = counter.2.multipliedFullWidth(by: 0xCD9E_8D57)
      counter = (
        second.high ^ counter.1 ^ key.0, second.low, first.high ^ counter.3 ^ key.1, first.low
      )
      key = (key.0 &+ 0x9E37_79B9, key.1 &+ 0xBB67_AE85)
    }
    return counter
  }
}
