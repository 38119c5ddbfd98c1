import AirAccord
import ArgumentParser

/// Finds sources in speciated samples without knowing their profiles.
struct PMFCommand: Verb {
  static let configuration = CommandConfiguration.of("voc.pmf")

  @OptionGroup var samples: SpeciatedOptions
  @Option(help: "How many factors.")
  var factors: Int = PositiveMatrixFactorisation().factors
  @Option(help: "Compare these numbers of factors, for example 3...8.")
  var select: String?
  @Option(help: "How many random starts.")
  var starts: Int = PositiveMatrixFactorisation().starts
  @Option(help: "Seed of the random starts.")
  var seed: UInt64 = PositiveMatrixFactorisation().seed
  @Option(help: "Residuals beyond this many uncertainties count linearly; 0: never.")
  var outlierThreshold: Double = PositiveMatrixFactorisation().outlierThreshold ?? 0
  @Option(help: "How often a start draws one factor anew to leave a poor minimum.")
  var renewals: Int = PositiveMatrixFactorisation().renewals
  @Option(help: "Draw blocks of samples so often and fit each draw.")
  var bootstrap: Int?
  @Flag(
    inversion: .prefixedNo,
    help: "With --bootstrap: displace every element too and report ranges that hold (90 %).")
  var ranges = true
  @Option(help: "Samples in a block; default: from the contributions.")
  var blockLength: Int?
  @Option(
    help: "Draw blocks within all samples or within seasons, each as often as it was sampled.")
  var strata = BootstrapAnalysis().strata
  @Flag(help: "Displace every profile element until Q rises by 4, 8, 16 and 32.")
  var displacement = false
  @Option(help: "Displace the leading species in so many draws as well.")
  var bootstrapDisplacement: Int?
  @Option(help: "Hold this species at zero in all factors but its largest; may be repeated.")
  var tracer: [String] = []
  @Option(
    help: "Constrain, for example 1:toluene=0, =0.2..0.5, =~0.3, =up, =down; may be repeated.")
  var constrain: [String] = []
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Rotate as far as Q may rise, per cent: 0.5 sharpens profiles, -0.5 contributions.",
      discussion: "Above 5 is more than samples leave free; not Fpeak’s own strength."))
  var rotation: Double?
  @Option(
    help: "Fit this species even if its signal-to-noise is bad (below 0.5); may be repeated.")
  var strong: [String] = []
  @Option(help: "Fit windows of so many days anew and follow the factors through them.")
  var rolling: Int?
  @Option(help: "With --rolling: days from one window to the next.")
  var rollingStep = RollingFactorisation().stepDays
  @Option(help: "Concentrations at a further place, with the same profiles; may be repeated.")
  var also: [String] = []
  @Option(help: "Uncertainties of each further place, in the same order.")
  var alsoUncertainties: [String] = []
  @OptionGroup var start: ClockOptions
  @Option(help: "Compare with these profiles: source,species,fraction,uncertainty.")
  var profiles: String?
  @OptionGroup var work: ThreadsOption
  @OptionGroup var shown: PageOptions

  func validate() throws {
    if strata != .all, bootstrap == nil, bootstrapDisplacement == nil {
      throw refusal("usage.strata-need-draws")
    }
    if rolling == nil, rollingStep != RollingFactorisation().stepDays {
      throw refusal("usage.step-needs-rolling")
    }
    try start.refuseIdle()
  }

  func presentation() throws -> Presentation {
    let counts = try select.map { try FactorStudy.counts($0) }
    var study = try FactorStudy(
      samples.reading.and(also, uncertainties: alsoUncertainties), keeping: strong,
      constraints: constrain, profiles: profiles, clock: start.clock)
    study.settings.factors = factors
    study.settings.starts = starts
    study.settings.seed = seed
    study.settings.renewals = renewals
    study.settings.outlierThreshold = outlierThreshold == 0 ? nil : outlierThreshold
    study.counts = counts
    study.draws = bootstrap
    study.findsRanges = ranges
    study.blockLength = blockLength
    study.strata = strata
    study.displaces = displacement
    study.displacedDraws = bootstrapDisplacement
    study.tracers = tracer
    study.rotation = rotation
    study.rolling = rolling.map { RollingFactorisation(windowDays: $0, stepDays: rollingStep) }
    study.threads = work.threads
    let report = try outcome(of: study)
    return Presentation(
      report, report.document, table: report.profileTable, page: "sources.html", json: "sources",
      tables: report.tables.map { ($0.name, $0.table) },
      remarks: study.readingRemarks + report.notices)
  }
}
