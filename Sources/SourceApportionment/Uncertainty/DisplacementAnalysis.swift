import Documents
import NumericKernels

/// How far the data let each profile element be moved: the largest range within which the other
/// elements can make up for it, up to a given rise of Q.
///
/// Displacement covers the freedom to rotate and the values' own uncertainty, and takes the
/// uncertainties at their word. When factors exchange their identities already at the least
/// rise, the solution is not well defined.
///
/// - Source: Paatero et al. (2014), doi:10.5194/amt-7-781-2014; Norris et al. (2014),
///   EPA/600/R-14/108. The loss that rises is the one that was minimised, in robust mode
///   Huber's.
public struct DisplacementAnalysis: Codable, Hashable, Sendable {
  /// Rises of Q. Default: 4, 8, 16 and 32. A rise of 4 is two standard errors of a single element
  /// when the uncertainties are right.
  public var levels: [Double] = [4, 8, 16, 32]
  /// Species to displace. Default: all.
  public var species: [String]?

  /// The defaults.
  public init() {}

  /// Displaces.
  ///
  /// - Parameters:
  ///   - base: the solution to question, of the same samples.
  ///   - threads: how many; the result does not depend on it.
  ///   - progress: told after each element how many of how many are done, on the thread that did it.
  public func run(
    _ base: FactorSolution, of sample: SpeciatedSample, threads: Int? = nil,
    progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
  ) throws(ApportionmentError) -> DisplacementIntervals {
    let problem = try base.problem(of: sample)
    let positions = try positions(in: base)
    // Q must be at its minimum to the last digit, or every displacement lowers it.
    var tight = FactorisationSearch()
    tight.tolerance = 1e-12
    var start = tight.refine(
      problem, profiles: base.factorisation.profiles,
      contributions: base.factorisation.contributions, sweeps: 2)
    start.normalise()
    return displace(
      problem, start, positions, base, threads: threads, progress: progress)
  }

  /// Positions of the species to displace.
  func positions(in base: FactorSolution) throws(ApportionmentError) -> [Int] {
    guard !levels.isEmpty, levels == levels.sorted(), levels.allSatisfy({ $0 > 0 }) else {
      throw .badSetting("levels", problem: "error.sources.must-positive-ascending")
    }
    guard let species else { return Array(base.species.indices) }
    var positions: [Int] = []
    for name in species {
      guard let position = base.species.firstIndex(of: name) else {
        throw .unknownName(name, kind: "error.sources.species", known: base.species)
      }
      positions.append(position)
    }
    return positions
  }

  func displace(
    _ problem: FactorisationProblem, _ start: Factorisation, _ positions: [Int],
    _ base: FactorSolution, threads: Int?,
    progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
  ) -> DisplacementIntervals {
    let kernel = FactorisationDisplacement(problem, base: start, levels: levels)
    let factors = problem.factors
    let ranges = parallelMap(
      count: factors * positions.count, threads: threads, progress: progress
    ) { index in
      kernel.range(factor: index % factors, species: positions[index / factors])
    }
    func end(
      _ level: Int, _ pick: (FactorisationDisplacement.Range) -> [FactorisationDisplacement.End]
    ) -> [[Double]] {
      (0..<factors).map { factor in
        positions.indices.map {
          pick(ranges[$0 * factors + factor])[level].value * base.scales[factor]
        }
      }
    }
    return DisplacementIntervals(
      settings: self, species: positions.map { base.species[$0] },
      levels: levels.indices.map { level in
        var swaps = [Int](repeating: 0, count: factors)
        for range in ranges {
          for place in [range.lower[level], range.upper[level]] {
            for factor in place.swapped { swaps[factor] += 1 }
          }
        }
        return DisplacementIntervals.Level(
          rise: levels[level], lower: end(level, \.lower), upper: end(level, \.upper),
          swaps: swaps)
      },
      largestFall: ranges.map(\.fall).max() ?? 0)
  }
}

/// What displacement came to.
public struct DisplacementIntervals: Codable, Hashable, Sendable {
  /// The ranges at one rise of Q.
  public struct Level: Codable, Hashable, Sendable {
    /// The rise.
    public let rise: Double
    /// Lower ends, `factors × species`, in the profiles' unit.
    public let lower: [[Double]]
    /// Upper ends, `factors × species`; infinite where the data give none.
    public let upper: [[Double]]
    /// How many of the displaced fits had each base factor exchanged for another.
    public let swaps: [Int]
  }

  /// The settings.
  public let settings: DisplacementAnalysis
  /// Names of the displaced species.
  public let species: [String]
  /// One a rise.
  public let levels: [Level]
  /// The deepest fall of Q on the way; a fall of more than 1 % says that the base solution was
  /// no global minimum.
  public let largestFall: Double
}
