import AirQuality
import Documents
import NumericKernels
import PanelKernels

/// The study's covariates of all stations in the rows of a panel, gaps filled.
struct StationCovariates {
  /// One a covariate.
  let names: [String]
  let units: [MeasurementUnit]
  /// One a covariate, `rows × stations`.
  let values: [Matrix]
  /// How many rows from the first on have covariates; predictors are taken from before the measure
  /// alone, and nothing is asked of them after it.
  let known: Int
  private let filled: Int

  /// - Parameters:
  ///   - positions: where each row stands on the study's axis.
  ///   - starts: first treated row of each station, `nil` for donors.
  ///   - use: predictors ask for the rows before the first start alone.
  /// - Throws: `EstimationError.badSetting` for a study without covariates or with one that has no
  ///   slope, `.gaps`.
  init(
    _ study: Study, positions: [Int], starts: [Int?], method: Method, use: DonorCovariates
  ) throws(EstimationError) {
    func refusal(_ problem: String) -> EstimationError {
      .badSetting("covariates", method: method.identifier, problem: problem)
    }
    guard study.weather == nil else {
      throw refusal("“weather:” has taken the weather out already; leave out one of the two")
    }
    guard !study.stationCovariates.isEmpty else {
      throw refusal(
        "the study has none for its stations; name them, as in “covariates: [temperature]”")
    }
    guard !study.stationCovariates.contains(where: { $0.pollutant == .windDirection }) else {
      throw refusal(
        "wind direction has no slope, for 359° and 1° are neighbours; leave it out here")
    }
    let known =
      use == .predictors ? starts.compactMap(\.self).min() ?? positions.count : positions.count
    var values: [Matrix] = []
    var filled = 0
    for panel in study.stationCovariates {
      let rows = panel.matrix.rows(Array(positions[..<known]))
      try DonorPanel.requireFewGaps(
        rows, starts: starts, study: study, of: ", \(panel.pollutant.displayName)")
      let starts = known < positions.count ? starts.map { _ -> Int? in nil } : starts
      let filling = try EstimationError.numerical { () throws(KernelError) in
        // A treated station has a level of its own after its start: weather that came with the
        // measure must not be filled in as if it had not.
        try GapFilling(rows, starts: starts)
      }
      values.append(
        known < positions.count
          ? filling.values.extended(to: positions.count) : filling.values)
      filled += filling.filled
    }
    self.values = values
    self.filled = filled
    self.known = known
    names = study.stationCovariates.map(\.pollutant.displayName)
    units = study.stationCovariates.map(\.unit)
  }

  /// What the reader should know.
  func diagnostics(_ use: DonorCovariates) -> [Diagnostic] {
    let list = Value.names(names)
    var found: [Diagnostic]
    switch use {
    case .adjusted:
      found = [
        Diagnostic("covariates-adjusted", .note, ["names": list])
      ]
    case .adjustedByDonors:
      found = [
        Diagnostic("covariates-adjusted-donors", .note, ["names": list])
      ]
    case .joint:
      found = [
        Diagnostic("covariates-joint", .note, ["names": list])
      ]
    case .predictors, .ignored:
      found = [
        Diagnostic("covariates-predictors", .note, ["names": list])
      ]
    }
    if filled > 0 {
      found.append(
        Diagnostic("covariate-gaps-filled", .note, ["count": .count(filled)]))
    }
    return found
  }

  /// Slopes with errors, for the summary.
  func rows(_ regression: UntreatedRegression, scaleUnit: String) -> [Summary.Row] {
    names.indices.map { index in
      Summary.Row(
        "slope on \(names[index])", regression.coefficients[index],
        standardError: regression.standardErrors[index],
        unit: "\(scaleUnit) per \(units[index].symbol)")
    }
  }
}

extension Matrix {
  /// The matrix with rows of zeros behind the last, where nothing is known.
  fileprivate func extended(to rows: Int) -> Matrix {
    var extended = Matrix(rows: rows, columns: columns)
    for column in 0..<columns {
      for row in 0..<self.rows { extended[row, column] = self[row, column] }
    }
    return extended
  }
}
