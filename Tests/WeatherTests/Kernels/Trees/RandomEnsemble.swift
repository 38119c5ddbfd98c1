import NumericKernels
import Weather

/// Small random ensembles and tables, and the plain mean over a sample for comparison.
enum RandomEnsemble {
  /// Trees that split at random on random features until they are `depth` deep.
  static func trees(
    _ count: Int, depth: Int, features: Int, using stream: inout RandomStream
  ) -> TreeEnsemble {
    var roots: [Int32] = []
    var feature: [Int32] = []
    var threshold: [Float] = []
    var left: [Int32] = []
    var right: [Int32] = []
    var missing: [Bool] = []
    var value: [Double] = []
    func grow(_ level: Int) -> Int32 {
      let node = feature.count
      let isLeaf = level == depth || (level > 0 && stream.uniform() < 0.2)
      feature.append(isLeaf ? -1 : Int32(stream.index(below: features)))
      // Halves between whole numbers and whole numbers themselves: rows meet thresholds exactly.
      threshold.append(isLeaf ? 0 : Float(stream.index(below: 19)) / 2)
      missing.append(stream.uniform() < 0.5)
      value.append(isLeaf ? stream.normal() : 0)
      left.append(0)
      right.append(0)
      if !isLeaf {
        left[node] = grow(level + 1)
        right[node] = grow(level + 1)
      }
      return Int32(node)
    }
    for _ in 0..<count { roots.append(grow(0)) }
    return TreeEnsemble(
      featureCount: features, base: stream.normal(), roots: roots, feature: feature,
      threshold: threshold, left: left, right: right, missingGoesLeft: missing, value: value,
      gain: [Float](repeating: 0, count: feature.count))
  }

  /// Whole numbers 0 … 9 with one in eight missing.
  static func table(
    _ rows: Int, _ features: Int, using stream: inout RandomStream
  ) -> FeatureMatrix {
    FeatureMatrix(
      columns: (0..<features).map { _ in
        (0..<rows).map { _ in
          stream.uniform() < 0.125 ? .nan : Double(stream.index(below: 10))
        }
      })
  }

  /// The mean over the pool, row by row.
  static func bruteForce(
    _ ensemble: TreeEnsemble, targets: FeatureMatrix, sample: FeatureMatrix, averaged: [Bool],
    pools: (_ target: Int) -> [Int]
  ) -> [Double] {
    (0..<targets.rows).map { target in
      let pool = pools(target)
      guard !pool.isEmpty else { return .nan }
      var storage = [Float](repeating: 0, count: pool.count * targets.columns)
      for column in 0..<targets.columns {
        for (place, row) in pool.enumerated() {
          storage[column * pool.count + place] =
            averaged[column] ? sample[row, column] : targets[target, column]
        }
      }
      let joined = FeatureMatrix(rows: pool.count, columns: targets.columns, storage: storage)
      return Summation.mean(ensemble.predict(joined))
    }
  }
}
