import AirQuality
import Documents
import Foundation
public import Store

/// Writes the answer to an SQL query into a file as it comes, so that an answer of any length takes no
/// memory.
public struct QueryFile: Job {
  /// The query, which only reads.
  public let query: String
  /// What is asked.
  public let store: Archive
  /// The file; its name ends in `.csv` or `.json`.
  public let path: String
  /// What the query may take.
  public var limits = QueryLimits()

  /// An answer that goes into a file.
  public init(_ query: String, of store: Archive, to path: String) {
    self.query = query
    self.store = store
    self.path = path
  }

  /// - Throws: `SettingFault`, `JobError`, `ArchiveError`.
  public func run(_ watch: JobWatch) throws {
    try limits.check()
    let isJSON = path.lowercased().hasSuffix(".json")
    guard isJSON || path.lowercased().hasSuffix(".csv") else {
      throw SettingFault("output", path, "error.setting.csv-or-json-name")
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try WholeFile.write(to: path) { file in
      var columns: [String] = []
      var count = 0
      try store.query(query, limits: limits) { names in
        columns = names
        if !isJSON { try file.append(DelimitedField.line(names) + "\n") }
      } row: { row in
        if isJSON {
          let object = Dictionary(zip(columns, row)) { first, _ in first }
          try file.append(
            (count == 0 ? "[\n" : ",\n") + String(decoding: encoder.encode(object), as: UTF8.self))
        } else {
          try file.append(DelimitedField.line(row.map(\.text)) + "\n")
        }
        count += 1
      }
      if isJSON { try file.append(count == 0 ? "[]\n" : "\n]\n") }
    }
  }
}

extension QueryLimits {
  /// Refuses limits that are none.
  package func check() throws(SettingFault) {
    guard seconds > 0, seconds < 1e9 else {
      throw SettingFault("timeLimit", seconds, "error.setting.seconds")
    }
    try SettingFault.check("memoryLimit", megabytes, 1...1_000_000)
  }
}

extension SQLValue {
  /// As a table prints it; NULL is empty.
  package var text: String {
    switch self {
    case .null: ""
    case .integer(let value): String(value)
    case .real(let value): "\(value)"
    case .text(let value): value
    case .blob(let value): "\(value.count) bytes"
    }
  }
}
