import NumericKernels

/// What each feature adds to a tree ensemble's prediction of a row: exact Shapley values.
///
/// A set of features is worth what a tree expects when the row decides at its splits on these features and,
/// at the others, both sides count by the training weight that went there. The value of a feature is its
/// mean worth over all orders in which features can be added, so that the values and what is expected of no
/// feature add up to the prediction.
///
/// A leaf is worth a product over the features of its path, so its values depend only on which of them the
/// row satisfies: with D features there are 2ᴰ cases, and each is computed once a leaf and not once a row.
///
/// A group of features can be held: known beforehand, or never known. With the group known less with it
/// never known is what the other features do only together with it (the interaction index of Fujimoto, Kojadinovic
/// and Marichal 2006, doi:10.1016/j.geb.2005.03.002, for the group as one player).
///
/// - Source: Lundberg et al. (2020), doi:10.1038/s42256-019-0138-9, the path-dependent values of their
///   algorithm 2, as XGBoost's and LightGBM's `pred_contrib`; the table of cases in the manner of Yang (2021),
///   arXiv:2109.09847, from memory.
package enum TreeContributions {
  /// What the other features add to each row's prediction.
  package struct Values: Sendable {
    /// One a row: what is expected when only the held group is known (all of the group, or nothing); the
    /// ensemble's base included.
    package let base: [Double]
    /// By feature, one a row; zeros for features of the held group. With `base` they add up to what is
    /// expected when all but a group that is never known is known.
    package let features: [[Double]]
  }

  /// How a group of features is held.
  package enum Held: Sendable { case known, unknown }

  /// Shapley values of the rows of a table.
  ///
  /// - Parameters:
  ///   - ensemble: trees with their `cover`.
  ///   - table: `rows × featureCount`.
  ///   - group: features that take no part.
  ///   - held: whether the group is known beforehand or never.
  ///   - threads: `nil` for the machine's; the result does not depend on it.
  /// - Returns: in the unit of the leaves; `nil` for an ensemble whose cover is not known.
  package static func values(
    of ensemble: TreeEnsemble, rows table: FeatureMatrix, holding group: Set<Int> = [],
    _ held: Held = .unknown, threads: Int? = nil
  ) -> Values? {
    precondition(table.columns == ensemble.featureCount)
    guard ensemble.cover.count == ensemble.feature.count, table.rows > 0 else { return nil }
    let isHeld = (0..<ensemble.featureCount).map { group.contains($0) }
    // Parts are fixed by the number of trees, so the order of additions is always the same.
    let count = min(8, max(1, ensemble.treeCount))
    let parts = parallelMap(count: count, threads: threads) { part -> Sums in
      var sums = Sums(rows: table.rows, features: ensemble.featureCount)
      let first = part * ensemble.treeCount / count
      for tree in first..<(part + 1) * ensemble.treeCount / count {
        for leaf in TreeLeaf.leaves(of: ensemble, tree: tree) {
          sums.add(leaf, table, isHeld, held)
        }
      }
      return sums
    }
    var base = [Double](repeating: ensemble.base, count: table.rows)
    var features = [[Double]](
      repeating: [Double](repeating: 0, count: table.rows), count: ensemble.featureCount)
    for part in parts {
      for row in base.indices { base[row] += part.base[row] }
      for feature in features.indices {
        for row in base.indices { features[feature][row] += part.features[feature][row] }
      }
    }
    return Values(base: base, features: features)
  }

  /// One worker's sums over its trees.
  private struct Sums: Sendable {
    var base: [Double]
    var features: [[Double]]

    init(rows: Int, features count: Int) {
      base = [Double](repeating: 0, count: rows)
      features = [[Double]](repeating: base, count: count)
    }

    mutating func add(
      _ leaf: TreeLeaf, _ table: FeatureMatrix, _ isHeld: [Bool], _ held: Held
    ) {
      let free = leaf.conditions.filter { !isHeld[$0.feature] }
      let fixed = leaf.conditions.filter { isHeld[$0.feature] }
      // What the held group makes of the leaf: all or nothing where it is known, its share else.
      let share = fixed.reduce(leaf.value) { held == .unknown ? $0 * $1.share : $0 }
      var applies = [Bool](repeating: true, count: table.rows)
      if held == .known {
        for condition in fixed {
          for row in applies.indices where !condition.holds(table[row, condition.feature]) {
            applies[row] = false
          }
        }
      }
      let shares = free.map(\.share)
      let whole = shares.reduce(share, *)
      if free.count <= LeafShapley.largestTable {
        addFromTable(free, LeafShapley.table(shares), share: share, whole: whole, applies, table)
      } else {
        for row in applies.indices where applies[row] {
          base[row] += whole
          let values = LeafShapley.values(
            shares, isSatisfied: free.map { $0.holds(table[row, $0.feature]) })
          for (condition, value) in zip(free, values) {
            features[condition.feature][row] += share * value
          }
        }
      }
    }

    private mutating func addFromTable(
      _ free: [TreeLeaf.Condition], _ values: [[Double]], share: Double, whole: Double,
      _ applies: [Bool], _ table: FeatureMatrix
    ) {
      var cases = [UInt16](repeating: 0, count: applies.count)
      for (place, condition) in free.enumerated() {
        let bit = UInt16(1) << UInt16(place)
        let column = condition.feature * table.rows
        for row in cases.indices where condition.holds(table.storage[column + row]) {
          cases[row] |= bit
        }
      }
      for row in applies.indices where applies[row] { base[row] += whole }
      for (place, condition) in free.enumerated() {
        let own = values[place].map { share * $0 }
        for row in applies.indices where applies[row] {
          features[condition.feature][row] += own[Int(cases[row])]
        }
      }
    }
  }
}

/// A leaf with what its path asks of each feature.
struct TreeLeaf {
  /// All splits of the path on one feature.
  struct Condition {
    let feature: Int
    /// Least value that satisfies it.
    var low: Float
    /// Values from here on do not.
    var high: Float
    /// Whether a missing value satisfies it.
    var takesMissing: Bool
    /// Share of the training weight that went the path's way at the splits, their product.
    var share: Double

    func holds(_ value: Float) -> Bool {
      value.isNaN ? takesMissing : value >= low && (value < high || high == .infinity)
    }
  }

  let value: Double
  /// One a feature of the path, in the order of their first split.
  let conditions: [Condition]

  static func leaves(of ensemble: TreeEnsemble, tree: Int) -> [TreeLeaf] {
    var leaves: [TreeLeaf] = []
    var pending: [(node: Int, conditions: [Condition])] = [(Int(ensemble.roots[tree]), [])]
    while let (node, conditions) = pending.popLast() {
      guard ensemble.feature[node] >= 0 else {
        leaves.append(TreeLeaf(value: ensemble.value[node], conditions: conditions))
        continue
      }
      let feature = Int(ensemble.feature[node])
      for isLeft in [false, true] {
        let child = Int(isLeft ? ensemble.left[node] : ensemble.right[node])
        var own = conditions
        let place =
          own.firstIndex { $0.feature == feature }
          ?? {
            own.append(
              Condition(
                feature: feature, low: -.infinity, high: .infinity, takesMissing: true, share: 1))
            return own.count - 1
          }()
        if isLeft {
          own[place].high = min(own[place].high, ensemble.threshold[node])
        } else {
          own[place].low = max(own[place].low, ensemble.threshold[node])
        }
        if ensemble.missingGoesLeft[node] != isLeft { own[place].takesMissing = false }
        let weight = Double(ensemble.cover[node])
        own[place].share *= weight > 0 ? Double(ensemble.cover[child]) / weight : 0
        pending.append((child, own))
      }
    }
    return leaves
  }
}

/// Shapley values of a leaf of value one: the worth of a set of features is the product of 1 or 0 for those
/// in it, whether the row satisfies them, and of the shares of the others.
enum LeafShapley {
  /// Most features for which all cases are computed beforehand.
  static let largestTable = 8

  /// By feature, one value a case; bit k of a case tells whether feature k is satisfied.
  static func table(_ shares: [Double]) -> [[Double]] {
    let cases = 1 << shares.count
    var result = [[Double]](
      repeating: [Double](repeating: 0, count: cases), count: shares.count)
    for number in 0..<cases {
      let own = values(shares, isSatisfied: shares.indices.map { number >> $0 & 1 == 1 })
      for place in shares.indices { result[place][number] = own[place] }
    }
    return result
  }

  /// One a feature.
  static func values(_ shares: [Double], isSatisfied: [Bool]) -> [Double] {
    let count = shares.count
    return shares.indices.map { own in
      // Σ over sets of the others by size: coefficients of Π (share + satisfied · x).
      var sums = [1.0]
      for other in shares.indices where other != own {
        sums.append(0)
        for size in stride(from: sums.count - 1, through: 0, by: -1) {
          let without = sums[size] * shares[other]
          let with = size > 0 && isSatisfied[other] ? sums[size - 1] : 0
          sums[size] = without + with
        }
      }
      var weight = 1 / Double(count)
      var mean = 0.0
      for size in 0..<count {
        mean += weight * sums[size]
        // size! (count − size − 1)! / count! for the next size.
        if size + 1 < count { weight *= Double(size + 1) / Double(count - size - 1) }
      }
      return ((isSatisfied[own] ? 1 : 0) - shares[own]) * mean
    }
  }
}
