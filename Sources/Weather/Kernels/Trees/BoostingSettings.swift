import NumericKernels

/// How an ensemble of trees is grown.
package struct BoostingSettings: Hashable, Sendable {
  /// What the leaves are fitted to.
  package enum Objective: Hashable, Sendable {
    /// Squared error: the mean.
    case squaredError
    /// Gamma deviance with a log link: the leaves add up to the logarithm of the mean. The
    /// response must be positive.
    case logLink
    /// A quantile, 0 to 1.
    case quantile(Double)
  }

  package var objective = Objective.squaredError
  /// Boosting rounds.
  package var rounds = 300
  /// Longest path from root to leaf; 0 for no limit.
  package var depth = 8
  /// Shrinkage of each round.
  package var learningRate = 0.1
  /// Share of rows drawn, without replacement, for each tree.
  package var rowShare = 1.0
  /// Share of features drawn for each tree.
  package var featureShare = 1.0
  /// Share of features drawn for each split.
  package var featureShareBySplit = 1.0
  /// Least sum of the second derivative in a leaf: rows, for squared error with unit weights.
  package var leastLeafWeight = 1.0
  /// Ridge penalty on leaf values.
  package var ridge = 1.0
  /// Least gain of a split.
  package var leastGain = 0.0
  /// Bins of a feature, at most 1,024.
  package var bins = 256
  /// Trees a round; more than one makes each round a forest.
  package var treesPerRound = 1
  /// By feature: 1 where the response may only rise, −1 where it may only fall, 0 free. Empty for
  /// none.
  package var monotone: [Int] = []
  /// Rounds without a better validation error after which training stops.
  package var patience: Int?
  /// Seed of the draws of rows and features.
  package var seed: UInt64 = 1

  package init() {}

  /// A forest of unpruned trees on random rows and features, as ranger and so rmweather grow it.
  ///
  /// One round of many trees whose mean is the prediction, each on 63.2 % of the rows (the distinct
  /// share of a bootstrap sample) with a third of the features at each split.
  ///
  /// - Source: Breiman (2001), doi:10.1023/A:1010933404324.
  package static func forest(trees: Int, featureShare: Double, leastLeaf: Double) -> Self {
    var settings = BoostingSettings()
    settings.rounds = 1
    settings.treesPerRound = trees
    settings.depth = 0
    settings.learningRate = 1
    settings.rowShare = 0.632
    settings.featureShareBySplit = featureShare
    settings.leastLeafWeight = leastLeaf
    settings.ridge = 0
    return settings
  }

  /// The same as XGBoost's parameters.
  func parameters(base: Double) -> [(String, String)] {
    var parameters: [(String, String)] = [
      ("verbosity", "0"), ("nthread", "1"), ("booster", "gbtree"), ("tree_method", "hist"),
      ("max_depth", String(depth)), ("eta", String(learningRate)),
      ("subsample", String(rowShare)), ("colsample_bytree", String(featureShare)),
      ("colsample_bynode", String(featureShareBySplit)),
      ("min_child_weight", String(leastLeafWeight)), ("lambda", String(ridge)),
      ("gamma", String(leastGain)), ("max_bin", String(bins)),
      ("num_parallel_tree", String(treesPerRound)),
      // XGBoost keeps the seed as a 32-bit number.
      ("seed", String(UInt32(truncatingIfNeeded: seed) & 0x7FFF_FFFF)),
      ("base_score", String(base)),
    ]
    if depth == 0 { parameters.append(("grow_policy", "lossguide")) }
    if monotone.contains(where: { $0 != 0 }) {
      parameters.append(
        ("monotone_constraints", "(" + monotone.map(String.init).joined(separator: ",") + ")"))
    }
    switch objective {
    case .squaredError, .quantile: parameters.append(("objective", "reg:squarederror"))
    case .logLink:
      parameters.append(("objective", "reg:gamma"))
      parameters.append(("eval_metric", "gamma-deviance"))
    }
    return parameters
  }
}
