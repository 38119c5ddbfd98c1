public import Documents

/// Everything that was found out about one set of samples by factorising it, as one value.
public struct FactorReport: Codable, Hashable, Sendable {
  /// What was left out or replaced when the samples were read.
  public var notices: [Message]
  /// What was made of the samples before they were fitted, such as initial concentrations; `nil` where
  /// they are fitted as measured.
  public var premises: [Message]?
  /// Signal to noise of every species, those among them that were left out as bad.
  public var signals: [SignalToNoise] = []
  /// The factors.
  public var solution: FactorSolution
  /// Other numbers of factors, if they were tried.
  public var selection: FactorCountSelection?
  /// How well they are determined, if that was asked.
  public var questions = FactorQuestions()
  /// The factors under constraints, if asked for.
  public var constrained: SteeredSolution?
  /// A rotation of the factors, if asked for.
  public var rotation: SteeredSolution?
  /// Likeness with source profiles, if some were given.
  public var comparisons: [ProfileComparison]
  /// How the leading factors' profiles fit each place, where samples of several are fitted together.
  public var sites: [SiteFit]?
  /// The leading factors in windows of time, if asked for.
  public var rolling: RollingFactors?

  /// A report of the factors alone.
  public init(_ solution: FactorSolution, of sample: SpeciatedSample) {
    self.init(solution)
    notices = sample.notices
    signals = sample.signalToNoise
  }

  /// The same without notices of the samples.
  package init(_ solution: FactorSolution) {
    notices = []
    self.solution = solution
    comparisons = []
  }

  /// A report of factors that were steered, with what was asked about them.
  package init(_ steered: SteeredSolution) {
    self.init(steered.solution)
    questions = steered.questions
    comparisons = steered.comparisons
  }

  /// The range of every element from bootstrap and displacement together, if asked for.
  public var ranges: ProfileRanges? { questions.ranges }
  /// Blocks of samples drawn again, if asked for.
  public var bootstrap: BootstrapIntervals? { questions.bootstrap }
  /// Displaced elements, if asked for.
  public var displacement: DisplacementIntervals? { questions.displacement }
  /// Both together, if asked for.
  public var bootstrapDisplacement: BootstrapDisplacementIntervals? {
    questions.bootstrapDisplacement
  }
}

extension FactorSolution {
  /// The at most three strong species of which a factor has the largest share, as the table names
  /// them.
  public func leadingSpecies(ofFactor factor: Int) -> [String] {
    let shares = shares[factor]
    return shares.indices.filter { roles[$0] == .strong && shares[$0] > 0 }
      .sorted { (shares[$0], $1) > (shares[$1], $0) }.prefix(3).map { species[$0] }
  }

  /// `Factor 1 (toluene, o-xylene, ethylbenzene)`: the number and the three species of which the
  /// factor has the largest share, as a handle, not as the name of a source.
  public func label(ofFactor factor: Int) -> String {
    let names = leadingSpecies(ofFactor: factor).joined(separator: ", ")
    return names.isEmpty ? "Factor \(factor + 1)" : "Factor \(factor + 1) (\(names))"
  }
}
