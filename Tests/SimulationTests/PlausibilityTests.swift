import AirQuality
import Foundation
import Simulation
import TestSupport
import Testing

/// Bands around what the 12 Beijing stations of PRSA show, wide enough for the weather of three
/// years to differ from seed to seed.
@Suite("Simulated PM2.5 resembles Beijing's")
struct PlausibilityTests {
  private struct Moments {
    var values: [String: Double] = [:]

    init(_ network: SimulatedNetwork) throws {
      let data = try network.generate()
      let series = data.series(of: .pm25)
      let all = series.flatMap(\.storage).filter { !$0.isNaN }
      let days = series.map { $0.daily() }
      let logs = days.map { $0.storage.map { log($0) } }
      values["mean"] = SeriesMoments.mean(all)
      values["median"] = all.sorted()[all.count / 2]
      values["log deviation"] = SeriesMoments.mean(logs.map(SeriesMoments.deviation))
      values["lag 1"] = SeriesMoments.mean(logs.map { SeriesMoments.autocorrelation($0) })
      let pairs = logs.indices.flatMap { left in
        (0..<left).map { SeriesMoments.correlation(logs[left], logs[$0]) }
      }
      values["least alike"] = pairs.min()
      values["most alike"] = pairs.max()
      func season(_ months: Set<Int>) -> [Double] {
        days.flatMap { day in
          (0..<day.count).filter { months.contains(day.axis.date(at: $0).month) }
            .map { day.storage[$0] }
        }
      }
      let seasons = (season([12, 1, 2]), season([6, 7, 8]))
      values["winter to summer"] =
        SeriesMoments.mean(seasons.0) / SeriesMoments.mean(seasons.1)
      values["winter to summer spread"] =
        SeriesMoments.deviation(seasons.0.map { log($0) })
        / SeriesMoments.deviation(seasons.1.map { log($0) })
      let wind = data.series(of: .windSpeed)[0].daily().storage.map { log($0) }
      values["with wind"] = SeriesMoments.correlation(logs[0], wind)
      let rain = data.series(of: .precipitation)[0].daily(statistic: .sum).storage
      values["wet days"] = SeriesMoments.mean(rain.map { $0.isNaN ? .nan : $0 >= 1 ? 1 : 0 })
      values["temperature"] = SeriesMoments.mean(data.series(of: .temperature)[0].storage)
      values["hour to hour"] = SeriesMoments.autocorrelation(series[0].storage.map { log($0) })
    }
  }

  private func expect(_ moments: [Moments], _ bands: [String: ClosedRange<Double>]) throws {
    for (name, band) in bands {
      let mean = SeriesMoments.mean(try moments.map { try #require($0.values[name]) })
      #expect(band.contains(mean), "\(name): \(mean)")
    }
  }

  @Test("Days", .tags(.calibration))
  func days() throws {
    let moments = try (1...6).map { seed in
      var network = SimulatedNetwork()
      network.relativeEffect = 0
      network.stations = 12
      network.seed = UInt64(seed)
      return try Moments(network)
    }
    try expect(
      moments,
      [
        "mean": 68...92, "median": 48...66, "log deviation": 0.80...1.0, "lag 1": 0.47...0.62,
        "least alike": 0.88...0.96, "most alike": 0.96...0.995, "winter to summer": 1.15...1.8,
        "winter to summer spread": 1.2...1.55, "with wind": (-0.66)...(-0.48),
        "wet days": 0.12...0.19, "temperature": 12...15,
      ])
  }

  @Test("Hours", .tags(.calibration))
  func hours() throws {
    var network = SimulatedNetwork(step: .hour)
    network.relativeEffect = 0
    network.stations = 3
    network.treatedStations = 1
    try expect(
      [Moments(network)],
      [
        "mean": 65...100, "median": 42...66, "log deviation": 0.75...1.0, "lag 1": 0.44...0.62,
        "winter to summer": 1.1...1.9, "with wind": (-0.7)...(-0.45), "hour to hour": 0.9...0.97,
      ])
  }
}
