import NumericKernels

/// The serial dependence of a series around its trend and season, corrected for what fitting them
/// took away.
struct TrendNoise: Sendable {
  let model: AutoregressiveModel
  /// Which periods have a value.
  let positions: [Int]

  /// - Parameters:
  ///   - residuals: one a period, NaN where missing.
  ///   - years: place of each period.
  ///   - season: periods in a season that was taken out before.
  ///   - second: first period of a second line; one line when `nil`.
  init(
    residuals: [Double], years: [Double], season: Int?, second: Int? = nil, seed: UInt64,
    threads: Int?
  ) throws(EstimationError) {
    let positions = residuals.indices.filter { !residuals[$0].isNaN }
    self.positions = positions
    // No order is chosen: one that is too low leaves dependence out, and the test rejects too often.
    let order = Self.order(positions.count)
    let rough = AutoregressiveModel.fitted(residuals, order: order)
    // What the fit takes out of noise: the line and, with a season, its first harmonics.
    let phases = residuals.indices.map { Double($0) / Double(season ?? 1) }
    let harmonics = season.map { Harmonics.visible(steps: $0, atMost: 5) } ?? 0
    let lines = second.map { second in
      [
        years.indices.map { $0 < second ? 0.0 : 1 },
        years.indices.map { $0 < second ? 0 : years[$0] },
      ]
    }
    let columns =
      [years.map { _ in 1.0 }, years] + (lines ?? [])
      + Harmonics.columns(phases: phases, count: harmonics)
    let design = Matrix(columns: columns.map { column in positions.map { column[$0] } })
    let count = residuals.count
    let projection = try EstimationError.numerical { () throws(KernelError) in
      try Projection(design)
    }
    let draws = positions.count > 2_000 ? 20 : 80
    model =
      rough.corrected(count: count, draws: draws, seed: seed &+ 1, threads: threads) {
        drawn in
        var rest = [Double](repeating: .nan, count: count)
        let left = projection.residuals(positions.map { drawn[$0] })
        for (place, position) in positions.enumerated() { rest[position] = left[place] }
        return AutoregressiveModel.fitted(rest, order: order)
      }.notBelowIndependence
  }

  /// Order of the autoregression; short series cannot carry more.
  static func order(_ count: Int) -> Int { count < 40 ? 1 : count < 80 ? 2 : 3 }

  /// Noise at the periods that have a value.
  func drawn(_ count: Int, using stream: inout RandomStream) -> [Double] {
    let all = model.drawn(count, using: &stream)
    return positions.map { all[$0] }
  }

  /// How many independent periods the series is worth for its mean.
  var effectiveCount: Double { Double(positions.count) / max(model.inflation, 1e-9) }
}

/// What is left of a response after regression on fixed columns, again and again.
struct Projection: Sendable {
  private let basis: Matrix

  /// - Throws: `KernelError` when the columns depend on each other.
  init(_ design: Matrix) throws(KernelError) {
    // Orthonormal columns by the Cholesky factor of the cross products; columns are near each other
    // in size.
    let factor = try Cholesky(LinearAlgebra.gram(design))
    basis = try LinearAlgebra.multiply(design, factor.inverseTriangle)
  }

  /// Response less its projection.
  func residuals(_ response: [Double]) -> [Double] {
    var rest = response
    for column in 0..<basis.columns {
      var product = 0.0
      for row in 0..<response.count { product += basis[row, column] * response[row] }
      for row in 0..<response.count { rest[row] -= product * basis[row, column] }
    }
    return rest
  }
}
