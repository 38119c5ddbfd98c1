import Documents
import NumericKernels

/// GB 3095 with the technical rule HJ 663, all versions; GB 3095-1996 had its rules of validity in
/// section 7 and no percentiles.
struct ChinaRulebook: Rulebook {
  private let grid: DayGrid
  private let pollutant: Pollutant
  private let table: String
  private let daily: [Double]
  private let dayRule: ValidityRule?

  init(_ grid: DayGrid, pollutant: Pollutant, standard: String) {
    self.grid = grid
    self.pollutant = pollutant
    table = standard == "GB 3095-1996" ? "\(standard) section 7" : "\(standard) table 4"
    dayRule = ValidityRule.find(.china, table, "daily mean", for: pollutant)
    // Ozone has no daily mean of its own: its rules are about 8-hour means.
    daily = grid.dailyMeans(minimumHours: dayRule?.count ?? 20)
  }

  func outcome(_ limit: AirQualityStandard, _ period: EvaluationPeriod) -> StatisticOutcome {
    switch limit.statistic {
    case .annualMean: annualMean(limit, period)
    case .quarterlyMean: quarterlyMean(limit, period)
    case .dailyMean: dailyPercentile(limit, period)
    case .dailyMaximumEightHourMean: ozonePercentile(limit, period)
    default: hourly(limit, period)
    }
  }

  /// GB/T 8170: CO to one decimal, the other basic pollutants to whole µg/m³, the rest as many
  /// decimals as their limit has.
  static func rounding(_ limit: AirQualityStandard) -> LegalRounding {
    switch limit.pollutant {
    case .co: .halfEven(decimals: 1)
    case Pollutant("bap"): .halfEven(decimals: 4)
    case Pollutant("pb"): .halfEven(decimals: 2)
    default: .halfEven(decimals: 0)
    }
  }

  private static let roundingRule = AppliedRule.recalled(
    "rounded half to even (GB/T 8170): whole µg/m³, CO 0.1 mg/m³", source: "HJ663-2013")
  private static let percentileRule = AppliedRule.recalled(
    "percentile by interpolation at k = 1 + p(n − 1)", source: "HJ663-2013")

  private func annualMean(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    var outcome = StatisticOutcome("mean of the year’s daily means")
    let days = grid.slice(daily, period)
    outcome.compare(Summation.mean(days.present), with: limit.limit, Self.rounding(limit))
    require(days, period, "daily means", &outcome)
    outcome.rules += [dayRule?.applied, Self.roundingRule].compactMap(\.self)
    return outcome
  }

  private func quarterlyMean(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    var outcome = StatisticOutcome("highest mean of a quarter’s daily means")
    let days = grid.slice(daily, period)
    let rule = ValidityRule.require(.china, table, "quarterly mean", for: pollutant)
    let quarters = period.quarters.map { Array(days[$0]).present }
    let means = quarters.filter { !$0.isEmpty }.map { Summation.mean($0) }
    outcome.compare(means.max() ?? .nan, with: limit.limit, Self.rounding(limit))
    outcome.count(
      quarters.map(\.count).min() ?? 0, of: rule.count, "daily means in the leanest quarter")
    outcome.rules = [rule.applied, dayRule?.applied, Self.roundingRule].compactMap(\.self)
    return outcome
  }

  private func dailyPercentile(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    let days = grid.slice(daily, period)
    var outcome: StatisticOutcome
    if let percent = limit.percentile {
      outcome = StatisticOutcome("\(ordinal(percent)) percentile of daily means")
      outcome.compare(
        RankedValues.interpolated(days.present, percent: percent), with: limit.limit,
        Self.rounding(limit))
      outcome.rules += [percentileProvenance(limit), Self.percentileRule]
    } else {
      outcome = StatisticOutcome("highest daily mean")
      outcome.compare(days.present.max() ?? .nan, with: limit.limit, Self.rounding(limit))
    }
    outcome.exceedances = exceedances(days, over: limit.limit, Self.rounding(limit))
    outcome.exceedanceUnit = "days"
    require(days, period, "daily means", &outcome)
    outcome.rules += [dayRule?.applied, Self.roundingRule].compactMap(\.self)
    return outcome
  }

  private func ozonePercentile(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    let percent = limit.percentile ?? 90
    let name = "\(ordinal(percent)) percentile of daily maximum 8-hour means"
    guard grid.isHourly else { return .impossible(name, "standard.no-hours") }
    var outcome = StatisticOutcome(name)
    let hourRule = ValidityRule.require(.china, table, "8-hour mean", for: pollutant)
    let dayRule = ValidityRule.require(
      .china, "HJ 663-2013", "daily maximum 8-hour mean", for: pollutant)
    let means = EightHourMeans.china(
      minimumHours: hourRule.count, minimumWindows: dayRule.count)
    let rounding = Self.rounding(limit)
    let maxima = means.maxima(means.days(grid), above: limit.limit, rounding: rounding)
    let days = grid.slice(maxima, period)
    outcome.compare(
      RankedValues.interpolated(days.present, percent: percent), with: limit.limit, rounding)
    outcome.exceedances = exceedances(days, over: limit.limit, rounding)
    outcome.exceedanceUnit = "days"
    require(days, period, "daily maxima", &outcome)
    outcome.rules += [
      hourRule.applied, dayRule.applied, percentileProvenance(limit), Self.percentileRule,
      .recalled(
        "a day with fewer windows counts when its maximum is above the limit",
        source: "HJ663-2013"), Self.roundingRule,
    ]
    return outcome
  }

  private func hourly(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    guard grid.isHourly else {
      return .impossible("highest hourly mean", "standard.no-hours")
    }
    var outcome = StatisticOutcome("highest hourly mean")
    let rounding = Self.rounding(limit)
    let hours = grid.hours(in: period)
    outcome.compare(hours.present.max() ?? .nan, with: limit.limit, rounding)
    outcome.judge(
      exceedances: exceedances(hours, over: limit.limit, rounding), allowed: 0, unit: "hours")
    if hours.present.isEmpty { outcome.isMet = nil }
    require(
      grid.slice(daily, period), period, "days with \(dayRule?.count ?? 20) hours", &outcome)
    outcome.rules += [
      .ours("an hour’s limit is kept when no hour of the year passes it"), Self.roundingRule,
    ]
    return outcome
  }

  /// Daily values in the year and in each month.
  private func require(
    _ days: [Double], _ period: EvaluationPeriod, _ counted: String,
    _ outcome: inout StatisticOutcome
  ) {
    // Table 4 has no annual rule for CO and O3, which have no annual mean; their percentiles
    // are held to the rule of the others.
    let isNamed = ValidityRule.find(.china, table, "annual mean", for: pollutant) != nil
    let basis = isNamed ? pollutant : .so2
    let year = ValidityRule.require(.china, table, "annual mean", for: basis)
    let month = ValidityRule.require(.china, table, "month in annual mean", for: basis)
    let february = ValidityRule.find(.china, table, "February in annual mean", for: basis)
    for (first, places) in period.months {
      let rule = first.month == 2 ? february ?? month : month
      let valid = Array(days[places]).present.count
      guard valid < rule.count else { continue }
      let label = CalendarPeriod.month.label(ofPeriodStarting: first)
      outcome.lacks(label, valid, of: rule.count, counted)
    }
    outcome.count(days.present.count, of: year.count, counted)
    outcome.rules += [year.applied, month.applied, february?.applied].compactMap(\.self)
    if !isNamed {
      outcome.rules.append(
        .recalled(
          "\(pollutant.displayName) is held to the annual rule of the other pollutants",
          source: table.hasPrefix("GB 3095-1996") ? "GB3095-1996" : "HJ663-2013-CODE"))
    }
  }

  /// The percentile that the evaluation rule of the time names.
  private func percentileProvenance(_ limit: AirQualityStandard) -> AppliedRule {
    let version = limit.name.hasSuffix("2026") ? "HJ 663-2026" : "HJ 663-2013"
    let statistic = "annual evaluation percentile of daily values"
    let rule = ValidityRule.require(.china, version, statistic, for: pollutant)
    return AppliedRule(
      "evaluated by the \(ordinal(rule.minimum)) percentile (\(version))", rule.provenance)
  }
}

/// `98th`.
func ordinal(_ percent: Double) -> String {
  let text = percent == percent.rounded() ? String(Int(percent)) : String(percent)
  return text + "th"
}
