import AirQuality
import Cooperation
import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing

/// Business as usual on the six structures of `YearCoverageTests`: two years before a step, one after.
@Suite("Coverage of business as usual on six structures", .tags(.calibration))
struct BusinessAsUsualStructureCoverageTests {
  typealias Structure = YearCoverageTests.Structure

  private static func study(_ air: SimulatedAir) throws -> Study {
    let data = air.generate()
    let start = air.date(air.stepDay)
    func panel(_ series: MonitoringSeries) -> Panel {
      Panel(
        stations: [series.station], pollutant: series.pollutant, unit: series.unit,
        axis: series.axis, matrix: Matrix(columns: [series.storage]))
    }
    let before = try #require(DatePeriod(air.date(0), through: air.date(air.stepDay - 1)))
    let after = try #require(DatePeriod(start, through: air.date(air.days - 1)))
    return try Study(
      title: "Simulated", measure: Measure(name: "step", start: start),
      outcome: Outcome(pollutant: .pm25), panel: panel(data.pollutant),
      treatments: [.since(Instant(start, utcOffset: 28_800))], before: before, after: after,
      covariates: data.weather.map(panel))
  }

  /// The trend goes on, so the effect is the step alone; without one it is where nothing trends.
  @Test("The 95 % interval holds the step as it says", arguments: Structure.allCases)
  func coverage(_ structure: Structure) throws {
    let numbers = SimulationRuns.numbers(everyday: 3, full: 500)
    let runs = numbers.count
    // Where the air trends anyway, an estimate without the trend is known to be off.
    let trends: [BusinessAsUsual.Trend] = structure == .trendWithStep ? [.line] : [.line, .none]
    let found = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> [(held: Bool, error: Double)] in
        let air = structure.air(numbers.lowerBound + run)
        let study = try Self.study(air)
        return try trends.map { trend in
          var estimator = BusinessAsUsual()
          estimator.trend = trend
          let effect = try estimator.estimate(study).effect
          return (effect.interval?.contains(air.step) == true, effect.coefficient.value - air.step)
        }
      })
    for (place, trend) in trends.map(\.rawValue).enumerated() {
      let share = Double(found.count { $0[place].held }) / Double(runs)
      let errors = found.map { $0[place].error }
      let bias = Summation.mean(errors)
      let spread = Summation.variance(errors).squareRoot()
      print(
        "business as usual, trend \(trend), \(structure.rawValue): coverage \(share) of runs "
          + "\(numbers), bias \(bias), spread \(spread)")
      let band = SimulationRuns.band(0.95, runs: runs)
      #expect(band.contains(share), "\(trend): \(share)")
      // Half a point of the 80 µg/m³ or so of the air, or what the runs cannot tell from nothing.
      #expect(abs(bias) < max(0.4, 4 * spread / Double(runs).squareRoot()), "\(trend): \(bias)")
    }
  }
}
