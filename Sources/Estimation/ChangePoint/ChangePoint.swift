public import AirQuality
import Documents
import NumericKernels

/// When a series broke: levels that change on dates found by least squares, each with an interval,
/// held against the date of a measure.
///
/// A break says that the level changed around a date, not why. A break before the measure's date
/// speaks against the measure as its cause, unless people acted before they had to.
///
/// - Source: Bai and Perron (2003), doi:10.1002/jae.659; number of breaks and intervals allow for
///   serial dependence (`BreakTest`, `BreakProfile`), beside them the criterion and the intervals of
///   strucchange, which assume that there is none.
public struct ChangePoint: Codable, Hashable, Sendable {
  /// Length of the periods. Default: month.
  public var resolution = TrendResolution.month
  /// Whether the season is taken out by STL. Default: yes.
  public var deseasonalise = true
  /// Largest number of breaks. Default: 5.
  public var maximumBreaks = 5
  /// How many breaks; `nil` for as many as the test finds. Default: `nil`.
  public var breaks: Int?
  /// Share of the periods that a segment has at least. Default: 0.15, strucchange’s.
  public var smallestSegment = 0.15
  /// Coverage of the dates’ intervals. Default: 0.95.
  public var confidenceLevel = 0.95
  /// Level of the tests of one break more. Default: 0.05.
  public var significance = 0.05
  /// How many series are drawn for each test. Default: 399.
  public var draws = 399
  /// Share of a period that must have been measured. Default: 0.75.
  public var capture = 0.75
  /// First day of a measure against which breaks are held. Default: none.
  public var measureStart: CivilDate?
  /// Seed of the drawing. Default: 1.
  public var seed: UInt64 = 1

  /// All settings at their defaults.
  public init() {}

  private static let fewest = 20
  /// With more values the tests draw means over as many steps as bring their number below this.
  private static let mostForTests = 1_500

  /// Finds the breaks of a series.
  ///
  /// - Parameters:
  ///   - window: days to look at; all when `nil`.
  ///   - threads: the result does not depend on it.
  /// - Throws: `EstimationError.noData`, `.tooCoarse`, `.tooFewObservations` with fewer than 20
  ///   periods, `.constantOutcome`, `.badSetting`.
  public func estimate(
    _ series: MonitoringSeries, window: DatePeriod? = nil, threads: Int? = nil
  ) throws(EstimationError) -> ChangePointFit {
    try estimate(
      PeriodSeries(
        series, by: resolution, window: window, capture: DataCapture(minimumShare: capture)),
      threads: threads)
  }

  /// Finds the breaks of a series that has been gathered.
  ///
  /// - Throws: as the estimate of a series.
  public func estimate(
    _ periods: PeriodSeries, threads: Int? = nil
  ) throws(EstimationError) -> ChangePointFit {
    try check(periods)
    let adjusted = periods.deseasonalised(deseasonalise)
    let sample = BreakSample(periods, adjusted)
    let length = segmentLength(sample.values.count)
    let fits = LeastSquaresBreaks.levels(sample.values, most: maximumBreaks, length: length)
    let choice = number(sample, fits, season: adjusted.period, threads)
    let fit = fits[choice.breaks]
    let errors = choice.errors
    let found = intervals(sample, fit, errors)
    let criterion = fits.indices.min {
      fits[$0].bayesianCriterion < fits[$1].bayesianCriterion
    }
    let anticipation = try measureStart.flatMap { start throws(EstimationError) in
      try beforeMeasure(start, sample, season: adjusted.period, threads)
    }
    return ChangePointFit(
      series: periods, adjusted: adjusted.values.map { $0.isNaN ? nil : $0 },
      season: adjusted.state.rawValue,
      partitions: fits.indices.map { number in
        ChangePointFit.Partition(
          breaks: number, squaredResiduals: fits[number].squaredResiduals,
          bayesianCriterion: fits[number].bayesianCriterion,
          lastPeriods: fits[number].breaks.map { sample.label(before: $0) },
          pValue: choice.pValues.indices.contains(number - 1) ? choice.pValues[number - 1] : nil)
      },
      criterionBreaks: criterion ?? 0, breaks: found,
      levels: sample.levels(fit), inflation: errors.inflation,
      coefficients: errors.coefficients,
      beforeMeasure: anticipation, settings: self,
      diagnostics: diagnostics(periods, adjusted, sample, errors, found, choice))
  }

  private func check(_ periods: PeriodSeries) throws(EstimationError) {
    guard confidenceLevel > 0, confidenceLevel < 1 else {
      throw .badSetting(
        "confidenceLevel", method: "breaks",
        problem: Message("error.study.level-is-no-share", ["level": .fact(confidenceLevel)]))
    }
    guard significance > 0, significance < 1 else {
      throw .badSetting(
        "significance", method: "breaks",
        problem: Message("error.study.level-is-no-share", ["level": .fact(significance)]))
    }
    guard smallestSegment > 0, smallestSegment < 0.5 else {
      throw .badSetting(
        "smallestSegment", method: "breaks",
        problem: Message("error.study.is-not-below-half", ["share": .fact(smallestSegment)]))
    }
    guard (19...99_999).contains(draws) else {
      throw .badSetting("draws", method: "breaks", problem: .outside(draws, 19...99_999))
    }
    guard (1...12).contains(maximumBreaks) else {
      throw .badSetting(
        "maximumBreaks", method: "breaks", problem: .outside(maximumBreaks, 1...12))
    }
    guard periods.validCount >= Self.fewest else {
      throw .tooFewObservations(
        found: periods.validCount, needed: Self.fewest, period: periods.span)
    }
    let values = periods.values.compactMap(\.self)
    guard let least = values.min(), let most = values.max(), most > least else {
      throw .constantOutcome
    }
    if let breaks {
      let possible = Int(1 / smallestSegment) - 1
      guard (0...min(maximumBreaks, possible)).contains(breaks) else {
        throw .badSetting(
          "breaks", method: "breaks",
          problem: Message(
            "error.study.no-room-for-breaks",
            [
              "value": .fact(breaks), "most": .fact(min(maximumBreaks, possible)),
              "share": .fact(smallestSegment),
            ]))
      }
    }
  }

  func segmentLength(_ count: Int) -> Int { max(2, Int(smallestSegment * Double(count))) }

  // MARK: Number

  private struct Choice {
    let breaks: Int
    let pValues: [Double]
    let errors: AutoregressiveModel
    /// Steps that a value of the tests is the mean of.
    let merged: Int
  }

  private func number(
    _ sample: BreakSample, _ fits: [LeastSquaresBreaks], season: Int?, _ threads: Int?
  ) -> Choice {
    let merged = (sample.values.count + Self.mostForTests - 1) / Self.mostForTests
    let own = merged > 1 ? sample.merged(merged) : sample
    let length = segmentLength(own.values.count)
    let ownFits =
      merged > 1
      ? LeastSquaresBreaks.levels(own.values, most: maximumBreaks, length: length) : fits
    let test = BreakTest(
      values: own.values, positions: own.positions, length: length, draws: draws, seed: seed,
      threads: threads)
    let order = TrendNoise.order(own.values.count)
    let ownSeason = merged > 1 ? nil : season
    var pValues: [Double] = []
    var chosen = 0
    var errors: AutoregressiveModel?
    for fewer in 0..<max(ownFits.count - 1, 0) {
      let model = test.errors(of: ownFits[fewer + 1], order: order, season: ownSeason)
      let result = test.test(ownFits[fewer], against: ownFits[fewer + 1], errors: model)
      pValues.append(result.pValue)
      // The errors of the fit that is chosen in the end: those of the last break accepted.
      if let breaks {
        if fewer + 1 == breaks { errors = model }
        if fewer + 1 >= max(breaks, 1) { break }
        continue
      }
      guard result.pValue <= significance else { break }
      chosen = fewer + 1
      errors = model
    }
    let final = min(breaks ?? chosen, fits.count - 1)
    let model =
      final == 0
      ? test.errors(of: ownFits[0], order: order, season: ownSeason)
      : errors
        ?? test.errors(of: ownFits[min(final, ownFits.count - 1)], order: order, season: ownSeason)
    // A mean over steps has the long-run variance of its steps, divided by their number.
    let scaled =
      merged > 1
      ? AutoregressiveModel(
        coefficients: [], innovationVariance: model.longRunVariance * Double(merged)) : model
    return Choice(breaks: final, pValues: pValues, errors: scaled, merged: merged)
  }

  // MARK: Intervals

  private func intervals(
    _ sample: BreakSample, _ fit: LeastSquaresBreaks, _ errors: AutoregressiveModel
  ) -> [ChangePointFit.Break] {
    let sums = SegmentSums(sample.values)
    let edges = [0] + fit.breaks + [sample.values.count]
    let independent = BreakDateDistribution.intervals(
      sample.values, breaks: fit.breaks, level: confidenceLevel)
    let quantile = Distribution.normalQuantile(0.5 + confidenceLevel / 2)
    return fit.breaks.indices.map { place in
      let (from, at, to) = (edges[place], edges[place + 1], edges[place + 2])
      let profile = BreakProfile(
        sums, from: from, to: to, longRunVariance: errors.longRunVariance)
      let inside = profile.interval(level: confidenceLevel)
      let before = Summation.mean(Array(sample.values[from..<at]))
      let after = Summation.mean(Array(sample.values[at..<to]))
      let error =
        (errors.longRunVariance * (1 / Double(at - from) + 1 / Double(to - at))).squareRoot()
      let step = after - before
      return ChangePointFit.Break(
        lastBefore: sample.label(before: at), firstAfter: sample.label(before: at + 1),
        firstDay: sample.start(before: at + 1),
        earliest: sample.label(before: inside.lowerBound),
        earliestDay: sample.start(before: inside.lowerBound + 1),
        latest: sample.label(before: inside.upperBound),
        latestDay: sample.start(before: inside.upperBound + 1),
        independentInterval: independent[place].map {
          [sample.label(before: $0.lowerBound), sample.label(before: $0.upperBound)]
        },
        before: before, after: after, step: step, lower: step - quantile * error,
        upper: step + quantile * error,
        profile: profile.excess.indices.map { index in
          ChangePointFit.ProfilePoint(
            lastBefore: sample.label(before: profile.first + index),
            day: sample.start(before: profile.first + index + 1), excess: profile.excess[index])
        },
        relation: measureStart.map { start in
          let earliest = sample.start(before: inside.lowerBound + 1)
          let latest = sample.end(before: inside.upperBound + 1)
          return latest <= start ? .before : earliest > start ? .after : .around
        })
    }
  }

  /// The test of a break among the periods before a measure alone.
  private func beforeMeasure(
    _ start: CivilDate, _ sample: BreakSample, season: Int?, _ threads: Int?
  ) throws(EstimationError) -> ChangePointFit.BeforeMeasure? {
    let own = sample.first(while: { sample.ends[$0] <= start })
    guard own.values.count < sample.values.count else {
      throw .badSetting(
        "measureStart", method: "breaks",
        problem: Message(
          "error.study.lies-behind-last",
          ["date": .fact(start), "period": .fact(sample.labels.last ?? "")]))
    }
    guard own.values.count >= Self.fewest else {
      return ChangePointFit.BeforeMeasure(periods: own.values.count, pValue: nil, lastBefore: nil)
    }
    let length = segmentLength(own.values.count)
    let fits = LeastSquaresBreaks.levels(own.values, most: 1, length: length)
    guard fits.count == 2, fits[0].squaredResiduals > 0 else {
      return ChangePointFit.BeforeMeasure(periods: own.values.count, pValue: nil, lastBefore: nil)
    }
    let merged = (own.values.count + Self.mostForTests - 1) / Self.mostForTests
    let tested = merged > 1 ? own.merged(merged) : own
    let test = BreakTest(
      values: tested.values, positions: tested.positions,
      length: segmentLength(tested.values.count), draws: draws, seed: seed &+ 9, threads: threads)
    let testedFits = LeastSquaresBreaks.levels(
      tested.values, most: 1, length: segmentLength(tested.values.count))
    let errors = test.errors(
      of: testedFits[1], order: TrendNoise.order(tested.values.count),
      season: merged > 1 ? nil : season)
    let result = test.test(testedFits[0], against: testedFits[1], errors: errors)
    return ChangePointFit.BeforeMeasure(
      periods: own.values.count, pValue: result.pValue,
      lastBefore: own.label(before: fits[1].breaks[0]))
  }

  private func diagnostics(
    _ periods: PeriodSeries, _ adjusted: Deseasonalised, _ sample: BreakSample,
    _ errors: AutoregressiveModel, _ breaks: [ChangePointFit.Break], _ choice: Choice
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
    let effective = Double(sample.values.count) / max(errors.inflation, 1e-9)
    if choice.merged == 1, effective < 10 {
      found.append(
        Diagnostic(
          "trend-persistent", .serious,
          [
            "count": .count(sample.values.count), "effective": .number(effective, .decimals(1)),
          ]))
    }
    if choice.merged > 1 {
      found.append(Diagnostic("breaks-merged", .note, ["steps": .count(choice.merged)]))
    }
    for one in breaks where one.lower <= 0 && one.upper >= 0 {
      found.append(
        Diagnostic("breaks-weak", .warning, ["period": .text(one.firstAfter)]))
    }
    return found
  }
}

/// Values of a series without gaps, with where they came from.
struct BreakSample: Sendable {
  let values: [Double]
  /// Period of each value.
  let positions: [Int]
  let labels: [String]
  let starts: [CivilDate]
  /// First day behind each value’s period.
  let ends: [CivilDate]

  init(_ periods: PeriodSeries, _ adjusted: Deseasonalised) {
    let valid = adjusted.values.indices.filter { !adjusted.values[$0].isNaN }
    values = valid.map { adjusted.values[$0] }
    positions = valid
    labels = valid.map { periods.labels[$0] }
    starts = valid.map { periods.starts[$0] }
    ends = valid.map {
      periods.resolution.calendar.end(ofPeriodStarting: periods.starts[$0])
    }
  }

  private init(
    values: [Double], positions: [Int], labels: [String], starts: [CivilDate], ends: [CivilDate]
  ) {
    self.values = values
    self.positions = positions
    self.labels = labels
    self.starts = starts
    self.ends = ends
  }

  /// The first values as long as something holds of their place.
  func first(while holds: (Int) -> Bool) -> BreakSample {
    let count = values.indices.first { !holds($0) } ?? values.count
    return BreakSample(
      values: Array(values[..<count]), positions: Array(positions[..<count]),
      labels: Array(labels[..<count]), starts: Array(starts[..<count]), ends: Array(ends[..<count]))
  }

  /// Means over so many neighbouring values.
  func merged(_ steps: Int) -> BreakSample {
    let groups = stride(from: 0, to: values.count, by: steps).map {
      $0..<min($0 + steps, values.count)
    }
    return BreakSample(
      values: groups.map { Summation.mean(Array(values[$0])) },
      positions: Array(groups.indices), labels: groups.map { labels[$0.lowerBound] },
      starts: groups.map { starts[$0.lowerBound] }, ends: groups.map { ends[$0.upperBound - 1] })
  }

  /// The last period before a break that so many values lie before.
  func label(before count: Int) -> String { labels[min(max(count, 1), labels.count) - 1] }
  func start(before count: Int) -> CivilDate { starts[min(max(count, 1), starts.count) - 1] }
  func end(before count: Int) -> CivilDate { ends[min(max(count, 1), ends.count) - 1] }

  /// The fitted levels.
  func levels(_ fit: LeastSquaresBreaks) -> [ChangePointFit.Level] {
    fit.segments.map { segment in
      ChangePointFit.Level(
        first: labels[segment.lowerBound], last: labels[segment.upperBound - 1],
        firstDay: starts[segment.lowerBound], lastDay: ends[segment.upperBound - 1],
        mean: Summation.mean(Array(values[segment])), periods: segment.count)
    }
  }
}
