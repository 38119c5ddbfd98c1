import ArgumentParser
import Cooperation
import Documents
import Estimation
import Evidence
import Store
import Studies

/// Which sites a study should take.
struct DesignCommand: ParsableCommand {
  private static let standard = SiteDesign()

  static let configuration = CommandConfiguration(
    commandName: "design",
    abstract: "Say which of the candidate sites, together, would show an effect best.",
    discussion: """
      The stations under “treated:” are the candidates. Sets of them are scored by the error that \
      weighted other stations leave where nothing was done: chosen on the first part of “before:”, \
      judged on the last part, which the choice has not seen. Beside each set stands how often it is \
      among the best when the days are divided otherwise.

      Examples:
        airaccord design study.yaml --archive air.sqlite --sites 1,2,3 --months 6
        airaccord design study.yaml --archive air.sqlite --costs costs.csv --budget 100000
      """)

  @Argument(help: "The study, a YAML file.")
  var study: String

  @OptionGroup var archive: ArchiveOption

  @Option(name: .long, help: "How many sites a set has, separated by commas.")
  var sites: NumberList = NumberList(values: DesignCommand.standard.sizes.map(Double.init))

  @Option(name: .long, help: "Length of the period after, months.")
  var months: Double = DesignCommand.standard.months

  @Option(name: .long, help: "How many sets are looked at, at most.")
  var sets: Int = DesignCommand.standard.sets

  @Option(name: .long, help: "How often an effect must be found, 0 to 1.")
  var power: Double = DesignCommand.standard.power

  @Option(name: .long, help: "Table of what sites cost, with the columns station and cost.")
  var costs: String?

  @Option(name: .long, help: "The most that a set may cost.")
  var budget: Double?

  @Flag(name: .long, help: "Every station is a candidate, not only those under “treated:”.")
  var allCandidates = false

  @Flag(name: .long, help: "Also list the sets that GeoLift would choose on the last days.")
  var besideGeolift = false

  @Option(name: .long, help: "Seed of the draw of sets.")
  var seed: UInt64 = DesignCommand.standard.seed

  @Option(name: .long, help: "Threads; the result does not depend on it.")
  var threads: Int?

  @Option(name: .customLong("output"), help: "Also write a page with its figure into this folder.")
  var folder: String?

  @OptionGroup var speech: LanguageOption
  @OptionGroup var replacement: ReplaceOption
  @OptionGroup var output: FormatOption

  func validate() throws {
    guard sites.values.allSatisfy({ $0 >= 1 && $0 == $0.rounded() && $0 <= 50 }) else {
      throw ValidationError("--sites: give whole numbers from 1 to 50, such as 1,2,3")
    }
    guard power > 0, power < 1 else {
      throw ValidationError("--power is \(power); give a share between 0 and 1, such as 0.8")
    }
    guard months > 0, months <= 240 else {
      throw ValidationError("--months is \(months); give months above 0 and up to 240")
    }
    guard (1...100_000).contains(sets) else {
      throw ValidationError("--sets is \(sets); give 1 to 100000")
    }
    if budget != nil, costs == nil {
      throw ValidationError("--budget needs --costs: without costs every set is free")
    }
  }

  func run() throws {
    try explainingErrors {
      try replacement.check(folder)
      let opened = Result { try archive.opened() }
      let ownRecords = try (try? opened.get())?.hasRegistry() ?? false
      let description = try Evaluation.description(
        file: study, registry: ownRecords ? try opened.get().registry() : .builtIn)
      var job = DesignStudy(description, library: try ArchiveLibrary(try opened.get()))
      job.design.sizes = sites.values.map { Int($0) }
      job.design.months = months
      job.design.sets = sets
      job.design.power = power
      job.design.costs = try costs.map { try DesignStudy.costs(file: $0) } ?? [:]
      job.design.budget = budget
      job.design.seed = seed
      job.isOpenToAll = allCandidates
      job.besideGeoLift = besideGeolift
      job.threads = threads
      let report = try ProgressLine.following { try job.run($0) }
      try replacement.write(into: folder, in: speech.language) {
        try PageOutput(language: speech.language).write(
          report.document, page: "design.html",
          files: [("design.json", try StableJSON.encode(report))], to: $0, replacing: $1)
      }
      try output.print(report, language: speech.language)
    }
  }
}
