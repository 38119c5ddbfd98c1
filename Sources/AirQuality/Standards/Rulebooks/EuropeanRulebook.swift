import Documents
import NumericKernels

/// Directives 2008/50/EC and (EU) 2024/2881, and those before them whose limits they kept; the
/// regulations of England, which were written after the first.
struct EuropeanRulebook: Rulebook {
  private let grid: DayGrid
  private let pollutant: Pollutant
  private let isNew: Bool
  private let daily: [Double]
  private let dayRule: ValidityRule

  init(_ grid: DayGrid, pollutant: Pollutant, standard: String) {
    self.grid = grid
    self.pollutant = pollutant
    isNew = standard.contains("2024/2881")
    dayRule = Self.share("daily mean", pollutant)
    daily = grid.dailyMeans(minimumHours: Int((24 * dayRule.share).rounded(.up)))
  }

  func outcome(_ limit: AirQualityStandard, _ period: EvaluationPeriod) -> StatisticOutcome {
    switch limit.statistic {
    case .annualMean: annualMean(limit, period)
    case .dailyMean:
      counted(grid.slice(daily, period), "days above the limit", "days", limit, period)
    case .hourlyMean:
      grid.isHourly
        ? counted(grid.hours(in: period), "hours above the limit", "hours", limit, period)
        : .impossible("hours above the limit", "standard.no-hours")
    default:
      grid.isHourly
        ? eightHours(limit, period)
        : .impossible("daily maximum 8-hour mean", "standard.no-hours")
    }
  }

  /// Values are compared with as many decimals as the limit has; a five rounds up.
  static func rounding(_ limit: AirQualityStandard) -> LegalRounding {
    .halfUp(decimals: limit.limit == limit.limit.rounded() ? 0 : 1)
  }

  private static let roundingRule = AppliedRule.recalled(
    "rounded half up to the decimals of the limit before it is compared", source: "EU-2008-50")

  private static func share(_ statistic: String, _ pollutant: Pollutant) -> ValidityRule {
    .require(.eu, "Directive 2008/50/EC annexes VII and XI", statistic, for: pollutant)
  }

  private func annualMean(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    var outcome = StatisticOutcome("mean of the year’s hourly values")
    // An annual mean of hours where there are hours: days may weigh differently.
    let values = grid.isHourly ? grid.hours(in: period) : grid.slice(daily, period)
    if !grid.isHourly { outcome.statistic = "mean of the year’s daily values" }
    outcome.compare(Summation.mean(values.present), with: limit.limit, Self.rounding(limit))
    capture(values, &outcome)
    return outcome
  }

  /// How often the limit is passed; the value shown is the highest that is left when the allowed
  /// exceedances are taken off.
  private func counted(
    _ values: [Double], _ name: String, _ unit: String, _ limit: AirQualityStandard,
    _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    let allowed = limit.allowedExceedances ?? 0
    var outcome = StatisticOutcome("\(name); value: \(Self.rankName(allowed + 1)) of the year")
    let rounding = Self.rounding(limit)
    outcome.compare(
      RankedValues.highest(values.present, rank: allowed + 1), with: limit.limit, rounding)
    outcome.judge(
      exceedances: exceedances(values, over: limit.limit, rounding), allowed: allowed, unit: unit)
    if values.present.isEmpty { outcome.isMet = nil }
    capture(grid.isHourly ? grid.hours(in: period) : values, &outcome)
    if unit == "days" { outcome.rules.append(dayRule.applied) }
    return outcome
  }

  private func eightHours(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    let hourRule = Self.share("8-hour mean", pollutant)
    let windowRule = Self.share("daily maximum 8-hour mean", pollutant)
    let means = EightHourMeans.endingInDay(
      minimumHours: Int((8 * hourRule.share).rounded(.up)),
      minimumWindows: Int((24 * windowRule.share).rounded(.up)))
    let rounding = Self.rounding(limit)
    let maxima = means.days(grid).map { $0.windows >= means.minimumWindows ? $0.maximum : .nan }
    let years = limit.averagedOverYears ?? 1
    guard years > 1 else {
      var outcome = counted(
        grid.slice(maxima, period), "days whose maximum 8-hour mean is above the limit", "days",
        limit, period)
      outcome.rules += [hourRule.applied, windowRule.applied]
      return outcome
    }
    return averaged(maxima, over: years, limit, period, rounding, [hourRule, windowRule])
  }

  /// The ozone target: exceedance days averaged over three years, of which one must be valid.
  private func averaged(
    _ maxima: [Double], over years: Int, _ limit: AirQualityStandard, _ period: EvaluationPeriod,
    _ rounding: LegalRounding, _ rules: [ValidityRule]
  ) -> StatisticOutcome {
    let allowed = limit.allowedExceedances ?? 0
    var outcome = StatisticOutcome(
      "days above the limit a year, mean of \(years) years; value: \(Self.rankName(allowed + 1)) "
        + "daily maximum of the last year")
    let days = grid.slice(maxima, period)
    outcome.compare(
      RankedValues.highest(days.present, rank: allowed + 1), with: limit.limit, rounding)
    outcome.exceedances = exceedances(days, over: limit.limit, rounding)
    outcome.exceedanceUnit = "days in the last year"
    var counts: [Double] = []
    for shift in (1 - years)...0 {
      let year = period.shifted(years: shift)
      let missing = ozoneShortfalls(maxima, year)
      if missing.isEmpty {
        counts.append(Double(exceedances(grid.slice(maxima, year), over: limit.limit, rounding)))
      } else {
        outcome.remarks.append(say("standard.year-left-out", year: year.label, missing: missing))
      }
    }
    outcome.count(counts.count, of: 1, "valid years of \(years)")
    let mean = Summation.mean(counts)
    outcome.isMet =
      counts.isEmpty ? nil : LegalRounding.halfUp(decimals: 0)(mean) <= Double(allowed)
    if !counts.isEmpty {
      let text = LegalRounding.halfUp(decimals: 1)(mean)
      outcome.remarks.append(
        say("standard.mean-days", count: counts.count, days: text, allowed: allowed))
    }
    outcome.rules =
      rules.map(\.applied) + ozoneRules.map(\.applied) + [
        AppliedRule(
          "where three full years are not there, one valid year will do (annex VII, note 3)",
          ReferenceProvenance(source: "EU-2008-50-ANX7", verification: .storedSource)),
        Self.roundingRule,
      ]
    return outcome
  }

  private var ozoneRules: [ValidityRule] {
    isNew
      ? [newCapture]
      : ["month in exceedances", "summer months in exceedances"].map {
        Self.share($0, pollutant)
      }
  }

  /// What falls short of the capture asked of ozone. In 2008: five of the six summer months, each
  /// with 90 % of its daily maxima (annex VII, section A). Since: 85 % of the year.
  private func ozoneShortfalls(_ maxima: [Double], _ year: EvaluationPeriod) -> [Message] {
    let days = grid.slice(maxima, year)
    func required(_ rule: ValidityRule, _ count: Int) -> Int {
      Int((rule.share * Double(count) - 1e-9).rounded(.up))
    }
    let rules = ozoneRules
    guard rules.count == 2 else {
      let needed = required(rules[0], days.count)
      let valid = days.present.count
      return valid < needed ? [say("standard.year-has", valid: valid, required: needed)] : []
    }
    let summer = year.months.filter { (4...9).contains($0.first.month) }
    let lean = summer.filter {
      Array(days[$0.days]).present.count < required(rules[0], $0.days.count)
    }
    let valid = summer.count - lean.count
    guard valid < rules[1].count else { return [] }
    let months = lean.map { month in
      say(
        "standard.month-has", month: CalendarPeriod.month.label(ofPeriodStarting: month.first),
        valid: Array(days[month.days]).present.count,
        required: required(rules[0], month.days.count))
    }
    return [say("standard.summer-months", valid: valid, required: rules[1].count)] + months
  }

  private var newCapture: ValidityRule {
    .find(
      .eu, "Directive (EU) 2024/2881", "minimum data coverage, fixed measurement", for: pollutant)
      ?? .require(
        .eu, "Directive (EU) 2024/2881", "minimum data coverage, fixed measurement", for: .no2)
  }

  private func capture(_ values: [Double], _ outcome: inout StatisticOutcome) {
    let rule = isNew ? newCapture : Self.share("annual mean", pollutant)
    let required = Int((rule.share * Double(values.count) - 1e-9).rounded(.up))
    outcome.count(values.present.count, of: required, grid.isHourly ? "hours" : "days")
    outcome.rules += [rule.applied, Self.roundingRule]
  }

  /// `highest`, `19th highest`.
  static func rankName(_ rank: Int) -> String {
    guard rank > 1 else { return "highest" }
    let suffix =
      switch (rank % 100, rank % 10) {
      case (11...13, _): "th"
      case (_, 1): "st"
      case (_, 2): "nd"
      case (_, 3): "rd"
      default: "th"
      }
    return "\(rank)\(suffix) highest"
  }
}
