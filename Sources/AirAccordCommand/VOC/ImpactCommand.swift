import AirAccord
import ArgumentParser

/// What changed in the air with a measure.
struct ImpactCommand: Verb {
  static let configuration = CommandConfiguration.of("voc.impact")

  @Argument(help: "The study, a YAML file.")
  var study: String
  @OptionGroup var archive: ArchiveOption
  @OptionGroup var shown: PageOptions

  func presentation() throws -> Presentation {
    let study = try ImpactStudy(file: study, in: try archive.opened())
    let answer = try outcome(of: study)
    return Presentation(
      answer.impact,
      answer.impact.document(title: study.description.title, record: answer.record),
      page: "voc.html", json: "impact",
      tables: answer.impact.tables.map { ($0.name, $0.table) }, remarks: answer.record.remarks)
  }
}
