import AirAccord
import ArgumentParser

/// Where the archive is.
struct ArchiveOption: ParsableArguments {
  @Option(help: "The archive, one SQLite file.")
  var archive: String

  /// The archive, whose structure has been looked at.
  func opened(_ mode: Archive.Mode = .readOnly) throws(ArchiveError) -> Archive {
    try Archive.looked(at: archive, mode)
  }
}

/// What may happen to the folder into which a command writes.
struct ReplaceOption: ParsableArguments {
  @Flag(help: "Write over a folder of others, which is kept under another name.")
  var replace = false
}

/// How many threads work.
struct ThreadsOption: ParsableArguments {
  @Option(help: "Threads; the result does not depend on it.")
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 { throw refusal("usage.threads", threads: "\(threads)") }
  }
}

/// Which form results take.
struct FormatOption: ParsableArguments {
  @Option(help: "How to print the result: text, json or csv.")
  var format: OutputFormat = .text
}

/// Narrows a list of series.
struct SelectionOptions: ParsableArguments {
  @Option(help: "Only this pollutant, for example pm25.")
  var pollutant: String?
  @Option(help: "Only this station: its name, or network/identifier when the name is not unique.")
  var station: String?
  @Option(help: "Only this instrument, where a station has several; “mean” takes their mean.")
  var instrument: String?
  @Option(help: "Only series of this averaging time: hour, 8 h, day, month …")
  var averaging: TimeStep?

  /// What is selected.
  var chosen: SeriesSelection {
    SeriesSelection(
      pollutant: pollutant.map { Pollutant($0) }, stations: station.map { [$0] } ?? [],
      choice: SeriesChoice(averaging: averaging, instrument: instrument))
  }
}
