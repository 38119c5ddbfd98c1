/// The types of text that the schema of IATI uses, as XML Schema writes them.
///
/// - Source: W3C, XML Schema Part 2: Datatypes, second edition (2004), section 3; of addresses
///   (`anyURI`) what RFC 3986 asks of their form, where libxml2 looks as well.
enum XMLSimpleType: String {
  case string, decimal, boolean, date, dateTime, int, positiveInteger, nonNegativeInteger, anyURI
  case nameToken = "NMTOKEN"
  /// `xml:lang`: a language, or empty.
  case language = "lang"

  /// Whether a text is one of the type; blanks around it do not count.
  func admits(_ text: String) -> Bool {
    if self == .string { return true }
    var bytes = Array(text.utf8)[...]
    while let last = bytes.last, Self.isBlank(last) { bytes = bytes.dropLast() }
    bytes = bytes.drop(while: Self.isBlank)
    switch self {
    case .string: return true
    case .anyURI: return Self.isAddress(bytes)
    case .boolean:
      return ["true", "false", "1", "0"].contains(String(decoding: bytes, as: UTF8.self))
    case .decimal: return Self.isDecimal(bytes)
    case .int, .positiveInteger, .nonNegativeInteger: return isWhole(bytes)
    case .date: return Self.rest(afterDate: bytes).map(Self.isZone) ?? false
    case .dateTime: return Self.isDateTime(bytes)
    case .nameToken: return Self.isNameToken(String(decoding: bytes, as: UTF8.self))
    case .language: return Self.isLanguage(bytes)
    }
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...10).contains(byte) || byte == 13 }
  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte & 0xDF) }

  /// The bytes behind a sign.
  private static func unsigned(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.first == UInt8(ascii: "+") || bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes
  }

  /// A scheme that begins with a letter, two digits behind each per cent sign, one fragment, a port of
  /// digits; brackets around a host only.
  private static func isAddress(_ bytes: ArraySlice<UInt8>) -> Bool {
    func isEnd(_ byte: UInt8) -> Bool { "/?#".utf8.contains(byte) }
    let hash = UInt8(ascii: "#")
    guard bytes.count(where: { $0 == hash }) <= 1 else { return false }
    for (place, byte) in zip(bytes.indices, bytes) where byte == UInt8(ascii: "%") {
      let digits = bytes[place...].dropFirst().prefix(2)
      guard digits.count == 2, digits.allSatisfy({ isDigit($0) || (65...70).contains($0 & 0xDF) })
      else { return false }
    }
    var rest = bytes
    if let colon = bytes.prefix(while: { !isEnd($0) }).firstIndex(of: UInt8(ascii: ":")) {
      let scheme = bytes[..<colon]
      guard let first = scheme.first, isLetter(first),
        scheme.allSatisfy({ isLetter($0) || isDigit($0) || "+-.".utf8.contains($0) })
      else { return false }
      rest = bytes[colon...].dropFirst()
    }
    guard rest.starts(with: "//".utf8) else { return !rest.contains(where: isBracket) }
    let host = rest.dropFirst(2).prefix { !isEnd($0) }
    guard !rest.dropFirst(2 + host.count).contains(where: isBracket) else { return false }
    var name = host.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false).last ?? []
    if name.first == UInt8(ascii: "["), let end = name.firstIndex(of: UInt8(ascii: "]")) {
      name = name[end...].dropFirst()
    }
    guard !name.contains(where: isBracket) else { return false }
    guard let colon = name.firstIndex(of: UInt8(ascii: ":")) else { return true }
    let port = name[colon...].dropFirst()
    return !port.isEmpty && port.allSatisfy(isDigit)
  }

  private static func isBracket(_ byte: UInt8) -> Bool { byte == 0x5B || byte == 0x5D }

  private static func isNameToken(_ text: String) -> Bool {
    let signs = ".-_:".unicodeScalars
    return !text.isEmpty
      && text.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0.properties.numericType != nil || signs.contains($0)
      }
  }

  private static func isDecimal(_ bytes: ArraySlice<UInt8>) -> Bool {
    let number = unsigned(bytes)
    let whole = number.prefix(while: isDigit)
    let rest = number.dropFirst(whole.count)
    guard let point = rest.first else { return !whole.isEmpty }
    let decimals = rest.dropFirst()
    return point == UInt8(ascii: ".") && decimals.allSatisfy(isDigit)
      && whole.count + decimals.count > 0
  }

  /// Whole numbers, of any length but for `int`.
  private func isWhole(_ bytes: ArraySlice<UInt8>) -> Bool {
    let digits = Self.unsigned(bytes)
    guard !digits.isEmpty, digits.allSatisfy(Self.isDigit) else { return false }
    let isNegative = bytes.first == UInt8(ascii: "-")
    let isZero = digits.allSatisfy { $0 == UInt8(ascii: "0") }
    switch self {
    case .positiveInteger: return !isNegative && !isZero
    case .nonNegativeInteger: return !isNegative || isZero
    default: return Int32(String(decoding: bytes, as: UTF8.self)) != nil
    }
  }

  /// The number that a fixed count of digits writes.
  private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    bytes.allSatisfy(isDigit) ? Int(String(decoding: bytes, as: UTF8.self)) : nil
  }

  /// What stands behind year, month and day; `nil` where they are no day.
  private static func rest(afterDate bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var rest = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes
    let digits = rest.prefix(while: isDigit)
    guard digits.count >= 4, digits.count == 4 || digits.first != UInt8(ascii: "0"),
      let year = number(digits), year > 0
    else { return nil }
    rest = rest.dropFirst(digits.count)
    let parts = Array(rest.prefix(6))
    guard parts.count == 6, parts[0] == UInt8(ascii: "-"), parts[3] == UInt8(ascii: "-"),
      let month = number(parts[1...2]), let day = number(parts[4...5]),
      (1...12).contains(month), day >= 1
    else { return nil }
    let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return day <= days[month - 1] ? rest.dropFirst(6) : nil
  }

  /// Nothing, `Z`, or hours and minutes from UTC, at most fourteen hours.
  private static func isZone(_ bytes: ArraySlice<UInt8>) -> Bool {
    if bytes.isEmpty || bytes.elementsEqual("Z".utf8) { return true }
    let text = Array(bytes)
    guard text.count == 6, text[0] == UInt8(ascii: "+") || text[0] == UInt8(ascii: "-"),
      text[3] == UInt8(ascii: ":"), let hours = number(text[1...2]),
      let minutes = number(text[4...5])
    else { return false }
    return hours < 14 && minutes < 60 || hours == 14 && minutes == 0
  }

  private static func isDateTime(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let behind = rest(afterDate: bytes) else { return false }
    let text = Array(behind.prefix(9))
    guard text.count == 9, text[0] == UInt8(ascii: "T"), text[3] == UInt8(ascii: ":"),
      text[6] == UInt8(ascii: ":"), let hours = number(text[1...2]),
      let minutes = number(text[4...5]), let seconds = number(text[7...8])
    else { return false }
    var rest = behind.dropFirst(9)
    var fraction: ArraySlice<UInt8> = []
    if rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix(while: isDigit)
      guard !fraction.isEmpty else { return false }
      rest = rest.dropFirst(fraction.count + 1)
    }
    let isMidnight =
      hours == 24 && minutes == 0 && seconds == 0
      && fraction.allSatisfy { $0 == UInt8(ascii: "0") }
    return (isMidnight || hours < 24 && minutes < 60 && seconds < 60) && isZone(rest)
  }

  /// Letters, then letters and numbers, at most eight between two hyphens.
  private static func isLanguage(_ bytes: ArraySlice<UInt8>) -> Bool {
    if bytes.isEmpty { return true }
    let parts = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.enumerated().allSatisfy { place, part in
      (1...8).contains(part.count)
        && part.allSatisfy { isLetter($0) || place > 0 && isDigit($0) }
    }
  }
}
