public import Documents
public import SourceApportionment
public import AirQuality
import VOC

/// Finds sources in speciated samples and asks how well they are determined.
public struct FactorStudy: Job {
  /// The samples.
  public let sample: SpeciatedSample
  /// Signal to noise of every species, of those too that were left out of `sample` as bad.
  public var signals: [SignalToNoise]
  /// How factors are found.
  public var settings = PositiveMatrixFactorisation()
  /// Numbers of factors to compare; the suggested one is taken. Default: the settings' number alone.
  public var counts: ClosedRange<Int>?
  /// Draws of blocks of samples; `nil` for none. Default: none, because they cost as many fits.
  public var draws: Int?
  /// With draws: whether every element is displaced too, which gives ranges that hold. Default: yes.
  public var findsRanges = true
  /// Samples in a block; `nil` takes it from the contributions.
  public var blockLength: Int?
  /// Within what blocks are drawn. Default: all samples.
  public var strata = BootstrapAnalysis().strata
  /// Whether every profile element is displaced. Default: no.
  public var displaces = false
  /// Draws in which the leading species are displaced as well; `nil` for none.
  public var displacedDraws: Int?
  /// Species that are zero in all factors but their largest.
  public var tracers: [String] = []
  /// What is known about elements.
  public var constraints: [FactorConstraint] = []
  /// How far Q may rise in a rotation, per cent with the sign of its direction; `nil` for none.
  public var rotation: Double?
  /// Windows in which the factors are fitted anew; `nil` for none.
  public var rolling: RollingFactorisation?
  /// Profiles that the factors are compared with.
  public var profiles: [SourceProfile] = []
  /// Threads; `nil` for the machine's. The result does not depend on it.
  public var threads: Int?
  /// What was made of the samples beforehand; `nil` where they are fitted as measured.
  public internal(set) var premises: [Message]?
  /// Compounds and lumps that the user states.
  var own = OwnSpecies()
  /// Columns that reading left out.
  public internal(set) var readingRemarks: [Message] = []

  /// A study of samples with the settings' defaults.
  public init(_ sample: SpeciatedSample) {
    self.sample = sample
    signals = sample.signalToNoise
  }

  /// Finds the factors and answers what was asked about them.
  ///
  /// - Throws: `SettingFault`, `ApportionmentError`; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> FactorReport {
    try check()
    try watch.begin(0, of: 1, "progress.factors")
    var report: FactorReport
    if let counts {
      let (selection, solutions) = try FactorCountSelection.run(
        settings, factors: counts, of: sample, threads: threads)
      let chosen = selection.suggested ?? counts.lowerBound
      report = FactorReport(
        solutions.first { $0.factorCount == chosen } ?? solutions[0], of: sample)
      report.selection = selection
    } else {
      report = FactorReport(try settings.apportion(sample, threads: threads), of: sample)
    }
    report.signals = signals
    report.premises = premises
    report.questions = try questions(report.solution, watch)
    let names = SampleNames(sample.species, own)
    let wanted =
      try report.solution.constraints(forTracers: tracers.map(names.own)) + constraints
    if !wanted.isEmpty {
      var steered = try report.solution.settings.constrain(
        report.solution, of: sample, by: wanted)
      steered.questions = try questions(steered.solution, watch)
      report.constrained = steered
    }
    if let rotation {
      report.rotation = try report.solution.settings.rotate(
        report.solution, of: sample, rise: rotation)
    }
    if !profiles.isEmpty { compare(&report) }
    let leading = report.constrained?.solution ?? report.solution
    if leading.sites != nil { report.sites = (report.rotation?.solution ?? leading).siteFits }
    report.rolling = try rolling?.run(
      leading, of: sample, threads: threads, progress: told(watch, "progress.windows"))
    return report
  }

  /// What tells a watch how many pieces of a work are done.
  private func told(
    _ watch: JobWatch, _ what: Message
  ) throws -> @Sendable (_ done: Int, _ total: Int) -> Void {
    try watch.begin(0, of: 1, what)
    return { done, total in watch.tell(done, of: total, what) }
  }

  /// Bootstrap and displacement, as far as asked for.
  private func questions(
    _ solution: FactorSolution, _ watch: JobWatch
  ) throws -> FactorQuestions {
    func told(_ what: Message) throws -> @Sendable (_ done: Int, _ total: Int) -> Void {
      try self.told(watch, what)
    }
    var found = FactorQuestions()
    if let draws {
      var analysis = BootstrapAnalysis()
      analysis.replicates = draws
      analysis.blockLength = blockLength
      analysis.strata = strata
      analysis.seed = settings.seed
      if findsRanges {
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
    if displaces {
      found.displacement = try DisplacementAnalysis().run(
        solution, of: sample, threads: threads, progress: told("progress.elements-displaced"))
    }
    if let displacedDraws {
      var analysis = BootstrapDisplacementAnalysis()
      analysis.bootstrap.replicates = displacedDraws
      analysis.bootstrap.blockLength = blockLength
      analysis.bootstrap.strata = strata
      analysis.bootstrap.seed = settings.seed
      found.bootstrapDisplacement = try analysis.run(
        solution, of: sample, threads: threads, progress: told("progress.draws-displaced"))
    }
    return found
  }

  private func compare(_ report: inout FactorReport) {
    report.comparisons = ProfileComparison.compare(report.solution, with: profiles)
    if let steered = report.constrained?.solution {
      report.constrained?.comparisons = ProfileComparison.compare(steered, with: profiles)
    }
    if let steered = report.rotation?.solution {
      report.rotation?.comparisons = ProfileComparison.compare(steered, with: profiles)
    }
  }
}
