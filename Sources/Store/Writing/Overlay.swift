import AirQuality

/// A new stretch of values laid over what the archive has of the same local year.
struct Overlay {
  /// The union of both stretches, NaN where neither has a value.
  private(set) var values: [Double]
  /// The position of the first value on the series' lattice.
  let first: Int
  private(set) var added = 0
  private(set) var equal = 0
  private(set) var replaced = 0
  private(set) var refused = 0
  /// Lattice positions that the new stretch fills, confirms or replaces.
  private(set) var owned: [Int] = []
  /// Those of them whose value took the place of another.
  private(set) var replacedPositions: [Int] = []

  /// One stretch as the archive keeps it.
  struct Stretch {
    /// The position of the first value on the series' lattice.
    let first: Int
    let values: [Double]

    /// The lattice positions.
    var positions: Range<Int> { first..<first + values.count }
  }

  /// Where two stretches differ under `ConflictRule.refuse`.
  struct Difference: Error {
    /// On the series' lattice.
    let position: Int
    let existing: Double
    let new: Double
  }

  /// Lays a stretch over another whose steps are the same.
  init(_ new: Stretch, over existing: Stretch, rule: ConflictRule) throws(Difference) {
    first = min(new.first, existing.first)
    let end = max(new.positions.upperBound, existing.positions.upperBound)
    values = [Double](repeating: .nan, count: end - first)
    for (position, value) in zip(existing.positions, existing.values) {
      values[position - first] = value
    }
    for (position, value) in zip(new.positions, new.values) where !value.isNaN {
      let present = values[position - first]
      if present.isNaN {
        added += 1
      } else if present == value {
        equal += 1
      } else {
        switch rule {
        case .refuse: throw Difference(position: position, existing: present, new: value)
        case .replace:
          replaced += 1
          replacedPositions.append(position)
        case .keep:
          refused += 1
          continue
        }
      }
      values[position - first] = value
      owned.append(position)
    }
  }

  /// Nothing was there before: every value is new.
  init(_ block: PreparedBlock, first: Int, owned: [Int]) {
    values = []
    self.first = first
    self.owned = owned
    added = block.valid
  }

  /// Whether the archive's block has to be written again.
  func changes(_ existing: Stretch) -> Bool {
    added > 0 || replaced > 0 || values.count != existing.values.count || first != existing.first
  }
}
