import AirQuality
import NumericKernels

/// A panel put to equal covariates before donors are weighted.
struct PanelAdjustment {
  let regression: UntreatedRegression
  /// Names and units, one a covariate.
  let names: [String]
  let units: [MeasurementUnit]
  /// `rows × stations`, gaps filled.
  private let covariates: [Matrix]
  private let filled: Int

  /// - Parameters:
  ///   - values: outcome, `rows × stations`, NaN where missing.
  ///   - positions: where each row stands on the study's axis.
  ///   - starts: first treated row of each station, `nil` for donors.
  /// - Throws: `EstimationError.badSetting` for a study without covariates, `.gaps`, `.collinear`.
  init(
    _ study: Study, _ values: Matrix, positions: [Int], starts: [Int?], method: Method
  ) throws(EstimationError) {
    guard study.weather == nil else {
      throw .badSetting(
        "covariates", method: method.identifier,
        problem: "“weather:” has taken the weather out already; leave out one of the two")
    }
    if study.stationCovariates.contains(where: { $0.pollutant == .windDirection }) {
      throw .badSetting(
        "covariates", method: method.identifier,
        problem: "wind direction has no slope, for 359° and 1° are neighbours; leave it out here")
    }
    guard !study.stationCovariates.isEmpty else {
      throw .badSetting(
        "covariates", method: method.identifier,
        problem: "the study has none for its stations; name them, as in “covariates: [temperature]”"
      )
    }
    var matrices: [Matrix] = []
    var filled = 0
    for panel in study.stationCovariates {
      let rows = panel.matrix.rows(positions)
      for station in 0..<rows.columns {
        let missing = rows.column(station).count { $0.isNaN }
        let share = Double(missing) / Double(max(rows.rows, 1))
        if share > DonorPanel.largestGap {
          throw .gaps(
            station: "\(panel.stations[station].key), \(panel.pollutant.displayName)",
            percent: Int((100 * share).rounded()),
            period: "\(study.before) and \(study.after)")
        }
      }
      let filling = try EstimationError.numerical { () throws(KernelError) in
        // A treated station has a level of its own after its start: weather that came with the measure
        // must not be filled in as if it had not.
        try GapFilling(rows, starts: starts)
      }
      matrices.append(filling.values)
      filled += filling.filled
    }
    covariates = matrices
    self.filled = filled
    let names = study.stationCovariates.map(\.pollutant.displayName)
    self.names = names
    units = study.stationCovariates.map(\.unit)
    regression = try EstimationError.numerical { () throws(KernelError) in
      try UntreatedRegression(values, covariates: matrices, names: names, starts: starts)
    }
  }

  /// The outcome with every covariate at its mean.
  func adjusted(_ values: Matrix) -> Matrix {
    regression.adjusted(values, covariates: covariates)
  }

  /// What the covariates of some stations add to their mean, one value a row.
  func shift(of stations: [Int]) -> [Double] {
    guard let first = covariates.first else { return [] }
    return (0..<first.rows).map { row in
      covariates.indices.reduce(0.0) { sum, index in
        let mean = Summation.mean(stations.map { covariates[index][row, $0] })
        return sum + regression.coefficients[index] * (mean - regression.means[index])
      }
    }
  }

  /// What the reader should know.
  var diagnostics: [Diagnostic] {
    var found = [
      Diagnostic(
        "covariates-adjusted", .note,
        "the outcome was put to mean \(names.joined(separator: ", ")) by a regression on untreated "
          + "values with station and step effects; paths, gaps and weights are of what remains")
    ]
    if filled > 0 {
      found.append(
        Diagnostic(
          "covariate-gaps-filled", .note,
          "\(filled) missing values of covariates were filled in from station and step effects",
          facts: ["count": Double(filled)]))
    }
    return found
  }

  /// β with errors, for the summary.
  func rows(scaleUnit: String) -> [Summary.Row] {
    names.indices.map { index in
      Summary.Row(
        "slope on \(names[index])", regression.coefficients[index],
        standardError: regression.standardErrors[index],
        unit: "\(scaleUnit) per \(units[index].symbol)")
    }
  }
}
