package import AirQuality

extension WeatherTable {
  /// A table with predictors of the clock only, for series without weather.
  package init(calendarOf series: MonitoringSeries, clock: [FeatureSettings.Clock]) {
    var features: [WeatherFeature] = []
    var columns: [[Double]] = []
    for part in FeatureSettings.Clock.allCases where clock.contains(part) {
      guard let feature = part.feature(step: series.axis.step) else { continue }
      features.append(feature)
      columns.append(part.values(on: series.axis))
    }
    self.init(series: series, features: features, columns: columns)
  }
}
