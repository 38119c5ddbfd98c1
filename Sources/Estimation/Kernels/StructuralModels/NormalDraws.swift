import Foundation
import NumericKernels

/// Normal and gamma numbers of one stream, two normals for two uniforms.
///
/// - Source: Box and Muller (1958), doi:10.1214/aoms/1177706645; Marsaglia and Tsang (2000),
///   doi:10.1145/358407.358414 (from memory).
struct NormalDraws {
  private var stream: RandomStream
  private var spare: Double?

  init(seed: UInt64, index: UInt64) { stream = RandomStream(seed: seed, index: index) }

  mutating func uniform() -> Double { stream.uniform() }

  mutating func normal() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    // Half a bit away from 0, whose logarithm has no end.
    let radius = (-2 * log(stream.uniform() + 0x1p-54)).squareRoot()
    let angle = 2 * Double.pi * stream.uniform()
    spare = radius * sin(angle)
    return radius * cos(angle)
  }

  /// Gamma with scale one.
  mutating func gamma(_ shape: Double) -> Double {
    guard shape >= 1 else {
      let share = stream.uniform() + 0x1p-54
      return gamma(shape + 1) * pow(share, 1 / shape)
    }
    let third = shape - 1.0 / 3
    let scale = 1 / (9 * third).squareRoot()
    while true {
      let x = normal()
      let base = 1 + scale * x
      guard base > 0 else { continue }
      let cube = base * base * base
      if log(stream.uniform() + 0x1p-54) < 0.5 * x * x + third * (1 - cube + log(cube)) {
        return third * cube
      }
    }
  }

  /// A variance with these degrees of freedom and this sum of squares.
  mutating func variance(freedom: Double, sumOfSquares: Double) -> Double {
    sumOfSquares / 2 / gamma(freedom / 2)
  }

  mutating func index(below bound: Int) -> Int { stream.index(below: bound) }
}
