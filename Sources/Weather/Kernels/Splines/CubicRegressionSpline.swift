package import NumericKernels

/// Cubic splines described by their values at knots, on a line or on a circle.
///
/// On the line the second derivative vanishes at both ends and the spline goes on as a straight
/// line beyond them. On the circle value, slope and curvature agree where the ends meet.
///
/// - Source: Wood (2017), Generalized Additive Models, 2nd ed., section 5.3.1 and 5.3.2,
///   doi:10.1201/9781315370279. The penalty is the integral of the squared second derivative.
package struct CubicRegressionSpline: SplineBasis {
  /// Ascending; on the circle the last knot is the first once more.
  package let knots: [Double]
  /// Whether the ends meet.
  package let isCyclic: Bool
  package let size: Int
  package var nullity: Int { isCyclic ? 0 : 1 }
  /// In the covariate's unit to the power −3.
  package let penalty: Matrix?
  /// `size × size`: second derivatives at the knots from the values there.
  private let curvature: Matrix

  /// A spline on the line with knots at quantiles of the distinct values.
  ///
  /// - Parameters:
  ///   - support: distinct values of the covariate.
  ///   - dimension: number of knots, at least 3 and at most the number of values.
  package init(support: [Double], dimension: Int) throws(KernelError) {
    let knots = (0..<dimension).map {
      Summation.quantile(support, probability: Double($0) / Double(max(dimension - 1, 1)))
    }
    try self.init(knots: knots, isCyclic: false)
  }

  /// A spline on the circle with evenly spaced knots.
  ///
  /// - Parameters:
  ///   - dimension: number of knots with both ends counted, at least 4.
  ///   - period: where the circle begins and ends, in the covariate's unit.
  package init(cyclicDimension dimension: Int, period: ClosedRange<Double>) throws(KernelError) {
    let step = (period.upperBound - period.lowerBound) / Double(max(dimension - 1, 1))
    try self.init(
      knots: (0..<dimension).map { period.lowerBound + Double($0) * step }, isCyclic: true)
  }

  /// A spline from its knots.
  ///
  /// - Throws: `KernelError.shape` with fewer than three knots (four on the circle) or knots
  ///   that do not ascend.
  package init(knots: [Double], isCyclic: Bool) throws(KernelError) {
    guard knots.count >= (isCyclic ? 4 : 3) else {
      throw .shape("a cubic spline of \(knots.count) knots")
    }
    let gaps = zip(knots.dropFirst(), knots).map { $0 - $1 }
    guard gaps.allSatisfy({ $0 > 0 }) else { throw .shape("the knots of a spline must ascend") }
    self.knots = knots
    self.isCyclic = isCyclic
    size = isCyclic ? knots.count - 1 : knots.count
    // B γ = D β for the second derivatives γ at the knots that have one of their own.
    let inner = isCyclic ? size : size - 2
    var band = Matrix(rows: inner, columns: inner)
    var difference = Matrix(rows: inner, columns: size)
    for row in 0..<inner {
      let middle = isCyclic ? row : row + 1
      let before = gaps[isCyclic ? (row + size - 1) % size : middle - 1]
      let after = gaps[middle]
      band[row, row] += (before + after) / 3
      let next = isCyclic ? (row + 1) % size : row + 1
      if next < inner {
        band[row, next] += after / 6
        band[next, row] += after / 6
      }
      difference[row, isCyclic ? (row + size - 1) % size : middle - 1] += 1 / before
      difference[row, middle] -= 1 / before + 1 / after
      difference[row, (middle + 1) % (isCyclic ? size : size + 1)] += 1 / after
    }
    let derivatives = try Cholesky(band).solve(difference)
    penalty = try LinearAlgebra.multiply(difference, derivatives, transposeLeft: true)
    var curvature = Matrix(rows: size, columns: size)
    for column in 0..<size {
      for row in 0..<inner {
        curvature[isCyclic ? row : row + 1, column] = derivatives[row, column]
      }
    }
    self.curvature = curvature
  }

  package func matrix(at values: [Double]) -> Matrix {
    var result = Matrix(rows: values.count, columns: size)
    let first = knots[0]
    let last = knots[knots.count - 1]
    for (row, raw) in values.enumerated() {
      var value = raw
      if isCyclic {
        let period = last - first
        value = raw - ((raw - first) / period).rounded(.down) * period
      }
      let inside = min(max(value, first), last)
      var left = 0
      while left < knots.count - 2, knots[left + 1] <= inside { left += 1 }
      let right = isCyclic ? (left + 1) % size : left + 1
      let width = knots[left + 1] - knots[left]
      let behind = inside - knots[left]
      let ahead = knots[left + 1] - inside
      // Beyond the ends the value at the end plus its slope times the distance.
      let beyond = value - inside
      result[row, left] += (ahead - beyond) / width
      result[row, right] += (behind + beyond) / width
      let bendLeft =
        (ahead * ahead * ahead / width - width * ahead) / 6
        - beyond * (3 * ahead * ahead / width - width) / 6
      let bendRight =
        (behind * behind * behind / width - width * behind) / 6
        + beyond * (3 * behind * behind / width - width) / 6
      for column in 0..<size {
        result[row, column] +=
          bendLeft * curvature[left, column] + bendRight * curvature[right, column]
      }
    }
    return result
  }
}
