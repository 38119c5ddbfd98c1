import ArgumentParser
import Evidence
import Studies
import VOC

/// What changed in the air with a measure.
struct ImpactCommand: Verb {
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

  @OptionGroup var shown: PageOptions

  func presentation() throws -> Presentation {
    let study = try ImpactStudy(file: study, in: try archive.opened())
    let answer = try outcome(of: study)
    return try Presentation(
      answer.impact,
      answer.impact.document(title: study.description.title, record: answer.record),
      page: "voc.html", json: "impact",
      tables: answer.impact.tables.map { ($0.name, $0.table) }, remarks: answer.record.remarks)
  }
}
