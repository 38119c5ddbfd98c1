import NumericKernels

/// Exact partial dependence and shares of variance of a tree ensemble.
package enum PartialDependence {
  /// The mean of the ensemble over a sample with one or two features held at given values.
  ///
  /// - Parameters:
  ///   - features: the held features.
  ///   - grid: one array a held feature, all of one length: the points.
  ///   - sample: rows over which the other features are averaged, jointly as they are.
  /// - Returns: one a point, on the scale of the leaves.
  /// - Source: Friedman (2001), doi:10.1214/aos/1013203451, section 8.2.
  package static func mean(
    of ensemble: TreeEnsemble, features: [Int], grid: [[Double]], sample: FeatureMatrix,
    threads: Int? = nil
  ) -> [Double] {
    precondition(features.count == grid.count && !features.isEmpty)
    let points = grid[0].count
    var columns = [[Double]](
      repeating: [Double](repeating: 0, count: points), count: ensemble.featureCount)
    for (feature, values) in zip(features, grid) { columns[feature] = values }
    var averaged = [Bool](repeating: true, count: ensemble.featureCount)
    for feature in features { averaged[feature] = false }
    return Marginalisation.mean(
      of: ensemble, targets: FeatureMatrix(columns: columns), sample: sample,
      averaged: averaged, pools: .whole(sample: sample.rows, targets: points), threads: threads)
  }

  /// How the variance of the prediction over a sample divides between groups of features.
  package struct VarianceShares: Hashable, Sendable {
    /// Variance of the prediction over the rows.
    package let variance: Double
    /// By group, Cov(fᵍ, f) / Var f with fᵍ the group's own effect.
    package let groups: [Double]
    /// By group, Var(fᵍ) / Var f.
    package let ownVariance: [Double]
    /// What no group explains alone: interactions between groups. With the groups it adds to 1.
    package let interactions: Double
  }

  /// Divides the variance of the prediction over the rows of a table between groups.
  ///
  /// A group's own effect is the exact mean of the ensemble over the other features' joint sample
  /// with the group's features as they were. Groups depend on each other in real weather, so the
  /// share is the covariance of the effect with the prediction; shares may be negative.
  ///
  /// - Parameter groups: disjoint sets of features.
  /// - Source: Sobol' (2001), doi:10.1016/S0378-4754(00)00270-6; for dependent groups Li et al.
  ///   (2010), doi:10.1021/jp9096919.
  package static func varianceShares(
    of ensemble: TreeEnsemble, table: FeatureMatrix, groups: [[Int]], threads: Int? = nil
  ) -> VarianceShares {
    let prediction = ensemble.predict(table)
    let variance = covariance(prediction, prediction)
    let effects = groups.map { group in
      var averaged = [Bool](repeating: true, count: ensemble.featureCount)
      for feature in group { averaged[feature] = false }
      return Marginalisation.mean(
        of: ensemble, targets: table, sample: table, averaged: averaged,
        pools: .whole(sample: table.rows, targets: table.rows), threads: threads)
    }
    guard variance > 0 else {
      return VarianceShares(
        variance: variance, groups: groups.map { _ in 0 }, ownVariance: groups.map { _ in 0 },
        interactions: 0)
    }
    let shares = effects.map { covariance($0, prediction) / variance }
    return VarianceShares(
      variance: variance, groups: shares,
      ownVariance: effects.map { covariance($0, $0) / variance },
      interactions: 1 - Summation.sum(shares))
  }

  private static func covariance(_ left: [Double], _ right: [Double]) -> Double {
    let leftMean = Summation.mean(left)
    let rightMean = Summation.mean(right)
    return Summation.sum(zip(left, right).map { ($0 - leftMean) * ($1 - rightMean) })
      / Double(max(1, left.count))
  }
}
