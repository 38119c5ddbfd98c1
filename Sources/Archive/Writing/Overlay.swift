import AirQuality

/// A new stretch of values laid over what the archive has of the same local year.
struct Overlay {
  /// The union of both stretches, NaN where neither has a value.
  private(set) var values: [Double]
  /// Beginning of the first period, seconds since the epoch.
  let start: Int
  private(set) var added = 0
  private(set) var equal = 0
  private(set) var replaced = 0
  private(set) var refused = 0

  /// One stretch as the archive keeps it.
  struct Stretch {
    let start: Int
    let values: [Double]
  }

  /// Where two stretches differ under `ConflictRule.refuse`.
  struct Difference: Error {
    /// Beginning of the period, seconds since the epoch.
    let instant: Int
    let existing: Double
    let new: Double
  }

  /// - Parameter step: of both stretches, seconds; their phases agree.
  init(
    _ new: Stretch, over existing: Stretch, step: Int, rule: ConflictRule
  ) throws(Difference) {
    start = min(new.start, existing.start)
    let end = max(
      new.start + new.values.count * step, existing.start + existing.values.count * step)
    values = [Double](repeating: .nan, count: (end - start) / step)
    let existingShift = (existing.start - start) / step
    for (position, value) in existing.values.enumerated() {
      values[existingShift + position] = value
    }
    let shift = (new.start - start) / step
    for (position, value) in new.values.enumerated() where !value.isNaN {
      let present = values[shift + position]
      if present.isNaN {
        added += 1
        values[shift + position] = value
      } else if present == value {
        equal += 1
      } else {
        switch rule {
        case .refuse:
          throw Difference(
            instant: new.start + position * step, existing: present, new: value)
        case .replace:
          replaced += 1
          values[shift + position] = value
        case .keep: refused += 1
        }
      }
    }
  }

  /// Nothing was there before: every value is new.
  init(_ block: PreparedBlock) {
    values = []
    start = block.start
    added = block.valid
  }

  /// Whether the archive's block has to be written again.
  func changes(_ existing: Stretch) -> Bool {
    added > 0 || replaced > 0 || values.count != existing.values.count || start != existing.start
  }
}
