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
  /// Windows code page 932, which Japanese offices call Shift_JIS.
  case shiftJIS = "shift-jis"
  /// The Chinese national encoding; GBK and GB2312 are parts of it.
  case gb18030 = "gb18030"

  /// The bytes as text, or `nil` when they are not of this encoding.
  ///
  /// In all of them, separators, quotes and line ends are the ASCII bytes and occur inside no other
  /// character, so a table is scanned as bytes and only names are decoded.
  package func decode(_ bytes: [UInt8]) -> String? {
    switch self {
    case .utf8: String(validating: bytes, as: UTF8.self)
    case .latin1: String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    case .shiftJIS: Self.convert(bytes, from: "CP932").flatMap(Self.utf8)
    case .gb18030: Self.convert(bytes, from: "GB18030").flatMap(Self.utf8)
    }
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
    // A character of two bytes becomes at most three; single-byte kana become three.
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
