import AirQuality
import Cooperation
import Estimation
import Foundation
import NumericKernels
import TestSupport

/// Real daily series of Beijing, of the United States' missions and of Japan's prefectures, with
/// measures that nobody took.
struct MadeUpDates: Sendable {
  let name: String
  let axis: TimeAxis
  let pollutant: Pollutant
  let unit: MeasurementUnit
  let stations: [String]
  /// Logarithms, one column a station.
  let logarithms: [[Double]]

  static func beijing() throws -> MadeUpDates {
    let files = try SharedData.files(in: "beijing_prsa").filter { $0.hasSuffix(".csv") }
    let columns = try files.map { file -> (name: String, days: [CivilDate: Double]) in
      let table = try PlainTable(
        path: SharedData.path("beijing_prsa/\(file)"),
        columns: ["year", "month", "day", "PM2.5", "station"])
      return (table["station"][0], days(table, year: "year", month: "month", day: "day", "PM2.5"))
    }
    return try MadeUpDates("Beijing", .pm25, columns)
  }

  static func missions() throws -> MadeUpDates {
    let files = try SharedData.files(in: "stateair").filter { $0.contains("_PM2.5_20") }
    var cities: [String: [CivilDate: Double]] = [:]
    for file in files {
      let city = String(file.prefix { $0 != "_" })
      let table = try PlainTable(
        path: SharedData.path("stateair/\(file)"),
        columns: ["Year", "Month", "Day", "Raw Conc.", "QC Name"])
      let own = days(
        table, year: "Year", month: "Month", day: "Day", "Raw Conc.", valid: "QC Name")
      cities[city, default: [:]].merge(own) { first, _ in first }
    }
    return try MadeUpDates(
      "missions", .pm25, cities.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  }

  static func prefectures() throws -> MadeUpDates {
    let files = try SharedData.files(in: "japan_prefectures").filter { $0.hasSuffix(".csv") }
    let columns = try parallelMap(
      count: files.count,
      throwing: { (index) throws(any Error) -> (String, [CivilDate: Double]) in
        let table = try PlainTable(
          path: SharedData.path("japan_prefectures/\(files[index])"),
          columns: ["date", "NO2_mean"])
        var days: [CivilDate: Double] = [:]
        for (text, value) in zip(table["date"], table.numbers("NO2_mean")) {
          if let date = CivilDate(text), let value, value > 0 { days[date] = log(value) }
        }
        return (String(files[index].prefix(2)), days)
      })
    return try MadeUpDates("prefectures", .no2, columns)
  }

  /// Logarithms of daily means of eighteen valid hours or more.
  private static func days(
    _ table: PlainTable, year: String, month: String, day: String, _ value: String,
    valid: String? = nil
  ) -> [CivilDate: Double] {
    var sums: [CivilDate: (sum: Double, count: Int)] = [:]
    let (years, months, dates) = (table[year], table[month], table[day])
    let states = valid.map { table[$0] }
    for (row, number) in table.numbers(value).enumerated() {
      guard let number, number > -900, states.map({ $0[row].hasPrefix("Valid") }) ?? true,
        let one = Int(years[row]), let two = Int(months[row]), let three = Int(dates[row]),
        let date = CivilDate(year: one, month: two, day: three)
      else { continue }
      let old = sums[date] ?? (0, 0)
      sums[date] = (old.sum + number, old.count + 1)
    }
    return sums.filter { $0.value.count >= 18 && $0.value.sum > 0 }
      .mapValues { log($0.sum / Double($0.count)) }
  }

  private init(
    _ name: String, _ pollutant: Pollutant, _ columns: [(String, [CivilDate: Double])]
  ) throws {
    self.name = name
    self.pollutant = pollutant
    unit = .microgramsPerCubicMetre
    let dates = columns.flatMap { $0.1.keys }
    guard let first = dates.min(), let last = dates.max() else {
      throw EstimationError.constantOutcome
    }
    let axis = TimeAxis.days(from: first, through: last, utcOffset: 28_800)
    self.axis = axis
    stations = columns.map(\.0)
    logarithms = columns.map { column in
      (0..<axis.count).map { column.1[axis.date(at: $0)] ?? .nan }
    }
  }

  /// The same with each station's smooth trend taken out: a local line over about a year and a half,
  /// through what a season leaves.
  func withoutTrend() -> MadeUpDates {
    MadeUpDates(self, logarithms: logarithms.map { Self.detrended($0) })
  }

  private init(_ source: MadeUpDates, logarithms: [[Double]]) {
    name = source.name
    axis = source.axis
    pollutant = source.pollutant
    unit = source.unit
    stations = source.stations
    self.logarithms = logarithms
  }

  private static func detrended(_ values: [Double]) -> [Double] {
    let known = values.indices.filter { !values[$0].isNaN }
    func columns(_ step: Int) -> [Double] {
      let years = Double(step) / 365.25
      var row = [1, years]
      for wave in 1...3 {
        let angle = 2 * Double.pi * Double(wave) * years
        row.append(cos(angle))
        row.append(sin(angle))
      }
      return row
    }
    let rows = known.map(columns)
    guard
      let fit = try? LeastSquares.fit(
        design: Matrix(columns: (0..<8).map { column in rows.map { $0[column] } }),
        response: known.map { values[$0] }, names: (0..<8).map { "\($0)" })
    else { return values }
    var left: [Double] = []
    for (step, row) in zip(known, rows) {
      var value = values[step]
      for column in 2..<8 { value -= fit.coefficients[column] * row[column] }
      left.append(value)
    }
    // Weights of a bell of nine months, at every thirtieth day.
    let grid = stride(from: 0, through: values.count + 29, by: 30).map(\.self)
    let smooth = grid.map { place -> Double in
      var sums = [0.0, 0, 0, 0, 0]
      for (step, value) in zip(known, left) {
        let distance = Double(step - place) / 274
        guard abs(distance) < 4 else { continue }
        let weight = exp(-distance * distance / 2)
        sums[0] += weight
        sums[1] += weight * distance
        sums[2] += weight * distance * distance
        sums[3] += weight * value
        sums[4] += weight * distance * value
      }
      let determinant = sums[0] * sums[2] - sums[1] * sums[1]
      return determinant > 0 ? (sums[2] * sums[3] - sums[1] * sums[4]) / determinant : 0
    }
    return values.indices.map { step in
      let place = step / 30
      let share = Double(step % 30) / 30
      return values[step] - (smooth[place] * (1 - share) + smooth[place + 1] * share)
    }
  }

  /// A place and a date at random with whole windows around it; `nil` where too much is missing.
  ///
  /// - Parameter donors: whether all other stations stand beside it.
  func study(run: Int, before: Int, after: Int, donors: Bool) throws -> Study? {
    var stream = RandomStream(seed: 2_023, index: UInt64(run))
    let station = stream.index(below: stations.count)
    let first = stream.index(below: axis.count - before - after + 1)
    let window = first..<(first + before + after)
    func known(_ range: Range<Int>, _ column: [Double]) -> Double {
      Double(range.count { !column[$0].isNaN }) / Double(range.count)
    }
    let own = logarithms[station]
    guard known(first..<(first + before), own) > 0.75,
      known((first + before)..<window.upperBound, own) > 0.75
    else { return nil }
    let chosen = [station] + (donors ? stations.indices.filter { $0 != station } : [])
    let part = axis.part(window)
    let begin = part.date(at: before)
    guard
      let periodBefore = DatePeriod(part.date(at: 0), through: part.date(at: before - 1)),
      let periodAfter = DatePeriod(begin, through: part.date(at: before + after - 1))
    else { return nil }
    return try Study(
      title: name, measure: Measure(name: "none", start: begin),
      outcome: Outcome(pollutant: pollutant, scale: .log),
      panel: Panel(
        stations: chosen.map { Station(network: "made", identifier: stations[$0]) },
        pollutant: pollutant, unit: unit, axis: part,
        matrix: Matrix(
          columns: chosen.map { column in window.map { exp(logarithms[column][$0]) } })),
      treatments: chosen.indices.map {
        $0 == 0 ? .since(Instant(begin, utcOffset: axis.utcOffset)) : .never
      },
      before: periodBefore, after: periodAfter)
  }
}

extension MadeUpDates {
  /// Dongsi beside its eleven neighbours, 2013-03-01 to 2017-02-28, with a measure on 2015-01-01.
  func dongsi() throws -> Study {
    guard let place = stations.firstIndex(of: "Dongsi"), let start = CivilDate("2015-01-01"),
      let before = DatePeriod(axis.date(at: 0), through: CivilDate("2014-12-31") ?? start),
      let after = DatePeriod(start, through: axis.date(at: axis.count - 1))
    else { throw EstimationError.noTreatedStation }
    let chosen = [place] + stations.indices.filter { $0 != place }
    return try Study(
      title: name, measure: Measure(name: "none", start: start),
      outcome: Outcome(pollutant: pollutant, scale: .log),
      panel: Panel(
        stations: chosen.map { Station(network: "made", identifier: stations[$0]) },
        pollutant: pollutant, unit: unit, axis: axis,
        matrix: Matrix(columns: chosen.map { logarithms[$0].map { exp($0) } })),
      treatments: chosen.indices.map {
        $0 == 0 ? .since(Instant(start, utcOffset: axis.utcOffset)) : .never
      },
      before: before, after: after)
  }
}
