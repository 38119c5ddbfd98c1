import AirQuality
import Store
import ArgumentParser
import Documents
import Foundation

/// Answers an SQL query on an archive.
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql",
    abstract: "Answer one SQL query that only reads.",
    discussion: """
      Every value stands in the table observation(station, pollutant, time, value, flag, unit, \
      instant).

      Example:
        airaccord sql "SELECT station, avg(value) FROM observation WHERE pollutant = 'pm25' \
      GROUP BY station" --archive air.sqlite
      """)

  @Argument(help: "The query.")
  var query: String

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var output: FormatOption

  @Option(
    name: .customLong("output"),
    help: "Write rows to this file as they come, csv or json by its name; replaced when whole.")
  var file: String?

  @Option(name: .long, help: "Seconds that the query may run without giving a row.")
  var timeLimit = QueryLimits().seconds

  @Option(name: .long, help: "Megabytes that the query may take; rows in a file take none.")
  var memoryLimit = QueryLimits().megabytes

  private var limits: QueryLimits { QueryLimits(seconds: timeLimit, megabytes: memoryLimit) }

  func validate() throws {
    guard timeLimit > 0, timeLimit < 1e9 else {
      throw ValidationError("--time-limit is \(timeLimit); give seconds above zero")
    }
    guard (1...1_000_000).contains(memoryLimit) else {
      throw ValidationError("--memory-limit is \(memoryLimit); give 1 to 1000000 megabytes")
    }
    guard let file else { return }
    guard [".csv", ".json"].contains(where: file.lowercased().hasSuffix) else {
      throw ValidationError("--output is \(file); give a name that ends in .csv or .json")
    }
  }

  func run() throws {
    try explainingErrors {
      if let file { return try write(to: file) }
      let result = try archive.opened().query(query, limits: limits)
      let table = Table("rows", .verbatim(query), result.rows) {
        for (place, name) in result.columns.enumerated() {
          Column(name, .verbatim(name)) { $0[place].text }
        }
      }
      let objects = result.rows.map { row in
        Dictionary(zip(result.columns, row)) { first, _ in first }
      }
      try output.print(objects, table, .english)
    }
  }

  /// One row at a time, so that an answer of any length takes no memory.
  private func write(to path: String) throws {
    let isJSON = path.lowercased().hasSuffix(".json")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try WholeFile.write(to: path) { file in
      var columns: [String] = []
      var count = 0
      try archive.opened().query(query, limits: limits) { names in
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

extension SQLValue {
  /// As a table prints it; NULL is empty.
  fileprivate var text: String {
    switch self {
    case .null: ""
    case .integer(let value): String(value)
    case .real(let value): "\(value)"
    case .text(let value): value
    case .blob(let value): "\(value.count) bytes"
    }
  }
}
