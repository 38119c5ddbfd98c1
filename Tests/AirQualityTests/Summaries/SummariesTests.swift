import NumericKernels
import TestSupport
import Testing

@testable import AirQuality

@Suite("Windows, rolling means and profiles")
struct SummariesTests {
  static func hourly(
    _ pollutant: Pollutant = .pm25, from start: String = "2015-01-01",
    values: [Double?]
  ) throws -> MonitoringSeries {
    let day = try #require(CivilDate(start))
    return MonitoringSeries(
      station: Station(network: "n", identifier: "1"), pollutant: pollutant,
      unit: .microgramsPerCubicMetre,
      axis: TimeAxis(
        start: Instant(day, utcOffset: 28_800), step: 3_600, count: values.count,
        utcOffset: 28_800), values: values)
  }

  @Test("Three hours from midnight, the capture rule counts absent hours", .tags(.analytical))
  func threeHours() throws {
    let series = try Self.hourly(values: [1, 2, 3, 4, nil, 6, 7])
    let averaged = try #require(
      series.averaged(every: 10_800, capture: DataCapture(minimumShare: 0.6)))
    #expect(averaged.values == [2, 5, nil])
    #expect(series.averaged(every: 5_400) == nil)
  }

  @Test("Weeks begin on Monday and are named by ISO 8601", .tags(.analytical))
  func weeks() throws {
    // 1 January 2015 is a Thursday: week 1 begins on 29 December 2014.
    let series = try Self.hourly(values: Array(repeating: 1, count: 24 * 12))
    let weeks = series.gathered(by: .week, capture: .none)
    #expect(weeks.map(\.label) == ["2015-W01", "2015-W02", "2015-W03"])
    #expect(weeks[0].start.description == "2014-12-29")
    #expect(weeks[1].expectedCount == 168)
  }

  @Test("A season of one's own may cross the new year", .tags(.analytical))
  func ownSeasons() throws {
    let season = try #require(NamedSeason("heating=11-3"))
    #expect(season.length == 5)
    #expect(season.contains(12) && season.contains(3) && !season.contains(4))
    let series = try Self.hourly(from: "2015-10-01", values: Array(repeating: 1, count: 24 * 200))
    let labels = series.gathered(by: .seasons([season]), capture: .none).map(\.label)
    #expect(labels == ["2015-10 no season", "2015/16 heating", "2016-04 no season"])
    #expect(NamedSeason("heating") == nil)
    #expect(NamedSeason("x=0-3") == nil)
  }

  @Test("Rolling windows stand at the right, the middle and the left", .tags(.analytical))
  func alignment() throws {
    let series = try Self.hourly(values: [1, 2, 3, 4])
    #expect(series.rolling(width: 3).values == [nil, nil, 2, 3])
    #expect(series.rolling(width: 3, alignment: .centre).values == [nil, 2, 3, nil])
    #expect(series.rolling(width: 3, alignment: .left).values == [2, 3, nil, nil])
    #expect(series.rolling(width: 2, alignment: .centre).values == [1.5, 2.5, 3.5, nil])
    #expect(
      series.rolling(width: 2, statistic: .maximum).values == [nil, 2, 3, 4])
  }

  @Test("Percentiles, spread and frequency of a window", .tags(.analytical))
  func statistics() throws {
    let values: [Double?] = (1...24).map { Double($0) }
    let series = try Self.hourly(values: values)
    func day(_ statistic: AggregateStatistic) -> Double? {
      series.gathered(by: .day, statistic: statistic).first?.value
    }
    // Type 7: 1 + 23 · 0.95 = 22.85.
    #expect(abs(try #require(day(.percentile95)) - 22.85) < 1e-12)
    #expect(day(.percentile25) == 6.75)
    #expect(day(.frequency) == 24)
    #expect(abs(try #require(day(.standardDeviation)) - 50.0.squareRoot()) < 1e-12)
  }

  @Test("The diurnal profile finds the hour of the day", .tags(.analytical))
  func diurnal() throws {
    let series = try Self.hourly(values: (0..<(24 * 28)).map { Double($0 % 24) })
    let profile = Profile(series, kind: .diurnal)
    let hours: [Double?] = (0..<24).map { Double($0) }
    #expect(profile.cells.map(\.mean) == hours)
    #expect(profile.cells[5].lower == 5)
    #expect(profile.cells[5].count == 28)
    let weekly = Profile(series, kind: .weekly)
    #expect(weekly.cells[24].label == "Tuesday 00")
    #expect(weekly.cells[24 * 3].count == 4)
  }

  @Test("The profile's intervals cover although hours resemble each other", .tags(.calibration))
  func coverage() throws {
    let replicates = 120
    var covered = 0
    for replicate in 0..<replicates {
      var stream = RandomStream(seed: 21, index: UInt64(replicate))
      var state = stream.normal()
      let values = (0..<(24 * 7 * 26)).map { hour -> Double? in
        state = 0.97 * state + (1 - 0.97 * 0.97).squareRoot() * stream.normal()
        return 10 + Double(hour % 24 == 8 ? 5 : 0) + 3 * state
      }
      let cell = Profile(try Self.hourly(values: values), kind: .diurnal, replicates: 200).cells[8]
      if let lower = cell.lower, let upper = cell.upper, lower <= 15, 15 <= upper { covered += 1 }
    }
    // 95 % of 120 is 114; 26 weeks cost a little. Hours taken one by one would cover about half.
    #expect((103...120).contains(covered), "\(covered) of \(replicates)")
  }

  @Test("A plume from the east stands in the eastern sector", .tags(.analytical))
  func sectors() throws {
    let count = 400
    let directions: [Double?] = (0..<count).map { $0 % 10 == 9 ? nil : Double($0 % 4) * 90 }
    let direction = MonitoringSeries(
      station: Station(network: "n", identifier: "1"), pollutant: .windDirection, unit: .degrees,
      axis: try Self.hourly(values: directions).axis, values: directions)
    let series = try Self.hourly(values: directions.map { $0 == 90 ? 100 : 10 })
    let wind = try #require(WindStatistics(series, direction: direction, sectors: 4))
    #expect(wind.cells.map(\.mean) == [10, 100, 10, 10])
    #expect(wind.cells.reduce(0) { $0 + $1.count } == 360)
    #expect(wind.cells[1].direction == 90)
    #expect(wind.withoutWind == 40 && wind.calm.count == 0)
  }
}

@Suite("Derived quantities")
struct DerivedPollutantTests {
  static func pair(
    _ first: (Pollutant, MeasurementUnit, ReferenceState, [Double?]),
    _ second: (Pollutant, MeasurementUnit, ReferenceState, [Double?])
  ) throws -> [MonitoringSeries] {
    try [first, second].map { pollutant, unit, state, values in
      let plain = try SummariesTests.hourly(pollutant, values: values)
      return MonitoringSeries(
        station: plain.station, pollutant: pollutant, unit: unit, referenceState: state,
        axis: plain.axis, values: values)
    }
  }

  @Test("PM coarse is the difference, negative where the fine is above", .tags(.analytical))
  func coarse() throws {
    let derived = try #require(DerivedPollutant(Pollutant("pm_coarse")))
    let series = try derived.series(
      from: Self.pair(
        (.pm10, .microgramsPerCubicMetre, .kelvin273, [50, 20, nil]),
        (.pm25, .microgramsPerCubicMetre, .kelvin273, [30, 25, 10])))
    #expect(series?.values == [20, -5, nil])
    #expect(series?.unit == .microgramsPerCubicMetre)
  }

  @Test("A ratio is missing where its denominator is not above zero", .tags(.analytical))
  func ratio() throws {
    let derived = try #require(DerivedPollutant(Pollutant("pm25_pm10")))
    let series = try derived.series(
      from: Self.pair(
        (.pm25, .microgramsPerCubicMetre, .kelvin273, [30, 1]),
        (.pm10, .microgramsPerCubicMetre, .kelvin273, [60, 0])))
    #expect(series?.values == [0.5, nil])
  }

  @Test("NO2 and O3 add up in ppb, whatever their masses", .tags(.analytical))
  func oxidant() throws {
    let derived = try #require(DerivedPollutant(Pollutant("ox_total")))
    let volume = AirState.kelvin298.litresPerMole
    let series = try derived.series(
      from: Self.pair(
        (.no2, .microgramsPerCubicMetre, .kelvin298, [20 * 46.005 / volume]),
        (.o3, .microgramsPerCubicMetre, .kelvin298, [30 * 47.997 / volume])))
    #expect(abs(try #require(series?.values[0]) - 50) < 1e-9)
    #expect(series?.unit == .partsPerBillion)
  }

  @Test("Different reference states are refused", .tags(.analytical))
  func states() throws {
    let derived = try #require(DerivedPollutant(Pollutant("pm_coarse")))
    #expect(throws: UnitError.self) {
      try derived.series(
        from: Self.pair(
          (.pm10, .microgramsPerCubicMetre, .kelvin273, [50]),
          (.pm25, .microgramsPerCubicMetre, .ambient, [30])))
    }
  }

  @Test("An increment is missing where most of the background is", .tags(.analytical))
  func increment() throws {
    let road = try SummariesTests.hourly(values: [50, 60, 70])
    let far = try [[10, 20, nil], [20, nil, nil], [30, nil, 5.0]].map {
      try SummariesTests.hourly(values: $0)
    }
    #expect(road.increment(over: far)?.values == [30, nil, nil])
  }

  @Test("A total counts when enough of its compounds do", .tags(.analytical))
  func total() throws {
    let compounds = try [[1, 2, nil], [10, nil, nil]].map {
      try SummariesTests.hourly(Pollutant("benzene"), values: $0)
    }
    let all = MonitoringSeries.total(of: compounds, named: Pollutant("voc_total"))
    #expect(all?.values == [11, nil, nil])
    let half = MonitoringSeries.total(
      of: compounds, named: Pollutant("voc_total"), minimumShare: 0.5)
    #expect(half?.values == [11, 2, nil])
  }

  @Test("A total takes compounds and leaves methane, mixtures and totals out", .tags(.analytical))
  func compounds() throws {
    let derived = try #require(DerivedPollutant(Pollutant("voc_total")))
    let measured = ["benzene", "methane", "toluene", "nmhc", "tnmoc", "n-hexane", "pm25"].map {
      Pollutant($0)
    }
    #expect(
      derived.components(among: measured)
        == [Pollutant("benzene"), Pollutant("n_hexane"), Pollutant("toluene")])
    #expect(derived.components(among: [Pollutant("benzene"), .pm25]) == nil)
    #expect(
      DerivedPollutant(Pollutant("pm_coarse"))?.components(among: [.pm25, .no2]) == nil)
  }

  @Test("A total of compounds in several units is refused", .tags(.analytical))
  func totalOfUnits() throws {
    let derived = try #require(DerivedPollutant(Pollutant("voc_total")))
    #expect(throws: UnitError.self) {
      try derived.series(
        from: Self.pair(
          (Pollutant("benzene"), .partsPerBillion, .notApplicable, [1]),
          (Pollutant("toluene"), .microgramsPerCubicMetre, .kelvin298, [30])))
    }
  }
}
