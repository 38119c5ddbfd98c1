import AirQuality
import Documents
import NumericKernels

/// How far the factors depend on the samples that happened to be taken: blocks of samples are
/// drawn again and again, and the factors of each draw are mapped to the base solution's.
///
/// Assumes that blocks are long enough to carry the serial dependence. It covers chance in the
/// samples, but not the freedom to rotate: of species that factors share, its percentiles often
/// miss the truth, because every draw ends at the same end of a flat minimum. The range to report
/// is `ProfileRanges`'; the percentiles are kept because EPA PMF's users know them.
///
/// - Source: Norris et al. (2014), EPA/600/R-14/108; Paatero et al. (2014),
///   doi:10.5194/amt-7-781-2014. Departures: each draw starts from the base solution's profiles
///   instead of random ones, and the block length is Politis and White's as corrected by Patton
///   (2009), the median over the factors.
public struct BootstrapAnalysis: Codable, Hashable, Sendable {
  /// How many draws. Default: 100.
  public var replicates = 100
  /// Samples in a block. Default: `nil`, found from the contributions.
  public var blockLength: Int?
  /// A factor of a draw is mapped to the base factor with whose contributions its own correlate
  /// best, if they do at least so well. Default: 0.6, as in EPA PMF.
  public var correlationThreshold = 0.6
  /// Seed of the draws, one stream each. Default: 1.
  public var seed: UInt64 = 1
  /// Within what blocks are drawn. Default: all samples.
  public var strata = Strata.all

  /// Parts of the samples that every draw holds as often as they are.
  public enum Strata: String, Codable, Sendable, CaseIterable {
    /// None: a draw may hold more of one season than of another.
    case all
    /// The seasons of the samples' clock: December to February, March to May and so on, those of all
    /// years together. For sources that some seasons alone have: without it a draw may lose them.
    case seasons

    /// Positions by part, each in time order.
    func groups(_ instants: [Instant], utcOffset: Int) -> [[Int]] {
      switch self {
      case .all: [Array(instants.indices)]
      case .seasons:
        Dictionary(grouping: instants.indices) { position in
          instants[position].date(utcOffset: utcOffset).month % 12 / 3
        }.sorted { $0.key < $1.key }.map(\.value)
      }
    }
  }

  /// The defaults.
  public init() {}

  /// Draws and fits.
  ///
  /// - Parameters:
  ///   - base: the solution to question, of the same samples.
  ///   - threads: how many; the result does not depend on it.
  ///   - progress: told after each draw how many of how many are done, on the thread that did it.
  public func run(
    _ base: FactorSolution, of sample: SpeciatedSample, threads: Int? = nil,
    progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
  ) throws(ApportionmentError) -> BootstrapIntervals {
    guard replicates >= 1 else {
      throw .badSetting("replicates", problem: "error.sources.must-1-more")
    }
    if let blockLength, blockLength < 1 {
      throw .badSetting("blockLength", problem: "error.sources.must-1-more")
    }
    let problem = try base.problem(of: sample)
    let length = blockLength ?? Self.automaticLength(base)
    let start = base.factorisation
    let groups = groups(of: base)
    let draws = parallelMap(count: replicates, threads: threads, progress: progress) { replicate in
      draw(replicate, problem, start, length, groups)
    }
    return BootstrapIntervals(
      settings: self, blockLength: length, base: base, draws: draws)
  }

  /// One draw: the resampled problem's factors and the base factor of each.
  struct Draw: Sendable {
    let problem: FactorisationProblem
    let found: Factorisation
    /// For each factor of the draw, the base factor; `nil` where none is alike enough.
    let mapping: [Int?]
    let qTrue: Double
    let qRobust: Double

    /// Whether every base factor has exactly one partner.
    var isOneToOne: Bool { Set(mapping.compactMap { $0 }).count == mapping.count }
  }

  /// The samples of a fit by stratum, as positions among those of the fit; of several places each by
  /// itself, since no block runs from one place into another.
  func groups(of base: FactorSolution) -> [[Int]] {
    let rows = base.fittedRows
    let fitted = rows.map { base.instants[$0] }
    guard let sites = SampleSite.parts(of: base.sites, keeping: rows) else {
      return strata.groups(fitted, utcOffset: base.utcOffset)
    }
    return sites.flatMap { site in
      strata.groups(Array(fitted[site.rows]), utcOffset: base.utcOffset)
        .map { group in group.map { $0 + site.first } }
    }
  }

  func draw(
    _ replicate: Int, _ problem: FactorisationProblem, _ base: Factorisation, _ length: Int,
    _ groups: [[Int]]
  ) -> Draw {
    var stream = RandomStream(seed: seed, index: UInt64(replicate))
    let positions = groups.flatMap { group in
      BlockBootstrap.movingBlock(length: length).indices(count: group.count, using: &stream)
        .map { group[$0] }
    }
    let resampled = problem.samples(positions)
    var contributions = Matrix(rows: problem.factors, columns: positions.count)
    for (place, position) in positions.enumerated() {
      for factor in 0..<problem.factors {
        contributions[factor, place] = base.contributions[factor, position]
      }
    }
    var found = FactorisationSearch().refine(
      resampled, profiles: base.profiles, contributions: contributions, sweeps: 20)
    found.normalise()
    let table = FactorMatching.correlations(found.contributions, contributions)
    let mapping = (0..<problem.factors).map { factor -> Int? in
      let best = (0..<problem.factors).max { table[factor, $0] < table[factor, $1] }
      return best.flatMap { table[factor, $0] >= correlationThreshold ? $0 : nil }
    }
    let fit = FactorisationFit(found, of: resampled, threshold: problem.threshold ?? 4)
    return Draw(
      problem: resampled, found: found, mapping: mapping, qTrue: fit.qTrue, qRobust: fit.qRobust)
  }

  /// The median over the factors, and places, of the length that each one's contributions ask for.
  static func automaticLength(_ base: FactorSolution) -> Int {
    let places = base.sites?.map(\.rows) ?? [base.instants.indices]
    let lengths = base.contributions.flatMap { own in
      places.map { BlockBootstrap.automaticLength(own[$0].compactMap(\.self)) }
    }
    return max(1, Int(Summation.median(lengths).rounded()))
  }
}

/// What the draws came to.
public struct BootstrapIntervals: Codable, Hashable, Sendable {
  /// Percentiles of one profile element over the draws, in the profiles' unit, as EPA PMF has
  /// them; not an interval that holds the truth nine times in ten.
  public struct Percentiles: Codable, Hashable, Sendable {
    /// 5th percentile.
    public let fifth: Double
    /// 25th percentile.
    public let lowerQuartile: Double
    /// Median.
    public let median: Double
    /// 75th percentile.
    public let upperQuartile: Double
    /// 95th percentile.
    public let ninetyFifth: Double

    init(_ values: [Double]) {
      fifth = Summation.quantile(values, probability: 0.05)
      lowerQuartile = Summation.quantile(values, probability: 0.25)
      median = Summation.quantile(values, probability: 0.5)
      upperQuartile = Summation.quantile(values, probability: 0.75)
      ninetyFifth = Summation.quantile(values, probability: 0.95)
    }
  }

  /// The settings, seed included.
  public let settings: BootstrapAnalysis
  /// Samples in a block.
  public let blockLength: Int
  /// How many draws' factors were mapped to each base factor, `factors`; two of one draw count
  /// twice.
  public let mapped: [Int]
  /// In how many draws each base factor was found again, `factors`.
  public let found: [Int]
  /// `factors × factors`: how many draws' k-th factor (row) went to each base factor (column).
  public let mapping: [[Int]]
  /// How many draws' k-th factor was like no base factor.
  public let unmapped: [Int]
  /// `factors × species`; `nil` for a factor to which nothing was mapped.
  public let profiles: [[Percentiles]?]
  /// Q(true) of each draw.
  public let qTrue: [Double]
  /// Q(robust) of each draw.
  public let qRobust: [Double]

  init(
    settings: BootstrapAnalysis, blockLength: Int, base: FactorSolution,
    draws: [BootstrapAnalysis.Draw]
  ) {
    let factors = base.factorCount
    var mapping = [[Int]](repeating: [Int](repeating: 0, count: factors), count: factors)
    var unmapped = [Int](repeating: 0, count: factors)
    var values = [[[Double]]](
      repeating: [[Double]](repeating: [], count: base.species.count), count: factors)
    for draw in draws {
      for (factor, partner) in draw.mapping.enumerated() {
        guard let partner else {
          unmapped[factor] += 1
          continue
        }
        mapping[factor][partner] += 1
        for position in base.species.indices {
          values[partner][position].append(
            draw.found.profiles[factor, position] * base.scales[partner])
        }
      }
    }
    self.settings = settings
    self.blockLength = blockLength
    self.mapping = mapping
    self.unmapped = unmapped
    mapped = (0..<factors).map { partner in mapping.reduce(0) { $0 + $1[partner] } }
    found = (0..<factors).map { partner in draws.count { $0.mapping.contains(partner) } }
    profiles = values.map { rows in
      rows.first?.isEmpty ?? true ? nil : rows.map { Percentiles($0) }
    }
    qTrue = draws.map(\.qTrue)
    qRobust = draws.map(\.qRobust)
  }
}
