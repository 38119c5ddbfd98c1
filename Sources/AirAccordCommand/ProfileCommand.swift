import AirQuality
import Store
import ArgumentParser
import Documents
import Evidence
import Studies
import Foundation

/// Prints how a series changes over the day, the week, the year and with the wind.
struct ProfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Print profiles over the day, week and year, and statistics by wind.",
    discussion: """
      Intervals of diurnal, weekday, weekly and monthly profiles come from drawing whole weeks, so \
      that they hold although neighbouring hours resemble each other. Wind directions are averaged \
      as vectors. Calm hours belong to no sector and have a row of their own.

      Examples:
        airaccord profile --archive air.sqlite --station prsa/Dongsi --pollutant pm25
        airaccord profile --archive air.sqlite --pollutant pm25 --kind sector --sectors 16
        airaccord profile --archive air.sqlite --pollutant pm25 --kind polar --speeds 1,2,4
      """)

  /// What to print.
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case diurnal, weekday, weekly, monthly, sector, polar
  }

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var selection: SelectionOptions

  @Option(name: .long, help: "Over the day, the week, the year, or by wind.")
  var kind: Kind = .diurnal

  @Option(name: .long, help: "Coverage of the intervals, 0 to 1.")
  var level: Double = 0.95

  @Option(name: .long, help: "Seed of the bootstrap.")
  var seed: UInt64 = 1

  @Option(name: .long, help: "How many wind sectors, the first centred on north.")
  var sectors: Int = 8

  @Option(name: .long, help: "Borders between classes of wind speed, m/s, for --kind polar.")
  var speeds: String = "1,2,4"

  @Option(name: .long, help: "Percentile that is printed by wind and above which hours count.")
  var percentile: Double = 90

  @OptionGroup var output: FormatOption
  @OptionGroup var speech: LanguageOption

  func validate() throws {
    guard level > 0, level < 1 else {
      throw ValidationError("--level is \(level); give a share between 0 and 1")
    }
    guard (1...72).contains(sectors) else {
      throw ValidationError("--sectors is \(sectors); give a number from 1 to 72")
    }
    guard (0...100).contains(percentile) else {
      throw ValidationError("--percentile is \(percentile); give a number from 0 to 100")
    }
    _ = try borders()
  }

  private func borders() throws -> [Double] {
    let numbers = speeds.split(separator: ",").map { Double($0) }
    let values = numbers.compactMap(\.self)
    guard values.count == numbers.count, values == values.sorted(), values.allSatisfy({ $0 > 0 })
    else { throw ValidationError("--speeds is “\(speeds)”; give ascending numbers such as 1,2,4") }
    return values
  }

  func run() throws {
    try explainingErrors {
      let store = try archive.opened()
      let chosen = try selection.summaries(in: store).filter {
        selection.pollutant != nil || $0.pollutant.kind != .weather
      }
      let series = try selection.series(chosen, in: store)
      let over: Profile.Kind? =
        switch kind {
        case .diurnal: .diurnal
        case .weekday: .weekday
        case .weekly: .weekly
        case .monthly: .monthly
        case .sector, .polar: nil
        }
      if let over {
        let profiles = try series.map {
          let speed =
            $0.pollutant == .windDirection ? try store.series(.windSpeed, at: $0.station) : nil
          return Profile($0, kind: over, level: level, seed: seed, windSpeed: speed)
        }
        try output.print(profiles, profiles.table(over: kind.rawValue), speech.language)
      } else {
        let statistics = try series.compactMap { try wind($0, in: store) }
        try output.print(
          statistics, statistics.table(percentile: percentile), speech.language)
      }
    }
  }

  private func wind(_ series: MonitoringSeries, in store: Archive) throws -> WindStatistics? {
    guard let direction = try store.series(.windDirection, at: series.station) else {
      say(series, "command.no-wind-direction")
      return nil
    }
    guard series.pollutant != .windDirection else {
      say(series, "command.direction-by-direction")
      return nil
    }
    let speed = try store.series(.windSpeed, at: series.station)
    if kind == .polar, speed == nil {
      say(series, "command.no-wind-speed")
      return nil
    }
    guard
      let statistics = WindStatistics(
        series, direction: direction, speed: speed, sectors: sectors,
        speeds: kind == .polar ? try borders() : [], percentile: percentile)
    else {
      say(series, "command.no-hour-with-wind")
      return nil
    }
    if statistics.withoutWind > 0 {
      say(
        series, Message("command.hours-without-wind", ["count": .count(statistics.withoutWind)]))
    }
    return statistics
  }

  /// A remark on a series.
  private func say(_ series: MonitoringSeries, _ remark: Message) {
    StandardError.say(.at("\(series.station.key) \(series.pollutant)", remark), speech.language)
  }
}
