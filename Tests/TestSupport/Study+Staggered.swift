import AirQuality
import Cooperation
public import Estimation
import NumericKernels

/// How a panel with staggered starts is simulated.
public struct StaggeredSimulation: Sendable {
  /// Stations that start on each of the dates, in their order.
  public var groups = [8, 8, 8]
  /// Days from the beginning of the study to each group's start.
  public var startDays = [126, 154, 182]
  /// Stations that are never treated.
  public var donors = 36
  /// Length of the study.
  public var days = 252
  /// Deviation of the shock that all stations share.
  public var shared = 8.0
  /// Deviation of the stations' own shocks.
  public var noise = 4.0
  /// Lag-1 correlation of both.
  public var persistence = 0.6
  /// Distance, in units of the square the stations lie in, over which the own shocks' correlation
  /// falls to 1/e; 0 makes them independent.
  public var range = 0.15
  /// Share of days that are missing.
  public var missingShare = 0.05
  /// Share of stations that miss three weeks on end.
  public var longGaps = 0.2
  /// The effect in a treated cell from group (0, 1, …) and days since its start.
  public var effect: @Sendable (_ group: Int, _ day: Int) -> Double = { _, _ in -4 }

  /// Three groups of eight that start four weeks apart beside 36 donors.
  public init() {}
}

extension Study {
  /// A daily panel with staggered starts, serial and spatial correlation, and gaps.
  ///
  /// Stations lie at random in a square; which of them are treated has nothing to do with where
  /// they lie. The first day of the study is 2014-01-01.
  public static func staggered(
    _ simulation: StaggeredSimulation = StaggeredSimulation(), seed: UInt64 = 1
  ) throws -> Study {
    let stations = simulation.groups.reduce(0, +) + simulation.donors
    let days = simulation.days
    let first = CivilDate(daysSinceEpoch: 16_071)
    var places = RandomStream(seed: seed, index: 5_000_000)
    let east = (0..<stations).map { _ in places.uniform() }
    let north = (0..<stations).map { _ in places.uniform() }
    // Lower factor of the correlation matrix of the own shocks.
    var factor = Matrix.identity(stations)
    if simulation.range > 0 {
      var correlation = Matrix.identity(stations)
      for one in 0..<stations {
        for other in 0..<stations where other != one {
          let across = east[one] - east[other]
          let along = north[one] - north[other]
          let distance = (across * across + along * along).squareRoot()
          correlation[one, other] = Logarithm.power(
            2.718281828459045, -distance / simulation.range)
        }
      }
      for row in 0..<stations {
        for column in 0...row {
          var sum = correlation[row, column]
          for inner in 0..<column { sum -= factor[row, inner] * factor[column, inner] }
          factor[row, column] =
            row == column ? sum.squareRoot() : sum / factor[column, column]
        }
      }
    }
    var stream = RandomStream(seed: seed, index: 1)
    let innovations = Matrix(
      rows: stations, columns: days,
      storage: (0..<stations * days).map { _ in stream.normal() })
    let shocks = try LinearAlgebra.multiply(factor, innovations)
    let keep = simulation.persistence
    let renewal = (1 - keep * keep).squareRoot()
    var common: [Double] = []
    for day in 0..<days {
      let draw = stream.normal()
      common.append(day == 0 ? draw : keep * common[day - 1] + renewal * draw)
    }
    var values = Matrix(rows: days, columns: stations)
    var gaps = RandomStream(seed: seed, index: 2)
    var groupOf: [Int?] = []
    for (group, size) in simulation.groups.enumerated() {
      groupOf += Array(repeating: group, count: size)
    }
    groupOf += Array(repeating: nil, count: simulation.donors)
    for station in 0..<stations {
      var own = 0.0
      for day in 0..<days {
        own = day == 0 ? shocks[station, 0] : keep * own + renewal * shocks[station, day]
        var value = 50 + Double(station % 11) + simulation.shared * common[day]
        value += simulation.noise * own
        if let group = groupOf[station], day >= simulation.startDays[group] {
          value += simulation.effect(group, day - simulation.startDays[group])
        }
        values[day, station] = gaps.uniform() < simulation.missingShare ? .nan : value
      }
      if gaps.uniform() < simulation.longGaps {
        let from = gaps.index(below: days - 21)
        for day in from..<(from + 21) { values[day, station] = .nan }
      }
    }
    let start = simulation.startDays.min() ?? 0
    let date = { CivilDate(daysSinceEpoch: 16_071 + $0) }
    guard let before = DatePeriod(first, through: date(start - 1)),
      let after = DatePeriod(date(start), through: date(days - 1))
    else { preconditionFailure("a study has days before and after") }
    return try Study(
      title: "Simulated", measure: Measure(name: "staggered measure", start: date(start)),
      outcome: Outcome(pollutant: .pm25),
      panel: Panel(
        stations: (0..<stations).map { station in
          Station(
            network: "simulated", identifier: "S\(100 + station)",
            coordinate: Coordinate(
              latitude: 30 + 5 * north[station], longitude: 110 + 6 * east[station]))
        },
        pollutant: .pm25, unit: .microgramsPerCubicMetre,
        axis: .days(from: first, through: date(days - 1), utcOffset: 28_800), matrix: values),
      treatments: groupOf.map { group in
        group.map { .since(Instant(date(simulation.startDays[$0]), utcOffset: 28_800)) }
          ?? .never
      },
      before: before, after: after)
  }

  /// The same study with its stations in another order, shocks of its own added to every station
  /// and day, or single stations left out.
  public func rearranged(
    order: [Int]? = nil, adding shift: (_ day: Int, _ station: Int) -> Double = { _, _ in 0 }
  ) throws -> Study {
    let order = order ?? Array(panel.stations.indices)
    var matrix = Matrix(columns: order.map { panel.matrix.column($0) })
    for (place, station) in order.enumerated() {
      for day in 0..<matrix.rows { matrix[day, place] += shift(day, station) }
    }
    return try Study(
      title: title, measure: measure, outcome: outcome,
      panel: Panel(
        stations: order.map { panel.stations[$0] }, pollutant: panel.pollutant, unit: panel.unit,
        axis: panel.axis, matrix: matrix),
      treatments: order.map { treatments[$0] }, before: before, after: after)
  }
}
