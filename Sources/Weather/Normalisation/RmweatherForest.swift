import Documents
import AirQuality

/// What rmweather would print of the same table, to be shown beside our own figures.
///
/// - Source: Grange et al. (2018), doi:10.5194/acp-18-6223-2018. Departures: a forest with ranger's
///   settings grown by XGBoost, and the exact mean over all weather instead of 300 draws.
extension WeatherModel {
  /// rmweather's forest, with the whole year's weather, and nothing beside it.
  package static func rmweather(features: Int) -> WeatherModel {
    var model = WeatherModel()
    model.method = .trees(.forest(features: features))
    model.pool = .wholeYear
    model.bootstrapModels = 0
    model.comparesYears = false
    model.judgesSkill = false
    model.describesModel = false
    return model
  }

  /// Its normalised series.
  ///
  /// - Throws: `WeatherError`, also where the table has no trend, without which nothing of time is left.
  func rmweatherSeries(
    _ table: WeatherTable, threads: Int?
  ) throws(WeatherError) -> MonitoringSeries {
    guard table.features.contains(where: { $0.name == FeatureSettings.Clock.trend.rawValue }) else {
      throw .badSetting(
        "showsRmweather", problem: "error.weather.rmweather-without-trend",
        remedy: "error.weather.keep-trend")
    }
    var forest = Self.rmweather(features: table.features.count)
    forest.seed = seed
    return try forest.normalise(table.averagingAllButTrend, threads: threads).normalised
  }
}

extension WeatherTable {
  /// The same with day of the year, weekday and hour averaged like weather, as rmweather does.
  package var averagingAllButTrend: WeatherTable {
    WeatherTable(
      series: series,
      features: features.map { feature in
        feature.name == FeatureSettings.Clock.trend.rawValue
          ? feature
          : WeatherFeature(feature.name, .weather, feature.shape, unit: feature.unit)
      },
      columns: columns)
  }
}
