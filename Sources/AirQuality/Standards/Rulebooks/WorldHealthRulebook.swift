import Documents
import NumericKernels

/// The WHO's air quality guidelines: the global update of 2005 and the global guidelines of 2021.
///
/// The guidelines give levels and say that the short-term ones are 99th percentiles; they
/// prescribe neither completeness nor rounding, so those are ours and marked as such.
struct WorldHealthRulebook: Rulebook {
  private let grid: DayGrid
  private let daily: [Double]

  init(_ grid: DayGrid, pollutant: Pollutant, standard: String) {
    self.grid = grid
    daily = grid.dailyMeans(minimumHours: 18)
  }

  func outcome(_ limit: AirQualityStandard, _ period: EvaluationPeriod) -> StatisticOutcome {
    switch limit.statistic {
    case .annualMean: annualMean(limit, period)
    case .dailyMean:
      highest(grid.slice(daily, period), "highest daily mean", "days", limit, ofHours: false)
    case .ninetyNinthDailyMean:
      percentile(
        grid.slice(daily, period), "99th percentile of daily means", "daily means", limit)
    case .ninetyNinthDailyMaximumEightHourMean:
      grid.isHourly
        ? percentile(
          grid.slice(maxima, period), "99th percentile of daily maximum 8-hour means",
          "daily maxima", limit)
        : .impossible("99th percentile", "standard.no-hours")
    case .peakSeasonMeanOfDailyMaximumEightHour: peakSeason(limit, period)
    case .hourlyMean:
      highest(grid.hours(in: period), "highest hourly mean", "hours", limit)
    case .eightHourMean:
      highest(grid.slice(maxima, period), "highest running 8-hour mean", "days", limit)
    default:
      .impossible(
        "highest \(limit.averaging) mean", say("standard.no-values", averaging: limit.averaging))
    }
  }

  /// As many decimals as the limit has in its own unit.
  static func rounding(_ limit: AirQualityStandard) -> LegalRounding {
    .halfUp(decimals: limit.limit == limit.limit.rounded() ? 0 : 1)
  }

  private static let completeness = AppliedRule.ours(
    "the guidelines name no completeness: 75 % of hours, windows and days")
  private static let roundingRule = AppliedRule.ours(
    "the guidelines name no rounding: half up, decimals as in the limit")

  private var maxima: [Double] {
    let means = EightHourMeans.endingInDay(minimumHours: 6, minimumWindows: 18)
    return means.days(grid).map { $0.windows >= means.minimumWindows ? $0.maximum : .nan }
  }

  private func annualMean(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    var outcome = StatisticOutcome("mean of the year’s daily means")
    let days = grid.slice(daily, period)
    outcome.compare(Summation.mean(days.present), with: limit.limit, Self.rounding(limit))
    require(days, "daily means", &outcome)
    return outcome
  }

  private func percentile(
    _ days: [Double], _ name: String, _ counted: String, _ limit: AirQualityStandard
  ) -> StatisticOutcome {
    var outcome = StatisticOutcome(name)
    outcome.compare(
      RankedValues.interpolated(days.present, percent: 99), with: limit.limit,
      Self.rounding(limit))
    outcome.exceedances = exceedances(days, over: limit.limit, Self.rounding(limit))
    outcome.exceedanceUnit = "days"
    require(days, counted, &outcome)
    outcome.rules.append(
      .ours("the guidelines define no percentile: interpolated at k = 1 + p(n − 1)"))
    return outcome
  }

  private func highest(
    _ values: [Double], _ name: String, _ unit: String, _ limit: AirQualityStandard,
    ofHours: Bool = true
  ) -> StatisticOutcome {
    guard grid.isHourly || !ofHours else {
      return .impossible(name, "standard.no-hours")
    }
    var outcome = StatisticOutcome(name)
    outcome.compare(values.present.max() ?? .nan, with: limit.limit, Self.rounding(limit))
    outcome.judge(
      exceedances: exceedances(values, over: limit.limit, Self.rounding(limit)), allowed: 0,
      unit: unit)
    if values.present.isEmpty { outcome.isMet = nil }
    require(values, unit, &outcome)
    return outcome
  }

  /// The six consecutive months, ending in the year, in which the mean of the daily maximum
  /// 8-hour means is highest.
  private func peakSeason(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    let name = "mean of daily maximum 8-hour means in the peak season"
    guard grid.isHourly else { return .impossible(name, "standard.no-hours") }
    var outcome = StatisticOutcome(name)
    let maxima = maxima
    let before = period.shifted(years: -1)
    let months =
      months(grid.slice(maxima, before), before).suffix(5)
      + months(grid.slice(maxima, period), period)
    var best: (mean: Double, first: CivilDate)?
    var usable = 0
    for start in 0...(months.count - 6) {
      let season = Array(months)[start..<(start + 6)]
      guard season.allSatisfy(\.isValid), let first = season.first?.first else { continue }
      usable += 1
      let mean = Summation.mean(season.flatMap(\.values))
      if best.map({ mean > $0.mean }) ?? true { best = (mean, first) }
    }
    outcome.compare(best?.mean ?? .nan, with: limit.limit, Self.rounding(limit))
    // The five windows that reach into the year before may be absent with its data; those of the
    // year itself must be there.
    outcome.count(usable, of: 7, "six-month windows")
    if let best {
      let label = CalendarPeriod.month.label(ofPeriodStarting: best.first)
      outcome.remarks.append(say("standard.peak-season", month: Value.date(label)))
    }
    outcome.rules += [
      Self.completeness, Self.roundingRule,
      .ours("windows that end in the year, each of six months with 75 % of their days"),
    ]
    return outcome
  }

  private func months(
    _ days: [Double], _ period: EvaluationPeriod
  ) -> [(first: CivilDate, values: [Double], isValid: Bool)] {
    period.months.map { first, places in
      let values = Array(days[places]).present
      return (first, values, 4 * values.count >= 3 * places.count)
    }
  }

  private func require(
    _ values: [Double], _ counted: String, _ outcome: inout StatisticOutcome
  ) {
    outcome.count(values.present.count, of: (3 * values.count + 3) / 4, counted)
    outcome.rules += [Self.completeness, Self.roundingRule]
  }
}
