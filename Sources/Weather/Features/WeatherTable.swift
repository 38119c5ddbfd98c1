public import AirQuality
import Foundation
import NumericKernels

/// A pollutant's series with the predictors of a weather model, step by step of one axis.
public struct WeatherTable: Sendable {
  /// The pollutant's series.
  public let series: MonitoringSeries
  /// The predictors, those of time first.
  public let features: [WeatherFeature]
  /// What the reader should know about how they were made.
  public let notes: [WeatherNote]
  /// One column a feature, `axis.count` values each, NaN where missing.
  package let columns: [[Double]]

  /// The common axis.
  public var axis: TimeAxis { series.axis }

  /// Features in columns; columns of another length are our own mistake.
  package init(
    series: MonitoringSeries, features: [WeatherFeature], columns: [[Double]],
    notes: [WeatherNote] = []
  ) {
    precondition(
      features.count == columns.count && columns.allSatisfy { $0.count == series.count })
    self.series = series
    self.features = features
    self.columns = columns
    self.notes = notes
  }

  /// The same without some features, by name.
  package func without(_ names: Set<String>) -> WeatherTable {
    let kept = features.indices.filter { !names.contains(features[$0].name) }
    return WeatherTable(
      series: series, features: kept.map { features[$0] }, columns: kept.map { columns[$0] },
      notes: notes)
  }

  /// Positions of the features with a role.
  package func positions(_ role: WeatherFeature.Role) -> [Int] {
    features.indices.filter { features[$0].role == role }
  }

  /// Steps at which at least one weather variable was measured.
  package var stepsWithWeather: [Int] {
    let weather = positions(.weather)
    return (0..<series.count).filter { step in
      weather.contains { !columns[$0][step].isNaN }
    }
  }

  /// Steps on which a model can be trained: the pollutant and some weather were measured and, on
  /// the log scale, the value is positive.
  package func trainingSteps(_ scale: WeatherModel.Scale) -> [Int] {
    stepsWithWeather.filter {
      let value = series.storage[$0]
      return !value.isNaN && (scale == .linear || value > 0)
    }
  }

  /// The response at some steps, on a scale.
  package func response(_ steps: [Int], _ scale: WeatherModel.Scale) -> [Double] {
    response(steps, series, scale)
  }

  /// The values of a series on the table's axis at some steps, on a scale.
  func response(
    _ steps: [Int], _ series: MonitoringSeries, _ scale: WeatherModel.Scale
  ) -> [Double] {
    steps.map { scale == .log ? log(series.storage[$0]) : series.storage[$0] }
  }

  /// The table in which the trend of some steps is that of the nearest of others.
  ///
  /// Nobody knows the trend of a time that a model has not seen, and a smooth function extrapolated
  /// through it may be anywhere.
  ///
  /// - Parameters:
  ///   - held: ascending.
  ///   - seen: ascending, none of `held`.
  package func holdingTrend(of held: [Int], atNearestOf seen: [Int]) -> WeatherTable {
    guard let last = seen.last,
      let trend = features.firstIndex(where: { $0.name == FeatureSettings.Clock.trend.rawValue })
    else { return self }
    var columns = columns
    var next = 0
    for step in held {
      while next < seen.count, seen[next] < step { next += 1 }
      let later = next < seen.count ? seen[next] : last
      let earlier = next > 0 ? seen[next - 1] : later
      columns[trend][step] =
        self.columns[trend][step - earlier <= abs(later - step) ? earlier : later]
    }
    return WeatherTable(series: series, features: features, columns: columns)
  }

  /// The predictors at some steps in single precision.
  package func matrix(_ steps: [Int]) -> FeatureMatrix {
    FeatureMatrix(columns: columns.map { column in steps.map { column[$0] } })
  }

  /// The predictors at all steps in single precision.
  package var matrix: FeatureMatrix { FeatureMatrix(columns: columns) }

  /// Place of each step on the circle of 366 calendar days: 29 February has a place of its own,
  /// so that a date has the same place in every year.
  package var calendarDays: [Int] {
    (0..<axis.count).map { Self.calendarDay(axis.date(at: $0)) }
  }

  /// Hour of the day of each step, 0 to 23.
  package var hours: [Int] {
    (0..<axis.count).map {
      axis.instant(at: $0).secondOfDay(utcOffset: axis.utcOffset) / 3_600
    }
  }

  static func calendarDay(_ date: CivilDate) -> Int {
    let isAfterFebruary = date.month > 2
    return date.dayOfYear - 1 + (isAfterFebruary && !CivilDate.isLeap(date.year) ? 1 : 0)
  }
}
