import AirAccord
import Foundation

/// Times trends and breaks on the numbers of a file, one a line, and prints one line of JSON.
///
/// Usage: `TrendWorkload FILE PENALTY REPETITIONS`. The made-up series for the trends are sines with
/// hash noise, the same as in `peers/trend_pymannkendall.py`.
@main
struct Workload {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let penalty = Double(arguments[2]),
      let repetitions = Int(arguments[3])
    else { throw Problem.usage }
    let hours = try String(contentsOfFile: arguments[1], encoding: .utf8)
      .split(whereSeparator: \.isNewline).compactMap { Double($0) }
    let small = made(6_000)
    let large = made(60_000)
    let days = made(7_305)
    var result = Result()
    for _ in 0..<repetitions {
      result.mannKendall6000.append(
        timed {
          let test = TrendStatistics.mannKendall(small)
          result.score = test.score
          result.slope = test.slope
        })
      result.mannKendall60000.append(
        timed { result.large = TrendStatistics.mannKendall(large).slope })
      result.bootstrap.append(
        timed { result.interval = TrendStatistics.senSlope(days, draws: 1_000).upper })
      result.cuts.append(timed { result.breaks = TrendStatistics.cuts(hours, penalty: penalty) })
      result.intervals.append(
        timed {
          result.found =
            TrendStatistics.breaks(hours, most: 5, length: hours.count * 15 / 100).last?.breaks
            ?? []
        })
    }
    print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
  }

  private static func timed(_ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    body()
    return (clock.now - start) / .seconds(1)
  }

  private static func made(_ count: Int) -> [Double] {
    (0..<count).map { step in
      let place = Double(step)
      return sin(place * 0.37) + cos(place * place * 0.11) - place / Double(count)
    }
  }

  /// What is printed.
  struct Result: Encodable {
    var mannKendall6000: [Double] = []
    var mannKendall60000: [Double] = []
    var bootstrap: [Double] = []
    var cuts: [Double] = []
    var intervals: [Double] = []
    var score = 0.0
    var slope = 0.0
    var large = 0.0
    var interval = 0.0
    var breaks: [Int] = []
    var found: [Int] = []
  }

  enum Problem: Error { case usage }
}
