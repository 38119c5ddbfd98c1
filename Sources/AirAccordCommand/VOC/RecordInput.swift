import Documents
import AirQuality
import Store
import ArgumentParser
import Foundation
import Ingest
import VOC
import TextFiles

/// Where a record of compounds comes from and how it is read.
struct RecordInput: ParsableArguments {
  @Argument(help: "Files with one column a compound; without them, --archive and --station.")
  var files: [String] = []

  @Option(name: .long, help: "The archive, one SQLite file.")
  var archive: String?

  @Option(name: .long, help: "The station in the archive.")
  var station: String?

  @Option(
    name: .long, help: "Unit of the compounds where the file does not state it: ppbC, ppb, ug/m3.")
  var unit: String?

  @Option(
    name: .long,
    help: "Whether dates such as 01/06/2019 begin with the day or the month, where no date tells.")
  var dateOrder: DateOrder?

  @Option(name: .long, help: "Temperature of the air, kelvin; needed between ppb and µg/m³.")
  var kelvin: Double?

  @Option(name: .long, help: "Pressure of the air, kilopascal.")
  var kilopascals: Double?

  @Option(name: .long, help: "Table “compound,limit” of method detection limits, record’s unit.")
  var limits: String?

  @Option(
    name: .long,
    help: "What values below detection count as: zero, half, limit, likelihood, order-statistics.")
  var belowDetection: CensoringRule?

  @Option(name: .long, help: "A compound or column to leave out; may be repeated.")
  var leaveOut: [String] = []

  @Flag(name: .long, help: "Leave out columns that no compound answers to, instead of refusing.")
  var leaveOutUnknown = false

  @Option(
    name: .long,
    help: "Of a sum of isomers beside its isomers, take: refuse (neither), parts, lump.")
  var isomers = IsomerOverlap.Choice.refuse

  func validate() throws {
    guard files.isEmpty == (archive != nil) else {
      throw ValidationError("name files, or --archive with --station")
    }
    guard files.isEmpty == (station != nil) else {
      throw ValidationError("--station names the place in the archive; files have their own")
    }
    guard (kelvin == nil) == (kilopascals == nil) else {
      throw ValidationError("--kelvin and --kilopascals describe one air; give both")
    }
    guard kelvin.map({ $0 > 0 }) ?? true, kilopascals.map({ $0 > 0 }) ?? true else {
      throw ValidationError("temperature and pressure are above zero")
    }
  }

  /// The stated air.
  var air: AirState? {
    guard let kelvin, let kilopascals else { return nil }
    return AirState(kelvin: kelvin, kilopascals: kilopascals)
  }

  private var options: VOC.RecordOptions {
    var options = VOC.RecordOptions()
    options.air = air
    options.leavesOutUnknown = leaveOutUnknown
    options.leavingOut = leaveOut
    options.isomers = isomers
    return options
  }

  /// The record.
  func record() throws -> SpeciatedRecord {
    var options = options
    if let limits { options.limits = try DetectionLimits.read(try Self.text(limits), file: limits) }
    guard let archive, let station else {
      return try record(files, options)
    }
    options.unit = try unit.map { try Self.unit($0) }
    let store = try Archive(path: archive)
    try store.checkStructure()
    let place = try store.station(named: station)
    let series = try store.seriesList(station: place)
      .compactMap { try store.series($0.key) }
    return try SpeciatedRecord(series, options: options)
  }

  /// Another record from files with the same options; the detection limits are the first one's.
  func record(files: [String]) throws -> SpeciatedRecord {
    try record(files, options)
  }

  private func record(
    _ files: [String], _ options: VOC.RecordOptions
  ) throws -> SpeciatedRecord {
    var options = options
    var series: [MonitoringSeries] = []
    for file in files {
      let read = try FileReader.read(
        path: file, options: IngestOptions(dateOrder: dateOrder))
      series += read.series
      options.unit = try stated(in: read)
    }
    return try SpeciatedRecord(series, options: options)
  }

  /// The unit that the user states; a unit in the file's own header needs none and allows no
  /// other.
  private func stated(in file: IngestedFile) throws -> MeasurementUnit? {
    let assumed: [String: MeasurementUnit] = [
      "voc-gc": .partsPerBillion, "pmf-input": .partsPerBillionCarbon,
    ]
    let own = Set(
      file.series.filter {
        if case .compound = CompoundCatalogue.embedded.match($0.pollutant.identifier) {
          return true
        }
        return false
      }.map(\.unit))
    guard own == Set([assumed[file.source.format]].compactMap(\.self)) else {
      if let unit, let first = own.first, try Self.unit(unit) != first {
        throw VOCError.badSetting(
          "--unit",
          problem: Message(
            "error.command.is-but-file-states", ["unit": .fact(unit), "first": .fact(first)]))
      }
      return nil
    }
    guard let unit else { throw VOCError.unitMissing(found: "", series: file.source.path) }
    return try Self.unit(unit)
  }

  /// The unit of an option.
  static func unit(_ text: String) throws -> MeasurementUnit {
    guard let unit = MeasurementUnit(text) else {
      throw VOCError.badSetting(
        "--unit", problem: Message("error.command.is-which-is-no", ["text": .fact(text)]))
    }
    return unit
  }

  static func text(_ path: String) throws -> String {
    try TextContent.utf8(path: path).text
  }
}
