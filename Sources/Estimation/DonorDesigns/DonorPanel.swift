import AirQuality
import Documents
import NumericKernels
import PanelKernels

/// A study's panel as designs with donors take it: steps of both periods, no gap, every treated
/// station with its start.
struct DonorPanel {
  /// Steps before below which the reader is warned.
  private static let fewSteps = 20

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

  /// Covariates where they enter.
  let covariates: StationCovariates?
  /// Their slopes where the outcome is put to equal covariates.
  let regression: UntreatedRegression?

  /// - Parameter use: whether and how covariates enter.
  /// - Throws: `EstimationError.noDonors`, `.tooFewStations`, `.gaps`,
  ///   `.constantOutcome`, `.tooFewObservations`, `.badSetting` or `.collinear`.
  init(
    _ study: Study, method: Method, covariates use: DonorCovariates = .ignored
  ) throws(EstimationError) {
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
    let gaps = values.storage.map(\.isNaN)
    let covariates =
      use == .ignored
      ? nil
      : try StationCovariates(study, positions: positions, starts: starts, method: method, use: use)
    let filling = try EstimationError.numerical { () throws(KernelError) in
      guard use.takesSlopes, let covariates else { return try GapFilling(values, starts: starts) }
      return try GapFilling(values, covariates, starts: starts)
    }
    let prepared = try EstimationError.numerical { () throws(KernelError) in
      try PreparedPanel(
        filling.values, starts: assignment.starts,
        covariates: covariates.map {
          PanelCovariates(
            names: $0.names, values: $0.values, missing: gaps,
            known: [Bool](repeating: true, count: $0.known)
              + [Bool](repeating: false, count: values.rows - $0.known))
        }, predictors: study.statedPredictors(at: positions))
    }
    regression =
      use == .adjusted || use == .adjustedByDonors
      ? try EstimationError.numerical { () throws(KernelError) in
        try UntreatedRegression(prepared, assignment, fromDonors: use == .adjustedByDonors)
      } : nil
    self.prepared = prepared
    self.covariates = covariates
    self.study = study
    self.assignment = assignment
    self.gaps = gaps
    self.positions = positions
    observations = values.storage.count - filling.filled
    var diagnostics = covariates?.diagnostics(use) ?? []
    if filling.filled > 0 {
      let percent = 100 * Double(filling.filled) / Double(values.storage.count)
      diagnostics.append(
        Diagnostic(
          "gaps-filled", percent > 5 ? .warning : .note,
          ["count": .count(filling.filled), "percent": .share(percent / 100, decimals: 2)]))
    }
    if earliest < Self.fewSteps {
      diagnostics.append(
        Diagnostic("few-before", .warning, ["count": .count(earliest)]))
    }
    let notYet = study.treatedIndices.count - treated.count
    if notYet > 0 {
      diagnostics.append(
        Diagnostic("not-yet-treated", .warning, ["count": .count(notYet)]))
    }
    self.diagnostics = diagnostics
  }

  private static func check(
    _ values: Matrix, starts: [Int?], study: Study
  ) throws(EstimationError) {
    try requireFewGaps(values, starts: starts, study: study)
    for unit in 0..<values.columns {
      let observed = values.column(unit).filter { !$0.isNaN }
      if let least = observed.min(), let most = observed.max(), most > least { return }
    }
    throw .constantOutcome
  }

  /// Refuses a station that lacks more rows before or after its start than the outcome's
  /// `largestGap` lets be filled in.
  ///
  /// - Parameter quantity: what is looked at, behind the station's name; empty for the outcome.
  /// - Throws: `EstimationError.gaps`.
  static func requireFewGaps(
    _ values: Matrix, starts: [Int?], study: Study, of quantity: String = ""
  ) throws(EstimationError) {
    // A donor has the measure's periods, a treated station its own.
    let first = starts.compactMap(\.self).min() ?? values.rows
    for unit in 0..<values.columns {
      let column = values.column(unit)
      let boundary = starts[unit] ?? first
      for (range, period) in [
        (0..<boundary, study.before), (boundary..<values.rows, study.after),
      ] where !range.isEmpty {
        let missing = range.reduce(0) { $0 + (column[$1].isNaN ? 1 : 0) }
        let share = Double(missing) / Double(range.count)
        if share > study.outcome.largestGap {
          throw .gaps(
            station: study.panel.stations[unit].key + quantity,
            percent: Int((100 * share).rounded()), period: period.description,
            isTreated: starts[unit] != nil, limit: study.outcome.largestGap)
        }
      }
    }
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

extension GapFilling {
  /// Gaps of an outcome filled in with what the covariates of the cell say.
  fileprivate init(
    _ values: Matrix, _ covariates: StationCovariates, starts: [Int?]
  ) throws(KernelError) {
    let regression = try UntreatedRegression(
      values, covariates: covariates.values, names: covariates.names, starts: starts)
    let shift = regression.shift(of: covariates.values)
    let filled = try GapFilling(
      regression.adjusted(values, covariates: covariates.values), starts: starts)
    var whole = values
    for cell in whole.storage.indices where whole.storage[cell].isNaN {
      whole.storage[cell] = filled.values.storage[cell] + shift.storage[cell]
    }
    self.init(values: whole, filled: filled.filled)
  }
}
