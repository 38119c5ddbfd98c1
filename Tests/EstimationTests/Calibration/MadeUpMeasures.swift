import AirQuality
import Cooperation
import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing

/// Panels on which measures are made up: real ones, and ones that were drawn with their covariance.
enum MadeUpMeasures {
  /// Daily PM2.5 of 183 Chinese cities, 2014 and 2015, µg/m³.
  static func cities() throws -> Panel {
    let first = try #require(CivilDate("2014-01-01"))
    let last = try #require(CivilDate("2015-12-31"))
    let axis = TimeAxis.days(from: first, through: last, utcOffset: 28_800)
    let table = try PlainTable(
      path: SharedData.path("china_183_cities/daily_pm25.csv"), columns: ["city", "date", "pm25"])
    let values = table.numbers("pm25")
    var columns: [String: [Double]] = [:]
    for (row, city) in table["city"].enumerated() {
      guard let date = CivilDate(table["date"][row]), let value = values[row] else { continue }
      let day = date.daysSinceEpoch - first.daysSinceEpoch
      guard day >= 0, day < axis.count else { continue }
      columns[city, default: [Double](repeating: .nan, count: axis.count)][day] = value
    }
    // A city that was measured for less than three quarters of either year is nobody's donor.
    let names = columns.keys.sorted().filter { name in
      [0..<365, 365..<730].allSatisfy { days in
        days.count { !(columns[name]?[$0].isNaN ?? true) } > 274
      }
    }
    return Panel(
      stations: names.map { Station(network: "china", identifier: $0) }, pollutant: .pm25,
      unit: .microgramsPerCubicMetre, axis: axis,
      matrix: Matrix(columns: names.compactMap { columns[$0] }))
  }

  /// Weekly NO2 of the 47 prefectures, 2011 to 2018, ppb.
  static func prefectures() throws -> Panel {
    let first = try #require(CivilDate("2011-01-03"))
    let weeks = 416
    let axis = TimeAxis(
      start: Instant(first, utcOffset: 32_400), step: .week, count: weeks, utcOffset: 32_400)
    let files = try SharedData.files(in: "japan_prefectures").filter { $0.hasSuffix(".csv") }
    let columns = try parallelMap(
      count: files.count,
      throwing: { (index) throws(any Error) -> [Double] in
        let table = try PlainTable(
          path: SharedData.path("japan_prefectures/\(files[index])"),
          columns: ["date", "NO2_mean"])
        var sums = [Double](repeating: 0, count: weeks)
        var counts = [Double](repeating: 0, count: weeks)
        let values = table.numbers("NO2_mean")
        for (row, text) in table["date"].enumerated() {
          guard let date = CivilDate(text), let value = values[row], value > 0 else { continue }
          let week = (date.daysSinceEpoch - first.daysSinceEpoch) / 7
          guard date >= first, week < weeks else { continue }
          sums[week] += value
          counts[week] += 1
        }
        return (0..<weeks).map { counts[$0] >= 5 ? sums[$0] / counts[$0] : .nan }
      })
    return Panel(
      stations: files.map { Station(network: "japan", identifier: String($0.prefix(2))) },
      pollutant: .no2, unit: .partsPerBillion, axis: axis, matrix: Matrix(columns: columns))
  }

  /// A panel drawn with the covariance of a real one: its logarithms, each station's means by season
  /// taken off, as a first-order autoregression with the stations' own persistence and the innovations'
  /// covariance, a tenth of it shrunk to its diagonal. Nothing was ever done in it.
  struct Drawn: Sendable {
    private let levels: [[Double]]
    private let persistence: [Double]
    private let mixing: Matrix
    private let template: Panel
    private let seasons: Int

    init(_ panel: Panel) throws {
      template = panel
      let steps = panel.axis.count
      let seasons = panel.axis.step == .week ? 13 : 12
      let length = panel.axis.step == .week ? 4 : 31
      let year = panel.axis.step == .week ? 52 : 365
      self.seasons = seasons
      func season(_ step: Int) -> Int { min(seasons - 1, (step % year) / length) }
      var levels: [[Double]] = []
      var residuals: [[Double]] = []
      for station in panel.stations.indices {
        let logs = panel.matrix.column(station).map { $0 > 0 ? Logarithm.natural($0) : .nan }
        let means = (0..<seasons).map { wanted in
          Summation.mean(
            logs.indices.filter { season($0) == wanted && !logs[$0].isNaN }.map { logs[$0] })
        }
        levels.append(means)
        residuals.append(logs.indices.map { logs[$0].isNaN ? 0 : logs[$0] - means[season($0)] })
      }
      let persistence = residuals.map { values -> Double in
        var cross = 0.0
        var square = 0.0
        for step in 1..<values.count {
          cross += values[step] * values[step - 1]
          square += values[step - 1] * values[step - 1]
        }
        return min(0.98, max(0, cross / square))
      }
      let count = residuals.count
      var covariance = Matrix(rows: count, columns: count)
      let innovations = residuals.indices.map { station in
        (1..<steps).map {
          residuals[station][$0] - persistence[station] * residuals[station][$0 - 1]
        }
      }
      for column in 0..<count {
        for row in 0...column {
          var sum = 0.0
          for step in innovations[row].indices {
            sum += innovations[row][step] * innovations[column][step]
          }
          let value = sum / Double(steps - 1) * (row == column ? 1 : 0.9)
          covariance[row, column] = value
          covariance[column, row] = value
        }
      }
      self.levels = levels
      self.persistence = persistence
      mixing = try Self.triangle(covariance)
    }

    private static func triangle(_ matrix: Matrix) throws -> Matrix {
      let count = matrix.rows
      var lower = Matrix(rows: count, columns: count)
      for column in 0..<count {
        var pivot = matrix[column, column]
        for inner in 0..<column { pivot -= lower[column, inner] * lower[column, inner] }
        try #require(pivot > 0)
        lower[column, column] = pivot.squareRoot()
        for row in (column + 1)..<max(count, column + 1) {
          var value = matrix[row, column]
          for inner in 0..<column { value -= lower[row, inner] * lower[column, inner] }
          lower[row, column] = value / lower[column, column]
        }
      }
      return lower
    }

    func panel(seed: UInt64) -> Panel {
      var stream = RandomStream(seed: seed, index: 0)
      let count = levels.count
      let steps = template.axis.count
      let length = template.axis.step == .week ? 4 : 31
      let year = template.axis.step == .week ? 52 : 365
      var state = [Double](repeating: 0, count: count)
      var values = Matrix(rows: steps, columns: count)
      for step in -60..<steps {
        let normal = (0..<count).map { _ in stream.normal() }
        for station in 0..<count {
          var shock = 0.0
          for inner in 0...station { shock += mixing[station, inner] * normal[inner] }
          state[station] = persistence[station] * state[station] + shock
        }
        guard step >= 0 else { continue }
        let season = min(seasons - 1, (step % year) / length)
        for station in 0..<count {
          values[step, station] = Logarithm.power(
            2.718281828459045, levels[station][season] + state[station])
        }
      }
      return Panel(
        stations: template.stations, pollutant: template.pollutant, unit: template.unit,
        axis: template.axis, matrix: values)
    }
  }

  /// A measure that nobody took: stations at random, from a step on.
  static func study(
    _ panel: Panel, treated: Int, start: Int, scale: Outcome.Scale = .log, seed: UInt64
  ) throws -> Study {
    var stream = RandomStream(seed: seed, index: 1)
    var order = Array(panel.stations.indices)
    for place in 0..<treated {
      order.swapAt(place, place + stream.index(below: order.count - place))
    }
    let axis = panel.axis
    let offset = axis.utcOffset
    func last(_ step: Int) -> CivilDate {
      CivilDate(
        daysSinceEpoch: axis.instant(at: step + 1).date(utcOffset: offset).daysSinceEpoch - 1)
    }
    return try Study(
      title: "Made up", measure: Measure(name: "none", start: axis.date(at: start)),
      outcome: Outcome(pollutant: panel.pollutant, scale: scale),
      panel: Panel(
        stations: order.map { panel.stations[$0] }, pollutant: panel.pollutant, unit: panel.unit,
        axis: axis, matrix: Matrix(columns: order.map { panel.matrix.column($0) })),
      treatments: order.indices.map {
        $0 < treated ? .since(axis.instant(at: start)) : .never
      },
      before: try #require(DatePeriod(axis.date(at: 0), through: last(start - 1))),
      after: try #require(DatePeriod(axis.date(at: start), through: last(axis.count - 1))))
  }
}
