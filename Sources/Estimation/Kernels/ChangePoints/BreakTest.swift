import NumericKernels

/// Whether one break more than a number is needed, with errors that follow an autoregression.
///
/// The largest F of a further break is held against series drawn with the levels of the fewer breaks
/// and errors from an autoregression. Its coefficients are those whose estimates, after as many
/// breaks were fitted to pure noise, equal the estimates from the data: neither a break that is left
/// in the residuals nor one that was fitted to noise then moves the level of the test.
///
/// - Source: sequential test, Bai and Perron (1998), doi:10.2307/2998540; drawing from an
///   autoregression instead of asymptotic tables, Diebold and Chen (1996),
///   doi:10.1016/0304-4076(94)01668-4 (DOIs from memory).
package struct BreakTest: Sendable {
  /// Values without gaps, and the step of each.
  let values: [Double]
  let positions: [Int]
  /// Fewest values in a segment.
  let length: Int
  let draws: Int
  let seed: UInt64
  let threads: Int?

  package struct Result: Sendable {
    /// The largest F.
    package let statistic: Double
    package let pValue: Double
    /// The errors under which it was drawn.
    package let errors: AutoregressiveModel
  }

  /// - Parameter positions: step of each value on a regular axis, ascending.
  package init(
    values: [Double], positions: [Int], length: Int, draws: Int, seed: UInt64, threads: Int?
  ) {
    self.values = values
    self.positions = positions
    self.length = length
    self.draws = draws
    self.seed = seed
    self.threads = threads
  }

  /// Errors of a number of breaks, corrected for the fit.
  package func errors(
    of fit: LeastSquaresBreaks, order: Int, season: Int?
  ) -> AutoregressiveModel {
    let number = fit.breaks.count
    let rough = AutoregressiveModel.fitted(spread(residuals(values, fit)), order: order)
    let length = length
    let takesSeason = season.flatMap { SeasonProjection(positions: positions, period: $0) }
    return rough.corrected(
      count: steps, draws: values.count > 2_000 ? 20 : 60, seed: seed &+ 5, threads: threads
    ) { drawn in
      var noise = positions.map { drawn[$0 - positions[0]] }
      if let takesSeason { noise = takesSeason.residuals(noise) }
      let refit = LeastSquaresBreaks.levels(noise, most: number, length: length)
      guard let last = refit.last else { return rough }
      return AutoregressiveModel.fitted(spread(residuals(noise, last)), order: order)
    }.notBelowIndependence
  }

  /// The test of one break more.
  ///
  /// - Parameters:
  ///   - fewer: the best fit of a number of breaks.
  ///   - more: that of one break more.
  package func test(
    _ fewer: LeastSquaresBreaks, against more: LeastSquaresBreaks, errors: AutoregressiveModel
  ) -> Result {
    let observed = Self.statistic(fewer, more)
    let means = levels(values, fewer)
    let number = fewer.breaks.count
    let length = length
    let steps = steps
    let drawn = parallelMap(count: draws, threads: threads) { draw -> Double in
      var stream = RandomStream(seed: seed, index: UInt64(draw))
      let noise = errors.drawn(steps, using: &stream)
      let series = positions.indices.map { means[$0] + noise[positions[$0] - positions[0]] }
      let refit = LeastSquaresBreaks.levels(series, most: number + 1, length: length)
      guard refit.count == number + 2 else { return 0 }
      return Self.statistic(refit[number], refit[number + 1])
    }
    let further = drawn.reduce(0) { $0 + ($1 >= observed ? 1 : 0) }
    return Result(
      statistic: observed, pValue: Double(further + 1) / Double(draws + 1), errors: errors)
  }

  static func statistic(_ fewer: LeastSquaresBreaks, _ more: LeastSquaresBreaks) -> Double {
    let freedom = Double(more.count - more.segments.count)
    guard more.squaredResiduals > 0 else { return .infinity }
    return (fewer.squaredResiduals - more.squaredResiduals) / (more.squaredResiduals / freedom)
  }

  private var steps: Int { (positions.last ?? 0) - (positions.first ?? 0) + 1 }

  private func levels(_ values: [Double], _ fit: LeastSquaresBreaks) -> [Double] {
    fit.segments.flatMap { segment in
      [Double](repeating: Summation.mean(Array(values[segment])), count: segment.count)
    }
  }

  private func residuals(_ values: [Double], _ fit: LeastSquaresBreaks) -> [Double] {
    zip(values, levels(values, fit)).map { $0 - $1 }
  }

  /// Values on the axis, NaN between them.
  private func spread(_ values: [Double]) -> [Double] {
    guard steps > values.count else { return values }
    var all = [Double](repeating: .nan, count: steps)
    for (place, position) in positions.enumerated() { all[position - positions[0]] = values[place] }
    return all
  }
}

/// Takes a season's harmonics out of noise, as was done to the data.
private struct SeasonProjection: Sendable {
  private let projection: Projection

  init?(positions: [Int], period: Int) {
    let count = Harmonics.visible(steps: period, atMost: 5)
    let columns =
      [positions.map { _ in 1.0 }]
      + Harmonics.columns(phases: positions.map { Double($0) / Double(period) }, count: count)
    guard let projection = try? Projection(Matrix(columns: columns)) else { return nil }
    self.projection = projection
  }

  func residuals(_ values: [Double]) -> [Double] { projection.residuals(values) }
}
