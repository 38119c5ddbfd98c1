import Documents
import AirQuality
import Store
import ArgumentParser
import Estimation
import Evidence
import Foundation
import Ingest
import VOC

/// What changed in the air with a measure.
struct ImpactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "impact",
    abstract: "What a measure changed: compounds, families, ozone formation and the mixture.",
    discussion: """
      The study is a YAML file:

        title: Solvent limits
        measure: { name: solvent limits, start: 2016-01-01 }
        station: voc-gc/voc
        before: 2015-01-01..2015-12-31
        after: 2016-01-01..2016-12-31
        air: { kelvin: 298.15, kilopascals: 101.325 }
        below_detection: half
        limits: { isoprene: 0.02, alpha-pinene: 0.02 }
        weather: [temperature, wind_speed]

      Beside these: “estimators: [business-as-usual, before-after]” chooses designs; \
      “weather_model: additive” takes weather out of the series first; “relative_to: acetylene” \
      divides compounds and factors by an untouched one; “contributions: sources/contributions.csv” \
      brings in the factors of “voc pmf”. A step in a trend (interrupted-time-series) needs many \
      years: in two it misses every third measure of 30 %.

      Example: airaccord voc impact study.yaml --archive air.sqlite --output impact
      """)

  @Argument(help: "The study, a YAML file.")
  var study: String

  @OptionGroup var archive: ArchiveOption

  @Option(
    name: .customLong("output"),
    help: "Also write a page with figures and all numbers into this folder.")
  var folder: String?

  @Option(name: .long, help: "Language of the page and of what is printed: en, ja or zh.")
  var language: Language = .english

  @OptionGroup var replacement: ReplaceOption

  @OptionGroup var output: FormatOption

  func run() throws {
    try explainingErrors {
      try replacement.check(folder)
      let text = try RecordInput.text(study)
      let description = try ImpactDescription(yaml: text, file: study)
      let store = try archive.opened()
      guard let station = description.station else {
        throw VOCError.field(
          "station", problem: "error.command.is-missing",
          remedy: "error.command.name-place-archive", file: study)
      }
      var settings = description.settings
      var record = try Self.record(station, description, store)
      StandardError.say(record.remarks, language)
      if let file = description.contributions {
        let path = URL(fileURLWithPath: file, relativeTo: URL(fileURLWithPath: study)).path
        let table = try SpeciatedTableReader.read(path: path, utcOffset: record.axis.utcOffset)
        record = try record.adding(contributions: table)
        if settings.factors.isEmpty { settings.factors = table.species.map { Pollutant($0) } }
      }
      let donors = try description.donors.map { try Self.record($0, description, store) }
      let impact = try settings.evaluate(
        record, donors: donors, measure: description.measure, before: description.before,
        after: description.after)
      let document = impact.document(title: description.title, record: record)
      try replacement.write(into: folder, in: language) {
        try PageOutput(language: language).write(
          document, page: "voc.html",
          files: [("impact.json", try StableJSON.encode(impact))]
            + impact.tables.map { ("\($0.name).csv", Data($0.table.csv.utf8)) }, to: $0,
          replacing: $1)
      }
      try output.print(impact, as: document, language: language)
    }
  }

  static func record(
    _ name: String, _ description: ImpactDescription, _ store: Archive
  ) throws -> SpeciatedRecord {
    let place = try store.station(named: name)
    let series = try store.seriesList(station: place)
      .compactMap { try store.series($0.key) }
    return try SpeciatedRecord(series, options: description.record)
  }
}
