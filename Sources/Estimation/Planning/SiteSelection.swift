import Foundation
package import NumericKernels
import PanelKernels

/// Where to measure an effect: which sites, together, for how long.
///
/// Two ways to choose stand beside each other. `followsGeoLift` scores each set on the last days of the
/// whole history, as the peer does. The other chooses on an early part and judges on a late one that the
/// choice has not seen, so that the best of many sets does not look better than it is.
///
/// - Source: the market selection of GeoLift (Meta, public documentation and code); the conformal test
///   Chernozhukov, Wüthrich and Zhu (2021), doi:10.1080/01621459.2021.1920957, with permutations of single
///   steps.
public struct SiteSelection: Sendable {
  /// Names of the sites.
  package let sites: [String]
  /// `steps × sites`, without gaps.
  package let values: Matrix
  /// How many sites a set has.
  package var sizes = [2, 3, 4, 5]
  /// Lengths of the period after, in steps.
  package var durations = [10, 15]
  /// Effects that are tried, as shares; 0 is not needed. Ascending in size.
  package var effects = [0.05, 0.10, 0.15, 0.20]
  /// Level of the test.
  package var level = 0.1
  /// Sites that every set has.
  package var included: Set<String> = []
  /// Sites that no set has.
  package var excluded: Set<String> = []
  /// What one unit of effect costs.
  package var costPerUnit = 0.0
  /// The most that may be spent; `nil` for no bound.
  package var budget: Double?
  /// Permutations of the test.
  package var permutations = 10_000
  /// Their seed.
  package var seed: UInt64 = 1

  package init(sites: [String], values: Matrix) {
    self.sites = sites
    self.values = values
  }

  /// A set with what it can find.
  public struct Choice: Hashable, Codable, Sendable {
    /// Rank; ties share the least.
    public var rank: Int
    /// Sites by name.
    public let sites: [String]
    /// Length of the period after.
    public let steps: Int
    /// The smallest tried effect that is found.
    public let detectable: Double
    /// The change as it was estimated there.
    public let estimated: Double
    /// Distance of the two, three decimals.
    public let liftInZero: Double
    /// What the effect costs.
    public let investment: Double
    /// Share of all values that the sites have.
    public let share: Double
  }

  /// Sets to try: each site with those that it resembles most, by the correlation of their series.
  package func candidates() -> [[Int]] {
    let count = sites.count
    let columns = (0..<count).map { Self.centred(values.column($0)) }
    let similar = (0..<count).map { site -> [Int] in
      let correlations = (0..<count).map { LinearAlgebra.dot(columns[site], columns[$0]) }
      return [site]
        + (0..<count).filter { $0 != site }.sorted {
          (-correlations[$0], sites[$0]) < (-correlations[$1], sites[$1])
        }
    }
    var seen: Set<[Int]> = []
    var sets: [[Int]] = []
    for size in sizes where size < count {
      for row in similar {
        let set = row.prefix(size).sorted()
        let names = Set(set.map { sites[$0] })
        guard included.isSubset(of: names), names.isDisjoint(with: excluded) else { continue }
        if seen.insert(set).inserted { sets.append(set) }
      }
    }
    return sets
  }

  /// All sets that find some effect, the best first, as GeoLift ranks them: by the means of three dense
  /// ranks, of the effect, of power and of the distance between estimate and truth.
  ///
  /// - Parameter last: one past the last step that is looked at; the history's end when `nil`.
  package func followingGeoLift(
    until last: Int? = nil, threads: Int? = nil
  ) throws(KernelError) -> [Choice] {
    let sets = candidates()
    let end = last ?? values.rows
    let total = values.storage.reduce(0, +)
    let jobs = sets.indices.flatMap { set in durations.indices.map { (set, $0) } }
    let found = try parallelMap(
      count: jobs.count, threads: threads,
      throwing: { (index) throws(KernelError) -> Choice? in
        let (set, duration) = jobs[index]
        return try choice(
          sets[set], steps: durations[duration], until: end, total: total,
          draw: UInt64(set * durations.count + duration))
      }
    ).compactMap(\.self)
    var ranked = Self.ranked(found)
    if let budget {
      ranked = ranked.filter { abs($0.investment) < abs(budget) }
      let ranks = Self.leastRanks(ranked.map { Double($0.rank) })
      for place in ranked.indices { ranked[place].rank = ranks[place] }
    }
    return ranked
  }

  private func choice(
    _ set: [Int], steps: Int, until end: Int, total: Double, draw: UInt64
  ) throws(KernelError) -> Choice? {
    let start = end - steps
    let donors = sites.indices.filter { !set.contains($0) }
    guard start >= 4, donors.count >= 2 else { return nil }
    let weighted = try WeightedSites(values, set: set, donors: donors, start: start, end: end)
    for effect in effects {
      let p = try weighted.pValue(
        effect: effect, permutations: permutations, seed: seed, draw: draw)
      guard p < level else { continue }
      let lift = weighted.lift(effect: effect)
      var after = 0.0
      for site in set { for row in start..<end { after += values[row, site] } }
      var all = 0.0
      for site in set { all += values.column(site).reduce(0, +) }
      return Choice(
        rank: 0, sites: set.map { sites[$0] }.sorted(), steps: steps, detectable: effect,
        estimated: lift, liftInZero: (abs(lift - effect) * 1_000).rounded() / 1_000,
        investment: costPerUnit * after * effect, share: all / total)
    }
    return nil
  }

  private static func ranked(_ found: [Choice]) -> [Choice] {
    func dense(_ values: [Double]) -> [Int] {
      let ordered = Set(values).sorted()
      return values.map { (ordered.firstIndex(of: $0) ?? 0) + 1 }
    }
    let effects = dense(found.map { abs($0.detectable) })
    let distances = dense(found.map(\.liftInZero))
    // Power is one for each set that is listed, so that its rank is one.
    let means = found.indices.map { Double(effects[$0] + 1 + distances[$0]) / 3 }
    let ranks = leastRanks(means)
    return found.indices.map { place in
      var choice = found[place]
      choice.rank = ranks[place]
      return choice
    }.sorted {
      ($0.rank, $0.sites.joined(separator: " "), $0.steps)
        < ($1.rank, $1.sites.joined(separator: " "), $1.steps)
    }
  }

  private static func leastRanks(_ values: [Double]) -> [Int] {
    values.map { value in 1 + values.count { $0 < value - 1e-9 } }
  }

  private static func centred(_ column: [Double]) -> [Double] {
    let mean = Summation.mean(column)
    let away = column.map { $0 - mean }
    let size = LinearAlgebra.dot(away, away).squareRoot()
    return size > 0 ? away.map { $0 / size } : away
  }
}

/// A set of sites beside weighted others, means taken off.
struct WeightedSites {
  private let mean: [Double]
  private let donors: [[Double]]
  private let start: Int
  private let steps: Int
  /// What the donors expect after the start, one a step.
  private let expected: [Double]

  /// - Parameters:
  ///   - start: first step of the days after.
  ///   - end: one past the last.
  init(
    _ values: Matrix, set: [Int], donors others: [Int], start: Int, end: Int
  ) throws(KernelError) {
    let columns = set.map { values.column($0) }
    mean = (0..<end).map { row in
      columns.reduce(0) { $0 + $1[row] } / Double(columns.count)
    }
    donors = others.map { Array(values.column($0)[..<end]) }
    self.start = start
    steps = end - start
    let weights = try Self.weights(mean, donors, rows: 0..<start)
    let own = Summation.mean(Array(mean[..<start]))
    var path = [Double](repeating: own, count: steps)
    for (weight, donor) in zip(weights, donors) where weight != 0 {
      let centre = Summation.mean(Array(donor[..<start]))
      for step in 0..<steps { path[step] += weight * (donor[start + step] - centre) }
    }
    expected = path
  }

  private static func weights(
    _ outcome: [Double], _ donors: [[Double]], rows: Range<Int>
  ) throws(KernelError) -> [Double] {
    func centred(_ values: [Double]) -> [Double] {
      let part = Array(values[rows])
      let mean = Summation.mean(part)
      return part.map { $0 - mean }
    }
    let table = Matrix(columns: donors.map(centred))
    let target = centred(outcome)
    let linear = (0..<table.columns).map { LinearAlgebra.dot(table.column($0), target) }
    return try SimplexProgram(
      quadratic: LinearAlgebra.gram(table), linear: linear,
      scale: LinearAlgebra.dot(target, target)
    ).weights
  }

  private func lifted(by effect: Double) -> [Double] {
    mean.indices.map { $0 < start ? mean[$0] : mean[$0] * (1 + effect) }
  }

  /// The estimated change as a share of what the donors expect.
  func lift(effect: Double) -> Double {
    let observed = lifted(by: effect)[start...].reduce(0, +)
    let without = expected.reduce(0, +)
    return (observed - without) / without
  }

  /// The share of permutations of all residuals, weights learnt from all steps, whose sum of absolute
  /// residuals after the start is at least that of the true order.
  func pValue(
    effect: Double, permutations: Int, seed: UInt64, draw: UInt64
  ) throws(KernelError) -> Double {
    let outcome = lifted(by: effect)
    let weights = try Self.weights(outcome, donors, rows: 0..<outcome.count)
    var residuals = outcome
    let own = Summation.mean(outcome)
    for row in residuals.indices { residuals[row] -= own }
    for (weight, donor) in zip(weights, donors) where weight != 0 {
      let centre = Summation.mean(donor)
      for row in residuals.indices { residuals[row] -= weight * (donor[row] - centre) }
    }
    let sizes = residuals.map(abs)
    let seen = sizes[start...].reduce(0, +) * (1 - 1e-12)
    var hits = 0
    var stream = RandomStream(seed: seed, index: draw)
    var pool = sizes
    for _ in 0..<permutations {
      var sum = 0.0
      for place in 0..<steps {
        pool.swapAt(place, place + stream.index(below: pool.count - place))
        sum += pool[place]
      }
      if sum >= seen { hits += 1 }
    }
    return Double(hits) / Double(permutations)
  }
}
