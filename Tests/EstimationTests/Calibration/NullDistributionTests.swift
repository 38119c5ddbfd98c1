import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

@Suite("The empirical null")
struct NullDistributionTests {
  private struct Golden: Decodable {
    let null_mean: Double
    let null_sd: Double
    let calibrated_p_isoniazid: Double
    let printed_by_the_package: Double
  }

  // Maximum likelihood of two parameters has one answer; the peers print seven digits.
  @Test(
    "Mean, spread and p-value are those of EmpiricalCalibration",
    .enabled(if: SharedData.isPresent),
    .tags(.golden))
  func empiricalCalibration() throws {
    let rows = try Self.sccs()
    let golden = try JSONDecoder().decode(
      [String: GoldenOrText].self,
      from: Data(
        contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
          .appendingPathComponent("../Golden/empirical_calibration.json")))["sccs"]
    let expected = try #require(golden?.golden)
    let known = rows.filter { $0.truth == 0 }
    let null = NullDistribution(
      known.map(\.value), errors: known.map(\.error), shape: .normal)
    #expect(abs(null.mean - expected.null_mean) < 1e-4)
    #expect(abs(null.deviation - expected.null_sd) < 1e-4)
    let other = try #require(rows.first { $0.truth != 0 })
    let p = null.pValue(other.value, error: other.error)
    #expect(abs(p - expected.calibrated_p_isoniazid) < 1e-4)
    #expect(abs(p - expected.printed_by_the_package) < 1e-4)
    // By order and by heavy tails the same estimate is as unremarkable.
    for shape in [NullDistribution.Shape.quantiles, .heavyTails] {
      let other2 = NullDistribution(known.map(\.value), errors: known.map(\.error), shape: shape)
      #expect((0.7...0.95).contains(other2.pValue(other.value, error: other.error)))
    }
  }

  private enum GoldenOrText: Decodable {
    case golden(Golden)
    case text
    init(from decoder: any Decoder) throws {
      self = (try? Golden(from: decoder)).map { .golden($0) } ?? .text
    }
    var golden: Golden? { if case .golden(let value) = self { value } else { nil } }
  }

  static func sccs() throws -> [(truth: Double, value: Double, error: Double)] {
    let table = try PlainTable(
      path: SharedData.path("empirical_calibration/sccs.csv"),
      columns: ["groundTruth", "logRr", "seLogRr"])
    let columns = ["groundTruth", "logRr", "seLogRr"].map { table.numbers($0) }
    return (0..<table.rowCount).compactMap { row in
      guard let truth = columns[0][row], let value = columns[1][row], let error = columns[2][row]
      else { return nil }
      return (truth, value, error)
    }
  }

  @Test(
    "A folded normal without deviation is its mean, without mean √(2/π) deviations",
    .tags(.analytical))
  func expectedError() {
    // Errors far below the spread leave the sample's own mean and deviation.
    let symmetric = (1...400).map { Distribution.normalQuantile(Double($0) / 401) }
    let null = NullDistribution(symmetric, errors: symmetric.map { _ in 1e-6 })
    #expect(abs(null.mean) < 1e-9)
    #expect(abs(null.expectedAbsoluteError / null.deviation - (2 / Double.pi).squareRoot()) < 1e-6)
    let far = NullDistribution(symmetric.map { 100 + $0 }, errors: symmetric.map { _ in 1e-6 })
    #expect(abs(far.expectedAbsoluteError - far.mean) < 1e-9)
  }

  @Test("p-value and interval agree on either side of 5 %", .tags(.property))
  func dual() {
    var stream = RandomStream(seed: 5, index: 0)
    let values = (0..<57).map { _ in stream.normal() }
    let errors = (0..<57).map { _ in 0.2 + stream.uniform() }
    for shape in NullDistribution.Shape.allCases {
      let null = NullDistribution(values, errors: errors, shape: shape)
      for step in -40...40 {
        let value = Double(step) / 10
        let found = null.calibrated(value, error: 0.5, level: 0.95)
        let holdsZero = found.lower <= 0 && 0 <= found.upper
        if abs(found.pValue - 0.05) > 1e-6 { #expect(holdsZero == (found.pValue > 0.05)) }
      }
    }
  }

  @Test("Few controls widen the interval", .tags(.property))
  func fewWiden() {
    // The same quantiles of a normal distribution, told by 20 and by 500 controls.
    func reach(_ count: Int) -> Double {
      let values = (1...count).map {
        Distribution.normalQuantile((Double($0) - 0.5) / Double(count))
      }
      let null = NullDistribution(values, errors: values.map { _ in 0.01 })
      return null.reach(level: 0.95) * null.spread(error: 0.01)
    }
    #expect(reach(20) > 1.1 * reach(500))
    #expect(abs(reach(500) / 1.96 - 1) < 0.05)
  }

  // Errors with heavy tails: Student's with three degrees of freedom. A new error is held against 30
  // others; by order the share is 5 % whatever the distribution, by the normal null it is not.
  @Test(
    "By order the false alarms of heavy tails are 5 %, by the normal null more", .tags(.calibration)
  )
  func heavyTails() {
    let runs = SimulationRuns.count(everyday: 400, full: 4_000)
    @Sendable func draw(_ stream: inout RandomStream) -> Double {
      let square = (0..<3).reduce(0.0) { sum, _ in
        let normal = stream.normal()
        return sum + normal * normal
      }
      return stream.normal() / (square / 3).squareRoot()
    }
    var shares: [NullDistribution.Shape: Double] = [:]
    for shape in NullDistribution.Shape.allCases {
      let hits = parallelMap(count: runs) { run -> Bool in
        var stream = RandomStream(seed: 77, index: UInt64(run))
        let values = (0..<30).map { _ in draw(&stream) }
        let null = NullDistribution(values, errors: values.map { _ in 0.1 }, shape: shape)
        return null.pValue(draw(&stream), error: 0.1) <= 0.05
      }
      shares[shape] = Double(hits.count { $0 }) / Double(runs)
    }
    print("heavy tails, false alarms by null:", shares)
    // A score that leaves its own control out is a little large, so that the test is on the safe side.
    let band = SimulationRuns.band(0.05, runs: runs, full: 0.03...0.06)
    #expect(band.contains(shares[.quantiles] ?? 1))
    #expect((shares[.normal] ?? 0) > (shares[.quantiles] ?? 1))
  }

  @Test(
    "An error that grows with the effect is learnt, and the interval follows it", .tags(.analytical)
  )
  func growingError() {
    var stream = RandomStream(seed: 9, index: 0)
    let none = (0..<200).map { _ in stream.normal() }
    let null = NullDistribution(none, errors: none.map { _ in 0.01 })
    // Ten units of effect come back as nine, with twice the error.
    let controls = none.map { error in
      [(effect: 0.0, error: error), (effect: -10.0, error: 1 + 2 * error)]
    }
    let model = ErrorModel(null, controls)
    #expect(abs(model.slope + 0.1) < 0.03)
    #expect(abs(model.growth - 0.1) < 0.03)
    let plain = null.calibrated(-9, error: 0.01, level: 0.95)
    let grown = null.calibrated(-9, error: 0.01, level: 0.95, errors: model)
    #expect(abs(grown.estimate + 10) < 0.5)
    #expect(grown.upper - grown.lower > 1.7 * (plain.upper - plain.lower))
    #expect(grown.pValue == plain.pValue)
  }
}
