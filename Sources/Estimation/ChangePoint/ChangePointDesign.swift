public import AirQuality
import Cooperation
import Documents
import NumericKernels

/// The treated stations' breaks, found without the measure's date and held against it; and the change
/// of level on that date with the other breaks in place of a trend.
///
/// A series that broke before the measure was not broken by it, unless people acted before they had to;
/// a regression told only the legal date would call that break the measure's. Season, weekday, weather
/// and donors are taken out first, breaks are found in periods of weeks or months (`ChangePoint`), and
/// those whose interval does not hold the date stand as changes of their own in the regression
/// (`InterruptedTimeSeries` without a trend).
///
/// - Source: Bai and Perron (2003), doi:10.1002/jae.659. Departure: the dates' intervals and the number
///   of breaks allow for serial dependence; that other breaks were chosen by the data is not in the
///   interval of the change.
public struct ChangePointDesign: EffectEstimator {
  /// Name, source and design.
  public static let method = Method(
    identifier: "change-point", name: "Breaks held against the date",
    source: "doi:10.1002/jae.659", design: .interruptedTimeSeries,
    assumption:
      "But for its breaks the level would have stayed, beside season, weather and donors, and nothing "
      + "else changed on the measure’s date.",
    weakness:
      "Its interval does not hold that the data chose the other breaks, and it has not been tried on "
      + "made-up dates: take the dates of the breaks from it, and the size of a change from another "
      + "design.")

  /// The study's covariates are taken out.
  public static let usesCovariates = true

  /// Length of the periods in which breaks are found.
  public enum Resolution: String, Codable, Sendable, CaseIterable {
    case week, month

    var periods: TrendResolution { self == .week ? .week : .month }
  }

  /// Length of the periods. Default: week, so that the date's interval is not longer than it must be.
  public var resolution = Resolution.week
  /// Whether the donors' mean is taken out, where the study has donors. Default: yes.
  public var donorsMean = true
  /// Pairs of sine and cosine with a period of one year that are taken out. Default: 2.
  public var seasonHarmonics = 2
  /// Largest number of breaks. Default: 3.
  public var maximumBreaks = 3
  /// Share of the periods that a segment has at least. Default: 0.15, strucchange’s.
  public var smallestSegment = 0.15
  /// Level of the tests of one break more. Default: 0.05.
  public var significance = 0.05
  /// How many series are drawn for each test. Default: 199.
  public var draws = 199
  /// Slowest waves at which the errors of the change are checked and widened. Default: as the
  /// interrupted time series.
  public var slowWaves = InterruptedTimeSeries().slowWaves
  /// Coverage of the intervals. Default: 0.95.
  public var confidenceLevel = 0.95
  /// Seed of the drawing. Default: 1.
  public var seed: UInt64 = 1

  /// A date of the same place on which nothing was done can be asked.
  public static let answersFromOnePlace = true

  /// Every setting of the method.
  public static let settings: [Setting<Self>] = [
    .word("resolution", \.resolution),
    .flag("donorsMean", \.donorsMean),
    .count("seasonHarmonics", \.seasonHarmonics, .from(0)),
    .count("maximumBreaks", \.maximumBreaks, .from(1, to: 12)),
    .number("smallestSegment", \.smallestSegment, .between(0, 0.5)),
    .number("significance", \.significance, .share),
    .count("draws", \.draws, .from(19, to: 99_999)),
    .count("slowWaves", \.slowWaves, .from(0, to: 60)),
    .number("confidenceLevel", \.confidenceLevel, .share),
    .seed(\.seed),
  ]

  /// All settings at their defaults.
  public init() {}

  /// Finds the breaks and estimates the change.
  ///
  /// - Throws: as `InterruptedTimeSeries`, and `.badSetting`.
  public func estimate(_ study: Study) throws(EstimationError) -> Fit {
    try fit(study, isWhole: true)
  }

  /// The effect without tables and paths.
  public func effect(of study: Study) throws(EstimationError) -> EffectEstimate {
    try fit(study, isWhole: false).effect
  }

  private func fit(_ study: Study, isWhole: Bool) throws(EstimationError) -> Fit {
    try check()
    var design = InterruptedTimeSeries()
    design.linearTrend = false
    design.donorsMean = donorsMean
    design.seasonHarmonics = seasonHarmonics
    design.slowWaves = slowWaves
    design.confidenceLevel = confidenceLevel
    let found = try breaks(study, design)
    let others = (found?.breaks ?? []).filter { $0.relation != .around }
    design.further = others.map { "\($0.firstDay)" }
    let whole: InterruptedTimeSeries.Fit
    var left = others.count
    do throws(EstimationError) {
      whole = try isWhole ? design.estimate(study) : design.short(study)
    } catch {
      // A break right beside the date says what the change says.
      guard case .collinear = error, !others.isEmpty else { throw error }
      design.further = []
      left = 0
      whole = try isWhole ? design.estimate(study) : design.short(study)
    }
    let effect = whole.effect
    return Fit(
      effect: EffectEstimate(
        estimate: effect.estimate, interval: effect.interval, pValue: effect.pValue,
        unit: effect.unit, estimand: effect.estimand, method: Self.method,
        coefficient: effect.coefficient, relative: effect.relative, before: effect.before,
        after: effect.after, sample: effect.sample,
        diagnostics: diagnostics(study, found, kept: left)
          + effect.diagnostics.filter { $0.identifier != "further-measures" }),
      counterfactual: whole.counterfactual, summary: whole.summary,
      tables: (found.map { [Self.table($0, unit: study.scaleUnit)] } ?? []) + whole.tables,
      breaks: found?.breaks ?? [], pValues: found?.partitions.compactMap(\.pValue) ?? [])
  }

  private func check() throws(EstimationError) {
    try EstimationError.requireLevel(confidenceLevel, method: Self.method)
    for (name, value, range) in [
      ("draws", draws, 19...99_999), ("maximumBreaks", maximumBreaks, 1...12),
    ] where !range.contains(value) {
      throw .badSetting(name, method: Self.method.identifier, problem: .outside(value, range))
    }
    guard significance > 0, significance < 1 else {
      throw .badSetting(
        "significance", method: Self.method.identifier,
        problem: Message("error.study.level-is-no-share", ["level": .fact(significance)]))
    }
    guard smallestSegment > 0, smallestSegment < 0.5 else {
      throw .badSetting(
        "smallestSegment", method: Self.method.identifier,
        problem: Message("error.study.is-not-below-half", ["share": .fact(smallestSegment)]))
    }
  }

  /// The breaks of what season, weekday, weather and donors leave; `nil` with too few periods.
  private func breaks(
    _ study: Study, _ design: InterruptedTimeSeries
  ) throws(EstimationError) -> ChangePointFit? {
    let sample = try InterruptedSample(
      design, study, values: study.treatedAverage,
      donorMean: study.donorIndices.isEmpty || !donorsMean ? [] : study.donorAverage)
    let terms = sample.terms
    // Level and change stay in the series: only the rest is taken out.
    let regression = try EstimationError.numerical { () throws(KernelError) in
      try LeastSquares.fit(
        design: terms.matrix(sample.rows), response: sample.rows.map { sample.response[$0] },
        names: terms.names)
    }
    let kept = [0] + Array(terms.impact)
    var adjusted = [Double](repeating: .nan, count: study.panel.axis.count)
    for (place, row) in sample.rows.enumerated() {
      adjusted[row] =
        regression.residuals[place]
        + kept.reduce(0) { $0 + regression.coefficients[$1] * terms.columns[$1][row] }
    }
    guard
      let periods = try? PeriodSeries(
        MonitoringSeries(
          station: Station(network: "study", identifier: "treated"),
          pollutant: study.panel.pollutant, unit: study.panel.unit, axis: study.panel.axis,
          storage: adjusted),
        by: resolution.periods, capture: DataCapture(minimumShare: 0.5))
    else { return nil }
    var search = ChangePoint()
    search.resolution = resolution.periods
    search.deseasonalise = false
    search.maximumBreaks = maximumBreaks
    search.smallestSegment = smallestSegment
    search.confidenceLevel = confidenceLevel
    search.significance = significance
    search.draws = draws
    search.seed = seed
    search.measureStart = study.measure.start
    // Rounding is no noise to test against; neither are fewer periods than the search asks for.
    let values = periods.values.compactMap(\.self)
    let largest = values.map { abs($0) }.max() ?? 0
    guard values.count >= 20, regression.residualVariance.squareRoot() > 1e-9 * largest else {
      return nil
    }
    return try search.estimate(periods)
  }

  private func diagnostics(
    _ study: Study, _ found: ChangePointFit?, kept: Int
  ) -> [Diagnostic] {
    guard let found else { return [Diagnostic("breaks-not-sought", .warning)] }
    var said: [Diagnostic] = []
    func words(_ one: ChangePointFit.Break) -> [String: Value] {
      [
        "period": .text(one.lastBefore), "earliest": .text(one.earliest),
        "latest": .text(one.latest), "start": .date("\(study.measure.start)"),
      ]
    }
    let around = found.breaks.filter { $0.relation == .around }
    said += around.map { Diagnostic("break-at-measure", .note, words($0)) }
    if around.isEmpty {
      said.append(
        Diagnostic(
          "no-break-at-measure", .warning, ["start": .date("\(study.measure.start)")]))
    }
    for one in found.breaks where one.relation == .before {
      said.append(
        Diagnostic(
          "broke-before-measure", around.isEmpty ? .serious : .warning, words(one)))
    }
    for one in found.breaks where one.relation == .after {
      said.append(Diagnostic("broke-after-measure", .note, words(one)))
    }
    if let p = found.beforeMeasure?.pValue {
      said.append(
        Diagnostic(
          "anticipation", p <= significance ? .warning : .note,
          saying: p <= significance ? nil : "anticipation-none",
          ["p": .probability(p), "period": .text(found.beforeMeasure?.lastBefore ?? "")]))
    }
    if kept > 0 { said.append(Diagnostic("breaks-chosen", .warning, ["count": .count(kept)])) }
    return said
  }

  private static func table(_ found: ChangePointFit, unit: String) -> FitTable {
    FitTable(
      name: "breaks", caption: "Breaks of what season, weather and donors leave",
      columns: [
        .init("last before", unit: ""), .init("earliest", unit: ""), .init("latest", unit: ""),
        .init("step", unit: unit), .init("lower", unit: unit), .init("upper", unit: unit),
      ],
      rows: found.breaks.map { one in
        [
          .text(one.lastBefore), .text(one.earliest), .text(one.latest), .number(one.step),
          .number(one.lower), .number(one.upper),
        ]
      })
  }

  /// What was found.
  public struct Fit: EstimatorFit {
    /// The finding.
    public let effect: EffectEstimate
    /// The fitted course without the measure's change.
    public let counterfactual: MonitoringSeries?
    /// Every coefficient with its standard error.
    public let summary: Summary
    /// The breaks; path with its band, and the effect added up.
    public let tables: [FitTable]
    /// The breaks, each held against the measure's date.
    public let breaks: [ChangePointFit.Break]
    /// Of one break more than none, than one, and so on, as far as it was tested.
    public let pValues: [Double]
  }
}
