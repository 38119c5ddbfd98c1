import Foundation
import NumericKernels

/// What a regression's errors do at the slowest waves of its window, against what the model of its
/// errors expects there.
///
/// A few autoregressive terms are learnt from day to day and know nothing of a level that drifts over
/// months, and that drift is what a step is mistaken for. The residuals behind the filter are
/// projected on cosines of half a period, one period, … over the window, what the regression's own
/// columns explain taken out. Their mean square over the innovations' is one where the model holds.
///
/// - Source: equal-weighted cosines, Müller (2004, 2007), doi:10.1016/j.jeconom.2006.05.018, and
///   Lazarus, Lewis, Stock and Watson (2018), doi:10.1080/07350015.2018.1506926, here behind the
///   errors' own filter (from memory).
struct SlowMovements: Sendable {
  /// Mean square of the residuals on the waves over the innovations'; one where the model holds.
  let ratio: Double
  /// Waves that the regression's own columns left.
  let count: Int
  /// Steps in the shortest of the waves.
  let shortestPeriod: Double

  /// - Parameters:
  ///   - design: `steps × columns`, as it was fitted.
  ///   - waves: cosines, at most.
  /// - Throws: `KernelError` of the projection.
  init(
    _ fit: ARMARegression, design: Matrix, waves: Int
  ) throws(KernelError) {
    let isKnown = fit.isKnown
    let steps = isKnown.count
    let most = min(waves, max(1, fit.observations / 6))
    shortestPeriod = 2 * Double(steps) / Double(most)
    var columns: [[Double]] = []
    for column in 0..<design.columns {
      columns.append((0..<steps).map { isKnown[$0] ? design[$0, column] : 0 })
    }
    for wave in 1...most {
      let turns = Double.pi * Double(wave)
      columns.append(
        (0..<steps).map { (step: Int) -> Double in
          cos(turns * (Double(step) + 0.5) / Double(steps))
        })
    }
    let passed = fit.process.whitened(columns, isKnown: isKnown).columns
    let own = try LeastSquares.fit(
      design: Matrix(columns: Array(passed.prefix(design.columns))), response: fit.innovations,
      names: (0..<design.columns).map { "column \($0)" })
    let length = passed.suffix(most).map { LinearAlgebra.dot($0, $0) }.max() ?? 1
    var kept: [[Double]] = []
    for wave in passed.suffix(most) {
      // What the columns explain of it, and the waves before it.
      let weights = try LinearAlgebra.multiply(
        own.unscaledCovariance, LinearAlgebra.multiply(own.design, wave, transpose: true))
      let fitted = try LinearAlgebra.multiply(own.design, weights)
      var left = zip(wave, fitted).map { $0 - $1 }
      for other in kept {
        let share = LinearAlgebra.dot(left, other)
        for row in left.indices { left[row] -= share * other[row] }
      }
      let size = LinearAlgebra.dot(left, left)
      // A wave that the season or the trend has taken is no evidence.
      guard size > 0.02 * length else { continue }
      kept.append(left.map { $0 / size.squareRoot() })
    }
    count = kept.count
    let projections = kept.map { LinearAlgebra.dot($0, fit.innovations) }
    // Innovations have variance one.
    ratio = kept.isEmpty ? 1 : LinearAlgebra.dot(projections, projections) / Double(kept.count)
  }
}
