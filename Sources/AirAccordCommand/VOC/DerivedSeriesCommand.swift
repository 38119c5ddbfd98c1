import AirQuality
import ArgumentParser
import Documents
import Evidence
import Foundation
import Ingest
import Store
import TextFiles
import VOC

/// Ozone formation and its like as series.
struct DerivedSeriesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "series",
    abstract: "Derive ozone formation, OH reactivity and their like step by step, into an archive.",
    discussion: """
      The series stand at the record’s station and are called ofp_total, ofp_aromatic, \
      oh_reactivity_total, soap_toluene, propylene_equivalent_total, initial_toluene: every verb can \
      use them. A step at which a compound is missing has no sum.

      Examples:
        airaccord voc series gc.csv --unit ppb --kelvin 298.15 --kilopascals 101.325 \
      --quantity ozone-formation --quantity oh-reactivity --part total --part families --into air.sqlite
        airaccord voc series gc.csv --unit ppb --quantity initial --emission-ratio 3.2 --into air.sqlite
      """)

  @OptionGroup var input: RecordInput

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What to derive; may be repeated: "
        + DerivedSeries.Quantity.allCases.map(\.rawValue).joined(separator: ", ") + "."))
  var quantity: [DerivedSeries.Quantity] = DerivedSeries().quantities

  @Option(name: .long, help: "Of what; may be repeated: total, families, compounds.")
  var part: [DerivedSeries.Part] = DerivedSeries().parts

  @Flag(
    name: .long, help: "Rate constants follow the record’s temperature where E/R is known.")
  var rateTemperature = false

  @Option(
    name: .long, help: "Ratio of the clock’s compounds at emission, for initial concentrations.")
  var emissionRatio: Double?

  @Option(name: .long, help: "Takes it as this quantile of the measured ratios, 0 to 1.")
  var emissionQuantile: Double?

  @Option(name: .long, help: "The clock’s faster compound.")
  var fast = PhotochemicalAge().fast

  @Option(name: .long, help: "The clock’s slower compound.")
  var slow = PhotochemicalAge().slow

  @Option(name: .long, help: "OH over the clock’s time, molecules a cubic centimetre.")
  var hydroxyl: Double?

  @Option(
    name: .long,
    help: "Ozone that takes part in the losses, molecules a cubic centimetre; needs --hydroxyl.")
  var ozone: Double?

  @Option(name: .long, help: "Nitrate radical that takes part, as --ozone.")
  var nitrate: Double?

  @Option(name: .customLong("into"), help: "Write the series into this archive.")
  var target: String?

  @Option(
    name: .long,
    help:
      "Own constants before the catalogue’s: species,constant,value,source (mir, koh, soap, fac).")
  var constants: String?

  @Option(name: .long, help: "Language of what is printed: en, ja or zh.")
  var language: Language = .english

  @OptionGroup var output: FormatOption

  private struct Row: Encodable {
    let series: String
    let unit: String
    let values: Int
    let mean: Double?
    let without: [String]
  }

  func validate() throws {
    let losses = ozone != nil || nitrate != nil
    guard hydroxyl == nil || losses else {
      throw ValidationError(
        "--hydroxyl turns the clock into time for --ozone and --nitrate; give one")
    }
    guard !losses || emissionRatio != nil || emissionQuantile != nil else {
      throw ValidationError("--ozone and --nitrate go with --emission-ratio or --emission-quantile")
    }
  }

  func run() throws {
    try explainingErrors {
      let record = try input.record()
      StandardError.say(record.remarks, language)
      var settings = DerivedSeries()
      settings.assessment.air = input.air
      settings.assessment.rule = input.belowDetection
      if let constants {
        settings.assessment.ownConstants = try OwnConstants(
          table: try RecordInput.text(constants), file: constants)
      }
      settings.quantities = quantity
      settings.parts = part
      settings.followsTemperature = rateTemperature
      if emissionRatio != nil || emissionQuantile != nil {
        var clock = PhotochemicalAge()
        clock.fast = fast
        clock.slow = slow
        clock.emissionRatio = emissionRatio
        clock.emissionQuantile = emissionQuantile
        clock.hydroxyl = hydroxyl
        clock.ozone = ozone
        clock.nitrate = nitrate
        settings.clock = clock
      }
      let found = try settings.series(of: record)
      let rows = found.map { one in
        Row(
          series: one.series.pollutant.identifier, unit: one.series.unit.symbol,
          values: one.series.validCount, mean: Self.mean(one.series), without: one.without)
      }
      if let target {
        let store = try Archive(path: target, mode: .readWrite)
        let report = try store.ingest(
          try Self.file(found.map(\.series), settings, record), onConflict: .replace)
        StandardError.say(
          Message(
            "voc.series-written",
            [
              "series": .count(found.count),
              "values": .count(report.newValues + report.replacedValues),
            ]
          ), language)
      }
      let table = Table("derived-series", "voc.derived-series", rows) {
        Column("series") { .text($0.series) }
        Column("unit") { .text($0.unit) }
        Column("values") { .count($0.values) }
        Column("mean") { .optional($0.mean) { .number($0) } }
        Column("without-constant") { .names($0.without) }
      }
      try output.print(rows, table, language)
    }
  }

  private static func mean(_ series: MonitoringSeries) -> Double? {
    let values = series.storage.filter { !$0.isNaN }
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
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
        append(value.bitPattern, to: &bytes)
      }
    }
    let hash = Checksum.sha256(bytes)
    return IngestedFile(
      source: SourceFile(
        path: "voc series", name: "voc series of \(record.station.key)", sha256: hash,
        byteCount: bytes.count, format: "voc-series", rowCount: record.axis.count, settings: text),
      series: series, notices: [])
  }

  /// Eight bytes of a number, lowest first.
  private static func append(_ pattern: UInt64, to bytes: inout [UInt8]) {
    for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: pattern >> (8 * UInt64(shift)))) }
  }
}
