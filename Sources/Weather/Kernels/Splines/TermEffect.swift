package import NumericKernels

/// One term's function at chosen values, with its uncertainty.
package struct TermEffect: Sendable {
  /// The function, mean zero over the rows of the fit, in the unit of the response.
  package let values: [Double]
  /// Pointwise standard errors.
  package let standardErrors: [Double]
  /// `values × values`, covariance.
  private let root: Matrix

  /// - Parameter covariates: one array a covariate of the term, all of one length.
  package init(_ fit: AdditiveFit, term: Int, at covariates: [[Double]]) throws(KernelError) {
    let range = fit.design.ranges[term]
    let functions = try fit.design.functions(of: term, at: covariates)
    values = try LinearAlgebra.multiply(functions, Array(fit.coefficients[range]))
    var block = Matrix(rows: range.count, columns: range.count)
    for column in 0..<range.count {
      for row in 0..<range.count {
        block[row, column] =
          fit.fullCovariance[range.lowerBound + row, range.lowerBound + column]
      }
    }
    // A square root of the covariance that exists when it is singular: a term penalised to zero.
    let (variances, vectors) = try LinearAlgebra.symmetricEigen(block)
    var scaled = vectors
    for column in 0..<range.count {
      let deviation = max(variances[column], 0).squareRoot()
      for row in 0..<range.count { scaled[row, column] *= deviation }
    }
    let root = try LinearAlgebra.multiply(functions, scaled)
    self.root = root
    standardErrors = (0..<root.rows).map { row in
      var sum = 0.0
      for column in 0..<root.columns { sum += root[row, column] * root[row, column] }
      return sum.squareRoot()
    }
  }

  /// How many standard errors either side hold the whole function with a given probability.
  ///
  /// The quantile of the largest standardised departure among draws from the posterior. Its band
  /// errs to the wide side (see `SimultaneousBandCoverageTests`).
  ///
  /// - Source: Ruppert, Wand and Carroll (2003), Semiparametric Regression, section 6.5,
  ///   doi:10.1017/CBO9780511755453.
  package func simultaneousFactor(
    level: Double, draws: Int = 10_000, seed: UInt64 = 1
  ) throws(KernelError) -> Double {
    var stream = RandomStream(seed: seed, index: 0)
    let normals = Matrix(
      rows: root.columns, columns: draws,
      storage: (0..<(root.columns * draws)).map { _ in stream.normal() })
    let paths = try LinearAlgebra.multiply(root, normals)
    var largest = [Double](repeating: 0, count: draws)
    for draw in 0..<draws {
      for row in 0..<root.rows where standardErrors[row] > 0 {
        largest[draw] = max(largest[draw], abs(paths[row, draw]) / standardErrors[row])
      }
    }
    return Summation.quantile(largest, probability: level)
  }
}
