import Documents

/// A file's bytes on their way to being a table: unpacked, with one kind of line end, and told to be
/// text. What was done to them is in the remarks.
package struct TextContent: Sendable {
  /// Something that was repaired or assumed and has to be told.
  package enum Remark: Sendable, Equatable {
    /// The text begins with a byte-order mark, which is no part of it.
    case byteOrderMark
    /// The encoding that was found by a mark, or guessed.
    case encoding(TextEncoding, isGuessed: Bool)
    /// Lines ended in another way than with a line feed.
    case lineEnds(String)
    /// So many zero bytes behind the last line were left out.
    case zerosDropped(Int)
    /// The one file of an archive that was read.
    case entry(String)
  }

  /// The text. Where `encoding` is not UTF-8 yet, as it lies on disk.
  package private(set) var bytes: [UInt8]
  /// Where the text begins, behind a byte-order mark.
  package private(set) var start = 0
  /// The file's path, for messages.
  package let path: String
  /// Its name without folders and the ending of a packed file; an archive's entry has its own.
  package private(set) var name: String
  /// What is to be told.
  package private(set) var remarks: [Remark] = []
  /// Whether every byte is below 128.
  package private(set) var isASCII = true
  /// Line ends of the text, one more where the last line has none.
  package private(set) var lineCount = 0

  /// Unpacks a file's bytes and sees to it that they are text.
  ///
  /// - Parameters:
  ///   - disk: the bytes as they lie on disk.
  ///   - path: of the file.
  ///   - archives: reads archives; gzip needs none.
  /// - Throws: `FileFault` with what the file is and what to do.
  package init(
    _ disk: consuming [UInt8], path: String, archives: (any ArchiveUnpacking)? = nil,
    limits: UnpackingLimits = UnpackingLimits()
  ) throws(FileFault) {
    bytes = disk
    self.path = path
    name = path.split(separator: "/").last.map(String.init) ?? path
    guard !bytes.isEmpty else { throw .empty(file: path) }
    try OtherFile.refuse(bytes, file: path)
    if let table = try Unpacking.table(bytes, file: path, archives: archives, limits: limits) {
      bytes = table.bytes
      guard !bytes.isEmpty else { throw .empty(file: path) }
      try OtherFile.refuse(bytes, file: path)
      name = Self.unpackedName(name)
      if let entry = table.name {
        remarks.append(.entry(entry))
        name = entry.split(separator: "/").last.map(String.init) ?? entry
      }
    }
    try settleMarks()
    var survey = TextSurvey(bytes)
    if survey.hasZero {
      try settleZeros()
      survey = TextSurvey(bytes)
    }
    if settleLineEnds() { survey = TextSurvey(bytes) }
    isASCII = survey.isASCII
    if bytes[bytes.count - 1] != 0x0a { bytes.append(0x0a) }
    lineCount = survey.lineEnds + 1
  }

  /// Makes the text UTF-8.
  ///
  /// - Parameter encoding: the one that the format or the user names.
  /// - Throws: `FileFault.encoding` with the first line that is not of it.
  package mutating func decode(as named: TextEncoding) throws(FileFault) {
    guard !isASCII, !isDecoded else { return }
    let encoding = hasMark ? TextEncoding.utf8 : named
    if encoding == .utf8 {
      guard let line = TextSurvey.firstLineOutsideUTF8(bytes) else { return }
      throw .encoding(expected: encoding.rawValue, found: nil, file: path, line: line)
    }
    guard let text = encoding.decode(Array(bytes[start...])) else {
      throw .encoding(
        expected: encoding.rawValue, found: nil, file: path, line: firstLine(outside: encoding))
    }
    take(text)
  }

  /// Makes the text UTF-8 where nobody says what it is: UTF-8 where every byte fits, else the first
  /// of the publisher's own encodings that fits, else the likeliest, which is told.
  ///
  /// - Throws: `FileFault.unknownEncoding` with the first line outside UTF-8.
  package mutating func decode(
    amongTheirs theirs: [TextEncoding] = []
  ) throws(FileFault) {
    guard !isASCII, !isDecoded, let line = TextSurvey.firstLineOutsideUTF8(bytes) else { return }
    let text = Array(bytes[start...])
    let own = theirs.count == 1 ? theirs[0].decode(text).map { (theirs[0], $0) } : nil
    let guess = theirs.count > 1 ? EncodingGuess.encoding(of: text, among: theirs) : nil
    guard let (encoding, decoded) = own ?? guess ?? EncodingGuess.encoding(of: text) else {
      throw .unknownEncoding(file: path, line: line)
    }
    remarks.append(.encoding(encoding, isGuessed: true))
    take(decoded)
  }

  /// The whole text.
  package var text: String { String(decoding: bytes[start...], as: UTF8.self) }

  // MARK: Steps

  /// Whether the bytes were made UTF-8 already.
  private var isDecoded = false

  /// Whether a mark says that the text is, or was made, UTF-8, whatever the format says.
  package var hasMark: Bool { isDecoded || start > 0 }

  private mutating func take(_ text: String) {
    bytes = Array(text.utf8)
    start = 0
    isDecoded = true
    isASCII = false
  }

  private func firstLine(outside encoding: TextEncoding) -> Int {
    var line = 1
    for part in bytes[start...].split(separator: 0x0a, omittingEmptySubsequences: false) {
      if encoding.decode(Array(part)) == nil { return line }
      line += 1
    }
    return 1
  }

  private static func unpackedName(_ name: String) -> String {
    let endings = [".gz", ".xz", ".bz2", ".zst"]
    return endings.first(where: name.hasSuffix).map { String(name.dropLast($0.count)) } ?? name
  }

  private mutating func settleMarks() throws(FileFault) {
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) {
      remarks.append(.byteOrderMark)
      start = 3
      return
    }
    guard bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) else { return }
    // Programs that append a line end of one byte leave half a character; it ends the last line.
    if bytes.count % 2 == 1, bytes.last == 0x0a || bytes.last == 0 { bytes.removeLast() }
    guard let text = TextEncoding.utf16.decode(bytes) else {
      throw .damaged(
        kind: "UTF-16 text", words: "it has half a character or half a pair", file: path)
    }
    guard !text.isEmpty else { throw .empty(file: path) }
    remarks.append(.encoding(.utf16, isGuessed: false))
    take(text)
  }

  /// Zeros behind the last line are what a logger leaves that lost its power; others are no text.
  private mutating func settleZeros() throws(FileFault) {
    var end = bytes.count
    while end > 0, bytes[end - 1] == 0 { end -= 1 }
    guard let zero = bytes[..<end].firstIndex(of: 0) else {
      guard end > start else { throw .zeroByte(file: path, line: 1) }
      remarks.append(.zerosDropped(bytes.count - end))
      bytes.removeLast(bytes.count - end)
      return
    }
    // Latin letters in UTF-16 have a zero for every other byte.
    let opening = bytes.prefix(4_096)
    let odd = opening.indices.count { $0 % 2 == 1 && opening[$0] == 0 }
    let even = opening.indices.count { $0 % 2 == 0 && opening[$0] == 0 }
    if max(odd, even) * 5 > opening.count, min(odd, even) * 10 < max(odd, even) {
      throw .encoding(
        expected: TextEncoding.utf8.rawValue, found: "UTF-16 without a byte-order mark",
        file: path, line: 1)
    }
    let line = bytes[..<zero].count { $0 == 0x0a } + 1
    throw .zeroByte(file: path, line: line)
  }

  /// The way in which the first line ends is taken for all: CR alone (old Macintosh programs, some
  /// loggers), or CR CR LF (text mode twice). Whether there was something to do.
  private mutating func settleLineEnds() -> Bool {
    guard let first = bytes.firstIndex(where: { $0 == 0x0a || $0 == 0x0d }), bytes[first] == 0x0d,
      first + 1 < bytes.count, bytes[first + 1] != 0x0a
    else { return false }
    if bytes[first + 1] == 0x0d, first + 2 < bytes.count, bytes[first + 2] == 0x0a {
      var single: [UInt8] = []
      single.reserveCapacity(bytes.count)
      for (place, byte) in bytes.enumerated() {
        let isFirstOfThree =
          byte == 0x0d && place + 2 < bytes.count && bytes[place + 1] == 0x0d
          && bytes[place + 2] == 0x0a
        if !isFirstOfThree { single.append(byte) }
      }
      bytes = single
      remarks.append(.lineEnds("CR CR LF"))
      return true
    }
    for place in bytes.indices where bytes[place] == 0x0d {
      if place + 1 == bytes.count || bytes[place + 1] != 0x0a { bytes[place] = 0x0a }
    }
    remarks.append(.lineEnds("CR"))
    return true
  }
}

extension TextContent {
  /// A whole text file in UTF-8, for settings and small tables whose reader has no notices to give.
  ///
  /// - Throws: `FileFault`, also for text in another encoding.
  package static func utf8(path: String) throws(FileFault) -> TextContent {
    var content = try TextContent(try FileBytes.read(path), path: path)
    try content.decode(as: .utf8)
    return content
  }
}

/// Files that people take for tables and that are none.
enum OtherFile {
  /// - Throws: `FileFault.notText` with what it is.
  static func refuse(_ bytes: [UInt8], file: String) throws(FileFault) {
    let laterPython: Message = "error.files.later-python"
    let spreadsheet: Message = "error.files.from-spreadsheet"
    func begins(_ signature: [UInt8]) -> Bool { bytes.starts(with: signature) }
    if begins(Array("PAR1".utf8)) {
      throw .notText(
        "error.kind.parquet-unread", remedy: laterPython, file: file)
    }
    if begins([0x43, 0x44, 0x46, 1]) || begins([0x43, 0x44, 0x46, 2]) {
      throw .notText("error.kind.netcdf-3-unread", remedy: laterPython, file: file)
    }
    if begins([0x89, 0x48, 0x44, 0x46]) {
      throw .notText(
        "error.kind.netcdf-unread", remedy: laterPython, file: file)
    }
    if begins([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
      throw .notText(
        "error.kind.old-workbook",
        remedy:
          "error.files.open-spreadsheet-program-save",
        file: file)
    }
    if isWorkbook(bytes) {
      throw .notText("error.kind.workbook", remedy: spreadsheet, file: file)
    }
    if firstEntry(bytes) == "mimetype" {
      throw .notText("error.kind.open-document", remedy: spreadsheet, file: file)
    }
    if begins(Array("%PDF".utf8)) {
      throw .notText("error.kind.pdf", remedy: "error.files.ask-publisher-table", file: file)
    }
    if isWebPage(bytes) {
      throw .notText(
        "error.kind.web-page",
        remedy: "error.files.get-file-again-server", file: file)
    }
  }

  /// The name of a zip archive's first file; `nil` for anything else.
  private static func firstEntry(_ bytes: [UInt8]) -> String? {
    guard bytes.starts(with: [0x50, 0x4b, 0x03, 0x04]), bytes.count > 30 else { return nil }
    let length = Int(bytes[26]) | Int(bytes[27]) << 8
    return String(decoding: bytes[30...].prefix(length), as: UTF8.self)
  }

  /// Whether a zip archive begins like a workbook of Excel.
  static func isWorkbook(_ bytes: [UInt8]) -> Bool {
    guard let first = firstEntry(bytes) else { return false }
    return first == "[Content_Types].xml" || first.hasPrefix("xl/") || first.hasPrefix("_rels/")
      || first.hasPrefix("docProps/")
  }

  private static func isWebPage(_ bytes: [UInt8]) -> Bool {
    let opening = bytes.prefix(1_024).drop { $0 <= 0x20 || $0 == 0xef || $0 == 0xbb || $0 == 0xbf }
    guard opening.first == UInt8(ascii: "<") else { return false }
    let text = String(decoding: opening, as: UTF8.self).lowercased()
    return ["<!doctype html", "<html", "<head", "<body"].contains(where: text.contains)
  }
}
