import Documents
import AirQuality
import TextFiles
import Weather

extension WeatherRule {
  /// Models on drawn blocks: half of the default’s fifty, since every donor is trained as often.
  static let standardModels = 25

  /// Reads `weather: { method: trees, pool: season, days: 14, … }`.
  init?(_ top: StudyFields) throws(EstimationError) {
    guard top.value("weather") != nil else { return nil }
    let fields = try top.neededFields("weather")
    try fields.allow(StudyKey.names(under: "weather"))
    var model = WeatherModel()
    model.bootstrapModels = Self.standardModels
    if let name = try fields.text("method") {
      guard let method = WeatherMethod(identifier: name) else {
        throw fields.bad(
          "method", Message("error.study.is-name", ["name": .fact(name)]),
          Message("error.study.choose-word", ["s": .names(WeatherMethod.identifiers)]))
      }
      model.method = method
    }
    func positive(_ name: String, least: Int = 1) throws(EstimationError) -> Int? {
      guard let value = try fields.wholeNumber(name) else { return nil }
      guard value >= least else {
        throw fields.bad(
          name, Message("error.study.is-value", ["value": .fact(value)]),
          Message("error.study.give-more", ["least": .fact(least)]))
      }
      let limit: WorkLimit? = name == "seed" ? nil : name == "models" ? .models : .counts
      if let words = limit?.refusal(of: value) {
        throw fields.bad(
          name,
          Message(
            "error.study.is-value-too-small", ["value": .fact(value), "words": .fact(words)]),
          "error.study.give-less")
      }
      return value
    }
    if case .trees(var trees) = model.method {
      trees.rounds = try positive("rounds") ?? trees.rounds
      trees.depth = try positive("depth") ?? trees.depth
      model.method = .trees(trees)
    } else {
      for name in ["rounds", "depth"] where fields.value(name) != nil {
        throw fields.bad(
          name, "error.study.belongs-trees",
          Message(
            "error.study.leave-out-write-method", ["treeSettings": .fact(TreeSettings.identifier)]))
      }
    }
    model.pool.extent = try fields.choice("pool") ?? model.pool.extent
    model.pool.days = try positive("days", least: 0) ?? model.pool.days
    if let text = try fields.text("same_hour") {
      guard let value = Bool(text) else {
        throw fields.bad(
          "same_hour", Message("error.study.is-text", ["text": .fact(text)]),
          "error.study.write-true-false")
      }
      model.pool.sameHour = value
    }
    if let text = try fields.text("reference") {
      guard let period = WeatherPool.Reference(text) else {
        throw fields.bad(
          "reference", Message("error.study.is-no-period", ["text": .fact(text)]),
          "error.study.write-2013-01-01")
      }
      model.pool.reference = period
    }
    model.scale = try fields.choice("scale") ?? model.scale
    model.bootstrapModels = try positive("models", least: 2) ?? model.bootstrapModels
    model.blockDays = try positive("block_days") ?? model.blockDays
    for item in try fields.items("lags") ?? [] {
      guard let lag = Int(item.text ?? ""), lag > 0 else {
        throw fields.bad(
          "lags", Message("error.study.has", ["text": .fact(item.text ?? "")]),
          "error.study.give-whole-numbers", at: item)
      }
      model.features.lags.append(lag)
    }
    if let seed = try positive("seed", least: 0) { model.seed = UInt64(seed) }
    self.init(
      model: model, variables: try fields.pollutants("variables"),
      station: try fields.text("station"))
  }
}
