import Foundation
import NumericKernels

/// Autocovariances at all lags.
package enum SerialSums {
  /// Products of steps a lag apart, summed, for lags 0 ..< n, over the products at lag 0.
  ///
  /// By the fast Fourier transform from 512 values on; zeros for a constant series.
  package static func autocorrelation(_ values: [Double]) -> [Double] {
    let mean = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    let centred = values.map { $0 - mean }
    let sums = centred.count < 1_024 ? direct(centred) : transformed(centred)
    guard let first = sums.first, first > 0 else { return sums.map { _ in 0 } }
    return sums.map { $0 / first }
  }

  private static func direct(_ values: [Double]) -> [Double] {
    values.indices.map { lag in
      var sum = 0.0
      for step in lag..<values.count { sum += values[step] * values[step - lag] }
      return sum
    }
  }

  private static func transformed(_ values: [Double]) -> [Double] {
    var size = 1
    while size < 2 * values.count { size *= 2 }
    var real = values + [Double](repeating: 0, count: size - values.count)
    var imaginary = [Double](repeating: 0, count: size)
    transform(&real, &imaginary)
    for place in 0..<size {
      real[place] = real[place] * real[place] + imaginary[place] * imaginary[place]
      imaginary[place] = 0
    }
    transform(&real, &imaginary)
    return real[..<values.count].map { $0 / Double(size) }
  }

  /// The discrete Fourier transform in place; a power of two of values.
  private static func transform(_ real: inout [Double], _ imaginary: inout [Double]) {
    let count = real.count
    var reversed = 0
    for place in 1..<max(count, 1) {
      var bit = count >> 1
      while reversed & bit != 0 {
        reversed ^= bit
        bit >>= 1
      }
      reversed |= bit
      if place < reversed {
        real.swapAt(place, reversed)
        imaginary.swapAt(place, reversed)
      }
    }
    let angles = (0..<(count / 2)).map { -2 * Double.pi * Double($0) / Double(count) }
    let cosines = angles.map { cos($0) }
    let sines = angles.map { sin($0) }
    var width = 2
    while width <= count {
      let half = width / 2
      let stride = count / width
      var start = 0
      while start < count {
        for place in 0..<half {
          let turn = place * stride
          let one = start + place
          let other = one + half
          let realPart = real[other] * cosines[turn] - imaginary[other] * sines[turn]
          let imaginaryPart = real[other] * sines[turn] + imaginary[other] * cosines[turn]
          real[other] = real[one] - realPart
          imaginary[other] = imaginary[one] - imaginaryPart
          real[one] += realPart
          imaginary[one] += imaginaryPart
        }
        start += width
      }
      width *= 2
    }
  }
}
