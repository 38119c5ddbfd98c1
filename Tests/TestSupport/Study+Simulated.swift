import AirQuality
import Cooperation
public import Estimation
import NumericKernels

extension Study {
  /// A daily panel with a known level change.
  ///
  /// yᵢₜ = level + station + shared shock + own shock + change · Dᵢₜ on the chosen scale; both
  /// shocks are first-order autoregressions.
  ///
  /// - Parameters:
  ///   - levelChange: in µg/m³, or in log points on the log scale.
  ///   - noise: standard deviation of the stations' own shocks.
  ///   - shared: standard deviation of the shock that all stations have in common.
  public static func simulated(
    levelChange: Double, noise: Double, shared: Double = 0, persistence: Double = 0.6,
    treated: Int = 3, donors: Int = 9, daysBefore: Int = 200, daysAfter: Int = 150,
    scale: Outcome.Scale = .linear, missingShare: Double = 0, seed: UInt64 = 1
  ) throws -> Study {
    let first = CivilDate(daysSinceEpoch: 16_071)
    let start = CivilDate(daysSinceEpoch: 16_071 + daysBefore)
    let last = CivilDate(daysSinceEpoch: 16_071 + daysBefore + daysAfter - 1)
    let axis = TimeAxis.days(from: first, through: last, utcOffset: 28_800)
    func autoregression(_ deviation: Double, _ index: UInt64) -> [Double] {
      var stream = RandomStream(seed: seed, index: index)
      let innovation = (1 - persistence * persistence).squareRoot()
      var value = stream.normal()
      return (0..<axis.count).map { _ in
        defer { value = persistence * value + innovation * stream.normal() }
        return deviation * value
      }
    }
    let common = autoregression(shared, 1_000_000)
    let columns = (0..<(treated + donors)).map { station -> [Double] in
      let own = autoregression(noise, UInt64(station))
      var gaps = RandomStream(seed: seed, index: UInt64(2_000_000 + station))
      return (0..<axis.count).map { time in
        if gaps.uniform() < missingShare { return .nan }
        let base = (scale == .log ? 4.0 : 50.0) + Double(station) * (scale == .log ? 0.05 : 2)
        let change = station < treated && time >= daysBefore ? levelChange : 0
        let value = base + common[time] + own[time] + change
        return scale == .log ? Logarithm.power(2.718281828459045, value) : value
      }
    }
    return try Study(
      title: "Simulated", measure: Measure(name: "simulated measure", start: start),
      outcome: Outcome(pollutant: .pm25, scale: scale),
      panel: Panel(
        stations: columns.indices.map {
          Station(network: "simulated", identifier: "S\($0 < 10 ? "0" : "")\($0)")
        },
        pollutant: .pm25, unit: .microgramsPerCubicMetre, axis: axis,
        matrix: Matrix(columns: columns)),
      treatments: columns.indices.map {
        $0 < treated ? .since(Instant(start, utcOffset: 28_800)) : .never
      },
      before: DatePeriod(first, through: CivilDate(daysSinceEpoch: start.daysSinceEpoch - 1))
        ?? Self.impossible(first),
      after: DatePeriod(start, through: last) ?? Self.impossible(first))
  }

  // A period of one day always exists; this keeps force-unwraps out.
  private static func impossible(_ day: CivilDate) -> DatePeriod {
    guard let period = DatePeriod(day, through: day) else {
      preconditionFailure("a day is a period")
    }
    return period
  }
}
