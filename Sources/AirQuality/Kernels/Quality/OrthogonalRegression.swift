import NumericKernels

/// A straight line through points of which both coordinates have the same error.
///
/// - Source: Guide to the Demonstration of Equivalence of Ambient Air Monitoring Methods (European
///   Commission working group, 2010), annex B, equations B.1 to B.9.
package struct OrthogonalRegression: Sendable, Equatable {
  /// Unit of the second coordinate over the first's.
  package let slope: Double
  /// Unit of the second coordinate.
  package let intercept: Double
  /// Standard uncertainty of the slope.
  package let slopeUncertainty: Double
  /// Standard uncertainty of the intercept.
  package let interceptUncertainty: Double
  /// Sum of squared vertical residuals.
  package let residualSum: Double
  /// How many points.
  package let count: Int

  /// - Parameters:
  ///   - reference: first coordinates, none missing.
  ///   - candidate: second coordinates, as many.
  /// - Returns: `nil` with fewer than three points or without covariance.
  package init?(reference: [Double], candidate: [Double]) {
    precondition(reference.count == candidate.count)
    let count = reference.count
    guard count > 2 else { return nil }
    let means = (Summation.mean(reference), Summation.mean(candidate))
    let xx = Summation.sum(reference.map { ($0 - means.0) * ($0 - means.0) })
    let yy = Summation.sum(candidate.map { ($0 - means.1) * ($0 - means.1) })
    let xy = Summation.sum(zip(reference, candidate).map { ($0 - means.0) * ($1 - means.1) })
    guard xx > 0, xy != 0 else { return nil }
    let slope = (yy - xx + ((yy - xx) * (yy - xx) + 4 * xy * xy).squareRoot()) / (2 * xy)
    let intercept = means.1 - slope * means.0
    let variance = max(0, (yy - xy * xy / xx) / (Double(count - 2) * xx))
    self.slope = slope
    self.intercept = intercept
    slopeUncertainty = variance.squareRoot()
    interceptUncertainty =
      (variance * Summation.sum(reference.map { $0 * $0 }) / Double(count)).squareRoot()
    residualSum = Summation.sum(
      zip(reference, candidate).map { x, y in
        let residual = y - intercept - slope * x
        return residual * residual
      })
    self.count = count
  }
}
