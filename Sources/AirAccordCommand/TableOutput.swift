import Documents
import Foundation

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

/// Prints exactly the value, keys sorted.
func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
