import AirQuality
import ByteKernels
import Crypto

/// Reads monitoring files.
public enum FileReader {
  /// Reads one file on the calling thread; several files may be read at once on several threads.
  ///
  /// The format is recognised by the header, never by the file's name, and a gzip file by its
  /// first bytes. Everything that was repaired or left out is in the notices.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - options: what to assume beyond the content.
  /// - Returns: the series on regular axes from the first to the last stamp of each station.
  /// - Throws: `IngestError` when the file cannot be read without guessing.
  public static func read(
    path: String, options: IngestOptions = IngestOptions()
  ) throws(IngestError) -> IngestedFile {
    try read(bytes: try onDisk(path), path: path, options: options)
  }

  /// Reads a file's bytes, as they lie on disk, under the path they came from.
  package static func read(
    bytes: consuming [UInt8], path: String, options: IngestOptions
  ) throws(IngestError) -> IngestedFile {
    guard !bytes.isEmpty else { throw .file(.empty(file: path)) }
    let digest = hexadecimal(SHA256.hash(data: bytes))
    let size = bytes.count
    let diskName = path.split(separator: "/").last.map(String.init) ?? path
    var content: TextContent
    do {
      content = try TextContent(
        bytes, path: path, archives: options.archives, limits: options.limits)
    } catch { throw .file(error) }
    let source = Source(path: path, name: diskName, digest: digest, size: size)

    let ownIsNamed = options.descriptions.contains { $0.identifier == options.format }
    if !ownIsNamed, let description = described(content, options) {
      return try plain(&content, description, source, options)
    }
    // Plain tables first: looking for an arrangement reads text letter by letter.
    let refusal: IngestError
    do {
      let description = try recognise(content, options)
      return try plain(&content, description, source, options)
    } catch {
      guard error.isAboutRecognition else { throw error }
      refusal = error
    }
    guard
      let arrangement = ArrangementCatalogue.arrangement(
        for: content.bytes, from: content.start, asked: options.format)
    else { throw refusal }
    return try arranged(&content, arrangement, source, options)
  }

  /// The file as it lies on disk.
  private struct Source {
    let path: String
    let name: String
    let digest: String
    let size: Int
  }

  /// A plain table of a known description.
  private static func plain(
    _ content: inout TextContent, _ description: FormatDescription, _ source: Source,
    _ options: IngestOptions
  ) throws(IngestError) -> IngestedFile {
    do {
      try content.decode(as: description.textEncoding)
    } catch { throw .file(error) }
    var utf8 = description
    utf8.encoding = .utf8
    guard let header = HeaderLine(content.bytes, from: content.start, description: utf8) else {
      throw .noRows(file: source.path)
    }
    return try Recognised(description: utf8, header: header, lines: []).read(
      content.bytes, rowLimit: content.lineCount, notices: NoticeBook(content.remarks),
      source: source, fileName: content.name, options)
  }

  /// A layout that is rearranged into a plain table first.
  private static func arranged(
    _ content: inout TextContent, _ arrangement: Arrangement, _ source: Source,
    _ options: IngestOptions
  ) throws(IngestError) -> IngestedFile {
    do {
      try content.decode(amongTheirs: arrangement.encodings)
    } catch { throw .file(error) }
    var table = LongTable()
    table.notices = NoticeBook(content.remarks)
    try arrangement.fill(
      &table, RawFile(text: content.text, name: content.name, path: source.path))
    let arranged = try table.arranged(arrangement, file: source.path)
    guard
      let header = HeaderLine(arranged.bytes, from: 0, description: arranged.description)
    else { throw .noRows(file: source.path) }
    return try Recognised(
      description: arranged.description, header: header, lines: arranged.lines
    ).read(
      arranged.bytes, rowLimit: arranged.lines.count + 1, notices: arranged.notices,
      source: source, fileName: content.name, options)
  }

  /// A table in UTF-8 whose description and header are known.
  private struct Recognised {
    let description: FormatDescription
    let header: HeaderLine
    /// The line in the file of each row, where rows were rearranged.
    let lines: [Int]

    func read(
      _ bytes: [UInt8], rowLimit: Int, notices: NoticeBook, source: Source, fileName: String,
      _ options: IngestOptions
    ) throws(IngestError) -> IngestedFile {
      let path = source.path
      var notices = notices
      let layout = try TableLayout(description, header, file: path)
      var rowsBegin = header.end
      for _ in 0..<description.linesBelowHeader {
        guard let lineEnd = bytes[rowsBegin...].firstIndex(of: 0x0a) else {
          throw .noRows(file: path)
        }
        rowsBegin = lineEnd + 1
      }
      let text = withoutFooter(bytes, from: rowsBegin, &notices)
      var table: ScannedTable
      do {
        table = try TableScanner.scan(
          text, from: rowsBegin, firstLine: header.lineBelow + description.linesBelowHeader,
          rowLimit: rowLimit, plan: layout.plan)
      } catch {
        throw IngestError(error.moved(to: lines), names: header.names, layout: layout, file: path)
      }
      guard table.rowCount > 0 else { throw .noRows(file: path) }
      table.sourceLines = lines
      notices.note(table)
      let assembler = try SeriesAssembler(
        table, layout: layout, options: options, file: path,
        fileStation: try FileReader.station(description, options, name: fileName, path: path),
        notices: notices)
      return IngestedFile(
        source: SourceFile(
          path: path, name: source.name, sha256: source.digest, byteCount: source.size,
          format: description.identifier, rowCount: table.rowCount),
        series: assembler.series, notices: assembler.notices.notices)
    }

    /// The bytes without the lines at the end that the description calls no data.
    private func withoutFooter(
      _ bytes: [UInt8], from begin: Int, _ notices: inout NoticeBook
    ) -> [UInt8] {
      guard description.footer > 0 else { return bytes }
      var end = bytes.count
      for _ in 0..<description.footer where end > begin {
        end = bytes[begin..<(end - 1)].lastIndex(of: 0x0a).map { $0 + 1 } ?? begin
      }
      notices.note(
        .footerLeftOut, "lines at the file’s end are left out, as the description says",
        line: bytes[..<end].count { $0 == 0x0a } + 1, count: description.footer)
      return Array(bytes[..<end])
    }
  }

  /// The user's own description where it fits, before any built-in layout is tried.
  private static func described(
    _ content: TextContent, _ options: IngestOptions
  ) -> FormatDescription? {
    guard options.format == nil, !options.descriptions.isEmpty else { return nil }
    return try? FormatRecognition.recognise(
      content.bytes, from: content.start, among: options.descriptions, file: "",
      isUTF8: content.hasMark
    ).0
  }

  // MARK: Bytes

  static func onDisk(_ path: String) throws(IngestError) -> [UInt8] {
    do {
      return try FileBytes.read(path)
    } catch { throw .file(error) }
  }

  /// A small table as text: UTF-8, or what can be told to be another encoding.
  static func smallTable(_ path: String) throws(IngestError) -> RawFile {
    do {
      var content = try TextContent(try FileBytes.read(path), path: path)
      try content.decode()
      return RawFile(text: content.text, name: content.name, path: path)
    } catch { throw .file(error) }
  }

  private static func hexadecimal(_ digest: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  // MARK: Format and station

  private static func recognise(
    _ content: TextContent, _ options: IngestOptions
  ) throws(IngestError) -> FormatDescription {
    let all = options.descriptions + FormatCatalogue.descriptions
    let arranged = ArrangementCatalogue.all.map(\.format.identifier)
    guard let wanted = options.format else {
      return try FormatRecognition.recognise(
        content.bytes, from: content.start, among: all, file: content.path,
        isUTF8: content.hasMark
      ).0
    }
    guard let description = all.first(where: { $0.identifier == wanted }) else {
      throw .unknownFormatName(wanted, known: all.map(\.identifier) + arranged)
    }
    return description
  }

  /// The station where neither rows nor columns name one.
  fileprivate static func station(
    _ description: FormatDescription, _ options: IngestOptions, name: String, path: String
  ) throws(IngestError) -> Station? {
    let rule = description.station
    guard rule.column == nil else { return nil }
    let network = options.network ?? description.network
    var identifier = rule.value ?? ""
    if let pattern = rule.fileName {
      guard let expression = try? Regex(pattern), let match = name.wholeMatch(of: expression)
      else {
        throw .namelessStation(pattern: pattern, file: path)
      }
      let group = match.output.count > 1 ? match.output[1].substring : nil
      identifier = String(group ?? name[...])
    }
    return Station(network: network, identifier: identifier, name: rule.names[identifier])
  }
}

extension IngestError {
  /// Whether no plain format was found, which says nothing about arranged layouts.
  fileprivate var isAboutRecognition: Bool {
    switch self {
    case .unknownFormat, .unknownFormatName: true
    default: false
    }
  }

  /// A reader's refusal, with the column's name.
  init(_ error: TableError, names: [String], layout: TableLayout? = nil, file: String) {
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    // A quotation mark may open behind the last column.
    func name(_ field: Int) -> String {
      names.indices.contains(field) ? names[field] : "\(field + 1)"
    }
    switch error {
    case .fieldCount(let expected, let found, let line):
      self = .fieldCount(expected: expected, found: found, file: file, line: line)
    case .notANumber(let bytes, let field, let line):
      self = .unreadableValue(text(bytes), column: name(field), file: file, line: line)
    case .notATime(let bytes, let field, let line):
      let isStamp = name(field) == layout?.description.time.column
      self = .unreadableTime(
        text(bytes), column: name(field),
        pattern: isStamp ? layout?.description.time.pattern : nil, file: file, line: line)
    case .impossibleTime(let reading, let line):
      self = .impossibleTime(reading, file: file, line: line)
    case .openQuote(let field, let line):
      self = .openQuote(column: name(field), file: file, line: line)
    case .textBehindQuote(let field, let line):
      self = .textBehindQuote(column: name(field), file: file, line: line)
    }
  }
}
