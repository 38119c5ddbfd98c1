import Documents
import TestSupport
import Testing

@testable import AirQuality

@Suite("Units and reference states")
struct ConversionTests {
  static let station = Station(network: "test", identifier: "1")

  /// An hourly series at UTC+8.
  static func hourly(
    _ pollutant: Pollutant, _ unit: MeasurementUnit, _ state: ReferenceState,
    from start: String = "2018-08-31", _ values: [Double?]
  ) throws -> MonitoringSeries {
    let day = try #require(CivilDate(start))
    return MonitoringSeries(
      station: station, pollutant: pollutant, unit: unit, referenceState: state,
      axis: TimeAxis(
        start: Instant(day, utcOffset: 28_800), step: 3_600, count: values.count,
        utcOffset: 28_800),
      values: values)
  }

  static func hourly(
    _ pollutant: Pollutant, _ unit: MeasurementUnit, from start: String = "2018-08-31",
    _ values: [Double?]
  ) throws -> MonitoringSeries {
    try hourly(pollutant, unit, .notApplicable, from: start, values)
  }

  @Test(
    "One ppb of a gas has the mass that the ideal gas law gives it", .tags(.analytical),
    arguments: [
      // M / V with V = 22.41397, 24.05505 and 24.46540 L/mol, worked by hand.
      (Pollutant.no2, ReferenceState.kelvin273, 2.0525),
      (.no2, .kelvin293, 1.9125), (.no2, .kelvin298, 1.8804),
      (.o3, .kelvin293, 1.9953), (.so2, .kelvin298, 2.6183), (.co, .kelvin298, 1.1449),
      (.no, .kelvin293, 1.2474),
    ])
  func massOfOnePartPerBillion(
    pollutant: Pollutant, state: ReferenceState, expected: Double
  ) throws {
    let series = try Self.hourly(pollutant, .partsPerBillion, [1, nil, 10])
    let mass = try series.converted(to: .microgramsPerCubicMetre, at: state).series
    #expect(abs(try #require(mass.values[0]) - expected) < 1e-4)
    #expect(mass.values[1] == nil)
    #expect(abs(try #require(mass.values[2]) - 10 * expected) < 1e-3)
    #expect(mass.referenceState == state)
    let back = try mass.converted(to: .partsPerBillion).series
    #expect(abs(try #require(back.values[0]) - 1) < 1e-15)
    #expect(back.referenceState == .notApplicable)
  }

  @Test("The factors of the reference table are ours", .tags(.golden))
  func tableOfFactors() throws {
    for row in ReferenceTable(named: "reference/reference_state_factors.csv").rows {
      guard let factor = row.number("factor"), let from = row["state_from"],
        let to = row["state_to"]
      else { continue }
      func state(_ text: String) -> AirState? {
        guard let kelvin = text.components(before: " K").flatMap(Double.init) else { return nil }
        return AirState(kelvin: kelvin, kilopascals: 101.325)
      }
      if let old = state(from), let new = state(to) {
        #expect(abs(old.factor(to: new) - factor) < 5.1e-5, "line \(row.line)")
      } else if from == "ppb", let volume = state(to.replacing("µg/m3 at ", with: "")) {
        #expect(abs(volume.litresPerMole - factor) < 5e-4, "line \(row.line)")
      }
    }
  }

  @Test("Carbon counts: 6 ppbC of benzene are 1 ppb", .tags(.analytical))
  func carbon() throws {
    let series = try Self.hourly(Pollutant("benzene"), .partsPerBillionCarbon, [6])
    #expect(try series.converted(to: .partsPerBillion).series.values[0] == 1)
    // 78.114 g/mol over 24.4654 L/mol.
    let mass = try series.converted(to: .microgramsPerCubicMetre, at: .kelvin298).series
    #expect(abs(try #require(mass.values[0]) - 3.19284) < 1e-4)
  }

  @Test("A power of ten and back gives the same bits", .tags(.property))
  func powersOfTen() throws {
    let values: [Double?] = [0.1, 0.037, 12.3, 0.000_7, 99.999]
    let series = try Self.hourly(.co, .milligramsPerCubicMetre, .kelvin298, values)
    let micro = try series.converted(to: .microgramsPerCubicMetre).series
    #expect(micro.values[1] == 37)
    #expect(try micro.converted(to: .milligramsPerCubicMetre).series == series)
  }

  @Test("China's gases fall by 8.4 % at the midnight of the change", .tags(.analytical))
  func chinaGas() throws {
    // 24 h before the change at 273.15 K, 2 h after it at 298.15 K.
    let values = [Double?](repeating: 100, count: 24) + [100, 100]
    let series = try Self.hourly(.no2, .microgramsPerCubicMetre, .chinaGB3095, values)
    let old = try series.converted(at: .kelvin298).series
    #expect(abs(try #require(old.values[23]) - 91.615) < 1e-3)
    #expect(old.values[24] == 100)
    let new = try series.converted(at: .kelvin273).series
    #expect(new.values[23] == 100)
    #expect(abs(try #require(new.values[24]) - 109.1525) < 1e-3)
  }

  @Test("China's particulates take each hour's temperature and pressure", .tags(.analytical))
  func chinaParticulates() throws {
    let values: [Double?] = Array(repeating: 100, count: 26)
    let series = try Self.hourly(.pm25, .microgramsPerCubicMetre, .chinaGB3095, values)
    let warm = try Self.hourly(.temperature, .degreesCelsius, Array(repeating: 25, count: 26))
    let heavy = try Self.hourly(.pressure, .hectopascals, Array(repeating: 1_000, count: 26))
    let result = try series.converted(
      at: .ambient, ambient: AmbientConditions(temperature: warm, pressure: heavy))
    // 100 · (273.15 / 298.15) · (100 / 101.325) before, as measured after.
    #expect(abs(try #require(result.series.values[0]) - 90.4169) < 1e-3)
    #expect(result.series.values[24] == 100)
    #expect(result.measuredSteps == 24)
    #expect(result.climateSteps == 0)
    #expect(result.relativeDeviation == 0)
  }

  @Test("Below 0 °C ambient volume makes particulates denser", .tags(.analytical))
  func coldAir() throws {
    let series = try Self.hourly(.pm10, .microgramsPerCubicMetre, .kelvin273, [100])
    let cold = try Self.hourly(.temperature, .degreesCelsius, [-20])
    let heavy = try Self.hourly(.pressure, .hectopascals, [1_030])
    let result = try series.converted(
      at: .ambient, ambient: AmbientConditions(temperature: cold, pressure: heavy)
    ).series
    // 100 · (273.15 / 253.15) · (103 / 101.325).
    #expect(abs(try #require(result.values[0]) - 109.684) < 1e-3)
  }

  @Test("Hours without weather take the climate and carry its deviation", .tags(.analytical))
  func climate() throws {
    let series = try Self.hourly(.pm25, .microgramsPerCubicMetre, .kelvin273, [100, 100])
    let warm = try Self.hourly(.temperature, .degreesCelsius, [20, nil])
    let heavy = try Self.hourly(.pressure, .hectopascals, [1_013.25, 1_013.25])
    let month = AirClimate.Cell(mean: 20, deviation: 2.9315)
    let pressure = AirClimate.Cell(mean: 1_013.25, deviation: 5)
    let climate = try #require(
      AirClimate(
        temperature: Array(repeating: month, count: 12),
        pressure: Array(repeating: pressure, count: 12)))
    let result = try series.converted(
      at: .ambient,
      ambient: AmbientConditions(temperature: warm, pressure: heavy, climate: climate))
    #expect(result.measuredSteps == 1)
    #expect(result.climateSteps == 1)
    // 2.9315 / 293.15 of the temperature; the pressure was measured.
    #expect(abs(result.relativeDeviation - 0.01) < 1e-12)
    #expect(result.series.values[0] == result.series.values[1])
  }

  @Test("The climate of a measured year is its mean by month and hour", .tags(.analytical))
  func measuredClimate() throws {
    let hours = 365 * 24
    let temperature = try Self.hourly(
      .temperature, .degreesCelsius, from: "2015-01-01",
      (0..<hours).map { Double($0 % 24) + Double($0 / 24 % 2) })
    let pressure = try Self.hourly(
      .pressure, .hectopascals, from: "2015-01-01", Array(repeating: 1_000, count: hours))
    let climate = try #require(AirClimate(temperature: temperature, pressure: pressure))
    let cell = AirClimate.cell(climate.temperature, month: 6, hour: 5)
    #expect(abs(cell.mean - 5.5) < 1e-12)
    // Thirty values, half of them 0.5 below and half above the mean: √(30 · 0.25 / 29).
    #expect(abs(cell.deviation - 0.508_548) < 1e-6)
    #expect(
      AirClimate(
        temperature: try Self.hourly(.temperature, .degreesCelsius, [1]), pressure: pressure) == nil
    )
  }

  @Test("The standard atmosphere has 898.7 hPa at 1,000 m", .tags(.analytical))
  func altitude() {
    #expect(abs(AirClimate.standardPressure(altitudeMetres: 1_000) - 898.75) < 0.02)
    #expect(AirClimate.standardPressure(altitudeMetres: 0) == 1_013.25)
  }

  @Test("What cannot be converted is refused with a remedy", .tags(.analytical))
  func refusals() throws {
    let gas = try Self.hourly(.no2, .microgramsPerCubicMetre, .unstated, [1])
    #expect(throws: UnitError.stateUnstated(series: "test/1, no2")) {
      try gas.converted(to: .partsPerBillion)
    }
    let dust = try Self.hourly(.pm25, .microgramsPerCubicMetre, .kelvin273, [1])
    #expect(
      throws: UnitError.incompatible(from: "µg/m³", to: "ppb", series: "test/1, pm25")
    ) { try dust.converted(to: .partsPerBillion) }
    #expect(
      throws: UnitError.conditionsMissing(
        what: "error.air.temperature", date: "2018-08-31", series: "test/1, pm25")
    ) { try dust.converted(at: .ambient) }
    let unknown = try Self.hourly(Pollutant("nmhc"), .partsPerBillion, [1])
    let error = #expect(throws: UnitError.self) {
      try unknown.converted(to: .microgramsPerCubicMetre, at: .kelvin298)
    }
    #expect(
      error?.explanation == """
        test/1, nmhc: the molecule of “NMHC” is not known, so its mass and carbon atoms are not; \
        keep the unit, or write the compound’s usual English name
        """)
    let kelvin = try Self.hourly(.temperature, .kelvins, [300])
    #expect(throws: UnitError.self) { try AmbientConditions(temperature: kelvin) }
  }

  @Test("A series changes its state only where the change lies inside", .tags(.analytical))
  func change() throws {
    let series = try Self.hourly(
      .pm25, .microgramsPerCubicMetre, .chinaGB3095, Array(repeating: 1, count: 26))
    let start = series.axis.start
    #expect(series.changesState(from: start, until: series.axis.end))
    #expect(!series.changesState(from: start, until: ReferenceState.chinaChange))
    #expect(!series.changesState(from: ReferenceState.chinaChange, until: series.axis.end))
    #expect(ReferenceState.chinaChange.formatted(utcOffset: 28_800) == "2018-09-01T00:00:00+08:00")
  }
}

extension String {
  /// The text before a marker, `nil` without it.
  fileprivate func components(before marker: String) -> String? {
    firstRange(of: marker).map { String(self[..<$0.lowerBound]) }
  }
}
