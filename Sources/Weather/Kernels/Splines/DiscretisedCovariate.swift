package import NumericKernels

/// A covariate as a short list of distinct values and, for each row, its place in the list.
///
/// Basis functions are then evaluated once a distinct value instead of once a row.
///
/// - Source: Wood, Li, Shaddick and Augustin (2017), doi:10.1080/01621459.2016.1195744, section
///   2.3. Departure: values stand in equal intervals of the range and are represented by the mean
///   of their interval, so a covariate recorded in steps wider than an interval stays exact.
package struct DiscretisedCovariate: Sendable {
  /// Distinct values or interval means, ascending, or every row's own value; in the covariate's
  /// unit.
  package let support: [Double]
  /// One a row: its place in `support`.
  package let places: [Int32]
  /// How many rows stand at each place.
  package let counts: [Double]
  /// Whether every row stands at its own value.
  package let isExact: Bool

  /// - Parameters:
  ///   - values: one a row.
  ///   - intervals: how many at most.
  ///   - name: for the error.
  /// - Throws: `KernelError.notFinite` for a missing or infinite value.
  package init(_ values: [Double], intervals: Int, name: String) throws(KernelError) {
    var lowest = Double.infinity
    var highest = -Double.infinity
    for (row, value) in values.enumerated() {
      guard value.isFinite else { throw .notFinite(name: name, row: row) }
      lowest = min(lowest, value)
      highest = max(highest, value)
    }
    let count = max(intervals, 2)
    let perUnit = highest > lowest ? Double(count - 1) / (highest - lowest) : 0
    var sums = [Double](repeating: 0, count: count)
    var rows = [Double](repeating: 0, count: count)
    var least = [Double](repeating: .infinity, count: count)
    var most = [Double](repeating: -.infinity, count: count)
    var intervalOf = [Int32](repeating: 0, count: values.count)
    for (row, value) in values.enumerated() {
      let interval = Int(((value - lowest) * perUnit + 0.5).rounded(.down))
      intervalOf[row] = Int32(truncatingIfNeeded: interval)
      sums[interval] += value
      rows[interval] += 1
      least[interval] = min(least[interval], value)
      most[interval] = max(most[interval], value)
    }
    var place = [Int32](repeating: 0, count: count)
    var support: [Double] = []
    var counts: [Double] = []
    var isExact = true
    for interval in 0..<count where rows[interval] > 0 {
      place[interval] = Int32(truncatingIfNeeded: support.count)
      let isSingle = least[interval] == most[interval]
      isExact = isExact && isSingle
      support.append(isSingle ? least[interval] : sums[interval] / rows[interval])
      counts.append(rows[interval])
    }
    for row in intervalOf.indices { intervalOf[row] = place[Int(intervalOf[row])] }
    self.support = support
    self.counts = counts
    self.isExact = isExact
    places = intervalOf
  }

  /// Every row at a place of its own, in the order of the rows.
  package init(each values: [Double]) {
    support = values
    places = values.indices.map { Int32(truncatingIfNeeded: $0) }
    counts = values.map { _ in 1 }
    isExact = true
  }
}
