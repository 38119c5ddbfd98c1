import AirAccord
import ArgumentParser

/// Which samples, in which unit, and what is decided about awkward values.
struct SpeciatedOptions: ParsableArguments {
  @Argument(help: "Concentrations: a stamp, then one column a species.")
  var concentrations: String
  @Option(help: "Uncertainties, a second file of the same layout.")
  var uncertainties: String?
  @Option(help: "Instead of uncertainties: a table species,detection_limit,error_fraction.")
  var detectionLimits: String?
  @Flag(
    help: "Leave out columns that the table of detection limits does not have, such as weather.")
  var leaveOutUnlimited = false
  @Option(help: "Unit of the values, for example ppbC or µg/m³.")
  var unit: String?
  @Option(help: "What becomes of missing values: refuse, leave-out, drop-sample, median.")
  var missing: SamplePolicy.Missing = SamplePolicy().missing
  @Option(help: "What becomes of “N.D.”: refuse, half-limit, missing.")
  var belowDetection: SamplePolicy.BelowDetection = SamplePolicy().belowDetection
  @Option(help: "Leave this species out; may be repeated.")
  var exclude: [String] = []
  @Option(help: "Take this species with three times its uncertainty; may be repeated.")
  var weak: [String] = []
  @Option(help: "Take this column as the total; may be repeated.")
  var total: [String] = []
  @Option(help: "Take this total as if it were a species; may be repeated.")
  var acceptTotal: [String] = []
  @Option(help: "Of a sum of isomers beside its isomers, take: refuse (neither), parts, lump.")
  var isomers = IsomerOverlap.Choice.refuse
  @Option(help: "Own compounds and lumps before the catalogue’s, a YAML file.")
  var ownSpecies: String?
  @Option(help: "Extra relative uncertainty of the model, added in quadrature.")
  var modellingUncertainty: Double = SamplePolicy().modellingUncertainty
  @Option(
    help: "Whether dates such as 01/06/2019 begin with the day or the month, where no date tells.")
  var dateOrder: DateOrder?
  @Option(help: "Hours east of Greenwich of the stamps' clock.")
  var utcOffset: Double = 0

  /// What is read, and how.
  var reading: SampleReading {
    var reading = SampleReading(concentrations)
    reading.uncertainties = uncertainties
    reading.detectionLimits = detectionLimits
    reading.leavesOutUnlimited = leaveOutUnlimited
    reading.unit = unit
    reading.policy.missing = missing
    reading.policy.belowDetection = belowDetection
    reading.policy.excluded = Set(exclude)
    reading.policy.weak = Set(weak)
    reading.policy.totals = Set(total)
    reading.policy.acceptedTotals = Set(acceptTotal)
    reading.policy.modellingUncertainty = modellingUncertainty
    reading.isomers = isomers
    reading.ownSpecies = ownSpecies
    reading.dateOrder = dateOrder
    reading.utcOffset = utcOffset
    return reading
  }

  func validate() throws {
    if (uncertainties == nil) == (detectionLimits == nil) { throw refusal("usage.one-uncertainty") }
  }
}
