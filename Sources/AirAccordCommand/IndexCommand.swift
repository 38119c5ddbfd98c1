import AirQuality
import Store
import ArgumentParser
import Documents
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
      try printIndices(rows)
    }
  }

  /// Whether a day or hour was asked for; series go in whole, since windows look across midnight.
  private func isWanted(_ row: AirQualityIndex) -> Bool {
    guard let date = CivilDate(String(row.time.prefix(10))) else { return true }
    return from.map { $0 <= date } ?? true && to.map { date <= $0 } ?? true
  }

  private func printIndices(_ rows: [AirQualityIndex]) throws {
    let table = Table("indices", "command.index", rows) {
      Column("station") { .text($0.station) }
      Column("time") { .date($0.time) }
      Column("index") { row in
        row.index.map { .count($0) } ?? (row.withheld == nil ? .missing : .text("NA"))
      }
      Column("category") { row in
        row.category.map { category in
          let id =
            "index.\(row.scheme?.rawValue.prefix { $0 != "-" } ?? "").\(category.replacing(" ", with: "-"))"
          return Catalogue.builtIn.has(id) ? .message(Message(id)) : .text(category)
        } ?? .missing
      }
      Column("primary") { .text($0.primary.map(\.displayName).joined(separator: " ")) }
      Column("parts") { row in
        .list(row.parts.map { .message(Self.part($0)) })
      }
      Column("missing") { .text($0.missing.map(\.displayName).joined(separator: " ")) }
      Column("scheme") { row in
        row.scheme.map { .text($0.rawValue) } ?? .message("command.none-in-force")
      }
    }
    let withheld = Set(rows.compactMap(\.withheld)).sorted()
    let schemes = AirQualityIndexScheme.allCases.filter { scheme in
      rows.contains { $0.scheme == scheme }
    }
    let document = Document(title: "command.index", data: table) {
      Section("answer", role: .answer) { table }
      Section("command.index-rules") {
        withheld.map { Note(.warning, .at("NA", .verbatim($0))) }
        schemes.flatMap { scheme in
          scheme.rules.map { rule in
            Note(
              .note,
              .rule(
                rule.text, source: rule.provenance.source, isOurs: rule.isOurs,
                isBacked: rule.provenance.isBacked),
              about: [.verbatim(scheme.rawValue)])
          }
        }
      }
    }
    try output.print(rows, document, speech.language)
  }

  private static func part(_ part: AirQualityIndex.Part) -> Message {
    Message(
      part.isBeyondScale ? "command.part-beyond" : "command.part",
      [
        "pollutant": .text(part.pollutant.displayName), "averaging": .text(part.averaging),
        "concentration": .plain(part.concentration), "unit": .text(part.unit.symbol),
        "index": .count(part.index),
      ])
  }
}

extension Message {
  /// A rule of an authority with what it rests on.
  static func rule(_ text: String, source: String, isOurs: Bool, isBacked: Bool) -> Message {
    Message(
      isOurs ? "command.rule-ours" : isBacked ? "command.rule" : "command.rule-recalled",
      ["text": .text(text), "source": .text(source)])
  }
}
