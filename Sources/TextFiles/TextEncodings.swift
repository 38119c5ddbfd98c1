#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The encodings in which monitoring files come.
package enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case latin1 = "latin-1"
  /// Windows code page 1252: Latin-1 with letters and marks where that has controls.
  case windows1252 = "cp1252"
  /// DOS code page 863 of French Canada.
  case codePage863 = "cp863"
  /// Windows code page 932, which Japanese offices call Shift_JIS.
  case shiftJIS = "shift-jis"
  /// The Chinese national encoding; GBK and GB2312 are parts of it.
  case gb18030 = "gb18030"
  /// Two bytes a character, the order told by a byte-order mark or else little-endian.
  case utf16 = "utf-16"

  /// The bytes as text, or `nil` when they are not of this encoding.
  ///
  /// In all but UTF-16, commas, semicolons, tabs, quotation marks and line ends are the ASCII bytes
  /// and occur inside no other character; bars, digits and letters do.
  package func decode(_ bytes: [UInt8]) -> String? {
    switch self {
    case .utf8: String(validating: bytes, as: UTF8.self)
    case .latin1: String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    case .shiftJIS: Self.convert(bytes, from: "CP932").flatMap(Self.utf8)
    case .gb18030: Self.convert(bytes, from: "GB18030").flatMap(Self.utf8)
    case .windows1252: Self.convert(bytes, from: "CP1252").flatMap(Self.utf8)
    case .codePage863: Self.convert(bytes, from: "CP863").flatMap(Self.utf8)
    case .utf16: Self.utf16(bytes)
    }
  }

  /// An encoding by its own name or one of those that offices and web pages give it.
  package init?(named name: String) {
    if let encoding = TextEncoding(rawValue: name.lowercased()) {
      self = encoding
      return
    }
    switch name.lowercased() {
    case "utf8": self = .utf8
    case "iso-8859-1", "latin1": self = .latin1
    case "windows-1252": self = .windows1252
    case "ibm863": self = .codePage863
    case "cp932", "shift_jis", "sjis", "windows-31j": self = .shiftJIS
    case "gbk", "gb2312", "cp936": self = .gb18030
    case "utf-16le": self = .utf16
    default: return nil
    }
  }

  private static func utf16(_ bytes: [UInt8]) -> String? {
    let isBigEndian = bytes.starts(with: [0xfe, 0xff])
    let text = isBigEndian || bytes.starts(with: [0xff, 0xfe]) ? bytes.dropFirst(2) : bytes[...]
    // A half character behind the last one, such as a line end of one byte, is no character.
    guard text.count % 2 == 0 else { return nil }
    var units: [UInt16] = []
    units.reserveCapacity(text.count / 2)
    for at in stride(from: text.startIndex, to: text.endIndex, by: 2) {
      let (first, second) = (UInt16(text[at]), UInt16(text[at + 1]))
      units.append(isBigEndian ? first << 8 | second : second << 8 | first)
    }
    return String(validating: units, as: UTF16.self)
  }

  /// The text in this encoding, or `nil` when a character has no place in it or would come back
  /// as another.
  package func encode(_ text: String) -> [UInt8]? {
    let bytes: [UInt8]? =
      switch self {
      case .utf8: Array(text.utf8)
      case .latin1:
        text.unicodeScalars.allSatisfy { $0.value < 256 }
          ? text.unicodeScalars.map { UInt8($0.value) } : nil
      case .shiftJIS: Self.convert(Array(text.utf8), from: "UTF-8", to: "CP932")
      case .gb18030: Self.convert(Array(text.utf8), from: "UTF-8", to: "GB18030")
      case .windows1252: Self.convert(Array(text.utf8), from: "UTF-8", to: "CP1252")
      case .codePage863: Self.convert(Array(text.utf8), from: "UTF-8", to: "CP863")
      case .utf16: [0xff, 0xfe] + text.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
      }
    guard let bytes, let back = decode(bytes), back.utf8.elementsEqual(text.utf8) else {
      return nil
    }
    return bytes
  }

  private static func utf8(_ bytes: [UInt8]) -> String? {
    String(validating: bytes, as: UTF8.self)
  }

  /// Through the C library's converter, because FoundationEssentials has no Shift_JIS.
  private static func convert(
    _ bytes: [UInt8], from name: String, to target: String = "UTF-8"
  ) -> [UInt8]? {
    if bytes.allSatisfy({ $0 < 0x80 }) { return bytes }
    guard let converter = unsafe iconv_open(target, name),
      unsafe converter != iconv_t(bitPattern: -1)
    else { return nil }
    defer { _ = unsafe iconv_close(converter) }
    var source = bytes.map { CChar(bitPattern: $0) }
    // A character of two bytes becomes at most three; single-byte kana become three. The other
    // way, no character of UTF-8 becomes longer but the four bytes of GB18030 for two or three.
    let room = bytes.count * 3 + 4
    var failed = false
    let converted = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      unsafe source.withUnsafeMutableBufferPointer { input in
        var from = input.baseAddress
        var left = input.count
        unsafe buffer.withMemoryRebound(to: CChar.self) { output in
          var to = output.baseAddress
          var space = room
          failed = unsafe iconv(converter, &from, &left, &to, &space) == Int(bitPattern: UInt.max)
          count = room - space
        }
      }
    }
    return failed ? nil : converted
  }
}

/// What a file's bytes look like before anything is known about its layout.
package struct TextSurvey: Equatable, Sendable {
  /// Line ends, `\n` only; a file whose last line has none counts one line less.
  package let lineEnds: Int
  /// Whether every byte is below 128.
  package let isASCII: Bool
  /// Whether a zero byte occurs, which no text has.
  package let hasZero: Bool

  /// Looks at every byte once.
  package init(_ bytes: [UInt8]) {
    var ends = 0
    var every: UInt8 = 0
    var zeros: UInt8 = 0
    unsafe bytes.withUnsafeBufferPointer { buffer in
      var begin = 0
      while begin < buffer.count {
        // Sums of one byte in pieces of 240, without branches: the compiler makes vectors of it.
        let end = min(begin + 240, buffer.count)
        var here: UInt8 = 0
        for position in begin..<end {
          let byte = unsafe buffer[position]
          here &+= byte == 0x0a ? 1 : 0
          zeros |= byte == 0 ? 1 : 0
          every |= byte
        }
        ends += Int(here)
        begin = end
      }
    }
    lineEnds = ends
    isASCII = every < 0x80
    hasZero = zeros > 0
  }

  /// The line, from 1, of the first byte that is no UTF-8; `nil` when all is well.
  package static func firstLineOutsideUTF8(_ bytes: [UInt8]) -> Int? {
    if String(validating: bytes, as: UTF8.self) != nil { return nil }
    var line = 1
    for part in bytes.split(separator: 0x0a, omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil { return line }
      line += 1
    }
    return nil
  }
}
