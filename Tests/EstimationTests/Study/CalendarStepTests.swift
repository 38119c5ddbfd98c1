import Documents
import AirQuality
import Cooperation
import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing

@Suite("Weeks, months, quarters and years in studies")
struct CalendarStepTests {
  /// 2005-01-01, 2024-12-31 and 2015-01-01.
  private static let first = CivilDate(daysSinceEpoch: 12_784)
  private static let last = CivilDate(daysSinceEpoch: 20_088)
  private static let change = CivilDate(daysSinceEpoch: 16_436)

  private func station(_ name: String) -> Station {
    Station(network: "net", identifier: name, coordinate: Coordinate(latitude: 37, longitude: 110))
  }

  /// Twenty years of days from a function of the date.
  private func days(_ name: String, _ value: (CivilDate) -> Double?) -> MonitoringSeries {
    let axis = TimeAxis.days(from: Self.first, through: Self.last, utcOffset: 28_800)
    return MonitoringSeries(
      station: station(name), pollutant: .pm25, unit: .microgramsPerCubicMetre, axis: axis,
      values: (0..<axis.count).map { value(axis.date(at: $0)) })
  }

  /// Five donors with courses of their own and a treated station that is the mean of the first two,
  /// 4 µg/m³ lower from a date on.
  private func network(from start: CivilDate) -> SeriesCollection {
    func donor(_ index: Int) -> (CivilDate) -> Double {
      { date in
        let day = Double(date.daysSinceEpoch - Self.first.daysSinceEpoch)
        return 40 + 3 * Double(index) + 9 * sin(day / (58 + 7 * Double(index)))
          + 5 * sin(day / 400 + Double(index * index))
      }
    }
    let donors = (0..<5).map { donor($0) }
    return SeriesCollection(
      [days("T") { (donors[0]($0) + donors[1]($0)) / 2 - ($0 >= start ? 4 : 0) }]
        + donors.indices.map { days("D\($0)", donors[$0]) })
  }

  private func description(
    _ average: Outcome.Average, before: String = "2005-01-01..2014-12-31",
    after: String = "2015-01-01..2024-12-31", start: CivilDate = change,
    ownStart: CivilDate? = nil, treated: [String] = ["T"]
  ) throws -> StudyDescription {
    StudyDescription(
      title: "t", measure: Measure(name: "m", start: start),
      outcome: Outcome(pollutant: .pm25, average: average), treated: treated,
      ownStarts: ownStart.map { ["T": $0] }, donors: DonorRule(),
      before: try #require(DatePeriod(before)), after: try #require(DatePeriod(after)),
      estimators: [EstimatorChoice(method: "before-after")])
  }

  @Test(
    "A noiseless drop of 4 µg/m³ is recovered at every step", .tags(.analytical),
    arguments: [Outcome.Average.week, .month, .quarter, .year],
    [
      "synthetic-control", "synthetic-difference-in-differences", "penalised-synthetic-control",
      "augmented-synthetic-control",
    ])
  func recovered(_ average: Outcome.Average, _ method: String) throws {
    let study = try Study(description(average), from: network(from: Self.change))
    let estimator = try EstimatorCatalogue.estimator(
      EstimatorChoice(method: method, settings: ["draws": 39]))
    let effect = try estimator.anyEffect(of: study)
    // Weeks from Monday: the one of New Year's Day is in neither period. Where a year's ten means
    // cannot tell five donors apart exactly, weights are only near the truth.
    let tolerance = method == "synthetic-control" ? 1e-6 : 0.25
    #expect(abs(effect.estimate + 4) < tolerance, "\(effect.estimate)")
    let expected: [Outcome.Average: (Int, Int)] = [
      .week: (521, 521), .month: (120, 120), .quarter: (40, 40), .year: (10, 10),
    ]
    let counts = try #require(expected[average])
    #expect(study.beforePositions.count == counts.0)
    #expect(study.afterPositions.count == counts.1)
  }

  @Test(
    "Two-way effects of parallel stations are exact at every step", .tags(.analytical),
    arguments: [Outcome.Average.week, .month, .quarter, .year],
    ["difference-in-differences", "event-study", "group-time", "imputation", "two-stage"])
  func parallel(_ average: Outcome.Average, _ method: String) throws {
    func course(_ date: CivilDate) -> Double { 30 + 8 * sin(Double(date.daysSinceEpoch) / 58) }
    let library = SeriesCollection(
      ["T", "U"].map { name in days(name) { course($0) - ($0 >= Self.change ? 4 : 0) } }
        + (0..<5).map { index in days("D\(index)") { course($0) + Double(index) } })
    let study = try Study(description(average, treated: ["T", "U"]), from: library)
    let effect = try EstimatorCatalogue.estimator(EstimatorChoice(method: method))
      .anyEffect(of: study)
    #expect(abs(effect.estimate + 4) < 1e-9, "\(effect.estimate)")
  }

  @Test(
    "Slopes of growing effects are per month or per year", .tags(.analytical),
    arguments: [
      (average: Outcome.Average.month, time: "month", slope: -0.5), (.quarter, "month", -0.5),
      (.year, "year", -6.0),
    ])
  func slopes(_ example: (average: Outcome.Average, time: String, slope: Double)) throws {
    // Half a µg/m³ a month less, in one step a period; noise of each station's months far below.
    let length = [Outcome.Average.month: 1, .quarter: 3, .year: 12][example.average] ?? 1
    func noise(_ date: CivilDate, _ station: Int) -> Double {
      var stream = RandomStream(seed: UInt64(station), index: UInt64(date.year * 12 + date.month))
      return 0.2 * stream.normal()
    }
    func course(_ date: CivilDate, _ station: Int) -> Double { 30 + noise(date, station) }
    let library = SeriesCollection(
      [
        days("T") { date in
          let months = 12 * (date.year - Self.change.year) + date.month - Self.change.month
          return course(date, 0) - 0.5 * Double(max(0, months / length * length))
        }
      ] + (1...19).map { index in days("D\(index)") { course($0, index) } })
    let study = try Study(description(example.average), from: library)
    let fit = try EstimatorCatalogue.estimator(
      EstimatorChoice(method: "synthetic-control", settings: ["inference": "placebo"])
    ).anyEstimate(study)
    let table = try #require(fit.tables.first { $0.name == "linear-effects" })
    #expect(table.columns[0].unit == "µg/m³ per \(example.time)")
    guard case .number(let slope) = table.rows[0][0] else {
      Issue.record("no slope")
      return
    }
    #expect(abs(slope - example.slope) < 0.02 * abs(example.slope), "\(slope)")
    #expect(
      fit.effect.diagnostics.contains { $0.identifier == "linear-effects-\(example.time)" })
  }

  @Test("Only whole months count, and the rest is told", .tags(.analytical))
  func wholeMonths() throws {
    let library = SeriesCollection([days("T") { Double($0.month) }])
    let plain = try description(
      .month, before: "2014-01-15..2014-12-31", after: "2015-01-10..2015-06-20",
      start: try #require(CivilDate("2015-01-05")))
    let study = try Study(plain, from: library)
    func values(_ positions: Range<Int>) -> [Double?] { positions.map { study.panel[$0, 0] } }
    #expect(values(study.beforePositions) == (2...12).map { Double($0) })
    #expect(values(study.afterPositions) == (2...5).map { Double($0) })
    let note = try #require(study.notes.first { $0.identifier == "steps-partial" })
    #expect(note.number("count") == 3)
    #expect(study.panel.axis.label(at: study.beforePositions.lowerBound) == "2014-02")
  }

  @Test("The month in which a station’s own start lies is left out", .tags(.analytical))
  func halfTreated() throws {
    let own = try #require(CivilDate("2015-04-11"))
    let study = try Study(
      description(.month, ownStart: own), from: network(from: own))
    let april = try #require(
      study.afterPositions.first { study.panel.axis.label(at: $0) == "2015-04" })
    #expect(study.panel[april, 0] == nil)
    #expect(study.panel[april, 1] != nil)
    #expect(study.notes.contains { $0.identifier == "steps-half-treated" })
  }

  @Test("A trend over months is one a year, its season has waves", .tags(.analytical))
  func trend() throws {
    let axis = TimeAxis(
      start: Instant(Self.first, utcOffset: 0), step: .month, count: 240, utcOffset: 0)
    let series = MonitoringSeries(
      station: station("T"), pollutant: .pm25, unit: .microgramsPerCubicMetre, axis: axis,
      values: (0..<240).map { month -> Double? in
        // Calendar months are counted, so each is a twelfth of a year.
        let step: Double = month >= 120 ? 4 : 0
        return 50 - 2 * Double(month) / 12 - step
      })
    let study = try Study(description(.month), from: SeriesCollection([series]))
    let fit = try InterruptedTimeSeries().estimate(study)
    let trend = try #require(fit.summary.rows.first { $0.name == "trend" })
    #expect(abs((trend.value ?? .nan) + 2) < 1e-9)
    #expect(trend.unit == "µg/m³ a year")
    #expect(abs(fit.effect.estimate + 4) < 1e-9)
    #expect(fit.summary.rows.count { $0.name.hasPrefix("season") } == 4)
    #expect(!fit.summary.rows.contains { $0.name == "Sunday" })
    var more = InterruptedTimeSeries()
    more.seasonHarmonics = 6
    #expect {
      try more.estimate(study)
    } throws: {
      ($0 as? EstimationError)?.what
        == "interrupted-time-series, “seasonHarmonics”: steps of one month show at most 5"
    }
  }

  @Test("Steps that are too long for the average are refused in words", .tags(.analytical))
  func tooLong() throws {
    let axis = TimeAxis(
      start: Instant(Self.first, utcOffset: 0), step: .year, count: 20, utcOffset: 0)
    let series = MonitoringSeries(
      station: station("T"), pollutant: .pm25, unit: .microgramsPerCubicMetre, axis: axis,
      values: (0..<20).map { Double($0) })
    #expect {
      try Study(description(.month), from: SeriesCollection([series]))
    } throws: {
      ($0 as? EstimationError)?.what
        == "the series has steps of one year, too coarse for the average “month”"
    }
  }

  @Test("A measure that begins at noon counts from noon on", .tags(.analytical))
  func noon() throws {
    let axis = TimeAxis(
      start: Instant(Self.first, utcOffset: 28_800), step: .hour, count: 60 * 24,
      utcOffset: 28_800)
    // The thirtieth day, 12:00.
    let change = 30 * 24 + 12
    func hours(_ name: String, _ level: Double, _ effect: Double) -> MonitoringSeries {
      MonitoringSeries(
        station: station(name), pollutant: .pm25, unit: .microgramsPerCubicMetre, axis: axis,
        values: (0..<axis.count).map { hour in
          level + 9 * sin(Double(hour) / 17) - (hour >= change ? effect : 0)
        })
    }
    let library = SeriesCollection([
      hours("T", 40, 4), hours("U", 30, 4), hours("D0", 35, 0), hours("D1", 50, 0),
      hours("D2", 20, 0),
    ])
    func study(_ average: String) throws -> Study {
      try Study(
        StudyDescription(
          yaml: """
            title: alert
            measure: { name: alert, start: 2005-01-31 12:00 }
            outcome: { pollutant: pm25, average: \(average) }
            treated: [T, U]
            donors: all
            before: 2005-01-01..2005-01-30
            after: 2005-01-31..2005-03-01
            estimators: [difference-in-differences]
            """, file: "s.yaml"), from: library)
    }
    let hourly = try study("hour")
    #expect(hourly.measure.startText == "2005-01-31 12:00")
    #expect(hourly.afterPositions.lowerBound == change)
    let daily = try study("day")
    #expect(daily.afterPositions.lowerBound == 31)
    for station in daily.panel.stations.indices {
      #expect((daily.panel[30, station] == nil) == daily.treatments[station].isTreated)
    }
    for study in [hourly, daily] {
      let effect = try DifferenceInDifferences().effect(of: study)
      #expect(abs(effect.estimate + 4) < 1e-9, "\(effect.estimate)")
    }
    let half = try #require(daily.notes.first { $0.identifier == "steps-half-treated" })
    #expect(half.number("count") == 2)
  }
}
