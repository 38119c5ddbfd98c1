import AirQuality
import TestSupport
import Testing

@Suite("Completeness of a series over a window")
struct CompletenessSummaryTests {
  private func series(_ values: [Double?]) -> MonitoringSeries {
    MonitoringSeries(
      station: Station(network: "test", identifier: "A"), pollutant: .pm25,
      unit: .microgramsPerCubicMetre,
      axis: TimeAxis(
        start: Instant(secondsSinceEpoch: 1_393_545_600), step: 86_400, count: values.count,
        utcOffset: 0),  // 2014-02-28
      values: values)
  }

  @Test("Counts, longest gap and months are those on paper", .tags(.analytical))
  func counts() {
    let summary = series([1, nil, 2, nil, nil, 3]).completeness()
    #expect(summary.expectedCount == 6 && summary.validCount == 3 && summary.share == 0.5)
    #expect(summary.longestGap?.steps == 2)
    #expect(summary.longestGap?.from.formatted(utcOffset: 0) == "2014-03-03T00:00:00Z")
    #expect(summary.longestGap?.until.formatted(utcOffset: 0) == "2014-03-05T00:00:00Z")
    #expect(summary.months.map(\.label) == ["2014-02", "2014-03"])
    #expect(summary.months.map(\.expectedCount) == [1, 5])
    #expect(summary.months.map(\.validCount) == [1, 2])
    #expect(summary.months.map(\.share) == [1, 0.4])
  }

  @Test("Steps of the window that the series does not reach are missing", .tags(.analytical))
  func windowBeyondAxis() {
    let series = series([1, 2, 3, 4])
    let window = series.completeness(
      from: series.axis.start.advanced(bySeconds: -3 * 86_400),
      until: series.axis.end.advanced(bySeconds: 2 * 86_400))
    #expect(window.expectedCount == 9 && window.validCount == 4)
    #expect(window.longestGap?.steps == 3)
    #expect(window.months.map(\.expectedCount) == [4, 5])
    let within = series.completeness(
      from: series.axis.instant(at: 1), until: series.axis.instant(at: 3))
    #expect(within.validCount == 2 && within.share == 1 && within.longestGap == nil)
    let elsewhere = series.completeness(
      from: series.axis.instant(at: 40), until: series.axis.instant(at: 42))
    #expect(elsewhere.validCount == 0 && elsewhere.expectedCount == 2)
    #expect(elsewhere.months.map(\.validCount) == [0])
  }

  @Test("A window that ends before it begins is empty", .tags(.analytical))
  func emptyWindow() {
    let series = series([1, 2])
    let summary = series.completeness(from: series.axis.end, until: series.axis.start)
    #expect(summary.expectedCount == 0 && summary.share == 0 && summary.months.isEmpty)
    #expect(summary.longestGap == nil)
  }

  @Test("Months add up to the whole, valid and expected", .tags(.property))
  func monthsAddUp() throws {
    let summary = series((0..<400).map { $0 * 37 % 11 < 3 ? nil : Double($0) }).completeness()
    #expect(summary.months.reduce(0) { $0 + $1.expectedCount } == summary.expectedCount)
    #expect(summary.months.reduce(0) { $0 + $1.validCount } == summary.validCount)
    #expect(try roundTrip(summary) == summary)
  }
}
