import AirQuality
import Documents
import NumericKernels

/// Factors of windows of time, each fitted on its own, followed through the record.
///
/// A factorisation of a whole record takes profiles as constant; sources change fuels, solvents and
/// equipment. Each window is fitted anew from the whole record's profiles and from random ones, and the
/// better fit is taken. Its factors are matched one to one to those of the whole record and of the window
/// before by their profiles. A factor that no profile of a window is like is lost there: it has no
/// contribution in this window, and that is told. What is like none of the whole record's factors is told
/// with its leading species.
///
/// Windows share most of their samples, so that neighbours differ by less than chance would have it, and
/// what lies between them is no interval of confidence. Short windows leave more freedom to rotate than
/// the record as a whole.
///
/// - Source: windows that move through a record and their overlap as in Canonaco et al. (2021),
///   doi:10.5194/amt-14-923-2021 (recalled; the paper was not read). Departures: profiles are free or
///   held at zero by tracers instead of held near given ones, and windows are independent fits.
public struct RollingFactorisation: Codable, Hashable, Sendable {
  /// Length of a window, days. Default: 30.
  public var windowDays = 30
  /// Days from the beginning of a window to that of the next. Default: 1.
  public var stepDays = 1
  /// Random starts of a window beside the whole record's profiles. Default: 1; without constraints only,
  /// since constraints name the factors of the record.
  public var starts = 1
  /// Least likeness with the whole record's factor: the cosine of two profiles in units of the usual
  /// uncertainty of each species. Default: 0.8.
  public var leastLikeness = 0.8
  /// A window with less than this share of the samples that windows usually have is left out.
  /// Default: 0.5.
  public var leastShare = 0.5

  /// The defaults, with another length of the windows and another way between them.
  public init(windowDays: Int = 30, stepDays: Int = 1) {
    self.windowDays = windowDays
    self.stepDays = stepDays
  }

  /// Fits the windows.
  ///
  /// - Parameters:
  ///   - base: factors of the whole record, which windows are compared with; constraints at zero are
  ///     kept in every window.
  ///   - threads: how many; the result does not depend on it.
  ///   - progress: told after each window how many of how many are done, on the thread that did it.
  /// - Throws: `ApportionmentError.badSetting` for settings that cannot be, windows longer than the
  ///   record, and constraints at other values than zero, which hold at the scale of the whole record.
  public func run(
    _ base: FactorSolution, of sample: SpeciatedSample, threads: Int? = nil,
    progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
  ) throws(ApportionmentError) -> RollingFactors {
    try check(base)
    let problem = try base.problem(of: sample)
    let rows = base.fittedRows
    let windows = try spans(base, rows)
    let usual = Summation.median(windows.map { Double($0.columns.count) })
    let least = max(Int((leastShare * usual).rounded(.up)), 3 * base.factorCount)
    let wide = windows.filter { $0.columns.count >= least }
    guard !wide.isEmpty else {
      throw .badSetting("rolling", problem: "error.sources.windows-too-small")
    }
    let start = base.factorisation
    let fits = parallelMap(count: wide.count, threads: threads, progress: progress) { place in
      fit(wide[place], problem, start, base)
    }
    return RollingFactors(
      settings: self, base: base, scaling: ProfileLikeness(sample.part(rows)), rows: rows,
      windows: zip(wide, fits).map { ($0, $1) },
      leftOut: windows.filter { $0.columns.count < least }.map {
        RollingFactors.LeftOut(first: $0.first, last: $0.last, samples: $0.columns.count)
      })
  }

  private func check(_ base: FactorSolution) throws(ApportionmentError) {
    guard windowDays >= 1 else {
      throw .badSetting("rolling", problem: "error.sources.must-1-more")
    }
    guard stepDays >= 1 else {
      throw .badSetting("rolling-step", problem: "error.sources.must-1-more")
    }
    guard starts >= 0 else {
      throw .badSetting("starts", problem: "error.sources.must-not-negative")
    }
    guard (0..<1).contains(leastLikeness), (0...1).contains(leastShare) else {
      throw .badSetting("leastLikeness, leastShare", problem: "error.sources.must-be-share")
    }
    guard base.constraints.allSatisfy({ $0.kind == .fixed(0) }) else {
      throw .badSetting("rolling", problem: "error.sources.rolling-keeps-zeros")
    }
  }

  /// A window: its days and the samples in it, as positions among those of the fit.
  struct Span: Sendable {
    let first: CivilDate
    let last: CivilDate
    let columns: [Int]
  }

  /// Windows from the first day of the record to its last, by days of the samples' clock.
  private func spans(
    _ base: FactorSolution, _ rows: [Int]
  ) throws(ApportionmentError) -> [Span] {
    let days = rows.map { base.instants[$0].date(utcOffset: base.utcOffset).daysSinceEpoch }
    guard let first = days.min(), let last = days.max(), last - first + 1 > windowDays else {
      throw .badSetting("rolling", problem: "error.sources.window-exceeds-record")
    }
    return stride(from: first, through: last - windowDays + 1, by: stepDays).map { day in
      Span(
        first: CivilDate(daysSinceEpoch: day),
        last: CivilDate(daysSinceEpoch: day + windowDays - 1),
        columns: days.indices.filter { (day..<day + windowDays).contains(days[$0]) })
    }
  }

  /// What a window's samples come to.
  struct Fit: Sendable {
    let found: Factorisation
    let qTrue: Double
    let values: Int
    /// Whether the whole record's profiles led to it, and no random ones.
    let isFromRecord: Bool
    /// Species with a value in the window.
    let isMeasured: [Bool]
  }

  private func fit(
    _ span: Span, _ whole: FactorisationProblem, _ start: Factorisation, _ base: FactorSolution
  ) -> Fit {
    let problem = whole.samples(span.columns)
    var contributions = Matrix(rows: problem.factors, columns: span.columns.count)
    for (place, column) in span.columns.enumerated() {
      for factor in 0..<problem.factors {
        contributions[factor, place] = start.contributions[factor, column]
      }
    }
    let search = base.settings.search
    var found = search.refine(
      problem, profiles: start.profiles, contributions: contributions, sweeps: 20)
    var isFromRecord = true
    if base.constraints.isEmpty, starts > 0 {
      let others = search.findAll(problem, starts: starts, seed: base.settings.seed, threads: 1)
      if let best = others.min(by: { $0.objective < $1.objective }),
        best.objective < found.objective * (1 - 1e-6)
      {
        found = best
        isFromRecord = false
      }
    }
    found.normalise()
    let fit = FactorisationFit(found, of: problem, threshold: problem.threshold ?? 4)
    let counts = (0..<problem.species).map { position in
      (0..<problem.samples).count { problem.weights[position, $0] > 0 }
    }
    return Fit(
      found: found, qTrue: fit.qTrue,
      values: base.roles.indices.reduce(0) { $0 + (base.roles[$1] == .strong ? counts[$1] : 0) },
      isFromRecord: isFromRecord, isMeasured: counts.map { $0 > 0 })
  }
}

/// How alike two profiles are: the cosine of the angle between them, each species in units of its usual
/// uncertainty, totals aside. One for profiles that differ by their mass alone.
struct ProfileLikeness: Sendable {
  /// One over the usual uncertainty; 0 of totals and species without a value.
  private let weights: [Double]

  init(_ sample: SpeciatedSample) {
    weights = sample.species.indices.map { position in
      guard sample.roles[position] != .total else { return 0 }
      let errors = sample.instants.indices.compactMap { row in
        sample.concentrations[row][position] == nil
          ? nil : sample.fittedUncertainty(sample: row, species: position)
      }
      return errors.isEmpty ? 0 : 1 / Summation.median(errors)
    }
  }

  /// The cosine, 0 to 1; species that are `nil` in one of the two are not asked.
  func callAsFunction(_ left: [Double?], _ right: [Double?]) -> Double {
    var product = 0.0
    var first = 0.0
    var second = 0.0
    for position in weights.indices {
      guard let a = left[position], let b = right[position] else { continue }
      let weight = weights[position] * weights[position]
      product += weight * a * b
      first += weight * a * a
      second += weight * b * b
    }
    return first > 0 && second > 0 ? product / (first * second).squareRoot() : 0
  }
}
