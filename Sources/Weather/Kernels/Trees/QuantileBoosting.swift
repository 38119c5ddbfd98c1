import NumericKernels

/// Boosting of a quantile.
///
/// XGBoost 1.7 has no pinball loss, and its gradient steps would be of one size whatever the
/// distance. Each round a tree is grown on the sign of the residuals, and its leaves then take the
/// quantile of the residuals that they hold, as Friedman (2001) does for the median.
///
/// - Source: Friedman (2001), doi:10.1214/aos/1013203451, algorithm 3, with the quantile of
///   Koenker and Bassett (1978), doi:10.2307/1913643, in the median's place.
struct QuantileBoosting {
  let level: Double
  let settings: BoostingSettings

  func train(
    _ rows: BoostedTrees.Rows, validation: BoostedTrees.Rows?
  ) throws(KernelError) -> BoostedTrees.Training {
    guard level > 0, level < 1 else { throw .training("\(level) is no quantile level") }
    guard settings.treesPerRound == 1 else {
      throw .training("a quantile is boosted with one tree a round")
    }
    let weights = rows.weights ?? [Double](repeating: 1, count: rows.response.count)
    let base = Self.quantile(
      Array(zip(rows.response, weights)), level)
    let training = try XGBoostRows(rows.table, response: rows.response, weights: rows.weights)
    var prediction = [Double](repeating: base, count: rows.response.count)
    var trees: [TreeEnsemble] = []
    for round in 0..<settings.rounds {
      let gradient = rows.response.indices.map { row in
        Float(weights[row] * (rows.response[row] > prediction[row] ? -level : 1 - level))
      }
      // XGBoost's own sum of leaves plays no part, so each tree is a model of its own.
      var drawn = settings
      drawn.seed = settings.seed &+ UInt64(round)
      let model = try XGBoostModel(rows: [training], parameters: drawn.parameters(base: 0))
      try model.boost(on: training, gradient: gradient, curvature: weights.map { Float($0) })
      let tree = try TreeEnsemble(
        xgboostModel: try model.bytes(), featureCount: rows.table.columns, base: base)
      let leaves = tree.leaves(rows.table, tree: 0)
      var residuals: [Int: [(Double, Double)]] = [:]
      for row in leaves.indices {
        residuals[leaves[row], default: []].append(
          (rows.response[row] - prediction[row], weights[row]))
      }
      var values = [Double](repeating: 0, count: tree.value.count)
      for (leaf, held) in residuals {
        values[leaf] = settings.learningRate * Self.quantile(held, level)
      }
      for row in leaves.indices { prediction[row] += values[leaves[row]] }
      trees.append(tree.replacing(values: values))
    }
    let ensemble = TreeEnsemble(joining: trees, featureCount: rows.table.columns, base: base)
    guard let validation, let patience = settings.patience else {
      return BoostedTrees.Training(ensemble: ensemble, validationErrors: [], margins: [])
    }
    let errors = (1...settings.rounds).map { trees in
      pinball(ensemble.prefix(trees: trees).predict(validation.table), validation)
    }
    var best = 0
    for round in errors.indices where round - best < patience && errors[round] < errors[best] {
      best = round
    }
    return BoostedTrees.Training(
      ensemble: ensemble.prefix(trees: best + 1), validationErrors: errors, margins: [])
  }

  private func pinball(_ predicted: [Double], _ rows: BoostedTrees.Rows) -> Double {
    Summation.mean(
      zip(rows.response, predicted).map { measured, predicted in
        let residual = measured - predicted
        return residual >= 0 ? level * residual : (level - 1) * residual
      })
  }

  /// The least value at which the weights reach a share of their sum.
  static func quantile(_ values: [(Double, Double)], _ level: Double) -> Double {
    let sorted = values.sorted { $0.0 < $1.0 }
    let target = level * sorted.reduce(0) { $0 + $1.1 }
    var reached = 0.0
    for (value, weight) in sorted {
      reached += weight
      if reached >= target { return value }
    }
    return sorted.last?.0 ?? .nan
  }
}
