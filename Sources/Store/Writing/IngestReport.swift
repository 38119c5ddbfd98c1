public import Documents
import Ingest

/// What to do when a file differs from the archive at a stamp where both have a value.
public enum ConflictRule: String, Codable, Sendable, CaseIterable {
  /// Refuse the file and keep the archive as it is.
  case refuse
  /// Take the file's values.
  case replace
  /// Keep the archive's values and take the file's where the archive has none.
  case keep
}

/// What writing one file changed.
///
/// The four counts of values together are the file's values that are not missing.
public struct IngestReport: Codable, Hashable, Sendable {
  /// Name of the file.
  public let file: String
  /// Hash of the file's bytes, hexadecimal.
  public let sha256: String
  /// Whether the very same reading had been written before; then nothing changed.
  public let isRepeat: Bool
  /// Series that the archive did not have.
  public internal(set) var newSeries = 0
  /// Series to which the file added values or over which it was merged.
  public internal(set) var mergedSeries = 0
  /// Values where the archive had none.
  public internal(set) var newValues = 0
  /// Values that the archive had already, equal.
  public internal(set) var equalValues = 0
  /// Values that took the place of different ones.
  public internal(set) var replacedValues = 0
  /// Values that were left out in favour of different ones.
  public internal(set) var refusedValues = 0
  /// Names of files whose earlier reading, of the same bytes with another description or other
  /// options, this one took the place of.
  public internal(set) var replacedReadings: [String] = []
  /// What the archive has to say: clocks and stamps that differ from the series' own, and
  /// stations that stand elsewhere.
  public internal(set) var remarks: [Message] = []

  init(_ source: SourceFile, isRepeat: Bool) {
    file = source.name
    sha256 = source.sha256
    self.isRepeat = isRepeat
  }

  mutating func add(_ overlay: Overlay) {
    newValues += overlay.added
    equalValues += overlay.equal
    replacedValues += overlay.replaced
    refusedValues += overlay.refused
  }
}
