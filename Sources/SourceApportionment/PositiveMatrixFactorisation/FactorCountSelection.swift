import NumericKernels

/// The same samples with several numbers of factors.
///
/// No number is right by arithmetic alone. What can be computed is how much each further factor
/// explains, whether the starts agree, and where the residuals' extremes fall; the choice also
/// asks whether the factors mean something.
public struct FactorCountSelection: Codable, Hashable, Sendable {
  /// One number of factors.
  public struct Entry: Codable, Hashable, Sendable {
    /// How many factors.
    public let factors: Int
    /// Σ (e/u)² of the best start.
    public let qTrue: Double
    /// The robust count.
    public let qRobust: Double
    /// Degrees of freedom.
    public let qExpected: Double
    /// Share of the starts that agree with the best one.
    public let stability: Double
    /// Largest absolute mean of a species' scaled residuals.
    public let residualMean: Double
    /// Largest standard deviation of a species' scaled residuals.
    public let residualDeviation: Double

    /// Q(true) over the expected Q.
    public var qRatio: Double { qTrue / qExpected }
  }

  /// One a number, ascending.
  public let entries: [Entry]
  /// The smallest number on which at least two starts agree and after which one factor more
  /// lowers Q over its expectation by less than 15 %; `nil` when there is none.
  public let suggested: Int?

  /// Factorises with each number of factors.
  ///
  /// - Returns: the comparison and all solutions, in the order of the numbers.
  public static func run(
    _ settings: PositiveMatrixFactorisation, factors: ClosedRange<Int>, of sample: SpeciatedSample,
    threads: Int? = nil
  ) throws(ApportionmentError) -> (selection: FactorCountSelection, solutions: [FactorSolution]) {
    var solutions: [FactorSolution] = []
    for count in factors {
      var own = settings
      own.factors = count
      solutions.append(try own.apportion(sample, threads: threads))
    }
    return (FactorCountSelection(solutions), solutions)
  }

  init(_ solutions: [FactorSolution]) {
    let entries = solutions.map { solution in
      let extremes = solution.residualExtremes
      return Entry(
        factors: solution.factorCount, qTrue: solution.qTrue, qRobust: solution.qRobust,
        qExpected: solution.qExpected, stability: solution.stability,
        residualMean: extremes.mean, residualDeviation: extremes.deviation)
    }
    self.entries = entries
    suggested = entries.indices.dropLast().first { index in
      let agreeing = entries[index].stability * Double(solutions[index].starts.count)
      return agreeing > 1.5 && entries[index + 1].qRatio > 0.85 * entries[index].qRatio
    }.map { entries[$0].factors }
  }
}
