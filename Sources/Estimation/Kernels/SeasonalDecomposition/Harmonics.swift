import Foundation

/// Pairs of sine and cosine with a period and its fractions.
package enum Harmonics {
  /// Cosine and sine of each harmonic, one array a column.
  ///
  /// - Parameters:
  ///   - phases: place in the cycle of each row, in whole cycles; 0.25 is a quarter.
  ///   - count: how many harmonics.
  package static func columns(phases: [Double], count: Int) -> [[Double]] {
    guard count > 0 else { return [] }
    return (1...count).flatMap { harmonic in
      let angles = phases.map { 2 * Double.pi * Double(harmonic) * $0 }
      return [angles.map { cos($0) }, angles.map { sin($0) }]
    }
  }

  /// How many harmonics steps of a cycle can tell apart, at most so many.
  ///
  /// - Parameter steps: whole steps in a cycle.
  package static func visible(steps: Int, atMost wanted: Int) -> Int {
    max(0, min(wanted, (steps - 1) / 2))
  }
}
