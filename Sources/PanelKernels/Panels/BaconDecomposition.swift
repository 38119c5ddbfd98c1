package import NumericKernels

/// The two-way fixed-effects coefficient of a staggered treatment as a weighted average of
/// comparisons of two groups over two periods.
///
/// Weights are positive and sum to one; comparisons with units that are already treated are those
/// that can turn the coefficient's sign.
///
/// - Source: Goodman-Bacon (2021), doi:10.1016/j.jeconom.2021.03.014, theorem 1 and equations 10
///   to 12. A group treated from the first row on is a control that is always treated.
package struct BaconDecomposition: Sendable {
  /// What stands in for the untreated.
  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// Units that are never treated.
    case neverTreated = "never-treated"
    /// Units before their own treatment.
    case notYetTreated = "not-yet-treated"
    /// Units after theirs.
    case alreadyTreated = "already-treated"
  }

  /// One comparison.
  package struct Comparison: Sendable, Hashable {
    /// First treated row of the group that changes.
    package let treated: Int
    /// First treated row of the control; the number of rows for never.
    package let control: Int
    package let kind: Kind
    /// Difference in differences, in the unit of the panel.
    package let estimate: Double
    /// 0 to 1.
    package let weight: Double
  }

  /// By treated group, then control.
  package let comparisons: [Comparison]
  /// Σ weight × estimate: the two-way fixed-effects coefficient.
  package let coefficient: Double

  /// - Parameters:
  ///   - panel: `times × units`, balanced.
  ///   - treatedFrom: first treated row of each unit, `nil` for never.
  /// - Throws: `KernelError.notFinite` for a gap, `.tooFewObservations` when there is nothing to
  ///   compare.
  package init(_ panel: StaggeredPanel) throws(KernelError) {
    let times = panel.times
    if let gap = panel.values.storage.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(name: "unit \(gap / max(times, 1))", row: gap % max(times, 1))
    }
    let starts = Set(panel.starts).sorted()
    var sums = starts.map { _ in [Double](repeating: 0, count: times) }
    var sizes = starts.map { _ in 0.0 }
    let place = Dictionary(uniqueKeysWithValues: starts.enumerated().map { ($1, $0) })
    for unit in 0..<panel.units {
      guard let group = place[panel.starts[unit]] else { continue }
      sizes[group] += 1
      for time in 0..<times { sums[group][time] += panel.values[time, unit] }
    }
    func mean(_ group: Int, _ rows: Range<Int>) -> Double {
      rows.reduce(0) { $0 + sums[group][$1] } / (Double(rows.count) * sizes[group])
    }
    func difference(_ one: Int, _ other: Int, _ first: Range<Int>, _ second: Range<Int>) -> Double {
      (mean(one, second) - mean(one, first)) - (mean(other, second) - mean(other, first))
    }
    var found: [(Comparison, Double)] = []
    for early in starts.indices {
      for late in starts.indices where starts[late] > starts[early] {
        let begins = starts[early]
        let ends = starts[late]
        let share = sizes[early] / (sizes[early] + sizes[late])
        let pairs = (sizes[early] + sizes[late]) * (sizes[early] + sizes[late])
        // Shares of time under treatment.
        let first = Double(times - begins) / Double(times)
        let second = Double(times - ends) / Double(times)
        let spread = share * (1 - share) * pairs
        let before = spread * (first - second) * (1 - first)
        if before > 0 {
          found.append(
            (
              Comparison(
                treated: begins, control: ends,
                kind: ends == times ? .neverTreated : .notYetTreated,
                estimate: difference(early, late, 0..<begins, begins..<ends), weight: 0),
              before
            ))
        }
        let after = spread * second * (first - second)
        if after > 0 {
          found.append(
            (
              Comparison(
                treated: ends, control: begins, kind: .alreadyTreated,
                estimate: difference(late, early, begins..<ends, ends..<times), weight: 0),
              after
            ))
        }
      }
    }
    let total = found.reduce(0) { $0 + $1.1 }
    guard total > 0 else { throw .tooFewObservations(rows: times, columns: starts.count) }
    comparisons = found.map { entry in
      Comparison(
        treated: entry.0.treated, control: entry.0.control, kind: entry.0.kind,
        estimate: entry.0.estimate, weight: entry.1 / total)
    }.sorted { ($0.treated, $0.control) < ($1.treated, $1.control) }
    coefficient = comparisons.reduce(0) { $0 + $1.weight * $1.estimate }
  }
}
