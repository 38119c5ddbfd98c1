import AirQuality
import NumericKernels

@testable import Estimation

/// Months of a made-up station whose truth is known.
struct SimulatedPeriods {
  var months = 120
  var coefficients: [Double] = [0.5]
  var deviation = 4.0
  /// In µg/m³ a year.
  var slope = 0.0
  /// Amplitude of the season.
  var season = 8.0
  /// Steps from a month on.
  var steps: [(month: Int, size: Double)] = []
  /// Share of months that are missing.
  var gaps = 0.05

  func series(seed: UInt64) -> PeriodSeries {
    var stream = RandomStream(seed: seed, index: 42)
    let noise = AutoregressiveModel(
      coefficients: coefficients, innovationVariance: deviation * deviation
    ).drawn(months, using: &stream)
    let first = CivilDate(year: 2001, month: 1, day: 1)!.monthIndex
    let values = (0..<months).map { month -> Double? in
      let isMissing = month > 0 && month < months - 1 && stream.uniform() < gaps
      let angle = 2 * Double.pi * Double(month) / 12
      let steps = steps.reduce(0) { $0 + (month >= $1.month ? $1.size : 0) }
      // Tenths of the angle’s sine by hand keep Foundation out of this file.
      let wave = Self.sine(angle)
      return isMissing
        ? nil : 60 + slope * Double(month) / 12 + season * wave + steps + noise[month]
    }
    let starts = (0..<months).map { CivilDate(month: first + $0) }
    return PeriodSeries(
      station: Station(network: "made", identifier: "up", name: "Made up"),
      pollutant: .pm25, unit: .microgramsPerCubicMetre, resolution: .month,
      labels: starts.map { String("\($0)".prefix(7)) }, starts: starts, values: values)
  }

  private static func sine(_ angle: Double) -> Double {
    var term = angle.truncatingRemainder(dividingBy: 2 * Double.pi)
    if term > Double.pi { term -= 2 * Double.pi }
    let square = term * term
    var sum = 0.0
    for power in 0..<12 {
      sum += term
      term *= -square / Double((2 * power + 2) * (2 * power + 3))
    }
    return sum
  }
}
