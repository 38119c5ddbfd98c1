import Documents
import ArgumentParser
import TextFiles
import Evidence
import Foundation
import Ingest
import SourceApportionment
import Studies

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

  @Option(
    name: .long,
    help: "Draw blocks within all samples or within seasons, each as often as it was sampled.")
  var strata = BootstrapAnalysis().strata

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
    guard strata == .all || bootstrap != nil || bootstrapDisplacement != nil else {
      throw ValidationError("--strata goes with --bootstrap or --bootstrap-displacement")
    }
    guard outlierThreshold >= 0 else {
      throw ValidationError("--outlier-threshold is \(outlierThreshold); give 0 or more")
    }
  }

  func run() throws {
    try explainingErrors {
      try replacement.check(folder)
      let (sample, signals) = try samples.sample(language).screened(keeping: Set(strong))
      var study = FactorStudy(sample)
      study.signals = signals
      study.settings.factors = factors
      study.settings.starts = starts
      study.settings.seed = seed
      study.settings.renewals = renewals
      study.settings.outlierThreshold = outlierThreshold > 0 ? outlierThreshold : nil
      study.counts = select.flatMap(Self.range)
      study.draws = bootstrap
      study.findsRanges = ranges
      study.blockLength = blockLength
      study.strata = strata
      study.displaces = displacement
      study.displacedDraws = bootstrapDisplacement
      study.tracers = tracer
      study.constraints = try constrain.map { try FactorConstraint($0) }
      study.rotation = rotation
      study.profiles = try profiles.map { try SourceProfileReader.read(path: $0) } ?? []
      study.threads = threads
      let report = try ProgressLine.following(language) { try study.run($0) }
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

  static func range(_ text: String) -> ClosedRange<Int>? {
    let parts = text.split(separator: ".").compactMap { Int($0) }
    guard parts.count == 2, parts[0] >= 1, parts[0] <= parts[1] else { return nil }
    return parts[0]...parts[1]
  }
}

extension BootstrapAnalysis.Strata: ExpressibleByArgument {}
