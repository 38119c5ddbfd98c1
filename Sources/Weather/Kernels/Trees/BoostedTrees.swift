package import NumericKernels

/// Training of tree ensembles through XGBoost's histogram method.
///
/// One thread a model: models are trained side by side through `parallelMap`, and the same rows,
/// settings and seed give the same trees.
///
/// - Source: Chen and Guestrin (2016), doi:10.1145/2939672.2939785; Friedman (2001),
///   doi:10.1214/aos/1013203451.
package enum BoostedTrees {
  /// What a training gave.
  package struct Training: Sendable {
    /// The trees, those after the best round left out.
    package let ensemble: TreeEnsemble
    /// Validation error by round; empty without validation rows.
    package let validationErrors: [Double]
    /// XGBoost's own prediction of the training rows on the scale of the leaves; empty unless
    /// asked for.
    package let margins: [Float]
  }

  /// Rows with their response and weights.
  package struct Rows: Sendable {
    package let table: FeatureMatrix
    package let response: [Double]
    package let weights: [Double]?

    /// - Parameter weights: `nil` for ones.
    package init(_ table: FeatureMatrix, response: [Double], weights: [Double]? = nil) {
      self.table = table
      self.response = response
      self.weights = weights
    }
  }

  /// Grows an ensemble.
  ///
  /// - Parameters:
  ///   - rows: training rows; the response without missing values.
  ///   - validation: rows on which training is judged round by round when `patience` is set.
  ///   - keepsMargins: whether XGBoost's own predictions come with it, for comparison.
  /// - Throws: `KernelError.notFinite` for a response that is no number, `.tooFewObservations`
  ///   without two rows, `.training` with XGBoost's own words.
  package static func train(
    _ rows: Rows, _ settings: BoostingSettings, validation: Rows? = nil,
    keepsMargins: Bool = false
  ) throws(KernelError) -> Training {
    guard rows.table.rows >= 2 else {
      throw .tooFewObservations(rows: rows.table.rows, columns: rows.table.columns)
    }
    if let bad = rows.response.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(name: "response", row: bad)
    }
    if settings.objective == .logLink, let bad = rows.response.firstIndex(where: { $0 <= 0 }) {
      throw .training("a log link needs positive values; row \(bad) has \(rows.response[bad])")
    }
    guard (2...1_024).contains(settings.bins) else {
      throw .training("\(settings.bins) bins; between 2 and 1,024 are possible")
    }
    if case .quantile(let level) = settings.objective {
      return try QuantileBoosting(level: level, settings: settings).train(
        rows, validation: validation)
    }
    // XGBoost keeps its start in single precision; so must we to predict the same.
    let mean = Double(Float(weightedMean(rows.response, rows.weights)))
    let training = try XGBoostRows(rows.table, response: rows.response, weights: rows.weights)
    let judged: XGBoostRows?
    if let validation, settings.patience != nil {
      judged = try XGBoostRows(
        validation.table, response: validation.response, weights: validation.weights)
    } else {
      judged = nil
    }
    let model = try XGBoostModel(
      rows: [training] + (judged.map { [$0] } ?? []),
      parameters: settings.parameters(base: mean))
    var errors: [Double] = []
    var best = 0
    for round in 0..<settings.rounds {
      try model.update(round: round, on: training)
      guard let judged, let patience = settings.patience else { continue }
      errors.append(try model.error(round: round, on: judged))
      if errors[round] < errors[best] { best = round }
      if round - best >= patience { break }
    }
    let base = settings.objective == .logLink ? Logarithm.natural(mean) : mean
    var ensemble = try TreeEnsemble(
      xgboostModel: try model.bytes(), featureCount: rows.table.columns, base: base)
    if judged != nil {
      ensemble = ensemble.prefix(trees: (best + 1) * settings.treesPerRound)
    }
    return Training(
      ensemble: ensemble, validationErrors: errors,
      margins: keepsMargins ? try model.margins(of: training) : [])
  }

  static func weightedMean(_ values: [Double], _ weights: [Double]?) -> Double {
    guard let weights else { return Summation.mean(values) }
    let sum = Summation.sum(weights)
    return Summation.sum(zip(values, weights).map { $0 * $1 }) / sum
  }
}
