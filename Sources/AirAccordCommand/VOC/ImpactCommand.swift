import Documents
import ArgumentParser
import Evidence
import Foundation
import Studies
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
      let study = try ImpactStudy(file: study, in: try archive.opened())
      let answer = try ProgressLine.following(language) { try study.run($0) }
      StandardError.say(answer.record.remarks, language)
      let impact = answer.impact
      let document = impact.document(title: study.description.title, record: answer.record)
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
}
