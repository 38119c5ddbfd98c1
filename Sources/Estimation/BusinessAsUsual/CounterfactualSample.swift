import Documents
import AirQuality
import Cooperation
import NumericKernels
import Weather

/// The steps a business-as-usual model is trained on, in blocks, and those it predicts.
struct CounterfactualSample {
  /// The treated average beside weather and calendar.
  let table: WeatherTable
  /// The treated average on the outcome's scale, one a step of the axis.
  let observed: [Double]
  /// Steps before the measure with concentration and complete weather.
  let training: [Int]
  /// Steps after it with both.
  let predicted: [Int]
  /// Steps with complete weather, whether or not the concentration was measured.
  let complete: [Int]
  /// Places in `training` of each block of consecutive days.
  let blocks: [[Int]]
  /// Days that a block spans.
  let blockDays: Int
  /// Share of `predicted` with weather outside what `training` has seen.
  let outsideShare: Double
  let diagnostics: [Diagnostic]

  /// Whether the trend is among the predictors.
  var hasTrend: Bool {
    table.features.contains { $0.name == FeatureSettings.Clock.trend.rawValue }
  }

  init(_ settings: BusinessAsUsual, _ study: Study) throws(EstimationError) {
    let sample = try TreatedSample(study, minimum: 12)
    let days = study.before.dayCount
    var clock: [FeatureSettings.Clock] = [.hour]
    if settings.weekdays { clock.append(.weekday) }
    // A circle needs its whole round, a trend beside a season two of them.
    if settings.season, days >= 365 { clock.append(.dayOfYear) }
    if settings.trend == .line, days >= 730 { clock.append(.trend) }
    let table = try Self.table(study, clock: clock)
    let after = study.afterPositions
    complete = (0..<study.panel.axis.count).filter { step in
      table.columns.allSatisfy { !$0[step].isNaN }
    }
    let isComplete = Set(complete)
    let used = sample.positions.filter { isComplete.contains($0) }
    training = used.filter { !after.contains($0) }
    predicted = used.filter { after.contains($0) }
    for (found, needed, period) in [
      (training.count, 2 * settings.coefficientLimit(table), study.before),
      (predicted.count, 12, study.after),
    ] where found < needed {
      throw .tooFewObservations(found: found, needed: needed, period: period.description)
    }
    observed = study.treatedAverage
    self.table = table
    let daysInBlock = max(1, min(settings.blockDays, days / 10))
    blockDays = daysInBlock
    blocks = Self.blocks(
      training, length: daysInBlock * study.panel.axis.step.periodsPerDay)
    let outside = Self.outside(table, training: training, predicted: predicted)
    outsideShare = outside.share
    let lost = Double(sample.positions.count - used.count) / Double(sample.positions.count)
    diagnostics =
      table.notes.map(\.diagnostic) + outside.diagnostics
      + CovariateShift(table, scale: .linear, from: study.measure.start).notes.map(\.diagnostic)
      + Self.notes(settings, days: days, hasWeather: !study.covariates.isEmpty, lost: lost)
      + (settings.season && days >= 365 ? [] : SeasonOverlap(study).diagnostics)
  }

  private static func table(
    _ study: Study, clock: [FeatureSettings.Clock]
  ) throws(EstimationError) -> WeatherTable {
    guard !study.covariates.isEmpty else {
      return WeatherTable(calendarOf: study.observedPath, clock: clock)
    }
    var features = FeatureSettings()
    features.clock = clock
    let table: WeatherTable
    do {
      table = try WeatherTable(
        study.observedPath, weather: study.treatedWeather, settings: features)
    } catch {
      throw .numerical(error.withoutPlace)
    }
    // Whoever names the covariates of a study is asked which is meant.
    if let same = table.notes.first(where: { $0.identifier == "duplicate-weather" }) {
      throw .collinear(columns: same.names, with: ["the terms before it"])
    }
    return table
  }

  private static func blocks(_ training: [Int], length: Int) -> [[Int]] {
    var blocks: [[Int]] = []
    var last = -1
    for (place, step) in training.enumerated() {
      let block = (step - training[0]) / length
      if block != last { blocks.append([]) }
      blocks[blocks.count - 1].append(place)
      last = block
    }
    return blocks
  }

  /// How much of the weather after the measure the model has not seen before it.
  private static func outside(
    _ table: WeatherTable, training: [Int], predicted: [Int]
  ) -> (share: Double, diagnostics: [Diagnostic]) {
    var isOutside = [Bool](repeating: false, count: predicted.count)
    var names: [String] = []
    for position in table.positions(.weather) where table.features[position].shape == .linear {
      let column = table.columns[position]
      let seen = training.map { column[$0] }
      guard let lowest = seen.min(), let highest = seen.max() else { continue }
      var isNamed = false
      for (place, step) in predicted.enumerated()
      where column[step] < lowest || column[step] > highest {
        isOutside[place] = true
        isNamed = true
      }
      if isNamed { names.append(table.features[position].name) }
    }
    let share =
      Double(isOutside.reduce(0) { $0 + ($1 ? 1 : 0) }) / Double(max(predicted.count, 1))
    guard share > 0 else { return (0, []) }
    return (
      share,
      [
        Diagnostic(
          "outside-training", share >= 0.1 ? .serious : share >= 0.01 ? .warning : .note,
          ["share": .share(share, decimals: 2), "names": .names(names)])
      ]
    )
  }

  private static func notes(
    _ settings: BusinessAsUsual, days: Int, hasWeather: Bool, lost: Double
  ) -> [Diagnostic] {
    var notes: [Diagnostic] = []
    if !hasWeather {
      notes.append(
        Diagnostic("no-weather", .serious))
    }
    if days < 365, settings.season {
      notes.append(
        Diagnostic(
          "short-before", .serious, saying: "short-before-weather", ["days": .count(days)]))
    }
    if days < 730, settings.trend == .line {
      notes.append(
        Diagnostic("trend-left-out", .warning, ["days": .count(days)]))
    }
    if lost > 0 {
      notes.append(
        Diagnostic(
          "weather-missing", lost > 0.2 ? .warning : .note,
          ["share": .share(lost, decimals: lost < 0.01 ? 2 : 0)]))
    }
    return notes
  }
}

extension WeatherNote {
  /// The same as a diagnostic of a finding.
  var diagnostic: Diagnostic {
    let weight: Diagnostic.Severity =
      switch severity {
      case .note: .note
      case .warning: .warning
      case .serious: .serious
      }
    return Diagnostic(
      identifier, weight, saying: "weather-note-own", ["note": .message(message)])
  }
}
