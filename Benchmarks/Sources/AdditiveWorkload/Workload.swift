import AirAccord
import Foundation

/// Times the additive weather model on a Beijing file and prints one line of JSON.
///
/// Usage: `AdditiveWorkload FILE REPETITIONS`. Reading and aligning is not timed, as building the
/// data frame is not on the other side; the first fit is left out on both.
@main
struct Workload {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let repetitions = Int(arguments[2]) else { throw Problem.usage }
    let file = try FileReader.read(path: arguments[1])
    func series(_ pollutant: Pollutant) throws -> MonitoringSeries {
      guard let found = file.series.first(where: { $0.pollutant == pollutant }) else {
        throw Problem.missing(pollutant.identifier)
      }
      return found
    }
    var features = FeatureSettings()
    features.windComponents = false
    let weather: [Pollutant] = [
      .temperature, .dewPoint, .pressure, .windSpeed, .windDirection,
    ]
    let table = try WeatherTable(
      series(.pm25), weather: weather.map { try series($0) }, settings: features)
    var settings = AdditiveSettings()
    // Twenty functions of time over the four years, as bam has.
    settings.trendFunctionsAYear = 5
    var model = try settings.fit(table, scale: .log)
    var seconds: [Double] = []
    for _ in 0..<repetitions {
      let clock = ContinuousClock()
      let start = clock.now
      model = try settings.fit(table, scale: .log)
      seconds.append((clock.now - start) / .seconds(1))
    }
    let result = Result(
      seconds: seconds, rows: model.count, devianceExplained: model.devianceExplained)
    print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
  }

  /// What is printed.
  struct Result: Encodable {
    let seconds: [Double]
    let rows: Int
    let devianceExplained: Double
  }

  enum Problem: Error {
    case usage
    case missing(String)
  }
}
