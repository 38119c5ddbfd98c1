public import AirQuality

/// Why an archive could not be opened, written or read.
///
/// Whenever writing throws, the archive is as it was before that file.
public enum ArchiveError: Error, Equatable, Sendable {
  /// There is no file.
  case missing(path: String)
  /// A name that SQLite would take for something else than a file.
  case noFile(path: String)
  /// There is a file where a new one was to be made.
  case exists(path: String)
  /// The file is something else: no SQLite database, or another program's.
  case notAnArchive(path: String)
  /// Written by a later AirAccord.
  case newerVersion(path: String, found: Int, known: Int)
  /// The file or its folder does not admit writing.
  case notWritable(path: String)
  /// Another process has been writing for longer than the patience of this one.
  case busy(path: String, seconds: Int)
  /// No space left on the device; nothing of the file was kept.
  case diskFull(path: String)
  /// No space left for the journal to be merged into the file; everything is kept.
  case notMerged(path: String)
  /// The file's content contradicts itself.
  case damaged(path: String, detail: String)
  /// Anything else SQLite reports.
  case sqlite(path: String, message: String)
  /// Two files differ at one stamp of one series.
  case conflict(Conflict)
  /// A file's series does not fit the one in the archive.
  case incompatible(Incompatibility)
  /// No station answers to the name.
  case unknownStation(String, suggestions: [String])
  /// Several stations answer to the name.
  case ambiguousStation(String, candidates: [String])
  /// The station has no such series.
  case unknownSeries(station: String, pollutant: String, available: [String])
  /// Several series of the pollutant stand at the station.
  case ambiguousSeries(station: String, pollutant: String, candidates: [String])
  /// No reading answers to the name.
  case unknownSource(String, known: [String])
  /// Several readings answer to the name.
  case ambiguousSource(String, candidates: [String])
  /// Series that cannot stand in one block.
  case mixedPanel(pollutant: String, property: String, values: [String])
  /// A flag on a series that was not among those whose flags were to be replaced.
  case flagOutsideScope(station: String, pollutant: String, rule: String)
  /// A query that is wrong.
  case query(message: String, sql: String)
  /// A query that gave no row for too long.
  case slowQuery(seconds: Double, sql: String)
  /// A query whose work or answer needs too much memory.
  case longAnswer(megabytes: Int, sql: String)
  /// A query that would change something.
  case notReadOnly(sql: String)

  /// The first stamp at which a file differs from the archive.
  public struct Conflict: Hashable, Sendable {
    /// `network/identifier`.
    public let station: String
    /// Identifier.
    public let pollutant: String
    /// As the source labels it.
    public let stamp: String
    /// In the archive.
    public let existing: Double
    /// In the file.
    public let new: Double
    /// Names of the files whose range holds the stamp.
    public let existingFiles: [String]
    /// Name of the file that was to be written.
    public let newFile: String
  }

  /// A property in which a file's series differs from the archive's.
  public struct Incompatibility: Hashable, Sendable {
    /// `network/identifier`.
    public let station: String
    /// Identifier.
    public let pollutant: String
    /// For example “unit” or “step”.
    public let property: String
    /// In the archive.
    public let existing: String
    /// In the file.
    public let new: String
    /// Name of the file that was to be written.
    public let file: String
  }
}

extension ArchiveError {
  var isFullDisk: Bool { if case .diskFull = self { true } else { false } }
}

extension Double {
  /// Without decimals where there are none.
  fileprivate var formattedSeconds: String {
    self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)"
  }
}

extension ArchiveError: Explained {
  /// What is wrong.
  public var what: String {
    switch self {
    case .missing: "there is no archive"
    case .noFile(let path): "“\(path)” is no file in which anything could be kept"
    case .exists: "there is a file of this name already"
    case .notAnArchive: "the file is not an AirAccord archive"
    case .newerVersion(_, let found, let known):
      "the archive has format \(found), this AirAccord knows formats up to \(known)"
    case .notWritable: "the archive cannot be opened for this purpose: permission is missing"
    case .busy(_, let seconds): "another process has been writing for more than \(seconds) s"
    case .diskFull: "the disk is full; nothing of the file was kept"
    case .notMerged: "the disk is full; everything is kept, but in the journal beside the archive"
    case .damaged(_, let detail): "the archive is damaged: \(detail)"
    case .sqlite(_, let message): "SQLite reports “\(message)”"
    case .conflict(let conflict):
      "\(conflict.pollutant) at \(conflict.stamp) is \(conflict.existing) in "
        + "\(conflict.existingFiles.joined(separator: " or ")) but \(conflict.new) in "
        + conflict.newFile
    case .incompatible(let difference):
      "the \(difference.property) of \(difference.pollutant) is \(difference.existing) in the "
        + "archive but \(difference.new) in \(difference.file)"
    case .unknownStation(let name, _): "there is no station “\(name)”"
    case .ambiguousStation(let name, _): "“\(name)” names several stations"
    case .unknownSeries(_, let pollutant, _): "there is no series of \(pollutant)"
    case .ambiguousSeries(_, let pollutant, let candidates):
      "there are \(candidates.count) series of \(pollutant)"
    case .unknownSource(let name, _): "no file “\(name)” has been read"
    case .ambiguousSource(let name, _): "“\(name)” names several readings"
    case .mixedPanel(let pollutant, let property, let values):
      "the stations' series of \(pollutant) differ in their \(property): "
        + values.joined(separator: ", ")
    case .flagOutsideScope(_, let pollutant, let rule):
      "the flag \(rule) on \(pollutant) is outside what was to be replaced"
    case .query(let message, _): message
    case .slowQuery(let seconds, _):
      "the query gave no row within the limit of \(seconds.formattedSeconds) s"
    case .longAnswer(let megabytes, _):
      "the query needs more memory than the limit of \(megabytes) MB"
    case .notReadOnly: "only queries that read are allowed"
    }
  }

  /// The file, station or query.
  public var location: String {
    switch self {
    case .missing(let path), .noFile(let path), .exists(let path), .notAnArchive(let path),
      .newerVersion(let path, _, _),
      .notWritable(let path), .busy(let path, _), .diskFull(let path),
      .notMerged(let path), .damaged(let path, _),
      .sqlite(let path, _):
      path
    case .conflict(let conflict): conflict.station
    case .incompatible(let difference): difference.station
    case .unknownSeries(let station, _, _), .ambiguousSeries(let station, _, _),
      .flagOutsideScope(let station, _, _):
      station
    case .query(_, let sql), .notReadOnly(let sql), .slowQuery(_, let sql),
      .longAnswer(_, let sql):
      sql
    case .unknownStation, .ambiguousStation, .mixedPanel, .unknownSource, .ambiguousSource: ""
    }
  }

  /// What to do about it.
  public var remedy: String {
    switch self {
    case .missing: "check the path, or ingest a file to make an archive"
    case .noFile(let path):
      path.isEmpty
        ? "name a file, such as air.sqlite" : "write ./\(path) if a file is called so"
    case .exists: "name another file, or move that one away"
    case .notAnArchive: "name another file; this one was left untouched"
    case .newerVersion: "update AirAccord"
    case .notWritable:
      "check the owner and permissions of the file and its folder, or copy the archive elsewhere"
    case .busy: "wait until the other process has finished, then try again"
    case .diskFull: "free some space, then ingest the file again"
    case .notMerged(let path):
      "keep \(path)-wal together with the archive; free some space, then run "
        + "“airaccord archive compact”"
    case .damaged:
      "restore a copy, make a new archive from the source files, or save what is whole "
        + "(airaccord archive repair)"
    case .sqlite: "check the disk and the file, then try again"
    case .conflict:
      "find out which file is right, then ask for the new values to replace the old ones "
        + "or for the old ones to be kept"
    case .incompatible: "ingest the file into another archive, or correct its description"
    case .unknownStation(_, let suggestions):
      suggestions.isEmpty
        ? "list the stations to see which there are"
        : "did you mean \(suggestions.joined(separator: ", "))?"
    case .ambiguousStation(_, let candidates):
      "choose one of: \(candidates.joined(separator: ", "))"
    case .unknownSeries(_, _, let available):
      available.isEmpty
        ? "ingest a file that has one" : "choose one of: \(available.joined(separator: "; "))"
    case .ambiguousSeries(_, _, let candidates):
      "name the instrument (or “mean”) or the averaging time; there are "
        + candidates.joined(separator: "; ")
    case .unknownSource(_, let known):
      known.isEmpty
        ? "nothing has been read into this archive"
        : "list the readings; there are \(known.prefix(5).joined(separator: ", "))"
          + (known.count > 5 ? " and \(known.count - 5) more" : "")
    case .ambiguousSource(_, let candidates):
      "give the first digits of the reading: \(candidates.joined(separator: "; "))"
    case .mixedPanel: "choose stations that agree, or convert the series first"
    case .flagOutsideScope: "replace flags of every station, pollutant and rule that is given"
    case .slowQuery: "ask for less, or raise the limit (--time-limit)"
    case .longAnswer:
      "write the rows to a file as they come (--output), or raise the limit (--memory-limit)"
    case .query: "correct the query; the tables are observation, station, series, source, finding"
    case .notReadOnly: "begin with SELECT, WITH, VALUES or EXPLAIN"
    }
  }
}
