import ArgumentParser
import Documents
import Estimation
import Evidence
import Foundation
import Store
import Studies

/// Answers a study: the main job.
struct EvaluateCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Answer a study and write its dossier.",
    discussion: """
      Writes dossier.json (every number), report.html (one page, offline), effects.csv and \
      figures/ into the output folder, keeps the finding in the archive, and prints a summary.

      “airaccord methods --keys” prints every key of a study file with its type, default and an \
      example; docs/study-keys.md holds them too.

      Example: airaccord evaluate study.yaml --archive air.sqlite --output dossier
      """)

  @Argument(help: "The study, a YAML file.")
  var study: String

  @OptionGroup var archive: ArchiveOption

  @Option(help: "Folder for the dossier.")
  var output: String

  @OptionGroup var work: ThreadsOption

  @Flag(help: "Answer although a year of the data does not behave like a measurement.")
  var acceptUnmeasuredYears = false

  @OptionGroup var replacement: ReplaceOption

  @OptionGroup var shown: ResultOptions

  func presentation() throws -> Presentation {
    try replacement.check(output)
    var evaluation = try Evaluation(file: study, ownRecordsIn: try archive.opened(.readWrite))
    if acceptUnmeasuredYears { evaluation.study.quality.unmeasuredYears = .accept }
    evaluation.threads = work.threads
    let dossier = try outcome(of: evaluation)
    try DossierOutput(language: shown.language).write(
      dossier, to: output, replacing: replacement.replace)
    if let project = evaluation.ownProject {
      try evaluation.store.save([ProjectVerdict(dossier).finding(project: project)])
    }
    return Presentation(dossier, dossier.document)
  }
}

/// Writes a dossier's folder and says where it is.
struct DossierOutput {
  let language: Language

  /// - Parameter keepingOwn: whether other files that the program itself wrote there stay.
  func write(
    _ dossier: Dossier, to output: String, keepingOwn: Bool = false, replacing: Bool
  ) throws {
    let folder = URL(fileURLWithPath: output, isDirectory: true)
    let written = try EvidenceWriter(language: language).write(
      dossier, to: folder, date: DocumentFolder.today, keepingOwn: keepingOwn, replacing: replacing)
    for note in written.notes { StandardError.say(note, language) }
    StandardError.say(
      Message(
        "command.written", ["path": .text(folder.appendingPathComponent("report.html").path)]),
      language)
  }
}
