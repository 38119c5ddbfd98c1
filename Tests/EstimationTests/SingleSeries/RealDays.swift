import AirQuality
import Foundation
import NumericKernels
import TestSupport

@testable import Estimation

/// Daily means of real stations on one axis, NaN where missing.
struct RealDays: Sendable {
  let axis: TimeAxis
  let names: [String]
  /// One a name.
  let columns: [[Double]]

  /// PM2.5 of the twelve Beijing stations, 2013-03 to 2017-02, days of at least so many hours.
  static func beijing(hours: Int = 18) throws -> RealDays {
    let first = CivilDate("2013-03-01")!
    let axis = TimeAxis.days(from: first, through: CivilDate("2017-02-28")!, utcOffset: 28_800)
    let files = try SharedData.files(in: "beijing_prsa").filter { $0.hasSuffix(".csv") }
    let columns = try parallelMap(
      count: files.count,
      throwing: { (index) throws(any Error) -> [Double] in
        let table = try PlainTable(
          path: SharedData.path("beijing_prsa/\(files[index])"), columns: ["PM2.5"])
        let values = table.numbers("PM2.5")
        // Whole days from the first on, 24 rows each.
        return (0..<axis.count).map { day in
          let known = values[(24 * day)..<(24 * day + 24)].compactMap(\.self)
          return known.count >= hours ? known.reduce(0, +) / Double(known.count) : .nan
        }
      })
    return RealDays(
      axis: axis, names: files.map { String($0.split(separator: "_")[2]) }, columns: columns)
  }

  /// PM2.5 of the missions of the United States in Beijing and Shenyang, 2013 to 2021, days of 18
  /// valid hours or more.
  static func missions() throws -> RealDays {
    let first = CivilDate("2013-01-01")!
    let axis = TimeAxis.days(from: first, through: CivilDate("2021-12-31")!, utcOffset: 28_800)
    let cities = ["Beijing", "Shenyang"]
    let columns = try cities.map { city -> [Double] in
      var sums = [(sum: Double, count: Int)](repeating: (0, 0), count: axis.count)
      for year in 2013...2021 {
        let table = try PlainTable(
          path: SharedData.path("stateair/\(city)_PM2.5_\(year)_YTD.csv"),
          columns: ["Year", "Month", "Day", "Raw Conc.", "QC Name"])
        let values = table.numbers("Raw Conc.")
        for row in 0..<table.rowCount
        where table["QC Name"][row] == "Valid" && (values[row] ?? -1) >= 0 {
          let text = [table["Year"][row], table["Month"][row], table["Day"][row]]
          guard let date = CivilDate(text.joined(separator: "-")) else { continue }
          let day = date.daysSinceEpoch - first.daysSinceEpoch
          guard sums.indices.contains(day) else { continue }
          sums[day] = (sums[day].sum + (values[row] ?? 0), sums[day].count + 1)
        }
      }
      return sums.map { $0.count >= 18 && $0.sum > 0 ? $0.sum / Double($0.count) : .nan }
    }
    return RealDays(axis: axis, names: cities, columns: columns)
  }

  /// NO2 of the 47 prefectures of Japan, 2011 to 2018.
  static func prefectures() throws -> RealDays {
    let first = CivilDate("2011-01-01")!
    let axis = TimeAxis.days(from: first, through: CivilDate("2018-12-31")!, utcOffset: 32_400)
    let files = try SharedData.files(in: "japan_prefectures").filter { $0.hasSuffix(".csv") }
    let columns = try parallelMap(
      count: files.count,
      throwing: { (index) throws(any Error) -> [Double] in
        let table = try PlainTable(
          path: SharedData.path("japan_prefectures/\(files[index])"),
          columns: ["date", "NO2_mean"])
        var column = [Double](repeating: .nan, count: axis.count)
        let values = table.numbers("NO2_mean")
        for (row, text) in table["date"].enumerated() {
          guard let date = CivilDate(text), let value = values[row], value > 0 else { continue }
          let day = date.daysSinceEpoch - first.daysSinceEpoch
          if column.indices.contains(day) { column[day] = value }
        }
        return column
      })
    return RealDays(
      axis: axis, names: files.map { String($0.prefix(2)) }, columns: columns)
  }

  func place(of name: String) -> Int { names.firstIndex(of: name)! }

  /// A date at which nothing was done, at a place drawn among the series.
  struct MadeUp {
    let place: Int
    let start: CivilDate
  }

  /// Dates with enough days on either side, drawn evenly.
  func madeUp(_ number: Int, before: Int, after: Int, seed: UInt64) -> MadeUp {
    var stream = RandomStream(seed: seed, index: UInt64(number))
    let place = stream.index(below: names.count)
    let first = axis.date(at: 0).daysSinceEpoch
    let day = before + stream.index(below: axis.count - before - after + 1)
    return MadeUp(place: place, start: CivilDate(daysSinceEpoch: first + day))
  }

  /// The study of one place and date, alone or against donors that measured enough.
  func study(
    _ place: Int, _ start: CivilDate, before: Int, after: Int, donors: [Int] = [],
    scale: Outcome.Scale = .log
  ) throws -> Study {
    let skipped = start.daysSinceEpoch - before - axis.date(at: 0).daysSinceEpoch
    let window = skipped..<(skipped + before + after)
    let used = donors.filter { donor in
      let missing = window.count { columns[donor][$0].isNaN }
      return donor != place && missing * 5 < window.count
    }
    return try Study.days(
      ([place] + used).map { columns[$0] }, names: ([place] + used).map { names[$0] }, axis: axis,
      start: start, before: before, after: after, scale: scale)
  }

  /// The same series with each place's smooth course over years taken out: the mean of the logarithms of
  /// the year around each day.
  func withoutTrend() -> RealDays {
    let reach = 365
    return RealDays(
      axis: axis, names: names,
      columns: columns.map { column in
        let logs = column.map { $0 > 0 ? log($0) : .nan }
        let known = logs.indices.filter { logs[$0].isFinite }
        let centre = Summation.mean(known.map { logs[$0] })
        // A year's window sees every season once wherever it stands.
        return logs.indices.map { day in
          let left = max(0, min(day - reach / 2, logs.count - reach))
          let inside = (left..<min(logs.count, left + reach)).filter { logs[$0].isFinite }
          guard logs[day].isFinite, inside.count > 100 else { return .nan }
          let mean = Summation.mean(inside.map { logs[$0] })
          return exp(logs[day] - mean + centre)
        }
      })
  }
}
