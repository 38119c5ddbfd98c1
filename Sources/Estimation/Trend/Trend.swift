public import AirQuality
import Documents
import Foundation
import NumericKernels

/// The trend of one series: Sen's slope with an interval that knows the serial dependence, the
/// Mann-Kendall family, a linear trend by generalised least squares in per cent a year, and a smooth
/// course that says when it rose and fell.
///
/// Describes a series; whatever changed it, weather included, is in the trend. A normalised series
/// (`airaccord normalise`) has its weather taken out.
///
/// - Source: Sen (1968), doi:10.1080/01621459.1968.10480934; season by STL as openair's `TheilSen`
///   takes it out. Departure: the interval does not resample blocks by default but draws series from an
///   autoregression whose coefficients are corrected for what trend and season took away; blocks of
///   90 months hold too little dependence, and their intervals are too short.
public struct Trend: Codable, Hashable, Sendable {
  /// Where the interval comes from.
  public enum Interval: String, Codable, Hashable, Sendable, CaseIterable {
    /// Series drawn from a corrected autoregression of order 0 to 3.
    case autoregression
    /// Residuals drawn in blocks, as openair does; too short where dependence is strong.
    case blocks
    /// Ranks of the slopes under the enlarged variance of Kendall's score; no drawing.
    case ranks
  }

  /// Length of the periods. Default: month.
  public var resolution = TrendResolution.month
  /// Whether the season is taken out by STL. Default: yes.
  public var deseasonalise = true
  /// Where the interval comes from. Default: series drawn from an autoregression.
  public var interval = Interval.autoregression
  /// How many series are drawn. Default: 999.
  public var draws = 999
  /// Coverage of intervals and bands. Default: 0.95.
  public var confidenceLevel = 0.95
  /// Share of a period that must have been measured. Default: 0.75.
  public var capture = 0.75
  /// First day of a second part whose slope is compared with that of the first. Default: none.
  public var split: CivilDate?
  /// Seed of the drawing. Default: 1.
  public var seed: UInt64 = 1

  /// All settings at their defaults.
  public init() {}

  /// Fewest periods with a value.
  var fewest: Int {
    switch resolution {
    case .day: 365
    case .week: 52
    case .month: 24
    case .year: 8
    }
  }

  /// Estimates the trend of a series.
  ///
  /// - Parameters:
  ///   - window: days to look at; all when `nil`.
  ///   - threads: the result does not depend on it.
  /// - Throws: `EstimationError.noData`, `.tooCoarse`, `.tooFewObservations` with less than two years
  ///   (eight, of years), `.constantOutcome`, `.badSetting`.
  public func estimate(
    _ series: MonitoringSeries, window: DatePeriod? = nil, threads: Int? = nil
  ) throws(EstimationError) -> TrendFit {
    try estimate(
      PeriodSeries(
        series, by: resolution, window: window, capture: DataCapture(minimumShare: capture)),
      threads: threads)
  }

  /// Estimates the trend of a series that has been gathered.
  ///
  /// - Throws: as the estimate of a series.
  public func estimate(
    _ periods: PeriodSeries, threads: Int? = nil
  ) throws(EstimationError) -> TrendFit {
    try check(periods)
    let adjusted = periods.deseasonalised(deseasonalise)
    let years = periods.years
    let valid = adjusted.values.indices.filter { !adjusted.values[$0].isNaN }
    let times = valid.map { years[$0] }
    let values = valid.map { adjusted.values[$0] }
    let slope = PairwiseSlopes(times: times, values: values).median
    let intercept = OrderStatistic.median(zip(times, values).map { $1 - slope * $0 })
    var residuals = [Double](repeating: .nan, count: periods.count)
    for position in valid {
      residuals[position] = adjusted.values[position] - intercept - slope * years[position]
    }
    let centre = Summation.mean(valid.map { residuals[$0] })
    let noise = try TrendNoise(
      residuals: residuals.map { $0 - centre }, years: years, season: adjusted.period, seed: seed,
      threads: threads)
    let sen = senSlope(
      slope, intercept, times, values, residuals: valid.map { residuals[$0] },
      count: periods.count, noise, threads)
    let smooth = try smoothCourse(times, values, valid, years)
    return TrendFit(
      series: periods, adjusted: adjusted.values.map { $0.isNaN ? nil : $0 },
      season: adjusted.state.rawValue, sen: sen,
      linear: try linear(periods, adjusted, valid, years, noise),
      tests: tests(periods, adjusted, slope: slope),
      smooth: smooth,
      phases: TrendPhase.phases(smooth.derivative, labels: periods.labels),
      comparison: try comparison(periods, times, values, valid, season: adjusted.period, threads),
      noise: TrendFit.Noise(
        coefficients: noise.model.coefficients, inflation: noise.model.inflation,
        effectivePeriods: noise.effectiveCount),
      settings: self, diagnostics: diagnostics(periods, adjusted, noise))
  }

  private func check(_ periods: PeriodSeries) throws(EstimationError) {
    guard confidenceLevel > 0, confidenceLevel < 1 else {
      throw .badSetting(
        "confidenceLevel", method: "trend",
        problem: Message("error.study.level-is-no-share", ["level": .fact(confidenceLevel)]))
    }
    guard (99...99_999).contains(draws) else {
      throw .badSetting("draws", method: "trend", problem: .outside(draws, 99...99_999))
    }
    guard periods.validCount >= fewest else {
      throw .tooFewObservations(
        found: periods.validCount, needed: fewest, period: periods.span)
    }
    let values = periods.values.compactMap(\.self)
    guard let least = values.min(), let most = values.max(), most > least else {
      throw .constantOutcome
    }
  }

  // MARK: Parts

  private func senSlope(
    _ slope: Double, _ intercept: Double, _ times: [Double], _ values: [Double],
    residuals: [Double], count: Int, _ noise: TrendNoise, _ threads: Int?
  ) -> TrendFit.Slope {
    let start = intercept + slope * (times.first ?? 0)
    let bounds: (lower: Double, upper: Double)
    let pValue: Double
    switch interval {
    case .ranks:
      let slopes = PairwiseSlopes(times: times, values: values)
      let (score, plain) = MannKendall.scoreAndVariance(values)
      let variance = plain * max(1, noise.model.inflation)
      let reach =
        Distribution.normalQuantile(0.5 + confidenceLevel / 2) * variance.squareRoot()
      let middle = Double(slopes.count)
      bounds = (
        slopes.statistic(Int(((middle - reach) / 2).rounded(.down))),
        slopes.statistic(Int(((middle + reach) / 2).rounded(.up)))
      )
      pValue = MannKendall(score: score, variance: variance, pairs: middle).pValue
    case .autoregression, .blocks:
      let length = max(2, Int(Double(values.count).squareRoot().rounded()))
      let usesBlocks = interval == .blocks
      let drawn = SlopeDraws(times: times).slopes(
        count: draws, seed: seed, threads: threads
      ) { stream in
        guard usesBlocks else { return noise.drawn(count, using: &stream) }
        return BlockBootstrap.movingBlock(length: length)
          .indices(count: residuals.count, using: &stream).map { residuals[$0] }
      }
      let tail = (1 - confidenceLevel) / 2
      bounds = (
        slope - Summation.quantile(drawn, probability: 1 - tail),
        slope - Summation.quantile(drawn, probability: tail)
      )
      let further = drawn.reduce(0) { $0 + (abs($1) >= abs(slope) ? 1 : 0) }
      pValue = Double(further + 1) / Double(draws + 1)
    }
    return TrendFit.Slope(
      perYear: slope, lower: bounds.lower, upper: bounds.upper, pValue: pValue,
      level: start, intercept: intercept)
  }

  private func linear(
    _ periods: PeriodSeries, _ adjusted: Deseasonalised, _ valid: [Int], _ years: [Double],
    _ noise: TrendNoise
  ) throws(EstimationError) -> TrendFit.Linear {
    let times = valid.map { years[$0] }
    let middle = Summation.mean(times)
    let design = Matrix(columns: [times.map { _ in 1 }, times.map { $0 - middle }])
    let freedom = Double(max(valid.count - 2, 1))
    let quantile = Distribution.studentQuantile(
      0.5 + confidenceLevel / 2, degreesOfFreedom: freedom)
    func fit(_ values: [Double], _ errors: AutoregressiveModel)
      throws(EstimationError) -> TrendFit.Linear.Part
    {
      let regression = try EstimationError.numerical { () throws(KernelError) in
        try SerialRegression(
          design: design, response: values, positions: valid, errors: errors)
      }
      let error = max(regression.covariance[1, 1], 0).squareRoot()
      let slope = regression.coefficients[1]
      return TrendFit.Linear.Part(
        value: slope, lower: slope - quantile * error, upper: slope + quantile * error,
        pValue: error > 0 ? Distribution.twoSidedP(t: slope / error, degreesOfFreedom: freedom) : 1)
    }
    let level = try fit(valid.map { adjusted.values[$0] }, noise.model)
    let raw = periods.storage
    var percent: TrendFit.Linear.Part?
    if valid.allSatisfy({ raw[$0] > 0 }) {
      let logs = periods.replacing(raw.map { log($0) }).deseasonalised(deseasonalise)
      let projection = try EstimationError.numerical { () throws(KernelError) in
        try Projection(design)
      }
      var rest = [Double](repeating: .nan, count: periods.count)
      for (position, value) in zip(valid, projection.residuals(valid.map { logs.values[$0] })) {
        rest[position] = value
      }
      let errors = try TrendNoise(
        residuals: rest, years: years, season: logs.period, seed: seed, threads: nil)
      let found = try fit(valid.map { logs.values[$0] }, errors.model)
      percent = TrendFit.Linear.Part(
        value: 100 * expm1(found.value), lower: 100 * expm1(found.lower),
        upper: 100 * expm1(found.upper), pValue: found.pValue)
    }
    return TrendFit.Linear(perYear: level, percentPerYear: percent)
  }

  private func tests(
    _ periods: PeriodSeries, _ adjusted: Deseasonalised, slope: Double
  ) -> [TrendFit.Test] {
    let values = adjusted.values.filter { !$0.isNaN }
    let step = PairwiseSlopes(times: values.indices.map(Double.init), values: values).median
    var tests: [(String, MannKendall)] = [("original", .original(values))]
    if let period = periods.resolution.season, periods.count >= 2 * period {
      let columns = MannKendall.columns(periods.storage, period: period)
      tests.append(("seasonal", .several(columns)))
      let rows = (columns.first ?? []).indices.filter { row in
        columns.allSatisfy { !$0[row].isNaN }
      }
      // The covariances of seasons need years that have all of them.
      if rows.count >= 4, period <= 52 {
        tests.append(("correlated-seasonal", .correlated(columns)))
      }
    }
    tests += [
      ("hamed-rao", .hamedRao(values, slope: step)),
      ("yue-wang", .yueWang(values, slope: step)),
      ("trend-free-prewhitened", .trendFreePrewhitened(values, slope: step)),
    ]
    return tests.map { name, test in
      // A variance below zero, which both corrections can give, is no test.
      TrendFit.Test(
        name: name, score: test.score, z: test.z.isFinite ? test.z : nil, tau: test.tau,
        pValue: test.z.isFinite ? test.pValue : nil)
    }
  }

  private func smoothCourse(
    _ times: [Double], _ values: [Double], _ positions: [Int], _ years: [Double]
  ) throws(EstimationError) -> TrendFit.Smooth {
    let span = (times.last ?? 1) - (times.first ?? 0)
    let dimension = min(max(Int((2.5 * span).rounded()), 8), 40, values.count / 3)
    let (level, seed) = (confidenceLevel, seed)
    let curve = try EstimationError.numerical { () throws(KernelError) in
      try SmoothCurve(
        times: times, values: values, positions: positions, places: years,
        dimension: max(dimension, 4), confidenceLevel: level, seed: seed)
    }
    func band(_ banded: SmoothCurve.Banded) -> TrendFit.Band {
      TrendFit.Band(values: banded.values, lower: banded.lower, upper: banded.upper)
    }
    return TrendFit.Smooth(
      level: band(curve.level), derivative: band(curve.derivative), degrees: curve.degrees,
      correlation: curve.correlation)
  }

  private func comparison(
    _ periods: PeriodSeries, _ times: [Double], _ values: [Double], _ valid: [Int], season: Int?,
    _ threads: Int?
  ) throws(EstimationError) -> SlopeComparison? {
    guard let split else { return nil }
    let cut = valid.firstIndex { periods.starts[$0] >= split } ?? valid.count
    let fewest = max(8, self.fewest / 2)
    guard cut >= fewest, valid.count - cut >= fewest else {
      throw .badSetting(
        "split", method: "trend",
        problem: Message(
          "error.study.split-leaves",
          [
            "date": .fact(split), "before": .fact(cut), "after": .fact(valid.count - cut),
            "needed": .fact(fewest),
          ]))
    }
    let parts = [0..<cut, cut..<valid.count]
    let slopes = parts.map {
      PairwiseSlopes(times: Array(times[$0]), values: Array(values[$0])).median
    }
    let count = periods.count
    // Residuals from two lines: one line through a bend would call the bend noise.
    var rest = [Double](repeating: .nan, count: count)
    for (part, slope) in zip(parts, slopes) {
      let middle = OrderStatistic.median(part.map { values[$0] - slope * times[$0] })
      for place in part { rest[valid[place]] = values[place] - middle - slope * times[place] }
    }
    let noise = try TrendNoise(
      residuals: rest, years: periods.years, season: season, second: valid[cut], seed: seed,
      threads: threads)
    let (draws, seed) = (draws, seed)
    let drawn = parallelMap(count: draws, threads: threads) { draw -> [Double] in
      var stream = RandomStream(seed: seed &+ 77, index: UInt64(draw))
      let series = noise.drawn(count, using: &stream)
      return parts.map { SlopeDraws(times: Array(times[$0])).slope(Array(series[$0])) }
    }
    let tail = (1 - confidenceLevel) / 2
    func part(_ estimate: Double, _ errors: [Double]) -> TrendFit.Linear.Part {
      let further = errors.reduce(0) { $0 + (abs($1) >= abs(estimate) ? 1 : 0) }
      return TrendFit.Linear.Part(
        value: estimate, lower: estimate - Summation.quantile(errors, probability: 1 - tail),
        upper: estimate - Summation.quantile(errors, probability: tail),
        pValue: Double(further + 1) / Double(draws + 1))
    }
    return SlopeComparison(
      split: split, before: part(slopes[0], drawn.map { $0[0] }),
      after: part(slopes[1], drawn.map { $0[1] }),
      difference: part(slopes[1] - slopes[0], drawn.map { $0[1] - $0[0] }))
  }

  private func diagnostics(
    _ periods: PeriodSeries, _ adjusted: Deseasonalised, _ noise: TrendNoise
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    switch adjusted.state {
    case .removed, .none: break
    case .kept: found.append(Diagnostic("trend-season-kept", .note))
    case .tooShort: found.append(Diagnostic("trend-season-unknown", .serious))
    }
    let missing = periods.count - periods.validCount
    if missing > 0 {
      found.append(
        Diagnostic(
          "trend-gaps", Double(missing) > 0.2 * Double(periods.count) ? .warning : .note,
          ["missing": .count(missing), "count": .count(periods.count)]))
    }
    let span = (periods.years.last ?? 0)
    if span < 5 {
      found.append(Diagnostic("trend-short", .warning, ["years": .number(span, .decimals(1))]))
    }
    if noise.effectiveCount < 10 {
      found.append(
        Diagnostic(
          "trend-persistent", .serious,
          [
            "count": .count(periods.validCount),
            "effective": .number(noise.effectiveCount, .decimals(1)),
          ]))
    }
    if interval == .blocks { found.append(Diagnostic("trend-blocks", .warning)) }
    return found
  }
}
