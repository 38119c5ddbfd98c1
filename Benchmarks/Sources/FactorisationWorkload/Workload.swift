import AirAccord
import Foundation

/// Times positive matrix factorisation through the public interface and prints one line of JSON.
///
/// Usage: `FactorisationWorkload files CONCENTRATIONS UNCERTAINTIES FACTORS STARTS DRAWS`, all
/// columns taken as species and no robust mode, as ESAT takes them, or
/// `FactorisationWorkload made-up SAMPLES SPECIES FACTORS STARTS`.
@main
struct Workload {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "files" where arguments.count == 6: try files(Array(arguments.dropFirst()))
    case "made-up" where arguments.count == 5:
      try madeUp(arguments.dropFirst().compactMap(Int.init))
    default: throw Problem.usage
    }
  }

  private static func files(_ arguments: [String]) throws {
    let table = try SpeciatedTableReader.read(path: arguments[0])
    var policy = SamplePolicy()
    policy.acceptedTotals = Set(table.species.filter(SpeciatedSample.isTotal))
    let sample = try SpeciatedSample(
      concentrations: table, uncertainties: try SpeciatedTableReader.read(path: arguments[1]),
      unit: .partsPerBillionCarbon, policy: policy)
    guard let factors = Int(arguments[2]), let starts = Int(arguments[3]),
      let draws = Int(arguments[4])
    else { throw Problem.usage }
    let (solution, seconds) = try timed(sample, factors, starts, robust: false)
    var bootstrapSeconds: Double?
    if draws > 0 {
      var analysis = BootstrapAnalysis()
      analysis.replicates = draws
      let clock = ContinuousClock()
      let start = clock.now
      _ = try analysis.run(solution, of: sample)
      bootstrapSeconds = (clock.now - start) / .seconds(1)
    }
    try report(solution, seconds, bootstrapSeconds)
  }

  /// Sources with sparse profiles and exponential courses; 10 % errors and a floor.
  private static func madeUp(_ numbers: [Int]) throws {
    guard numbers.count == 4 else { throw Problem.usage }
    var draws = Draws()
    let (samples, species, factors) = (numbers[0], numbers[1], numbers[2])
    let profiles = (0..<factors).map { _ in
      (0..<species).map { _ in draws.uniform() < 0.4 ? 0 : 2 * draws.exponential() }
    }
    var values: [[Double?]] = []
    var errors: [[Double]] = []
    for _ in 0..<samples {
      let shares = (0..<factors).map { _ in draws.exponential() }
      let exact = (0..<species).map { place in
        (0..<factors).reduce(0) { $0 + shares[$1] * profiles[$1][place] }
      }
      let row = exact.map { 0.1 * $0 + 0.1 }
      values.append(zip(exact, row).map { max($0 + $1 * draws.normal(), 0) })
      errors.append(row)
    }
    let sample = try SpeciatedSample(
      species: (1...species).map { "species \($0)" }, unit: .partsPerBillion,
      instants: (0..<samples).map { Instant(secondsSinceEpoch: 3_600 * $0) },
      concentrations: values, uncertainties: errors)
    let (solution, seconds) = try timed(sample, factors, numbers[3], robust: true)
    try report(solution, seconds, nil)
  }

  private static func timed(
    _ sample: SpeciatedSample, _ factors: Int, _ starts: Int, robust: Bool
  ) throws -> (FactorSolution, Double) {
    var settings = PositiveMatrixFactorisation()
    settings.factors = factors
    settings.starts = starts
    if !robust { settings.outlierThreshold = nil }
    let clock = ContinuousClock()
    let start = clock.now
    let solution = try settings.apportion(sample)
    return (solution, (clock.now - start) / .seconds(1))
  }

  private static func report(
    _ solution: FactorSolution, _ seconds: Double, _ bootstrapSeconds: Double?
  ) throws {
    let result = Result(
      seconds: seconds, bootstrapSeconds: bootstrapSeconds, qTrue: solution.qTrue,
      qRatio: solution.qRatio, stability: solution.stability)
    print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
  }

  /// What is printed.
  struct Result: Encodable {
    let seconds: Double
    let bootstrapSeconds: Double?
    let qTrue: Double
    let qRatio: Double
    let stability: Double
  }

  enum Problem: Error { case usage }
}

/// SplitMix64, so that the made-up samples are the same everywhere.
struct Draws {
  private var state: UInt64 = 20_261_124

  mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return (Double((mixed ^ (mixed >> 31)) >> 11) + 0.5) * 0x1p-53
  }

  mutating func exponential() -> Double { -log(uniform()) }

  mutating func normal() -> Double { (2 * exponential()).squareRoot() * cos(2 * .pi * uniform()) }
}
