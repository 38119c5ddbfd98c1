import AirQuality
import Foundation
import TestSupport
import Testing

/// Means recomputed beforehand from the same public files with other tools, printed to three
/// decimals; hence a tolerance of half of the last one.
@Suite("Means of the Beijing and mission files", .enabled(if: SharedData.isPresent))
struct BeijingMeansTests {
  private static let stationMeans = [
    "Aotizhongxin": 82.774, "Changping": 71.100, "Dingling": 65.989, "Dongsi": 86.194,
    "Guanyuan": 82.933, "Gucheng": 83.852, "Huairou": 69.626, "Nongzhanguan": 84.838,
    "Shunyi": 79.492, "Tiantan": 82.165, "Wanliu": 83.375, "Wanshouxigong": 85.024,
  ]

  private static let stations: [MonitoringSeries] = stationMeans.keys.sorted().compactMap { name in
    let path = SharedData.path("beijing_prsa/PRSA_Data_\(name)_20130301-20170228.csv")
    guard let table = try? PlainTable(path: path, columns: ["PM2.5"]),
      let start = CivilDate("2013-03-01")
    else { return nil }
    return MonitoringSeries(
      station: Station(network: "prsa", identifier: name), pollutant: .pm25,
      unit: .microgramsPerCubicMetre,
      axis: TimeAxis(
        start: Instant(start, utcOffset: 28_800), step: 3_600, count: table.rowCount,
        utcOffset: 28_800),
      values: table.numbers("PM2.5"))
  }

  /// Mean over stations of one period's means; every station must have one.
  private func city(_ periods: (MonitoringSeries) -> [PeriodValue]) throws -> [String: Double] {
    var sums: [String: Double] = [:]
    for series in Self.stations {
      for period in periods(series) {
        guard let value = period.value else { continue }
        sums[period.label, default: 0] += value / Double(Self.stations.count)
      }
    }
    return sums
  }

  @Test("Station means over all four years", .tags(.golden))
  func stationMeans() throws {
    #expect(Self.stations.count == 12)
    for series in Self.stations {
      #expect(series.count == 35_064)
      let expected = try #require(Self.stationMeans[series.station.identifier])
      let mean = AggregateStatistic.mean.value(of: series.storage[...])
      #expect(abs(mean - expected) <= 0.00051, "\(series.station)")
    }
    let missing = Self.stations.reduce(0) { $0 + $1.count - $1.completeness().validCount }
    #expect(missing == 8_739)  // 2.08 % of 420,768 rows
  }

  @Test("City means of calendar years and of March-to-February years", .tags(.golden))
  func years() throws {
    let calendar = try city { $0.yearly() }
    for (label, expected) in ["2014": 85.568, "2015": 79.624, "2016": 71.932] {
      #expect(abs(try #require(calendar[label]) - expected) <= 0.00051)
    }
    #expect(calendar["2013"] != nil && calendar["2017"] == nil, "two months are no year")
    let seasonal = try city { $0.yearly(firstMonth: 3) }
    for (label, expected) in [
      "2013/14": 86.62, "2014/15": 81.31, "2015/16": 73.10, "2016/17": 78.10,
    ] {
      #expect(abs(try #require(seasonal[label]) - expected) <= 0.0051)
    }
  }

  @Test("City means of seasons", .tags(.golden))
  func seasons() throws {
    let ours = try city { $0.seasonal() }
    let expected: [(String, [Double])] = [
      ("MAM", [83.137, 82.538, 71.114, 71.003]), ("JJA", [76.686, 69.345, 55.361, 57.419]),
      ("SON", [80.748, 90.863, 78.610, 78.929]),
    ]
    for (season, values) in expected {
      for (year, value) in zip(2013..., values) {
        #expect(abs(try #require(ours["\(year) \(season)"]) - value) <= 0.00051)
      }
    }
    for (label, value) in zip(
      ["2013/14", "2014/15", "2015/16", "2016/17"], [106.445, 82.564, 87.498, 105.363])
    {
      #expect(abs(try #require(ours["\(label) DJF"]) - value) <= 0.00051)
    }
  }

  private static let missionYears: [String: [(mean: Double, count: Int)]] = [
    "Beijing": [
      (101.568, 8_679), (97.725, 8_662), (82.678, 8_668), (72.700, 8_759), (58.827, 8_619),
      (50.703, 8_569), (42.601, 8_719), (38.845, 8_723), (40.539, 8_642),
    ],
    "Shenyang": [
      (66.844, 5_389), (77.704, 8_448), (78.857, 7_949), (59.511, 8_308), (49.758, 7_728),
      (42.436, 8_450), (46.522, 7_762), (44.955, 8_742), (40.799, 7_648),
    ],
  ]

  /// A mission's valid hours 2013 to 2021, each on the day and year of its label.
  ///
  /// A year's file runs from 01:00 on 1 January to 00:00 on the next, but the known means are by
  /// the year of the label; read by file, Beijing 2013 would have one hour more.
  private func mission(_ city: String) throws -> MonitoringSeries {
    let first = try #require(CivilDate("2013-01-01"))
    let count = 24 * (365 * 9 + 2)
    let axis = TimeAxis(
      start: Instant(first, utcOffset: 28_800), step: 3_600, count: count, utcOffset: 28_800)
    var values = [Double?](repeating: nil, count: count)
    for year in 2013...2021 {
      let table = try PlainTable(
        path: SharedData.path("stateair/\(city)_PM2.5_\(year)_YTD.csv"),
        columns: ["Year", "Month", "Day", "Hour", "Raw Conc.", "QC Name"])
      let parts = ["Year", "Month", "Day", "Hour"].map { table[$0].map { Int($0) ?? 0 } }
      let stamps = try (0..<table.rowCount).map { row in
        Instant(
          try #require(CivilDate(year: parts[0][row], month: parts[1][row], day: parts[2][row])),
          hour: parts[3][row], utcOffset: 28_800)
      }
      let concentrations = table.numbers("Raw Conc.")
      for row in 0..<table.rowCount where table["QC Name"][row] == "Valid" {
        // The first of two rows at 03:00 on the day US clocks change is 02:00.
        let twice = row + 1 < stamps.count && stamps[row + 1] == stamps[row]
        let begin = stamps[row].advanced(bySeconds: twice ? -3_600 : 0)
        // The last file's last row is the first hour of 2022.
        guard let position = axis.position(of: begin) else { continue }
        values[position] = concentrations[row]
      }
    }
    return MonitoringSeries(
      station: Station(network: "stateair", identifier: city), pollutant: .pm25,
      unit: .microgramsPerCubicMetre, axis: axis, values: values)
  }

  @Test(
    "Yearly means and counts of the US missions", .tags(.golden),
    arguments: ["Beijing", "Shenyang"])
  func missionYears(_ city: String) throws {
    let series = try mission(city)
    let years = series.yearly(capture: .none)
    let expected = try #require(Self.missionYears[city])
    #expect(years.map(\.validCount) == expected.map(\.count))
    for (year, known) in zip(years, expected) {
      #expect(abs(try #require(year.value) - known.mean) <= 0.00051, "\(year.label)")
    }
  }

  @Test("Shenyang 2013 fails three quarters, at 61.5 %", .tags(.golden))
  func shenyang2013() throws {
    let year = try mission("Shenyang").yearly()[0]
    #expect(year.value == nil && year.expectedCount == 8_760)
    #expect(abs(year.share - 0.615) < 0.0005)
  }

  @Test("The embassy confirms that the kind of year decides the sign", .tags(.golden))
  func embassySeasonalYears() throws {
    let series = try mission("Beijing")
    let years = Dictionary(
      uniqueKeysWithValues: series.yearly(firstMonth: 3).map { ($0.label, $0.value) })
    // pandas 3 on the same rows; up 5.5 %, while the calendar year fell by 12 %.
    #expect(abs(try #require(years["2015/16"] ?? nil) - 75.4963) <= 0.000051)
    #expect(abs(try #require(years["2016/17"] ?? nil) - 79.6268) <= 0.000051)
  }
}
