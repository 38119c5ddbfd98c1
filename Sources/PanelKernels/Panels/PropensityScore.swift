import Foundation
import NumericKernels

/// The probability of being treated given covariates, by logistic regression.
///
/// Newton's method on the log-likelihood (McCullagh and Nelder 1989, ch. 4).
struct PropensityScore: Sendable {
  /// Fitted probabilities, one a row.
  let probabilities: [Double]
  /// (Xᵀ W X)⁻¹, W = p (1 − p).
  let covariance: SmallSystem

  /// Above this fitted probability treated and controls have no common support.
  static let overlapLimit = 0.999

  /// - Parameters:
  ///   - design: `rows × size`, row after row.
  ///   - treated: 1 for treated rows, 0 for controls.
  /// - Returns: `nil` when the likelihood has no maximum (separation, collinear columns) or a
  ///   fitted probability exceeds `overlapLimit`.
  init?(design: [Double], size: Int, treated: [Double]) {
    let rows = treated.count
    var coefficients = [Double](repeating: 0, count: size)
    var probabilities = [Double](repeating: 0.5, count: rows)
    var system: SmallSystem?
    var converged = false
    for _ in 0..<60 {
      var hessian = [Double](repeating: 0, count: size * size)
      var gradient = [Double](repeating: 0, count: size)
      for row in 0..<rows {
        let base = row * size
        let weight = probabilities[row] * (1 - probabilities[row])
        let residual = treated[row] - probabilities[row]
        for first in 0..<size {
          let value = design[base + first]
          gradient[first] += residual * value
          for second in 0...first {
            hessian[first * size + second] += weight * value * design[base + second]
          }
        }
      }
      guard let next = SmallSystem(hessian, size: size) else { return nil }
      system = next
      if converged { break }
      let step = next.solve(gradient)
      var largest = 0.0
      for index in 0..<size {
        coefficients[index] += step[index]
        largest = max(largest, abs(step[index]))
      }
      guard largest.isFinite, coefficients.allSatisfy({ abs($0) < 1e3 }) else { return nil }
      for row in 0..<rows {
        var score = 0.0
        for index in 0..<size { score += design[row * size + index] * coefficients[index] }
        probabilities[row] = 1 / (1 + exp(-score))
      }
      // One more pass puts the Hessian at the final coefficients.
      converged = largest < 1e-9
    }
    guard converged, let system, probabilities.allSatisfy({ $0 < Self.overlapLimit }) else {
      return nil
    }
    self.probabilities = probabilities
    covariance = system
  }
}
