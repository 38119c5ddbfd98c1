import AirQuality
import NumericKernels

/// One trend of many stations: that of their mean, each station’s own level taken out, with the
/// regional Kendall test beside it.
///
/// The interval comes from the mean’s own dependence, so that stations which move together count as
/// the few that they are worth. Stations need not cover the same periods.
///
/// - Source: regional Kendall, Helsel and Frans (2006), doi:10.1021/es051650b; dependence between
///   stations, Dietz and Killeen (1981), doi:10.1080/01621459.1981.10477624.
public struct RegionalTrend: Codable, Hashable, Sendable {
  /// How many stations.
  public let stations: Int
  /// The trend of the stations’ mean.
  public let fit: TrendFit
  /// Median of the slopes of all pairs inside the stations, in the unit a year.
  public let kendallSlope: Double
  /// The sum of the stations’ scores, stations taken for independent.
  public let independent: TrendFit.Test
  /// The same with the stations’ covariances; `nil` with fewer than ten periods in which all measure.
  public let correlated: TrendFit.Test?
  /// How many stations fall, their own interval below zero.
  public let falling: Int
  /// How many stations rise, their own interval above zero.
  public let rising: Int

  /// The region of trends of one pollutant in one unit.
  ///
  /// - Returns: `nil` with fewer than two stations, or with units or periods that differ.
  /// - Throws: as `Trend.estimate`.
  public init?(_ fits: [TrendFit], threads: Int? = nil) throws(EstimationError) {
    guard let first = fits.first, fits.count > 1,
      fits.allSatisfy({
        $0.series.unit == first.series.unit && $0.series.pollutant == first.series.pollutant
          && $0.series.resolution == first.series.resolution
      })
    else { return nil }
    var places: [CivilDate: String] = [:]
    for fit in fits {
      for (start, label) in zip(fit.series.starts, fit.series.labels) { places[start] = label }
    }
    let starts = places.keys.sorted()
    let place = Dictionary(uniqueKeysWithValues: starts.enumerated().map { ($1, $0) })
    let rows = fits.map { fit in
      var row = [Double](repeating: .nan, count: starts.count)
      for (start, value) in zip(fit.series.starts, fit.adjusted) {
        if let value { row[place[start]!] = value }
      }
      return row
    }
    let mean = Self.mean(rows)
    var settings = first.settings
    settings.deseasonalise = false
    let series = PeriodSeries(
      station: Station(network: "region", identifier: "\(fits.count)"),
      pollutant: first.series.pollutant, unit: first.series.unit,
      resolution: first.series.resolution, labels: starts.map { places[$0]! }, starts: starts,
      values: mean.map { $0.isNaN ? nil : $0 })
    fit = try settings.estimate(series, threads: threads)
    stations = fits.count
    let years = starts.map { Double($0.daysSinceEpoch - starts[0].daysSinceEpoch) / 365.25 }
    var times: [Double] = []
    var values: [Double] = []
    var groups: [Int] = []
    for (station, row) in rows.enumerated() {
      for (period, value) in row.enumerated() where !value.isNaN {
        times.append(years[period])
        values.append(value)
        groups.append(station)
      }
    }
    kendallSlope = PairwiseSlopes(times: times, values: values, groups: groups).median
    func test(_ name: String, _ test: MannKendall) -> TrendFit.Test {
      TrendFit.Test(
        name: name, score: test.score, z: test.z.isFinite ? test.z : nil, tau: test.tau,
        pValue: test.z.isFinite ? test.pValue : nil)
    }
    independent = test("regional", .several(rows))
    let complete = starts.indices.filter { period in rows.allSatisfy { !$0[period].isNaN } }
    correlated =
      complete.count >= 10 && rows.count <= 400
      ? test("correlated-regional", .correlated(rows)) : nil
    falling = fits.reduce(0) { $0 + ($1.sen.upper < 0 ? 1 : 0) }
    rising = fits.reduce(0) { $0 + ($1.sen.lower > 0 ? 1 : 0) }
  }

  /// The stations’ mean by period, their levels taken out by least squares and their mean put back.
  static func mean(_ rows: [[Double]]) -> [Double] {
    let count = rows.first?.count ?? 0
    var levels = [Double](repeating: 0, count: rows.count)
    var periods = [Double](repeating: .nan, count: count)
    for _ in 0..<500 {
      for period in 0..<count {
        let own = rows.indices.filter { !rows[$0][period].isNaN }
        periods[period] =
          own.isEmpty ? .nan : Summation.mean(own.map { rows[$0][period] - levels[$0] })
      }
      var largest = 0.0
      for station in rows.indices {
        let own = (0..<count).filter { !rows[station][$0].isNaN }
        let level = Summation.mean(own.map { rows[station][$0] - periods[$0] })
        largest = max(largest, abs(level - levels[station]))
        levels[station] = level
      }
      let centre = Summation.mean(levels)
      for station in rows.indices { levels[station] -= centre }
      if largest < 1e-10 * (1 + abs(centre)) { break }
    }
    return periods
  }
}
