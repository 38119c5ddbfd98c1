import NumericKernels

/// The exact mean of a tree ensemble over a sample of some of its features.
///
/// For a target row with kept features t the result is (1/|P|) Σ f(t, w) over the sample rows w of
/// the target's pool P. A leaf counts with the share of the pool that satisfies the splits on
/// averaged features along its path, and applies where the splits on kept features hold, so the
/// sum over the pool is never formed. This is what resampling (Grange et al. 2018,
/// doi:10.5194/acp-18-6223-2018) converges to, without its Monte Carlo error.
///
/// - Source: the weighted traversal of Friedman (2001), doi:10.1214/aos/1013203451, section 8.2,
///   with shares counted jointly over each path instead of multiplied node by node, which makes it
///   the mean over the sample itself.
package enum Marginalisation {
  /// The mean of the ensemble for each target.
  ///
  /// - Parameters:
  ///   - ensemble: trees over the columns of both tables.
  ///   - targets: rows whose kept features are used.
  ///   - sample: rows whose averaged features are used.
  ///   - averaged: by feature, whether it is averaged.
  ///   - pools: which sample rows each target is averaged over.
  ///   - threads: `nil` for the machine's; the result does not depend on it.
  /// - Returns: one a target, on the scale of the leaves; NaN where the pool is empty.
  package static func mean(
    of ensemble: TreeEnsemble, targets: FeatureMatrix, sample: FeatureMatrix, averaged: [Bool],
    pools: SamplePools, threads: Int? = nil
  ) -> [Double] {
    precondition(
      averaged.count == ensemble.featureCount && targets.columns == averaged.count
        && sample.columns == averaged.count && pools.cell.count == targets.rows)
    guard targets.rows > 0 else { return [] }
    // Targets in the order of their cells: a set of targets is then a set of runs.
    let order = targets.rows == 0 ? [] : sorted(pools.cell, kinds: pools.runs.count)
    let thresholds = SplitBits.Thresholds(ensemble)
    let nodes = NodeFacts(ensemble, averaged: averaged)
    let plan = MarginalWalk.Plan(
      ensemble: ensemble, thresholdOfNode: thresholds.ofNode,
      targetBits: SplitBits(
        thresholds, table: targets, order: order, wanted: averaged.map { !$0 }),
      sampleBits: SplitBits(thresholds, table: sample, order: pools.order, wanted: averaged),
      averaged: averaged, keepsBelow: nodes.keepsBelow, averagesBelow: nodes.averagesBelow,
      cells: order.map { Int32(pools.cell[$0]) }, layout: PoolLayout(pools),
      targetCount: targets.rows, sampleCount: pools.order.count, depth: nodes.depth)
    // Parts are fixed by the number of trees, so the order of additions is always the same.
    let partCount = min(8, max(1, ensemble.treeCount))
    let parts = parallelMap(count: partCount, threads: threads) { part in
      let walk = MarginalWalk(plan)
      let first = part * ensemble.treeCount / partCount
      for tree in first..<(part + 1) * ensemble.treeCount / partCount { walk.add(tree: tree) }
      return walk.sums
    }
    let sizes = pools.sizes
    var result = [Double](repeating: .nan, count: targets.rows)
    for (place, row) in order.enumerated() where sizes[pools.cell[row]] > 0 {
      var sum = ensemble.base
      for part in parts { sum += part[place] }
      result[row] = sum
    }
    return result
  }

  /// Positions sorted by their kind, equal kinds in their own order.
  private static func sorted(_ kinds: [Int], kinds count: Int) -> [Int] {
    var starts = [Int](repeating: 0, count: count + 1)
    for kind in kinds { starts[kind + 1] += 1 }
    for kind in 0..<count { starts[kind + 1] += starts[kind] }
    var order = [Int](repeating: 0, count: kinds.count)
    for (position, kind) in kinds.enumerated() {
      order[starts[kind]] = position
      starts[kind] += 1
    }
    return order
  }

  /// What lies below each node.
  private struct NodeFacts {
    var keepsBelow: [Bool]
    var averagesBelow: [Bool]
    var depth = 0

    init(_ ensemble: TreeEnsemble, averaged: [Bool]) {
      let count = ensemble.feature.count
      keepsBelow = [Bool](repeating: false, count: count)
      averagesBelow = keepsBelow
      var level = [Int](repeating: 0, count: count)
      // Children stand after their parent.
      for node in 0..<count where ensemble.feature[node] >= 0 {
        for child in [Int(ensemble.left[node]), Int(ensemble.right[node])] {
          level[child] = level[node] + 1
          depth = max(depth, level[child])
        }
      }
      for node in stride(from: count - 1, through: 0, by: -1) where ensemble.feature[node] >= 0 {
        let left = Int(ensemble.left[node])
        let right = Int(ensemble.right[node])
        let isAveraged = averaged[Int(ensemble.feature[node])]
        keepsBelow[node] = !isAveraged || keepsBelow[left] || keepsBelow[right]
        averagesBelow[node] = isAveraged || averagesBelow[left] || averagesBelow[right]
      }
    }
  }
}
