import AirAccord
import ArgumentParser

/// Where a record of compounds comes from and how it is read.
struct RecordInput: ParsableArguments {
  @Argument(help: "Files with one column a compound; without them, --archive and --station.")
  var files: [String] = []
  @Option(help: "The archive, one SQLite file.")
  var archive: String?
  @Option(help: "The station in the archive.")
  var station: String?
  @Option(help: "Unit of the compounds where the file does not state it: ppbC, ppb, ug/m3.")
  var unit: String?
  @Option(
    help: "Whether dates such as 01/06/2019 begin with the day or the month, where no date tells.")
  var dateOrder: DateOrder?
  @Option(help: "Temperature of the air, kelvin; needed between ppb and µg/m³.")
  var kelvin: Double?
  @Option(help: "Pressure of the air, kilopascal.")
  var kilopascals: Double?
  @Option(help: "Table “compound,limit” of method detection limits, record’s unit.")
  var limits: String?
  @Option(help: "Own compounds and lumps before the catalogue’s, a YAML file.")
  var ownSpecies: String?
  @Option(help: "A compound or column to leave out; may be repeated.")
  var leaveOut: [String] = []
  @Flag(help: "Leave out columns that no compound answers to, instead of refusing.")
  var leaveOutUnknown = false
  @Option(help: "Of a sum of isomers beside its isomers, take: refuse (neither), parts, lump.")
  var isomers = IsomerOverlap.Choice.refuse

  /// What is read, and how.
  var reading: RecordReading {
    var reading = RecordReading()
    reading.files = files
    reading.archive = archive
    reading.station = station
    reading.unit = unit
    reading.dateOrder = dateOrder
    reading.kelvin = kelvin
    reading.kilopascals = kilopascals
    reading.limits = limits
    reading.ownSpecies = ownSpecies
    reading.options.leavingOut = leaveOut
    reading.options.leavesOutUnknown = leaveOutUnknown
    reading.options.isomers = isomers
    return reading
  }
}

/// What values below detection count as.
struct DetectionOption: ParsableArguments {
  @Option(
    help: "What values below detection count as: zero, half, limit, likelihood, order-statistics.")
  var belowDetection: CensoringRule?
}

/// The clock of photochemical age.
struct ClockOptions: ParsableArguments {
  @Option(help: "Ratio of the clock’s compounds at emission; starts the clock.")
  var emissionRatio: Double?
  @Option(help: "Takes it as this quantile of the measured ratios, 0 to 1.")
  var emissionQuantile: Double?
  @Option(help: "The clock’s faster compound.")
  var fast = PhotochemicalAge().fast
  @Option(help: "The clock’s slower compound.")
  var slow = PhotochemicalAge().slow
  @Option(help: "OH that turns exposure into hours, molecules a cubic centimetre.")
  var hydroxyl: Double?
  @Option(
    help: "Ozone that takes part in the losses, molecules a cubic centimetre; needs --hydroxyl.")
  var ozone: Double?
  @Option(help: "Nitrate radical that takes part, as --ozone.")
  var nitrate: Double?

  /// Refuses losses without a clock, and OH that would turn it into nothing that is asked for.
  func refuseIdle() throws {
    let losses = ozone != nil || nitrate != nil
    if hydroxyl != nil, !losses { throw refusal("usage.hydroxyl-for-losses") }
    if losses, emissionRatio == nil, emissionQuantile == nil {
      throw refusal("usage.losses-need-clock")
    }
  }

  /// The clock.
  var clock: PhotochemicalAge {
    var clock = PhotochemicalAge()
    clock.emissionRatio = emissionRatio
    clock.emissionQuantile = emissionQuantile
    clock.fast = fast
    clock.slow = slow
    clock.hydroxyl = hydroxyl
    clock.ozone = ozone
    clock.nitrate = nitrate
    return clock
  }
}

/// A user's own constants.
struct ConstantsOption: ParsableArguments {
  @Option(
    help:
      "Own constants before the catalogue’s: species,constant,value,source (mir, koh, soap, fac).")
  var constants: String?
}
