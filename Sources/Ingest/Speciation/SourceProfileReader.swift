public import AirQuality
import TextFiles

/// Reads a table of source profiles: one row a source and species
/// (`source,species,fraction,uncertainty`), an export of SPECIATE, or one column a source.
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
    if let layout = SpeciateLayout(header.fields) {
      return try profiles(layout.shares(records, file: path))
    }
    if let layout = WideProfileLayout(header.fields) {
      return try profiles(layout.shares(records, file: path))
    }
    var places: [String: Int] = [:]
    for name in ["source", "species", "fraction", "uncertainty"] {
      guard let place = header.fields.firstIndex(of: name) else {
        throw .missingColumn(
          name, format: "source profiles", file: path, line: header.line, found: header.fields)
      }
      places[name] = place
    }
    var found: [ProfileShare] = []
    for record in records.dropFirst() {
      try require(record, header, path)
      let share = ProfileShare(
        source: record.fields[places["source"] ?? 0],
        species: record.fields[places["species"] ?? 0],
        fraction: try number(record, places["fraction"] ?? 0, "fraction", path),
        uncertainty: try number(record, places["uncertainty"] ?? 0, "uncertainty", path),
        line: record.line)
      try share.check("fraction", "uncertainty", scale: 1, path)
      found.append(share)
    }
    return try profiles((found, path))
  }

  /// Profiles in the order in which the sources first appear.
  private static func profiles(
    _ found: (shares: [ProfileShare], file: String)
  ) throws(IngestError) -> [SourceProfile] {
    var order: [String] = []
    var shares: [String: [String: SourceProfile.Share]] = [:]
    var lines: [String: Int] = [:]
    for share in found.shares {
      let key = "\(share.source)\u{0}\(share.species)"
      if let first = lines[key] {
        throw .repeatedStamp(
          share.species, station: share.source, file: found.file, line: share.line,
          firstLine: first)
      }
      lines[key] = share.line
      if shares[share.source] == nil { order.append(share.source) }
      shares[share.source, default: [:]][share.species] = .init(
        fraction: share.fraction, uncertainty: share.uncertainty)
    }
    return order.map { SourceProfile(name: $0, shares: shares[$0] ?? [:]) }
  }

  static func require(
    _ record: DelimitedRecord, _ header: DelimitedRecord, _ file: String
  ) throws(IngestError) {
    guard record.fields.count == header.fields.count else {
      throw .fieldCount(
        expected: header.fields.count, found: record.fields.count, file: file, line: record.line)
    }
  }

  static func number(
    _ record: DelimitedRecord, _ place: Int, _ column: String, _ file: String
  ) throws(IngestError) -> Double {
    let text = record.fields[place]
    guard let value = Double(text), value.isFinite else {
      throw .notNumber(text, missing: [], column: column, file: file, line: record.line)
    }
    return value
  }
}
