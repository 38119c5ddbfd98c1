import AirQuality
public import Documents
public import Ingest
public import SourceApportionment
public import VOC

/// Which samples are apportioned, in which unit, and what is decided about awkward values.
public struct SampleReading: Sendable {
  /// Concentrations: a stamp, then one column a species.
  public let concentrations: String
  /// Uncertainties, a second file of the same layout; `nil` with detection limits.
  public var uncertainties: String?
  /// Instead of uncertainties: a table `species,detection_limit,error_fraction`.
  public var detectionLimits: String?
  /// Whether columns are left out that the table of limits does not have. Default: no.
  public var leavesOutUnlimited = false
  /// Unit of the values; `nil` where the file states it.
  public var unit: String?
  /// What becomes of missing values, totals and weak species.
  public var policy = SamplePolicy()
  /// What becomes of a sum of isomers beside its isomers.
  public var isomers = IsomerOverlap.Choice.refuse
  /// Whether dates such as 01/06/2019 begin with the day or the month.
  public var dateOrder: DateOrder?
  /// Hours east of Greenwich of the stamps' clock.
  public var utcOffset = 0.0

  /// Samples of a file.
  public init(_ concentrations: String) { self.concentrations = concentrations }

  /// The samples, and which columns were left out.
  ///
  /// - Throws: `SettingFault`, `ApportionmentError`, `VOCError`, `IngestError`, `FileFault`.
  public func sample() throws -> (sample: SpeciatedSample, remarks: [Message]) {
    guard (uncertainties == nil) != (detectionLimits == nil) else {
      throw SettingFault(
        "uncertainties", saying: "error.setting.or-detection-limits",
        "error.setting.give-one-of-them")
    }
    guard !leavesOutUnlimited || detectionLimits != nil else {
      throw SettingFault(
        "leaveOutUnlimited", saying: "error.setting.with-detection-limits",
        "error.setting.leave-out")
    }
    try SettingFault.check("utcOffset", utcOffset, -14...14)
    guard (0..<1).contains(policy.modellingUncertainty) else {
      throw SettingFault(
        "modellingUncertainty", policy.modellingUncertainty, "error.setting.share")
    }
    var policy = policy
    var remarks: [Message] = []
    let offset = Int(utcOffset * 3_600)
    let table = try SpeciatedTableReader.read(
      path: concentrations, utcOffset: offset, dateOrder: dateOrder)
    let twice = try IsomerOverlap.columns(
      leftOutOf: table.species.filter { !policy.excluded.contains($0) }, isomers,
      place: concentrations)
    if !twice.isEmpty {
      policy.excluded.formUnion(twice)
      remarks.append(Message("voc.isomers-left-out", ["names": .names(twice)]))
    }
    let unit = try unit.map { try MeasurementUnit(stated: $0) }
    guard let detectionLimits else {
      let uncertainties = try SpeciatedTableReader.read(
        path: uncertainties ?? "", utcOffset: offset, dateOrder: dateOrder)
      return (
        try SpeciatedSample(
          concentrations: table, uncertainties: uncertainties, unit: unit, policy: policy),
        remarks
      )
    }
    let limits = try SpeciatedTableReader.readDetectionLimits(path: detectionLimits)
    if leavesOutUnlimited {
      let others = table.species.filter { limits[$0] == nil && !policy.excluded.contains($0) }
      policy.excluded.formUnion(others)
      if !others.isEmpty {
        remarks.append(Message("voc.without-limit", ["names": .names(others)]))
      }
    }
    return (
      try SpeciatedSample(concentrations: table, limits: limits, unit: unit, policy: policy),
      remarks
    )
  }
}
