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
    var text = header.map(Self.field).joined(separator: ",") + "\n"
    for row in rows {
      for (place, column) in kept.enumerated() {
        if place > 0 { text += "," }
        let value = row[column]
        // Nearly every cell has one field.
        if value.width == 1 {
          text += Self.field(value.field(in: language))
        } else {
          text += value.fields(in: language).map(Self.field).joined(separator: ",")
        }
        for _ in value.width..<widths[place] { text += "," }
      }
      text += "\n"
    }
    return text
  }

  /// A field with quotation marks where it needs them; what a spreadsheet would take for a formula is
  /// preceded by an apostrophe.
  private static func field(_ text: String) -> String {
    // By bytes: a large table has a million fields, and nearly all of them are plain.
    guard let first = text.utf8.first else { return "" }
    var isPlain = true
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A...0x0D, 0xC2, 0xE2: isPlain = false
      default: break
      }
      if !isPlain { break }
    }
    var text = text
    if formulas.contains(first), Double(text) == nil { text = "'" + text }
    // U+0085, U+2028 and U+2029 are line ends, too; they begin with bytes of other characters.
    guard !isPlain, text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else {
      return text
    }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  private static let formulas = Array("=+-@\t\r".utf8)
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
