import ArgumentParser
import Cooperation
import Documents
import Evidence
import Studies

extension FormatOption {
  /// Prints rows: themselves as JSON, else their table with the names of a language.
  func print(_ rows: some Encodable, _ table: Table, _ speech: LanguageOption) throws {
    switch format {
    case .json: try printJSON(rows)
    case .csv: StandardOutput.write(table.csv(in: speech.language))
    case .text: print(table, language: speech.language)
    }
  }

  /// Prints rows: themselves as JSON, else what is said of them; a file takes the first table.
  func print(_ rows: some Encodable, _ document: Document, _ speech: LanguageOption) throws {
    guard format == .csv, let table = document.data ?? document.tables.first else {
      guard format == .json else { return print(document, language: speech.language) }
      return try printJSON(rows)
    }
    StandardOutput.write(table.csv(in: speech.language))
  }

  /// An organisation: its id in a file, its name for a reader.
  func party(_ id: String, _ names: NameBook) -> Value { format == .csv ? .text(id) : names[id] }

  /// A term: as records write it in a file, its name for a reader.
  func term(_ term: some VocabularyTerm) -> Value {
    format == .csv ? .text(term.rawValue) : .term(term)
  }

  /// Whether a stored source backs a record; missing where its kind has no such column.
  func verified(_ record: RegistryRecord) -> Value {
    RecordSchema.of(record.kind).position("verified") == nil
      ? .missing : term(record.verification)
  }
}

extension DuplicateCandidate {
  /// What a message says of it.
  var facts: [String: Value] {
    ["duplicate": .text(duplicate), "kept": .text(kept), "reason": .message(reason)]
  }
}
