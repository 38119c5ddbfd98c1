public import AirQuality
import TextFiles

/// Reads files with one row a sample and one column a species, as EPA PMF and ESAT take them.
///
/// Unlike an archive's series, samples need no regular step: filters are taken every third or
/// sixth day, and canisters when somebody opened them.
public enum SpeciatedTableReader {
  /// Reads one file: a header, then a stamp (`01/06/2019 6:00`, or ISO 8601) and numbers.
  ///
  /// Title lines above the header and rows of means below the samples are left out; units are those in
  /// brackets or in a row below the header. Nothing, dashes, words such as 缺测 and the numbers −999,
  /// −9999 and −99999 mean missing; `N.D.`, `<0.02`, `0.02L` and 未检出 mean below detection.
  ///
  /// - Parameters:
  ///   - path: comma-separated, or separated by tabs.
  ///   - utcOffset: seconds east of Greenwich of the stamps' clock.
  ///   - dateOrder: whether day or month comes first where no part above 12 proves it.
  ///   - readingDate: the instant of reading, after whose next day no stamp can be; `nil` takes
  ///     this machine's clock.
  /// - Returns: all cells as they stand; nothing is dropped or replaced.
  /// - Throws: `IngestError` with file, line and column.
  public static func read(
    path: String, utcOffset: Int = 0, dateOrder: DateOrder? = nil, readingDate: Instant? = nil
  ) throws(IngestError) -> SpeciatedTable {
    let file = try FileReader.smallTable(path)
    let records = try file.records(separator: file.tabOrComma)
    guard let sheet = SpeciesSheet(records), !sheet.rows.isEmpty else { throw .noRows(file: path) }
    let header = sheet.header
    let names = sheet.columns.map(\.name)
    guard !names.isEmpty else {
      throw .missingColumn(
        "one column a species", format: "pmf-input", file: path, line: header.line,
        found: header.fields)
    }
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted {
      throw .repeatedColumn(name, file: path, line: header.line)
    }
    let order = try DateOrder.of(
      sheet.rows.lazy.map { ($0.fields.first ?? "", $0.line) }, declared: dateOrder,
      column: header.fields[0], file: path)
    let years = PlausibleYears(readingDate: readingDate)
    var instants: [Instant] = []
    var lines: [Int] = []
    var cells: [[SpeciatedTable.Cell]] = []
    for record in sheet.rows {
      guard record.fields.count == header.fields.count else {
        throw .fieldCount(
          expected: header.fields.count, found: record.fields.count, file: path,
          line: record.line)
      }
      let instant = try stamp(
        record.fields[0], order, utcOffset, column: header.fields[0], path, record.line)
      let clock = instant.secondsSinceEpoch + utcOffset
      guard years.contains(clock) else {
        throw years.refusal(clock, file: path, line: record.line)
      }
      instants.append(instant)
      lines.append(record.line)
      var row: [SpeciatedTable.Cell] = []
      row.reserveCapacity(names.count)
      for (name, field) in zip(names, record.fields.dropFirst()) {
        row.append(try cell(field, column: name, file: path, line: record.line))
      }
      cells.append(row)
    }
    return SpeciatedTable(
      file: path, species: names, instants: instants, utcOffset: utcOffset, lines: lines,
      cells: cells, units: sheet.columns.map(\.unit))
  }

  private static func stamp(
    _ text: String, _ order: DateOrder, _ utcOffset: Int, column: String, _ file: String,
    _ line: Int
  ) throws(IngestError) -> Instant {
    let reading = SpeciesSheet.stamp(text, order, offset: utcOffset)
    guard let reading else {
      throw .unreadableTime(
        text, column: column, pattern: SpeciesSheet.stamps, file: file, line: line)
    }
    return Instant(secondsSinceEpoch: reading.utc)
  }

  private static func cell(
    _ text: String, column: String, file: String, line: Int
  ) throws(IngestError) -> SpeciatedTable.Cell {
    if SpeciesWords.isBelowDetection(text) { return .belowDetection(text) }
    if SpeciesWords.isMissing(text) || SpeciesWords.isInvalid(text) { return .missing(text) }
    guard let number = Double(text), number.isFinite else {
      throw .notNumber(
        text, missing: ["NA", "-999"], column: column, file: file, line: line)
    }
    return [-999, -9_999, -99_999].contains(number) ? .missing(text) : .value(number)
  }
}

extension SpeciatedTableReader {
  /// Detection limits and error fractions by species, for uncertainties from the equation of the
  /// EPA PMF guide: a table `species,detection_limit,error_fraction`.
  ///
  /// - Returns: limit in the concentrations' unit, fraction dimensionless, by species.
  /// - Throws: `IngestError` with file, line and column.
  public static func readDetectionLimits(
    path: String
  ) throws(IngestError) -> [String: DetectionLimit] {
    let records = try FileReader.smallTable(path).records()
    let columns = ["species", "detection_limit", "error_fraction"]
    guard let header = records.first else { throw .file(.empty(file: path)) }
    let places = columns.map { header.fields.firstIndex(of: $0) }
    for (name, place) in zip(columns, places) where place == nil {
      throw .missingColumn(
        name, format: "detection limits", file: path, line: header.line, found: header.fields)
    }
    var limits: [String: DetectionLimit] = [:]
    for record in records.dropFirst() {
      guard record.fields.count == header.fields.count else {
        throw .fieldCount(
          expected: header.fields.count, found: record.fields.count, file: path,
          line: record.line)
      }
      var numbers: [Double] = []
      for (name, place) in zip(columns, places).dropFirst() {
        let text = record.fields[place ?? 0]
        guard let number = Double(text), number.isFinite else {
          throw .notNumber(text, missing: [], column: name, file: path, line: record.line)
        }
        guard number >= 0 else {
          throw .impossibleValue(
            number, column: name, lowest: 0, highest: .greatestFiniteMagnitude, file: path,
            line: record.line)
        }
        numbers.append(number)
      }
      limits[record.fields[places[0] ?? 0]] = DetectionLimit(
        limit: numbers[0], errorFraction: numbers[1])
    }
    return limits
  }
}
