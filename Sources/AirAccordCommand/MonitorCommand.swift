import ArgumentParser
import Cooperation
import Documents
import Estimation
import Evidence
import Store
import Studies

/// Looks at a study month by month.
struct MonitorCommand: ParsableCommand {
  private static let standard = Monitoring()

  static let configuration = CommandConfiguration(
    commandName: "monitor",
    abstract: "Look at a study month by month without crying wolf.",
    discussion: """
      A study that is looked at again every month finds something by chance sooner or later. Here each \
      look is held against measures that were made up in the days before, followed over as many months: \
      over all planned looks together a measure without effect crosses the boundary as rarely as in one \
      test. The period before must therefore be longer than the looks.

      Example: airaccord monitor study.yaml --archive air.sqlite --looks 12 --output monitor
      """)

  @Argument(help: "The study, a YAML file.")
  var study: String

  @OptionGroup var archive: ArchiveOption

  @Option(name: .long, help: "How many looks are planned, a month apart.")
  var looks: Int = MonitorCommand.standard.looks

  @Option(name: .long, help: "How many measures are made up, at most.")
  var trials: Int = MonitorCommand.standard.trials

  @Option(
    name: .customLong("false-alarms"), help: "Chance of a false alarm over all looks, 0 to 1.")
  var level: Double = MonitorCommand.standard.level

  @Option(name: .long, help: "Seed of the choice of made-up measures.")
  var seed: UInt64 = MonitorCommand.standard.seed

  @Option(name: .long, help: "Threads; the result does not depend on it.")
  var threads: Int?

  @Option(name: .customLong("output"), help: "Also write a page with figures into this folder.")
  var folder: String?

  @OptionGroup var speech: LanguageOption
  @OptionGroup var replacement: ReplaceOption
  @OptionGroup var output: FormatOption

  func validate() throws {
    guard (1...120).contains(looks) else {
      throw ValidationError("--looks is \(looks); give 1 to 120")
    }
    guard (20...2_000).contains(trials) else {
      throw ValidationError("--trials is \(trials); give 20 to 2000")
    }
    guard level > 0, level < 1 else {
      throw ValidationError(
        "--false-alarms is \(level); give a share between 0 and 1, such as 0.05")
    }
  }

  func run() throws {
    try explainingErrors {
      try replacement.check(folder)
      let opened = Result { try archive.opened() }
      let ownRecords = try (try? opened.get())?.hasRegistry() ?? false
      let description = try Evaluation.description(
        file: study, registry: ownRecords ? try opened.get().registry() : .builtIn)
      var job = MonitoringStudy(description, library: try ArchiveLibrary(try opened.get()))
      job.monitoring.looks = looks
      job.monitoring.trials = trials
      job.monitoring.level = level
      job.monitoring.seed = seed
      job.threads = threads
      let report = try ProgressLine.following { try job.run($0) }
      try replacement.write(into: folder, in: speech.language) {
        try PageOutput(language: speech.language).write(
          report.document, page: "monitor.html",
          files: [("monitor.json", try StableJSON.encode(report))], to: $0, replacing: $1)
      }
      try output.print(report, language: speech.language)
    }
  }
}
