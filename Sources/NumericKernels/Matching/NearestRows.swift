/// Nearest rows of one table to each row of another.
package enum NearestRows {
  /// The candidates closest to a target.
  package struct Match: Hashable, Sendable {
    /// Rows of the candidates, nearest first; ties in their order.
    package let rows: [Int]
    /// Euclidean distance to each.
    package let distances: [Double]
  }

  /// - Parameters:
  ///   - targets: `rows × variables`, brought to one scale by the caller.
  ///   - candidates: `rows × variables` on the same scale.
  ///   - count: how many matches a target gets at most.
  ///   - isAllowed: whether a candidate row may be matched to a target row.
  /// - Returns: one a target; empty where no candidate is allowed.
  package static func find(
    targets: Matrix, candidates: Matrix, count: Int,
    isAllowed: @Sendable (_ target: Int, _ candidate: Int) -> Bool
  ) -> [Match] {
    precondition(targets.columns == candidates.columns && count > 0)
    return parallelMap(count: targets.rows) { target in
      var found: [(distance: Double, row: Int)] = []
      for row in 0..<candidates.rows where isAllowed(target, row) {
        var square = 0.0
        for column in 0..<targets.columns {
          let difference = targets[target, column] - candidates[row, column]
          square += difference * difference
        }
        if found.count == count, square >= found[count - 1].distance { continue }
        let place = found.firstIndex { square < $0.distance } ?? found.count
        found.insert((square, row), at: place)
        if found.count > count { found.removeLast() }
      }
      return Match(
        rows: found.map(\.row), distances: found.map { $0.distance.squareRoot() })
    }
  }
}
