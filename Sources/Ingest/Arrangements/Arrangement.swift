import AirQuality
import ByteKernels

/// How to read a layout that is no plain table: fixed columns, JSON, hours side by side, several
/// header lines, stamps with their own offset, units that change from row to row.
///
/// The file is rearranged into a plain long table, one value a row, which the ordinary reader
/// then takes: repeats, order, grid and plausibility are judged in one place for all formats.
struct Arrangement: Sendable {
  /// What `airaccord formats` prints.
  let format: FileFormat
  /// Network of the stations.
  let network: String
  /// Whether a file's first lines have the layout. A layout that cannot be told from others is
  /// read only when it is asked for by name.
  let recognises: @Sendable (FileOpening) -> Bool
  /// Fills the table.
  let fill: @Sendable (inout LongTable, RawFile) throws(IngestError) -> Void
}

/// What recognition looks at: the first lines as text, in UTF-8 or else in Windows code page 932.
struct FileOpening {
  /// Up to twelve lines, without line ends.
  let lines: [String]
  /// The fields of the first line, separated by commas.
  let header: [String]

  init(_ bytes: [UInt8], from start: Int) {
    let text = RawFile.text(Array(bytes[start...].prefix(65_536)))
    lines = text.split(
      maxSplits: 12, omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).prefix(12).map(String.init)
    header = DelimitedText.fields(lines.first ?? "", separator: ",")
  }

  /// Whether the first line has all these columns.
  func has(_ columns: String...) -> Bool {
    let names = Set(header)
    return columns.allSatisfy(names.contains)
  }
}

/// A file's text with what its name may tell.
struct RawFile {
  /// The whole text.
  let text: String
  /// Its name without folders and `.gz`.
  let name: String
  /// Its path, for messages.
  let path: String
  /// Whether day or month comes first, as the user declares it.
  var dateOrder: DateOrder?

  /// The name up to its first full stop.
  var stem: String { String(name.prefix { $0 != "." }) }

  /// Bytes as UTF-8 or, where they are none, as Windows code page 932, else as Latin-1.
  static func text(_ bytes: [UInt8]) -> String {
    // A cut character at the end of an opening must not change the verdict.
    for cut in 0...3 where bytes.count > cut {
      if let text = TextEncoding.utf8.decode(Array(bytes.dropLast(cut))) { return text }
    }
    for cut in 0...1 where bytes.count > cut {
      if let text = TextEncoding.shiftJIS.decode(Array(bytes.dropLast(cut))) { return text }
    }
    return TextEncoding.latin1.decode(bytes) ?? ""
  }
}

/// Delimited text line by line, for layouts in which no speed is needed.
enum DelimitedText {
  /// The fields of one record; quotes are taken off, doubled quotes become one.
  static func fields(_ line: some StringProtocol, separator: Character) -> [String] {
    var fields: [String] = []
    var field = ""
    var quoted = false
    var previous: Character?
    for character in line {
      if character == "\"" {
        if !quoted, previous == "\"" { field.append("\"") }
        quoted.toggle()
      } else if character == separator, !quoted {
        fields.append(HeaderLine.trimmed(field))
        field = ""
      } else {
        field.append(character)
      }
      previous = character
    }
    fields.append(HeaderLine.trimmed(field))
    return fields
  }

  /// One record, with the line on which it begins, from 1.
  struct Record {
    let fields: [String]
    let line: Int
  }

  /// All records that are not empty; a quoted field may hold line ends.
  static func records(_ text: String, separator: Character = ",") -> [Record] {
    var records: [Record] = []
    var pending = ""
    var begin = 1
    var line = 0
    text.enumerateLinesOfText { part in
      line += 1
      pending = pending.isEmpty ? String(part) : pending + "\n" + part
      if pending.count(where: { $0 == "\"" }) % 2 == 1 {
        return
      }
      if !pending.allSatisfy(\.isWhitespace) {
        records.append(Record(fields: fields(pending, separator: separator), line: begin))
      }
      pending = ""
      begin = line + 1
    }
    if !pending.isEmpty {
      records.append(Record(fields: fields(pending, separator: separator), line: begin))
    }
    return records
  }
}

extension String {
  /// Calls a body for each line, whatever ends it.
  fileprivate func enumerateLinesOfText(_ body: (Substring) -> Void) {
    for line in split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) { body(line) }
  }
}
