import AirQuality
import Foundation
import Ingest
import NumericKernels
import TestSupport
import Weather

/// Beijing Dongsi, 2013-03 to 2017-02, as the peers were given it.
struct Dongsi {
  let pollutant: MonitoringSeries
  let weather: [MonitoringSeries]

  init(station: String = "Dongsi", pollutant: Pollutant = .pm25) throws {
    let file = try FileReader.read(
      path: SharedData.path("beijing_prsa/PRSA_Data_\(station)_20130301-20170228.csv"))
    guard let found = file.series.first(where: { $0.pollutant == pollutant }) else {
      throw CocoaError(.fileReadCorruptFile)
    }
    self.pollutant = found
    weather = file.series.filter { $0.pollutant.kind == .weather }
  }

  /// The nine predictors of the peers: direction in degrees, no rain.
  func peersTable() throws -> WeatherTable {
    var settings = FeatureSettings()
    settings.windComponents = false
    return try WeatherTable(
      pollutant, weather: weather.filter { $0.pollutant.identifier != "precipitation" },
      settings: settings)
  }

  /// Means of values at steps by calendar month.
  static func monthly(_ axis: TimeAxis, _ steps: [Int], _ values: [Double]) -> [String: Double] {
    var groups: [String: [Double]] = [:]
    for (step, value) in zip(steps, values) {
      groups[String(axis.date(at: step).description.prefix(7)), default: []].append(value)
    }
    return groups.mapValues(Summation.mean)
  }
}

/// A peer's monthly normalised means.
struct PeerMonths: Decodable {
  struct Values: Decodable {
    struct Monthly: Decodable {
      let month: [String]
      let mean: [Double]
    }
    let monthly_normalised: Monthly
    let normalised_mean: Double
  }
  let values: Values

  init(_ file: String) throws {
    self = try JSONDecoder().decode(
      PeerMonths.self, from: Data(contentsOf: SharedData.golden.appendingPathComponent(file)))
  }
}
