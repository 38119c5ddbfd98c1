import AirQuality
public import Documents
import Ingest
import Store
import TextFiles
public import VOC

/// Derives ozone formation and its like step by step, and writes the series into an archive where one is
/// named.
public struct DerivedSeriesStudy: Job {
  /// The record.
  public let input: RecordReading
  /// What is derived, of what; air and constants are taken from the files.
  public var settings = DerivedSeries()
  /// The clock for initial concentrations; it runs where a ratio at emission or a quantile is given.
  public var clock = PhotochemicalAge()
  /// Own constants before the catalogue's, a table; `nil` for none.
  public var constants: String?
  /// The archive's file; `nil` writes nothing.
  public var target: String?

  /// A study of a record with the defaults.
  public init(_ input: RecordReading) { self.input = input }

  /// A series that was derived.
  public struct Derived: Encodable, Sendable {
    /// Its name in the archive.
    public let series: String
    /// Symbol of its unit.
    public let unit: String
    /// How many steps have a value.
    public let values: Int
    /// Their mean; `nil` without a value.
    public let mean: Double?
    /// Compounds without a constant, which are in no sum.
    public let without: [String]
  }

  /// What was derived, and what was written.
  public struct Answer: Sendable {
    /// By quantity, then part.
    public let series: [Derived]
    /// The record.
    public let record: SpeciatedRecord
    /// What a reader has to know of the constants.
    public let premises: [Message]
    /// Values that are new or changed in the archive; `nil` where none is named.
    public let written: Int?
  }

  /// - Throws: `SettingFault`, `FileFault`, `VOCError`, `ArchiveError`, and what reading throws.
  public func run(_ watch: JobWatch) throws -> Answer {
    var settings = settings
    settings.assessment.air = try input.air()
    let record = try input.record()
    if let own = try OwnConstants(path: constants) { settings.assessment.ownConstants = own }
    if clock.isStarted { settings.clock = clock }
    try watch.begin(0, of: 1, .verbatim(record.station.name))
    let found = try settings.series(of: record)
    var written: Int?
    if let target {
      let store = try Archive(path: target, mode: .readWrite)
      let report = try store.ingest(
        try Self.file(found.map(\.series), settings, record), onConflict: .replace)
      written = report.newValues + report.replacedValues
    }
    return Answer(
      series: found.map { one in
        let values = one.series.storage.filter { !$0.isNaN }
        return Derived(
          series: one.series.pollutant.identifier, unit: one.series.unit.symbol,
          values: values.count,
          mean: values.isEmpty ? nil : values.reduce(0, +) / Double(values.count),
          without: one.without)
      }, record: record, premises: settings.premises(of: record), written: written)
  }

  /// The series as a reading of their own, which `forget` takes back by its name.
  private static func file(
    _ series: [MonitoringSeries], _ settings: DerivedSeries, _ record: SpeciatedRecord
  ) throws -> IngestedFile {
    let text = String(decoding: try StableJSON.encode(settings), as: UTF8.self)
    var bytes = Array("\(record.station.key)\n\(text)\n".utf8)
    for one in series {
      bytes += Array("\(one.pollutant.identifier)\n".utf8)
      for value in one.storage {
        // Eight bytes of a number, lowest first.
        for shift in 0..<8 {
          bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt64(shift))))
        }
      }
    }
    return IngestedFile(
      source: SourceFile(
        path: "voc series", name: "voc series of \(record.station.key)",
        sha256: Checksum.sha256(bytes), byteCount: bytes.count, format: "voc-series",
        rowCount: record.axis.count, settings: text),
      series: series, notices: [])
  }
}
