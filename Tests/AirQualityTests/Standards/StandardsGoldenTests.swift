import Foundation
import TestSupport
import Testing

@testable import AirQuality

/// Beijing Dongsi beside pandas; see `Golden/standards_dongsi.py`.
@Suite("Statistics of the law beside pandas", .enabled(if: SharedData.isPresent))
struct StandardsGoldenTests {
  private static let golden: [String: Double] = {
    let file = SharedData.checkout
      .appendingPathComponent("Tests/AirQualityTests/Golden/standards_dongsi.json")
    guard let data = try? Data(contentsOf: file),
      let values = try? JSONDecoder().decode([String: Double].self, from: data)
    else { return [:] }
    return values
  }()

  private static let series: [MonitoringSeries] = {
    let columns: [(String, Pollutant)] = [
      ("PM2.5", .pm25), ("PM10", .pm10), ("SO2", .so2), ("NO2", .no2), ("CO", .co), ("O3", .o3),
    ]
    guard
      let table = try? PlainTable(
        path: SharedData.path("beijing_prsa/PRSA_Data_Dongsi_20130301-20170228.csv"),
        columns: columns.map(\.0)), let start = CivilDate("2013-03-01")
    else { return [] }
    return columns.map { name, pollutant in
      MonitoringSeries(
        station: Station(network: "prsa", identifier: "Dongsi"), pollutant: pollutant,
        unit: .microgramsPerCubicMetre, referenceState: .kelvin273,
        axis: TimeAxis(
          start: Instant(start, utcOffset: 28_800), step: 3_600, count: table.rowCount,
          utcOffset: 28_800), values: table.numbers(name))
    }
  }()

  /// What one limit of a pollutant gives.
  private func finding(
    _ pollutant: Pollutant, _ authority: AirQualityStandard.Authority, _ year: Int,
    standard: String, level: String? = nil, averaging: String
  ) throws -> ComplianceFinding {
    let series = try #require(Self.series.first { $0.pollutant == pollutant })
    return try #require(
      StandardsEvaluation.findings(
        series, authority, year, standard: standard, level: level, averaging: averaging
      ).first)
  }

  private func expect(_ value: Double?, _ key: String, within tolerance: Double) throws {
    let golden = try #require(Self.golden[key], "\(key)")
    let value = try #require(value)
    #expect(abs(value - golden) <= tolerance * max(1, abs(golden)), "\(key): \(value), \(golden)")
  }

  @Test("China 2015: means, percentiles and valid days of six pollutants", .tags(.golden))
  func china() throws {
    let percentiles: [(Pollutant, Int)] = [
      (.pm25, 95), (.pm10, 95), (.so2, 98), (.no2, 98), (.co, 95),
    ]
    // The 2012 standard is at 273 K in 2015, as the files are, so nothing is converted.
    for (pollutant, percent) in percentiles {
      let name = pollutant.displayName
      let day = try finding(
        pollutant, .china, 2015, standard: "GB 3095-2012", level: "grade 2", averaging: "24h")
      // 1e-12: the same order statistics, sums in another order.
      try expect(day.value, "china \(name) p\(percent) 2015", within: 1e-12)
      try expect(Double(day.validity.validCount), "china \(name) days 2015", within: 0)
      guard pollutant != .co else { continue }
      let year = try finding(
        pollutant, .china, 2015, standard: "GB 3095-2012", level: "grade 2", averaging: "annual")
      try expect(year.value, "china \(name) mean 2015", within: 1e-12)
    }
    let ozone = try finding(
      .o3, .china, 2015, standard: "GB 3095-2012", level: "grade 2", averaging: "8h")
    // pandas' rolling mean carries rounding errors of 1e-12 from window to window.
    try expect(ozone.value, "china O3 p90 2015", within: 1e-9)
    try expect(Double(ozone.validity.validCount), "china O3 days 2015", within: 0)
  }

  @Test("EU 2015: means and exceedances at 293 K and 101.3 kPa", .tags(.golden))
  func europe() throws {
    let old = "Directive 2008/50/EC"
    let mean = try finding(.no2, .eu, 2015, standard: old, averaging: "annual")
    try expect(mean.value, "eu NO2 mean 2015", within: 1e-12)
    let hours = try finding(.no2, .eu, 2015, standard: old, averaging: "1h")
    try expect(hours.exceedances.map(Double.init), "eu NO2 hours over 200 2015", within: 0)
    let days = try finding(.pm10, .eu, 2015, standard: old, averaging: "24h")
    try expect(days.exceedances.map(Double.init), "eu PM10 days over 50 2015", within: 0)
    let ozone = try finding(.o3, .eu, 2015, standard: old, averaging: "8h")
    try expect(ozone.exceedances.map(Double.init), "eu O3 days over 120 2015", within: 0)
  }

  @Test("WHO 2015: the 99th percentile and the peak season of ozone", .tags(.golden))
  func worldHealth() throws {
    let name = "Global air quality guidelines 2021"
    let day = try finding(.pm25, .who, 2015, standard: name, level: "AQG", averaging: "24h")
    try expect(day.value, "who PM2.5 p99 2015", within: 1e-12)
    let season = try finding(
      .o3, .who, 2015, standard: name, level: "AQG", averaging: "peak season")
    try expect(season.value, "who O3 peak season 2015", within: 1e-9)
  }

  @Test("Japan, fiscal year 2015: mean, 98 % values and 2 % exclusion", .tags(.golden))
  func japan() throws {
    let name = "Environmental Quality Standard"
    let mean = try finding(.pm25, .japan, 2015, standard: name, averaging: "annual")
    try expect(mean.value, "japan PM2.5 mean FY2015", within: 1e-12)
    let fine = try finding(.pm25, .japan, 2015, standard: name, averaging: "24h")
    try expect(fine.value, "japan PM2.5 98 FY2015", within: 1e-12)
    let nitrogen = try finding(.no2, .japan, 2015, standard: name, averaging: "24h")
    try expect(nitrogen.value, "japan NO2 98 FY2015", within: 1e-12)
    let sulphur = try finding(.so2, .japan, 2015, standard: name, averaging: "24h")
    try expect(sulphur.value, "japan SO2 2 % FY2015", within: 1e-12)
  }

  @Test("US 2014 to 2016: design values of PM2.5 and ozone", .tags(.golden))
  func unitedStates() throws {
    let day = try finding(.pm25, .us, 2016, standard: "NAAQS", averaging: "24h")
    try expect(day.value, "us PM2.5 98 2016", within: 1e-12)
    let year = try finding(
      .pm25, .us, 2016, standard: "NAAQS", level: "primary", averaging: "annual")
    try expect(year.value, "us PM2.5 mean 2016", within: 1e-12)
    let ozone = try finding(.o3, .us, 2016, standard: "NAAQS", averaging: "8h")
    try expect(ozone.value, "us O3 fourth 2016", within: 1e-12)
  }
}
