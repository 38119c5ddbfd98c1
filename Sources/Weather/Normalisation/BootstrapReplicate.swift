import NumericKernels

/// What one model that was trained on drawn blocks makes of a series, at the normalised steps and
/// on the model's scale.
package struct BootstrapReplicate: Hashable, Sendable {
  /// What the model expects in the pool's average weather.
  package let normalised: [Double]
  /// Observed minus what the model expects in the weather that was; also at steps that were not
  /// drawn.
  package let residuals: [Double]
  /// How often each step was drawn.
  package let counts: [Double]

  package init(normalised: [Double], residuals: [Double], counts: [Double]) {
    precondition(normalised.count == residuals.count && residuals.count == counts.count)
    self.normalised = normalised
    self.residuals = residuals
    self.counts = counts
  }

  /// The observation with the model's effect of weather taken out, at every step.
  package var adjusted: [Double] { zip(normalised, residuals).map { $0 + $1 } }

  /// The estimate of a period's mean that this draw of blocks gives; `nil` when no step of the
  /// period was drawn.
  ///
  /// mean of f_norm over the period + Σ count · residual / Σ count. With every count one it is the
  /// mean of `adjusted`. Only the residual is weighted: the days of a period and their place in
  /// the year are fixed by the calendar, and weighting f_norm too would add the season that the
  /// drawn days happen to lie in to the error.
  package func mean(_ places: [Int]) -> Double? {
    let drawn = Summation.sum(places.map { counts[$0] })
    guard drawn > 0 else { return nil }
    return Summation.mean(places.map { normalised[$0] })
      + Summation.sum(places.map { counts[$0] * residuals[$0] }) / drawn
  }
}
