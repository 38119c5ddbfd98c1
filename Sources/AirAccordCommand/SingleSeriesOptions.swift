import Studies
import AirQuality
import ArgumentParser
import Documents
import Estimation
import Evidence
import Foundation
import NumericKernels
import Store
import Weather

/// Which series are looked at one by one, and over which days.
struct SingleSeriesOptions: ParsableArguments {
  @OptionGroup var archive: ArchiveOption

  @Option(name: .long, help: "The pollutant, for example no2.")
  var pollutant: String

  @Option(
    name: .long,
    help: """
      Station, by its name or network/identifier; can be given several times; default: all that \
      measure the pollutant.
      """)
  var station: [String] = []

  @Option(
    name: .long,
    help: "Only this instrument, where a station has several; “mean” takes their mean.")
  var instrument: String?

  @Option(name: .long, help: "Only series of this averaging time: hour, 8 h, day, month …")
  var averaging: TimeStep?

  @Option(
    name: .long, help: "First day to look at, such as 2014-01-01; default: the first there is.")
  var from: CivilDate?

  @Option(name: .long, help: "Last day to look at; default: the last there is.")
  var to: CivilDate?

  @Flag(
    name: .long,
    help: """
      First take the weather out with the station’s own weather and the settings that “airaccord \
      normalise” has when none are given.
      """)
  var normalise = false

  @Option(name: .long, help: "Threads; the result does not depend on it.")
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads is \(threads); give 1 or more") }
    if let from, let to, from > to {
      throw ValidationError("--from \(from) lies behind --to \(to); exchange them")
    }
  }

  /// The days to look at; `nil` for all.
  private var window: DatePeriod? {
    guard from != nil || to != nil else { return nil }
    return DatePeriod(
      from ?? CivilDate(year: 1, month: 1, day: 1)!,
      through: to ?? CivilDate(year: 9_999, month: 12, day: 31)!)
  }

  /// The series of the selection.
  private func series(in store: Archive) throws -> [MonitoringSeries] {
    var found: [MonitoringSeries] = []
    for name in station.isEmpty ? [nil] : station.map(Optional.some) {
      var selection = SelectionOptions()
      selection.pollutant = pollutant
      selection.station = name
      selection.instrument = instrument
      selection.averaging = averaging
      for one in try selection.series(selection.summaries(in: store), in: store)
      where !found.contains(where: { $0.key == one.key }) { found.append(one) }
    }
    return found
  }

  /// Looks at every series; what one cannot answer does not silence the others.
  ///
  /// - Parameters:
  ///   - language: of what is said of stations that are left out.
  ///   - body: an estimate with a window and a number of threads.
  /// - Throws: the first refusal when there is nothing else.
  func each<Fit: Sendable>(
    _ language: Language,
    _ body: @Sendable (MonitoringSeries, DatePeriod?, Int?) throws(EstimationError) -> Fit
  ) throws -> [Fit] {
    let store = try archive.opened()
    let (threads, window) = (threads, window)
    var chosen = try series(in: store)
    var refusals: [(String, any Explained)] = []
    if normalise {
      var model = WeatherModel()
      // Bands and skill are what “airaccord normalise” is for.
      model.bootstrapModels = 0
      model.judgesSkill = false
      model.comparesYears = false
      let progress = ProgressLine(total: chosen.count)
      var normalised: [MonitoringSeries] = []
      for (number, one) in chosen.enumerated() {
        progress.show(number, one.station.name)
        do {
          normalised.append(
            try model.normalise(
              one, weather: Self.weather(of: one.station, in: store), threads: threads
            ).normalised)
        } catch let error as WeatherError {
          refusals.append((one.station.key, error))
        }
      }
      progress.finish()
      chosen = normalised
    }
    let series = chosen
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
    for (station, refusal) in refusals {
      StandardError.say(
        .at(station, Message("command.left-out", ["reason": .text(refusal.explanation)])), language)
    }
    return fits
  }

  private static func weather(of station: Station, in store: Archive) throws -> [MonitoringSeries] {
    try store.seriesList(station: station).filter { $0.pollutant.kind == .weather }
      .compactMap { try store.series($0.pollutant, at: station) }
  }
}
