import Documents
import AirQuality
import TextFiles

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

  /// Reads every table of a file: one, or those of an archive of several, each as a file of its own
  /// under `ARCHIVE/ENTRY`.
  ///
  /// - Throws: `IngestError` of the first table that cannot be read.
  public static func readAll(
    path: String, options: IngestOptions = IngestOptions()
  ) throws(IngestError) -> [IngestedFile] {
    let bytes = try onDisk(path)
    let names: [String]
    do {
      names = try Unpacking.names(bytes, file: path, archives: options.archives)
    } catch { throw .file(error) }
    guard !names.isEmpty else { return [try read(bytes: bytes, path: path, options: options)] }
    var files: [IngestedFile] = []
    for name in names {
      let table: [UInt8]
      do {
        table =
          try Unpacking.table(
            bytes, file: path, archives: options.archives, limits: options.limits, named: name)?
          .bytes
          ?? []
      } catch { throw .file(error) }
      files.append(try read(bytes: table, path: "\(path)/\(name)", options: options))
    }
    return files
  }

  /// Reads a file's bytes, as they lie on disk, under the path they came from.
  package static func read(
    bytes: consuming [UInt8], path: String, options: IngestOptions
  ) throws(IngestError) -> IngestedFile {
    guard !bytes.isEmpty else { throw .file(.empty(file: path)) }
    let digest = Checksum.sha256(bytes)
    let size = bytes.count
    let diskName = path.split(separator: "/").last.map(String.init) ?? path
    var content: TextContent
    do {
      bytes = try asText(bytes, path, options)
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
    do throws(IngestError) {
      let description = try recognise(content, options)
      if description.needsConsent, options.format == nil, !options.acceptsAssumptions {
        throw IngestError.needsConsent(
          format: description.identifier, assumptions: description.assumptions, file: path)
      }
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

  /// The bytes of a text; those of a table that is none, written as one.
  static func asText(
    _ bytes: [UInt8], _ path: String, _ options: IngestOptions
  ) throws(FileFault) -> [UInt8] {
    guard let foreign = options.foreign else { return bytes }
    if let kind = ForeignTable(bytes) { return try foreign.text(of: bytes, kind: kind, file: path) }
    // R packs its files with gzip.
    guard Gzip.isCompressed(bytes),
      path.lowercased().hasSuffix(".rds") || path.lowercased().hasSuffix(".rda")
        || path.lowercased().hasSuffix(".rdata")
    else { return bytes }
    let inner = try Gzip.inflate(bytes, file: path, limits: options.limits)
    guard let kind = ForeignTable(inner) else { return bytes }
    return try foreign.text(of: inner, kind: kind, file: path)
  }

  /// The file as it lies on disk.
  private struct Source {
    let path: String
    let name: String
    let digest: String
    let size: Int

    func file(
      _ format: String, rows: Int, _ settings: ReadingSettings
    ) -> SourceFile {
      SourceFile(
        path: path, name: name, sha256: digest, byteCount: size, format: format, rowCount: rows,
        reading: settings.reading(of: digest), settings: settings.json)
    }
  }

  /// A plain table of a known description.
  private static func plain(
    _ content: inout TextContent, _ description: FormatDescription, _ source: Source,
    _ options: IngestOptions
  ) throws(IngestError) -> IngestedFile {
    do {
      try content.decode(as: description.textEncoding)
    } catch { throw .file(error) }
    let path = source.path
    let settings = ReadingSettings(
      description, options, fileName: description.station.fileName == nil ? nil : content.name)
    var description = description
    description.encoding = .utf8
    var notices = NoticeBook(content.remarks)
    let text = TableLines(description).withoutComments(content.bytes, from: content.start)
    if text.count > 0 {
      notices.note(
        .commentsLeftOut,
        say("ingest.comments-left-out", marks: Self.quoted(description.comments ?? [])),
        line: text.firstLine, count: text.count)
    }
    guard let header = HeaderLine(text.bytes, from: content.start, description: description)
    else { throw .noRows(file: path) }
    let (table, layout) = try scan(
      withoutFooter(text.bytes, from: header.end, description.footer, &notices), description,
      header, rowLimit: content.lineCount, &notices, path)
    guard table.rowCount > 0 else { throw .noRows(file: path) }
    try PlausibleYears(readingDate: options.readingDate).check(table, file: path)
    notices.note(table)
    let assembler = try SeriesAssembler(
      table, layout: layout, options: options, file: path,
      fileStation: try station(description, options, name: content.name, path: path),
      notices: notices)
    return IngestedFile(
      source: source.file(description.identifier, rows: table.rowCount, settings),
      series: assembler.series, notices: assembler.notices.notices)
  }

  /// The table's columns and which is which: scanned as it stands, or rewritten before where the
  /// scanner does not know its way of writing.
  private static func scan(
    _ bytes: [UInt8], _ description: FormatDescription, _ header: HeaderLine, rowLimit: Int,
    _ notices: inout NoticeBook, _ path: String
  ) throws(IngestError) -> (ScannedTable, TableLayout) {
    guard !TableRewriting.isNeeded(description, header, bytes) else {
      return try rewritten(bytes, description, header, &notices, path)
    }
    let layout = try TableLayout(description, header, file: path)
    var rowsBegin = header.end
    for _ in 0..<description.linesBelowHeader {
      guard let lineEnd = bytes[rowsBegin...].firstIndex(of: 0x0a) else {
        throw .noRows(file: path)
      }
      rowsBegin = lineEnd + 1
    }
    do {
      let table = try TableScanner.scan(
        bytes, from: rowsBegin, firstLine: header.lineBelow + description.linesBelowHeader,
        rowLimit: rowLimit, plan: layout.plan)
      return (table, layout)
    } catch {
      // Hours such as 100 for 01:00 are seen where the first one cannot be.
      let isWrittenByR = description.time.bareMidnight == true
      if error.isAboutTime,
        isWrittenByR || TableRewriting.hasClockHours(description, header, bytes)
      {
        return try rewritten(bytes, description, header, &notices, path)
      }
      throw IngestError(error, names: header.names, layout: layout, file: path)
    }
  }

  private static func rewritten(
    _ bytes: [UInt8], _ description: FormatDescription, _ header: HeaderLine,
    _ notices: inout NoticeBook, _ path: String
  ) throws(IngestError) -> (ScannedTable, TableLayout) {
    let rewriting = try TableRewriting(bytes, description, header, file: path)
    guard !rewriting.lines.isEmpty else { throw .noRows(file: path) }
    notices.add(rewriting.notices)
    let layout = try TableLayout(rewriting.description, rewriting.header, file: path)
    do {
      var table = try TableScanner.scan(
        rewriting.bytes, from: 0, firstLine: 1, rowLimit: rewriting.lines.count + 1,
        plan: layout.plan)
      table.rowLines = rewriting.lines
      return (table, layout)
    } catch {
      throw IngestError(
        error.moved(to: rewriting.lines), names: rewriting.header.names, layout: layout, file: path)
    }
  }

  private static func quoted(_ texts: [String]) -> [String] {
    texts.map { "“\($0)”" }
  }

  /// The bytes without the lines at the end that the description calls no data.
  private static func withoutFooter(
    _ bytes: [UInt8], from begin: Int, _ footer: Int, _ notices: inout NoticeBook
  ) -> [UInt8] {
    guard footer > 0 else { return bytes }
    var end = bytes.count
    for _ in 0..<footer where end > begin {
      end = bytes[begin..<(end - 1)].lastIndex(of: 0x0a).map { $0 + 1 } ?? begin
    }
    notices.note(
      .footerLeftOut, "ingest.footer-left-out",
      line: bytes[..<end].count { $0 == 0x0a } + 1, count: footer)
    return Array(bytes[..<end])
  }

  /// A layout that is no plain table.
  private static func arranged(
    _ content: inout TextContent, _ arrangement: Arrangement, _ source: Source,
    _ options: IngestOptions
  ) throws(IngestError) -> IngestedFile {
    do {
      try content.decode(amongTheirs: arrangement.encodings)
    } catch { throw .file(error) }
    var table = LongTable()
    table.notices = NoticeBook(content.remarks)
    let file = RawFile(
      text: content.text, name: content.name, path: source.path, dateOrder: options.dateOrder,
      namedStation: options.station)
    try arrangement.fill(&table, file)
    try PlausibleYears(readingDate: options.readingDate).check(table, file: source.path)
    let (series, notices) = try table.series(arrangement, options: options, file: source.path)
    let settings = ReadingSettings(
      arrangement, options, fileName: arrangement.namesStationByFile ? content.name : nil,
      companion: table.companion)
    return IngestedFile(
      source: source.file(
        arrangement.format.identifier, rows: table.entries.count, settings),
      series: series, notices: notices)
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
    var identifier = options.station ?? rule.value ?? ""
    if options.station == nil, let pattern = rule.fileName {
      guard let found = try? LinearPattern(pattern).match(name), found.isMatch else {
        throw .namelessStation(pattern: pattern, file: path)
      }
      identifier = found.group ?? name
    }
    return Station(network: network, identifier: identifier, name: rule.names[identifier])
  }
}
