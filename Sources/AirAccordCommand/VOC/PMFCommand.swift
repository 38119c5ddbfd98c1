import Documents
import ArgumentParser
import TextFiles
import Evidence
import Foundation
import Ingest
import SourceApportionment

/// Finds sources in speciated samples without knowing their profiles.
struct PMFCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pmf",
    abstract: "Find sources in speciated samples by positive matrix factorisation.",
    discussion: """
      Reads concentrations and uncertainties as EPA PMF and ESAT take them. Factors are sets of \
      species that rise and fall together; naming them is up to the reader. Without --bootstrap \
      and --displacement nobody knows how well the factors are determined.

      Examples:
        airaccord voc pmf con.csv --uncertainties unc.csv --unit ppbC --total TNMOC --factors 4
        airaccord voc pmf con.csv --uncertainties unc.csv --unit ppbC --total TNMOC --select 3...8
        airaccord voc pmf con.csv --uncertainties unc.csv --unit ppbC --total TNMOC --factors 4 \
      --bootstrap 100 --displacement --output sources

      Constraints and rotations start from the factors found; with --output their profiles and \
      contributions come as tables of their own. contributions.csv goes into “voc impact”.
      """)

  @OptionGroup var samples: SpeciatedOptions

  @Option(name: .long, help: "How many factors.")
  var factors: Int = PositiveMatrixFactorisation().factors

  @Option(name: .long, help: "Compare these numbers of factors, for example 3...8.")
  var select: String?

  @Option(name: .long, help: "How many random starts.")
  var starts: Int = PositiveMatrixFactorisation().starts

  @Option(name: .long, help: "Seed of the random starts.")
  var seed: UInt64 = PositiveMatrixFactorisation().seed

  @Option(
    name: .long, help: "Residuals beyond this many uncertainties count linearly; 0: never.")
  var outlierThreshold: Double = PositiveMatrixFactorisation().outlierThreshold ?? 0

  @Option(name: .long, help: "How often a start draws one factor anew to leave a poor minimum.")
  var renewals: Int = PositiveMatrixFactorisation().renewals

  @Option(name: .long, help: "Draw blocks of samples so often and fit each draw.")
  var bootstrap: Int?

  @Flag(
    name: .long, inversion: .prefixedNo,
    help: "With --bootstrap: displace every element too and report ranges that hold (90 %).")
  var ranges = true

  @Option(name: .long, help: "Samples in a block; default: from the contributions.")
  var blockLength: Int?

  @Flag(name: .long, help: "Displace every profile element until Q rises by 4, 8, 16 and 32.")
  var displacement = false

  @Option(name: .long, help: "Displace the leading species in so many draws as well.")
  var bootstrapDisplacement: Int?

  @Option(
    name: .long,
    help: "Hold this species at zero in all factors but its largest; may be repeated.")
  var tracer: [String] = []

  @Option(
    name: .long,
    help: "Constrain, for example 1:toluene=0, =0.2..0.5, =~0.3, =up, =down; may be repeated.")
  var constrain: [String] = []

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Rotate as far as Q may rise, per cent: 0.5 sharpens profiles, -0.5 contributions.",
      discussion: "Above 5 is more than samples leave free; not Fpeak’s own strength."))
  var rotation: Double?

  @Option(
    name: .long,
    help: "Fit this species even if its signal-to-noise is bad (below 0.5); may be repeated.")
  var strong: [String] = []

  @Option(name: .long, help: "Compare with these profiles: source,species,fraction,uncertainty.")
  var profiles: String?

  @Option(
    name: .customLong("output"), help: "Also write a page, figures and tables into this folder.")
  var folder: String?

  @Option(name: .long, help: "Language of the page and of what is printed: en, ja or zh.")
  var language: Language = .english

  @Option(name: .long, help: "Threads; the result does not depend on it.")
  var threads: Int?

  @OptionGroup var replacement: ReplaceOption

  @OptionGroup var output: FormatOption

  func validate() throws {
    try WorkLimit.counts.check([
      "starts": starts, "renewals": renewals, "bootstrap": bootstrap,
      "bootstrap-displacement": bootstrapDisplacement, "factors": factors,
    ])
    if let threads, threads < 1 { throw ValidationError("--threads is \(threads); give 1 or more") }
    if let select, Self.range(select) == nil {
      throw ValidationError("--select is “\(select)”; give two numbers such as 3...8")
    }
    guard outlierThreshold >= 0 else {
      throw ValidationError("--outlier-threshold is \(outlierThreshold); give 0 or more")
    }
  }

  func run() throws {
    try explainingErrors {
      try replacement.check(folder)
      let (sample, signals) = try samples.sample(language).screened(keeping: Set(strong))
      var settings = PositiveMatrixFactorisation()
      settings.factors = factors
      settings.starts = starts
      settings.seed = seed
      settings.renewals = renewals
      settings.outlierThreshold = outlierThreshold > 0 ? outlierThreshold : nil
      var report: FactorReport
      if let range = select.flatMap(Self.range) {
        let (selection, solutions) = try FactorCountSelection.run(
          settings, factors: range, of: sample, threads: threads)
        let chosen = selection.suggested ?? range.lowerBound
        report = FactorReport(
          solutions.first { $0.factorCount == chosen } ?? solutions[0], of: sample)
        report.selection = selection
      } else {
        report = FactorReport(try settings.apportion(sample, threads: threads), of: sample)
      }
      report.signals = signals
      try question(&report, sample)
      StandardError.say(report.remarks, language)
      try replacement.write(into: folder, in: language) {
        try PageOutput(language: language).write(
          report.document, page: "sources.html",
          files: [("sources.json", try StableJSON.encode(report))]
            + report.tables.map { ("\($0.name).csv", Data($0.table.csv.utf8)) }, to: $0,
          replacing: $1)
      }
      switch output.format {
      case .json:
        StandardOutput.write(String(decoding: try StableJSON.encode(report), as: UTF8.self))
      case .csv: output.print(report.profileTable, language: language)
      case .text: output.print(report.document, language: language)
      }
    }
  }

  /// A line on the terminal that says how far one of the analyses is, and goes when it is done.
  private func told(_ what: Message) -> @Sendable (_ done: Int, _ total: Int) -> Void {
    let what = Catalogue.builtIn.text(what, language)
    return { done, total in
      let line = ProgressLine(total: total)
      line.show(done, what)
      if done == total { line.finish() }
    }
  }

  /// Bootstrap and displacement, as far as asked for.
  private func questions(
    _ solution: FactorSolution, _ sample: SpeciatedSample
  ) throws -> FactorQuestions {
    var found = FactorQuestions()
    if let bootstrap {
      var analysis = BootstrapAnalysis()
      analysis.replicates = bootstrap
      analysis.blockLength = blockLength
      analysis.seed = seed
      if ranges {
        var both = ProfileRangeAnalysis()
        both.bootstrap = analysis
        found.ranges = try both.run(
          solution, of: sample, threads: threads, progress: told("progress.draws-and-elements"))
        found.bootstrap = found.ranges?.bootstrap
      } else {
        found.bootstrap = try analysis.run(
          solution, of: sample, threads: threads, progress: told("progress.draws"))
      }
    }
    if displacement {
      found.displacement = try DisplacementAnalysis().run(
        solution, of: sample, threads: threads, progress: told("progress.elements-displaced"))
    }
    if let bootstrapDisplacement {
      var analysis = BootstrapDisplacementAnalysis()
      analysis.bootstrap.replicates = bootstrapDisplacement
      analysis.bootstrap.blockLength = blockLength
      analysis.bootstrap.seed = seed
      found.bootstrapDisplacement = try analysis.run(
        solution, of: sample, threads: threads, progress: told("progress.draws-displaced"))
    }
    return found
  }

  /// How well the factors are determined, constraints, rotation and comparison, as far as asked for.
  private func question(_ report: inout FactorReport, _ sample: SpeciatedSample) throws {
    report.questions = try questions(report.solution, sample)
    let constraints =
      try report.solution.constraints(forTracers: tracer)
      + constrain.map { try FactorConstraint($0) }
    if !constraints.isEmpty {
      var steered = try report.solution.settings.constrain(
        report.solution, of: sample, by: constraints)
      steered.questions = try questions(steered.solution, sample)
      report.constrained = steered
    }
    if let rotation {
      report.rotation = try report.solution.settings.rotate(
        report.solution, of: sample, rise: rotation)
    }
    if let profiles {
      let known = try SourceProfileReader.read(path: profiles)
      report.comparisons = ProfileComparison.compare(report.solution, with: known)
      if let steered = report.constrained?.solution {
        report.constrained?.comparisons = ProfileComparison.compare(steered, with: known)
      }
      if let steered = report.rotation?.solution {
        report.rotation?.comparisons = ProfileComparison.compare(steered, with: known)
      }
    }
  }

  static func range(_ text: String) -> ClosedRange<Int>? {
    let parts = text.split(separator: ".").compactMap { Int($0) }
    guard parts.count == 2, parts[0] >= 1, parts[0] <= parts[1] else { return nil }
    return parts[0]...parts[1]
  }
}
