import AirQuality
import TestSupport
import Testing

private let china = 8 * 3_600

private func day(_ text: String) -> CivilDate {
  CivilDate(text) ?? CivilDate(daysSinceEpoch: 0)
}

private func hourly(
  from first: String, through last: String, utcOffset: Int = china,
  stamp: StampConvention = .beginning, pollutant: Pollutant = .pm25,
  value: (Int) -> Double?
) -> MonitoringSeries {
  let count = (day(last).daysSinceEpoch - day(first).daysSinceEpoch + 1) * 24
  return MonitoringSeries(
    station: Station(network: "test", identifier: "A"), pollutant: pollutant,
    unit: pollutant == .windDirection ? .degrees : .microgramsPerCubicMetre,
    axis: TimeAxis(
      start: Instant(day(first), utcOffset: utcOffset), step: 3_600, count: count,
      utcOffset: utcOffset, stamp: stamp),
    values: (0..<count).map(value))
}

@Suite("Aggregation to days, months, seasons and years")
struct AggregationTests {
  @Test("A day's mean, median, extremes and sum are those of its 24 hours", .tags(.analytical))
  func statisticsOfADay() {
    let series = hourly(from: "2014-03-01", through: "2014-03-02") { Double($0 % 24) }
    #expect(series.daily().values == [11.5, 11.5])
    #expect(series.daily(statistic: .median).values == [11.5, 11.5])
    #expect(series.daily(statistic: .maximum).values == [23, 23])
    #expect(series.daily(statistic: .minimum).values == [0, 0])
    #expect(series.daily(statistic: .sum).values == [276, 276])
    let axis = series.daily().axis
    #expect(
      axis == TimeAxis.days(from: day("2014-03-01"), through: day("2014-03-02"), utcOffset: china))
  }

  @Test("18 of 24 hours make a day, 17 do not", .tags(.analytical))
  func captureBoundary() {
    let series = hourly(from: "2014-03-01", through: "2014-03-02") { hour in
      hour < 6 || (24..<31).contains(hour) ? nil : 4
    }
    #expect(series.daily().values == [4, nil])
    #expect(series.daily(capture: .none).values == [4, 4])
  }

  @Test("A share that binary cannot hold is met by its exact count", .tags(.analytical))
  func captureIsNotLostToRounding() {
    let capture = DataCapture(minimumShare: 0.55)
    #expect(capture.accepts(valid: 55, expected: 100))
    #expect(!capture.accepts(valid: 54, expected: 100))
    #expect(!DataCapture.none.accepts(valid: 0, expected: 0))
  }

  @Test("Rows absent at the end count as rows that say missing", .tags(.analytical))
  func absentRowsCount() {
    // 20 of 31 days: once as a short axis, once as missing steps of a long one.
    let short = hourly(from: "2014-03-01", through: "2014-03-20") { _ in 7 }
    let long = hourly(from: "2014-03-01", through: "2014-03-31") { $0 < 480 ? 7 : nil }
    #expect(short.monthly() == long.monthly())
    let month = long.monthly()[0]
    #expect(month.label == "2014-03")
    #expect(month.value == nil)
    #expect(month.validCount == 480 && month.expectedCount == 744)
    let lenient = DataCapture(denominator: .withinAxis)
    #expect(short.monthly(capture: lenient).map(\.value) == [7])
    #expect(long.monthly(capture: lenient).map(\.value) == [nil])
  }

  @Test("Hours belong to the local day they measure, not to the UTC day or the stamp")
  func localDays() {
    // Shanghai's 00:00 is 16:00 UTC of the day before; an ending stamp changes only labels.
    let beginning = hourly(from: "2014-03-01", through: "2014-03-02") { $0 < 24 ? 1 : 2 }
    let ending = hourly(from: "2014-03-01", through: "2014-03-02", stamp: .ending) {
      $0 < 24 ? 1 : 2
    }
    #expect(beginning.daily().values == [1, 2])
    #expect(ending.daily() == beginning.daily())
    #expect(beginning.daily().axis.start.formatted(utcOffset: 0) == "2014-02-28T16:00:00Z")
  }

  @Test("A winter takes the December of the earlier year", .tags(.analytical))
  func seasons() {
    let series = hourly(from: "2013-03-01", through: "2014-02-28") { _ in 1 }
    let seasons = series.seasonal()
    #expect(seasons.map(\.label) == ["2013 MAM", "2013 JJA", "2013 SON", "2013/14 DJF"])
    #expect(seasons.map(\.expectedCount) == [92 * 24, 92 * 24, 91 * 24, 90 * 24])
    #expect(seasons.map(\.start.description).last == "2013-12-01")
    let quarters = series.seasonal(startingMonth: 1)
    #expect(
      quarters.map(\.label) == ["2013 JFM", "2013 AMJ", "2013 JAS", "2013 OND", "2014 JFM"])
    // One month of January to March 2013, two of January to March 2014.
    #expect(quarters.map(\.value) == [nil, 1, 1, 1, nil])
    #expect(
      hourly(from: "2013-11-01", through: "2014-01-31") { _ in 1 }
        .seasonal(startingMonth: 2).map(\.label) == ["2013/14 NDJ"])
  }

  @Test("Calendar, fiscal and March-to-February years never share a label", .tags(.analytical))
  func years() {
    let series = hourly(from: "2014-01-01", through: "2016-03-31") { _ in 1 }
    #expect(series.yearly().map(\.label) == ["2014", "2015", "2016"])
    #expect(series.yearly().map(\.value) == [1, 1, nil])
    #expect(series.yearly(firstMonth: 4).map(\.label) == ["FY2013", "FY2014", "FY2015"])
    #expect(series.yearly(firstMonth: 4).map(\.value) == [nil, 1, 1])
    #expect(
      series.yearly(firstMonth: 3).map(\.label) == ["2013/14", "2014/15", "2015/16", "2016/17"])
    #expect(series.yearly(firstMonth: 3).map(\.expectedCount) == [8_760, 8_760, 8_784, 8_760])
    #expect(
      hourly(from: "1999-03-01", through: "1999-03-02") { _ in 1 }
        .yearly(firstMonth: 3).map(\.label) == ["1999/00"])
  }

  @Test("The mean of 350° and 10° is north", .tags(.analytical))
  func windDirection() throws {
    let direction = hourly(
      from: "2014-03-01", through: "2014-03-01", pollutant: .windDirection
    ) { $0 % 2 == 0 ? 350 : 10 }
    let north = try #require(direction.daily()[0])
    #expect(min(north, 360 - north) < 1e-9)
    // Three metres a second from the west against one from the south-to-be-cancelled east.
    let opposed = hourly(
      from: "2014-03-01", through: "2014-03-01", pollutant: .windDirection
    ) { $0 % 2 == 0 ? 270 : 90 }
    let speed = hourly(
      from: "2014-03-01", through: "2014-03-01", pollutant: .windSpeed
    ) { $0 % 2 == 0 ? 3 : 1 }
    let west = try #require(opposed.daily(windSpeed: speed)[0])
    #expect(abs(west - 270) < 1e-9)
    #expect(opposed.daily()[0] == nil, "vectors that cancel have no direction")
    #expect(opposed.daily(statistic: .maximum)[0] == nil, "a circle has no largest value")
    // A speed that is missing takes its direction out of the capture.
    let gaps = speed.replacing(values: speed.values.enumerated().map { $0 < 7 ? nil : $1 })
    #expect(opposed.daily(windSpeed: gaps)[0] == nil)
    #expect(opposed.gathered(by: .day, windSpeed: gaps).map(\.validCount) == [17])
  }

  @Test("A constant series stays constant to the last bit", .tags(.property))
  func constantStaysConstant() {
    let series = hourly(from: "2014-01-01", through: "2015-12-31") { $0 % 11 == 0 ? nil : 0.1 }
    #expect(series.daily().values.allSatisfy { $0 == 0.1 })
    #expect(series.monthly().allSatisfy { $0.value == 0.1 })
    #expect(series.yearly(statistic: .median).allSatisfy { $0.value == 0.1 })
  }

  @Test("Day means of a complete series average to the whole mean", .tags(.property))
  func meansOfMeans() throws {
    let series = hourly(from: "2014-01-01", through: "2014-12-31") { hour in
      Double((hour * 7_919) % 1_009) / 10
    }
    let days = series.daily().values.compactMap { $0 }
    #expect(days.count == 365)
    let year = try #require(series.yearly()[0].value)
    #expect(abs(days.reduce(0, +) / 365 - year) < 1e-10)
    // Two stages or one, the month is the same when nothing is missing.
    for (direct, staged) in zip(series.monthly(), series.daily().monthly()) {
      let difference = try #require(direct.value) - (try #require(staged.value))
      #expect(abs(difference) < 1e-10)
    }
  }

  @Test("Scaling every value scales every mean", .tags(.property))
  func scales() {
    let series = hourly(from: "2014-01-01", through: "2014-03-31") { Double($0 % 97) }
    let doubled = series.replacing(values: series.values.map { $0.map { $0 * 2 } })
    #expect(doubled.monthly().map(\.value) == series.monthly().map { $0.value.map { $0 * 2 } })
  }

  @Test("Steps longer than a day leave the days between missing, and months whole")
  func longSteps() {
    let series = MonitoringSeries(
      station: Station(network: "test", identifier: "A"), pollutant: .pm25,
      unit: .microgramsPerCubicMetre,
      axis: TimeAxis(
        start: Instant(day("2014-03-01"), utcOffset: 0), step: 3 * 86_400, count: 11, utcOffset: 0),
      values: Array(repeating: 5, count: 11))
    #expect(series.daily().validCount == 11)
    #expect(series.daily().count == 31)
    #expect(series.monthly().map(\.value) == [5])
  }

  @Test("A period's value survives JSON, missing included")
  func codable() throws {
    let series = hourly(from: "2014-03-01", through: "2014-04-02") { _ in 7.25 }
    let months = series.monthly()
    #expect(months.map(\.value) == [7.25, nil])
    #expect(try roundTrip(months) == months)
  }

  @Test("An empty series has no periods", .tags(.analytical))
  func empty() {
    let series = hourly(from: "2014-03-02", through: "2014-03-01") { _ in 1 }
    #expect(series.count == 0 && series.monthly().isEmpty && series.daily().count == 0)
  }
}
