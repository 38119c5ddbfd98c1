import AirQuality
import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing

/// Size and coverage of the designs for a single series on days that remember up to three days, with
/// trend, season and gaps.
@Suite("Single series: Coverage", .tags(.calibration))
struct SingleSeriesCoverageTests {
  struct Errors: Sendable, CustomTestStringConvertible {
    let name: String
    /// On the one, two, three days before.
    let coefficients: [Double]
    var testDescription: String { name }
  }

  static let errors = [
    Errors(name: "AR(1), 0.5", coefficients: [0.5]),
    Errors(name: "AR(2), 0.6 and 0.2", coefficients: [0.6, 0.2]),
    Errors(name: "AR(3), 0.5, 0.1 and 0.2", coefficients: [0.5, 0.1, 0.2]),
    Errors(name: "AR(1), 0.9", coefficients: [0.9]),
  ]

  /// Days before and after.
  static let windows = [(400, 365), (730, 90)]

  static func series(
    _ errors: Errors, before: Int, after: Int, effect: Double, seed: UInt64
  ) -> SingleSeries {
    var stream = RandomStream(seed: seed, index: 77)
    let count = before + after
    var past = [0.0, 0, 0]
    var noise: [Double] = []
    for _ in 0..<(count + 200) {
      var value = 5 * stream.normal()
      for (place, coefficient) in errors.coefficients.enumerated() {
        value += coefficient * past[place]
      }
      past = [value, past[0], past[1]]
      noise.append(value)
    }
    var series = SingleSeries(values: [], start: before)
    series.values = (0..<count).map { day -> Double in
      // Single days and one stretch of a fortnight are missing.
      if stream.uniform() < 0.03 || (before - 120..<before - 106).contains(day) { return .nan }
      let years = Double(day) / 365.25
      let season: Double = 12 * cos(2 * Double.pi * years) + 3 * sin(4 * Double.pi * years)
      let change: Double = day >= before ? effect : 0
      return 60 - 2 * years + season + noise[day + 200] + change
    }
    return series
  }

  @Test(
    "Intervals cover and true nulls are rejected as stated", arguments: errors.indices,
    windows.indices)
  func interrupted(_ index: Int, _ window: Int) throws {
    guard SimulationRuns.isFull || window == index % 2 else { return }
    let errors = Self.errors[index]
    let (before, after) = Self.windows[window]
    let runs = SimulationRuns.count(everyday: 60, full: 1_000)
    let found = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> (Bool, Bool, Double)? in
        let study = try Self.series(
          errors, before: before, after: after, effect: -6, seed: 91_000_000 + UInt64(run)
        ).study()
        do {
          let effect = try InterruptedTimeSeries().effect(of: study)
          guard let interval = effect.interval else { return nil }
          // Of the true effect what a null is of none: both by the same error.
          return (
            interval.contains(-6), interval.contains(0), (interval.upper - interval.lower) / 2
          )
        } catch is EstimationError { return nil }
      })
    let answers = found.compactMap(\.self)
    let missed = answers.count { !$0.0 }
    let width = Summation.median(answers.map(\.2))
    print(
      "| interrupted-time-series | \(before) + \(after) days | \(errors.name) | missed \(missed) of "
        + "\(answers.count) | half-width \(width) | power \(answers.count { !$0.1 }) | refused "
        + "\(runs - answers.count)")
    #expect(answers.count >= runs / 2)
    // The upper end of the 99 % band of a binomial of 5 %: 8 of 60, 68 of 1,000.
    let most = SimulationRuns.isFull ? 68 : 8
    #expect(missed <= most, "\(missed) of \(answers.count)")
  }
}
