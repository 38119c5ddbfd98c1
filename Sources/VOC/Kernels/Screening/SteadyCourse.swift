import Foundation
import NumericKernels

/// The usual course of a logarithm of a ratio: a level, the season where a year was measured, and the
/// day where steps are shorter than a day; values that leave it for a while move it little.
///
/// Huber's weights at 1.345 deviations, iterated; the deviation is 1.4826 × the median absolute
/// residual.
///
/// - Source: Huber (1964), doi:10.1214/aoms/1177703732.
struct SteadyCourse {
  /// The course, one a step.
  let expected: [Double]
  /// Value minus course over the deviation, NaN where missing.
  let residuals: [Double]
  /// Deviation of the residuals, in the values' unit.
  let deviation: Double
  /// Lag-1 correlation of the residuals, cut at three deviations; 0 to 0.95.
  let persistence: Double

  /// - Parameters:
  ///   - values: one a step, NaN where missing.
  ///   - stepsPerDay: how many steps a day has.
  /// - Returns: `nil` with fewer than ten values a function, or where all values are alike.
  init?(_ values: [Double], stepsPerDay: Double) {
    let functions = Self.functions(count: values.count, stepsPerDay: stepsPerDay)
    let rows = values.indices.filter { values[$0].isFinite }
    let size = functions(0).count
    guard rows.count >= 10 * size else { return nil }
    let response = rows.map { values[$0] }
    // One function after the other, so that sums run through memory in order.
    let shapes = values.indices.map(functions)
    let columns = (0..<size).map { place in rows.map { shapes[$0][place] } }
    var coefficients = [Double](repeating: 0, count: size)
    coefficients[0] = Summation.median(response)
    func residuals() -> [Double] {
      var errors = response
      for (place, column) in columns.enumerated() {
        let coefficient = coefficients[place]
        for row in errors.indices { errors[row] -= coefficient * column[row] }
      }
      return errors
    }
    func deviation(_ residuals: [Double]) -> Double {
      1.4826 * Summation.median(residuals.map(abs))
    }
    for _ in 0..<25 {
      let errors = residuals()
      let scale = deviation(errors)
      guard scale > 0 else { return nil }
      let cut = 1.345 * scale
      let weights = errors.map { abs($0) <= cut ? 1 : cut / abs($0) }
      var normal = Matrix(rows: size, columns: size)
      var right: [Double] = []
      for first in 0..<size {
        let weighted = zip(columns[first], weights).map { $0 * $1 }
        right.append(LinearAlgebra.dot(weighted, response))
        for second in first..<size {
          normal[first, second] = LinearAlgebra.dot(weighted, columns[second])
        }
      }
      guard let factor = try? Cholesky(normal),
        let next = try? factor.solve(Matrix(rows: size, columns: 1, storage: right)).storage
      else { return nil }
      let change = zip(next, coefficients).map { abs($0 - $1) }.max() ?? 0
      coefficients = next
      // A ten-thousandth of the deviation moves no score.
      if change < 1e-4 * scale { break }
    }
    let scale = deviation(residuals())
    guard scale > 0 else { return nil }
    self.deviation = scale
    let expected = shapes.map { LinearAlgebra.dot($0, coefficients) }
    self.expected = expected
    let standard = values.indices.map { (values[$0] - expected[$0]) / scale }
    self.residuals = standard
    persistence = Self.persistence(standard)
  }

  /// A level, two waves of the year from eleven months on, two waves of the day for shorter steps.
  private static func functions(
    count: Int, stepsPerDay: Double
  ) -> (_ row: Int) -> [Double] {
    let hasYear = Double(count) / stepsPerDay >= 330
    let hasDay = stepsPerDay >= 6
    return { row in
      let days = Double(row) / stepsPerDay
      var values = [1.0]
      func wave(_ period: Double) {
        for harmonic in [1.0, 2.0] {
          let angle = 2 * Double.pi * harmonic * days / period
          values += [cos(angle), sin(angle)]
        }
      }
      if hasYear { wave(365.25) }
      if hasDay { wave(1) }
      return values
    }
  }

  private static func persistence(_ residuals: [Double]) -> Double {
    let cut = residuals.map { $0.isNaN ? 0 : min(max($0, -3), 3) }
    let own = cut.reduce(0) { $0 + $1 * $1 }
    guard own > 0 else { return 0 }
    let next = zip(cut, cut.dropFirst()).reduce(0.0) { $0 + $1.0 * $1.1 }
    return min(max(next / own, 0), 0.95)
  }
}

/// Sections of a series whose scores add up high.
enum ScoreRuns {
  /// Largest score of one step: no single outlier makes a section.
  static let clip = 3.0

  /// Sections of the largest sums, from the largest on, each without a better part.
  ///
  /// - Parameters:
  ///   - scores: one a step, cut at `clip` here; NaN counts as 0.
  ///   - threshold: least sum of a section whose steps are independent.
  ///   - persistence: lag-1 correlation φ; the threshold is multiplied by (1 + φ) / (1 − φ), as the
  ///     variance of a sum is.
  ///   - least: fewest steps.
  static func runs(
    _ scores: [Double], threshold: Double, persistence: Double, least: Int = 3
  ) -> [Range<Int>] {
    let wanted = threshold * (1 + persistence) / (1 - persistence)
    var scores = scores.map { $0.isNaN ? 0 : min(max($0, -clip), clip) }
    var found: [Range<Int>] = []
    while let best = best(scores), best.sum >= wanted {
      if best.range.count >= least { found.append(best.range) }
      for step in best.range { scores[step] = -.infinity }
    }
    return found.sorted { $0.lowerBound < $1.lowerBound }
  }

  private static func best(_ scores: [Double]) -> (range: Range<Int>, sum: Double)? {
    var best: (range: Range<Int>, sum: Double)?
    var start = 0
    var sum = 0.0
    for (step, score) in scores.enumerated() {
      if sum <= 0 {
        start = step
        sum = 0
      }
      sum += score
      if sum > best?.sum ?? 0 { best = (start..<step + 1, sum) }
    }
    return best
  }
}
