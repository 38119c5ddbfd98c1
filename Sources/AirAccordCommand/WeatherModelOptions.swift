import AirAccord
import ArgumentParser
import TextFiles

/// The settings of a weather model as options; defaults are the type's own.
struct WeatherModelOptions: ParsableArguments {
  private static let standard = WeatherModel()
  private static let trees = TreeSettings()

  @Option(help: "How the model is learned: trees or additive.")
  var method: WeatherMethod = WeatherModelOptions.standard.method
  @Option(help: "Which weather is averaged over: season or year.")
  var pool: WeatherPool.Extent = WeatherModelOptions.standard.pool.extent
  @Option(help: "Days to either side of the season’s window.")
  var days: Int = WeatherModelOptions.standard.pool.days
  @Flag(help: "Let an hour meet only weather of the same hour of the day.")
  var sameHour = false
  @Option(help: "Take the weather of these days as the climate: 2013-01-01..2015-12-31.")
  var reference: WeatherPool.Reference?
  @Option(help: "Model concentrations (linear) or their logarithms (log).")
  var scale: WeatherModel.Scale = WeatherModelOptions.standard.scale
  @Option(help: "Models on drawn blocks of days, for bands; 0 for none.")
  var models: Int = WeatherModelOptions.standard.bootstrapModels
  @Option(help: "Length of the blocks in days.")
  var blockDays: Int = WeatherModelOptions.standard.blockDays
  @Option(help: "Coverage of the bands, 0 to 1.")
  var level: Double = WeatherModelOptions.standard.confidenceLevel
  @Option(help: "Steps by which weather is also given from before, such as 1,24.")
  var lags: CountList?
  @Option(help: "Days by which weather is also given from before, such as 1,2,3.")
  var lagDays: CountList?
  @Option(
    help: "Clusters of back trajectories among the weather; 0 takes their positions as they are.")
  var trajectoryClusters: Int = WeatherModelOptions.standard.features.trajectoryClusters
  @Option(help: "Boosting rounds of trees (default: \(WeatherModelOptions.trees.rounds)).")
  var rounds: Int?
  @Option(help: "Depth of trees (default: \(WeatherModelOptions.trees.depth)).")
  var depth: Int?
  @Flag(inversion: .prefixedNo, help: "Judge skill on weeks and years left out.")
  var skill = true
  @Flag(
    inversion: .prefixedNo,
    help: "Estimate changes between years with season and weather partialled out.")
  var compareYears = true
  @Flag(
    name: .customLong("beside-rmweather"),
    help: "Also show the change that rmweather’s forest gives on the same data (slow on hours).")
  var showsRmweather = false
  @Flag(help: "Divide every day into time, weather and what weather does only at that time.")
  var attributeDays = false
  @Option(help: "Seed of everything that is drawn.")
  var seed: UInt64 = WeatherModelOptions.standard.seed

  /// The model that the options ask for.
  ///
  /// - Throws: `ValidationError` for an option of trees without trees.
  func weatherModel() throws -> WeatherModel {
    var model = WeatherModel()
    model.method = method
    if case .trees(var trees) = method {
      trees.rounds = rounds ?? trees.rounds
      trees.depth = depth ?? trees.depth
      model.method = .trees(trees)
    } else if let (name, value) = [("rounds", rounds), ("depth", depth)].first(where: { $1 != nil })
    {
      throw refusal("usage.belongs-to-trees", option: name, number: "\(value ?? 0)")
    }
    model.pool.extent = pool
    model.pool.days = days
    model.pool.sameHour = sameHour
    model.pool.reference = reference ?? model.pool.reference
    model.scale = scale
    model.bootstrapModels = models
    model.blockDays = blockDays
    model.confidenceLevel = level
    model.judgesSkill = skill
    model.comparesYears = compareYears
    model.showsRmweather = showsRmweather
    model.attributesDays = attributeDays
    model.seed = seed
    model.features.lags = lags?.numbers ?? model.features.lags
    model.features.lagDays = lagDays?.numbers ?? model.features.lagDays
    model.features.trajectoryClusters = trajectoryClusters
    return model
  }
}
