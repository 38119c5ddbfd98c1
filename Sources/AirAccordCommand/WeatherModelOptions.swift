import AirQuality
import ArgumentParser
import TextFiles
import Weather

/// The settings of a weather model as options; defaults are the type's own.
struct WeatherModelOptions: ParsableArguments {
  private static let standard = WeatherModel()
  private static let trees = TreeSettings()

  @Option(name: .long, help: "How the model is learned: trees or additive.")
  var method = "trees"

  @Option(name: .long, help: "Which weather is averaged over: season or year.")
  var pool: WeatherPool.Extent = WeatherModelOptions.standard.pool.extent

  @Option(name: .long, help: "Days to either side of the season’s window.")
  var days: Int = WeatherModelOptions.standard.pool.days

  @Flag(name: .long, help: "Let an hour meet only weather of the same hour of the day.")
  var sameHour = false

  @Option(
    name: .long, help: "Take the weather of these days as the climate: 2013-01-01..2015-12-31.")
  var reference: String?

  @Option(name: .long, help: "Model concentrations (linear) or their logarithms (log).")
  var scale: WeatherModel.Scale = WeatherModelOptions.standard.scale

  @Option(name: .long, help: "Models on drawn blocks of days, for bands; 0 for none.")
  var models: Int = WeatherModelOptions.standard.bootstrapModels

  @Option(name: .long, help: "Length of the blocks in days.")
  var blockDays: Int = WeatherModelOptions.standard.blockDays

  @Option(name: .long, help: "Coverage of the bands, 0 to 1.")
  var level: Double = WeatherModelOptions.standard.confidenceLevel

  @Option(name: .long, help: "Steps by which weather is also given from before, such as 1,24.")
  var lags: String?

  @Option(name: .long, help: "Days by which weather is also given from before, such as 1,2,3.")
  var lagDays: String?

  @Option(
    name: .long,
    help: "Clusters of back trajectories among the weather; 0 takes their positions as they are.")
  var trajectoryClusters: Int = WeatherModelOptions.standard.features.trajectoryClusters

  @Option(
    name: .long, help: "Boosting rounds of trees (default: \(WeatherModelOptions.trees.rounds)).")
  var rounds: Int?

  @Option(name: .long, help: "Depth of trees (default: \(WeatherModelOptions.trees.depth)).")
  var depth: Int?

  @Flag(name: .long, inversion: .prefixedNo, help: "Judge skill on weeks and years left out.")
  var skill = true

  @Flag(
    name: .long, inversion: .prefixedNo,
    help: "Estimate changes between years with season and weather partialled out.")
  var compareYears = true

  @Flag(
    name: .customLong("beside-rmweather"),
    help: "Also show the change that rmweather’s forest gives on the same data (slow on hours).")
  var showsRmweather = false

  @Flag(
    name: .long,
    help: "Divide every day into time, weather and what weather does only at that time.")
  var attributeDays = false

  @Option(name: .long, help: "Seed of everything that is drawn.")
  var seed: UInt64 = WeatherModelOptions.standard.seed

  /// The model that the options ask for.
  ///
  /// - Throws: `ValidationError` for an option that has no such value.
  func weatherModel() throws -> WeatherModel {
    var model = WeatherModel()
    try WorkLimit.models.check(["models": models])
    try WorkLimit.counts.check(["rounds": rounds, "depth": depth, "block-days": blockDays])
    guard let chosen = WeatherMethod(identifier: method) else {
      throw ValidationError(
        "--method is “\(method)”; choose one of: trees, additive")
    }
    // The model refuses the same, but in the words of the library.
    for (option, value, holds, remedy) in [
      ("models", "\(models)", models == 0 || models >= 2, "give 0 for no bands, or at least 2"),
      ("block-days", "\(blockDays)", blockDays >= 1, "give at least one day"),
      ("level", "\(level)", level > 0 && level < 1, "give a share between 0 and 1, such as 0.95"),
      ("days", "\(days)", (0...183).contains(days), "give 0 to 183 days to either side"),
    ] where !holds {
      throw ValidationError("--\(option) is \(value); \(remedy)")
    }
    model.method = chosen
    if case .trees(var trees) = chosen {
      trees.rounds = rounds ?? trees.rounds
      trees.depth = depth ?? trees.depth
      model.method = .trees(trees)
    } else if let (name, value) = [("rounds", rounds), ("depth", depth)].first(where: { $1 != nil })
    {
      throw ValidationError(
        "--\(name) \(value ?? 0) belongs to trees; leave it out, or choose --method trees")
    }
    model.pool.extent = pool
    model.pool.days = days
    model.pool.sameHour = sameHour
    if let reference {
      guard let period = WeatherPool.Reference(reference) else {
        throw ValidationError(
          "--reference is “\(reference)”; write it as 2013-01-01..2015-12-31")
      }
      model.pool.reference = period
    }
    model.scale = scale
    model.bootstrapModels = models
    model.blockDays = blockDays
    model.confidenceLevel = level
    model.judgesSkill = skill
    model.comparesYears = compareYears
    model.showsRmweather = showsRmweather
    model.attributesDays = attributeDays
    model.seed = seed
    for (option, text, lags) in [
      ("lags", lags, \FeatureSettings.lags), ("lag-days", lagDays, \.lagDays),
    ] {
      guard let text else { continue }
      let numbers = text.split(separator: ",").map { Int($0) }
      guard numbers.allSatisfy({ ($0 ?? 0) > 0 }) else {
        throw ValidationError("--\(option) is “\(text)”; give whole numbers such as 1,2,3")
      }
      model.features[keyPath: lags] = numbers.compactMap(\.self)
    }
    guard (0...100).contains(trajectoryClusters) else {
      throw ValidationError("--trajectory-clusters is \(trajectoryClusters); give 0 to 100")
    }
    model.features.trajectoryClusters = trajectoryClusters
    return model
  }
}
