public import Documents
import AirQuality

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
  case damaged(path: String, detail: Message)
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
  public var problem: Message {
    switch self {
    case .missing: "error.archive.there-is-no-archive"
    case .noFile(let path): Message("error.archive.is-no-file-which", ["path": .fact(path)])
    case .exists: "error.archive.there-is-file-name"
    case .notAnArchive: "error.archive.file-is-not-airaccord"
    case .newerVersion(_, let found, let known):
      Message(
        "error.archive.archive-has-format-airaccord",
        ["found": .fact(found), "known": .fact(known)])
    case .notWritable: "error.archive.archive-cannot-opened-purpose"
    case .busy(_, let seconds):
      Message("error.archive.another-process-has-been", ["seconds": .fact(seconds)])
    case .diskFull: "error.archive.disk-is-full-nothing"
    case .notMerged: "error.archive.disk-is-full-everything"
    case .damaged(_, let detail):
      say("error.archive.archive-is-damaged", detail: detail)
    case .sqlite(_, let message):
      Message("error.archive.sqlite-reports", ["message": .fact(message)])
    case .conflict(let conflict):
      Message(
        "error.archive.two-values",
        [
          "pollutant": .fact(conflict.pollutant), "stamp": .fact(conflict.stamp),
          "existing": .fact(conflict.existing),
          "files": .fact(conflict.existingFiles.joined(separator: " or ")),
          "new": .fact(conflict.new), "file": .fact(conflict.newFile),
        ])
    case .incompatible(let difference):
      Message(
        "error.archive.is-archive-but",
        [
          "property": .fact(difference.property), "pollutant": .fact(difference.pollutant),
          "existing": .fact(difference.existing), "new": .fact(difference.new),
          "file": .fact(difference.file),
        ])
    case .unknownStation(let name, _):
      Message("error.archive.there-is-no-station", ["name": .fact(name)])
    case .ambiguousStation(let name, _):
      Message("error.archive.names-several-stations", ["name": .fact(name)])
    case .unknownSeries(_, let pollutant, _):
      Message("error.archive.there-is-no-series", ["pollutant": .fact(pollutant)])
    case .ambiguousSeries(_, let pollutant, let candidates):
      Message(
        "error.archive.there-are-series",
        ["count": .fact(candidates.count), "pollutant": .fact(pollutant)])
    case .unknownSource(let name, _):
      Message("error.archive.no-file-has-been", ["name": .fact(name)])
    case .ambiguousSource(let name, _):
      Message("error.archive.names-several-readings", ["name": .fact(name)])
    case .mixedPanel(let pollutant, let property, let values):
      Message(
        "error.archive.series-differ",
        [
          "pollutant": .fact(pollutant), "property": .fact(property), "values": .names(values),
        ])
    case .flagOutsideScope(_, let pollutant, let rule):
      Message(
        "error.archive.flag-is-outside-what", ["rule": .fact(rule), "pollutant": .fact(pollutant)])
    case .query(let message, _):
      Message("error.archive.query-says", ["message": .fact(message)])
    case .slowQuery(let seconds, _):
      Message(
        "error.archive.query-gave-no-row", ["formattedSeconds": .fact(seconds.formattedSeconds)])
    case .longAnswer(let megabytes, _):
      Message("error.archive.query-needs-more-memory", ["megabytes": .fact(megabytes)])
    case .notReadOnly: "error.archive.only-queries-read-are"
    }
  }

  /// The file, station or query.
  public var place: Message? {
    switch self {
    case .missing(let path), .noFile(let path), .exists(let path), .notAnArchive(let path),
      .newerVersion(let path, _, _),
      .notWritable(let path), .busy(let path, _), .diskFull(let path),
      .notMerged(let path), .damaged(let path, _),
      .sqlite(let path, _):
      .verbatim(path)
    case .conflict(let conflict): .verbatim(conflict.station)
    case .incompatible(let difference): .verbatim(difference.station)
    case .unknownSeries(let station, _, _), .ambiguousSeries(let station, _, _),
      .flagOutsideScope(let station, _, _):
      .verbatim(station)
    case .query(_, let sql), .notReadOnly(let sql), .slowQuery(_, let sql),
      .longAnswer(_, let sql):
      .verbatim(sql)
    case .unknownStation, .ambiguousStation, .mixedPanel, .unknownSource, .ambiguousSource: nil
    }
  }

  /// What to do about it.
  public var advice: Message {
    switch self {
    case .missing: "error.archive.check-path-ingest-file"
    case .noFile(let path):
      path.isEmpty
        ? "error.archive.name-file-such-air"
        : Message("error.archive.write-if-file-is", ["path": .fact(path)])
    case .exists: "error.archive.name-another-file-move"
    case .notAnArchive: "error.archive.name-another-file-one"
    case .newerVersion: "error.archive.update-airaccord"
    case .notWritable:
      "error.archive.check-owner-permissions-file"
    case .busy: "error.archive.wait-until-other-process"
    case .diskFull: "error.archive.free-some-space-then"
    case .notMerged(let path):
      Message("error.archive.keep-wal-together-archive", ["path": .fact(path)])
    case .damaged:
      "error.archive.restore-copy-make-new"
    case .sqlite: "error.archive.check-disk-file-then"
    case .conflict:
      "error.archive.find-out-which-file"
    case .incompatible: "error.archive.ingest-file-into-another"
    case .unknownStation(_, let suggestions):
      suggestions.isEmpty
        ? "error.archive.list-stations-see-which"
        : Message("error.archive.did-you-mean", ["suggestions": .names(suggestions)])
    case .ambiguousStation(_, let candidates):
      Message("error.archive.choose-candidate", ["candidates": .names(candidates)])
    case .unknownSeries(_, _, let available):
      available.isEmpty
        ? "error.archive.ingest-file-has-one"
        : Message(
          "error.archive.choose-available", ["available": .fact(available.joined(separator: "; "))])
    case .ambiguousSeries(_, _, let candidates):
      Message(
        "error.archive.name-instrument",
        ["candidates": .fact(candidates.joined(separator: "; "))])
    case .unknownSource(_, let known):
      known.isEmpty
        ? "error.archive.nothing-has-been-read"
        : Message("error.archive.list-readings", ["known": .message(.some(known, of: 5))])
    case .ambiguousSource(_, let candidates):
      Message(
        "error.archive.give-first-digits-reading",
        ["candidates": .fact(candidates.joined(separator: "; "))])
    case .mixedPanel: "error.archive.choose-stations-agree-convert"
    case .flagOutsideScope: "error.archive.replace-flags-every-station"
    case .slowQuery: "error.archive.ask-less-raise-limit"
    case .longAnswer:
      "error.archive.write-rows-file-they"
    case .query: "error.archive.correct-query-tables-are"
    case .notReadOnly: "error.archive.begin-select-values-explain"
    }
  }
}
