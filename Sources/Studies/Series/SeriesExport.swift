public import AirQuality
import Documents
import Foundation
import Ingest
public import Store
import TextFiles

/// Writes series as a table that other programs read without guessing, with a description of its
/// columns beside it.
public struct SeriesExport: Job {
  /// How values are arranged.
  public enum Layout: String, CaseIterable, Sendable {
    /// Rows by station, pollutant and time.
    case long
    /// One row a time, one column a station; one pollutant.
    case wide
  }

  /// Which series.
  public let selection: SeriesSelection
  /// Where they are.
  public let store: Archive
  /// The file, which ends in `.csv`; replaced when the new one is whole.
  public let path: String
  /// How values are arranged.
  public var layout = Layout.long
  /// First local day; `nil` for the first there is.
  public var from: CivilDate?
  /// Last local day; `nil` for the last there is.
  public var to: CivilDate?

  /// An export of some series into a file.
  public init(_ selection: SeriesSelection, of store: Archive, to path: String) {
    self.selection = selection
    self.store = store
    self.path = path
  }

  /// - Throws: `SettingFault`, `JobError`, `ArchiveError`.
  public func run(_ watch: JobWatch) throws {
    guard path.lowercased().hasSuffix(".csv") else {
      throw SettingFault("output", path, "error.setting.csv-name")
    }
    if layout == .wide, selection.pollutant == nil {
      throw SettingFault(
        "layout", saying: "error.setting.wide-holds-one", "error.setting.name-pollutant")
    }
    let list = try selection.summaries(in: store).sorted {
      ($0.station.key, $0.pollutant.identifier) < ($1.station.key, $1.pollutant.identifier)
    }
    switch layout {
    case .long: try writeLong(list)
    case .wide: try writeWide(list)
    }
  }

  private func window(_ axis: TimeAxis) -> Range<Int> {
    let first = from.map { Instant($0, utcOffset: axis.utcOffset) }
    let last = to.map { Instant($0, hour: 24, utcOffset: axis.utcOffset) }
    return axis.positions(from: first ?? axis.start, until: last ?? axis.end)
  }

  /// One series in memory at a time.
  private func writeLong(_ list: [SeriesSummary]) throws {
    try WholeFile.write(to: path) { file in
      try file.append("station,pollutant,time,value,unit,flag,averaging,instrument\n")
      for summary in list {
        guard let series = try store.series(summary.key) else { continue }
        var marks = FlagReader(
          try store.flags(pollutant: summary.pollutant, at: summary.station)
            .filter { $0.marks(summary.key) })
        let head = DelimitedField.line([summary.station.key, summary.pollutant.identifier])
        let unit = DelimitedField.text(summary.unit.symbol)
        let tail = DelimitedField.line([summary.averaging.description, summary.instrument])
        for position in window(series.axis) {
          guard let value = series[position] else { continue }
          let begin = series.axis.instant(at: position)
          let time = begin.formatted(utcOffset: series.axis.utcOffset)
          let flag = DelimitedField.text(marks.rules(at: begin))
          try file.append("\(head),\(time),\(value),\(unit),\(flag),\(tail)\n")
        }
      }
    }
    try write(
      ExportSchema(
        layout: "long",
        columns: [
          .init(name: "station", type: "text", meaning: "network/identifier"),
          .init(name: "pollutant", type: "text", meaning: "identifier"),
          .init(name: "time", type: "timestamp with offset", meaning: Self.beginning),
          .init(name: "value", type: "double", meaning: "as measured, in the unit of the row"),
          .init(name: "unit", type: "text", meaning: "symbol"),
          .init(
            name: "flag", type: "text", meaning: "rules of the worst grade; empty for none"),
          .init(
            name: "averaging", type: "text", meaning: "time over which each value is a mean"),
          .init(
            name: "instrument", type: "text",
            meaning: "which of several instruments; empty where there is one"),
        ],
        missing: "no row", time: Self.beginning, text: Self.neutralised,
        series: list.map(Self.described)))
  }

  private func writeWide(_ list: [SeriesSummary]) throws {
    guard let pollutant = list.first?.pollutant else { return }
    var stations: [Station] = []
    for summary in list where stations.last?.key != summary.station.key {
      stations.append(summary.station)
    }
    guard let panel = try store.panel(pollutant, at: stations, choice: selection.choice) else {
      return
    }
    try WholeFile.write(to: path) { file in
      try file.append(DelimitedField.line(["time"] + panel.stations.map(\.key)) + "\n")
      for position in window(panel.axis) {
        let time = panel.axis.instant(at: position).formatted(utcOffset: panel.axis.utcOffset)
        let cells = panel.stations.indices.map { panel[position, $0].map { "\($0)" } ?? "" }
        try file.append("\(time),\(cells.joined(separator: ","))\n")
      }
    }
    try write(
      ExportSchema(
        layout: "wide",
        columns: [.init(name: "time", type: "timestamp with offset", meaning: Self.beginning)]
          + panel.stations.map {
            .init(
              name: DelimitedField.safe($0.key), type: "double",
              meaning: "\(pollutant) at the station, \(panel.unit.symbol)")
          },
        missing: "empty field", time: Self.beginning, text: Self.neutralised,
        series: list.map(Self.described)))
  }

  private static let beginning =
    "beginning of the averaging period on the station's own clock, ISO 8601 with its offset"
  private static let neutralised =
    "a text that a spreadsheet would take for a formula begins with an apostrophe"

  private static func described(_ summary: SeriesSummary) -> ExportSchema.Series {
    ExportSchema.Series(
      summary.key, unit: summary.unit, referenceState: summary.referenceState,
      axis: summary.axis)
  }

  private func write(_ schema: ExportSchema) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try WholeFile.write(to: String(path.dropLast(4)) + ".schema.json") { file in
      try file.append(String(decoding: try encoder.encode(schema), as: UTF8.self) + "\n")
    }
  }
}

/// Names the worst grade's rules at instants that do not decrease.
struct FlagReader {
  private let flags: [QualityFlag]
  private var next = 0
  private var active: [QualityFlag] = []

  /// - Parameter flags: of one series, by time.
  init(_ flags: [QualityFlag]) { self.flags = flags }

  /// The rules, sorted, with blanks between them; empty where nothing marks the instant.
  mutating func rules(at instant: Instant) -> String {
    while next < flags.count, flags[next].from <= instant {
      active.append(flags[next])
      next += 1
    }
    if active.isEmpty { return "" }
    active.removeAll { $0.until <= instant }
    guard let worst = active.map(\.grade).max() else { return "" }
    return Set(active.filter { $0.grade == worst }.map(\.rule)).sorted()
      .map(\.identifier).joined(separator: " ")
  }
}
