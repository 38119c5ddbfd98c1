import Cooperation
import GRDB

/// The index of texts: keeps it in step with the records and asks it.
///
/// SQLite's trigram tokenizer finds any substring of three characters and more, in every script.
/// One or two characters have no trigram of their own, so they are found through all trigrams
/// that begin with them; the texts end with two line ends, so that none escapes.
struct SearchIndex {
  private let database: Database
  /// Names of organisations in all languages, by id.
  private(set) var names: [String: String] = [:]
  private let insertion: Statement

  init(_ database: Database) throws {
    self.database = database
    insertion = try database.makeStatement(
      sql: "INSERT INTO registry_search (rowid, text) VALUES (?, ?)")
    try Archive.forEach(.organisations, database) { record, _, _ in
      names[record.id] = SearchText.names(record)
    }
  }

  /// Puts all records into an index that is empty.
  static func fill(_ database: Database) throws {
    var index = try SearchIndex(database)
    for kind in RecordKind.allCases {
      try Archive.forEach(kind, database) { record, key, _ in try index.add(record, key: key) }
    }
  }

  /// Lets new entries gather in memory before they go into the index, 64 MB instead of 1 MB at a
  /// time: less to merge. `body` belongs to one transaction; afterwards all is as it was.
  static func gathering<Value>(_ database: Database, _ body: () throws -> Value) throws -> Value {
    func gather(bytes: Int) throws {
      try database.execute(
        sql: "INSERT INTO registry_search (registry_search, rank) VALUES ('hashsize', ?)",
        arguments: [bytes])
    }
    try gather(bytes: 64 << 20)
    let value = try body()
    // SQLite's own size; an error undoes the change with the transaction.
    try gather(bytes: 1 << 20)
    return value
  }

  /// Puts a record in.
  ///
  /// - Parameter text: its text where it was made already, with the names as they are here.
  mutating func add(_ record: RegistryRecord, key: Int64, text: String? = nil) throws {
    try put(entry(record, key: key, text: text))
  }

  /// What goes into the index for a record.
  struct Entry {
    let row: Int64
    let text: String
  }

  /// The entry of a record, to be put in later.
  mutating func entry(_ record: RegistryRecord, key: Int64, text: String? = nil) -> Entry {
    if record.kind == .organisations { names[record.id] = SearchText.names(record) }
    return Entry(
      row: RegistrySchema.searchRow(record.kind, key: key),
      text: text ?? SearchText.of(record) { names[$0] })
  }

  /// Puts an entry in.
  func put(_ entry: Entry) throws {
    insertion.setUncheckedArguments([entry.row, entry.text])
    try insertion.execute()
  }

  /// Takes a record out; its text must be the one that went in.
  func remove(_ record: RegistryRecord, key: Int64) throws {
    let text = SearchText.of(record) { names[$0] }
    try database.cachedStatement(
      sql: "INSERT INTO registry_search (registry_search, rowid, text) VALUES ('delete', ?, ?)"
    ).execute(arguments: [RegistrySchema.searchRow(record.kind, key: key), text])
  }

  /// Renews the texts of all records that carry an organisation's old names.
  mutating func rename(_ old: RegistryRecord, to new: RegistryRecord) throws {
    guard SearchText.names(old) != SearchText.names(new) else { return }
    var affected: [(RegistryRecord, Int64)] = []
    for kind in RecordKind.allCases where kind != .organisations {
      let columns = RecordSchema.of(kind).columns.filter {
        switch $0.content {
        case .reference(.organisations), .references(.organisations), .party: true
        default: false
        }
      }
      guard !columns.isEmpty else { continue }
      let condition = columns.map { "instr(\(RegistrySchema.quoted($0.name)), ?1)" }
      try Archive.forEach(
        kind, database, where: condition.joined(separator: " OR "), arguments: [old.id]
      ) { record, key, _ in affected.append((record, key)) }
    }
    for (record, key) in affected { try remove(record, key: key) }
    names[new.id] = SearchText.names(new)
    for (record, key) in affected { try add(record, key: key) }
  }

  /// The index's own language for a question: what it finds can have the words, and whether it has them
  /// is to be looked up. `nil` when a word occurs nowhere.
  ///
  /// - Parameter words: what each word of the question may stand for.
  static func expression(_ words: [[String]], _ database: Database) throws -> String? {
    var parts: [String] = []
    for word in words {
      let alternatives = try word.flatMap { text -> [String] in
        let scalars = Array(text.unicodeScalars)
        guard scalars.count < 3 else { return [trigrams(scalars)] }
        return try String.fetchAll(
          database,
          sql: "SELECT term FROM registry_trigram WHERE term >= ?1 AND term <= ?1 || ?2",
          arguments: [text, "\u{10FFFF}"]
        ).map(quoted)
      }
      if alternatives.isEmpty { return nil }
      parts.append("(" + alternatives.joined(separator: " OR ") + ")")
    }
    return parts.joined(separator: " AND ")
  }

  /// All three characters of a text that stand side by side; of long texts the first.
  private static func trigrams(_ scalars: [Unicode.Scalar]) -> String {
    var seen: Set<String> = []
    let parts = (0...min(scalars.count - 3, 60)).compactMap { start -> String? in
      var part = String.UnicodeScalarView()
      part.append(contentsOf: scalars[start..<start + 3])
      return seen.insert(String(part)).inserted ? quoted(String(part)) : nil
    }
    return "(" + parts.joined(separator: " AND ") + ")"
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
