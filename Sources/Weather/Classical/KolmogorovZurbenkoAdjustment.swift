import Documents
public import AirQuality
import Foundation
import NumericKernels

/// A daily series taken apart by time scale, and its long-term part without the weather's share.
///
/// X = long-term + season + short-term, with the baseline (long-term and season) from KZ(15, 5)
/// and the long-term part from KZ(365, 3). Baseline and short-term part are each regressed on the
/// same part of every weather variable; what the two regressions leave, filtered by KZ(365, 3), is
/// the long-term part at the average weather.
///
/// It assumes that weather acts linearly on the modelled scale and alike in all seasons.
///
/// - Source: Rao and Zurbenko (1994), doi:10.1080/10473289.1994.10467303; Eskridge et al. (1997),
///   doi:10.1175/1520-0477(1997)078<1473:SDSITS>2.0.CO;2, for the widths.
public struct KolmogorovZurbenkoAdjustment: Hashable, Codable, Sendable {
  /// Days of the window that takes short-term weather out. Default: 15.
  public var baselineWindow = 15
  /// Passes of it. Default: 5; what lasts less than 33 days is short-term.
  public var baselineIterations = 5
  /// Days of the window that takes the season out. Default: 365.
  public var longTermWindow = 365
  /// Passes of it. Default: 3; what lasts less than 1.7 years is not long-term.
  public var longTermIterations = 3
  /// The scale on which parts add up. Default: logarithm, as in the paper.
  public var scale = WeatherModel.Scale.log

  /// All settings at their defaults.
  public init() {}

  /// Takes a series apart.
  ///
  /// - Parameters:
  ///   - series: the pollutant, daily.
  ///   - weather: weather variables of the station, daily or finer.
  /// - Throws: `WeatherError.spanTooShort` for less than two long-term windows, `.badSetting` for
  ///   a series that is not daily or a window that is not odd, and what `WeatherTable` throws.
  public func adjust(
    _ series: MonitoringSeries, weather: [MonitoringSeries]
  ) throws(WeatherError) -> Parts {
    guard series.axis.step == .day else {
      throw .badSetting(
        "series", problem: Message("error.weather.has-step", ["step": .fact(series.axis.step)]),
        remedy: "error.weather.average-days-first")
    }
    for (name, window) in [
      ("baselineWindow", baselineWindow), ("longTermWindow", longTermWindow),
    ] where window < 1 || window % 2 == 0 {
      throw .badSetting(
        name, problem: Message("error.weather.is-6", ["window": .fact(window)]),
        remedy: "error.weather.give-odd-number-days")
    }
    guard series.count >= 2 * longTermWindow else {
      throw .spanTooShort(
        station: series.station.key, method: "error.weather.kz-filter",
        days: series.count, needed: 2 * longTermWindow)
    }
    var features = FeatureSettings()
    features.clock = []
    let table = try WeatherTable(series, weather: weather, settings: features)
    do {
      return try parts(table)
    } catch .tooFewObservations(let rows, let columns) {
      throw .tooFewRows(station: series.station.key, found: rows, needed: columns + 1)
    } catch {
      throw .numerical(station: series.station.key, error.message)
    }
  }

  private func parts(_ table: WeatherTable) throws(KernelError) -> Parts {
    let response = table.series.storage.map { value -> Double in
      scale == .log ? (value > 0 ? log(value) : .nan) : value
    }
    func baseline(_ values: [Double]) throws(KernelError) -> [Double] {
      try KolmogorovZurbenko.filter(
        values, window: baselineWindow, iterations: baselineIterations)
    }
    func longTerm(_ values: [Double]) throws(KernelError) -> [Double] {
      try KolmogorovZurbenko.filter(
        values, window: longTermWindow, iterations: longTermIterations)
    }
    let slow = try baseline(response)
    let fast = zip(response, slow).map { $0 - $1 }
    let slowWeather = try table.columns.map { (column) throws(KernelError) in
      try baseline(column)
    }
    let fastWeather = zip(table.columns, slowWeather).map { zip($0, $1).map { $0 - $1 } }
    let names = table.features.map(\.name)
    // A baseline stands on days without a value too; only measured days count.
    let slowRest = try Self.residuals(
      zip(response, slow).map { $0.isNaN ? .nan : $1 }, on: slowWeather, names: names)
    let fastRest = try Self.residuals(fast, on: fastWeather, names: names)
    let level = Summation.mean(slow.filter { !$0.isNaN })
    let rest = zip(slowRest.values, fastRest.values).map { $0 + $1 + level }
    let long = try longTerm(response)
    let adjusted = try longTerm(rest)
    func path(_ values: [Double]) -> MonitoringSeries {
      MonitoringSeries(
        station: table.series.station, pollutant: table.series.pollutant,
        unit: table.series.unit, referenceState: table.series.referenceState, axis: table.axis,
        storage: scale == .log ? values.map { exp($0) } : values)
    }
    return Parts(
      longTerm: path(long), adjustedLongTerm: path(adjusted),
      season: zip(slow, long).map { Parts.optional($0 - $1) },
      shortTerm: fast.map { Parts.optional($0) }, scale: scale,
      baselineShare: slowRest.rSquared, shortTermShare: fastRest.rSquared, notes: table.notes)
  }

  private static func residuals(
    _ response: [Double], on columns: [[Double]], names: [String]
  ) throws(KernelError) -> (values: [Double], rSquared: Double) {
    let rows = response.indices.filter { row in
      !response[row].isNaN && columns.allSatisfy { !$0[row].isNaN }
    }
    let design = Matrix(
      columns: [rows.map { _ in 1.0 }] + columns.map { column in rows.map { column[$0] } })
    let fit = try LeastSquares.fit(
      design: design, response: rows.map { response[$0] }, names: ["level"] + names)
    var values = [Double](repeating: .nan, count: response.count)
    for (row, residual) in zip(rows, fit.residuals) { values[row] = residual }
    return (values, fit.rSquared)
  }

  /// A series taken apart.
  public struct Parts: Codable, Sendable {
    /// The long-term part as measured, in the unit of the series.
    public let longTerm: MonitoringSeries
    /// The long-term part at the average weather, in the unit of the series.
    public let adjustedLongTerm: MonitoringSeries
    /// Baseline minus long-term part, one a day, on `scale`; `nil` where missing.
    public let season: [Double?]
    /// Measured minus baseline, one a day, on `scale`; `nil` where missing.
    public let shortTerm: [Double?]
    /// The scale on which parts add up.
    public let scale: WeatherModel.Scale
    /// Share of the baseline's variance that weather's baseline explains.
    public let baselineShare: Double
    /// Share of the short-term variance that short-term weather explains.
    public let shortTermShare: Double
    /// What the reader should know.
    public let notes: [WeatherNote]

    static func optional(_ value: Double) -> Double? { value.isNaN ? nil : value }
  }
}
