import Documents
import AirQuality
import Store
import ArgumentParser
import Cooperation
import Estimation
import Evidence
import Foundation
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
      var description = try StudyDescription(yaml: text, file: study, registry: registry)
      let store = try opened.get()
      if acceptUnmeasuredYears { description.quality.unmeasuredYears = .accept }
      let evaluation = Evaluation(store: store, language: language, threads: threads)
      let dossier = try evaluation.run(description)
      try evaluation.write(dossier, to: output, replacing: replacement.replace)
      try evaluation.keep(dossier, description, text: text)
      if ownRecords, let project = description.measure.project, registry.project(project) != nil {
        try store.save([ProjectVerdict(dossier).finding(project: project)])
      }
      if format.format == .json {
        print(String(decoding: try StableJSON.encode(dossier), as: UTF8.self), terminator: "")
      } else {
        format.print(dossier.document, language: language)
      }
    }
  }
}

/// Runs a study on an archive, writes its dossier and keeps the finding, in steps.
struct Evaluation {
  let store: Archive
  let language: Language
  let threads: Int?

  func run(_ description: StudyDescription) throws -> Dossier {
    var runner = StudyRunner(threads: threads)
    let progress = ProgressLine(total: description.estimators.count)
    runner.progress = { step in
      let controls =
        step.controls > 0 ? ", negative controls: \(step.controlsDone) of \(step.controls)" : ""
      progress.show(step.number, step.method + controls)
    }
    let dossier = try runner.run(description, library: try ArchiveLibrary(store))
    progress.finish()
    return dossier
  }

  /// - Parameter keepingOwn: whether other files that the program itself wrote there stay.
  func write(
    _ dossier: Dossier, to output: String, keepingOwn: Bool = false, replacing: Bool
  ) throws {
    let folder = URL(fileURLWithPath: output, isDirectory: true)
    let written = try EvidenceWriter(language: language).write(
      dossier, to: folder, date: PageOutput.today, keepingOwn: keepingOwn, replacing: replacing)
    for note in written.notes { StandardError.say(note, language) }
    StandardError.say(
      Message(
        "command.written", ["path": .text(folder.appendingPathComponent("report.html").path)]),
      language)
  }

  func keep(_ dossier: Dossier, _ description: StudyDescription, text: String) throws {
    try store.save(
      StoredFinding(
        title: description.title, study: text,
        dossier: String(decoding: try StableJSON.encode(dossier), as: UTF8.self),
        provenance: .init(
          version: ToolVersion.current, seed: description.calibration?.seed ?? 0,
          settings: description.estimators.map { "\($0.method) \($0.settings)" }
            .joined(separator: "; "),
          inputs: dossier.sources.map { .init(name: $0.name, sha256: $0.sha256) })))
  }
}
