package import NumericKernels
import Weather

/// A penalised smooth curve through a series whose errors follow a first-order autoregression, with
/// its derivative; both with bands that hold the whole curve.
///
/// Smoothness by restricted maximum likelihood.
///
/// - Source: Wood (2017), Generalized Additive Models, doi:10.1201/9781315370279; derivative and
///   bands, Simpson (2018), doi:10.3389/fevo.2018.00149.
package struct SmoothCurve: Sendable {
  /// A function with its band, one value a place.
  package struct Banded: Sendable {
    package let values: [Double]
    package let lower: [Double]
    package let upper: [Double]
  }

  /// In the unit of the values.
  package let level: Banded
  /// In the unit of the values by that of the times.
  package let derivative: Banded
  /// Effective degrees of freedom, the constant not counted.
  package let degrees: Double
  /// Correlation of errors one step apart.
  package let correlation: Double

  /// - Parameters:
  ///   - positions: step of each value on the axis, ascending.
  ///   - places: where the curve is wanted, in the unit of the times.
  ///   - dimension: functions in the basis.
  /// - Throws: as `AdditiveFit`.
  package init(
    times: [Double], values: [Double], positions: [Int], places: [Double], dimension: Int,
    confidenceLevel: Double, seed: UInt64
  ) throws(KernelError) {
    let design = try AdditiveDesign(
      [AdditiveTerm("time", covariates: [0], shapes: [.cubic(dimension: dimension)])],
      covariates: [times])
    let fit = try AdditiveFit.fit(design, response: values, steps: positions)
    let range = design.ranges[0]
    let step = ((times.last ?? 1) - (times.first ?? 0)) * 1e-4
    let functions = try design.functions(of: 0, at: [places])
    let ahead = try design.functions(of: 0, at: [places.map { $0 + step }])
    let behind = try design.functions(of: 0, at: [places.map { $0 - step }])
    // The constant stands before the term.
    var level = Matrix(rows: places.count, columns: range.count + 1)
    var slope = level
    for row in 0..<places.count {
      level[row, 0] = 1
      for column in 0..<range.count {
        level[row, column + 1] = functions[row, column]
        slope[row, column + 1] = (ahead[row, column] - behind[row, column]) / (2 * step)
      }
    }
    let members = [0] + Array(range)
    var block = Matrix(rows: members.count, columns: members.count)
    for (row, one) in members.enumerated() {
      for (column, other) in members.enumerated() {
        block[row, column] = fit.fullCovariance[one, other]
      }
    }
    let (variances, vectors) = try LinearAlgebra.symmetricEigen(block)
    var root = vectors
    for column in 0..<root.columns {
      let deviation = max(variances[column], 0).squareRoot()
      for row in 0..<root.rows { root[row, column] *= deviation }
    }
    let coefficients = members.map { fit.coefficients[$0] }
    func banded(_ rows: Matrix, stream index: UInt64) throws(KernelError) -> Banded {
      let centre = try LinearAlgebra.multiply(rows, coefficients)
      let spread = try LinearAlgebra.multiply(rows, root)
      let errors = (0..<spread.rows).map { row in
        (0..<spread.columns).reduce(0.0) { $0 + spread[row, $1] * spread[row, $1] }.squareRoot()
      }
      var stream = RandomStream(seed: seed, index: index)
      let draws = 2_000
      let normals = Matrix(
        rows: spread.columns, columns: draws,
        storage: (0..<(spread.columns * draws)).map { _ in stream.normal() })
      let paths = try LinearAlgebra.multiply(spread, normals)
      let largest = (0..<draws).map { draw in
        (0..<spread.rows).reduce(0.0) {
          errors[$1] > 0 ? max($0, abs(paths[$1, draw]) / errors[$1]) : $0
        }
      }
      let factor = Summation.quantile(largest, probability: confidenceLevel)
      return Banded(
        values: centre, lower: zip(centre, errors).map { $0 - factor * $1 },
        upper: zip(centre, errors).map { $0 + factor * $1 })
    }
    self.level = try banded(level, stream: 1)
    derivative = try banded(slope, stream: 2)
    degrees = fit.effectiveDegrees[0]
    correlation = fit.correlation
  }
}
