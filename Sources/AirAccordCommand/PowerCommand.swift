import ArgumentParser
import Cooperation
import Documents
import Estimation
import Evidence
import Store
import Studies

/// How large an effect a planned study would find.
struct PowerCommand: ParsableCommand {
  private static let standard = PowerAnalysis()

  static let configuration = CommandConfiguration(
    commandName: "power",
    abstract: "Say how large an effect a planned study would find, and after how many months.",
    discussion: """
      Tries the study out on its own past: effects of known size are put into the series at places and \
      dates before the measure, where nothing was done, and each method of the study is asked to find \
      them, calibrated as “airaccord evaluate” does it. Only the days in “before:” are read.

      Examples:
        airaccord power study.yaml --archive air.sqlite
        airaccord power study.yaml --archive air.sqlite --effect -5 --months 3,6,12,24 --stations 1,3
      """)

  @Argument(help: "The study, a YAML file.")
  var study: String

  @OptionGroup var archive: ArchiveOption

  @Option(name: .long, help: "Effect of which it is asked how long it takes, per cent.")
  var effect: Double = -5

  @Option(name: .long, help: "Lengths of the period after in months, separated by commas.")
  var months: NumberList = NumberList(values: PowerCommand.standard.months)

  @Option(
    name: .long,
    help: "How many stations are treated together, separated by commas; default: as the study.")
  var stations: NumberList?

  @Option(name: .long, help: "How many places and dates are tried.")
  var trials: Int = PowerCommand.standard.trials

  @Option(name: .long, help: "How often an effect must be found, 0 to 1.")
  var power: Double = PowerCommand.standard.power

  @Option(name: .long, help: "Seed of the choice of places.")
  var seed: UInt64 = PowerCommand.standard.seed

  @Option(name: .long, help: "Threads; the result does not depend on it.")
  var threads: Int?

  @Option(name: .customLong("output"), help: "Also write a page with figures into this folder.")
  var folder: String?

  @OptionGroup var speech: LanguageOption
  @OptionGroup var replacement: ReplaceOption
  @OptionGroup var output: FormatOption

  func validate() throws {
    guard effect > -95, effect < 0 else {
      throw ValidationError("--effect is \(effect); give a decrease in per cent, such as -5")
    }
    guard power > 0, power < 1 else {
      throw ValidationError("--power is \(power); give a share between 0 and 1, such as 0.8")
    }
    guard (20...2_000).contains(trials) else {
      throw ValidationError("--trials is \(trials); give 20 to 2000")
    }
    guard !months.values.isEmpty, months.values.allSatisfy({ $0 > 0 && $0 <= 240 }) else {
      throw ValidationError("--months: give months above 0 and up to 240, such as 3,6,12")
    }
    if let stations, !stations.values.allSatisfy({ $0 >= 1 && $0 == $0.rounded() && $0 <= 1_000 }) {
      throw ValidationError("--stations: give whole numbers, such as 1,3")
    }
  }

  func run() throws {
    try explainingErrors {
      try replacement.check(folder)
      let opened = Result { try archive.opened() }
      let ownRecords = try (try? opened.get())?.hasRegistry() ?? false
      let description = try Evaluation.description(
        file: study, registry: ownRecords ? try opened.get().registry() : .builtIn)
      var job = PowerStudy(description, library: try ArchiveLibrary(try opened.get()))
      job.target = effect / 100
      job.analysis.months = months.values
      job.analysis.groupSizes = stations?.values.map { Int($0) } ?? []
      job.analysis.trials = trials
      job.analysis.power = power
      job.analysis.seed = seed
      if !job.analysis.effects.contains(job.target) {
        job.analysis.effects = (job.analysis.effects + [job.target]).sorted(by: >)
      }
      job.threads = threads
      let report = try ProgressLine.following { try job.run($0) }
      try replacement.write(into: folder, in: speech.language) {
        try PageOutput(language: speech.language).write(
          report.document, page: "power.html",
          files: [("power.json", try StableJSON.encode(report))], to: $0, replacing: $1)
      }
      try output.print(report, language: speech.language)
    }
  }
}

/// Numbers separated by commas.
struct NumberList: ExpressibleByArgument {
  let values: [Double]

  init(values: [Double]) { self.values = values }

  init?(argument: String) {
    let parts = argument.split(separator: ",").map { Double($0) }
    guard !parts.isEmpty, parts.allSatisfy({ $0?.isFinite == true }) else { return nil }
    values = parts.compactMap(\.self)
  }

  var defaultValueDescription: String {
    values.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }.joined(separator: ",")
  }
}
