import AirAccord
import Foundation

/// Times a design on a staggered panel and prints one line of JSON.
///
/// Usage: `PanelWorkload DESIGN PANEL UNITS TIMES REPETITIONS`, where PANEL holds little-endian
/// doubles: the values, unit after unit, then one first treated time a unit (0 for never), then
/// one covariate a unit. Times are handed to the estimators as days. DESIGN is `group-time`,
/// `group-time-covariate`, `event-study` or `imputation`.
@main
struct Workload {
  static func main() throws {
    let arguments = CommandLine.arguments
    let numbers = arguments.dropFirst(3).compactMap { Int($0) }
    guard arguments.count == 6, numbers.count == 3 else { throw Problem.usage }
    let study = try PanelFile(path: arguments[2], units: numbers[0], times: numbers[1]).study()
    let estimator = try estimator(arguments[1])
    var seconds: [Double] = []
    var found: EffectEstimate?
    for _ in 0..<numbers[2] {
      let clock = ContinuousClock()
      let start = clock.now
      found = try estimator.effect(of: study)
      seconds.append((clock.now - start) / .seconds(1))
    }
    guard let found else { throw Problem.usage }
    let result = Result(
      seconds: seconds, coefficient: found.coefficient.value,
      standardError: found.coefficient.standardError, observations: found.sample.observations)
    print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
  }

  private static func estimator(_ name: String) throws -> any EffectEstimator {
    switch name {
    case "group-time", "group-time-covariate":
      var estimator = GroupTime()
      estimator.period = .day
      estimator.comparison = .neverTreated
      estimator.base = .varying
      // The covariate is handed in as the stations' latitude.
      if name == "group-time-covariate" { estimator.covariates = [.latitude] }
      return estimator
    case "event-study":
      var estimator = EventStudy()
      estimator.period = .day
      return estimator
    case "imputation":
      var estimator = Imputation()
      estimator.period = .day
      estimator.leads = 0
      return estimator
    default: throw Problem.usage
    }
  }

  /// What is printed.
  struct Result: Encodable {
    let seconds: [Double]
    let coefficient: Double
    let standardError: Double
    let observations: Int
  }

  enum Problem: Error {
    case usage
    case shortFile(String)
    case impossiblePeriod
  }
}

/// A staggered panel in a raw file.
struct PanelFile {
  let path: String
  let units: Int
  let times: Int

  func study() throws -> Study {
    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    guard try handle.seekToEnd() == UInt64((units * times + 2 * units) * 8) else {
      throw Workload.Problem.shortFile(path)
    }
    try handle.seek(toOffset: UInt64(units * times * 8))
    let starts = try doubles(handle, units).map { Int($0) }
    let covariate = try doubles(handle, units)
    let first = CivilDate(daysSinceEpoch: 16_000)
    func day(_ time: Int) -> CivilDate { CivilDate(daysSinceEpoch: first.daysSinceEpoch + time) }
    let earliest = starts.filter { $0 > 0 }.min() ?? 1
    guard let before = DatePeriod(first, through: day(earliest - 1)),
      let after = DatePeriod(day(earliest), through: day(times - 1))
    else { throw Workload.Problem.impossiblePeriod }
    try handle.seek(toOffset: 0)
    var block: [Double] = []
    // One unit's block at a time, so that the file is never in memory as a whole.
    let panel = Panel(
      stations: (0..<units).map { unit in
        Station(
          network: "made-up", identifier: "unit \(unit)",
          coordinate: Coordinate(latitude: covariate[unit], longitude: 0))
      },
      pollutant: .pm25, unit: .microgramsPerCubicMetre,
      axis: .days(from: first, through: day(times - 1), utcOffset: 0)
    ) { time, _ in
      if time == 0 { block = (try? doubles(handle, times)) ?? [] }
      return block.count == times ? block[time] : nil
    }
    return try Study(
      title: "Made-up panel", measure: Measure(name: "made-up measure", start: day(earliest)),
      outcome: Outcome(pollutant: .pm25), panel: panel,
      treatments: starts.map { $0 > 0 ? .since(Instant(day($0), utcOffset: 0)) : .never },
      before: before, after: after)
  }

  private func doubles(_ handle: FileHandle, _ count: Int) throws -> [Double] {
    let bytes = [UInt8](try handle.read(upToCount: count * 8) ?? Data())
    guard bytes.count == count * 8 else { throw Workload.Problem.shortFile(path) }
    return (0..<count).map { index in
      var bits: UInt64 = 0
      for byte in 0..<8 { bits |= UInt64(bytes[index * 8 + byte]) << UInt64(8 * byte) }
      return Double(bitPattern: bits)
    }
  }
}
