import ArgumentParser
import Cooperation
import Documents
import Estimation
import Evidence
import Store
import Studies

/// All reasonable ways to answer a study's question.
struct SpecificationsCommand: ParsableCommand {
  private static let standard = SpecificationCurve()

  static let configuration = CommandConfiguration(
    commandName: "specifications",
    abstract: "Answer a study in all reasonable ways, and test the whole curve at once.",
    discussion: """
      Runs every method of the study on both scales, with three lengths of the period before and three \
      kinds of donors, and with weather left in where the study takes it out. The same curve is drawn \
      for groups of donors where nothing was done; the study’s is ranked among these.

      Example: airaccord specifications study.yaml --archive air.sqlite --output curve
      """)

  @Argument(help: "The study, a YAML file.")
  var study: String

  @OptionGroup var archive: ArchiveOption

  @Option(name: .long, help: "Groups of donors for which the curve is drawn too, at most.")
  var controls: Int = SpecificationsCommand.standard.controls

  @Option(name: .long, help: "Seed of their choice.")
  var seed: UInt64 = SpecificationsCommand.standard.seed

  @Option(name: .long, help: "Threads; the result does not depend on it.")
  var threads: Int?

  @Option(name: .customLong("output"), help: "Also write a page with its figure into this folder.")
  var folder: String?

  @OptionGroup var speech: LanguageOption
  @OptionGroup var replacement: ReplaceOption
  @OptionGroup var output: FormatOption

  func validate() throws {
    guard (19...500).contains(controls) else {
      throw ValidationError("--controls is \(controls); give 19 to 500")
    }
  }

  func run() throws {
    try explainingErrors {
      try replacement.check(folder)
      let opened = Result { try archive.opened() }
      let ownRecords = try (try? opened.get())?.hasRegistry() ?? false
      let description = try Evaluation.description(
        file: study, registry: ownRecords ? try opened.get().registry() : .builtIn)
      var job = SpecificationStudy(description, library: try ArchiveLibrary(try opened.get()))
      job.curve.controls = controls
      job.curve.seed = seed
      job.threads = threads
      let report = try ProgressLine.following { try job.run($0) }
      try replacement.write(into: folder, in: speech.language) {
        try PageOutput(language: speech.language).write(
          report.document, page: "specifications.html",
          files: [("specifications.json", try StableJSON.encode(report))], to: $0, replacing: $1)
      }
      try output.print(report, language: speech.language)
    }
  }
}
