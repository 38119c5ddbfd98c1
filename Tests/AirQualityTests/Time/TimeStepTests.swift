import AirQuality
import NumericKernels
import TestSupport
import Testing

@Suite("Steps of seconds and of calendar months")
struct TimeStepTests {
  @Test(
    "A step is read from its own words and from usual ones",
    .tags(.analytical),
    arguments: [
      ("hour", TimeStep.hour), ("1 h", .hour), ("3600", .hour), ("8 h", .seconds(28_800)),
      ("15min", .seconds(900)), ("day", .day), ("2 days", .seconds(172_800)), ("week", .week),
      ("month", .month), ("quarter", .quarter), ("year", .year), ("2 years", .months(24)),
      ("90 s", .seconds(90)),
    ])
  func reading(_ text: String, _ step: TimeStep) {
    #expect(TimeStep(text) == step)
    #expect(TimeStep(step.description) == step)
  }

  @Test(
    "What is no length is refused", .tags(.analytical),
    arguments: ["", "0", "-1 h", "fortnight", "h8", "1.5 h", "99999999999"])
  func refusal(_ text: String) { #expect(TimeStep(text) == nil) }

  @Test("Days to years are ordered by length", .tags(.analytical))
  func order() {
    let steps: [TimeStep] = [.year, .week, .hour, .quarter, .day, .month]
    #expect(steps.sorted() == [.hour, .day, .week, .month, .quarter, .year])
  }

  /// The first of every month lies where the calendar puts it, leap years and centuries included.
  @Test("Months of an axis begin on the first of the month", .tags(.property))
  func months() throws {
    var stream = RandomStream(seed: 41, index: 0)
    for _ in 0..<200 {
      let year = 1_880 + Int(stream.next() % 400)
      let month = 1 + Int(stream.next() % 12)
      let length = [1, 3, 12][Int(stream.next() % 3)]
      let offset = (Int(stream.next() % 105) - 48) * 900
      let first = try #require(CivilDate(year: year, month: month, day: 1))
      let axis = TimeAxis(
        start: Instant(first, utcOffset: offset), step: .months(length), count: 40,
        utcOffset: offset)
      for position in [-3, 0, 1, 7, 39] {
        let date = axis.date(at: position)
        #expect(date.day == 1)
        #expect(axis.instant(at: position).secondOfDay(utcOffset: offset) == 0)
        #expect((date.year - year) * 12 + date.month - month == position * length)
        #expect(axis.latticePosition(of: axis.instant(at: position)) == position)
        #expect(axis.latticePosition(of: axis.instant(at: position).advanced(bySeconds: 1)) == nil)
      }
    }
  }

  @Test("Positions of a window are the months that begin in it", .tags(.analytical))
  func windows() throws {
    let axis = try axis("2019-11-01", .month, 30)
    let from = Instant(try #require(CivilDate("2020-02-02")), utcOffset: 28_800)
    let until = Instant(try #require(CivilDate("2020-12-01")), utcOffset: 28_800)
    let range = axis.positions(from: from, until: until)
    #expect(axis.label(at: range.lowerBound) == "2020-03")
    #expect(axis.label(at: range.upperBound - 1) == "2020-11")
    #expect(try years().label(at: 1) == "2020")
  }

  @Test("Yearly means of a monthly series rest on twelve months", .tags(.analytical))
  func yearlyOfMonthly() throws {
    let series = MonitoringSeries(
      station: Station(network: "n", identifier: "s"), pollutant: .pm25,
      unit: .microgramsPerCubicMetre, axis: try axis("2019-01-01", .month, 24),
      values: (1...24).map { Double($0) })
    let years = series.yearly()
    #expect(years.map(\.value) == [6.5, 18.5])
    #expect(years.map(\.expectedCount) == [12, 12])
    #expect(series.averaging == .month)
  }

  @Test("The mean of two instruments heeds starts, gaps and the circle", .tags(.analytical))
  func instruments() throws {
    func series(_ start: String, _ values: [Double?], _ pollutant: Pollutant = .pm25) throws
      -> MonitoringSeries
    {
      MonitoringSeries(
        station: Station(network: "n", identifier: "s"), pollutant: pollutant,
        unit: pollutant == .windDirection ? .degrees : .microgramsPerCubicMetre,
        axis: try axis(start, .day, values.count), instrument: "x", values: values)
    }
    let mean = try #require(
      MonitoringSeries.mean(ofInstruments: [
        try series("2020-01-01", [10, nil, 30]), try series("2020-01-02", [40, 50, 60]),
      ]))
    #expect(mean.values == [10, 40, 40, 60])
    #expect(mean.instrument == SeriesChoice.mean)
    let wind = try #require(
      MonitoringSeries.mean(ofInstruments: [
        try series("2020-01-01", [350], .windDirection),
        try series("2020-01-01", [20], .windDirection),
      ]))
    #expect(abs((wind[0] ?? .nan) - 5) < 1e-9)
  }

  private func axis(_ first: String, _ step: TimeStep, _ count: Int) throws -> TimeAxis {
    TimeAxis(
      start: Instant(try #require(CivilDate(first)), utcOffset: 28_800), step: step, count: count,
      utcOffset: 28_800)
  }

  private func years() throws -> TimeAxis { try axis("2019-01-01", .year, 3) }
}
