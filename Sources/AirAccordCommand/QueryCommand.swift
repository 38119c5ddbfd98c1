import AirAccord
import ArgumentParser

/// Answers an SQL query on an archive.
struct QueryCommand: Verb {
  static let configuration = CommandConfiguration.of("sql")

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

  func presentation() throws -> Presentation {
    let limits = QueryLimits(seconds: timeLimit, megabytes: memoryLimit)
    if let file {
      var job = QueryFile(query, of: try archive.opened(), to: file)
      job.limits = limits
      try job.run()
      return Presentation(said: [])
    }
    try limits.check()
    return Presentation(rows: try archive.opened().query(query, limits: limits), of: query)
  }
}
