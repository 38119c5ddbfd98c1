import AirQuality
import NumericKernels

/// A study's panel as designs with donors take it: steps of both periods, no gap, every treated
/// station with its start.
struct DonorPanel {
  /// Largest share of missing steps in a period that is filled in.
  static let largestGap = 0.25

  let study: Study
  /// `steps × stations` with its sums.
  let prepared: PreparedPanel
  /// Who is treated from which row, and who is compared with.
  let assignment: PanelAssignment
  /// Whether a cell of the panel was missing, column by column.
  let gaps: [Bool]
  /// Position on the study's axis of each row.
  let positions: [Int]
  /// What the reader should know about how it was made.
  let diagnostics: [Diagnostic]
  /// Cells that were measured.
  let observations: Int

  /// The regression on covariates; `nil` where the outcome is as measured.
  let adjustment: PanelAdjustment?

  /// - Parameter adjusting: whether the outcome is put to equal covariates first.
  /// - Throws: `EstimationError.noDonors`, `.tooFewStations`, `.gaps`,
  ///   `.constantOutcome`, `.tooFewObservations`, `.badSetting` or `.collinear`.
  init(_ study: Study, method: Method, adjusting: Bool = false) throws(EstimationError) {
    guard !study.donorIndices.isEmpty else { throw .noDonors(method: method.name) }
    guard study.donorIndices.count >= 2 else {
      throw .tooFewStations(found: 1, needed: 2, kind: "donors", method: method.name)
    }
    let sample = PanelSample(study)
    let allPositions = Array(study.beforePositions) + Array(study.afterPositions)
    let kept = allPositions.indices.filter { row in
      (0..<sample.values.columns).contains { !sample.values[row, $0].isNaN }
    }
    let values =
      kept.count == allPositions.count ? sample.values : sample.values.rows(kept)
    let starts = sample.treatedFrom.map { start in
      start.map { first in kept.firstIndex { $0 >= first } ?? kept.count }
    }
    try Self.check(values, starts: starts, study: study)
    let treated = study.treatedIndices.filter { (starts[$0] ?? 0) < values.rows }
    guard let earliest = treated.compactMap({ starts[$0] }).min() else { throw .noTreatedStation }
    guard earliest >= 2 else {
      throw .tooFewObservations(
        found: earliest, needed: 2, period: study.before.description)
    }
    let assignment = PanelAssignment(
      treated: treated, starts: treated.compactMap { starts[$0] }, donors: study.donorIndices)
    let positions = kept.map { allPositions[$0] }
    let adjustment =
      adjusting
      ? try PanelAdjustment(
        study, values, positions: positions, starts: starts, method: method) : nil
    let filling = try EstimationError.numerical { () throws(KernelError) in
      try GapFilling(adjustment?.adjusted(values) ?? values, starts: starts)
    }
    prepared = try EstimationError.numerical { () throws(KernelError) in
      try PreparedPanel(filling.values, starts: assignment.starts)
    }
    self.study = study
    self.assignment = assignment
    gaps = values.storage.map(\.isNaN)
    self.positions = positions
    self.adjustment = adjustment
    observations = values.storage.count - filling.filled
    var diagnostics = adjustment?.diagnostics ?? []
    if filling.filled > 0 {
      let percent = 100 * Double(filling.filled) / Double(values.storage.count)
      diagnostics.append(
        Diagnostic(
          "gaps-filled", percent > 5 ? .warning : .note,
          "\(filling.filled) missing values (\(Decimals.two(percent)) %) were filled in from "
            + "station and step effects: this design needs a panel without gaps",
          facts: ["count": Double(filling.filled), "percent": percent]))
    }
    let notYet = study.treatedIndices.count - treated.count
    if notYet > 0 {
      diagnostics.append(
        Diagnostic(
          "not-yet-treated", .warning,
          "\(notYet) stations whose measure starts after the study’s last step were left out",
          facts: ["count": Double(notYet)]))
    }
    self.diagnostics = diagnostics
  }

  private static func check(
    _ values: Matrix, starts: [Int?], study: Study
  ) throws(EstimationError) {
    var changes = false
    for unit in 0..<values.columns {
      let column = values.column(unit)
      let observed = column.filter { !$0.isNaN }
      if let least = observed.min(), let most = observed.max(), most > least { changes = true }
      let station = study.panel.stations[unit].key
      // A donor has the measure's periods, a treated station its own.
      let boundary =
        starts[unit] ?? starts.compactMap(\.self).min() ?? values.rows
      for (range, period) in [
        (0..<boundary, study.before), (boundary..<values.rows, study.after),
      ] where !range.isEmpty {
        let missing = range.reduce(0) { $0 + (column[$1].isNaN ? 1 : 0) }
        let share = Double(missing) / Double(range.count)
        if share > largestGap {
          throw .gaps(
            station: station, percent: Int((100 * share).rounded()), period: period.description)
        }
      }
    }
    guard changes else { throw .constantOutcome }
  }

  var size: SampleSize {
    SampleSize(
      treated: assignment.treated.count, donors: assignment.donors.count,
      stepsBefore: assignment.starts.min() ?? 0,
      stepsAfter: positions.count - (assignment.starts.min() ?? 0), observations: observations)
  }

  /// The treated stations' mean, one value a row.
  var observedPath: [Double] { prepared.meanPath(of: assignment.treated) }

  /// A path on the study's axis from one on the panel's rows.
  func series(named name: String, _ path: [Double]) -> MonitoringSeries {
    var values = [Double](repeating: .nan, count: study.panel.axis.count)
    for (row, position) in positions.enumerated() { values[position] = path[row] }
    return study.path(named: name, values)
  }
}
