import AirAccord
import Foundation

/// Times training and exact normalisation of one or several PRSA files and prints one line of JSON.
///
/// Usage: `WeatherWorkload MODELS POOL POLLUTANTS FILE…`, where MODELS is the number of bootstrap
/// models beside the main one, POOL is `season` or `year`, and POLLUTANTS are separated by commas.
/// With a single pollutant and file of no bootstrap models the run is repeated three times.
@main
struct WeatherWorkload {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 5, let models = Int(arguments[1]),
      let pool = WeatherPool.Extent(rawValue: arguments[2])
    else { throw Problem.usage }
    let pollutants = arguments[3].split(separator: ",").map { Pollutant(String($0)) }
    var model = WeatherModel()
    model.bootstrapModels = models
    model.pool.extent = pool
    if models == 0 {
      // As many trees as the peers, and at least as large.
      var trees = TreeSettings()
      trees.rounds = 300
      model.method = .trees(trees)
    }
    model.judgesSkill = false
    model.describesModel = false
    // No peer estimates changes between years.
    model.comparesYears = false
    // The predictors of the peers: direction in degrees, no rain.
    model.features.windComponents = false
    let clock = ContinuousClock()
    var seconds: [Double] = []
    var means: [String: Double] = [:]
    for path in arguments.dropFirst(4) {
      let file = try FileReader.read(path: path)
      let weather = file.series.filter {
        $0.pollutant.kind == .weather && $0.pollutant.identifier != "precipitation"
      }
      for pollutant in pollutants {
        guard let series = file.series.first(where: { $0.pollutant == pollutant }) else {
          throw Problem.noSeries("\(pollutant) in \(path)")
        }
        let isSingle = models == 0 && arguments.count == 5 && pollutants.count == 1
        for _ in 0..<(isSingle ? 3 : 1) {
          let start = clock.now
          let result = try model.normalise(series, weather: weather)
          seconds.append((clock.now - start) / .seconds(1))
          let values = result.normalised.values.compactMap(\.self)
          means["\(series.station.key) \(pollutant)"] =
            values.reduce(0, +) / Double(values.count)
        }
      }
    }
    let answer = Answer(seconds: seconds, means: means)
    print(String(decoding: try JSONEncoder().encode(answer), as: UTF8.self))
  }

  /// What is printed.
  struct Answer: Encodable {
    let seconds: [Double]
    let means: [String: Double]
  }

  enum Problem: Error {
    case usage
    case noSeries(String)
  }
}
