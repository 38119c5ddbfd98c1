import AirQuality
import Store
import ArgumentParser
import Documents
import Evidence
import Foundation

/// Prints the air quality index of stations.
struct IndexCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aqi",
    abstract: "Print the air quality index of stations, with the pollutants that gave it.",
    discussion: """
      A day counts under the rules of its authority. China’s index is rounded up, the US one to \
      the nearest whole after the concentration was truncated. The tables have the US index of \
      2012 for PM2.5 only; the NowCast of ozone is not offered.

      Examples:
        airaccord aqi --archive air.sqlite --station Dongsi --scheme china-2012
        airaccord aqi --archive air.sqlite --station Beijing --scheme us-2012 --by hour --nowcast
      """)

  /// A version, or the one in force.
  enum Scheme: String, ExpressibleByArgument, CaseIterable {
    case china2012 = "china-2012"
    case china2026 = "china-2026"
    case us2012 = "us-2012"
    case us2024 = "us-2024"
    case inForce = "in-force"
  }

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var selection: SelectionOptions

  @Option(
    name: .long, help: "The version: china-2012, china-2026, us-2012, us-2024 or in-force.")
  var scheme: Scheme = .inForce

  @Option(name: .long, help: "Whose index in-force means: china or us.")
  var authority: AirQualityStandard.Authority = .china

  @Option(name: .long, help: "An index for each day or hour.")
  var by: AirQualityIndexSeries.Step = AirQualityIndexSeries().step

  @Flag(name: .long, help: "Use the NowCast of particulate matter for an hour.")
  var nowcast = false

  @Option(name: .long, help: "First day.")
  var from: CivilDate?

  @Option(name: .long, help: "Last day.")
  var to: CivilDate?

  @OptionGroup var output: FormatOption
  @OptionGroup var speech: LanguageOption

  func validate() throws {
    guard authority == .china || authority == .us else {
      throw ValidationError(
        "--authority is \(authority.rawValue); an index is there for china and us")
    }
    guard !nowcast || by == .hour else {
      throw ValidationError("--nowcast is for hours; add --by hour")
    }
    if let from, let to, to < from { throw ValidationError("--from is after --to") }
  }

  func run() throws {
    try explainingErrors {
      let store = try archive.opened()
      var maker = AirQualityIndexSeries()
      maker.step = by
      maker.usesNowCast = nowcast
      maker.choice =
        AirQualityIndexScheme(rawValue: scheme.rawValue).map { .fixed($0) } ?? .inForce(authority)
      var rows: [AirQualityIndex] = []
      let list = try selection.summaries(in: store)
      for station in Set(list.map(\.station)).sorted(by: { $0.key < $1.key }) {
        let series = try selection.series(list.filter { $0.station == station }, in: store)
          .filter { $0.count > 0 && $0.averaging == $0.axis.step }
        // One index a station: several instruments of a pollutant would each give their own.
        for (pollutant, same) in Dictionary(grouping: series, by: \.pollutant)
        where Set(same.map(\.instrument)).count > 1 {
          throw ArchiveError.ambiguousSeries(
            station: station.key, pollutant: pollutant.identifier,
            candidates: same.map { "\($0.instrument), \($0.averaging)" })
        }
        rows += try maker.indices(of: series).filter { isWanted($0) }
      }
      try output.print(rows, AirQualityIndexList(rows).document, speech.language)
    }
  }

  /// Whether a day or hour was asked for; series go in whole, since windows look across midnight.
  private func isWanted(_ row: AirQualityIndex) -> Bool {
    guard let date = CivilDate(String(row.time.prefix(10))) else { return true }
    return from.map { $0 <= date } ?? true && to.map { date <= $0 } ?? true
  }
}
