public import AirQuality
import Documents
import Estimation
import NumericKernels
public import Store
import Weather

/// Series that are looked at one by one, each alone, over some days, as measured or without weather.
public struct StationSeries: Sendable {
  /// Which series.
  public let selection: SeriesSelection
  /// Where they are.
  public let store: Archive
  /// First day to look at; `nil` for the first there is.
  public var from: CivilDate?
  /// Last day; `nil` for the last there is.
  public var to: CivilDate?
  /// Whether weather is taken out first, with the station's own weather and a weather model's defaults.
  public var normalises = false
  /// Threads; `nil` for the machine's. The result does not depend on it.
  public var threads: Int?

  /// The series of a selection as they are.
  public init(_ selection: SeriesSelection, in store: Archive) {
    self.selection = selection
    self.store = store
  }

  /// Looks at every series; what one cannot answer does not silence the others.
  ///
  /// - Parameter body: an estimate with a window and a number of threads.
  /// - Returns: the answers, and what is said of clocks and of stations that are left out.
  /// - Throws: `SettingFault`, `JobError`, `ArchiveError`; the first refusal when there is nothing else.
  func each<Fit: Sendable>(
    _ watch: JobWatch,
    _ body: @Sendable (MonitoringSeries, DatePeriod?, Int?) throws(EstimationError) -> Fit
  ) throws -> (fits: [Fit], remarks: [Message]) {
    try SettingFault.check("threads", threads, 1...)
    let window = try window()
    let threads = threads
    let found = try selection.series(in: store)
    var refusals: [(String, any Explained)] = []
    let series = normalises ? try withoutWeather(found.series, watch, &refusals) : found.series
    let isSingle = series.count == 1
    let results = parallelMap(count: series.count, threads: isSingle ? 1 : threads) {
      place -> Result<Fit, EstimationError> in
      do throws(EstimationError) {
        return .success(try body(series[place], window, isSingle ? threads : 1))
      } catch {
        return .failure(error)
      }
    }
    var fits: [Fit] = []
    for (one, result) in zip(series, results) {
      switch result {
      case .success(let fit): fits.append(fit)
      case .failure(let error): refusals.append((one.station.key, error))
      }
    }
    if fits.isEmpty, let (_, error) = refusals.first { throw error }
    return (
      fits,
      found.remarks
        + refusals.map { station, refusal in
          .at(station, Message("command.left-out", ["reason": .message(refusal.reason)]))
        }
    )
  }

  /// The days to look at; `nil` for all.
  private func window() throws(SettingFault) -> DatePeriod? {
    guard from != nil || to != nil else { return nil }
    if let from, let to, from > to {
      throw SettingFault(
        "from", saying: Message("error.setting.behind-to", ["from": .date("\(from)")]),
        "error.setting.exchange")
    }
    return DatePeriod(
      from ?? CivilDate(year: 1, month: 1, day: 1)!,
      through: to ?? CivilDate(year: 9_999, month: 12, day: 31)!)
  }

  private func withoutWeather(
    _ series: [MonitoringSeries], _ watch: JobWatch, _ refusals: inout [(String, any Explained)]
  ) throws -> [MonitoringSeries] {
    var normalised: [MonitoringSeries] = []
    for (number, one) in series.enumerated() {
      try watch.begin(number, of: series.count, .verbatim(one.station.name))
      do {
        let weather = try store.seriesList(station: one.station)
          .filter { $0.pollutant.kind == .weather }
          .compactMap { try store.series($0.pollutant, at: one.station) }
        normalised.append(
          try WeatherModel.adjustedSeries(one, weather: weather, threads: threads))
      } catch let error as WeatherError {
        refusals.append((one.station.key, error))
      }
    }
    return normalised
  }
}
