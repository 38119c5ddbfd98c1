import AirQuality
import NumericKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A station of a wide panel: its place and lasting character.
struct PanelStation {
  let station: Station
  /// Days since the epoch of its first day under the measure; `nil` where it has none.
  let start: Int?
  /// Kilometres east and north of the middle.
  let place: (x: Double, y: Double)
  /// Log of the concentration on the first day.
  let level: Double
  /// Log units per year.
  let trend: Double
  /// Half the range of its season.
  let season: Double
  /// Standard deviation of its log values.
  let deviation: Double
  /// What its instrument gains in a year, log units.
  let drift: Double
  /// Day of its first service after the first day.
  let service: Int
  /// Whether its record wanders off.
  let isFaulty: Bool

  func kilometres(to other: PanelStation) -> Double {
    let (east, north) = (place.x - other.place.x, place.y - other.place.y)
    return (east * east + north * north).squareRoot()
  }
}

extension SimulatedPanel {
  /// What a random stream is for, apart from those of `SimulatedNetwork`.
  enum Purpose: UInt64 {
    case station = 101, treated, faulty, shared, wind, own, episodes, faults, gaps, gauge
  }

  /// The stream of a purpose and station.
  func stream(_ purpose: Purpose, station: Int = 0) -> RandomStream {
    RandomStream(seed: seed, index: purpose.rawValue << 32 | UInt64(station))
  }

  /// Stations spread evenly over the region, in places where no network is implied.
  func drawStations() -> [PanelStation] {
    let treated = drawn(treatedStations, .treated)
    let faulty = Set(drawn(Int((faultyShare * Double(stations)).rounded()), .faulty))
    let (middle, first) = (network == .cities ? (33.0, 113.0) : (36.5, 137.5), start.daysSinceEpoch)
    return (0..<stations).map { index in
      var stream = stream(.station, station: index)
      let x = widthKilometres * (stream.uniform() - 0.5)
      let y = heightKilometres * (stream.uniform() - 0.5)
      // Rounded to what networks publish; distances are those of the plane.
      func rounded(_ degrees: Double) -> Double { (degrees * 1_000).rounded() / 1_000 }
      let wait = treated.firstIndex(of: index).map {
        treated.count > 1 ? staggerDays * $0 / (treated.count - 1) / stepDays * stepDays : 0
      }
      return PanelStation(
        station: Station(
          network: "simulated", identifier: SimulatedNetwork.name(of: index),
          coordinate: Coordinate(
            latitude: rounded(middle.0 + y / 111.2),
            longitude: rounded(middle.1 + x / (111.2 * cos(middle.0 * .pi / 180))))),
        start: wait.map { first + $0 }, place: (x, y),
        level: log(medianConcentration) + levelSpread * stream.normal(),
        trend: yearlyTrend + trendSpread * stream.normal(),
        season: seasonAmplitude + seasonSpread * stream.normal(),
        deviation: deviation * exp(deviationSpread * stream.normal()),
        drift: driftPerYear * stream.normal(),
        service: Int(stream.uniform() * Double(serviceDays)), isFaulty: faulty.contains(index))
    }
  }

  /// The first of a random order.
  private func drawn(_ count: Int, _ purpose: Purpose) -> [Int] {
    var stream = stream(purpose)
    var order = Array(0..<stations)
    for position in 0..<min(count, stations) {
      let remaining = stations - position
      let pick = position + min(remaining - 1, Int(stream.uniform() * Double(remaining)))
      order.swapAt(position, pick)
    }
    return Array(order.prefix(count))
  }

  /// Lower triangle of the Cholesky factor of the shared part's correlation, row by row; written out for
  /// the same bits on every processor.
  func correlationFactor(of stations: [PanelStation]) -> [[Double]] {
    Self.correlationFactor(count: stations.count, length: correlationLength) {
      stations[$0].kilometres(to: stations[$1])
    }
  }
}
