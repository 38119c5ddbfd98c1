import Documents
public import AirQuality
import Foundation
import NumericKernels

/// Means of a pollutant by season and year, at the weather that the season has on average over
/// all years.
///
/// In each season of each year the pollutant is regressed on the weather of that season; the
/// regression is then averaged over the weather of the same season in all years. Seasons are
/// compared with themselves only, and the adjusted means differ by what the air did under the same
/// weather. What changed within a season together with its weather is not seen.
///
/// - Source: Zhang et al. (2017), doi:10.1098/rspa.2017.0457. Departures: the regression is an
///   additive model with smoothness by restricted maximum likelihood and first-order autoregressive
///   errors, where the paper smooths with kernels and resamples blocks for its errors; lags of the
///   weather enter through `features.lags`.
public struct SeasonalAdjustment: Hashable, Codable, Sendable {
  /// Functions of each weather variable, an upper limit. Default: 6; a season of days has about
  /// ninety rows.
  public var functions = 6
  /// Which weather predictors are made; those of the clock are not used.
  public var features = FeatureSettings()
  /// Share of a season's steps that must have pollutant and weather, 0 to 1. Default: 0.5; other
  /// seasons are left out and counted.
  public var minimumShare = 0.5

  /// All settings at their defaults.
  public init() {}

  /// Adjusts a series season by season.
  ///
  /// - Parameters:
  ///   - series: the pollutant, at any regular step up to a day.
  ///   - weather: weather variables of the station.
  /// - Throws: `WeatherError.spanTooShort` for less than two years, and what `WeatherTable` throws.
  public func adjust(
    _ series: MonitoringSeries, weather: [MonitoringSeries]
  ) throws(WeatherError) -> Seasons {
    let days = series.count * series.axis.step.meanSeconds / 86_400
    guard days >= 730 else {
      throw .spanTooShort(
        station: series.station.key, method: "error.weather.by-seasons", days: days, needed: 730)
    }
    var settings = features
    settings.clock = []
    let table = try WeatherTable(series, weather: weather, settings: settings)
    var steps: [Season: [Int]] = [:]
    var lengths: [Season: Int] = [:]
    for step in 0..<series.count {
      let season = Season(table.axis.date(at: step))
      lengths[season, default: 0] += 1
      let isUsable =
        !series.storage[step].isNaN && table.columns.allSatisfy { !$0[step].isNaN }
      if isUsable { steps[season, default: []].append(step) }
    }
    var additive = AdditiveSettings()
    additive.functions = functions
    let stepsADay = series.axis.step.periodsPerDay
    var kept: [Season] = []
    for season in lengths.keys.sorted() {
      // A season that the series cuts off counts with its whole length.
      let whole = max(lengths[season] ?? 0, 89 * stepsADay)
      if Double(steps[season]?.count ?? 0) >= minimumShare * Double(whole) { kept.append(season) }
    }
    let order = kept
    let usable = steps
    let pools = Dictionary(grouping: order, by: \.name)
      .mapValues { $0.flatMap { usable[$0] ?? [] } }
    let predictors = try AdditivePredictors(additive, table: table, steps: [])
    let means = try parallelMap(
      count: order.count,
      throwing: { (place) throws(WeatherError) -> SeasonMean in
        let season = order[place]
        return try mean(
          of: season, usable[season] ?? [], pool: pools[season.name] ?? [], predictors, table)
      })
    return Seasons(
      means: means, leftOut: lengths.count - order.count, unit: series.unit, notes: table.notes)
  }

  private func mean(
    of season: Season, _ steps: [Int], pool: [Int], _ predictors: AdditivePredictors,
    _ table: WeatherTable
  ) throws(WeatherError) -> SeasonMean {
    let response = steps.map { table.series.storage[$0] }
    do {
      let design = try AdditiveDesign(
        predictors.terms, covariates: predictors.values(at: steps))
      let fit = try AdditiveFit.fit(design, response: response, steps: steps)
      let rows = try design.rows(predictors.values(at: pool))
      let weights = rows.columnMeans(over: Array(pool.indices))
      let moved = try LinearAlgebra.multiply(fit.fullCovariance, weights)
      return SeasonMean(
        season: season, observed: Summation.mean(response),
        adjusted: LinearAlgebra.dot(weights, fit.coefficients),
        standardError: max(LinearAlgebra.dot(weights, moved), 0).squareRoot(),
        weatherShare: try fit.devianceExplained(response), count: steps.count)
    } catch .tooFewObservations(let rows, let columns) {
      throw .tooFewRows(station: table.series.station.key, found: rows, needed: columns + 1)
    } catch .rankDeficient(let columns, let others) {
      throw .numerical(
        station: table.series.station.key,
        Message(
          "error.weather.cannot-told-apart-from",
          [
            "name": .fact(season.name), "year": .fact(season.year), "columns": .names(columns),
            "others": .names(others),
          ]))
    } catch {
      throw .numerical(station: table.series.station.key, error.message)
    }
  }

  /// Three months of one year; December belongs to the winter of the year that follows.
  public struct Season: Hashable, Codable, Sendable, Comparable {
    /// `DJF`, `MAM`, `JJA` or `SON`.
    public let name: String
    /// Year of the season's last month.
    public let year: Int

    init(_ date: CivilDate) {
      let index = date.month % 12 / 3
      name = ["DJF", "MAM", "JJA", "SON"][index]
      year = date.month == 12 ? date.year + 1 : date.year
    }

    private var rank: Int { ["DJF", "MAM", "JJA", "SON"].firstIndex(of: name) ?? 0 }

    /// Chronological.
    public static func < (left: Self, right: Self) -> Bool {
      (left.year, left.rank) < (right.year, right.rank)
    }
  }

  /// One season of one year.
  public struct SeasonMean: Hashable, Codable, Sendable {
    /// Which.
    public let season: Season
    /// Mean as measured, in the unit of the series.
    public let observed: Double
    /// Mean at the average weather of the season over all years, in the unit of the series.
    public let adjusted: Double
    /// Of the adjusted mean, in the unit of the series; serial correlation allowed for.
    public let standardError: Double
    /// Share of the season's variation that its weather explains.
    public let weatherShare: Double
    /// Steps with pollutant and weather.
    public let count: Int
  }

  /// What was found.
  public struct Seasons: Codable, Sendable {
    /// In chronological order.
    public let means: [SeasonMean]
    /// Seasons with too few steps.
    public let leftOut: Int
    /// Unit of the means.
    public let unit: MeasurementUnit
    /// What the reader should know.
    public let notes: [WeatherNote]
  }
}
