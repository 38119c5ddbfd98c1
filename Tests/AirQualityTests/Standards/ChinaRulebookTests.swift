import Documents
import NumericKernels
import TestSupport
import Testing

@testable import AirQuality

@Suite("GB 3095 and HJ 663")
struct ChinaRulebookTests {
  private func annual(_ series: MonitoringSeries, _ year: Int) throws -> ComplianceFinding {
    try #require(
      StandardsEvaluation.findings(series, .china, year, level: "grade 2", averaging: "annual")
        .first)
  }

  @Test(
    "An annual mean of 35.5 rounds to 36 and is not met, one of 34.5 to 34 and is",
    .tags(.analytical))
  func tie() throws {
    for (value, rounded, verdict) in [
      (35.5, 36.0, ComplianceFinding.Verdict.notMet), (34.5, 34, .met), (35.4, 35, .met),
    ] {
      let series = MadeSeries.hourly(.pm25, from: "2019-01-01", to: "2019-12-31") { _, _ in value }
      let finding = try annual(series, 2019)
      #expect(finding.value == value)
      #expect(finding.roundedValue == rounded)
      #expect(finding.verdict == verdict)
      #expect(finding.validity.validCount == 365 && finding.validity.requiredCount == 324)
    }
  }

  @Test("A day needs 20 hours: 19 do not make one", .tags(.analytical))
  func dayOfNineteenHours() throws {
    // 364 days of 10 and one of 375 with 20 hours: (364 · 10 + 375) / 365 = 4015 / 365 = 11.
    for (hours, mean, days) in [(20, 11.0, 365), (19, 10.0, 364)] {
      let series = MadeSeries.hourly(.pm25, from: "2019-01-01", to: "2019-12-31") { date, hour in
        date.month == 5 && date.day == 5 ? (hour < hours ? 375 : nil) : 10
      }
      let finding = try annual(series, 2019)
      #expect(abs((finding.value ?? 0) - mean) < 1e-9)
      #expect(finding.validity.validCount == days)
    }
  }

  @Test("February needs 25 days in leap years too, other months 27", .tags(.analytical))
  func months() throws {
    func series(_ month: Int, missing: Int, _ year: Int) -> MonitoringSeries {
      MadeSeries.hourly(.no2, from: "\(year)-01-01", to: "\(year)-12-31") { date, _ in
        date.month == month && date.day <= missing ? nil : 20
      }
    }
    // 29 − 4 = 25 days are enough in February 2020, 28 − 4 = 24 are not in February 2019.
    #expect(try annual(series(2, missing: 4, 2020), 2020).verdict == .met)
    let short = try annual(series(2, missing: 4, 2019), 2019)
    #expect(short.verdict == .notAssessable)
    #expect(short.validity.shortfalls.map(\.english) == ["2019-02: 24 of 25 daily means"])
    // 31 − 4 = 27 in July.
    #expect(try annual(series(7, missing: 4, 2019), 2019).verdict == .met)
    #expect(try annual(series(7, missing: 5, 2019), 2019).verdict == .notAssessable)
  }

  @Test("323 daily means do not make a year, 324 do", .tags(.analytical))
  func year() throws {
    // Months of 31 days lose four, months of 30 lose three: 7 · 4 + 4 · 3 = 40. With one or two
    // days of February that leaves 365 − 41 = 324 or 323, and 27 in every month, 26 in February.
    for (fromFebruary, valid, verdict) in [
      (1, 324, ComplianceFinding.Verdict.met), (2, 323, .notAssessable),
    ] {
      let series = MadeSeries.daily(.pm10, from: "2019-01-01", to: "2019-12-31") { date in
        let length = CivilDate.days(inMonth: date.month, year: date.year)
        return date.day <= (length == 28 ? fromFebruary : length - 27) ? nil : 50
      }
      let finding = try annual(series, 2019)
      #expect(finding.validity.validCount == valid)
      #expect(finding.verdict == verdict)
    }
  }

  @Test(
    "The 95th percentile interpolates: of daily means 1 to 365, 346.8 is 347", .tags(.analytical))
  func percentile() throws {
    // k = 1 + 0.95 · 364 = 346.8; the values are their own places.
    let series = MadeSeries.daily(.pm25, from: "2019-01-01", to: "2019-12-31") {
      Double($0.dayOfYear)
    }
    let finding = try #require(
      StandardsEvaluation.findings(series, .china, 2019, level: "grade 2", averaging: "24h").first)
    #expect(abs((finding.value ?? 0) - 346.8) < 1e-9)
    #expect(finding.roundedValue == 347)
    #expect(finding.exceedances == 365 - 75)
  }

  @Test("Ozone: the 17 windows end at 08:00 to 24:00 and 14 are needed", .tags(.analytical))
  func ozoneDay() {
    let means = EightHourMeans.china(minimumHours: 6, minimumWindows: 14)
    func day(_ value: (Int) -> Double?) -> EightHourMeans.Day {
      means.days(
        DayGrid(firstDay: CivilDate(daysSinceEpoch: 0), hours: (0..<24).map { value($0) ?? .nan }))[
          0]
    }
    // Hours 0 to 23 as values: the last window, hours 16 to 23, has mean 19.5.
    #expect(day { Double($0) } == EightHourMeans.Day(maximum: 19.5, windows: 17))
    // Six of eight hours are enough: with hours 0 to 2 missing, the window from 0 has five hours
    // and is lost, the one from 1 has six and stays.
    #expect(day { $0 < 3 ? nil : 100 }.windows == 16)
    // Hours 0 to 5 missing: windows from 0 to 3 have 2 to 5 hours, 13 windows are left.
    #expect(day { $0 < 6 ? nil : 100 }.windows == 13)
    let rounding = LegalRounding.halfEven(decimals: 0)
    #expect(means.maxima([day { $0 < 6 ? nil : 100 }], above: 160, rounding: rounding)[0].isNaN)
    // Thirteen windows above the limit count nevertheless.
    #expect(means.maxima([day { $0 < 6 ? nil : 161 }], above: 160, rounding: rounding) == [161])
  }

  @Test("An hour above the limit is not met however little was measured", .tags(.analytical))
  func certainHour() throws {
    let series = MadeSeries.hourly(.no2, from: "2019-01-01", to: "2019-01-10") { date, hour in
      date.day == 3 && hour == 7 ? 201 : 20
    }
    let finding = try #require(
      StandardsEvaluation.findings(series, .china, 2019, level: "grade 2", averaging: "1h").first)
    #expect(finding.exceedances == 1)
    #expect(finding.verdict == .notMet)
    #expect(!finding.validity.isValid)
  }

  @Test("GB 3095-2026 judges the same air more strictly: 65 µg/m³ of PM10", .tags(.analytical))
  func bothVersions() throws {
    let series = MadeSeries.hourly(.pm10, from: "2027-01-01", to: "2027-12-31") { _, _ in 65 }
    let transition = StandardsEvaluation.findings(
      series, .china, 2027, level: "grade 2", averaging: "annual")
    #expect(transition.map(\.standard.limit) == [60])
    #expect(transition.map(\.verdict) == [.notMet])
    let old = StandardsEvaluation.findings(
      series, .china, 2027, standard: "GB 3095-2012", level: "grade 2", averaging: "annual")
    #expect(old.map(\.standard.limit) == [70])
    #expect(old.map(\.verdict) == [.met])
    let final = StandardsEvaluation.findings(
      series, .china, 2027, standard: "GB 3095-2026", level: "grade 2 final", averaging: "annual")
    #expect(final.map(\.standard.limit) == [50])
  }

  @Test(
    "Beijing’s city mean of PM2.5 in 2015 is near 79.6 µg/m³ over the twelve stations",
    .tags(.golden), .enabled(if: SharedData.isPresent))
  func beijing() throws {
    var means: [Double] = []
    for name in try SharedData.files(in: "beijing_prsa") {
      let table = try PlainTable(
        path: SharedData.path("beijing_prsa/\(name)"),
        columns: ["year", "month", "day", "hour", "PM2.5"])
      let values = table.numbers("PM2.5")
      let years = table["year"]
      var storage: [Double?] = []
      for (value, year) in zip(values, years) where year == "2015" { storage.append(value) }
      let series = MonitoringSeries(
        station: Station(network: "prsa", identifier: name), pollutant: .pm25,
        unit: .microgramsPerCubicMetre, referenceState: .chinaGB3095,
        axis: TimeAxis(
          start: Instant(try #require(CivilDate("2015-01-01")), utcOffset: 28_800), step: 3_600,
          count: storage.count, utcOffset: 28_800), values: storage)
      let finding = try #require(
        StandardsEvaluation.findings(
          series, .china, 2015, standard: "GB 3095-2012", level: "grade 2", averaging: "annual"
        ).first)
      means.append(try #require(finding.value))
    }
    #expect(means.count == 12)
    let city = Summation.mean(means)
    // Python's csv and statistics on the same files: the mean of twelve means of days with 20
    // hours is 79.6265329559377; over all hours, without days, 79.6235.
    #expect(abs(city - 79.626_532_955_937_7) < 1e-9, "\(city)")
  }
}
