import Documents
import AirQuality
import Store
import ArgumentParser
import Cooperation
import Estimation
import Evidence
import Foundation
import Studies
import TextFiles

/// Answers a study: the main job.
struct EvaluateCommand: ParsableCommand {
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

  @Option(name: .long, help: "Folder for the dossier.")
  var output: String

  @Option(
    name: .long,
    help: "A plan of “airaccord plan”: the effect is shown only when the diagnostics pass.")
  var plan: String?

  @Option(name: .long, help: "Language of the page and the summary: en, ja or zh.")
  var language: Language = .english

  @Option(name: .long, help: "Threads; the result does not depend on it.")
  var threads: Int?

  @Flag(
    name: .long,
    help: "Answer although a year of the data does not behave like a measurement.")
  var acceptUnmeasuredYears = false

  @OptionGroup var replacement: ReplaceOption

  @OptionGroup var format: FormatOption

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads is \(threads); give 1 or more") }
  }

  func run() throws {
    try explainingErrors {
      try replacement.check(output)
      let text = try TextContent.utf8(path: study).text
      // A fault of the study is told before one of the archive, whose records it may name.
      let opened = Result { try archive.opened(.readWrite) }
      let ownRecords = try (try? opened.get())?.hasRegistry() ?? false
      let registry = ownRecords ? try opened.get().registry() : Registry.builtIn
      var evaluation = try Evaluation(
        text, file: study, registry: registry, in: try opened.get())
      if acceptUnmeasuredYears { evaluation.study.quality.unmeasuredYears = .accept }
      evaluation.threads = threads
      evaluation.plan = try plan.map { try StudyPlan(file: $0) }
      let dossier = try ProgressLine.following { try evaluation.run($0) }
      try DossierOutput(language: language).write(
        dossier, to: output, replacing: replacement.replace)
      if ownRecords, let project = dossier.study.measure.project, registry.project(project) != nil {
        try evaluation.store.save([ProjectVerdict(dossier).finding(project: project)])
      }
      if format.format == .json {
        print(String(decoding: try StableJSON.encode(dossier), as: UTF8.self), terminator: "")
      } else {
        format.print(dossier.document, language: language)
      }
    }
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
