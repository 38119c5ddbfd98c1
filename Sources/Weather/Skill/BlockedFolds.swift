import AirQuality
import NumericKernels

/// A division of steps into folds of whole blocks of time.
///
/// Neighbouring hours resemble each other, so a random hour's neighbours give it away; a whole
/// week or a whole year does not.
///
/// - Source: Roberts et al. (2017), doi:10.1111/ecog.02881.
package struct BlockedFolds: Hashable, Sendable {
  /// Fold of each of the steps.
  package let fold: [Int]
  /// How many folds.
  package let count: Int

  /// Whole weeks from Monday, dealt to folds at random.
  package static func weeks(
    _ table: WeatherTable, steps: [Int], folds: Int, seed: UInt64
  ) -> BlockedFolds {
    let weeks = steps.map { step -> Int in
      // 1970-01-01 was a Thursday.
      (table.axis.date(at: step).daysSinceEpoch + 3) / 7
    }
    let distinct = Set(weeks).sorted()
    var stream = RandomStream(seed: seed, index: 0xF01D)
    // Dealt like cards, so that folds differ by one week at most.
    let order = distinct.shuffled(using: &stream)
    var foldOfWeek: [Int: Int] = [:]
    for (place, week) in order.enumerated() { foldOfWeek[week] = place % folds }
    return BlockedFolds(fold: weeks.map { foldOfWeek[$0] ?? 0 }, count: min(folds, distinct.count))
  }

  /// Whole years of twelve months from the first step on.
  package static func years(_ table: WeatherTable, steps: [Int]) -> BlockedFolds {
    let first = table.axis.date(at: 0)
    let year = steps.map { step -> Int in
      let date = table.axis.date(at: step)
      let months = (date.year - first.year) * 12 + date.month - first.month
      return (months - (date.day < first.day ? 1 : 0)) / 12
    }
    let distinct = Set(year).sorted()
    return BlockedFolds(
      fold: year.map { value in distinct.firstIndex(of: value) ?? 0 }, count: distinct.count)
  }

  /// Single steps at random, as the field's packages do; only for the warning.
  package static func random(steps: [Int], folds: Int, seed: UInt64) -> BlockedFolds {
    var stream = RandomStream(seed: seed, index: 0x2A2D)
    var fold = steps.indices.map { $0 % folds }
    fold.shuffle(using: &stream)
    return BlockedFolds(fold: fold, count: min(folds, steps.count))
  }
}
