import AirQuality
import ByteKernels

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
    var bytes = bytes
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard !bytes.isEmpty else { throw .empty(file: path) }
    let digest = Checksum.sha256(bytes)
    let size = bytes.count
    if Gzip.isCompressed(bytes) { bytes = try inflated(bytes, file: path) }
    if ZipArchive.isArchive(bytes) { bytes = try unzipped(bytes, file: path) }
    guard !bytes.isEmpty else { throw .empty(file: path) }
    if let kind = BinaryTable.kind(bytes) { throw .binaryTable(kind: kind, file: path) }

    var notices = NoticeBook()
    let start = try beginning(of: bytes, file: path, &notices)
    let survey = TextSurvey(bytes)
    guard !survey.hasZero else { throw .binary(file: path) }
    if bytes[bytes.count - 1] != 0x0a { bytes.append(0x0a) }

    let ownIsNamed = options.descriptions.contains { $0.identifier == options.format }
    if !ownIsNamed, let own = try described(bytes, from: start, options) {
      return try own.read(
        bytes, rowLimit: survey.lineEnds + 1, isASCII: survey.isASCII, notices: notices,
        source: (path, name, digest, size), options)
    }
    // Plain tables first: looking for an arrangement reads text letter by letter.
    let refusal: IngestError
    do {
      let (description, header) = try recognise(bytes, from: start, options, file: path)
      return try Recognised(description: description, header: header, lines: []).read(
        bytes, rowLimit: survey.lineEnds + 1, isASCII: survey.isASCII, notices: notices,
        source: (path, name, digest, size), options)
    } catch {
      guard error.isAboutRecognition else { throw error }
      refusal = error
    }
    guard
      let arrangement = ArrangementCatalogue.arrangement(
        for: bytes, from: start, asked: options.format)
    else { throw refusal }
    var table = LongTable()
    table.notices = notices
    let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
    try arrangement.fill(
      &table, RawFile(text: RawFile.text(Array(bytes[start...])), name: plain, path: path))
    let arranged = try table.arranged(arrangement, file: path)
    guard
      let arrangedHeader = HeaderLine(arranged.bytes, from: 0, description: arranged.description)
    else { throw .noRows(file: path) }
    return try Recognised(
      description: arranged.description, header: arrangedHeader, lines: arranged.lines
    ).read(
      arranged.bytes, rowLimit: arranged.lines.count + 1, isASCII: true,
      notices: arranged.notices, source: (path, name, digest, size), options)
  }

  /// A table whose description and header are known.
  private struct Recognised {
    let description: FormatDescription
    let header: HeaderLine
    /// The line in the file of each row, where rows were rearranged.
    let lines: [Int]

    func read(
      _ bytes: [UInt8], rowLimit: Int, isASCII: Bool, notices: NoticeBook,
      source: (path: String, name: String, digest: String, size: Int), _ options: IngestOptions
    ) throws(IngestError) -> IngestedFile {
      let path = source.path
      if !isASCII { try FileReader.checkEncoding(bytes, description, file: path) }
      let layout = try TableLayout(description, header, file: path)
      var rowsBegin = header.end
      for _ in 0..<description.linesBelowHeader {
        guard let lineEnd = bytes[rowsBegin...].firstIndex(of: 0x0a) else {
          throw .noRows(file: path)
        }
        rowsBegin = lineEnd + 1
      }
      var table: ScannedTable
      do {
        table = try TableScanner.scan(
          bytes, from: rowsBegin, firstLine: header.line + 1 + description.linesBelowHeader,
          rowLimit: rowLimit, plan: layout.plan)
      } catch {
        throw IngestError(error.moved(to: lines), layout: layout, file: path)
      }
      guard table.rowCount > 0 else { throw .noRows(file: path) }
      table.sourceLines = lines
      let assembler = try SeriesAssembler(
        table, layout: layout, options: options, file: path,
        fileStation: try FileReader.station(description, options, name: source.name, path: path),
        notices: notices)
      return IngestedFile(
        source: SourceFile(
          path: path, name: source.name, sha256: source.digest, byteCount: source.size,
          format: description.identifier, rowCount: table.rowCount),
        series: assembler.series, notices: assembler.notices.notices)
    }
  }

  /// The user's own description where it fits, before any built-in layout is tried.
  private static func described(
    _ bytes: [UInt8], from start: Int, _ options: IngestOptions
  ) throws(IngestError) -> Recognised? {
    guard options.format == nil, !options.descriptions.isEmpty,
      let (description, header) = try? FormatRecognition.recognise(
        bytes, from: start, among: options.descriptions, file: "")
    else { return nil }
    return Recognised(description: description, header: header, lines: [])
  }

  // MARK: Bytes

  static func onDisk(_ path: String) throws(IngestError) -> [UInt8] {
    do {
      return try FileBytes.read(path)
    } catch {
      throw IngestError(error, file: path)
    }
  }

  private static func inflated(_ bytes: [UInt8], file: String) throws(IngestError) -> [UInt8] {
    do {
      return try Gzip.inflate(bytes)
    } catch {
      throw IngestError(error, file: file)
    }
  }

  /// The one table in a zip archive.
  private static func unzipped(_ bytes: [UInt8], file: String) throws(IngestError) -> [UInt8] {
    do {
      let tables = try ZipArchive.entries(bytes).filter { entry in
        let name = entry.name.lowercased()
        return [".csv", ".txt", ".tsv", ".json", ".dat"].contains { name.hasSuffix($0) }
      }
      guard let table = tables.first, tables.count == 1 else {
        throw IngestError.zip("holds \(tables.count) tables, not one", file: file)
      }
      return try ZipArchive.content(of: table, in: bytes)
    } catch let error as IngestError {
      throw error
    } catch let error as ZipArchive.Failure {
      switch error {
      case .damaged: throw .zip("is damaged or cut off", file: file)
      case .unsupported: throw .zip("is encrypted, split or packed in an unusual way", file: file)
      case .corrupt(let name): throw .zip("has a corrupt file “\(name)”", file: file)
      }
    } catch {
      throw .zip("cannot be read", file: file)
    }
  }

  /// Where the text begins behind a byte-order mark.
  private static func beginning(
    of bytes: [UInt8], file: String, _ notices: inout NoticeBook
  ) throws(IngestError) -> Int {
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) {
      notices.note(.byteOrderMark, "the file begins with a byte-order mark", line: 1)
      return 3
    }
    if bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) {
      throw .encoding(expected: "utf-8", found: "UTF-16", file: file, line: 1)
    }
    return 0
  }

  fileprivate static func checkEncoding(
    _ bytes: [UInt8], _ description: FormatDescription, file: String
  ) throws(IngestError) {
    switch description.encoding {
    case .utf8:
      guard let line = TextSurvey.firstLineOutsideUTF8(bytes) else { return }
      throw .encoding(expected: "utf-8", found: nil, file: file, line: line)
    case .latin1: return
    case .shiftJIS:
      if TextEncoding.shiftJIS.decode(bytes) != nil { return }
      var line = 1
      for part in bytes.split(separator: 0x0a, omittingEmptySubsequences: false) {
        if TextEncoding.shiftJIS.decode(Array(part)) == nil { break }
        line += 1
      }
      throw .encoding(expected: "shift-jis", found: nil, file: file, line: line)
    }
  }

  // MARK: Format and station

  private static func recognise(
    _ bytes: [UInt8], from start: Int, _ options: IngestOptions, file: String
  ) throws(IngestError) -> (FormatDescription, HeaderLine) {
    let all = options.descriptions + FormatCatalogue.descriptions
    let arranged = ArrangementCatalogue.all.map(\.format.identifier)
    guard let wanted = options.format else {
      return try FormatRecognition.recognise(bytes, from: start, among: all, file: file)
    }
    guard let description = all.first(where: { $0.identifier == wanted }) else {
      throw .unknownFormatName(wanted, known: all.map(\.identifier) + arranged)
    }
    guard let header = HeaderLine(bytes, from: start, description: description) else {
      if TextEncoding.utf8 == description.textEncoding,
        let line = TextSurvey.firstLineOutsideUTF8(bytes)
      {
        throw .encoding(expected: "utf-8", found: nil, file: file, line: line)
      }
      throw .noRows(file: file)
    }
    return (description, header)
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
      let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
      guard let expression = try? Regex(pattern), let match = plain.wholeMatch(of: expression)
      else {
        throw .namelessStation(pattern: pattern, file: path)
      }
      let group = match.output.count > 1 ? match.output[1].substring : nil
      identifier = String(group ?? plain[...])
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

  /// A kernel's refusal, with the file.
  init(_ error: FileBytesError, file: String) {
    switch error {
    case .notFound: self = .notFound(file: file)
    case .folder: self = .folder(file: file)
    case .system(let words): self = .unreadable(words, file: file)
    case .gzipTruncated: self = .gzipTruncated(file: file)
    case .gzipCorrupt(let words): self = .gzipCorrupt(words, file: file)
    }
  }

  /// A scanner's refusal, with the column's name.
  init(_ error: TableError, layout: TableLayout, file: String) {
    let names = layout.header.names
    func text(_ bytes: [UInt8]) -> String {
      layout.description.textEncoding.decode(bytes) ?? String(decoding: bytes, as: UTF8.self)
    }
    switch error {
    case .fieldCount(let expected, let found, let line):
      self = .fieldCount(expected: expected, found: found, file: file, line: line)
    case .notANumber(let bytes, let field, let line):
      self = .unreadableValue(text(bytes), column: names[field], file: file, line: line)
    case .notATime(let bytes, let field, let line):
      let isStamp = names[field] == layout.description.time.column
      self = .unreadableTime(
        text(bytes), column: names[field],
        pattern: isStamp ? layout.description.time.pattern : nil, file: file, line: line)
    case .impossibleTime(let reading, let line):
      self = .impossibleTime(reading, file: file, line: line)
    case .openQuote(let field, let line):
      self = .openQuote(column: names[field], file: file, line: line)
    }
  }
}
