import AirAccord
import Foundation

/// Times an estimator on a panel and prints one line of JSON.
///
/// Usage: `TwoWayWorkload PANEL UNITS DAYS TREATED FIRST_TREATED_DAY REPETITIONS [METHOD
/// SETTINGS]`, where PANEL holds `UNITS × DAYS` little-endian doubles, unit after unit, treated
/// ones first (see `made_up_data.py`), and SETTINGS is a JSON object. Without a method it is
/// difference in differences with errors clustered by unit.
@main
struct Workload {
  static func main() throws {
    let arguments = CommandLine.arguments
    let numbers = arguments.dropFirst(2).prefix(5).compactMap { Int($0) }
    guard arguments.count == 7 || arguments.count == 9, numbers.count == 5 else {
      throw Problem.usage
    }
    let shape = Shape(
      units: numbers[0], days: numbers[1], treated: numbers[2], firstTreatedDay: numbers[3])
    let study = try shape.study(panelFile: arguments[1])

    var choice = EstimatorChoice(
      method: "difference-in-differences", settings: ["inference": "cluster-robust"])
    if arguments.count == 9 {
      guard let settings = try JSONValue(text: arguments[8]).members else { throw Problem.usage }
      choice = EstimatorChoice(method: arguments[7], settings: settings)
    }
    let estimator = try EstimatorCatalogue.estimator(choice)
    var seconds: [Double] = []
    var found: EffectEstimate?
    for _ in 0..<numbers[4] {
      let clock = ContinuousClock()
      let start = clock.now
      found = try estimator.anyEstimate(study).effect
      seconds.append((clock.now - start) / .seconds(1))
    }
    guard let found else { throw Problem.usage }
    let result = Result(
      seconds: seconds, coefficient: found.coefficient.value,
      standardError: found.coefficient.standardError, pValue: found.pValue?.value,
      lower: found.interval?.lower, upper: found.interval?.upper,
      observations: found.sample.observations)
    print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
  }

  /// What is printed.
  struct Result: Encodable {
    let seconds: [Double]
    let coefficient: Double
    let standardError: Double
    let pValue: Double?
    let lower: Double?
    let upper: Double?
    let observations: Int
  }

  enum Problem: Error {
    case usage
    case shortFile(String)
    case impossiblePeriod
  }
}

/// The size of the panel and who is treated from when.
struct Shape {
  let units: Int
  let days: Int
  let treated: Int
  let firstTreatedDay: Int

  func study(panelFile: String) throws -> Study {
    let first = CivilDate(daysSinceEpoch: 16_000)
    let start = CivilDate(daysSinceEpoch: first.daysSinceEpoch + firstTreatedDay)
    let dayBefore = CivilDate(daysSinceEpoch: start.daysSinceEpoch - 1)
    let last = CivilDate(daysSinceEpoch: first.daysSinceEpoch + days - 1)
    guard let before = DatePeriod(first, through: dayBefore),
      let after = DatePeriod(start, through: last)
    else { throw Workload.Problem.impossiblePeriod }
    return try Study(
      title: "Made-up panel", measure: Measure(name: "made-up measure", start: start),
      outcome: Outcome(pollutant: .pm25), panel: try panel(file: panelFile, from: first, last),
      treatments: (0..<units).map {
        $0 < treated ? .since(Instant(start, utcOffset: 0)) : .never
      },
      before: before, after: after)
  }

  /// Reads one unit's block at a time, so that the file is never in memory as a whole.
  private func panel(file: String, from first: CivilDate, _ last: CivilDate) throws -> Panel {
    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
    var block: [UInt8] = []
    // Checked first, because filling a panel cannot throw.
    guard try handle.seekToEnd() == UInt64(units * days * 8) else {
      throw Workload.Problem.shortFile(file)
    }
    try handle.seek(toOffset: 0)
    return Panel(
      stations: (0..<units).map { Station(network: "made-up", identifier: "unit \($0)") },
      pollutant: .pm25, unit: .microgramsPerCubicMetre,
      axis: .days(from: first, through: last, utcOffset: 0)
    ) { day, _ in
      if day == 0 { block = (try? handle.read(upToCount: days * 8)).map { [UInt8]($0) } ?? [] }
      guard block.count == days * 8 else { return nil }
      var bits: UInt64 = 0
      for byte in 0..<8 { bits |= UInt64(block[day * 8 + byte]) << UInt64(8 * byte) }
      return Double(bitPattern: bits)
    }
  }
}
