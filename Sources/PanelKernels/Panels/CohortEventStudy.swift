package import NumericKernels

/// The interaction-weighted event study: one coefficient a group and event time, averaged over
/// the groups of an event time by their numbers of units.
///
/// Controls are units that are never treated. The weights count as known, as fixest's `sunab`
/// takes them; the authors add the sampling of the shares, which is small.
///
/// - Source: Sun and Abraham (2021), doi:10.1016/j.jeconom.2020.09.006, section 4.1.
package struct CohortEventStudy: Sendable {
  /// One coefficient.
  package struct Cell: Sendable, Hashable {
    /// First treated row of the group.
    package let group: Int
    /// Rows since then.
    package let eventTime: Int
  }

  /// An average of coefficients.
  package struct Average: Sendable, Hashable {
    /// Event time; 0 of the overall average.
    package let key: Int
    /// In the unit of the panel.
    package let effect: Double
    /// Clustered by unit.
    package let standardError: Double
    /// Observed cells behind it.
    package let cells: Int
  }

  /// By event time, then group; in the order of the regression's coefficients.
  package let cells: [Cell]
  /// The panel that was used: groups without a reference period are left out.
  package let sample: StaggeredPanel
  /// `coefficients × averages`: shares of the groups in each event time.
  package let weights: Matrix
  /// The saturated regression.
  package let regression: EventRegression
  /// By event time, ascending, the reference left out.
  package let averages: [Average]
  /// Over all cells from the start on, each observed cell alike.
  package let overall: Average
  /// Covariance of the averages, in their order.
  package let covariance: Matrix

  /// - Parameter reference: the event time that is the zero of every group, below 0.
  /// - Throws: `KernelError.tooFewObservations` without units that are never treated, and what the
  ///   regression throws.
  package init(
    _ panel: StaggeredPanel, reference: Int = -1, threads: Int? = nil
  ) throws(KernelError) {
    let times = panel.times
    guard panel.starts.contains(times) else {
      throw .tooFewObservations(rows: 0, columns: panel.groups.count)
    }
    // A group without its reference period has no zero of its own and is left out.
    let groups = panel.groups.filter { $0 + reference >= 0 }
    let kept = panel.starts.indices.filter {
      panel.starts[$0] == times || groups.contains(panel.starts[$0])
    }
    var values = panel.values
    if kept.count < panel.units {
      values = Matrix(
        rows: times, columns: kept.count, storage: kept.flatMap { panel.values.column($0) })
    }
    let sample = try StaggeredPanel(values, treatedFrom: kept.map { panel.starts[$0] })
    var observed: Set<Cell> = []
    for unit in 0..<sample.units where sample.starts[unit] < times {
      let group = sample.starts[unit]
      for time in 0..<times where time - group != reference && !sample.values[time, unit].isNaN {
        observed.insert(Cell(group: group, eventTime: time - group))
      }
    }
    let cells = observed.sorted { ($0.eventTime, $0.group) < ($1.eventTime, $1.group) }
    let place = Dictionary(uniqueKeysWithValues: cells.enumerated().map { ($1, $0) })
    let regression = try EventRegression(
      sample, classes: cells.count,
      classOf: { place[Cell(group: $0, eventTime: $1 - $0)] }, threads: threads)
    var sizes: [Int: Double] = [:]
    for start in sample.starts { sizes[start, default: 0] += 1 }
    let events = Set(cells.map(\.eventTime)).sorted()
    var weights = Matrix(rows: cells.count, columns: events.count + 1)
    for (column, event) in events.enumerated() {
      let members = cells.indices.filter { cells[$0].eventTime == event }
      let total = members.reduce(0) { $0 + (sizes[cells[$1].group] ?? 0) }
      for index in members { weights[index, column] = (sizes[cells[index].group] ?? 0) / total }
    }
    let after = cells.indices.filter { cells[$0].eventTime >= 0 }
    let count = after.reduce(0) { $0 + regression.cellCounts[$1] }
    for index in after {
      weights[index, events.count] = Double(regression.cellCounts[index]) / Double(count)
    }
    let all = try LinearAlgebra.multiply(
      weights, LinearAlgebra.multiply(regression.covariance, weights), transposeLeft: true)
    let effects = try LinearAlgebra.multiply(weights, regression.coefficients, transpose: true)
    averages = events.enumerated().map { column, event in
      Average(
        key: event, effect: effects[column], standardError: all[column, column].squareRoot(),
        cells: cells.indices.filter { cells[$0].eventTime == event }.reduce(0) {
          $0 + regression.cellCounts[$1]
        })
    }
    overall = Average(
      key: 0, effect: effects[events.count],
      standardError: all[events.count, events.count].squareRoot(), cells: count)
    covariance = Matrix(
      columns: events.indices.map { Array(all.column($0).prefix(events.count)) })
    self.cells = cells
    self.sample = sample
    self.weights = Matrix(columns: events.indices.map { weights.column($0) })
    self.regression = regression
  }
}
