public import AirQuality
import TextFiles

/// Reads a table of source profiles, one row a source and species:
/// `source,species,fraction,uncertainty`.
public enum SourceProfileReader {
  /// Reads one file.
  ///
  /// - Returns: profiles in the order in which the sources first appear.
  /// - Throws: `IngestError` with file, line and column: a column is missing, a field is no
  ///   number, a fraction is negative, an uncertainty is not positive, a species stands twice.
  public static func read(path: String) throws(IngestError) -> [SourceProfile] {
    let records = try FileReader.smallTable(path).records()
    guard let header = records.first else { throw .file(.empty(file: path)) }
    guard records.count > 1 else { throw .noRows(file: path) }
    var places: [String: Int] = [:]
    for name in ["source", "species", "fraction", "uncertainty"] {
      guard let place = header.fields.firstIndex(of: name) else {
        throw .missingColumn(
          name, format: "source profiles", file: path, line: header.line, found: header.fields)
      }
      places[name] = place
    }
    var order: [String] = []
    var shares: [String: [String: SourceProfile.Share]] = [:]
    var lines: [String: Int] = [:]
    for record in records.dropFirst() {
      guard record.fields.count == header.fields.count else {
        throw .fieldCount(
          expected: header.fields.count, found: record.fields.count, file: path,
          line: record.line)
      }
      let source = record.fields[places["source"] ?? 0]
      let species = record.fields[places["species"] ?? 0]
      let fraction = try number("fraction", record, places, path)
      let uncertainty = try number("uncertainty", record, places, path)
      guard fraction >= 0 else {
        throw .impossibleValue(
          fraction, column: "fraction", lowest: 0, highest: 1, file: path, line: record.line)
      }
      guard uncertainty > 0 else {
        throw .impossibleValue(
          uncertainty, column: "uncertainty", lowest: .leastNonzeroMagnitude, highest: 1,
          file: path, line: record.line)
      }
      if let first = lines["\(source)\u{0}\(species)"] {
        throw .repeatedStamp(
          species, station: source, file: path, line: record.line, firstLine: first)
      }
      lines["\(source)\u{0}\(species)"] = record.line
      if shares[source] == nil { order.append(source) }
      shares[source, default: [:]][species] = .init(fraction: fraction, uncertainty: uncertainty)
    }
    return order.map { SourceProfile(name: $0, shares: shares[$0] ?? [:]) }
  }

  private static func number(
    _ column: String, _ record: DelimitedRecord, _ places: [String: Int], _ file: String
  ) throws(IngestError) -> Double {
    let text = record.fields[places[column] ?? 0]
    guard let value = Double(text), value.isFinite else {
      throw .notNumber(text, missing: [], column: column, file: file, line: record.line)
    }
    return value
  }
}
