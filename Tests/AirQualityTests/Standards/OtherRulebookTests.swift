import Documents
import TestSupport
import Testing

@testable import AirQuality

@Suite("Japan’s standards")
struct JapanRulebookTests {
  private func findings(
    _ series: MonitoringSeries, averaging: String = "24h"
  ) -> [ComplianceFinding] {
    StandardsEvaluation.findings(series, .japan, 2018, averaging: averaging)
  }

  @Test("The year runs from April to March and has its own label", .tags(.analytical))
  func fiscalYear() throws {
    // 2018-04-01 to 2019-03-31 at 10; everything before and after at 1,000.
    let series = MadeSeries.daily(.pm25, from: "2018-01-01", to: "2019-12-31") { date in
      let inside =
        date >= CivilDate(year: 2018, month: 4, day: 1) ?? date
        && date <= CivilDate(year: 2019, month: 3, day: 31) ?? date
      return inside ? 10 : 1_000
    }
    let finding = try #require(findings(series, averaging: "annual").first)
    #expect(finding.period.label == "FY2018")
    #expect(finding.value == 10)
    #expect(finding.verdict == .met)
    // The leap day of 2020 lies in FY2019.
    #expect(EvaluationPeriod(year: 2019, authority: .japan).dayCount == 366)
    #expect(EvaluationPeriod(year: 2020, authority: .japan).dayCount == 365)
  }

  @Test("PM2.5: 15.04 rounds to 15.0 and is met, 15.05 to 15.1 and is not", .tags(.analytical))
  func rounding() throws {
    for (value, verdict) in [(15.04, ComplianceFinding.Verdict.met), (15.05, .notMet)] {
      let series = MadeSeries.daily(.pm25, from: "2018-04-01", to: "2019-03-31") { _ in value }
      #expect(try #require(findings(series, averaging: "annual").first).verdict == verdict)
    }
  }

  @Test("PM2.5 needs 250 days: 249 are not assessable", .tags(.analytical))
  func days() throws {
    for (length, verdict) in [(250, ComplianceFinding.Verdict.met), (249, .notAssessable)] {
      let start = CivilDate(year: 2018, month: 4, day: 1)?.daysSinceEpoch ?? 0
      let series = MadeSeries.daily(.pm25, from: "2018-04-01", to: "2019-03-31") { date in
        date.daysSinceEpoch - start < length ? 10 : nil
      }
      let finding = try #require(findings(series).first)
      #expect(finding.verdict == verdict)
      #expect(finding.validity.validCount == length && finding.validity.requiredCount == 250)
    }
  }

  /// SO2 in ppm, 0.050 on the given days of the fiscal year and 0.010 on the others.
  private func sulphur(_ high: Set<Int>) -> MonitoringSeries {
    let start = CivilDate(year: 2018, month: 4, day: 1)?.daysSinceEpoch ?? 0
    return MadeSeries.hourly(
      .so2, unit: .partsPerMillion, from: "2018-04-01", to: "2019-03-31"
    ) { date, _ in high.contains(date.daysSinceEpoch - start) ? 0.050 : 0.010 }
  }

  @Test("Seven days above are left out, eight are not", .tags(.analytical))
  func twoPercent() throws {
    let seven = try #require(findings(sulphur([10, 20, 30, 40, 50, 60, 70])).first)
    #expect(seven.roundedValue == 0.010)
    #expect(seven.exceedances == 7)
    #expect(seven.verdict == .met)
    let eight = try #require(findings(sulphur([10, 20, 30, 40, 50, 60, 70, 80])).first)
    #expect(eight.roundedValue == 0.050)
    #expect(eight.verdict == .notMet)
  }

  @Test("Two days above in a row are never left out", .tags(.analytical))
  func consecutive() throws {
    let apart = try #require(findings(sulphur([10, 12])).first)
    #expect(apart.verdict == .met)
    let together = try #require(findings(sulphur([10, 11])).first)
    #expect(together.roundedValue == 0.010)
    #expect(together.verdict == .notMet)
    #expect(
      together.remarks.map(\.english) == [
        "two or more consecutive days above the limit: not met, whatever the 2 % exclusion gives"
      ])
  }

  @Test("Oxidant counts from 05:00 to 20:00 only", .tags(.analytical))
  func oxidant() throws {
    for (hour, exceedances) in [(4, 0), (5, 1), (19, 1), (20, 0)] {
      let series = MadeSeries.hourly(
        .ox, unit: .partsPerMillion, from: "2018-04-01", to: "2019-03-31"
      ) { date, own in date.month == 6 && date.day == 1 && own == hour ? 0.061 : 0.030 }
      let finding = try #require(findings(series, averaging: "1h").first)
      #expect(finding.exceedances == exceedances, "\(hour)")
      #expect(finding.verdict == (exceedances == 0 ? .met : .notMet))
    }
  }

  @Test("NO2 in µg/m³ is held against ppm at its own state", .tags(.analytical))
  func units() throws {
    // 0.06 ppm at 273.15 K: 60 ppb · 46.005 g/mol / 22.414 l/mol = 123.15 µg/m³.
    for (value, verdict) in [(123.1, ComplianceFinding.Verdict.met), (125.5, .notMet)] {
      let series = MadeSeries.hourly(
        .no2, state: .kelvin273, from: "2018-04-01", to: "2019-03-31"
      ) { _, _ in value }
      let finding = try #require(findings(series).first { $0.standard.limit == 0.06 })
      #expect(finding.standard.unit == .partsPerMillion)
      #expect(abs((finding.value ?? 0) - value * 22.414 / 46.005 / 1_000) < 1e-5)
      #expect(finding.verdict == verdict)
    }
  }

  @Test(
    "A mass concentration without its state cannot be held against ppm, and says so",
    .tags(.analytical))
  func unstated() throws {
    let series = MadeSeries.daily(.no2, from: "2018-04-01", to: "2019-03-31") { _ in 40 }
    let finding = try #require(findings(series).first)
    #expect(finding.verdict == .notAssessable)
    #expect(
      finding.validity.shortfalls.map(\.english) == [
        "the temperature and pressure to which the concentrations refer are not stated"
      ])
  }
}

@Suite("The WHO’s guidelines")
struct WorldHealthRulebookTests {
  @Test(
    "The 99th percentile of 1 to 365 is 361.36; 10.4 rounds to the level 10", .tags(.analytical))
  func percentile() throws {
    // k = 1 + 0.99 · 364 = 361.36.
    let ramp = MadeSeries.daily(.pm25, from: "2022-01-01", to: "2022-12-31") {
      Double($0.dayOfYear)
    }
    let finding = try #require(
      StandardsEvaluation.findings(ramp, .who, 2022, level: "AQG", averaging: "24h").first)
    #expect(abs((finding.value ?? 0) - 361.36) < 1e-9)
    #expect(finding.exceedances == 350)
    let flat = MadeSeries.daily(.pm25, from: "2022-01-01", to: "2022-12-31") { _ in 10.4 }
    let levels = StandardsEvaluation.findings(flat, .who, 2022, averaging: "annual")
    #expect(levels.map(\.standard.level) == ["AQG", "IT-4", "IT-3", "IT-2", "IT-1"])
    #expect(levels.map(\.verdict) == [.notMet, .met, .met, .met, .met])
  }

  @Test("The peak season is the best six months in a row, across New Year too", .tags(.analytical))
  func peakSeason() throws {
    // 90 µg/m³ from May to October, 30 in the other months of 2022; 2021 is clean.
    let summer = MadeSeries.hourly(.o3, from: "2021-01-01", to: "2022-12-31") { date, _ in
      date.year == 2022 && (5...10).contains(date.month) ? 90 : 30
    }
    func season(_ series: MonitoringSeries) throws -> ComplianceFinding {
      try #require(
        StandardsEvaluation.findings(series, .who, 2022, level: "AQG", averaging: "peak season")
          .first)
    }
    let north = try season(summer)
    #expect(abs((north.value ?? 0) - 90) < 0.1)
    #expect(north.remarks.map(\.english).contains("the peak season begins in 2022-05"))
    let winter = MadeSeries.hourly(.o3, from: "2021-01-01", to: "2022-12-31") { date, _ in
      (date.year == 2021 && date.month >= 10) || (date.year == 2022 && date.month <= 3) ? 90 : 30
    }
    let south = try season(winter)
    #expect(abs((south.value ?? 0) - 90) < 0.1)
    #expect(south.remarks.map(\.english).contains("the peak season begins in 2021-10"))
  }
}

@Suite("The EU’s directives")
struct EuropeanRulebookTests {
  @Test("Eighteen hours above 200 µg/m³ of NO2 are allowed, nineteen are not", .tags(.analytical))
  func hours() throws {
    for (count, verdict) in [(18, ComplianceFinding.Verdict.met), (19, .notMet)] {
      let series = MadeSeries.hourly(.no2, from: "2022-01-01", to: "2022-12-31") { date, hour in
        hour == 8 && date.dayOfYear <= count ? 201 : 20
      }
      let finding = try #require(
        StandardsEvaluation.findings(series, .eu, 2022, averaging: "1h").first)
      #expect(finding.exceedances == count)
      #expect(finding.verdict == verdict)
    }
  }

  @Test("90 % of 8,760 hours are 7,884; one less is not assessable", .tags(.analytical))
  func capture() throws {
    for (hours, verdict) in [(7_884, ComplianceFinding.Verdict.met), (7_883, .notAssessable)] {
      let series = MadeSeries.hourly(.no2, from: "2022-01-01", to: "2022-12-31") { date, hour in
        (date.dayOfYear - 1) * 24 + hour < hours ? 20 : nil
      }
      let finding = try #require(
        StandardsEvaluation.findings(series, .eu, 2022, averaging: "annual").first)
      #expect(finding.validity.validCount == hours && finding.validity.requiredCount == 7_884)
      #expect(finding.verdict == verdict)
    }
  }

  @Test("Too many exceedances are not met even without 90 %", .tags(.analytical))
  func certain() throws {
    let series = MadeSeries.daily(.pm10, from: "2022-01-01", to: "2022-02-05") { _ in 51 }
    let finding = try #require(
      StandardsEvaluation.findings(series, .eu, 2022, averaging: "24h").first)
    #expect(finding.exceedances == 36)
    #expect(finding.verdict == .notMet)
  }

  @Test("An 8-hour mean belongs to the day on which it ends", .tags(.analytical))
  func window() {
    // 240 in the last seven hours of the first day, 0 else. The window that begins at 17:00 ends
    // at 01:00 of the second day and holds all seven: 7 · 240 / 8 = 210. The first day’s own best
    // ends at 24:00: 7 · 240 / 8 = 210 as well, from 16:00.
    let hours = (0..<48).map { (17..<24).contains($0) ? 240.0 : 0 }
    let means = EightHourMeans.endingInDay(minimumHours: 6, minimumWindows: 18)
    let days = means.days(DayGrid(firstDay: CivilDate(daysSinceEpoch: 0), hours: hours))
    #expect(days[0].maximum == 210 && days[0].windows == 17)
    #expect(days[1].maximum == 210 && days[1].windows == 24)
    // China’s second day has no window that reaches back.
    let china = EightHourMeans.china(minimumHours: 6, minimumWindows: 14)
      .days(DayGrid(firstDay: CivilDate(daysSinceEpoch: 0), hours: hours))
    #expect(china[1].maximum == 0)
  }

  @Test("NO2 in ppb is taken to 293 K and 101.3 kPa", .tags(.analytical))
  func state() throws {
    // 20 ppb · 46.005 g/mol / (8.314462618 · 293 / 101.3 l/mol) = 20 · 46.005 / 24.0487 = 38.26.
    let series = MadeSeries.hourly(
      .no2, unit: .partsPerBillion, from: "2022-01-01", to: "2022-12-31"
    ) { _, _ in 20 }
    let finding = try #require(
      StandardsEvaluation.findings(series, .eu, 2022, averaging: "annual").first)
    #expect(abs((finding.value ?? 0) - 38.26) < 0.01)
  }
}

@Suite("The US standards")
struct UnitedStatesRulebookTests {
  @Test("PM2.5 by the year is the mean of quarters and of three years, to 0.1", .tags(.analytical))
  func annual() throws {
    // Quarters of 8, 9, 10 and 9.2: mean 9.05 whatever their days; three such years give 9.05,
    // which rounds to 9.1 and passes 9.0. With 9.0 in the last quarter: 9.0, met.
    for (last, rounded, verdict) in [
      (9.2, 9.1, ComplianceFinding.Verdict.notMet), (9.0, 9.0, .met),
    ] {
      let series = MadeSeries.daily(.pm25, from: "2024-01-01", to: "2026-12-31") { date in
        [8, 9, 10, last][(date.month - 1) / 3]
      }
      let finding = try #require(
        StandardsEvaluation.findings(series, .us, 2026, level: "primary", averaging: "annual")
          .first)
      #expect(finding.standard.limit == 9)
      #expect(finding.roundedValue == rounded)
      #expect(finding.verdict == verdict)
    }
  }

  @Test(
    "The 98th percentile of 365 days is the eighth highest, averaged over three years",
    .tags(.analytical))
  func percentile() throws {
    // Daily means 1 to 365 every year, 366 in 2024: the eighth highest are 358, 358 and 359;
    // their mean 358.33 rounds to 358.
    let series = MadeSeries.daily(.pm25, from: "2022-01-01", to: "2024-12-31") {
      Double($0.dayOfYear)
    }
    let finding = try #require(
      StandardsEvaluation.findings(series, .us, 2024, averaging: "24h").first)
    #expect(abs((finding.value ?? 0) - 1_075.0 / 3) < 1e-9)
    #expect(finding.roundedValue == 358)
    #expect(finding.validity.isValid)
  }

  @Test(
    "A quarter with less than 75 % of its days makes the design value not assessable",
    .tags(.analytical))
  func quarter() throws {
    let series = MadeSeries.daily(.pm25, from: "2021-01-01", to: "2023-12-31") { date in
      // The second quarter of 2022 has 91 days and needs 69 (68.25 rounded up).
      date.year == 2022 && (4...6).contains(date.month) && date.dayOfYear < 90 + 24 ? nil : 5
    }
    let finding = try #require(
      StandardsEvaluation.findings(series, .us, 2023, averaging: "24h").first)
    #expect(finding.verdict == .notAssessable)
    #expect(finding.validity.shortfalls.map(\.english) == ["2022 quarter 2: 68 of 69 daily means"])
  }

  @Test("Ozone is truncated: 0.0709 ppm over three years is 0.070 and met", .tags(.analytical))
  func ozone() throws {
    func finding(_ values: [Double]) throws -> ComplianceFinding {
      let series = MadeSeries.hourly(
        .o3, unit: .partsPerMillion, from: "2020-01-01", to: "2022-12-31"
      ) { date, _ in date.month == 7 && date.day <= 4 ? values[date.year - 2_020] : 0.030 }
      return try #require(StandardsEvaluation.findings(series, .us, 2022, averaging: "8h").first)
    }
    // Hours of 0.0709 become 0.070; 0.070, 0.071 and 0.071 give 0.07066, truncated to 0.070.
    let met = try finding([0.0709, 0.071, 0.071])
    #expect(abs((met.value ?? 0) - 0.212 / 3) < 1e-12)
    #expect(met.roundedValue == 0.070)
    #expect(met.verdict == .met)
    #expect(try finding([0.071, 0.071, 0.071]).verdict == .notMet)
  }

  @Test("Ozone windows begin at 07:00 to 23:00 and reach into the next day", .tags(.analytical))
  func ozoneWindows() {
    // 0.080 from 00:00 to 07:00 of the second day: the window that begins at 23:00 of the first
    // day has seven of those hours, 7 · 0.08 / 8 = 0.07; on the second day no window from 07:00
    // on has any.
    let hours = (0..<72).map { (24..<31).contains($0) ? 0.080 : 0 }
    let days = EightHourMeans.unitedStates
      .days(DayGrid(firstDay: CivilDate(daysSinceEpoch: 0), hours: hours))
    #expect(abs(days[0].maximum - 0.07) < 1e-12)
    #expect(days[1].maximum == 0)
  }

  @Test(
    "PM10: an exceedance in a sparse quarter weighs for the days not measured", .tags(.analytical))
  func expected() throws {
    // One day of 155 (rounded to 160, above 150) in a first quarter of 90 days of which 72 are
    // measured: 1 · 90 / 72 = 1.25; three such years average 1.25, so 1.3 and not met. 154 rounds
    // to 150 and counts for nothing.
    for (peak, verdict, exceedances) in [
      (155.0, ComplianceFinding.Verdict.notMet, 1), (154, .met, 0),
    ] {
      let series = MadeSeries.daily(.pm10, from: "2021-01-01", to: "2023-12-31") { date in
        date.dayOfYear == 1 ? peak : date.dayOfYear <= 19 ? nil : 40
      }
      let finding = try #require(
        StandardsEvaluation.findings(series, .us, 2023, averaging: "24h").first)
      #expect(finding.exceedances == exceedances)
      #expect(finding.verdict == verdict)
      let mean = exceedances == 1 ? "1.3" : "0.0"
      #expect(
        finding.remarks.map(\.english).contains(
          "mean: \(mean) expected days above the limit, 1 allowed"))
    }
  }

  @Test("CO may pass its limit once: 8-hour means that overlap count once", .tags(.analytical))
  func carbonMonoxide() throws {
    // Eight hours of 12 ppm: the windows around them pass 9 ppm too, but share hours.
    func finding(_ starts: [Int]) throws -> ComplianceFinding {
      let series = MadeSeries.hourly(
        .co, unit: .partsPerMillion, from: "2022-01-01", to: "2022-12-31"
      ) { date, hour in
        starts.contains(date.dayOfYear) && (8..<16).contains(hour) ? 12 : 1
      }
      return try #require(StandardsEvaluation.findings(series, .us, 2022, averaging: "8h").first)
    }
    let once = try finding([100])
    #expect(once.exceedances == 1 && once.verdict == .met)
    let twice = try finding([100, 200])
    #expect(twice.exceedances == 2 && twice.verdict == .notMet && twice.value == 12)
  }
}
