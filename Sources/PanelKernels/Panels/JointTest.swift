package import NumericKernels

/// Wald's test that several estimates are zero at once.
package struct JointTest: Sendable, Hashable {
  /// βᵀ V⁻¹ β.
  package let statistic: Double
  /// Rank of the covariance; directions without variance are left out.
  package let degreesOfFreedom: Int
  /// P(χ² > statistic).
  package let pValue: Double

  /// - Parameters:
  ///   - estimates: β.
  ///   - covariance: V, symmetric, in squared units of β.
  /// - Throws: `KernelError.rankDeficient` when V is zero, what the eigenvalues throw.
  package init(_ estimates: [Double], covariance: Matrix) throws(KernelError) {
    guard covariance.rows == estimates.count, !estimates.isEmpty else {
      throw .shape("\(estimates.count) estimates with a covariance of \(covariance.rows)")
    }
    let (values, vectors) = try LinearAlgebra.symmetricEigen(covariance)
    guard let largest = values.last, largest > 0 else {
      throw .rankDeficient(columns: ["estimates"], dependsOn: ["zero"])
    }
    var statistic = 0.0
    var freedom = 0
    for (index, value) in values.enumerated() where value > 1e-12 * largest {
      let projection = LinearAlgebra.dot(vectors.column(index), estimates)
      statistic += projection * projection / value
      freedom += 1
    }
    self.statistic = statistic
    degreesOfFreedom = freedom
    pValue = Distribution.chiSquaredUpper(statistic, degreesOfFreedom: Double(freedom))
  }
}
