import AirQuality
import NumericKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A station's place and lasting character.
struct SimulatedStation {
  let station: Station
  let isTreated: Bool
  /// Log of µg/m³ on the first day.
  let level: Double
  /// Log units per year.
  let trend: Double
  /// Weight of the regional part.
  let loading: Double
  /// °C against the region.
  let warmth: Double
  /// Log of wind speed against the region.
  let exposure: Double
}

extension SimulatedNetwork {
  /// What a random stream is for; each purpose and station has its own, so that changing one
  /// setting leaves every other part of the network as it was.
  enum Purpose: UInt64 {
    case ventilation = 1, temperature, rain, regional, treated, station, local, hourly, gaps
    case stationWeather
  }

  /// The stream of a purpose and station.
  func stream(_ purpose: Purpose, station: Int = 0) -> RandomStream {
    RandomStream(seed: seed, index: purpose.rawValue << 32 | UInt64(station))
  }

  /// Stations on a jittered grid about 25 km apart, in places where no network is implied.
  func drawStations() -> [SimulatedStation] {
    let columns = Int(Double(stations).squareRoot().rounded(.up))
    let treated = drawTreated()
    return (0..<stations).map { index in
      var stream = stream(.station, station: index)
      let jitter = (stream.uniform() - 0.5, stream.uniform() - 0.5)
      let row = Double(index / columns) + 0.7 * jitter.0
      let column = Double(index % columns) + 0.7 * jitter.1
      let half = Double(columns) / 2
      let name = Self.name(of: index)
      return SimulatedStation(
        station: Station(
          network: "simulated", identifier: name,
          coordinate: Coordinate(
            latitude: Self.rounded(35 + 0.22 * (row - half)),
            longitude: Self.rounded(114.5 + 0.27 * (column - half)))),
        isTreated: treated.contains(index),
        level: log(medianConcentration) + levelSpread * stream.normal(),
        trend: yearlyTrend + trendSpread * stream.normal(),
        loading: 1 + loadingSpread * stream.normal(),
        warmth: 0.5 * stream.normal(), exposure: 0.12 * stream.normal())
    }
  }

  /// Treated positions, the first of a random order.
  private func drawTreated() -> Set<Int> {
    var stream = stream(.treated)
    var order = Array(0..<stations)
    for position in 0..<treatedStations {
      let remaining = stations - position
      let pick = position + min(remaining - 1, Int(stream.uniform() * Double(remaining)))
      order.swapAt(position, pick)
    }
    return Set(order.prefix(treatedStations))
  }

  /// `A01` to `A99`, then `B00` on.
  static func name(of index: Int) -> String {
    let number = index + 1
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    let letter = letters[number / 100 % letters.count]
    let round = number / 100 / letters.count
    let digits = number % 100
    return "\(letter)\(round == 0 ? "" : String(round))\(digits < 10 ? "0" : "")\(digits)"
  }

  /// To a thousandth of a degree, as networks publish.
  private static func rounded(_ degrees: Double) -> Double {
    (degrees * 1_000).rounded() / 1_000
  }

  /// Lower triangle of the Cholesky factor of the local parts' correlation, row by row.
  ///
  /// - Returns: `stations` rows; row *s* has *s* + 1 numbers, dimensionless.
  ///
  /// Written out because LAPACK rounds differently from one processor to the next, and a seed must
  /// mean the same data everywhere.
  func correlationFactor(of stations: [SimulatedStation]) -> [[Double]] {
    Self.correlationFactor(count: stations.count, length: correlationLength) {
      Self.kilometres(stations[$0], stations[$1])
    }
  }

  /// 0 for a station without a place; simulated ones all have one.
  private static func kilometres(_ left: SimulatedStation, _ right: SimulatedStation) -> Double {
    guard let from = left.station.coordinate, let to = right.station.coordinate else { return 0 }
    return from.kilometres(to: to)
  }
}
