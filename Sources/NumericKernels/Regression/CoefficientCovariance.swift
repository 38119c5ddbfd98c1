/// Covariances of least-squares coefficients, `coefficients × coefficients`, symmetric.
package enum CoefficientCovariance {
  /// Small-sample variants of White's estimator.
  package enum HeteroskedasticVariant: Sendable {
    case hc0, hc1, hc2, hc3
  }

  /// s² (XᵀX)⁻¹.
  package static func classical(_ fit: LeastSquaresFit) -> Matrix {
    var matrix = fit.unscaledCovariance
    let variance = fit.residualVariance
    for index in matrix.storage.indices { matrix.storage[index] *= variance }
    return matrix
  }

  /// White's estimator: HC0 as published, HC1 times n/(n−k), HC2 and HC3 with the residuals over
  /// (1−h) to the power one half and one.
  ///
  /// - Source: MacKinnon and White (1985), doi:10.1016/0304-4076(85)90158-7.
  package static func heteroskedastic(
    _ fit: LeastSquaresFit, _ variant: HeteroskedasticVariant
  ) -> Matrix {
    let count = fit.residuals.count
    var weighted = fit.design
    guard let half = try? LinearAlgebra.multiply(fit.design, fit.unscaledCovariance) else {
      preconditionFailure("design and covariance of one fit have one number of columns")
    }
    for row in 0..<count {
      var leverage = 0.0
      for column in 0..<fit.design.columns {
        leverage += half[row, column] * fit.design[row, column]
      }
      let residual =
        switch variant {
        case .hc0, .hc1: fit.residuals[row]
        case .hc2: fit.residuals[row] / (1 - leverage).squareRoot()
        case .hc3: fit.residuals[row] / (1 - leverage)
        }
      for column in 0..<fit.design.columns { weighted[row, column] *= residual }
    }
    let scale =
      variant == .hc1 ? Double(count) / Double(fit.degreesOfFreedom) : 1
    return sandwich(fit, LinearAlgebra.gram(weighted), scale: scale)
  }

  /// Newey and West's estimator with Bartlett weights 1 − l/(L+1).
  ///
  /// - Parameters:
  ///   - positions: where each observation stands on the axis, ascending; products are taken
  ///     between observations that are really l steps apart. `nil`: no gaps.
  ///   - smallSampleCorrection: times n/(n−k).
  /// - Source: Newey and West (1987), doi:10.2307/1913610; automatic lags Newey and West (1994),
  ///   doi:10.2307/2297912; prewhitening by a first-order vector autoregression, Andrews and
  ///   Monahan (1992), doi:10.2307/2951574, with their bound of 0.97 on its singular values.
  package static func neweyWest(
    _ fit: LeastSquaresFit, lags: NeweyWestLags, prewhitened: Bool = false,
    positions: [Int]? = nil, smallSampleCorrection: Bool = true
  ) throws(KernelError) -> Matrix {
    var scores = fit.design
    for column in 0..<scores.columns {
      for row in 0..<scores.rows { scores[row, column] *= fit.residuals[row] }
    }
    let weights = fit.names.indices.map { isConstant(fit.design.column($0)) ? 0.0 : 1.0 }
    let meat = try LongRunCovariance(
      scores, positions: positions, lags: lags, prewhitened: prewhitened,
      bandwidthWeights: weights.allSatisfy { $0 == 0 } ? weights.map { _ in 1 } : weights)
    let scale =
      smallSampleCorrection
      ? Double(fit.residuals.count) / Double(fit.degreesOfFreedom) : 1
    return sandwich(fit, meat.matrix, scale: scale)
  }

  /// Liang and Zeger's estimator, times G/(G−1) · (n−1)/(n−k).
  ///
  /// - Parameter clusters: one a observation, any numbers.
  /// - Source: Liang and Zeger (1986), doi:10.1093/biomet/73.1.13; the correction is Stata's.
  package static func cluster(_ fit: LeastSquaresFit, _ clusters: [Int]) -> Matrix {
    precondition(clusters.count == fit.residuals.count)
    let (meat, groups) = clusterMeat(fit, clusters)
    return sandwich(fit, meat, scale: clusterCorrection(fit, groups))
  }

  /// Two-way clusters: first plus second minus their intersection, each with its own
  /// correction; negative eigenvalues set to zero.
  ///
  /// - Source: Cameron, Gelbach and Miller (2011), doi:10.1198/jbes.2010.07136.
  package static func cluster(
    _ fit: LeastSquaresFit, _ first: [Int], and second: [Int]
  ) throws(KernelError) -> Matrix {
    var numbers: [[Int]: Int] = [:]
    var both: [Int] = []
    for pair in zip(first, second) {
      let number = numbers[[pair.0, pair.1]] ?? numbers.count
      numbers[[pair.0, pair.1]] = number
      both.append(number)
    }
    var matrix = cluster(fit, first)
    let other = cluster(fit, second)
    let intersection = cluster(fit, both)
    for index in matrix.storage.indices {
      matrix.storage[index] += other.storage[index] - intersection.storage[index]
    }
    let (values, vectors) = try LinearAlgebra.symmetricEigen(matrix)
    guard values.contains(where: { $0 < 0 }) else { return matrix }
    var scaled = vectors
    for column in 0..<scaled.columns {
      for row in 0..<scaled.rows { scaled[row, column] *= max(values[column], 0) }
    }
    return try LinearAlgebra.multiply(scaled, vectors, transposeRight: true)
  }

  private static func clusterMeat(
    _ fit: LeastSquaresFit, _ clusters: [Int]
  ) -> (Matrix, Int) {
    var numbers: [Int: Int] = [:]
    for cluster in clusters where numbers[cluster] == nil { numbers[cluster] = numbers.count }
    var sums = Matrix(rows: numbers.count, columns: fit.design.columns)
    for row in clusters.indices {
      guard let group = numbers[clusters[row]] else { continue }
      for column in 0..<fit.design.columns {
        sums[group, column] += fit.design[row, column] * fit.residuals[row]
      }
    }
    return (LinearAlgebra.gram(sums), numbers.count)
  }

  private static func clusterCorrection(_ fit: LeastSquaresFit, _ groups: Int) -> Double {
    Double(groups) / Double(groups - 1) * Double(fit.residuals.count - 1)
      / Double(fit.degreesOfFreedom)
  }

  private static func isConstant(_ values: [Double]) -> Bool {
    values.allSatisfy { $0 == values[0] }
  }

  private static func sandwich(_ fit: LeastSquaresFit, _ meat: Matrix, scale: Double) -> Matrix {
    let bread = fit.unscaledCovariance
    guard let left = try? LinearAlgebra.multiply(bread, meat, alpha: scale),
      let full = try? LinearAlgebra.multiply(left, bread)
    else { preconditionFailure("bread and meat of one fit are of one size") }
    return full
  }
}
