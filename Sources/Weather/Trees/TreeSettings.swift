import Documents
import AirQuality
import NumericKernels

/// Boosted regression trees as a weather model.
///
/// - Source: Chen and Guestrin (2016), doi:10.1145/2939672.2939785; for weather Grange et al.
///   (2018), doi:10.5194/acp-18-6223-2018, with forests.
public struct TreeSettings: WeatherTrainer {
  /// `boosted-trees`.
  public static let identifier = "boosted-trees"

  /// Boosting rounds. Default: 100.
  ///
  /// With depth 6 these predicted left-out weeks and years of PM2.5 at Dongsi and Huairou better
  /// than the 300 rounds of depth 8 with which other packages begin (R² on weeks 0.48 against 0.46
  /// and 0.45 against 0.40, ozone at Dongsi 0.66 both), although a random split would prefer those.
  public var rounds = 100
  /// Longest path from root to leaf; 0 for no limit. Default: 6.
  public var depth = 6
  /// Shrinkage of each round. Default: 0.1.
  public var learningRate = 0.1
  /// Share of rows drawn for each tree. Default: 1.
  public var rowShare = 1.0
  /// Share of features drawn for each tree. Default: 1.
  public var featureShare = 1.0
  /// Fewest rows (their weights) in a leaf. Default: 5.
  public var leastLeaf = 5.0
  /// Ridge penalty on leaf values. Default: 1.
  public var ridge = 1.0
  /// Bins of a feature. Default: 256.
  public var bins = 256
  /// Trees grown side by side in each round; with one round, a forest. Default: 1.
  public var treesPerRound = 1
  /// Share of features drawn at each split. Default: 1.
  public var featureShareBySplit = 1.0
  /// Rounds without a better error on blocked weeks after which the number of rounds is fixed;
  /// `nil` grows all rounds. Default: `nil`.
  public var patience: Int?
  /// Features in which the pollutant may only rise (1) or fall (−1), by name. Default: none.
  public var monotone: [String: Int] = [:]

  /// Everything at its default.
  public init() {}

  /// A forest of deep trees on random rows and features with the settings of ranger as rmweather
  /// calls it: 300 trees, nodes of five rows, √p features a split.
  public static func forest(trees: Int = 300, features: Int) -> TreeSettings {
    let forest = BoostingSettings.forest(
      trees: trees,
      featureShare: Double(Int(Double(features).squareRoot())) / Double(max(1, features)),
      leastLeaf: 5)
    var settings = TreeSettings()
    settings.rounds = forest.rounds
    settings.treesPerRound = forest.treesPerRound
    settings.depth = forest.depth
    settings.learningRate = forest.learningRate
    settings.rowShare = forest.rowShare
    settings.featureShareBySplit = forest.featureShareBySplit
    settings.leastLeaf = forest.leastLeafWeight
    settings.ridge = forest.ridge
    // Ranger tries every split; a step of the trend inside one of 256 bins of two decades would be
    // spread over a month.
    settings.bins = 1_024
    return settings
  }

  private func boosting(
    _ features: [WeatherFeature], seed: UInt64
  ) throws(WeatherError) -> BoostingSettings {
    var boosting = BoostingSettings()
    boosting.rounds = rounds
    boosting.depth = depth
    boosting.learningRate = learningRate
    boosting.rowShare = rowShare
    boosting.featureShare = featureShare
    boosting.featureShareBySplit = featureShareBySplit
    boosting.leastLeafWeight = leastLeaf
    boosting.ridge = ridge
    boosting.bins = bins
    boosting.treesPerRound = treesPerRound
    boosting.seed = seed
    boosting.patience = patience
    if !monotone.isEmpty {
      for name in monotone.keys.sorted() where !features.contains(where: { $0.name == name }) {
        throw .badSetting(
          "monotone", problem: Message("error.weather.names-no-feature", ["name": .fact(name)]),
          remedy: Message("error.weather.choose-from", ["name": .names(features.map(\.name))]))
      }
      boosting.monotone = features.map { monotone[$0.name] ?? 0 }
    }
    return boosting
  }

  private func check() throws(WeatherError) {
    func require(
      _ holds: Bool, _ name: String, _ value: some Sendable, _ remedy: Message
    ) throws(WeatherError) {
      guard holds else {
        throw .badSetting(
          name, problem: Message("error.weather.is-value", ["value": .fact("\(value)")]),
          remedy: remedy)
      }
    }
    try require(rounds >= 1, "rounds", rounds, "error.weather.give-least-one")
    try require(treesPerRound >= 1, "treesPerRound", treesPerRound, "error.weather.give-least-one")
    try require((0...30).contains(depth), "depth", depth, "error.weather.give-1-30-0")
    try require(
      learningRate > 0 && learningRate <= 1, "learningRate", learningRate,
      "error.weather.give-positive-number")
    for (name, share) in [
      ("rowShare", rowShare), ("featureShare", featureShare),
      ("featureShareBySplit", featureShareBySplit),
    ] {
      try require(share > 0 && share <= 1, name, share, "error.weather.give-positive-share")
    }
    try require(leastLeaf >= 0, "leastLeaf", leastLeaf, "error.weather.give-0-more")
    try require(ridge >= 0, "ridge", ridge, "error.weather.give-0-more")
    try require((2...1_024).contains(bins), "bins", bins, "error.weather.give-2-1-024")
  }

  package func train(
    _ table: WeatherTable, steps: [Int], response: [Double], weights: [Double]?, seed: UInt64
  ) throws(WeatherError) -> any TrainedWeatherModel {
    try check()
    let boosting = try boosting(table.features, seed: seed)
    let rows = BoostedTrees.Rows(table.matrix(steps), response: response, weights: weights)
    do {
      guard patience != nil else {
        return TrainedTrees(ensemble: try BoostedTrees.train(rows, boosting).ensemble)
      }
      // The number of rounds is judged on a fifth of the weeks; then all rows are used.
      let held = BlockedFolds.weeks(table, steps: steps, folds: 5, seed: seed).fold
      func part(_ isHeld: Bool) -> BoostedTrees.Rows {
        let places = steps.indices.filter { (held[$0] == 0) == isHeld }
        return BoostedTrees.Rows(
          rows.table.rows(places), response: places.map { response[$0] },
          weights: weights.map { weights in places.map { weights[$0] } })
      }
      let judged = try BoostedTrees.train(part(false), boosting, validation: part(true))
      var whole = boosting
      whole.patience = nil
      whole.rounds = judged.ensemble.treeCount / treesPerRound
      return TrainedTrees(ensemble: try BoostedTrees.train(rows, whole).ensemble)
    } catch {
      throw .numerical(station: table.series.station.key, error.message)
    }
  }
}
