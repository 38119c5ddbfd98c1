import AirQuality
import Foundation
import NumericKernels

/// What a normalised series tells about its model.
extension WeatherModel {
  func importance(
    _ model: any TrainedWeatherModel, _ table: WeatherTable, _ steps: [Int]
  ) -> [NormalisedSeries.Importance] {
    zip(table.features, model.importance(table, steps: steps))
      .map { NormalisedSeries.Importance(feature: $0.0.name, share: $0.1) }
      .sorted { ($1.share, $0.feature) < ($0.share, $1.feature) }
  }

  func varianceShares(
    _ model: any TrainedWeatherModel, _ table: WeatherTable, _ steps: [Int]
  ) -> NormalisedSeries.VarianceShares {
    let trend = table.features.indices.filter {
      table.features[$0].name == FeatureSettings.Clock.trend.rawValue
    }
    let calendar = table.positions(.time).filter { !trend.contains($0) }
    let shares = model.varianceShares(
      table, steps: steps, groups: [trend, calendar, table.positions(.weather)])
    return NormalisedSeries.VarianceShares(
      trend: shares.groups[0], calendar: shares.groups[1], weather: shares.groups[2],
      interactions: shares.interactions)
  }

  func poolMeans(
    _ table: WeatherTable, _ steps: [Int], _ response: [Double], _ values: [Double],
    average: (WeatherPool) -> [Double]
  ) -> NormalisedSeries.PoolMeans {
    func mean(_ values: [Double]) -> Double {
      let finite = Summation.mean(values.filter { !$0.isNaN })
      return scale == .log ? exp(finite) : finite
    }
    func means(_ extent: WeatherPool.Extent) -> Double {
      if pool.extent == extent { return mean(values) }
      var other = pool
      other.extent = extent
      return mean(average(other))
    }
    let days =
      (steps.last.map { table.axis.date(at: $0).daysSinceEpoch } ?? 0)
      - (steps.first.map { table.axis.date(at: $0).daysSinceEpoch } ?? 0) + 1
    return NormalisedSeries.PoolMeans(
      observed: mean(response),
      season: days >= WeatherPool.daysOfTwoSeasons || pool.extent == .season
        ? means(.season) : nil,
      year: means(.year))
  }

  func notes(_ table: WeatherTable, _ steps: [Int], kept: Int) -> [WeatherNote] {
    var notes: [WeatherNote] = []
    let measured = table.series.validCount
    let share = Double(measured) / Double(max(1, table.series.count))
    if share < 0.75 {
      notes.append(
        WeatherNote(
          "many-gaps", share < 0.5 ? .serious : .warning,
          facts: ["percent": ((1 - share) * 100).rounded()]))
    }
    if steps.count < measured {
      notes.append(
        WeatherNote(
          scale == .log ? "steps-left-out-log" : "steps-left-out", .note,
          facts: ["count": Double(measured - steps.count)]))
    }
    if kept < steps.count {
      notes.append(
        WeatherNote(
          "empty-pool", .warning, facts: ["count": Double(steps.count - kept)]))
    }
    let weather = table.positions(.weather)
    for position in weather where !table.features[position].name.contains("-lag-") {
      let column = table.columns[position]
      let missing = steps.reduce(0) { $0 + (column[$1].isNaN ? 1 : 0) }
      let part = Double(missing) / Double(max(1, steps.count))
      if part > 0.2 {
        notes.append(
          WeatherNote(
            "weather-gaps", .warning, facts: ["percent": (part * 100).rounded()],
            names: [table.features[position].name]))
      }
    }
    if let first = steps.first, let last = steps.last {
      let days =
        table.axis.date(at: last).daysSinceEpoch - table.axis.date(at: first).daysSinceEpoch
      if days < WeatherPool.daysOfTwoSeasons {
        notes.append(
          WeatherNote(
            pool.extent == .season && pool.reference == nil ? "season-seen-once" : "short-series",
            .serious, facts: ["days": Double(days + 1)]))
      }
    }
    return notes
  }
}
