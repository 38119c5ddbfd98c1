import NumericKernels

/// For every threshold of an ensemble, which of some rows lie below it: one bit a row.
///
/// A node's rows are then the parent's rows and one table lookup, 64 rows an operation.
struct SplitBits: Sendable {
  /// Words that hold one bit a row.
  let words: Int
  /// `words` a distinct (feature, threshold), in the order of `Thresholds`.
  let below: [UInt64]
  /// `words` a feature that has missing values.
  let missing: [UInt64]
  /// Where a feature's missing bits begin; −1 when it has none.
  let missingStart: [Int]

  /// The distinct thresholds of an ensemble, feature by feature, ascending.
  struct Thresholds: Sendable {
    /// Ascending thresholds by feature.
    let values: [[Float]]
    /// Number of a feature's first threshold.
    let first: [Int]
    /// Number of each node's threshold; −1 at a leaf.
    let ofNode: [Int32]

    init(_ ensemble: TreeEnsemble) {
      var sets = [Set<Float>](repeating: [], count: ensemble.featureCount)
      for node in ensemble.feature.indices where ensemble.feature[node] >= 0 {
        sets[Int(ensemble.feature[node])].insert(ensemble.threshold[node])
      }
      values = sets.map { $0.sorted() }
      var first: [Int] = []
      var count = 0
      for one in values {
        first.append(count)
        count += one.count
      }
      self.first = first
      let values = values
      ofNode = ensemble.feature.indices.map { node in
        guard ensemble.feature[node] >= 0 else { return -1 }
        let feature = Int(ensemble.feature[node])
        return Int32(
          first[feature] + Self.countBelow(ensemble.threshold[node], in: values[feature]))
      }
    }

    var count: Int { values.reduce(0) { $0 + $1.count } }

    /// How many thresholds are below a value, or, for a threshold itself, its position.
    static func countBelow(_ value: Float, in thresholds: [Float]) -> Int {
      var low = 0
      var high = thresholds.count
      while low < high {
        let middle = (low + high) / 2
        if thresholds[middle] < value { low = middle + 1 } else { high = middle }
      }
      return low
    }

    /// The position of the first threshold that a value lies below.
    static func firstAbove(_ value: Float, in thresholds: [Float]) -> Int {
      var low = 0
      var high = thresholds.count
      while low < high {
        let middle = (low + high) / 2
        if value < thresholds[middle] { high = middle } else { low = middle + 1 }
      }
      return low
    }
  }

  /// - Parameters:
  ///   - table: all rows with all features.
  ///   - order: the rows in the order of their bits.
  ///   - wanted: by feature, whether its splits will be asked for.
  init(_ thresholds: Thresholds, table: FeatureMatrix, order: [Int], wanted: [Bool]) {
    let words = max(1, (order.count + 63) / 64)
    var below = [UInt64](repeating: 0, count: thresholds.count * words)
    var missing: [UInt64] = []
    var missingStart = [Int](repeating: -1, count: wanted.count)
    unsafe below.withUnsafeMutableBufferPointer { below in
      for feature in wanted.indices where wanted[feature] && !thresholds.values[feature].isEmpty {
        let values = thresholds.values[feature]
        let base = thresholds.first[feature] * words
        var absent = [UInt64](repeating: 0, count: words)
        var anyAbsent = false
        for (place, row) in order.enumerated() {
          let value = table[row, feature]
          let bit = UInt64(1) << UInt64(place & 63)
          if value.isNaN {
            absent[place >> 6] |= bit
            anyAbsent = true
            continue
          }
          let level = Thresholds.firstAbove(value, in: values)
          if level < values.count { unsafe below[base + level * words + place >> 6] |= bit }
        }
        // What lies below a threshold lies below every higher one.
        for level in 1..<max(1, values.count) {
          let from = base + (level - 1) * words
          for word in 0..<words { unsafe below[from + words + word] |= below[from + word] }
        }
        if anyAbsent {
          missingStart[feature] = missing.count
          missing += absent
        }
      }
    }
    self.words = words
    self.below = below
    self.missing = missing
    self.missingStart = missingStart
  }
}
