import Documents

extension FormatOption {
  /// Prints rows: a table for the terminal or as CSV, or the rows themselves as JSON.
  func print(_ rows: some Encodable, _ table: Table, _ language: Language) throws {
    if format == .json { try printJSON(rows) } else { print(table, language: language) }
  }

  /// Prints rows: a document for the terminal, its table as CSV, or the rows themselves as JSON.
  func print(_ rows: some Encodable, _ document: Document, _ language: Language) throws {
    if format == .json { try printJSON(rows) } else { print(document, language: language) }
  }
}

extension StandardOutput {
  /// A line in a language.
  static func say(_ message: Message, _ language: Language) {
    print(Catalogue.builtIn.text(message, language))
  }
}

extension Message {
  /// A remark on a series or a station.
  static func at(_ place: String, _ remark: Message) -> Message {
    Message("command.at", ["place": .text(place), "remark": .message(remark)])
  }
}

extension Value {
  /// A number with the digits that it was written with, without a decimal point that says nothing:
  /// `75`, `0.07`.
  static func plain(_ number: Double) -> Value {
    if number == number.rounded(), abs(number) < 1e15 { return .count(Int(number)) }
    let text = "\(number)"
    guard !text.contains("e"), let point = text.firstIndex(of: ".") else { return .number(number) }
    return .number(number, .decimals(text.distance(from: point, to: text.endIndex) - 1))
  }

  /// A text, or nothing.
  static func words(_ text: String?) -> Value { text.map { .text($0) } ?? .missing }
}
