import Documents
import NumericKernels

/// The National Ambient Air Quality Standards as 40 CFR 50 computes them, three-year design values
/// included.
///
/// Days and quarters run on local standard time, which is the axis's clock. Exceptional events
/// are not left out, and every day counts as a scheduled sampling day. The substitution tests of
/// the appendices, by which some incomplete design values count nevertheless, are not made: those
/// are not assessable here.
struct UnitedStatesRulebook: Rulebook {
  let grid: DayGrid
  let pollutant: Pollutant
  private let daily: [Double]
  private let dailyMaxima: [Double]

  init(_ grid: DayGrid, pollutant: Pollutant, standard: String) {
    // The appendices drop digits that instruments cannot vouch for before anything is averaged.
    let grid = Self.reporting(pollutant).map { rule in grid.mapped { rule($0) } } ?? grid
    self.grid = grid
    self.pollutant = pollutant
    let means = grid.dailyMeans(minimumHours: 18)
    daily = pollutant == .pm25 ? means.map { LegalRounding.truncated(decimals: 1)($0) } : means
    dailyMaxima = grid.dailyMaxima(minimumHours: 18)
  }

  func outcome(_ limit: AirQualityStandard, _ period: EvaluationPeriod) -> StatisticOutcome {
    switch limit.statistic {
    case .annualMean:
      pollutant == .pm25 ? weightedAnnualMean(limit, period) : annualMean(limit, period)
    case .ninetyEighthDailyMean:
      ranked(daily, limit, period, "98th percentile of daily means", "daily means", 98)
    case .ninetyEighthDailyMaximumHour:
      ranked(
        dailyMaxima, limit, period, "98th percentile of daily maximum hours", "daily maxima", 98)
    case .ninetyNinthDailyMaximumHour:
      ranked(
        dailyMaxima, limit, period, "99th percentile of daily maximum hours", "daily maxima", 99)
    case .fourthHighestDailyMaximumEightHourMean: fourthHighest(limit, period)
    case .dailyMean: expectedExceedances(limit, period)
    case .hourlyMean, .eightHourMean: secondHighest(limit, period)
    case .threeHourMean: secondHighestBlock(limit, period)
    default: leadMean(limit, period)
    }
  }

  /// Decimals that are kept of hourly values; limits of O3 are in ppm, of NO2 and SO2 in ppb.
  private static func reporting(_ pollutant: Pollutant) -> LegalRounding? {
    switch pollutant {
    case .o3: .truncated(decimals: 3)
    case .no2, .so2, .pm25: .truncated(decimals: 1)
    default: nil
    }
  }

  /// How a design value is rounded before it is compared.
  static func rounding(_ limit: AirQualityStandard) -> LegalRounding {
    switch (limit.pollutant, limit.statistic) {
    case (.pm25, .annualMean): .halfUp(decimals: 1)
    case (.pm10, .annualMean): .halfUp(decimals: 0)
    case (.pm10, _): .halfUp(decimals: -1)
    // Appendix I, the standard of 1997: 0.084 ppm still met 0.08.
    case (.o3, _) where limit.limit == 0.08: .halfUp(decimals: 2)
    case (.o3, _): .truncated(decimals: 3)
    case (.so2, .threeHourMean): .halfUp(decimals: -2)
    case (Pollutant("pb"), _): .halfUp(decimals: 2)
    default: .halfUp(decimals: 0)
    }
  }

  static func source(_ text: String) -> AppliedRule { .recalled(text, source: "CFR-50") }

  private var quarterRule: ValidityRule {
    let rule =
      pollutant == .no2 || pollutant == .so2
      ? ("40 CFR 50 appendices S and T", "quarter")
      : ("40 CFR 50 appendix N", "quarter in annual mean and p98")
    return .require(
      .us, rule.0, rule.1, for: pollutant == .no2 || pollutant == .so2 ? pollutant : .pm25)
  }

  /// PM2.5: mean of the four quarters’ means, over three years.
  private func weightedAnnualMean(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    designValue(limit, period, "mean of quarterly means", daily, "daily means") { days, year in
      let quarters = year.quarters.map { Summation.mean(Array(days[$0]).present) }
      return Summation.mean(quarters)
    }
  }

  /// NO2: all hours of a year. SO2: daily means, over three years.
  private func annualMean(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    guard pollutant == .no2 else {
      return designValue(limit, period, "annual mean of daily means", daily, "daily means") {
        days, _ in Summation.mean(days.present)
      }
    }
    var outcome = StatisticOutcome("mean of the year’s hourly values")
    let hours = grid.isHourly ? grid.hours(in: period) : grid.slice(daily, period)
    outcome.compare(Summation.mean(hours.present), with: limit.limit, Self.rounding(limit))
    outcome.count(
      hours.present.count, of: (3 * hours.count + 3) / 4, grid.isHourly ? "hours" : "days")
    outcome.rules = [
      Self.source("75 % of the year’s hours (appendix S)"),
      Self.source("rounded half up to whole ppb (appendix S)"),
    ]
    return outcome
  }

  private func ranked(
    _ daily: [Double], _ limit: AirQualityStandard, _ period: EvaluationPeriod, _ name: String,
    _ counted: String, _ percentile: Int
  ) -> StatisticOutcome {
    guard !daily.isEmpty else { return .impossible(name, "standard.no-hours") }
    var outcome = designValue(limit, period, name, daily, counted) { days, _ in
      let count = days.present.count
      let rank =
        percentile == 98
        ? RankedValues.unitedStatesRank98(count: count)
        : RankedValues.unitedStatesRank99(count: count)
      return RankedValues.highest(days.present, rank: rank)
    }
    outcome.rules.append(Self.source("the percentile’s rank from the appendix’s table"))
    return outcome
  }

  /// The mean of three years’ statistics; every quarter of each needs 75 % of its days.
  private func designValue(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod, _ name: String, _ daily: [Double],
    _ counted: String, _ statistic: ([Double], EvaluationPeriod) -> Double
  ) -> StatisticOutcome {
    let years = limit.averagedOverYears ?? 1
    var outcome = StatisticOutcome("\(name), mean of \(years) years")
    let rule = quarterRule
    var values: [Double] = []
    var count = 0
    var required = 0
    for shift in (1 - years)...0 {
      let year = period.shifted(years: shift)
      let days = grid.slice(daily, year)
      let value = statistic(days, year)
      values.append(value)
      outcome.remarks.append(
        value.isFinite
          ? say(
            "standard.year-value", year: year.label,
            value: "\(LegalRounding.halfUp(decimals: 4)(value))")
          : say("standard.year-none", year: year.label))
      for (quarter, places) in year.quarters.enumerated() {
        let valid = Array(days[places]).present.count
        let needed = Int((rule.share * Double(places.count) - 1e-9).rounded(.up))
        count += valid
        required += needed
        if valid < needed {
          outcome.lacks(year.label, quarter: quarter + 1, valid, of: needed, counted)
        }
      }
    }
    outcome.compare(Summation.mean(values), with: limit.limit, Self.rounding(limit))
    outcome.count(count, of: required, counted)
    outcome.rules = [
      rule.applied,
      Self.source("a day needs 75 % of its hours"),
      Self.source(roundingText(limit)),
    ]
    return outcome
  }

  private func roundingText(_ limit: AirQualityStandard) -> String {
    switch Self.rounding(limit) {
    case .truncated: "digits beyond the third decimal of a ppm are dropped (appendix U)"
    case .halfUp(let decimals) where decimals == 1:
      "daily means truncated to 0.1, the design value rounded half up to 0.1 (appendix N)"
    default: "the design value is rounded half up to a whole \(limit.unit)"
    }
  }

  /// CO: not to be passed more than once a year, by hours or by 8-hour means that do not overlap.
  private func secondHighest(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    let isEightHours = limit.statistic == .eightHourMean
    let allowed = limit.allowedExceedances ?? 0
    let name =
      isEightHours
      ? "second highest 8-hour mean without overlap" : "second highest hourly value"
    guard grid.isHourly else { return .impossible(name, "standard.no-hours") }
    var outcome = StatisticOutcome(name)
    let hours = grid.hours(in: period)
    let values = isEightHours ? Self.withoutOverlap(hours) : hours.present
    let rounding = Self.rounding(limit)
    outcome.compare(
      RankedValues.highest(values, rank: allowed + 1), with: limit.limit, rounding)
    outcome.judge(
      exceedances: exceedances(values, over: limit.limit, rounding), allowed: allowed,
      unit: isEightHours ? "8-hour means" : "hours")
    if hours.present.isEmpty { outcome.isMet = nil }
    outcome.count(hours.present.count, of: (3 * hours.count + 3) / 4, "hours")
    outcome.rules = [
      Self.source("not more than once a year; a fraction of 0.5 ppm or more rounds up (§ 50.8)"),
      .ours("no rule of completeness in the tables: 75 % of hours"),
    ]
    return outcome
  }

  /// SO2, secondary: fixed blocks of three hours from midnight, not to be passed more than once a
  /// year.
  private func secondHighestBlock(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    let name = "second highest mean of a 3-hour block"
    guard grid.isHourly else { return .impossible(name, "standard.no-hours") }
    var outcome = StatisticOutcome(name)
    let hours = grid.hours(in: period)
    let blocks = stride(from: 0, to: hours.count - 2, by: 3).compactMap { start -> Double? in
      let valid = Array(hours[start..<(start + 3)]).present
      return valid.count == 3 ? Summation.mean(valid) : nil
    }
    let allowed = limit.allowedExceedances ?? 0
    let rounding = Self.rounding(limit)
    outcome.compare(
      RankedValues.highest(blocks, rank: allowed + 1), with: limit.limit, rounding)
    outcome.judge(
      exceedances: exceedances(blocks, over: limit.limit, rounding), allowed: allowed,
      unit: "3-hour blocks")
    if hours.present.isEmpty { outcome.isMet = nil }
    for (quarter, places) in period.quarters.enumerated() {
      let own = Array(hours[(places.lowerBound * 24)..<(places.upperBound * 24)])
      let needed = (3 * own.count + 3) / 4
      if own.present.count < needed {
        outcome.lacks(
          period.label, quarter: quarter + 1, own.present.count, of: needed, "hours")
      }
    }
    outcome.count(hours.present.count, of: (3 * hours.count + 3) / 4, "hours")
    outcome.rules = [
      Self.source(
        "blocks of three valid hours from midnight, not more than one a year above the limit once "
          + "rounded to 0.1 ppm; 75 % of the hours of each quarter (§ 50.5)")
    ]
    return outcome
  }

  /// 8-hour means with at least 6 hours, the highest first, none sharing an hour with another.
  static func withoutOverlap(_ hours: [Double]) -> [Double] {
    let means = (0...max(0, hours.count - 8)).compactMap { start -> (start: Int, mean: Double)? in
      let valid = Array(hours[start..<min(start + 8, hours.count)]).present
      return valid.count >= 6 ? (start, Summation.mean(valid)) : nil
    }
    var taken = [Bool](repeating: false, count: hours.count)
    var chosen: [Double] = []
    for window in means.sorted(by: { ($1.mean, $0.start) < ($0.mean, $1.start) }) {
      let places = window.start..<min(window.start + 8, hours.count)
      guard !taken[places].contains(true) else { continue }
      for place in places { taken[place] = true }
      chosen.append(window.mean)
    }
    return chosen
  }

  /// Lead: the highest mean of three consecutive months that end in one of three years.
  private func leadMean(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    var outcome = StatisticOutcome("highest mean of three consecutive months in three years")
    var months: [Double] = []
    for shift in -3...0 {
      let year = period.shifted(years: shift)
      let days = grid.slice(daily, year)
      let means = year.months.map { _, places in
        let valid = Array(days[places]).present
        return 4 * valid.count >= 3 * places.count ? Summation.mean(valid) : Double.nan
      }
      months += shift == -3 ? Array(means.suffix(2)) : means
    }
    let windows = (0...(months.count - 3)).map { Summation.mean(Array(months[$0..<($0 + 3)])) }
    outcome.compare(windows.present.max() ?? .nan, with: limit.limit, Self.rounding(limit))
    outcome.count(windows.present.count, of: windows.count, "three-month means")
    outcome.rules = [
      Self.source("a month needs 75 % of its days; rounded half up to 0.01 (appendix R)")
    ]
    return outcome
  }
}
