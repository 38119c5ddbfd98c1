import Documents
public import VOC

/// Holds a chromatograph's record against its total, its isomers, its neighbours and canisters, before
/// anything is made of it.
public struct RecordScreening: Job {
  /// The record.
  public let input: RecordReading
  /// A file of samples in canisters at the same place, read with the same options; its detection limits
  /// are the record's. `nil` without.
  public var canister: String?
  /// Bounds and what is looked at; the air is the record's.
  public var settings = RecordCheck()

  /// A screening with the settings' defaults.
  public init(_ input: RecordReading) { self.input = input }

  /// What was found, and what reading assumed.
  public struct Answer: Sendable {
    /// What was found.
    public let report: RecordCheckReport
    /// The record.
    public let record: SpeciatedRecord
  }

  /// Looks at the record.
  ///
  /// - Throws: `SettingFault`, `FileFault`, `VOCError`, and what reading throws; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Answer {
    try watch.begin(0, of: 1, "progress.record")
    var settings = settings
    settings.air = try input.air()
    let record = try input.record()
    let samples = try canister.map { file in
      var other = input
      other.files = [file]
      other.archive = nil
      other.station = nil
      other.limits = nil
      return try other.record()
    }
    return Answer(
      report: try settings.check(record, canister: samples), record: record)
  }
}
