import NumericKernels

/// A sum of regression trees as flat arrays, one entry a node over all trees.
///
/// A row goes left where its feature is below the threshold, right where it is not, and the
/// node's default way where the feature is missing. The prediction is `base` plus the value of the
/// leaf that the row reaches in every tree, in the unit of the response (log points for a log
/// link).
package struct TreeEnsemble: Hashable, Sendable {
  /// How many features a row has.
  package let featureCount: Int
  /// What is predicted before the first tree.
  package let base: Double
  /// Position of each tree's root among the nodes.
  package let roots: [Int32]
  /// Feature a node splits on, −1 at a leaf.
  package let feature: [Int32]
  /// Threshold of a split.
  package let threshold: [Float]
  /// Node below the threshold; 0 at a leaf.
  package let left: [Int32]
  /// Node at or above the threshold; 0 at a leaf.
  package let right: [Int32]
  /// Whether a missing value goes left.
  package let missingGoesLeft: [Bool]
  /// Value of a leaf; 0 at a split.
  package let value: [Double]
  /// How much a split lowered the training loss; 0 at a leaf.
  package let gain: [Float]
  /// Weight of the training rows that reached a node; empty where it is not known.
  package let cover: [Float]

  /// An ensemble from its arrays; arrays that do not fit are our own mistake.
  package init(
    featureCount: Int, base: Double, roots: [Int32], feature: [Int32], threshold: [Float],
    left: [Int32], right: [Int32], missingGoesLeft: [Bool], value: [Double], gain: [Float],
    cover: [Float] = []
  ) {
    let count = feature.count
    precondition(
      threshold.count == count && left.count == count && right.count == count
        && missingGoesLeft.count == count && value.count == count && gain.count == count
        && (cover.isEmpty || cover.count == count))
    // Children stand after their parent: no walk can turn in a circle or leave the arrays.
    for node in 0..<count where feature[node] >= 0 {
      precondition(
        Int(feature[node]) < featureCount && left[node] > node && right[node] > node
          && left[node] < count && right[node] < count)
    }
    precondition(roots.allSatisfy { $0 >= 0 && $0 < count })
    self.featureCount = featureCount
    self.base = base
    self.roots = roots
    self.feature = feature
    self.threshold = threshold
    self.left = left
    self.right = right
    self.missingGoesLeft = missingGoesLeft
    self.value = value
    self.gain = gain
    self.cover = cover
  }

  /// The trees of several ensembles, in order, from one base.
  package init(joining ensembles: [TreeEnsemble], featureCount: Int, base: Double) {
    var offsets: [Int32] = []
    var count: Int32 = 0
    for ensemble in ensembles {
      offsets.append(count)
      count += Int32(ensemble.feature.count)
    }
    let shifted = zip(ensembles, offsets)
    func children(_ path: (TreeEnsemble) -> [Int32]) -> [Int32] {
      shifted.flatMap { ensemble, offset in path(ensemble).map { $0 == 0 ? 0 : $0 + offset } }
    }
    self.init(
      featureCount: featureCount, base: base,
      roots: shifted.flatMap { ensemble, offset in ensemble.roots.map { $0 + offset } },
      feature: ensembles.flatMap(\.feature), threshold: ensembles.flatMap(\.threshold),
      left: children(\.left), right: children(\.right),
      missingGoesLeft: ensembles.flatMap(\.missingGoesLeft), value: ensembles.flatMap(\.value),
      gain: ensembles.flatMap(\.gain),
      cover: ensembles.allSatisfy { !$0.cover.isEmpty } ? ensembles.flatMap(\.cover) : [])
  }

  /// How many trees.
  package var treeCount: Int { roots.count }
  /// How many leaves over all trees.
  package var leafCount: Int { feature.reduce(0) { $0 + ($1 < 0 ? 1 : 0) } }

  /// Share of the total gain by feature; zeros when no tree splits.
  package var gainShares: [Double] {
    var sums = [Double](repeating: 0, count: featureCount)
    for node in feature.indices where feature[node] >= 0 {
      sums[Int(feature[node])] += Double(gain[node])
    }
    let total = Summation.sum(sums)
    return total > 0 ? sums.map { $0 / total } : sums
  }

  /// The prediction for each row.
  ///
  /// - Parameter table: `rows × featureCount`.
  package func predict(_ table: FeatureMatrix) -> [Double] {
    precondition(table.columns == featureCount)
    var result = [Double](repeating: base, count: table.rows)
    let rows = table.rows
    // Tree after tree: one tree's nodes stay in the cache while all rows pass through it.
    unsafe result.withUnsafeMutableBufferPointer { result in
      unsafe table.storage.withUnsafeBufferPointer { values in
        unsafe feature.withUnsafeBufferPointer { feature in
          unsafe threshold.withUnsafeBufferPointer { threshold in
            unsafe left.withUnsafeBufferPointer { left in
              unsafe right.withUnsafeBufferPointer { right in
                for root in roots {
                  for row in 0..<rows {
                    var node = Int(root)
                    while unsafe feature[node] >= 0 {
                      let value = unsafe values[Int(feature[node]) * rows + row]
                      let goesLeft =
                        value.isNaN ? missingGoesLeft[node] : unsafe value < threshold[node]
                      node = Int(goesLeft ? unsafe left[node] : unsafe right[node])
                    }
                    unsafe result[row] += value[node]
                  }
                }
              }
            }
          }
        }
      }
    }
    return result
  }

  /// The leaf that each row reaches in one tree, as a position among all nodes.
  package func leaves(_ table: FeatureMatrix, tree: Int) -> [Int] {
    (0..<table.rows).map { row in
      var node = Int(roots[tree])
      while feature[node] >= 0 {
        let value = table[row, Int(feature[node])]
        let goesLeft = value.isNaN ? missingGoesLeft[node] : value < threshold[node]
        node = Int(goesLeft ? left[node] : right[node])
      }
      return node
    }
  }

  /// The same trees with other leaf values, one a node.
  package func replacing(values: [Double], base: Double? = nil) -> TreeEnsemble {
    TreeEnsemble(
      featureCount: featureCount, base: base ?? self.base, roots: roots, feature: feature,
      threshold: threshold, left: left, right: right, missingGoesLeft: missingGoesLeft,
      value: values, gain: gain, cover: cover)
  }

  /// The first so many trees.
  package func prefix(trees: Int) -> TreeEnsemble {
    guard trees < treeCount else { return self }
    let end = Int(roots[trees])
    return TreeEnsemble(
      featureCount: featureCount, base: base, roots: Array(roots[..<trees]),
      feature: Array(feature[..<end]), threshold: Array(threshold[..<end]),
      left: Array(left[..<end]), right: Array(right[..<end]),
      missingGoesLeft: Array(missingGoesLeft[..<end]), value: Array(value[..<end]),
      gain: Array(gain[..<end]), cover: Array(cover.prefix(end)))
  }
}
