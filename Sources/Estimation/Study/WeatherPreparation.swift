import Documents
import AirQuality
import NumericKernels
import Weather

/// Takes the effect of weather out of a study's series and keeps account of it.
///
/// Estimators get the observation minus the model's effect of weather, not the model's mean: the
/// mean understates what the model learned in part, and without the residual noise every error
/// would come out too small.
struct WeatherPreparation<Library: SeriesLibrary> {
  /// A series without the effect of weather, and what the bootstrap models make of it.
  struct Prepared {
    let series: MonitoringSeries
    let draws: [MonitoringSeries]
  }

  private let rule: WeatherRule
  private let library: Library
  private let substitute: Station?
  private var results: [NormalisedSeries] = []
  private var models: [StudyWeather.StationModel] = []
  private var notes: [Diagnostic] = []
  private var withoutWeather: [String] = []

  /// - Throws: `EstimationError` when the station that stands in is unknown.
  init(_ rule: WeatherRule, library: Library) throws {
    self.rule = rule
    self.library = library
    substitute = try rule.station.map { name in
      try StationDirectory(
        try library.stations(measuring: .temperature), pollutant: .temperature
      ).station(named: name)
    }
  }

  /// A treated station's series, described in full.
  ///
  /// - Parameter start: the day from which its level may have changed.
  /// - Throws: `WeatherError` when weather cannot be taken out.
  mutating func treated(_ series: MonitoringSeries, start: CivilDate) throws -> Prepared {
    let result = try rule.model.normalise(
      series, weather: try weather(of: series.station), start: start)
    results.append(result)
    models.append(
      StudyWeather.StationModel(
        station: series.station.key, isTreated: true, skill: result.skill,
        poolMeans: result.poolMeans, varianceShares: result.varianceShares))
    for note in result.notes where note.severity != .note {
      notes.append(
        Diagnostic(
          "weather-\(note.identifier)", note.severity == .serious ? .serious : .warning,
          saying: "weather-note",
          ["station": .text(series.station.name), "note": .message(note.message)]))
    }
    return prepared(result)
  }

  /// A donor's series; `nil`, and told of, when a donor that the study does not name has no
  /// weather, too few years or too few values.
  mutating func donor(_ series: MonitoringSeries, named: Bool) throws -> Prepared? {
    var model = rule.model
    // Skill, years and description are for the stations that the study is about.
    model.judgesSkill = false
    model.comparesYears = false
    model.describesModel = false
    do {
      let result = try model.normalise(series, weather: try weather(of: series.station))
      models.append(
        StudyWeather.StationModel(
          station: series.station.key, isTreated: false, skill: nil, poolMeans: nil,
          varianceShares: nil))
      return prepared(result)
    } catch let error as WeatherError {
      if named { throw error }
      withoutWeather.append(series.station.name)
      return nil
    }
  }

  private func prepared(_ result: NormalisedSeries) -> Prepared {
    Prepared(series: result.adjusted, draws: result.draws)
  }

  private func weather(of station: Station) throws -> [MonitoringSeries] {
    let wanted =
      rule.variables
      ?? [
        .temperature, Pollutant("dew_point"), Pollutant("humidity"), .pressure,
        Pollutant("precipitation"), .windSpeed, .windDirection,
        Pollutant("boundary_layer_height"),
      ]
    var found: [MonitoringSeries] = []
    for variable in wanted {
      if let own = try library.series(variable, at: station) {
        found.append(own)
      } else if let substitute, let other = try library.series(variable, at: substitute) {
        found.append(other)
      } else if rule.variables != nil {
        throw WeatherError.noWeather(station: station.key, constant: [])
      }
    }
    return found
  }

  /// What is kept with the study.
  ///
  /// - Parameter included: keys of the stations that are in the panel, in its order.
  func summary(_ included: [String]) -> StudyWeather {
    StudyWeather(
      rule: rule,
      stations: included.compactMap { key in models.first { $0.station == key } },
      comparison: YearComparison(results))
  }

  /// What the reader must know about it.
  var diagnostics: [Diagnostic] {
    var result = notes
    let skills = results.compactMap { $0.skill?.weeks.rSquared }
    let skill = skills.isEmpty ? Double.nan : Summation.mean(skills)
    result.append(
      Diagnostic(
        rule.model.pool.extent == .season ? "weather-normalised" : "weather-normalised-year", .note,
        [
          "stations": .count(models.count), "days": .count(rule.model.pool.days),
          "models": .count(rule.model.bootstrapModels),
          "skill": skills.isEmpty ? .missing : .two(skill),
        ]))
    if !skills.isEmpty, skill < 0.2 {
      result.append(
        Diagnostic("weather-model-skill", .warning, ["skill": .two(skill)]))
    }
    if !withoutWeather.isEmpty {
      result.append(
        Diagnostic(
          "donors-without-weather", .note,
          [
            "count": .count(withoutWeather.count), "names": .names(withoutWeather.sorted()),
          ]))
    }
    for one in YearComparison(results)?.disagreements ?? [] where one.series == "observed" {
      result.append(
        Diagnostic(
          "years-disagree", .serious,
          [
            "from": .text("\(one.calendar.from)"), "to": .text("\(one.calendar.to)"),
            "calendar": .number(one.calendar.observedPercent, .decimals(2), unit: "%"),
            "seasonalFrom": .text("\(one.seasonal.from)"),
            "seasonalTo": .text("\(one.seasonal.to)"),
            "seasonal": .number(one.seasonal.observedPercent, .decimals(2), unit: "%"),
          ]))
    }
    return result
  }
}
