/// A table as comma-separated values: headers in no language, numbers at full precision, empty cells for
/// what is missing, safe for spreadsheets.
extension Table {
  /// The text in English, with a line end behind the last row.
  public var csv: String { csv(in: .english) }

  /// The text with names and messages of a language; headers stay the same.
  public func csv(in language: Language) -> String {
    let kept = columns.indices.filter { !columns[$0].isForReadersOnly }
    let widths = kept.map { column in
      rows.map { $0[column].fields(in: language).count }.max() ?? 1
    }
    let header = zip(kept, widths).flatMap { column, width -> [String] in
      let heading = columns[column]
      let unit = heading.unit.isEmpty || heading.unit == "1" ? "" : " (\(heading.unit))"
      return switch width {
      case 2: ["\(heading.id) lower\(unit)", "\(heading.id) upper\(unit)"]
      case 3: ["\(heading.id)\(unit)", "\(heading.id) lower\(unit)", "\(heading.id) upper\(unit)"]
      default: ["\(heading.id)\(unit)"]
      }
    }
    let lines = rows.map { row in
      zip(kept, widths).flatMap { column, width in
        let fields = row[column].fields(in: language)
        return fields + Array(repeating: "", count: width - fields.count)
      }
    }
    return ([header] + lines).map { $0.map(Self.field).joined(separator: ",") }
      .joined(separator: "\n") + "\n"
  }

  /// A field with quotation marks where it needs them; what a spreadsheet would take for a formula is
  /// preceded by an apostrophe.
  private static func field(_ text: String) -> String {
    var text = text
    if let first = text.first, "=+-@\t\r".contains(first), Double(text) == nil {
      text = "'" + text
    }
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

extension Value {
  /// The value in the columns that it takes in a file.
  func fields(in language: Language) -> [String] {
    switch self {
    case .missing: [""]
    case .coded(let identifier, _): [identifier]
    case .marked(_, let value): value.fields(in: language)
    case .text(let text), .date(let text), .code(let text), .unitSymbol(let text): [text]
    case .translated, .message: [text(in: language)]
    case .count(let count): [String(count)]
    case .number(let number, _, _), .probability(let number): [Self.exact(number)]
    case .share(let share, _): [Self.exact(share)]
    case .range(let low, let high, _, _): [Self.exact(low), Self.exact(high)]
    case .estimate(let number, let lower, let upper, _, _):
      [Self.exact(number), Self.exact(lower), Self.exact(upper)]
    case .fiscalYear(let year): ["FY\(year)"]
    case .list(let values), .sentences(let values):
      [values.map { $0.fields(in: language).joined(separator: " ") }.joined(separator: "; ")]
    }
  }

  private static func exact(_ number: Double) -> String {
    number.isNaN ? "" : "\(number)"
  }
}
