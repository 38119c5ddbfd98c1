import Documents
import AirQuality
import Cooperation
import Estimation
import NumericKernels
import TestSupport
import Testing

@Suite("Putting a study together")
struct StudyResolutionTests {
  /// Daily series of 2014 and 2015, one degree of longitude (about 89 km) apart at 37° north.
  private func series(
    _ name: String, network: String = "net", at longitude: Double, missingAfter: Int = 730,
    unit: MeasurementUnit = .microgramsPerCubicMetre
  ) throws -> MonitoringSeries {
    let first = try #require(CivilDate("2014-01-01"))
    let last = try #require(CivilDate("2015-12-31"))
    return MonitoringSeries(
      station: Station(
        network: network, identifier: name,
        coordinate: Coordinate(latitude: 37, longitude: longitude)),
      pollutant: .pm25, unit: unit,
      axis: .days(from: first, through: last, utcOffset: 28_800),
      values: (0..<730).map { $0 < missingAfter ? 50 + Double($0 % 7) : nil })
  }

  private func description(
    treated: [String], donors: DonorRule = DonorRule()
  ) throws -> StudyDescription {
    StudyDescription(
      title: "t", measure: Measure(name: "m", start: try #require(CivilDate("2015-01-01"))),
      outcome: Outcome(pollutant: .pm25), treated: treated, donors: donors,
      before: try #require(DatePeriod("2014-01-01..2014-12-31")),
      after: try #require(DatePeriod("2015-01-01..2015-12-31")),
      estimators: [EstimatorChoice(method: "before-after")])
  }

  @Test(
    "Donors too near, too incomplete or in another unit are left out and counted",
    .tags(.analytical))
  func donors() throws {
    let library = SeriesCollection([
      try series("T", at: 110), try series("Near", at: 110.5), try series("Far", at: 112),
      try series("Short", at: 113, missingAfter: 400),
      try series("Other", at: 114, unit: .milligramsPerCubicMetre),
      try series("Elsewhere", network: "other", at: 115),
    ])
    let study = try Study(
      description(treated: ["T"], donors: DonorRule(apartKilometres: 100)), from: library)
    #expect(study.donorStations.map(\.identifier) == ["Far"])
    #expect(
      study.notes.map(\.identifier) == [
        "donors-near", "donors-incomplete", "donors-different",
      ])
    #expect(study.notes.allSatisfy { $0.number("count") == 1 })
  }

  @Test("Days that hold a missing code are told where no flag keeps them out", .tags(.analytical))
  func falseValues() throws {
    let plain = try series("T", at: 110)
    let days = [30, 90, 200, 500]
    var values = plain.values
    for day in days { values[day] = values[day].map { ($0 * 23 + 9_999) / 24 + 200 } }
    let spoilt = MonitoringSeries(
      station: plain.station, pollutant: .pm25, unit: plain.unit, axis: plain.axis, values: values)
    func remark(_ series: MonitoringSeries) throws -> Diagnostic? {
      try Study(
        description(treated: ["T"], donors: DonorRule(origin: .none)),
        from: SeriesCollection([series])
      ).notes.first { $0.identifier == "false-values" }
    }
    #expect(try remark(plain) == nil)
    let found = try #require(try remark(spoilt))
    #expect(found.number("count") == 4 && found.number("stations") == 1)
    #expect(found.severity == .warning)
  }

  @Test("A study chooses among several series of one quantity", .tags(.analytical))
  func chosenSeries() throws {
    func instrument(_ name: String, adding level: Double, at station: String) throws
      -> MonitoringSeries
    {
      let plain = try series(station, at: 110)
      return MonitoringSeries(
        station: plain.station, pollutant: .pm25, unit: plain.unit, axis: plain.axis,
        instrument: name, values: plain.values.map { $0.map { $0 + level } })
    }
    let library = SeriesCollection([
      try instrument("POC 1", adding: 0, at: "T"), try instrument("POC 3", adding: 8, at: "T"),
      try series("D", at: 112),
    ])
    func first(_ choice: SeriesChoice?) throws -> Double? {
      let plain = try description(treated: ["T"], donors: DonorRule(origin: .none))
      return try Study(
        StudyDescription(
          title: plain.title, measure: plain.measure, outcome: plain.outcome, treated: ["T"],
          donors: plain.donors, before: plain.before, after: plain.after,
          series: choice.map { ["pm25": $0] }, estimators: plain.estimators), from: library
      ).panel[0, 0]
    }
    #expect(try first(nil) == 50)
    #expect(try first(SeriesChoice(instrument: "POC 3")) == 58)
    #expect(try first(SeriesChoice(averaging: .day, instrument: "mean")) == 54)
    #expect(throws: EstimationError.self) { try first(SeriesChoice(instrument: "POC 2")) }
    #expect(throws: EstimationError.self) { try first(SeriesChoice(averaging: .hour)) }
  }

  @Test("Covariates of donors are read where a design asks, and nowhere else", .tags(.analytical))
  func donorCovariates() throws {
    func temperature(_ plain: MonitoringSeries) -> MonitoringSeries {
      MonitoringSeries(
        station: plain.station, pollutant: .temperature, unit: .degreesCelsius, axis: plain.axis,
        values: plain.values.map { $0.map { $0 / 10 } })
    }
    let names = ["T", "A", "B", "Bare"]
    let series = try names.enumerated().map { try self.series($1, at: 110 + 2 * Double($0)) }
    let library = SeriesCollection(series + series.dropLast().map(temperature))
    func study(
      _ donors: DonorRule, _ estimator: EstimatorChoice, from other: SeriesCollection? = nil
    ) throws -> Study {
      let plain = try description(treated: ["T"])
      return try Study(
        StudyDescription(
          title: plain.title, measure: plain.measure, outcome: plain.outcome, treated: ["T"],
          donors: donors, before: plain.before, after: plain.after, covariates: [.temperature],
          estimators: [estimator]), from: other ?? library)
    }
    let asking = EstimatorChoice(
      method: "synthetic-difference-in-differences", settings: ["covariates": "adjusted"])
    let with = try study(DonorRule(), asking)
    #expect(with.donorStations.map(\.identifier) == ["A", "B"])
    #expect(with.notes.map(\.identifier) == ["donors-without-covariates"])
    let panel = try #require(with.stationCovariates.first)
    #expect(panel.stations == with.panel.stations)
    #expect(panel[3, 2] == with.panel[3, 2].map { $0 / 10 })
    #expect(throws: EstimationError.self) {
      try study(DonorRule(origin: .named(["A", "B", "Bare"])), asking)
    }
    // Of “all” a donor whose covariate cannot be used is left out; one that is named is an error.
    let half = MonitoringSeries(
      station: series[3].station, pollutant: .temperature, unit: .degreesCelsius,
      axis: series[3].axis, values: series[3].values.enumerated().map { $0 < 400 ? $1 : nil })
    let unitless = MonitoringSeries(
      station: series[3].station, pollutant: .temperature, unit: .dimensionless,
      axis: series[3].axis,
      values: series[3].values)
    for covariate in [half, unitless] {
      let other = SeriesCollection(series + series.dropLast().map(temperature) + [covariate])
      let left = try study(DonorRule(), asking, from: other)
      #expect(left.donorStations.map(\.identifier) == ["A", "B"])
      #expect(left.notes.first?.identifier == "donors-without-covariates")
      #expect(left.stationCovariates.first?.stations == left.panel.stations)
    }
    let without = try study(DonorRule(), EstimatorChoice(method: "before-after"))
    #expect(without.donorStations.map(\.identifier) == ["A", "B", "Bare"])
    #expect(without.stationCovariates.isEmpty)
  }

  @Test("A name in two networks must be told apart", .tags(.analytical))
  func ambiguous() throws {
    let library = SeriesCollection([
      try series("T", at: 110), try series("T", network: "other", at: 110),
    ])
    #expect(throws: EstimationError.ambiguousStation("T", candidates: ["net/T", "other/T"])) {
      try Study(description(treated: ["T"]), from: library)
    }
    #expect(
      try Study(description(treated: ["other/T"]), from: library).treatedStations[0].network
        == "other")
  }

  @Test("An increment is every series minus the background, which is no donor", .tags(.analytical))
  func increment() throws {
    func raised(_ name: String, by level: Double, at longitude: Double) throws -> MonitoringSeries {
      let plain = try series(name, at: longitude)
      return MonitoringSeries(
        station: plain.station, pollutant: .pm25, unit: plain.unit, axis: plain.axis,
        values: plain.values.map { $0.map { $0 + level } })
    }
    let library = SeriesCollection([
      try raised("Road", by: 20, at: 110), try raised("Park", by: 0, at: 110.1),
      try raised("Hill", by: -10, at: 110.2), try raised("Away", by: 5, at: 112),
    ])
    func study(_ background: [String]) throws -> Study {
      let plain = try description(treated: ["Road"])
      return try Study(
        StudyDescription(
          title: plain.title, measure: plain.measure,
          outcome: Outcome(pollutant: .pm25, background: background), treated: plain.treated,
          donors: plain.donors, before: plain.before, after: plain.after,
          estimators: plain.estimators), from: library)
    }
    let increment = try study(["Park", "Hill"])
    #expect(increment.panel[0, 0] == 25)
    #expect(increment.panel[0, 1] == 10)
    #expect(increment.donorStations.map(\.identifier) == ["Away"])
    #expect(increment.background.map(\.identifier) == ["Park", "Hill"])
    #expect(increment.notes.map(\.identifier) == ["increment"])
    #expect(
      throws: EstimationError.twoRoles(
        station: "net/Road", problem: "error.study.is-named-treated-background")
    ) {
      try study(["Road"])
    }
  }

  @Test("A misspelt station comes with the nearest names", .tags(.analytical))
  func misspelt() throws {
    let library = SeriesCollection([try series("Tangshan", at: 110)])
    #expect(
      throws: EstimationError.unknownStation(
        "Tanshan", pollutant: "PM2.5", nearest: ["Tangshan"])
    ) {
      try Study(description(treated: ["Tanshan"]), from: library)
    }
  }

  @Test("A treated station without data after the measure is an error", .tags(.analytical))
  func noDataAfter() throws {
    let library = SeriesCollection([try series("T", at: 110, missingAfter: 365)])
    #expect(
      throws: EstimationError.noData(
        station: "net/T", pollutant: "PM2.5", window: "2015-01-01..2015-12-31")
    ) {
      try Study(description(treated: ["T"]), from: library)
    }
  }

  @Test("A measure inside the period before is refused", .tags(.analytical))
  func measureInsideBefore() throws {
    let library = SeriesCollection([try series("T", at: 110)])
    let wrong = StudyDescription(
      title: "t", measure: Measure(name: "m", start: try #require(CivilDate("2014-06-01"))),
      outcome: Outcome(pollutant: .pm25), treated: ["T"], donors: DonorRule(),
      before: try #require(DatePeriod("2014-01-01..2014-12-31")),
      after: try #require(DatePeriod("2015-01-01..2015-12-31")), estimators: [])
    #expect(
      throws: EstimationError.measureInsideBefore(
        start: "2014-06-01", before: "2014-01-01..2014-12-31")
    ) {
      try Study(wrong, from: library)
    }
  }

  @Test("Stations of one study are treated from their own starts on", .tags(.analytical))
  func ownStarts() throws {
    let library = SeriesCollection([
      try series("T", at: 110), try series("U", at: 112), try series("D", at: 114),
    ])
    let later = try #require(CivilDate("2015-05-01"))
    let study = try Study(
      StudyDescription(
        title: "t", measure: Measure(name: "m", start: try #require(CivilDate("2015-01-01"))),
        outcome: Outcome(pollutant: .pm25), treated: ["T", "U"], ownStarts: ["U": later],
        donors: DonorRule(), before: try #require(DatePeriod("2014-01-01..2014-12-31")),
        after: try #require(DatePeriod("2015-01-01..2015-12-31")), estimators: []),
      from: library)
    #expect(study.isStaggered)
    #expect(
      study.treatments == [
        .since(Instant(study.measure.start, utcOffset: 28_800)),
        .since(Instant(later, utcOffset: 28_800)), .never,
      ])
  }

  @Test("A station that falls silent does not move the treated average", .tags(.property))
  func composition() throws {
    let study = try Study.simulated(levelChange: -4, noise: 0, treated: 3, donors: 3)
    let whole = study.observedPath
    var matrix = study.panel.matrix
    for time in 100..<300 { matrix[time, 2] = .nan }
    let thinned = try Study(
      title: study.title, measure: study.measure, outcome: study.outcome,
      panel: Panel(
        stations: study.panel.stations, pollutant: .pm25, unit: study.panel.unit,
        axis: study.panel.axis, matrix: matrix),
      treatments: study.treatments, before: study.before, after: study.after)
    for time in 0..<whole.count {
      let left = try #require(whole[time])
      let right = try #require(thinned.observedPath[time])
      #expect(abs(left - right) < 1e-9)
    }
  }
}
