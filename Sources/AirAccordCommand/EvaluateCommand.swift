import AirAccord
import ArgumentParser
import Foundation
import TextFiles

/// Answers a study: the main job.
struct EvaluateCommand: Verb {
  static let configuration = CommandConfiguration.of("evaluate")

  @Argument(help: "The study, a YAML file.")
  var study: String
  @OptionGroup var archive: ArchiveOption
  @Option(help: "Folder for the dossier.")
  var output: String
  @Option(help: "A plan of “airaccord plan”: the effect is shown only when the diagnostics pass.")
  var plan: String?
  @OptionGroup var work: ThreadsOption
  @Flag(help: "Answer although a year of the data does not behave like a measurement.")
  var acceptUnmeasuredYears = false
  @OptionGroup var replacement: ReplaceOption
  @OptionGroup var shown: ResultOptions

  func presentation() throws -> Presentation {
    try FolderReplacement.check(output, replacing: replacement.replace)
    var evaluation = try Evaluation(file: study, ownRecordsIn: try archive.opened(.readWrite))
    if acceptUnmeasuredYears { evaluation.study.quality.unmeasuredYears = .accept }
    evaluation.threads = work.threads
    evaluation.plan = try plan.map { try StudyPlan(file: $0) }
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
      say("command.written", path: folder.appendingPathComponent("report.html").path), language)
  }
}
