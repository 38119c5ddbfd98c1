import AirQuality
import Cooperation
public import Estimation
import NumericKernels

extension Study {
  /// A daily network with a known effect, as air quality has it: stations in space, a regional
  /// course to which each responds in its own strength, noise that neighbours share and that
  /// lasts from day to day, gaps, and measures that start at two dates.
  ///
  /// Treated stations are drawn among all, so what is estimated at a group of donors is
  /// distributed as at the treated group.
  ///
  /// - Parameters:
  ///   - effect: added to treated cells, µg/m³.
  ///   - slope: of what is added on top from each station's start, µg/m³ a day; 0 at the start.
  ///   - secondStart: days after the first start at which every other treated station starts; 0
  ///     for one start.
  ///   - missingShare: of cells, at random.
  ///   - spatialShare: of the noise's variance that is spatially correlated, with a correlation of
  ///     1/e at a fifth of the region's side.
  ///   - loadingSpread: standard deviation of the stations' response to the region, whose mean is 1.
  public static func network(
    effect: Double, slope: Double = 0, treated: Int = 4, donors: Int = 36, daysBefore: Int = 80,
    daysAfter: Int = 40,
    secondStart: Int = 15, missingShare: Double = 0.02, spatialShare: Double = 0.5,
    persistence: Double = 0.6, noise: Double = 8, loadingSpread: Double = 0.3,
    seed: UInt64
  ) throws -> Study {
    let count = treated + donors
    var draw = RandomStream(seed: seed, index: 0)
    let places = (0..<count).map { _ in (x: draw.uniform(), y: draw.uniform()) }
    let levels = (0..<count).map { _ in 50 + 15 * draw.normal() }
    let loadings = (0..<count).map { _ in 1 + loadingSpread * draw.normal() }
    var correlation = Matrix(rows: count, columns: count)
    for column in 0..<count {
      for row in 0..<count {
        let apart =
          ((places[row].x - places[column].x) * (places[row].x - places[column].x)
          + (places[row].y - places[column].y) * (places[row].y - places[column].y)).squareRoot()
        correlation[row, column] =
          spatialShare * Logarithm.power(2.718281828459045, -apart / 0.2)
          + (row == column ? 1 - spatialShare : 0)
      }
    }
    let mixing = try Self.triangle(correlation)
    let first = CivilDate(daysSinceEpoch: 16_071)
    let total = daysBefore + daysAfter
    let start = CivilDate(daysSinceEpoch: first.daysSinceEpoch + daysBefore)
    let axis = TimeAxis.days(
      from: first, through: CivilDate(daysSinceEpoch: first.daysSinceEpoch + total - 1),
      utcOffset: 28_800)
    let innovation = (1 - persistence * persistence).squareRoot()
    var state = (0..<count).map { _ in draw.normal() }
    state = Self.mixed(state, mixing)
    var regional = draw.normal()
    var values = Matrix(rows: total, columns: count)
    let late = (0..<treated).map { secondStart > 0 && $0 % 2 == 1 ? secondStart : 0 }
    for day in 0..<total {
      let shocks = Self.mixed((0..<count).map { _ in draw.normal() }, mixing)
      regional = 0.7 * regional + 0.714142842854285 * draw.normal()
      for station in 0..<count {
        state[station] = persistence * state[station] + innovation * shocks[station]
        let isTreated = station < treated && day >= daysBefore + late[station]
        values[day, station] =
          levels[station] + 12 * loadings[station] * regional + noise * state[station]
          + (isTreated ? effect + slope * Double(day - daysBefore - late[station]) : 0)
        if draw.uniform() < missingShare { values[day, station] = .nan }
      }
    }
    return try Study(
      title: "Network", measure: Measure(name: "simulated measure", start: start),
      outcome: Outcome(pollutant: .pm25),
      panel: Panel(
        stations: (0..<count).map { Station(network: "network", identifier: "S\($0)") },
        pollutant: .pm25, unit: .microgramsPerCubicMetre, axis: axis, matrix: values),
      treatments: (0..<count).map { station in
        station < treated
          ? .since(axis.instant(at: daysBefore + late[station])) : .never
      },
      before: Self.period(first, daysBefore), after: Self.period(start, daysAfter))
  }

  private static func period(_ first: CivilDate, _ days: Int) -> DatePeriod {
    guard
      let period = DatePeriod(
        first, through: CivilDate(daysSinceEpoch: first.daysSinceEpoch + days - 1))
    else { preconditionFailure("a period of \(days) days") }
    return period
  }

  private static func mixed(_ shocks: [Double], _ mixing: Matrix) -> [Double] {
    (0..<shocks.count).map { row in
      var sum = 0.0
      for column in 0...row { sum += mixing[row, column] * shocks[column] }
      return sum
    }
  }

  /// The lower triangle L with LL′ = A.
  private static func triangle(_ matrix: Matrix) throws -> Matrix {
    var lower = Matrix(rows: matrix.rows, columns: matrix.rows)
    for column in 0..<matrix.rows {
      for row in column..<matrix.rows {
        var sum = matrix[row, column]
        for inner in 0..<column { sum -= lower[row, inner] * lower[column, inner] }
        lower[row, column] = row == column ? sum.squareRoot() : sum / lower[column, column]
      }
    }
    return lower
  }
}
