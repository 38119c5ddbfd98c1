import Documents
import TestSupport
import Testing

@testable import AirQuality

@Suite("Windows of time")
struct AveragingWindowTests {
  @Test(
    "Every word is read with every count that has a meaning", .tags(.analytical),
    arguments: [
      ("min", AveragingWindow.duration(60)), ("1 min", .duration(60)), ("15min", .duration(900)),
      ("90 min", .duration(5_400)), ("60 minutes", .duration(3_600)),
      ("1440 min", .calendar(.day)), ("2880 min", .calendar(.days(2))),
      ("h", .duration(3_600)), ("hour", .duration(3_600)), ("3 h", .duration(10_800)),
      ("8h", .duration(28_800)), ("12 hours", .duration(43_200)), ("24 h", .calendar(.day)),
      ("48 h", .calendar(.days(2))), ("day", .calendar(.day)), ("1 day", .calendar(.day)),
      ("1d", .calendar(.day)), ("3 day", .calendar(.days(3))), ("3 days", .calendar(.days(3))),
      ("10d", .calendar(.days(10))), ("week", .calendar(.week)), ("1 week", .calendar(.week)),
      ("2 week", .calendar(.weeks(2))), ("2 weeks", .calendar(.weeks(2))),
      ("4w", .calendar(.weeks(4))), ("month", .calendar(.month)), ("1 month", .calendar(.month)),
      ("2 month", .calendar(.months(2))), ("6 months", .calendar(.months(6))),
      ("12 month", .calendar(.year(firstMonth: 1))),
      ("24 month", .calendar(.years(2, firstMonth: 1))), ("quarter", .calendar(.months(3))),
      ("2 quarter", .calendar(.months(6))), ("2q", .calendar(.months(6))),
      ("4 quarters", .calendar(.year(firstMonth: 1))),
      ("season", .calendar(.season(startingMonth: 3))), ("year", .calendar(.year(firstMonth: 1))),
      ("1 year", .calendar(.year(firstMonth: 1))),
      ("5 year", .calendar(.years(5, firstMonth: 1))),
      ("5 years", .calendar(.years(5, firstMonth: 1))),
      ("seasonal-year", .calendar(.year(firstMonth: 3))),
      ("fiscal-year", .calendar(.year(firstMonth: 4))),
      ("2 fiscal-years", .calendar(.years(2, firstMonth: 4))), ("Day", .calendar(.day)),
      ("  3  day ", .calendar(.days(3))),
    ])
  func read(_ text: String, _ window: AveragingWindow) throws {
    #expect(try AveragingWindow(text) == window)
  }

  @Test(
    "Everything else is refused with its reason", .tags(.analytical),
    arguments: [
      ("2.4 h", WindowError.count("2.4 h")), ("0 h", .count("0 h")), ("-1 day", .count("-1 day")),
      ("1,5 h", .count("1,5 h")), ("0 year", .count("0 year")), ("+3 day", .count("+3 day")),
      ("99999999999999999999 day", .count("99999999999999999999 day")),
      ("", .unknownWord("")), ("3", .unknownWord("3")), ("fortnight", .unknownWord("fortnight")),
      ("3 m", .unknownWord("3 m")), ("day 3", .unknownWord("day 3")),
      ("3 h 30 min", .unknownWord("3 h 30 min")), ("３ day", .count("３ day")),
      ("5 h", .dividesNoDay("5 h")), ("7 min", .dividesNoDay("7 min")),
      ("36 h", .dividesNoDay("36 h")), ("5 month", .dividesNoYear("5 month")),
      ("18 month", .dividesNoYear("18 month")), ("3 quarter", .dividesNoYear("3 quarter")),
      ("2 season", .severalSeasons("2 season")), ("367 day", .tooLong("367 day")),
      ("54 week", .tooLong("54 week")), ("101 year", .tooLong("101 year")),
    ])
  func refused(_ text: String, _ reason: WindowError) {
    #expect(throws: reason) { try AveragingWindow(text) }
  }

  @Test("A year may begin in any month, a season may be one's own", .tags(.analytical))
  func settings() throws {
    #expect(try AveragingWindow("year", yearStart: 3) == .calendar(.year(firstMonth: 3)))
    #expect(
      try AveragingWindow("2 year", yearStart: 4) == .calendar(.years(2, firstMonth: 4)))
    let season = try #require(NamedSeason("heating=11-3"))
    #expect(try AveragingWindow("season", seasons: [season]) == .calendar(.seasons([season])))
  }

  @Test(
    "Windows of several days, weeks and years begin where they are said to", .tags(.analytical),
    arguments: [
      // 1970-01-01 and every third day; 2014-01-01 is day 16,071 = 3 · 5,357.
      (CalendarPeriod.days(3), "2014-01-02", "2014-01-01", "2014-01-01 to 2014-01-03"),
      (.days(3), "1969-12-31", "1969-12-29", "1969-12-29 to 1969-12-31"),
      // Week 0 began on Monday 1970-01-05; 2014-01-06 is 2,296 weeks later.
      (.weeks(2), "2014-01-15", "2014-01-06", "2014-W02 to 2014-W03"),
      (.weeks(2), "1970-01-04", "1969-12-22", "1969-W52 to 1970-W01"),
      (.years(5, firstMonth: 1), "2014-12-31", "2010-01-01", "2010 to 2014"),
      (.years(2, firstMonth: 4), "2016-03-31", "2014-04-01", "FY2014 to FY2015"),
      (.years(2, firstMonth: 4), "2016-04-01", "2016-04-01", "FY2016 to FY2017"),
      (.months(6), "2014-11-03", "2014-07-01", "2014-07 to 2014-12"),
    ])
  func anchors(_ period: CalendarPeriod, _ day: String, _ start: String, _ label: String) throws {
    let date = try #require(CivilDate(day))
    let first = period.start(of: date)
    #expect(first.description == start)
    #expect(period.label(ofPeriodStarting: first) == label)
  }

  @Test("Windows follow each other without gap or overlap, whatever the count", .tags(.property))
  func tiling() throws {
    let words = ["day", "week", "year", "fiscal-year"]
    for word in words {
      for count in [1, 2, 3, 4, 5, 7, 10, 13, 50] {
        guard case .calendar(let period) = try AveragingWindow("\(count) \(word)") else {
          Issue.record("\(count) \(word) is no calendar period")
          continue
        }
        for day in stride(from: -20_000, through: 25_000, by: 997) {
          let date = CivilDate(daysSinceEpoch: day)
          let start = period.start(of: date)
          let end = period.end(ofPeriodStarting: start)
          #expect(start <= date && date < end)
          #expect(period.start(of: end) == end)
          #expect(period.start(of: CivilDate(daysSinceEpoch: end.daysSinceEpoch - 1)) == start)
        }
      }
    }
  }

  @Test("Three days are averaged from all of their hours", .tags(.analytical))
  func threeDays() throws {
    // 2014-01-01 begins a window of three days.
    let series = try SummariesTests.hourly(
      from: "2014-01-01", values: (0..<144).map { Double($0 / 72) })
    let rows = try series.averages(over: AveragingWindow("3 day"))
    #expect(rows.map(\.value) == [0, 1])
    #expect(rows.map(\.expectedCount) == [72, 72])
    #expect(rows.map(\.label) == ["2014-01-01 to 2014-01-03", "2014-01-04 to 2014-01-06"])
  }

  @Test("A window that the steps do not fill is refused, never silently empty")
  func steps() throws {
    let hourly = try SummariesTests.hourly(values: [1, 2, 3])
    #expect(throws: WindowError.stepTooLong(series: "n/1 pm25", step: "hour")) {
      try hourly.averages(over: AveragingWindow("15 min"))
    }
    #expect(throws: WindowError.stepDoesNotDivide(series: "n/1 pm25", step: "hour")) {
      try hourly.averages(over: AveragingWindow("90 min"))
    }
    #expect(
      WindowError.stepTooLong(series: "n/1 pm25", step: "hour").explanation
        == "n/1 pm25: the series’ step (hour) is longer than the window; choose a window of "
        + "whole steps")
  }

  @Test("Monthly values are gathered into months and longer, never into less", .tags(.analytical))
  func monthly() throws {
    let start = try #require(CivilDate("2014-01-01"))
    let series = MonitoringSeries(
      station: Station(network: "n", identifier: "1"), pollutant: .pm25,
      unit: .microgramsPerCubicMetre,
      axis: TimeAxis(start: Instant(start, utcOffset: 0), step: .month, count: 12, utcOffset: 0),
      values: (1...12).map { Double($0) })
    #expect(try series.averages(over: AveragingWindow("month")).map(\.value).prefix(2) == [1, 2])
    #expect(try series.averages(over: AveragingWindow("quarter")).map(\.value) == [2, 5, 8, 11])
    #expect(try series.averages(over: AveragingWindow("year")).map(\.value) == [6.5])
    for short in ["week", "28 day", "3 h"] {
      #expect(throws: WindowError.self) { try series.averages(over: AveragingWindow(short)) }
    }
  }

  @Test("A rolling window is a length of time, and a gap in it counts as missing")
  func rollingAcrossGap() throws {
    let values: [Double?] = [1, 2, 3, 4] + Array(repeating: nil, count: 3) + [8, 9, 10, 11]
    let series = try SummariesTests.hourly(values: values)
    // Of four hours three must have a value: no window reaches over the gap of three hours.
    let strict = series.rolling(width: 4, minimumShare: 0.75).values
    #expect(strict == [nil, nil, nil, 2.5, 3, nil, nil, nil, nil, 9, 9.5])
    #expect(series.rolling(width: 4, minimumShare: 0.25).values[6] == 4)
    #expect(series.steps(of: "4") == 4)
    #expect(series.steps(of: "4 h") == 4)
    #expect(series.steps(of: "120 min") == 2)
    #expect(series.steps(of: "2 days") == 48)
    for wrong in ["0", "-1", "2.5", "90 min", "fortnight", "", "1 month"] {
      #expect(series.steps(of: wrong) == nil, "\(wrong)")
    }
  }
}
