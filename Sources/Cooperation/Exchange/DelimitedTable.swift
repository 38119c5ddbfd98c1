import AirQuality

/// Comma-separated text (RFC 4180) read one row at a time.
struct DelimitedTable: Sendable {
  private let bytes: [UInt8]
  let header: [String]
  /// Where the first row after the header begins.
  let start: Position

  /// A place in the text.
  struct Position: Sendable {
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

  /// Goes behind the next row without reading its fields; where it begins, or `nil` at the end.
  func skip(_ position: inout Position) -> Position? {
    guard Self.begin(bytes, &position) else { return nil }
    let start = position
    repeat { _ = Self.pass(bytes, &position) } while Self.hasMore(bytes, &position)
    return start
  }

  private static func row(
    _ bytes: [UInt8], _ position: inout Position
  ) -> (fields: [String], line: Int)? {
    guard begin(bytes, &position) else { return nil }
    let line = position.line
    var fields: [String] = []
    repeat { fields.append(text(bytes, pass(bytes, &position))) } while hasMore(bytes, &position)
    return (fields, line)
  }

  /// Goes over blank lines, which are no rows; `false` at the end of the text.
  private static func begin(_ bytes: [UInt8], _ position: inout Position) -> Bool {
    while position.byte < bytes.count, bytes[position.byte] == 10 || bytes[position.byte] == 13 {
      if bytes[position.byte] == 10 { position.line += 1 }
      position.byte += 1
    }
    return position.byte < bytes.count
  }

  /// Goes over the comma or line end behind a field; whether the row goes on.
  private static func hasMore(_ bytes: [UInt8], _ position: inout Position) -> Bool {
    guard position.byte < bytes.count else { return false }
    let end = bytes[position.byte]
    position.byte += 1
    if end == 44 { return true }
    if end == 13, position.byte < bytes.count, bytes[position.byte] == 10 { position.byte += 1 }
    position.line += 1
    return false
  }

  /// Goes over one field, to the comma or line end behind it; its bytes as they stand.
  private static func pass(_ bytes: [UInt8], _ position: inout Position) -> Range<Int> {
    let from = position.byte
    var at = from
    // A comma at the very end of the file is followed by an empty field.
    if at < bytes.count, bytes[at] == 34 {
      at += 1
      while at < bytes.count {
        if bytes[at] == 34 {
          guard at + 1 < bytes.count, bytes[at + 1] == 34 else {
            at += 1
            break
          }
          at += 1
        } else if bytes[at] == 10 {
          position.line += 1
        }
        at += 1
      }
    }
    while at < bytes.count, bytes[at] != 44, bytes[at] != 10, bytes[at] != 13 { at += 1 }
    position.byte = at
    return from..<at
  }

  private static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    guard let first = range.first, bytes[first] == 34 else { return plain(bytes[range]) }
    var content: [UInt8] = []
    content.reserveCapacity(range.count)
    var isQuoted = true
    var at = first + 1
    while at < range.upperBound {
      // Text between the closing quote and the comma belongs to the field as it stands.
      if isQuoted, bytes[at] == 34 {
        at += 1
        guard at < range.upperBound, bytes[at] == 34 else {
          isQuoted = false
          continue
        }
      }
      content.append(bytes[at])
      at += 1
    }
    return plain(content[...])
  }

  private static func plain(_ bytes: ArraySlice<UInt8>) -> String {
    if bytes.isEmpty { return "" }
    let text = String(decoding: bytes, as: UTF8.self)
    // 39 is the apostrophe.
    return bytes.first == 39 && Self.isGuarded(text) ? String(text.dropFirst()) : text
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
