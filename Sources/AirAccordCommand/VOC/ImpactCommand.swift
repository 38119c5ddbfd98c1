import Documents
import AirQuality
import Archive
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

  @Option(name: .long, help: "Language of the page: en, ja or zh.")
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
          "station", problem: "is missing", remedy: "name the place in the archive", file: study)
      }
      var settings = description.settings
      var record = try Self.record(station, description, store)
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
      try replacement.write(into: folder) {
        try VOCPage(impact, record: record, title: description.title, language: language)
          .write(to: $0, replacing: $1)
      }
      if output.format == .json { return try printJSON(impact) }
      let table = Self.rows(impact, exact: output.format == .csv)
      print(output.format == .csv ? table.csv : table.text)
      if output.format == .text { print("\n" + Self.words(impact)) }
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

  static func rows(_ impact: VOCImpact, exact: Bool) -> PlainTable {
    var table = PlainTable(
      ["of", "name", "quantity", "method", "change", "lower", "upper", "unit", "p", "p_holm"],
      numeric: [4, 5, 6, 8, 9])
    func text(_ value: Double?) -> String {
      value.map { exact ? "\($0)" : String(format: "%.2f", $0) } ?? ""
    }
    func name(_ row: VOCImpact.Row) -> String {
      row.subject.name + (row.subject.reference.map { " / \($0)" } ?? "")
    }
    for row in impact.rows {
      for (effect, adjusted) in zip(row.effects, row.adjustedPValues) {
        let change = effect.relative?.percent ?? effect.estimate
        let interval = effect.relative?.interval ?? effect.interval
        table.add([
          row.subject.kind.rawValue, name(row), row.subject.quantity.rawValue,
          effect.method.identifier, text(change), text(interval?.lower), text(interval?.upper),
          effect.relative == nil ? effect.unit : "%",
          effect.pValue.map { exact ? "\($0.value)" : String(format: "%.3f", $0.value) } ?? "",
          adjusted.map { exact ? "\($0)" : String(format: "%.3f", $0) } ?? "",
        ])
      }
      for silent in row.unanswered {
        table.add([
          row.subject.kind.rawValue, name(row), row.subject.quantity.rawValue,
          silent.method, "", "", "", silent.reason, "", "",
        ])
      }
    }
    for share in impact.attribution.shares {
      table.add([
        "share", share.compound, "ozone-formation", impact.attribution.method, text(share.change),
        text(share.interval?.lower), text(share.interval?.upper), "µg O3/m³", "", "",
      ])
    }
    for balance in impact.composition.balances {
      table.add([
        "balance", balance.name, "log-ratio", "against the rest", text(balance.change),
        text(balance.interval.lower), text(balance.interval.upper), "1", "", "",
      ])
    }
    return table
  }

  private static func words(_ impact: VOCImpact) -> String {
    let total = impact.attribution.total
    let mixture = impact.composition
    return String(
      format: "Ozone formation potential: %.2f µg O3/m³; the shares add up to it within %.1e. "
        + "Mixture: Aitchison distance %.2f, p = %.3f (%@, %d days).",
      total.estimate, abs(impact.attribution.remainder), mixture.distance, mixture.pValue.value,
      mixture.pValue.method, mixture.days)
  }
}
