import NumericKernels

/// The slopes of all pairs of points, of which order statistics are found without writing them down.
///
/// Points may come in groups, such as the months of a year; slopes are taken inside a group. A median
/// takes O(n log n): the rank is closed in by slopes drawn at random among those that are left, and
/// how many lie below one is the number of pairs out of order along it.
///
/// - Source: Matoušek (1991), doi:10.1016/0020-0190(91)90177-J; Dillencourt, Mount and Netanyahu
///   (1992), doi:10.1142/S0218195992000020 (DOIs from memory). The drawing is seeded and changes no
///   result.
package struct PairwiseSlopes: Sendable {
  /// Places on the axis, ascending and distinct, and values of one group.
  struct Group: Sendable {
    let times: [Double]
    let values: [Double]

    var pairs: Int { times.count * (times.count - 1) / 2 }
  }

  private let groups: [Group]
  /// How many slopes there are.
  package let count: Int
  /// No two slopes further apart than this are taken for each other by rounding.
  private let rounding: Double

  /// Up to so many slopes are written down.
  private static let fewPairs = 400_000

  /// One group.
  package init(times: [Double], values: [Double]) {
    self.init([Group(times: times, values: values)])
  }

  /// Groups by a label of each point, such as the month.
  package init(times: [Double], values: [Double], groups labels: [Int]) {
    var members: [Int: [Int]] = [:]
    for (point, label) in labels.enumerated() { members[label, default: []].append(point) }
    self.init(
      members.sorted { $0.key < $1.key }.map { _, points in
        Group(times: points.map { times[$0] }, values: points.map { values[$0] })
      })
  }

  private init(_ groups: [Group]) {
    self.groups = groups
    count = groups.reduce(0) { $0 + $1.pairs }
    rounding =
      groups.map { group in
        let gaps = zip(group.times, group.times.dropFirst()).map { $1 - $0 }
        let size = group.values.reduce(0) { max($0, abs($1)) }
        return 32 * Double.ulpOfOne * size / (gaps.min() ?? 1)
      }.max() ?? 0
  }

  /// The median, the mean of the middle two of an even number; NaN of fewer than two points.
  package var median: Double {
    guard count > 0 else { return .nan }
    if count % 2 == 1 { return statistic(count / 2) }
    let (lower, upper) = statistics(count / 2 - 1, count / 2)
    return (lower + upper) / 2
  }

  /// The slope of a rank, counted from zero; ranks beyond the ends give the ends.
  package func statistic(_ rank: Int) -> Double {
    let rank = min(max(rank, 0), count - 1)
    return statistics(rank, rank).0
  }

  /// How many slopes lie below a threshold.
  package func number(below threshold: Double) -> Int {
    if threshold == .infinity { return count }
    if threshold == -.infinity { return 0 }
    var scratch: [Double] = []
    return groups.reduce(0) { sum, group in
      var keys = group.times.indices.map { group.values[$0] - threshold * group.times[$0] }
      return sum + PairOrder.inversions(&keys, scratch: &scratch)
    }
  }

  /// Slopes of two neighbouring ranks.
  private func statistics(_ first: Int, _ last: Int) -> (Double, Double) {
    var interval = Interval(lower: -.infinity, upper: .infinity, below: 0, upTo: count)
    var stream = RandomStream(seed: 0x5E11, index: UInt64(count))
    while interval.size > max(Self.fewPairs, 6 * groups.reduce(0) { $0 + $1.times.count }) {
      let drawn = draws(interval, &stream).sorted()
      let share = Double(first - interval.below) / Double(interval.size)
      let middle = share * Double(drawn.count)
      let reach = 3 * Double(drawn.count).squareRoot() / 2
      let lower = drawn[min(max(Int(middle - reach), 0), drawn.count - 1)]
      let upper = drawn[min(max(Int(middle + reach) + 1, 0), drawn.count - 1)]
      // Equal slopes stay on one side of a threshold whatever the rounding.
      let margin = rounding + 32 * Double.ulpOfOne * max(abs(lower), abs(upper)) * span
      let below = lower - margin
      let above = upper + margin
      let lowerCount = below > interval.lower ? number(below: below) : interval.below
      let upperCount = above < interval.upper ? number(below: above) : interval.upTo
      if lowerCount <= first, last < upperCount {
        if lower == upper { return (lower, lower) }
        if below <= interval.lower, above >= interval.upper { break }
        interval = Interval(
          lower: max(below, interval.lower), upper: min(above, interval.upper),
          below: lowerCount, upTo: upperCount)
      } else if last < lowerCount {
        interval = Interval(
          lower: interval.lower, upper: below, below: interval.below, upTo: lowerCount)
      } else if upperCount <= first {
        interval = Interval(
          lower: above, upper: interval.upper, below: upperCount, upTo: interval.upTo)
      } else {
        // The two ranks lie on either side of a threshold.
        return (statistics(first, first).0, statistics(last, last).0)
      }
    }
    var slopes = enumerated(interval)
    guard slopes.count > last - interval.below, first >= interval.below else {
      // Rounding moved a slope across a threshold; the whole order is still at hand.
      var all = enumerated(Interval(lower: -.infinity, upper: .infinity, below: 0, upTo: count))
      all.sort()
      return (all[first], all[last])
    }
    let lower = OrderStatistic.select(&slopes, rank: first - interval.below)
    guard last > first else { return (lower, lower) }
    // Everything behind the chosen place is at least as large.
    let upper = slopes[(first - interval.below + 1)...].min() ?? lower
    return (lower, upper)
  }

  private var span: Double {
    groups.map { group in
      let gaps = zip(group.times, group.times.dropFirst()).map { $1 - $0 }
      let ends = max(abs(group.times.first ?? 0), abs(group.times.last ?? 0))
      return ends / (gaps.min() ?? 1)
    }.max() ?? 0
  }

  /// Slopes from one threshold up to another.
  private struct Interval {
    let lower: Double
    let upper: Double
    /// Slopes below the lower and the upper end.
    let below: Int
    let upTo: Int

    var size: Int { upTo - below }
  }

  private func elements(_ group: Group, _ interval: Interval) -> [PairOrder.Keyed] {
    let order: [Int]
    if interval.lower == -.infinity {
      order = Array(group.times.indices)
    } else {
      let keys = group.times.indices.map {
        group.values[$0] - interval.lower * group.times[$0]
      }
      order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    }
    return order.map { place in
      let key =
        interval.upper == .infinity
        ? -group.times[place] : group.values[place] - interval.upper * group.times[place]
      return PairOrder.Keyed(key: key, place: Int32(place))
    }
  }

  /// Every slope of an interval, in no order.
  private func enumerated(_ interval: Interval) -> [Double] {
    var slopes: [Double] = []
    slopes.reserveCapacity(interval.size)
    for group in groups {
      if interval.lower == -.infinity, interval.upper == .infinity {
        for later in group.times.indices {
          for earlier in 0..<later {
            slopes.append(
              (group.values[later] - group.values[earlier])
                / (group.times[later] - group.times[earlier]))
          }
        }
        continue
      }
      var elements = elements(group, interval)
      PairOrder.visitInversions(&elements) { earlier, later in
        for one in earlier { slopes.append(group.slope(Int(one.place), Int(later))) }
      }
    }
    return slopes
  }

  /// Slopes of an interval, drawn with replacement, as many as there are points.
  private func draws(_ interval: Interval, _ stream: inout RandomStream) -> [Double] {
    let points = groups.reduce(0) { $0 + $1.times.count }
    var ranks = (0..<max(points, 2_000)).map { _ in stream.index(below: interval.size) }
    if interval.size == count {
      // All pairs: a pair is its number.
      return ranks.map { rank in
        var rest = rank
        var chosen = groups[0]
        for group in groups {
          chosen = group
          if rest < group.pairs { break }
          rest -= group.pairs
        }
        var later = Int((0.5 + (2 * Double(rest) + 0.25).squareRoot()))
        while later * (later - 1) / 2 > rest { later -= 1 }
        while (later + 1) * later / 2 <= rest { later += 1 }
        return chosen.slope(rest - later * (later - 1) / 2, later)
      }
    }
    ranks.sort()
    var slopes: [Double] = []
    var next = 0
    var seen = 0
    for group in groups {
      var elements = elements(group, interval)
      PairOrder.visitInversions(&elements) { earlier, later in
        while next < ranks.count, ranks[next] < seen + earlier.count {
          let one = earlier[earlier.startIndex + ranks[next] - seen]
          slopes.append(group.slope(Int(one.place), Int(later)))
          next += 1
        }
        seen += earlier.count
      }
    }
    return slopes.isEmpty ? [interval.lower] : slopes
  }
}

extension PairwiseSlopes.Group {
  func slope(_ one: Int, _ other: Int) -> Double {
    (values[other] - values[one]) / (times[other] - times[one])
  }
}

/// The value of a rank, found by partitioning.
enum OrderStatistic {
  /// Puts the value of a rank in its place: smaller ones before, larger ones behind.
  static func select(_ values: inout [Double], rank: Int) -> Double {
    var low = 0
    var high = values.count - 1
    while low < high {
      let middle = low + (high - low) / 2
      let pivot = max(
        min(values[low], values[middle]),
        min(max(values[low], values[middle]), values[high]))
      var left = low
      var right = high
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if rank <= right {
        high = right
      } else if rank >= left {
        low = left
      } else {
        return values[rank]
      }
    }
    return values[rank]
  }

  /// The mean of the middle two, or the middle one; NaN of nothing.
  static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    var values = values
    let upper = select(&values, rank: values.count / 2)
    guard values.count % 2 == 0 else { return upper }
    return ((values[..<(values.count / 2)].max() ?? upper) + upper) / 2
  }
}
