import Documents
import NumericKernels

/// Japan's environmental quality standards over a fiscal year, April to March.
struct JapanRulebook: Rulebook {
  private let grid: DayGrid
  private let pollutant: Pollutant
  private let daily: [Double]
  private let dayRule: ValidityRule?

  init(_ grid: DayGrid, pollutant: Pollutant, standard: String) {
    self.grid = grid
    self.pollutant = pollutant
    dayRule = ValidityRule.find(.japan, "continuous monitoring rule", "daily mean", for: pollutant)
    daily = grid.dailyMeans(minimumHours: dayRule?.count ?? 20)
  }

  func outcome(_ limit: AirQualityStandard, _ period: EvaluationPeriod) -> StatisticOutcome {
    switch limit.statistic {
    case .annualMean: annualMean(limit, period)
    case .ninetyEighthDailyMean: annual98(limit, period)
    case .twoPercentExcludedDailyMean: longTerm(limit, period)
    case .hourlyMean: pollutant == .ox ? daytimeHours(limit, period) : shortTerm(limit, period)
    case .eightHourMean:
      pollutant == .co ? fixedBlocks(limit, period) : runningEightHours(limit, period)
    default: meanOfMaxima(limit, period)
    }
  }

  /// The decimals in which results are published; a five rounds up.
  static func rounding(_ limit: AirQualityStandard) -> LegalRounding {
    switch limit.pollutant {
    case .pm25, .co: .halfUp(decimals: 1)
    case .so2, .no2, .spm, .ox: .halfUp(decimals: 3)
    default: .halfUp(decimals: limit.limit < 0.01 ? 4 : 2)
    }
  }

  private static let roundingRule = AppliedRule.recalled(
    "rounded half up: PM2.5 0.1 µg/m³, CO 0.1 ppm, others 0.001", source: "JP-6000H")
  /// The pages of the city of Yokohama on the 2 % exclusion and on two days in a row.
  private static let yokohama = ReferenceProvenance(
    source: "JP-VALID", verification: .storedSource)
  private static let placeRule = AppliedRule.recalled(
    "98 % of the days counted from the lowest, the place rounded half up", source: "JP-EQS")

  private func annualMean(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    var outcome = StatisticOutcome("mean of the fiscal year’s daily means")
    let days = grid.slice(daily, period)
    outcome.compare(Summation.mean(days.present), with: limit.limit, Self.rounding(limit))
    require(days, period, &outcome)
    return outcome
  }

  private func annual98(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    var outcome = StatisticOutcome("annual 98 % value of daily means")
    let days = grid.slice(daily, period)
    outcome.compare(RankedValues.japan98(days.present), with: limit.limit, Self.rounding(limit))
    outcome.exceedances = exceedances(days, over: limit.limit, Self.rounding(limit))
    outcome.exceedanceUnit = "days"
    require(days, period, &outcome)
    outcome.rules.append(Self.placeRule)
    return outcome
  }

  private func longTerm(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    var outcome = StatisticOutcome("highest daily mean without the highest 2 % of days")
    let rounding = Self.rounding(limit)
    let days = grid.slice(daily, period)
    outcome.compare(
      RankedValues.japanTwoPercentExcluded(days.present), with: limit.limit, rounding)
    let above = days.map { !$0.isNaN && rounding($0) > limit.limit }
    outcome.exceedances = above.count(where: { $0 })
    outcome.exceedanceUnit = "days"
    require(days, period, &outcome)
    if zip(above, above.dropFirst()).contains(where: { $0 && $1 }) {
      outcome.isMet = false
      outcome.isCertain = true
      outcome.remarks.append(
        "standard.consecutive-days")
    }
    outcome.rules += [
      AppliedRule(
        "2 % of the days, rounded half up, are left out: 7 of 325 to 366",
        Self.yokohama),
      AppliedRule("two consecutive days above the limit are never left out", Self.yokohama),
      .ours("a day that was not measured parts days above the limit"),
    ]
    return outcome
  }

  /// One hour; the short-term evaluation asks for the daily mean too.
  private func shortTerm(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    let name = "highest hourly value (short-term evaluation)"
    guard grid.isHourly else { return .impossible(name, "standard.no-hours") }
    var outcome = StatisticOutcome(name)
    let rounding = Self.rounding(limit)
    let hours = grid.hours(in: period)
    outcome.compare(hours.present.max() ?? .nan, with: limit.limit, rounding)
    outcome.judge(
      exceedances: exceedances(hours, over: limit.limit, rounding), allowed: 0, unit: "hours")
    if hours.present.isEmpty { outcome.isMet = nil }
    require(grid.slice(daily, period), period, &outcome)
    outcome.remarks.append(
      "standard.short-term")
    return outcome
  }

  /// CO: 0 to 8, 8 to 16 and 16 to 24 o’clock.
  private func fixedBlocks(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    let name = "highest mean of a fixed 8-hour block (short-term evaluation)"
    guard grid.isHourly else { return .impossible(name, "standard.no-hours") }
    var outcome = StatisticOutcome(name)
    let rounding = Self.rounding(limit)
    let hours = grid.hours(in: period)
    let blocks = stride(from: 0, to: hours.count, by: 8).map { start in
      let valid = Array(hours[start..<(start + 8)]).present
      return valid.count >= 6 ? Summation.mean(valid) : .nan
    }
    outcome.compare(blocks.present.max() ?? .nan, with: limit.limit, rounding)
    outcome.judge(
      exceedances: exceedances(blocks, over: limit.limit, rounding), allowed: 0, unit: "blocks")
    if blocks.present.isEmpty { outcome.isMet = nil }
    require(grid.slice(daily, period), period, &outcome)
    outcome.rules.append(.ours("a block needs 6 of its 8 hours"))
    return outcome
  }

  /// Ox: the hours from 05:00 to 20:00.
  private func daytimeHours(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    let name = "highest hourly value between 05:00 and 20:00"
    guard grid.isHourly else { return .impossible(name, "standard.no-hours") }
    var outcome = StatisticOutcome(name)
    let rounding = Self.rounding(limit)
    let all = grid.hours(in: period)
    let hours = all.indices.filter { (5..<20).contains($0 % 24) }.map { all[$0] }
    outcome.compare(hours.present.max() ?? .nan, with: limit.limit, rounding)
    outcome.judge(
      exceedances: exceedances(hours, over: limit.limit, rounding), allowed: 0, unit: "hours")
    if hours.present.isEmpty { outcome.isMet = nil }
    let days = stride(from: 0, to: hours.count, by: 15).count(where: { start in
      !Array(hours[start..<(start + 15)]).present.filter { rounding($0) > limit.limit }.isEmpty
    })
    outcome.remarks.append(say("standard.days-with-hours", count: days))
    outcome.count(
      hours.present.count, of: (3 * hours.count + 3) / 4, "daytime hours")
    outcome.rules = [
      .ours("no rule of completeness for oxidant in the tables: 75 % of daytime hours"),
      Self.roundingRule,
    ]
    return outcome
  }

  private func runningEightHours(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    let name = "highest running 8-hour mean"
    guard grid.isHourly else { return .impossible(name, "standard.no-hours") }
    var outcome = StatisticOutcome(name)
    let rounding = Self.rounding(limit)
    let days = dailyEightHour(period)
    outcome.compare(days.present.max() ?? .nan, with: limit.limit, rounding)
    outcome.judge(
      exceedances: exceedances(days, over: limit.limit, rounding), allowed: 0, unit: "days")
    if days.present.isEmpty { outcome.isMet = nil }
    requireMaxima(days, &outcome)
    return outcome
  }

  private func meanOfMaxima(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    let name = "mean of daily maximum 8-hour means"
    guard grid.isHourly else { return .impossible(name, "standard.no-hours") }
    var outcome = StatisticOutcome(name)
    let days = dailyEightHour(period)
    outcome.compare(Summation.mean(days.present), with: limit.limit, Self.rounding(limit))
    requireMaxima(days, &outcome)
    return outcome
  }

  private func dailyEightHour(_ period: EvaluationPeriod) -> [Double] {
    let means = EightHourMeans.endingInDay(minimumHours: 6, minimumWindows: 18)
    return grid.slice(
      means.days(grid).map { $0.windows >= means.minimumWindows ? $0.maximum : .nan }, period)
  }

  private func requireMaxima(_ days: [Double], _ outcome: inout StatisticOutcome) {
    outcome.count(days.present.count, of: (3 * days.count + 3) / 4, "daily maxima")
    outcome.rules += [
      .ours(
        "the recommendation’s rules of computation are not known: windows by the day they end, "
          + "6 of 8 hours, 18 of 24 windows, 75 % of days"), Self.roundingRule,
    ]
  }

  /// 250 valid days for PM2.5, 6,000 hours for the others.
  private func require(
    _ days: [Double], _ period: EvaluationPeriod, _ outcome: inout StatisticOutcome
  ) {
    let days = days.present.count
    if pollutant == .pm25 {
      let rule = ValidityRule.require(
        .japan, "PM2.5 evaluation", "annual mean and p98", for: pollutant)
      outcome.count(days, of: rule.count, "valid days")
      outcome.rules.append(rule.applied)
    } else if let rule = ValidityRule.find(
      .japan, "continuous monitoring rule", "annual statistics", for: pollutant)
    {
      if grid.isHourly {
        outcome.count(grid.hours(in: period).present.count, of: rule.count, "valid hours")
      } else {
        outcome.count(days, of: rule.count / 24, "valid days, for want of hours")
      }
      outcome.rules.append(rule.applied)
    } else {
      outcome.count(days, of: 1, "valid days")
      outcome.rules.append(.ours("no rule of completeness in the tables: any day will do"))
    }
    outcome.rules += [dayRule?.applied, Self.roundingRule].compactMap(\.self)
  }
}
