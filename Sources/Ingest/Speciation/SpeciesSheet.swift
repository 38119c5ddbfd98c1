import Documents
import AirQuality
import TextFiles

/// A table with one column a compound as stations export it: title lines, the header, perhaps a row of
/// units below it, the samples, perhaps rows of means and extremes at the end.
struct SpeciesSheet {
  /// One column behind the stamp.
  struct Column {
    /// As the header writes it.
    let written: String
    /// Without the unit in brackets.
    let name: String
    /// The unit in brackets or in the row of units; `nil` where neither says one.
    let unit: MeasurementUnit?
  }

  /// The header.
  let header: DelimitedRecord
  /// All columns behind the first.
  let columns: [Column]
  /// The samples.
  let rows: ArraySlice<DelimitedRecord>
  /// Title lines above the header.
  let titles: ArraySlice<DelimitedRecord>
  /// The row of units.
  let units: DelimitedRecord?
  /// Rows of means and extremes at the end.
  let summaries: ArraySlice<DelimitedRecord>

  /// How many lines are looked at for a header.
  static let opening = 6

  /// - Parameter records: all of the file; `nil` for none.
  init?(_ records: [DelimitedRecord]) {
    guard let first = records.first else { return nil }
    let place =
      records.prefix(Self.opening).firstIndex { Self.share(of: $0.fields, least: 1) > 0.5 } ?? 0
    header = place == 0 ? first : records[place]
    titles = records[..<place]
    var begin = place + 1
    let names = header.fields.dropFirst().map { SpeciesName.header($0) }
    let stated = begin < records.count ? Self.units(records[begin].fields, below: names) : nil
    units = stated == nil ? nil : records[begin]
    if stated != nil { begin += 1 }
    columns = zip(header.fields.dropFirst(), names).enumerated().map { place, column in
      Column(
        written: column.0, name: column.1.name, unit: column.1.unit ?? stated?[place] ?? nil)
    }
    var end = records.count
    while end > begin, SpeciesWords.isSummary(records[end - 1].fields.first ?? "") { end -= 1 }
    rows = records[begin..<end]
    summaries = records[end...]
  }

  /// The units of a row below the header: its first field is empty or says “unit”, every other is a
  /// unit or empty, and none is another than the header's own. `nil` where it is no such row.
  private static func units(
    _ fields: [String], below names: [(name: String, unit: MeasurementUnit?)]
  ) -> [MeasurementUnit?]? {
    guard fields.count == names.count + 1, SpeciesWords.isUnitLabel(fields[0]) else { return nil }
    var units: [MeasurementUnit?] = []
    for (text, name) in zip(fields.dropFirst(), names) {
      let unit = MeasurementUnit(text)
      guard unit != nil || text.isEmpty, unit == nil || name.unit == nil || unit == name.unit else {
        return nil
      }
      units.append(unit)
    }
    return units.contains { $0 != nil } ? units : nil
  }

  /// Share of a header's columns that are known compounds; 0 for fewer columns than `least`.
  static func share(of header: [String], least: Int) -> Double {
    guard header.count > least else { return 0 }
    let names = header.dropFirst().map { SpeciesName.header($0).name }.filter { name in
      !companions.contains(Pollutant(name))
    }
    let known = names.filter { SpeciesName.canonical($0) != nil }
    return known.count < min(3, least) ? 0 : Double(known.count) / Double(names.count)
  }

  /// What is measured beside compounds and counts neither for nor against a table of compounds.
  private static let companions: Set<Pollutant> = [
    .temperature, .pressure, .windSpeed, .windDirection, .humidity, .precipitation,
    .boundaryLayerHeight, Pollutant("no"), Pollutant("no2"), Pollutant("nox"), Pollutant("noy"),
    Pollutant("o3"), Pollutant("co"), Pollutant("so2"), Pollutant("h2o2"), Pollutant("hno3"),
  ]

  /// What was passed over, for the notices.
  func tell(_ notices: inout NoticeBook) {
    if let title = titles.first {
      let text = title.fields.filter { !$0.isEmpty }.joined(separator: ", ")
      notices.note(
        .commentsLeftOut, say("ingest.titles-left-out", text: text), line: title.line,
        count: titles.count)
    }
    if let row = summaries.first {
      notices.note(
        .footerLeftOut, say("ingest.summaries-left-out", text: row.fields.first ?? ""),
        line: row.line, count: summaries.count)
    }
  }

  /// How stamps may be written, for messages.
  static let stamps = "2024-06-01 13:00, 2024/6/1 13:00, 6/1/2024 13:00, 2024年6月1日13时"

  /// A stamp of the first column, in the clock `offset` seconds east of Greenwich.
  static func stamp(_ text: String, _ order: DateOrder, offset: Int) -> StampText.Reading? {
    let text = SpeciesWords.stamp(text)
    return text.contains("-")
      ? StampText.iso(text, fallback: offset)
      : StampText.dayAndMonth(text, order, offset: offset)
        ?? StampText.iso(text, fallback: offset)
  }
}
