/// A table as comma-separated values: headers in no language, numbers at full precision, empty cells for
/// what is missing, safe for spreadsheets.
extension Table {
  /// The text in English, with a line end behind the last row.
  public var csv: String { csv(in: .english) }

  /// The text with names and messages of a language; headers stay the same.
  public func csv(in language: Language) -> String {
    let kept = columns.indices.filter { !columns[$0].isForReadersOnly }
    let widths = kept.map { column in rows.reduce(1) { max($0, $1[column].width) } }
    let header = zip(kept, widths).flatMap { column, width -> [String] in
      let heading = columns[column]
      let unit = heading.unit.isEmpty || heading.unit == "1" ? "" : " (\(heading.unit))"
      return switch width {
      case 2: ["\(heading.id) lower\(unit)", "\(heading.id) upper\(unit)"]
      case 3: ["\(heading.id)\(unit)", "\(heading.id) lower\(unit)", "\(heading.id) upper\(unit)"]
      default: ["\(heading.id)\(unit)"]
      }
    }
    var bytes: [UInt8] = []
    Self.append(header, to: &bytes)
    bytes.append(Self.feed)
    for row in rows {
      for (place, column) in kept.enumerated() {
        if place > 0 { bytes.append(Self.comma) }
        let value = row[column]
        let width = value.width
        // Nearly every cell has one field.
        if width == 1 {
          Self.append(value.field(in: language), to: &bytes)
        } else {
          Self.append(value.fields(in: language), to: &bytes)
        }
        for _ in width..<widths[place] { bytes.append(Self.comma) }
      }
      bytes.append(Self.feed)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ fields: [String], to bytes: inout [UInt8]) {
    for (place, field) in fields.enumerated() {
      if place > 0 { bytes.append(comma) }
      append(field, to: &bytes)
    }
  }

  /// A field with quotation marks where it needs them; what a spreadsheet would take for a formula is
  /// preceded by an apostrophe.
  private static func append(_ text: String, to bytes: inout [UInt8]) {
    // By bytes: a large table has a million fields, and nearly all of them are plain.
    let start = bytes.count
    bytes.append(contentsOf: text.utf8)
    guard start < bytes.count else { return }
    if formulas.contains(bytes[start]), Double(text) == nil {
      bytes.insert(UInt8(ascii: "'"), at: start)
    }
    guard needsMarks(bytes[start...]) else { return }
    let field = Array(bytes[start...])
    bytes.removeSubrange(start...)
    bytes.append(mark)
    for byte in field {
      if byte == mark { bytes.append(mark) }
      bytes.append(byte)
    }
    bytes.append(mark)
  }

  /// Whether a field holds a comma, a quotation mark or the end of a line; U+0085, U+2028 and U+2029 are
  /// line ends, too.
  private static func needsMarks(_ field: ArraySlice<UInt8>) -> Bool {
    for (place, byte) in zip(field.indices, field) {
      switch byte {
      case comma, mark, 0x0A...0x0D: return true
      case 0xC2: if field[place...].starts(with: [0xC2, 0x85]) { return true }
      case 0xE2:
        let character = field[place...]
        if character.starts(with: [0xE2, 0x80, 0xA8]) || character.starts(with: [0xE2, 0x80, 0xA9])
        {
          return true
        }
      default: break
      }
    }
    return false
  }

  private static let formulas = Array("=+-@\t\r".utf8)
  private static let comma = UInt8(ascii: ",")
  private static let mark = UInt8(ascii: "\"")
  private static let feed = UInt8(ascii: "\n")
}

extension Value {
  /// How many columns it takes in a file.
  var width: Int {
    switch self {
    case .range: 2
    case .estimate: 3
    case .marked(_, let value): value.width
    default: 1
    }
  }

  /// The value in the columns that it takes in a file.
  func fields(in language: Language) -> [String] {
    switch self {
    case .marked(_, let value): value.fields(in: language)
    case .range(let low, let high, _, _): [Self.exact(low), Self.exact(high)]
    case .estimate(let number, let lower, let upper, _, _):
      [Self.exact(number), Self.exact(lower), Self.exact(upper)]
    default: [field(in: language)]
    }
  }

  /// The value in one column of a file.
  fileprivate func field(in language: Language) -> String {
    switch self {
    case .missing: ""
    case .coded(let identifier, _): identifier
    case .text(let text), .date(let text), .code(let text), .unitSymbol(let text): text
    case .translated, .message: text(in: language)
    case .count(let count): String(count)
    case .number(let number, _, _), .probability(let number): Self.exact(number)
    case .share(let share, _): Self.exact(share)
    case .fiscalYear(let year): "FY\(year)"
    case .list(let values), .sentences(let values):
      values.map { $0.fields(in: language).joined(separator: " ") }.joined(separator: "; ")
    case .marked, .range, .estimate: fields(in: language).joined(separator: " ")
    }
  }

  private static func exact(_ number: Double) -> String {
    number.isNaN ? "" : "\(number)"
  }
}
