import Documents
import NumericKernels

/// Bootstrap and displacement together: every draw's factors are displaced as well, which covers
/// chance in the samples and the freedom to rotate.
///
/// - Source: Paatero et al. (2014), doi:10.5194/amt-7-781-2014; Norris et al. (2014),
///   EPA/600/R-14/108. Draws whose factors are not one to one with the base's are left out and
///   counted, as there.
public struct BootstrapDisplacementAnalysis: Codable, Hashable, Sendable {
  /// The draws. Default: as the bootstrap alone, 50 of them.
  public var bootstrap: BootstrapAnalysis
  /// Rises of Q. Default: 0.5, 1, 2 and 4, less than for displacement alone because the draws vary
  /// already.
  public var levels: [Double] = [0.5, 1, 2, 4]
  /// Species to displace. Default: `nil`, the three with the largest share in each factor.
  public var species: [String]?

  /// The defaults.
  public init() {
    bootstrap = BootstrapAnalysis()
    bootstrap.replicates = 50
  }

  /// Draws, fits and displaces.
  ///
  /// - Parameters:
  ///   - threads: how many; the result does not depend on it.
  ///   - progress: told after each draw how many of how many are done, on the thread that did it.
  public func run(
    _ base: FactorSolution, of sample: SpeciatedSample, threads: Int? = nil,
    progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
  ) throws(ApportionmentError) -> BootstrapDisplacementIntervals {
    let problem = try base.problem(of: sample)
    guard bootstrap.replicates >= 1 else {
      throw .badSetting("replicates", problem: "error.sources.must-1-more")
    }
    let displacement = displacement(of: base)
    let positions = try displacement.positions(in: base)
    let length = bootstrap.blockLength ?? BootstrapAnalysis.automaticLength(base)
    let start = base.factorisation
    let groups = bootstrap.groups(of: base)
    let draws = parallelMap(
      count: bootstrap.replicates, threads: threads, progress: progress
    ) { replicate in
      displaced(replicate, problem, start, length, groups, displacement, positions, base)
    }
    let kept = draws.compactMap { $0 }
    return BootstrapDisplacementIntervals(
      settings: self, species: positions.map { base.species[$0] }, kept: kept,
      dropped: draws.count - kept.count, factors: base.factorCount)
  }

  private func displacement(of base: FactorSolution) -> DisplacementAnalysis {
    var displacement = DisplacementAnalysis()
    displacement.levels = levels
    displacement.species = species ?? Self.leadingSpecies(base)
    return displacement
  }

  /// One draw's ranges with the base solution's numbering; `nil` when factors were exchanged.
  private func displaced(
    _ replicate: Int, _ problem: FactorisationProblem, _ start: Factorisation, _ length: Int,
    _ groups: [[Int]], _ displacement: DisplacementAnalysis, _ positions: [Int],
    _ base: FactorSolution
  ) -> DisplacementIntervals? {
    let draw = bootstrap.draw(replicate, problem, start, length, groups)
    guard draw.isOneToOne else { return nil }
    var order = [Int](repeating: 0, count: problem.factors)
    for (factor, partner) in draw.mapping.enumerated() {
      if let partner { order[partner] = factor }
    }
    // Constraints are of numbered factors: an exchange is another solution, not another numbering.
    if problem.profileLimits != nil, order != Array(order.indices) { return nil }
    var tight = FactorisationSearch()
    tight.tolerance = 1e-12
    var found = tight.refine(
      draw.problem, profiles: draw.found.profiles.rows(order),
      contributions: draw.found.contributions.rows(order), sweeps: 2)
    found.normalise()
    return displacement.displace(draw.problem, found, positions, base, threads: 1)
  }

  /// The three species of which each factor has the largest share, in the order of the columns.
  static func leadingSpecies(_ base: FactorSolution) -> [String] {
    var chosen: Set<Int> = []
    for shares in base.shares {
      let order = shares.indices.sorted { (shares[$0], $1) > (shares[$1], $0) }
      chosen.formUnion(order.filter { base.roles[$0] == .strong }.prefix(3))
    }
    return chosen.sorted().map { base.species[$0] }
  }
}

/// What bootstrap and displacement together came to.
public struct BootstrapDisplacementIntervals: Codable, Hashable, Sendable {
  /// The ranges at one rise of Q.
  public struct Level: Codable, Hashable, Sendable {
    /// The rise.
    public let rise: Double
    /// 5th percentiles over the draws of the lower ends, `factors × species`.
    public let lower: [[Double]]
    /// 95th percentiles over the draws of the upper ends, `factors × species`.
    public let upper: [[Double]]
    /// How many displaced fits of all draws had each base factor exchanged for another.
    public let swaps: [Int]
  }

  /// The settings, seed included.
  public let settings: BootstrapDisplacementAnalysis
  /// Names of the displaced species.
  public let species: [String]
  /// One a rise.
  public let levels: [Level]
  /// How many draws were displaced.
  public let drawsKept: Int
  /// How many draws were left out because their factors were not one to one with the base's.
  public let drawsDropped: Int

  init(
    settings: BootstrapDisplacementAnalysis, species: [String], kept: [DisplacementIntervals],
    dropped: Int, factors: Int
  ) {
    self.settings = settings
    self.species = species
    drawsKept = kept.count
    drawsDropped = dropped
    levels = settings.levels.indices.map { level in
      func gather(_ probability: Double, _ pick: (DisplacementIntervals.Level) -> [[Double]])
        -> [[Double]]
      {
        (0..<factors).map { factor in
          species.indices.map { position in
            Summation.quantile(
              kept.map { pick($0.levels[level])[factor][position] }, probability: probability)
          }
        }
      }
      return Level(
        rise: settings.levels[level], lower: gather(0.05, \.lower), upper: gather(0.95, \.upper),
        swaps: (0..<factors).map { factor in
          kept.reduce(0) { $0 + $1.levels[level].swaps[factor] }
        })
    }
  }
}
