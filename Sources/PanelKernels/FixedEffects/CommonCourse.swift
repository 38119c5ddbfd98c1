package import NumericKernels

/// The average course of several units whose gaps differ: unit and time effects by least squares over
/// the observed cells, and at every time the mean unit effect plus the time's.
///
/// A mean of what is there jumps when a low unit falls silent; a mean of departures from each unit's
/// own mean does so when a unit was observed in one season only. With least squares a gap changes a
/// time's precision and not its level. Without gaps it is the plain mean.
package struct CommonCourse: Sendable {
  /// One a time, in the unit of the panel; NaN where no unit was observed.
  package let values: [Double]
  /// Units that share no time, directly or through others, with the rest: their levels cannot be
  /// compared, and the largest block alone is averaged. Units without a value are not among them.
  package let leftOut: [Int]

  /// - Parameter panel: `times × units`, NaN where missing.
  /// - Throws: `KernelError.didNotConverge`.
  package init(_ panel: Matrix) throws(KernelError) {
    let blocks = MissingPattern(panel).blocks
    var cells: [Int: Int] = [:]
    for (unit, block) in blocks.enumerated() {
      guard let block else { continue }
      cells[block, default: 0] += panel.column(unit).reduce(0) { $0 + ($1.isNaN ? 0 : 1) }
    }
    let largest = cells.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    let used = blocks.indices.filter { blocks[$0] != nil && blocks[$0] == largest }
    leftOut = blocks.indices.filter { blocks[$0] != nil && blocks[$0] != largest }
    let kept = used.count == panel.columns ? panel : panel.columns(used)
    let pattern = MissingPattern(kept)
    let columns = used.indices.map { kept.column($0) }
    let means = columns.map { column in Summation.mean(column.filter { !$0.isNaN }) }
    var sums = [Double](repeating: 0, count: panel.rows)
    for (unit, column) in columns.enumerated() {
      for row in column.indices where !column[row].isNaN { sums[row] += column[row] - means[unit] }
    }
    let effects = try TwoWayProjection(pattern, unitMeans: means, timeSums: sums)
    let level = used.isEmpty ? 0 : Summation.mean(effects.unitEffects)
    values = (0..<panel.rows).map {
      pattern.timeCounts[$0] > 0 ? level + effects.timeEffects[$0] : .nan
    }
  }
}
