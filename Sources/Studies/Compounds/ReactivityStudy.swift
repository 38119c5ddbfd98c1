public import AirQuality
import Documents
public import VOC

/// Ozone formation, OH reactivity and aerosol potential of a record.
public struct ReactivityStudy: Job {
  /// The record.
  public let input: RecordReading
  /// How compounds are weighed; air and constants are taken from the files.
  public var assessment = ReactivityAssessment()
  /// Own constants before the catalogue's, a table; `nil` for none.
  public var constants: String?
  /// First local day; `nil` for the first of the record.
  public var from: CivilDate?
  /// Last local day; `nil` for the last of the record.
  public var to: CivilDate?

  /// A study of a record with the defaults.
  public init(_ input: RecordReading) { self.input = input }

  /// What compounds form, and the record.
  public typealias Answer = (result: Reactivity, record: SpeciatedRecord)

  /// - Throws: `SettingFault`, `FileFault`, `VOCError`, and what reading throws.
  public func run(_ watch: JobWatch) throws -> Answer {
    try SettingFault.checkCount(assessment.draws)
    var assessment = assessment
    assessment.air = try input.air()
    let record = try input.record()
    if let own = try OwnConstants(path: constants) { assessment.ownConstants = own }
    try watch.begin(0, of: 1, "progress.draws")
    let offset = record.axis.utcOffset
    return (
      try assessment.assess(
        record, from: from.map { Instant($0, utcOffset: offset) },
        until: to.map { Instant($0, hour: 24, utcOffset: offset) }), record
    )
  }
}

/// Diagnostic ratios, the regime of ozone, weekends and photochemical age of a record.
public struct RatioStudy: Job {
  /// The record.
  public let input: RecordReading
  /// How ratios are formed; air is taken from the record's settings.
  public var analysis = RatioAnalysis()
  /// The clock; it runs where a ratio at emission or a quantile is given.
  public var clock = PhotochemicalAge()

  /// A study of a record with the defaults.
  public init(_ input: RecordReading) { self.input = input }

  /// Ratios, the clock where it runs, and the record.
  public struct Answer: Sendable {
    /// Ratios, regime and weekends.
    public let report: RatioReport
    /// The clock's settings.
    public let age: PhotochemicalAge
    /// What it reads; `nil` where it does not run.
    public let reading: PhotochemicalAge.Reading?
    /// The record.
    public let record: SpeciatedRecord
  }

  /// - Throws: `SettingFault`, `FileFault`, `VOCError`, and what reading throws.
  public func run(_ watch: JobWatch) throws -> Answer {
    try SettingFault.checkCount(analysis.replicates, "replicates")
    var analysis = analysis
    analysis.air = try input.air()
    let record = try input.record()
    try watch.begin(0, of: 1, "progress.draws")
    var age = clock
    age.firstHour = analysis.firstHour
    age.lastHour = analysis.lastHour
    return Answer(
      report: try analysis.analyse(record), age: age,
      reading: age.isStarted ? try age.read(record, rule: analysis.rule) : nil, record: record)
  }
}

extension PhotochemicalAge {
  /// Whether it is known what it starts from.
  var isStarted: Bool { emissionRatio != nil || emissionQuantile != nil }
}
