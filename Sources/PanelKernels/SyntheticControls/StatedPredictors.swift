package import NumericKernels

/// Predictors of a synthetic control that a study states one by one.
package struct StatedPredictors: Sendable {
  /// What a predictor is taken from.
  package enum Source: Sendable {
    /// The outcome's mean over some rows.
    case outcome
    /// A covariate's mean over some rows, by its place in `PanelCovariates`.
    case covariate(Int)
    /// One number a unit of the panel.
    case constant([Double])
  }

  /// One predictor.
  package struct Predictor: Sendable {
    /// What its importance is called in a summary.
    package let name: String
    /// What it is taken from.
    package let source: Source
    /// Whether each row of the panel is in the predictor's window; unused by constants.
    package let window: [Bool]

    package init(name: String, source: Source, window: [Bool]) {
      self.name = name
      self.source = source
      self.window = window
    }
  }

  /// In the order in which they were stated.
  package let all: [Predictor]

  /// Predictors in their order.
  package init(_ all: [Predictor]) { self.all = all }

  /// Some rows of the panel in a new order.
  func rows(_ rows: [Int]) -> StatedPredictors {
    StatedPredictors(
      all.map { predictor in
        Predictor(
          name: predictor.name, source: predictor.source,
          window: predictor.window.isEmpty ? [] : rows.map { predictor.window[$0] })
      })
  }

  /// The predictors of some units, unit by unit.
  ///
  /// - Parameters:
  ///   - start: rows from here on are not looked at.
  ///   - levels: what is taken off each unit's outcome, one a unit of the panel.
  /// - Throws: `KernelError.tooFewObservations` for a window without a row before the start.
  package func table(
    _ panel: PreparedPanel, units: [Int], before start: Int, levels: [Double]?
  ) throws(KernelError) -> [[Double]] {
    var table = [[Double]](repeating: [], count: units.count)
    for predictor in all {
      let rows = predictor.window.indices.filter { $0 < start && predictor.window[$0] }
      if case .constant = predictor.source {
      } else if rows.isEmpty {
        throw .tooFewObservations(rows: 0, columns: 1)
      }
      for (place, unit) in units.enumerated() {
        switch predictor.source {
        case .constant(let values): table[place].append(values[unit])
        case .outcome:
          table[place].append(
            Summation.mean(rows.map { panel.values[$0, unit] }) - (levels?[unit] ?? 0))
        case .covariate(let index):
          guard let values = panel.covariates?.values, values.indices.contains(index) else {
            throw .shape("the panel has no covariate \(index)")
          }
          table[place].append(Summation.mean(rows.map { values[index][$0, unit] }))
        }
      }
    }
    return table
  }
}
