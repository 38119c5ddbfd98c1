import AirQuality
import Documents
import Foundation
import NumericKernels
import PanelKernels

/// Which sites to treat, or to measure at, so that a measure's effect is found: sets of candidates, scored
/// by the error that weighted other stations leave where nothing was done.
///
/// Sets are chosen on the first 60 % of the history and judged on the rest, which the choice has not seen:
/// the best of thousands of sets looks better than it is. Beside each figure stands how often the set is
/// among the best when the days of the choice are taken elsewhere.
public struct SiteDesign: Hashable, Codable, Sendable {
  /// How many sites a set has. Default: 1, 2 and 3.
  public var sizes = [1, 2, 3]
  /// Length of the period after, months. Default: 6.
  public var months = 6.0
  /// How many sets are looked at, at most. Default: 10,000.
  public var sets = 10_000
  /// How many of them get weights of their own. Default: 60.
  public var finalists = 60
  /// Share of the history on which sets are chosen. Default: 0.6.
  public var choiceShare = 0.6
  /// How often an effect must be found. Default: 0.8.
  public var power = 0.8
  /// What a site costs, by its name or key; a site that is not named costs nothing.
  public var costs: [String: Double] = [:]
  /// The most that a set may cost; `nil` for no bound.
  public var budget: Double?
  /// Seed of the draw of sets. Default: 1.
  public var seed: UInt64 = 1

  /// All settings at their defaults.
  public init() {}

  /// A set and what speaks for it.
  public struct Choice: Hashable, Codable, Sendable {
    /// Keys of its stations.
    public let stations: [String]
    /// Smallest decrease that would be found, as a positive share, on the days of the choice.
    public let chosen: Double
    /// The same on the days that the choice has not seen.
    public let judged: Double
    /// Share of other divisions of the days in which the set is among the best five.
    public let stability: Double
    /// Root mean squared error of a step while weights were learnt, on the outcome's scale.
    public let stepError: Double
    /// Root mean squared error of the mean over a period after, on the days of the choice.
    public let periodError: Double
    /// Mean correlation of the set with the stations that it is compared with.
    public let correlation: Double
    /// Mean of its series, in their unit.
    public let level: Double
    /// What it costs; `nil` where no costs are known.
    public let cost: Double?
  }

  /// What came out.
  public struct Result: Hashable, Codable, Sendable {
    /// The best first, by the days of the choice.
    public let choices: [Choice]
    /// Sets that were looked at.
    public let looked: Int
    /// Sets that cost more than the budget.
    public let tooDear: Int
    /// Steps of the choice.
    public let stepsOfChoice: Int
    /// Steps of the judgement.
    public let stepsOfJudgement: Int
    /// Steps of the period after.
    public let stepsAfter: Int
    /// Share of values that were missing and filled in.
    public let filled: Double
  }

  /// Looks at sets of candidates.
  ///
  /// - Parameters:
  ///   - candidates: keys of the stations that may be in a set; the rest only compares.
  ///   - threads: how many; the answer does not depend on it.
  /// - Returns: `nil` where the history is shorter than six periods after, or fewer than three stations
  ///   would be left to compare with.
  public func design(
    _ history: StudyHistory, candidates: [String], threads: Int? = nil
  ) throws(EstimationError) -> Result? {
    let ground = SiteGround(history)
    let after = history.steps(months: months)
    let boundary = Int((choiceShare * Double(ground.steps)).rounded())
    let members = history.stations.indices.filter { candidates.contains(history.stations[$0].key) }
    guard boundary >= 3 * after, ground.steps - boundary >= 2 * after, !members.isEmpty,
      ground.count >= (sizes.max() ?? 1) + 3
    else { return nil }
    let nearest = ground.nearest(rows: 0..<boundary)
    let all = ground.candidateSets(
      members, sizes: sizes, atMost: sets, seed: seed, nearest: nearest)
    let affordable = all.filter { set in
      budget.map { (cost(set, history) ?? 0) <= $0 } ?? true
    }
    let screened = parallelMap(count: affordable.count, threads: threads) { place in
      ground.screen(affordable[place], nearest: nearest, rows: 0..<boundary, after: after)
    }
    let order = affordable.indices.sorted { (screened[$0], $0) < (screened[$1], $1) }
    // The best of each size take part, so that small sets are not crowded out by large ones.
    let perSize = max(5, finalists / max(1, sizes.count))
    var taken: [Int: Int] = [:]
    let last = order.filter { place in
      taken[affordable[place].count, default: 0] += 1
      return taken[affordable[place].count, default: 0] <= perSize
    }.map { affordable[$0] }
    let divisions: [Range<Int>] = [0.0, 0.1, 0.2, 0.3, 0.4].map {
      let first = Int($0 * Double(ground.steps))
      return first..<(first + ground.steps / 2)
    }
    let found = try EstimationError.numerical { () throws(KernelError) in
      try parallelMap(
        count: last.count, threads: threads,
        throwing: { (place) throws(KernelError) -> SiteFit in
          let set = last[place]
          let donors = ground.donors(of: set, nearest: nearest, atMost: 60)
          let choice = try ground.fit(set, donors, rows: 0..<boundary, after: after)
          let judgement = try ground.fit(
            set, donors, rows: boundary..<ground.steps, after: after)
          var others: [Double] = []
          for rows in divisions {
            others.append(try ground.fit(set, donors, rows: rows, after: after).periodError)
          }
          return SiteFit(choice: choice, judgement: judgement, others: others)
        })
    }
    let best = divisions.indices.map { division in
      Set(
        last.indices.sorted {
          (relative(found[$0].others[division], found[$0], ground), $0)
            < (relative(found[$1].others[division], found[$1], ground), $1)
        }.prefix(5))
    }
    let choices = last.indices.map { place -> Choice in
      let (choice, judgement) = (found[place].choice, found[place].judgement)
      return Choice(
        stations: last[place].map { history.stations[$0].key },
        chosen: relative(choice.periodError, found[place], ground),
        judged: relative(judgement.periodError, found[place], ground),
        stability: Double(best.count { $0.contains(place) }) / Double(best.count),
        stepError: choice.stepError, periodError: choice.periodError,
        correlation: choice.correlation, level: choice.level, cost: cost(last[place], history))
    }.sorted {
      ($0.chosen, $0.stations.count, $0.stations.joined()) < (
        $1.chosen, $1.stations.count, $1.stations.joined()
      )
    }
    return Result(
      choices: choices, looked: all.count, tooDear: all.count - affordable.count,
      stepsOfChoice: boundary, stepsOfJudgement: ground.steps - boundary, stepsAfter: after,
      filled: ground.filled)
  }

  /// The sets that GeoLift would choose on the last days of the history, the best first: effects of 5 to
  /// 30 % in steps of 5, a test at 10 %, gaps filled in.
  ///
  /// - Parameter candidates: keys of the stations that may be in a set.
  public func followingGeoLift(
    _ history: StudyHistory, candidates: [String], threads: Int? = nil
  ) throws(EstimationError) -> [SiteSelection.Choice] {
    let ground = SiteGround(history)
    var values = ground.values
    if ground.isLog {
      for index in values.storage.indices { values.storage[index] = exp(values.storage[index]) }
    }
    let keys = history.stations.map(\.key)
    var selection = SiteSelection(sites: keys, values: values)
    selection.sizes = sizes
    selection.durations = [history.steps(months: months)]
    selection.effects = [0.05, 0.10, 0.15, 0.20, 0.25, 0.30]
    selection.excluded = Set(keys).subtracting(candidates)
    selection.seed = seed
    let chosen = selection
    return try EstimationError.numerical { () throws(KernelError) in
      try chosen.followingGeoLift(threads: threads)
    }
  }

  private func cost(_ set: [Int], _ history: StudyHistory) -> Double? {
    guard !costs.isEmpty else { return nil }
    return set.reduce(0) { sum, place in
      let station = history.stations[place]
      return sum + (costs[station.key] ?? costs[station.name] ?? 0)
    }
  }

  /// The decrease that is found as often as wanted at 5 %, from the error of a mean over the period.
  private func relative(_ error: Double, _ fit: SiteFit, _ ground: SiteGround) -> Double {
    let reach = Distribution.normalQuantile(0.975) + Distribution.normalQuantile(power)
    return ground.isLog
      ? 1 - exp(-reach * error)
      : fit.choice.level > 0 ? reach * error / fit.choice.level : .infinity
  }
}

/// What weighted stations leave of a set on two parts of the days and on other divisions.
private struct SiteFit: Sendable {
  let choice: SiteGround.Fit
  let judgement: SiteGround.Fit
  let others: [Double]
}

/// A panel without gaps on which sets are tried.
private struct SiteGround: Sendable {
  let values: Matrix
  let levels: [Double]
  let isLog: Bool
  let filled: Double

  var steps: Int { values.rows }
  var count: Int { values.columns }

  init(_ history: StudyHistory) {
    let study = history.study
    var matrix = study.responses
    isLog = study.outcome.scale == .log
    levels = (0..<matrix.columns).map { column in
      Summation.mean(study.panel.matrix.column(column).filter { !$0.isNaN })
    }
    // A gap gets the station's mean and what all stations together were away from theirs at that step.
    let means = (0..<matrix.columns).map { column in
      Summation.mean(matrix.column(column).filter { !$0.isNaN })
    }
    var missing = 0
    for row in 0..<matrix.rows {
      var away: [Double] = []
      for column in 0..<matrix.columns where !matrix[row, column].isNaN {
        away.append(matrix[row, column] - means[column])
      }
      guard away.count < matrix.columns else { continue }
      let common = away.isEmpty ? 0 : Summation.mean(away)
      for column in 0..<matrix.columns where matrix[row, column].isNaN {
        matrix[row, column] = means[column] + common
        missing += 1
      }
    }
    values = matrix
    filled = Double(missing) / Double(max(1, matrix.storage.count))
  }

  /// For each station the others by falling correlation.
  func nearest(rows: Range<Int>) -> [[(station: Int, correlation: Double)]] {
    let table = Matrix(
      columns: (0..<count).map { column in
        let part = Array(values.column(column)[rows])
        let mean = Summation.mean(part)
        let away = part.map { $0 - mean }
        let size = LinearAlgebra.dot(away, away).squareRoot()
        return size > 0 ? away.map { $0 / size } : away
      })
    let correlations = LinearAlgebra.gram(table)
    return (0..<count).map { station in
      (0..<count).filter { $0 != station }.map { ($0, correlations[$0, station]) }
        .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }
  }

  /// Each candidate with those that it resembles, then sets by lot.
  func candidateSets(
    _ members: [Int], sizes: [Int], atMost limit: Int, seed: UInt64,
    nearest: [[(station: Int, correlation: Double)]]
  ) -> [[Int]] {
    let allowed = Set(members)
    var seen: Set<[Int]> = []
    var sets: [[Int]] = []
    func add(_ set: [Int]) {
      if sets.count < limit, seen.insert(set).inserted { sets.append(set) }
    }
    for size in sizes where size <= members.count {
      for member in members {
        let others = nearest[member].lazy.map(\.station).filter { allowed.contains($0) }
        add(([member] + others.prefix(size - 1)).sorted())
      }
    }
    let drawn = sizes.filter { $0 > 1 && $0 <= members.count }
    guard !drawn.isEmpty else { return sets }
    var draw: UInt64 = 0
    while sets.count < limit, draw < UInt64(limit) * 4 {
      var stream = RandomStream(seed: seed, index: draw)
      let size = drawn[Int(draw) % drawn.count]
      var pool = members
      for place in 0..<size {
        pool.swapAt(place, place + stream.index(below: pool.count - place))
      }
      add(pool.prefix(size).sorted())
      draw += 1
    }
    return sets
  }

  /// The stations that a set is compared with, the most alike first.
  func donors(
    of set: [Int], nearest: [[(station: Int, correlation: Double)]], atMost limit: Int
  ) -> [Int] {
    var sums: [Int: Double] = [:]
    for member in set {
      for other in nearest[member].prefix(2 * limit) where !set.contains(other.station) {
        sums[other.station, default: 0] += other.correlation
      }
    }
    return sums.keys.sorted { (-(sums[$0] ?? 0), $0) < (-(sums[$1] ?? 0), $1) }
      .prefix(limit).sorted()
  }

  private func path(_ set: [Int], rows: Range<Int>) -> [Double] {
    var sum = [Double](repeating: 0, count: rows.count)
    for station in set {
      for (place, row) in rows.enumerated() { sum[place] += values[row, station] }
    }
    return sum.map { $0 / Double(set.count) }
  }

  /// Error of the mean over a period with the twenty most similar stations weighted alike, relative to the
  /// level on the linear scale: a first sieve.
  func screen(
    _ set: [Int], nearest: [[(station: Int, correlation: Double)]], rows: Range<Int>, after: Int
  ) -> Double {
    let others = donors(of: set, nearest: nearest, atMost: 20)
    let gap = zip(path(set, rows: rows), path(others, rows: rows)).map { $0 - $1 }
    let error = Self.periodError(gap, learnt: rows.count / 2, after: after)
    return isLog ? error : error / max(1e-12, Summation.mean(set.map { levels[$0] }))
  }

  struct Fit: Sendable {
    let stepError: Double
    let periodError: Double
    let correlation: Double
    let level: Double
  }

  /// Weights learnt on the first half of the rows, errors on the second.
  func fit(_ set: [Int], _ donors: [Int], rows: Range<Int>, after: Int) throws(KernelError) -> Fit {
    let learnt = rows.count / 2
    let own = path(set, rows: rows)
    func centred(_ series: [Double]) -> [Double] {
      let mean = Summation.mean(Array(series[..<learnt]))
      return series.map { $0 - mean }
    }
    let target = centred(own)
    let columns = donors.map { centred(Array(values.column($0)[rows])) }
    let table = Matrix(columns: columns.map { Array($0[..<learnt]) })
    let before = Array(target[..<learnt])
    let weights = try SimplexProgram(
      quadratic: LinearAlgebra.gram(table),
      linear: (0..<table.columns).map { LinearAlgebra.dot(table.column($0), before) },
      scale: LinearAlgebra.dot(before, before)
    ).weights
    var gap = target
    var expected = [Double](repeating: 0, count: learnt)
    for (weight, column) in zip(weights, columns) where weight != 0 {
      for row in gap.indices { gap[row] -= weight * column[row] }
      for row in 0..<learnt { expected[row] += weight * column[row] }
    }
    let sizes =
      LinearAlgebra.dot(before, before).squareRoot()
      * LinearAlgebra.dot(expected, expected).squareRoot()
    return Fit(
      stepError: (gap[..<learnt].reduce(0) { $0 + $1 * $1 } / Double(learnt)).squareRoot(),
      periodError: Self.periodError(gap, learnt: learnt, after: after),
      correlation: sizes > 0 ? LinearAlgebra.dot(before, expected) / sizes : 0,
      level: Summation.mean(set.map { levels[$0] }))
  }

  /// Root mean square of the mean gap over periods after what was learnt, an eighth of a period apart.
  private static func periodError(_ gap: [Double], learnt: Int, after: Int) -> Double {
    let base = Summation.mean(Array(gap[..<learnt]))
    var sums = [0.0]
    for value in gap { sums.append((sums.last ?? 0) + value - base) }
    let starts = stride(from: learnt, through: gap.count - after, by: max(1, after / 8))
    var total = 0.0
    var count = 0.0
    for start in starts {
      let mean = (sums[start + after] - sums[start]) / Double(after)
      total += mean * mean
      count += 1
    }
    return count > 0 ? (total / count).squareRoot() : .infinity
  }
}
