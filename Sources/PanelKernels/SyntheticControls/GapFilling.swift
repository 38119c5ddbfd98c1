package import NumericKernels

/// A panel's gaps filled from unit and time effects.
///
/// Every gap takes its unit's level plus its time's common departure, both by least squares over
/// the observed cells. A treated unit has one level before and another after its start, so that
/// no cell after the measure decides what stands before it, nor the other way round. Multiplying
/// the panel or adding unit or time effects does the same to what is filled in.
package struct GapFilling: Sendable {
  /// `times × units` without NaN.
  package let values: Matrix
  /// How many cells were filled.
  package let filled: Int

  /// A panel that was filled otherwise.
  package init(values: Matrix, filled: Int) {
    self.values = values
    self.filled = filled
  }

  /// - Parameters:
  ///   - panel: `times × units`, NaN where missing; every time has an observed cell.
  ///   - starts: first treated row of each unit, `nil` for donors.
  /// - Throws: `KernelError.notFinite` naming a unit without a value on one side of its start.
  package init(_ panel: Matrix, starts: [Int?]) throws(KernelError) {
    precondition(starts.count == panel.columns)
    let gaps = panel.storage.reduce(0) { $0 + ($1.isNaN ? 1 : 0) }
    filled = gaps
    guard gaps > 0 else {
      values = panel
      return
    }
    // Treated units' cells after the start stand in columns of their own.
    var columns: [[Double]] = []
    var later: [Int: Int] = [:]
    for unit in 0..<panel.columns {
      var column = panel.column(unit)
      if let start = starts[unit], start < panel.rows {
        for row in start..<panel.rows { column[row] = .nan }
      }
      columns.append(column)
    }
    for unit in 0..<panel.columns {
      guard let start = starts[unit], start < panel.rows else { continue }
      var column = panel.column(unit)
      for row in 0..<start { column[row] = .nan }
      later[unit] = columns.count
      columns.append(column)
    }
    let pattern = MissingPattern(Matrix(columns: columns))
    if let empty = pattern.unitCounts.firstIndex(of: 0) {
      throw .notFinite(name: "unit \(empty)", row: 0)
    }
    let means = columns.map { column in Summation.mean(column.filter { !$0.isNaN }) }
    var sums = [Double](repeating: 0, count: panel.rows)
    for (unit, column) in columns.enumerated() {
      for row in column.indices where !column[row].isNaN { sums[row] += column[row] - means[unit] }
    }
    let effects = try TwoWayProjection(pattern, unitMeans: means, timeSums: sums)
    var values = panel
    for unit in 0..<panel.columns {
      for row in 0..<panel.rows where values[row, unit].isNaN {
        let isLater = starts[unit].map { row >= $0 } ?? false
        let column = isLater ? later[unit] ?? unit : unit
        values[row, unit] = effects.unitEffects[column] + effects.timeEffects[row]
      }
    }
    self.values = values
  }
}
