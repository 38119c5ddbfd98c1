public import AirQuality
import Foundation
import NumericKernels

/// What the days of a series are made of: the usual, the time, the weather, what weather does only at that
/// time, and what the model does not explain.
///
/// `usual` + `time` + `weather` + `interplay` + `unexplained` is what was measured, exactly, on the
/// model's scale. The parts are those of the model, so they tell how it explains the air and no more: of two
/// variables that go together it may credit either.
///
/// - Source: Shapley values of trees, `TreeContributions`; of additive models the functions themselves.
public struct DayAttribution: Hashable, Codable, Sendable {
  /// One day.
  public struct Day: Hashable, Codable, Sendable {
    /// Local day.
    public let day: CivilDate
    /// Mean of its measured steps, on the model's scale.
    public let measured: Double
    /// Trend, season, weekday and hour.
    public let time: Double
    /// Weather, whatever the time: the sum of `ofVariable`.
    public let weather: Double
    /// What weather does only at that time: the sum of `withTime`.
    public let interplay: Double
    /// Measured less what the model expects.
    public let unexplained: Double
    /// By weather variable, in the order of `variables`.
    public let ofVariable: [Double]
    /// By weather variable, what it does only at that time.
    public let withTime: [Double]
  }

  /// The scale on which the parts add up: concentrations, or logarithms of them.
  public let scale: WeatherModel.Scale
  /// What is expected when nothing of the day is known: the mean over what the model learned from.
  public let usual: Double
  /// The weather variables.
  public let variables: [String]
  /// Every day with a measured step, ascending.
  public let days: [Day]

  /// - Parameters:
  ///   - offset: a known change, one a step, that the model did not learn; it belongs to the time.
  init(
    _ parts: ModelParts, _ table: WeatherTable, steps: [Int], response: [Double],
    offset: [Double], scale: WeatherModel.Scale
  ) {
    self.scale = scale
    usual = parts.base
    let places = table.positions(.weather)
    variables = places.map { table.features[$0].name }
    var rows: [CivilDate: [Int]] = [:]
    for (row, step) in steps.enumerated() {
      rows[table.axis.date(at: step), default: []].append(row)
    }
    days = rows.keys.sorted().map { day in
      let own = rows[day] ?? []
      func mean(_ values: [Double]) -> Double { Summation.mean(own.map { values[$0] }) }
      let measured = mean(response)
      let time = mean(parts.time) + mean(offset)
      let ofVariable = places.map { mean(parts.weather[$0] ?? []) }
      let withTime = places.map { mean(parts.interplay[$0] ?? []) }
      let weather = Summation.sum(ofVariable)
      let interplay = Summation.sum(withTime)
      return Day(
        day: day, measured: measured, time: time, weather: weather, interplay: interplay,
        unexplained: measured - parts.base - time - weather - interplay, ofVariable: ofVariable,
        withTime: withTime)
    }
  }
}
