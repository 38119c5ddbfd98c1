import AirQuality
import TextFiles

/// How to read a layout that is no plain table: fixed columns, JSON, hours side by side, several
/// header lines, stamps with their own offset, units that change from row to row.
///
/// The file's values are gathered one by one, and `LongTable.series` makes series of them: repeats,
/// order, grid and plausibility are judged in one place for all formats.
struct Arrangement: Sendable {
  /// What `airaccord formats` prints.
  let format: FileFormat
  /// Network of the stations.
  let network: String
  /// What a file of the layout does not say and is assumed, for the reader of the notices.
  var assumes: [String] = []
  /// Whether the station is the file's name.
  var namesStationByFile = false
  /// In which encodings beside UTF-8 its publisher writes. Empty: whatever seems likely.
  var encodings: [TextEncoding] = []
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
    let text = Self.text(Array(bytes[start...].prefix(65_536)))
    lines = text.split(
      maxSplits: 12, omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).prefix(12).map(String.init)
    header = Self.fields(lines.first ?? "")
  }

  /// Bytes as UTF-8 or, where they are none, in the likeliest other encoding, else as Latin-1: what
  /// is looked for are names of columns, and the whole file is decoded with more care.
  private static func text(_ bytes: [UInt8]) -> String {
    if let text = TextEncoding.utf8.decode(bytes) { return text }
    // A character that is cut at the end of the opening must not change the verdict.
    let whole = bytes.lastIndex(of: 0x0a).map { Array(bytes[...$0]) } ?? bytes
    return TextEncoding.utf8.decode(whole) ?? EncodingGuess.encoding(of: whole)?.text
      ?? TextEncoding.latin1.decode(whole) ?? ""
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
  /// The station that somebody named for the file.
  var namedStation: String?

  /// The station where the text does not say it: the one that was named, or the file's name.
  var station: String { namedStation ?? stem }

  /// The name up to its first full stop.
  var stem: String { String(name.prefix { $0 != "." }) }
}

extension RawFile {
  /// All records of the text.
  ///
  /// - Throws: `openQuote` and `textBehindQuote`, for quotation marks that do not close.
  func records(
    separator: UInt8 = UInt8(ascii: ","), isQuoted: Bool = true
  ) throws(IngestError) -> [DelimitedRecord] {
    do {
      return try DelimitedReader.records(
        text, syntax: .init(separator: separator, isQuoted: isQuoted))
    } catch {
      throw IngestError(error, names: [], file: path)
    }
  }

  /// The separator of a table whose first line has a tab or none.
  var tabOrComma: UInt8 {
    text.prefix { !$0.isNewline }.contains("\t") ? 0x09 : UInt8(ascii: ",")
  }
}

extension FileOpening {
  /// The fields of one line; none when its quotation marks do not close on it.
  static func fields(
    _ line: some StringProtocol, separator: UInt8 = UInt8(ascii: ",")
  ) -> [String] {
    let records = try? DelimitedReader.records(
      String(line), syntax: .init(separator: separator))
    return records?.first?.fields ?? []
  }
}
