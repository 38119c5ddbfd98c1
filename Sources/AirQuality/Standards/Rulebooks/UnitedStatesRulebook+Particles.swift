import Documents
import NumericKernels

extension UnitedStatesRulebook {
  /// PM10: the expected number of days above the limit, mean of three years, at most one.
  ///
  /// A quarter's exceedances are scaled by its days over its measured days, so that a gap does
  /// not hide exceedances: e = v · N / n.
  ///
  /// - Source: 40 CFR 50 appendix K, equations 1 to 3.
  func expectedExceedances(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    let years = limit.averagedOverYears ?? 3
    let allowed = limit.allowedExceedances ?? 1
    var outcome = StatisticOutcome(
      "expected days above the limit, mean of \(years) years; value: "
        + "\(EuropeanRulebook.rankName(allowed * years + 1)) daily mean of them")
    let rounding = Self.rounding(limit)
    let daily = grid.dailyMeans(minimumHours: 18)
    var expected: [Double] = []
    var valid = 0
    var required = 0
    for shift in (1 - years)...0 {
      let year = period.shifted(years: shift)
      let days = grid.slice(daily, year)
      var sum = 0.0
      for (quarter, places) in year.quarters.enumerated() {
        let measured = Array(days[places]).present
        let needed = (3 * places.count + 3) / 4
        valid += measured.count
        required += needed
        if measured.count < needed {
          outcome.lacks(
            year.label, quarter: quarter + 1, measured.count, of: needed, "daily means")
        }
        guard !measured.isEmpty else { continue }
        let above = exceedances(measured, over: limit.limit, rounding)
        let scaled = Double(above) * Double(places.count) / Double(measured.count)
        sum += LegalRounding.halfUp(decimals: 2)(scaled)
      }
      let total = LegalRounding.halfUp(decimals: 1)(sum)
      if days.present.isEmpty {
        outcome.remarks.append(say("standard.year-none", year: year.label))
      } else {
        expected.append(total)
        outcome.remarks.append(
          say("standard.expected-days", year: year.label, days: "\(total)"))
      }
      if shift == 0 {
        outcome.exceedances = exceedances(days, over: limit.limit, rounding)
        outcome.exceedanceUnit = "days in the last year"
      }
    }
    // One allowed exceedance a year leaves the fourth highest day of three years at the limit.
    let all = ((1 - years)...0).flatMap { grid.slice(daily, period.shifted(years: $0)).present }
    outcome.compare(
      RankedValues.highest(all, rank: allowed * years + 1), with: limit.limit, rounding)
    let mean = Summation.mean(expected)
    let rounded = LegalRounding.halfUp(decimals: 1)(mean)
    outcome.isMet = expected.isEmpty ? nil : rounded <= Double(allowed)
    if !expected.isEmpty {
      outcome.remarks.append(
        say("standard.mean-expected", days: "\(rounded)", allowed: "\(allowed)"))
    }
    outcome.count(valid, of: required, "daily means")
    outcome.rules = [
      Self.source("75 % of the days of each quarter (appendix K)"),
      Self.source("daily means are rounded to 10 µg/m³, so 155 passes 150 (appendix K)"),
      Self.source("expected exceedances: 0.01 a quarter, 0.1 a year (appendix K)"),
    ]
    return outcome
  }

  /// O3: the fourth highest daily maximum 8-hour mean, mean of three years, digits dropped.
  ///
  /// - Source: 40 CFR 50 appendix U. The monitoring season of the state is not known here, so
  ///   the whole year counts.
  func fourthHighest(
    _ limit: AirQualityStandard, _ period: EvaluationPeriod
  ) -> StatisticOutcome {
    let years = limit.averagedOverYears ?? 3
    let name = "fourth highest daily maximum 8-hour mean, mean of \(years) years"
    guard grid.isHourly else { return .impossible(name, "standard.no-hours") }
    var outcome = StatisticOutcome(name)
    // Windows and years drop digits; the design value of 1997 alone was rounded, to 0.01.
    let rounding = LegalRounding.truncated(decimals: 3)
    let means = EightHourMeans.unitedStates
    let days = means.days(grid, rounding: rounding, aboveWithZeros: limit.limit)
    let maxima = means.maxima(days, above: limit.limit, rounding: rounding)
    let average = ValidityRule.require(
      .us, "40 CFR 50 appendix U", "three-year design value", for: pollutant)
    var values: [Double] = []
    var valid = 0
    var total = 0
    for shift in (1 - years)...0 {
      let year = period.shifted(years: shift)
      let kept = grid.slice(maxima, year)
      let value = RankedValues.highest(kept.present, rank: 4)
      values.append(value)
      valid += kept.present.count
      total += kept.count
      outcome.remarks.append(
        value.isFinite
          ? say("standard.year-value", year: year.label, value: "\(value) ppm")
          : say("standard.year-none", year: year.label))
      let least = (3 * kept.count + 3) / 4
      if kept.present.count < least {
        outcome.lacks(year.label, kept.present.count, of: least, "daily maxima")
      }
      if shift == 0 {
        outcome.exceedances = exceedances(kept, over: limit.limit, rounding)
        outcome.exceedanceUnit = "days in the last year"
      }
    }
    outcome.compare(Summation.mean(values), with: limit.limit, Self.rounding(limit))
    // A design value above the limit stands however little was measured.
    outcome.isCertain = outcome.isMet == false
    outcome.count(
      valid, of: Int((average.share * Double(total) - 1e-9).rounded(.up)), "daily maxima")
    outcome.rules = [
      average.applied,
      ValidityRule.require(.us, "40 CFR 50 appendix U", "8-hour mean", for: pollutant).applied,
      Self.source("17 windows that begin at 07:00 to 23:00, 13 needed (appendix U)"),
      Self.source(
        limit.limit == 0.08
          ? "hours and windows truncated to 0.001 ppm, the design value rounded half up to 0.01 "
            + "(appendix I)"
          : "hours, windows and design value truncated to 0.001 ppm (appendix U)"),
      .ours("the whole year stands for the state’s ozone season"),
    ]
    return outcome
  }
}
