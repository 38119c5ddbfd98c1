import Documents
import Evidence

extension StandardError {
  /// Messages in a language, a line each.
  static func say(_ messages: [Message], _ language: Language) {
    for message in messages { say(message, language) }
  }
}

extension FormatOption {
  /// Prints a result under its document. Formats without sentences have its remarks on standard error.
  func print(
    _ result: some Encodable, as document: Document, notes: [Note] = [], language: Language
  ) throws {
    if format != .text { StandardError.say(notes.map(\.message), language) }
    if format == .json { try printJSON(result) } else { print(document, language: language) }
  }
}
