import Documents
public import VOC

/// Holds a chromatograph's record against its total, its isomers, its neighbours and canisters, before
/// anything is made of it.
public struct RecordScreening: Job {
  /// The record.
  public let record: SpeciatedRecord
  /// Samples in canisters at the same place; `nil` without.
  public var canister: SpeciatedRecord?
  /// Bounds and what is looked at.
  public var settings = RecordCheck()

  /// A screening with the settings' defaults.
  public init(_ record: SpeciatedRecord) { self.record = record }

  /// Looks at the record.
  ///
  /// - Throws: `VOCError`; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> RecordCheckReport {
    try watch.begin(0, of: 1, "progress.record")
    return try settings.check(record, canister: canister)
  }
}
