import AirQuality
public import Documents
public import Ingest
public import SourceApportionment
public import VOC

/// Which samples are apportioned, in which unit, and what is decided about awkward values.
public struct SampleReading: Sendable {
  /// Concentrations: a stamp, then one column a species.
  public internal(set) var concentrations: String
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
  /// Compounds and lumps that the catalogue does not have, a YAML file; `nil` for none.
  public var ownSpecies: String?
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
    let read = try sample(mayLack: [])
    return (read.sample, read.remarks)
  }

  /// The samples, where some species that the policy names need not be there.
  ///
  /// - Parameter lacking: names of the policy that other places have.
  func sample(
    mayLack lacking: Set<String>
  ) throws -> (sample: SpeciatedSample, remarks: [Message]) {
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
    let own = try own()
    let names = SampleNames(table.species, own)
    remarks += own.unused(besides: table.species)
    policy = names.own(policy).without(lacking)
    let twice = try IsomerOverlap.columns(
      leftOutOf: table.species.filter { !policy.excluded.contains($0) }, isomers,
      own: own, place: concentrations)
    if !twice.isEmpty {
      policy.excluded.formUnion(twice)
      remarks.append(Message("voc.isomers-left-out", ["names": .names(twice)]))
    }
    guard let detectionLimits else {
      let uncertainties = try SpeciatedTableReader.read(
        path: uncertainties ?? "", utcOffset: offset, dateOrder: dateOrder)
      return (
        try SpeciatedSample(
          concentrations: table, uncertainties: uncertainties,
          unit: try unit(of: table, policy), policy: policy),
        remarks
      )
    }
    let limits = names.own(try SpeciatedTableReader.readDetectionLimits(path: detectionLimits))
    if leavesOutUnlimited {
      let others = table.species.filter { limits[$0] == nil && !policy.excluded.contains($0) }
      policy.excluded.formUnion(others)
      if !others.isEmpty {
        remarks.append(Message("voc.without-limit", ["names": .names(others)]))
      }
    }
    return (
      try SpeciatedSample(
        concentrations: table, limits: limits, unit: try unit(of: table, policy), policy: policy),
      remarks
    )
  }

  /// What the user states beside the catalogue.
  func own() throws -> OwnSpecies { try OwnSpecies(path: ownSpecies) ?? OwnSpecies() }

  /// The unit that the user or else the file states; a file's own allows no other.
  ///
  /// - Throws: `VOCError.badSetting`, `.mixedUnits`.
  private func unit(
    of table: SpeciatedTable, _ policy: SamplePolicy
  ) throws(VOCError) -> MeasurementUnit? {
    let given = try unit.map { text throws(VOCError) in try MeasurementUnit(stated: text) }
    var own: [MeasurementUnit] = []
    for (name, unit) in zip(table.species, table.units) {
      guard let unit, !policy.excluded.contains(name), !own.contains(unit) else { continue }
      own.append(unit)
    }
    guard own.count < 2 else {
      throw .mixedUnits(own.map(\.symbol).sorted(), place: table.file)
    }
    if let given, let first = own.first, given != first {
      throw .badSetting(
        "--unit",
        problem: Message(
          "error.command.is-but-file-states",
          ["unit": .fact(given.symbol), "first": .fact(first.symbol)]))
    }
    return given ?? own.first
  }
}
