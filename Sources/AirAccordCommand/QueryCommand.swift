import ArgumentParser
import Evidence
import Store
import Studies

/// Answers an SQL query on an archive.
struct QueryCommand: Verb {
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
  @OptionGroup var shown: ResultOptions

  @Option(
    name: .customLong("output"),
    help: "Write rows to this file as they come, csv or json by its name; replaced when whole.")
  var file: String?

  @Option(help: "Seconds that the query may run without giving a row.")
  var timeLimit = QueryLimits().seconds

  @Option(help: "Megabytes that the query may take; rows in a file take none.")
  var memoryLimit = QueryLimits().megabytes

  func run() throws {
    guard let file else { return try give() }
    try explainingErrors {
      var job = QueryFile(query, of: try archive.opened(), to: file)
      job.limits = QueryLimits(seconds: timeLimit, megabytes: memoryLimit)
      try job.run()
    }
  }

  func presentation() throws -> Presentation {
    let limits = QueryLimits(seconds: timeLimit, megabytes: memoryLimit)
    try limits.check()
    return Presentation(rows: try archive.opened().query(query, limits: limits), of: query)
  }
}
