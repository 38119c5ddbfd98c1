import Documents
import AirQuality
import TextFiles

/// Reads the table beside a chromatogram: a compound and its method detection limit a line.
public enum DetectionLimits {
  /// Limits by the names as written, in the record's unit.
  ///
  /// A line is a name, a comma and a number; a name may hold commas itself, in quotes or not. The
  /// first line may be a header.
  ///
  /// - Throws: `VOCError.field` with the line that is none of this.
  public static func read(_ text: String, file: String) throws(VOCError) -> [String: Double] {
    var limits: [String: Double] = [:]
    for record in try VOCError.records(text, file: file) {
      let cells = record.fields
      guard let last = cells.last, cells.count > 1 else {
        throw malformed(cells, file, record.line)
      }
      guard let limit = Double(last) else {
        if record.line == 1 { continue }
        throw malformed(cells, file, record.line)
      }
      let name = cells.dropLast().joined(separator: ",")
      guard limits.updateValue(limit, forKey: name) == nil else {
        throw .field(
          name, problem: "error.voc.stands-twice", remedy: "error.voc.keep-one-line",
          file: "\(file):\(record.line)")
      }
    }
    return limits
  }

  private static func malformed(_ cells: [String], _ file: String, _ line: Int) -> VOCError {
    .field(
      cells.joined(separator: ","), problem: "error.voc.is-no-compound-limit",
      remedy: "error.voc.write-benzene-0-05", file: "\(file):\(line)")
  }
}

extension VOCError {
  /// The records of a small comma-separated table.
  static func records(_ text: String, file: String) throws(VOCError) -> [DelimitedRecord] {
    do {
      return try DelimitedReader.records(text)
    } catch {
      throw .field(
        "field \(error.field + 1)",
        problem: Message("error.voc.cannot-read", ["problem": .message(error.problem)]),
        remedy: error.remedy, file: "\(file):\(error.line)")
    }
  }
}
