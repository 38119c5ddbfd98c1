public import AirQuality
import NumericKernels

/// What windows of time came to, factor by factor of the whole record.
public struct RollingFactors: Codable, Hashable, Sendable {
  /// One of the whole record's factors in a window.
  public struct Found: Codable, Hashable, Sendable {
    /// Position of the whole record's factor.
    public let factor: Int
    /// Likeness of its profile with the whole record's.
    public let likeness: Double
    /// Likeness with its profile in the last window that had it; `nil` in the first.
    public let likenessBefore: Double?
    /// What it brings on average, by species, in the profiles' unit; `nil` where the window did not
    /// measure the species.
    public let profile: [Double?]
    /// Mean mass: its share of the total where one was named, else the sum over the species.
    public let mass: Double
  }

  /// One window.
  public struct Window: Codable, Hashable, Sendable {
    /// First day, by the samples' clock.
    public let first: CivilDate
    /// Last day.
    public let last: CivilDate
    /// Samples in the fit.
    public let samples: Int
    /// Σ (e/u)² over degrees of freedom.
    public let qRatio: Double
    /// Whether the whole record's profiles led to the fit, and no random ones.
    public let isFromRecord: Bool
    /// Factors that were found, in the order of the whole record's.
    public let found: [Found]
    /// Leading species of factors that are like none of the whole record's that is not found otherwise.
    public let others: [[String]]
  }

  /// A window with too few samples.
  public struct LeftOut: Codable, Hashable, Sendable {
    /// First day.
    public let first: CivilDate
    /// Last day.
    public let last: CivilDate
    /// Samples in it.
    public let samples: Int
  }

  /// Windows one after the other in which a factor is not found.
  public struct Absence: Codable, Hashable, Sendable {
    /// Position of the factor.
    public let factor: Int
    /// First day of the first of these windows.
    public let first: CivilDate
    /// Last day of the last.
    public let last: CivilDate
    /// How many.
    public let windows: Int
  }

  /// The settings.
  public let settings: RollingFactorisation
  /// In the order of time.
  public let windows: [Window]
  /// Windows without a fit.
  public let leftOut: [LeftOut]
  /// Where factors are lost, by factor and time.
  public let absences: [Absence]
  /// `factors × samples`, mass in the profiles' unit: mean over the windows that hold the sample and
  /// found the factor; `nil` where there is none, or the sample does not tell it.
  public let contributions: [[Double?]]
  /// Standard deviation of that over the windows, same unit; `nil` of fewer than two.
  public let deviations: [[Double?]]

  init(
    settings: RollingFactorisation, base: FactorSolution, scaling: ProfileLikeness, rows: [Int],
    windows fits: [(span: RollingFactorisation.Span, fit: RollingFactorisation.Fit)],
    leftOut: [LeftOut]
  ) {
    var tracking = FactorTracking(base, scaling, least: settings.leastLikeness)
    var sums = WindowMeans(factors: base.factorCount, samples: base.instants.count)
    var windows: [Window] = []
    for (span, fit) in fits {
      let partners = tracking.follow(fit)
      let masses = tracking.profiles(of: fit).map { base.mass(of: $0) }
      windows.append(tracking.window(span, fit, partners, masses, base))
      for case (let factor, let partner?) in partners.enumerated() {
        for (place, column) in span.columns.enumerated() {
          let row = rows[column]
          guard base.contributions[factor][row] != nil else { continue }
          sums.add(fit.found.contributions[partner, place] * masses[partner], factor, row)
        }
      }
    }
    self.settings = settings
    self.windows = windows
    self.leftOut = leftOut
    absences = Self.absences(windows, factors: base.factorCount)
    contributions = sums.means
    deviations = sums.deviations
  }

  /// Runs of windows that do not have a factor.
  private static func absences(_ windows: [Window], factors: Int) -> [Absence] {
    (0..<factors).flatMap { factor -> [Absence] in
      let isLost = windows.map { window in !window.found.contains { $0.factor == factor } }
      var runs: [Range<Int>] = []
      for place in windows.indices where isLost[place] {
        if let last = runs.last, last.upperBound == place {
          runs[runs.count - 1] = last.lowerBound..<place + 1
        } else {
          runs.append(place..<place + 1)
        }
      }
      return runs.map { run in
        Absence(
          factor: factor, first: windows[run.lowerBound].first,
          last: windows[run.upperBound - 1].last, windows: run.count)
      }
    }
  }

  /// A factor in the windows that found it.
  public func found(_ factor: Int) -> [Found] {
    windows.compactMap { window in window.found.first { $0.factor == factor } }
  }
}

/// Follows factors from window to window.
private struct FactorTracking {
  private let record: [[Double?]]
  private var last: [[Double?]?]
  private let likeness: ProfileLikeness
  private let least: Double
  private var found: [RollingFactors.Found] = []

  init(_ base: FactorSolution, _ likeness: ProfileLikeness, least: Double) {
    record = base.profiles.map { $0.map(Optional.some) }
    last = record.map { _ in nil }
    self.likeness = likeness
    self.least = least
  }

  /// A window's profiles, `factors × species`, `nil` where it measured nothing of a species.
  func profiles(of fit: RollingFactorisation.Fit) -> [[Double?]] {
    (0..<fit.found.profiles.rows).map { factor in
      fit.isMeasured.indices.map {
        fit.isMeasured[$0] ? fit.found.profiles[factor, $0] : nil
      }
    }
  }

  /// The window's factor that is each of the record's, one to one by the mean of the likeness with the
  /// record's profile and with the last that was found; `nil` where its likeness with the record's is
  /// too small. The record decides on that: from one window to the next a factor could turn into another
  /// by small steps.
  mutating func follow(_ fit: RollingFactorisation.Fit) -> [Int?] {
    let own = profiles(of: fit)
    var table = Matrix(rows: own.count, columns: record.count)
    for (row, profile) in own.enumerated() {
      for factor in record.indices {
        let whole = likeness(profile, record[factor])
        table[row, factor] = (whole + (last[factor].map { likeness(profile, $0) } ?? whole)) / 2
      }
    }
    let partners = FactorMatching(likeness: table).partners
    found = []
    return record.indices.map { factor in
      let profile = own[partners[factor]]
      let whole = likeness(profile, record[factor])
      guard whole >= least else { return nil }
      found.append(
        RollingFactors.Found(
          factor: factor, likeness: whole,
          likenessBefore: last[factor].map { likeness(profile, $0) }, profile: profile, mass: 0))
      last[factor] = profile
      return partners[factor]
    }
  }

  /// The window that was followed last.
  func window(
    _ span: RollingFactorisation.Span, _ fit: RollingFactorisation.Fit, _ partners: [Int?],
    _ masses: [Double], _ base: FactorSolution
  ) -> RollingFactors.Window {
    let taken = Set(partners.compactMap(\.self))
    let strong = base.roles.count { $0 == .strong }
    let freedom = fit.values - base.factorCount * (span.columns.count + strong)
    let own = profiles(of: fit)
    return RollingFactors.Window(
      first: span.first, last: span.last, samples: span.columns.count,
      qRatio: fit.qTrue / Double(max(freedom, 1)), isFromRecord: fit.isFromRecord,
      found: found.map { one in
        RollingFactors.Found(
          factor: one.factor, likeness: one.likeness, likenessBefore: one.likenessBefore,
          profile: one.profile, mass: partners[one.factor].map { masses[$0] } ?? 0)
      },
      others: own.indices.filter { !taken.contains($0) }.map { factor in
        base.leadingSpecies(own, factor)
      })
  }
}

/// Means and standard deviations over windows, sample by sample.
private struct WindowMeans {
  private var counts: [[Int]]
  private var sums: [[Double]]
  private var squares: [[Double]]

  init(factors: Int, samples: Int) {
    counts = [[Int]](repeating: [Int](repeating: 0, count: samples), count: factors)
    sums = counts.map { $0.map(Double.init) }
    squares = sums
  }

  /// By Welford's recurrence: the mean, and the squares about it.
  mutating func add(_ value: Double, _ factor: Int, _ sample: Int) {
    counts[factor][sample] += 1
    let difference = value - sums[factor][sample]
    sums[factor][sample] += difference / Double(counts[factor][sample])
    squares[factor][sample] += difference * (value - sums[factor][sample])
  }

  var means: [[Double?]] {
    zip(counts, sums).map { zip($0, $1).map { $0 > 0 ? $1 : nil } }
  }

  var deviations: [[Double?]] {
    zip(counts, squares).map { counts, squares in
      zip(counts, squares).map { count, square in
        count > 1 ? (square / Double(count - 1)).squareRoot() : nil
      }
    }
  }
}

extension FactorSolution {
  /// Mass of a profile: what it has of the total where one was named, else the sum over its species.
  fileprivate func mass(of profile: [Double?]) -> Double {
    if let total = roles.firstIndex(of: .total) { return profile[total] ?? 0 }
    return Summation.sum(profile.compactMap(\.self))
  }

  /// The at most three strong species of which one of several profiles has the largest share.
  fileprivate func leadingSpecies(_ profiles: [[Double?]], _ factor: Int) -> [String] {
    let shares = species.indices.map { position -> Double in
      let sum = profiles.reduce(0) { $0 + ($1[position] ?? 0) }
      return sum > 0 ? (profiles[factor][position] ?? 0) / sum : 0
    }
    return shares.indices.filter { roles[$0] == .strong && shares[$0] > 0 }
      .sorted { (shares[$0], $1) > (shares[$1], $0) }.prefix(3).map { species[$0] }
  }
}
