import Cooperation
public import Documents
import Studies

/// A result that is one table, with what belongs beside it.
///
/// The terminal shows the table alone, without a title; JSON has the records as they are.
public protocol Tabulated: Encodable {
  /// The rows.
  var table: Table { get }
  /// What a reader must know beside them, a sentence each.
  var remarks: [Message] { get }
}

extension Tabulated {
  /// Nothing.
  public var remarks: [Message] { [] }
}

extension Value {
  /// An organisation: its id in a file, its name for a reader.
  static func party(_ id: String, _ names: NameBook) -> Value { .coded(id, names[id]) }

  /// A term: as records write it in a file, its name for a reader.
  static func coded(_ term: some VocabularyTerm) -> Value { .coded(term.rawValue, .term(term)) }

  /// Whether a stored source backs a record; missing where its kind has no such column.
  static func verified(_ record: RegistryRecord) -> Value {
    RecordSchema.of(record.kind).position("verified") == nil
      ? .missing : .coded(record.verification)
  }

  /// A text, or nothing.
  static func filled(_ text: String, _ make: (String) -> Value = { .text($0) }) -> Value {
    text.isEmpty ? .missing : make(text)
  }
}
