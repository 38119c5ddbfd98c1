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
  private var names: [String: String] = [:]

  init(_ database: Database) throws {
    self.database = database
    for row in try Row.fetchAll(
      database, sql: "SELECT * FROM \(RegistrySchema.table(.organisations))")
    {
      let record = Archive.record(row, .organisations)
      names[record.id] = SearchText.names(record)
    }
  }

  /// Puts a record in.
  mutating func add(_ record: RegistryRecord, key: Int64) throws {
    if record.kind == .organisations { names[record.id] = SearchText.names(record) }
    let text = SearchText.of(record) { names[$0] }
    try database.cachedStatement(
      sql: "INSERT INTO registry_search (rowid, text) VALUES (?, ?)"
    ).execute(arguments: [RegistrySchema.searchRow(record.kind, key: key), text])
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
      for row in try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM \(RegistrySchema.table(kind))
          WHERE \(condition.joined(separator: " OR "))
          """, arguments: [old.id])
      {
        affected.append((Archive.record(row, kind), row["key"]))
      }
    }
    for (record, key) in affected { try remove(record, key: key) }
    names[new.id] = SearchText.names(new)
    for (record, key) in affected { try add(record, key: key) }
  }

  /// The index's own language for a question; `nil` when a word occurs nowhere.
  static func expression(_ words: [String], _ database: Database) throws -> String? {
    var parts: [String] = []
    for word in words {
      if word.unicodeScalars.count >= 3 {
        parts.append(quoted(word))
        continue
      }
      let trigrams = try String.fetchAll(
        database,
        sql: "SELECT term FROM registry_trigram WHERE term >= ?1 AND term <= ?1 || ?2",
        arguments: [word, "\u{10FFFF}"])
      if trigrams.isEmpty { return nil }
      parts.append("(" + trigrams.map(quoted).joined(separator: " OR ") + ")")
    }
    return parts.joined(separator: " AND ")
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
