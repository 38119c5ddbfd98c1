import AirQuality
import ArgumentParser
import Documents
import Ingest
import SourceApportionment
import VOC

/// Which samples, in which unit, and what is decided about awkward values.
struct SpeciatedOptions: ParsableArguments {
  @Argument(help: "Concentrations: a stamp, then one column a species.")
  var concentrations: String

  @Option(name: .long, help: "Uncertainties, a second file of the same layout.")
  var uncertainties: String?

  @Option(
    name: .long,
    help: "Instead of uncertainties: a table species,detection_limit,error_fraction.")
  var detectionLimits: String?

  @Flag(
    name: .long,
    help: "Leave out columns that the table of detection limits does not have, such as weather.")
  var leaveOutUnlimited = false

  @Option(name: .long, help: "Unit of the values, for example ppbC or µg/m³.")
  var unit: String?

  @Option(
    name: .long, help: "What becomes of missing values: refuse, leave-out, drop-sample, median.")
  var missing: SamplePolicy.Missing = SamplePolicy().missing

  @Option(name: .long, help: "What becomes of “N.D.”: refuse, half-limit, missing.")
  var belowDetection: SamplePolicy.BelowDetection = SamplePolicy().belowDetection

  @Option(name: .long, help: "Leave this species out; may be repeated.")
  var exclude: [String] = []

  @Option(name: .long, help: "Take this species with three times its uncertainty; may be repeated.")
  var weak: [String] = []

  @Option(name: .long, help: "Take this column as the total; may be repeated.")
  var total: [String] = []

  @Option(name: .long, help: "Take this total as if it were a species; may be repeated.")
  var acceptTotal: [String] = []

  @Option(
    name: .long,
    help: "Of a sum of isomers beside its isomers, take: refuse (neither), parts, lump.")
  var isomers = IsomerOverlap.Choice.refuse

  @Option(name: .long, help: "Extra relative uncertainty of the model, added in quadrature.")
  var modellingUncertainty: Double = SamplePolicy().modellingUncertainty

  @Option(
    name: .long,
    help: "Whether dates such as 01/06/2019 begin with the day or the month, where no date tells.")
  var dateOrder: DateOrder?

  @Option(name: .long, help: "Hours east of Greenwich of the stamps' clock.")
  var utcOffset: Double = 0

  func validate() throws {
    guard (uncertainties == nil) != (detectionLimits == nil) else {
      throw ValidationError("give either --uncertainties or --detection-limits")
    }
    guard !leaveOutUnlimited || detectionLimits != nil else {
      throw ValidationError("--leave-out-unlimited goes with --detection-limits")
    }
    guard abs(utcOffset) <= 14 else {
      throw ValidationError("--utc-offset is \(utcOffset); give hours from -14 to 14")
    }
    guard modellingUncertainty >= 0, modellingUncertainty < 1 else {
      throw ValidationError(
        "--modelling-uncertainty is \(modellingUncertainty); give a share from 0 to 1")
    }
  }

  /// The samples.
  ///
  /// - Parameter language: of what is said about columns left out.
  func sample(_ language: Language) throws -> SpeciatedSample {
    var policy = SamplePolicy()
    policy.missing = missing
    policy.belowDetection = belowDetection
    policy.excluded = Set(exclude)
    policy.weak = Set(weak)
    policy.totals = Set(total)
    policy.acceptedTotals = Set(acceptTotal)
    policy.modellingUncertainty = modellingUncertainty
    let offset = Int(utcOffset * 3_600)
    let table = try SpeciatedTableReader.read(
      path: concentrations, utcOffset: offset, dateOrder: dateOrder)
    let twice = try IsomerOverlap.columns(
      leftOutOf: table.species.filter { !policy.excluded.contains($0) }, isomers,
      place: concentrations)
    if !twice.isEmpty {
      policy.excluded.formUnion(twice)
      StandardError.say(Message("voc.isomers-left-out", ["names": .names(twice)]), language)
    }
    let unit = try unit.map { try RecordInput.unit($0) }
    if let detectionLimits {
      let limits = try SpeciatedTableReader.readDetectionLimits(path: detectionLimits)
      if leaveOutUnlimited {
        let others = table.species.filter { limits[$0] == nil && !policy.excluded.contains($0) }
        policy.excluded.formUnion(others)
        if !others.isEmpty {
          StandardError.say(Message("voc.without-limit", ["names": .names(others)]), language)
        }
      }
      return try SpeciatedSample(
        concentrations: table, limits: limits, unit: unit, policy: policy)
    }
    return try SpeciatedSample(
      concentrations: table,
      uncertainties: try SpeciatedTableReader.read(
        path: uncertainties ?? "", utcOffset: offset, dateOrder: dateOrder),
      unit: unit, policy: policy)
  }
}
