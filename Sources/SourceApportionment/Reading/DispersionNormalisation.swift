import Documents
import NumericKernels

/// Contributions in air that thins alike: each sample's times its ventilation over the mean one, which
/// follows what is emitted rather than what the weather leaves of it.
///
/// Dispersion-normalised factorisation multiplies concentrations and uncertainties of a sample by that
/// ratio v before the fit and divides the contributions by it afterwards. Every residual over its
/// uncertainty stays what it was, (v x − v g f) / (v u) = (x − g f) / u, and with it the loss, the
/// robust one too: the same profiles and v times the same contributions are its minimum. So nothing is
/// fitted again, and what is told is v g itself. Two differences remain between a fit of each: the random
/// starts, and rotations that the samples leave free.
///
/// - Source: Dai et al. (2020), doi:10.1021/acs.est.9b07116 (recalled; the paper was not read).
public struct DispersionNormalisation: Codable, Hashable, Sendable {
  /// Mean ventilation of the samples, m²/s.
  public let meanVentilation: Double
  /// Samples with a contribution and a ventilation.
  public let samples: Int
  /// Samples with a contribution and no ventilation, or none above zero.
  public let without: Int
  /// `factors × samples`; `nil` where one of the two is missing.
  public let contributions: [[Double?]]

  /// - Parameters:
  ///   - contributions: `factors × samples`.
  ///   - ventilation: of each sample, m²/s.
  /// - Throws: `ApportionmentError.badSetting` when no sample has a ventilation.
  public init(
    _ contributions: [[Double?]], ventilation: [Double?]
  ) throws(ApportionmentError) {
    let told = ventilation.indices.filter { sample in
      contributions.contains { $0[sample] != nil }
    }
    let known = told.filter { (ventilation[$0] ?? 0) > 0 }
    guard !known.isEmpty else {
      throw .badSetting("ventilation", problem: "error.sources.no-ventilation")
    }
    let mean = Summation.mean(known.compactMap { ventilation[$0] })
    meanVentilation = mean
    samples = known.count
    without = told.count - known.count
    self.contributions = contributions.map { values in
      values.enumerated().map { sample, value in
        guard let value, let own = ventilation[sample], own > 0 else { return nil }
        return value * own / mean
      }
    }
  }
}
