import AirQuality

/// Comma-separated text (RFC 4180) read one row at a time.
struct DelimitedTable {
  private let bytes: [UInt8]
  let header: [String]
  /// Where the first row after the header begins.
  let start: Position

  /// A place in the text.
  struct Position {
    var byte: Int
    var line: Int
  }

  init(_ text: [UInt8]) {
    bytes = text
    var position = Position(byte: 0, line: 1)
    header = Self.row(bytes, &position)?.fields ?? []
    start = position
  }

  /// The next row that is not blank, and the line on which it begins; `nil` at the end.
  func next(_ position: inout Position) -> (fields: [String], line: Int)? {
    Self.row(bytes, &position)
  }

  private static func row(
    _ bytes: [UInt8], _ position: inout Position
  ) -> (fields: [String], line: Int)? {
    // Blank lines between rows are no rows.
    while position.byte < bytes.count, bytes[position.byte] == 10 || bytes[position.byte] == 13 {
      if bytes[position.byte] == 10 { position.line += 1 }
      position.byte += 1
    }
    guard position.byte < bytes.count else { return nil }
    let line = position.line
    var fields: [String] = []
    while true {
      fields.append(field(bytes, &position))
      guard position.byte < bytes.count else { return (fields, line) }
      let end = bytes[position.byte]
      position.byte += 1
      if end == 44 { continue }
      if end == 13, position.byte < bytes.count, bytes[position.byte] == 10 { position.byte += 1 }
      position.line += 1
      return (fields, line)
    }
  }

  /// One field; stops at the comma or line end behind it.
  private static func field(_ bytes: [UInt8], _ position: inout Position) -> String {
    // A comma at the very end of the file is followed by an empty field.
    guard position.byte < bytes.count else { return "" }
    guard bytes[position.byte] == 34 else {
      let from = position.byte
      var end = from
      while end < bytes.count, bytes[end] != 44, bytes[end] != 10, bytes[end] != 13 { end += 1 }
      position.byte = end
      return plain(bytes[from..<end])
    }
    var content: [UInt8] = []
    var at = position.byte + 1
    while at < bytes.count {
      if bytes[at] == 34 {
        if at + 1 < bytes.count, bytes[at + 1] == 34 {
          content.append(34)
          at += 2
          continue
        }
        at += 1
        break
      }
      if bytes[at] == 10 { position.line += 1 }
      content.append(bytes[at])
      at += 1
    }
    // Text between the closing quote and the comma belongs to the field as it stands.
    while at < bytes.count, bytes[at] != 44, bytes[at] != 10, bytes[at] != 13 {
      content.append(bytes[at])
      at += 1
    }
    position.byte = at
    return plain(content[...])
  }

  private static func plain(_ bytes: ArraySlice<UInt8>) -> String {
    if bytes.isEmpty { return "" }
    let text = String(decoding: bytes, as: UTF8.self)
    return Self.isGuarded(text) ? String(text.dropFirst()) : text
  }

  /// Whether a text begins with apostrophes behind which a formula stands: one of them was put
  /// there for spreadsheets.
  static func isGuarded(_ text: String) -> Bool {
    guard text.first == "'" else { return false }
    let rest = String(text.drop { $0 == "'" })
    return DelimitedField.original("'" + rest) == rest
  }

  /// A field as it is written; a text that is guarded already gets one apostrophe more, so that
  /// it comes back as it was.
  static func field(_ text: String) -> String {
    DelimitedField.text(isGuarded(text) ? "'" + text : text)
  }
}
