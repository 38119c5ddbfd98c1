public import Documents
public import AirQuality
import NumericKernels

/// What the sources contributed to each sample.
public struct MassBalance: Codable, Hashable, Sendable {
  /// One sample's balance.
  public struct Row: Codable, Hashable, Sendable {
    /// Contributions in the samples' unit, one a source; 0 for a source that was taken out.
    public let contributions: [Double]
    /// Their standard errors; 0 for a source that was taken out.
    public let standardErrors: [Double]
    /// Which sources were fitted.
    public let isFitted: [Bool]
    /// Share of the weighted concentrations' squares that is explained.
    public let rSquared: Double
    /// Weighted squares of the residuals over the degrees of freedom.
    public let reducedChiSquared: Double
    /// Species less sources.
    public let degreesOfFreedom: Int
    /// Sum of the contributions over the measured total, per cent; without one, over the sum of the
    /// measured species.
    public let percentMass: Double
    /// Residual over its effective uncertainty, one a fitted species that was measured.
    public let scaledResiduals: [Double]
    /// Projection of each source into the space that the data determine; 0 for a source that was
    /// taken out.
    public let projections: [Double]
    /// Rounds of the effective variance.
    public let iterations: Int
    /// Sources that the sample cannot tell from each other, with what it tells of their sum.
    public let clusters: [SimilarityCluster]

    /// Contribution over standard error; `nil` for a source that was taken out.
    public var tStatistics: [Double?] {
      contributions.indices.map {
        isFitted[$0] ? contributions[$0] / standardErrors[$0] : nil
      }
    }

    /// Whether the sample leaves open what a fitted source brings: its projection into the space that
    /// the data determine is less than the settings ask for.
    package func isUndetermined(_ source: Int, _ settings: ChemicalMassBalance) -> Bool {
      isFitted[source] && projections[source] < settings.eligibleProjection
    }
  }

  /// A sample that has no balance.
  public struct LeftOut: Codable, Hashable, Sendable {
    /// Its beginning.
    public let instant: Instant
    /// Why.
    public let reason: Message
  }

  /// Standard error of a mean contribution by what it comes from, in the samples' unit.
  public struct MeanError: Codable, Hashable, Sendable {
    /// From the uncertainties of the samples; shrinks with their number.
    public let samples: Double
    /// From the uncertainties of the profiles; common to all samples.
    public let profiles: Double
  }

  /// Two sources whose profiles are nearly one.
  public struct AlikeSources: Codable, Hashable, Sendable {
    /// Their names.
    public let sources: [String]
    /// Cosine of the angle between their fitted species, each over its mean over all profiles.
    public let cosine: Double
  }

  /// The settings.
  public let settings: ChemicalMassBalance
  /// Names of the sources.
  public let sources: [String]
  /// Names of the fitted species.
  public let species: [String]
  /// Name of the total by which percentages are taken; `nil` for the sum of the measured species.
  public let total: String?
  /// Unit of the contributions.
  public let unit: MeasurementUnit
  /// Beginning of each sample that has a balance.
  public let instants: [Instant]
  /// Seconds east of Greenwich of the samples' clock.
  public let utcOffset: Int
  /// One a sample that has a balance.
  public let rows: [Row]
  /// Samples whose balance did not settle; means are over the others.
  public let leftOut: [LeftOut]
  /// Sources that the samples can hardly tell from each other.
  public let alike: [AlikeSources]
  /// Where the errors of the mean contributions come from, one a source.
  public let meanErrors: [MeanError]
  /// One a fitted species.
  public let speciesBalances: [SpeciesBalance]

  /// Mean contribution of each source, in `unit`.
  public var meanContributions: [Double] {
    sources.indices.map { source in Summation.mean(rows.map { $0.contributions[source] }) }
  }

  /// Standard errors of the mean contributions: those of the samples, which are independent of each
  /// other, and those of the profiles, which all samples have in common and no number of samples
  /// makes smaller.
  ///
  /// Weights that depend on the estimate bring a bias of about one per cent, which is beyond these
  /// errors.
  public var meanStandardErrors: [Double] {
    meanErrors.map { ($0.samples * $0.samples + $0.profiles * $0.profiles).squareRoot() }
  }
}

extension MassBalance.Row {
  init(
    _ fit: EffectiveVarianceFit, sources: [Int], of count: Int, response: [Double],
    measured: Double, settings: ChemicalMassBalance
  ) {
    var contributions = [Double](repeating: 0, count: count)
    var errors = contributions
    var projections = contributions
    var isFitted = [Bool](repeating: false, count: count)
    let eligible = Self.projections(
      fit, limit: settings.eligibleUncertainty * abs(measured))
    for (place, source) in sources.enumerated() {
      contributions[source] = fit.contributions[place]
      errors[source] = max(fit.covariance[place, place], 0).squareRoot()
      projections[source] = eligible[place]
      isFitted[source] = true
    }
    let freedom = response.count - sources.count
    var squares = 0.0
    var whole = 0.0
    for index in response.indices {
      squares += fit.residuals[index] * fit.residuals[index] / fit.variances[index]
      whole += response[index] * response[index] / fit.variances[index]
    }
    self.init(
      contributions: contributions, standardErrors: errors, isFitted: isFitted,
      rSquared: 1 - squares / whole, reducedChiSquared: squares / Double(freedom),
      degreesOfFreedom: freedom,
      percentMass: 100 * Summation.sum(fit.contributions) / measured,
      scaledResiduals: response.indices.map {
        fit.residuals[$0] / fit.variances[$0].squareRoot()
      }, projections: projections, iterations: fit.iterations,
      clusters: SimilarityCluster.clusters(
        fit, sources: sources, projections: eligible,
        limit: settings.eligibleUncertainty * abs(measured), settings))
  }

  /// Length of each source's unit vector within the directions whose uncertainty is below a limit.
  private static func projections(_ fit: EffectiveVarianceFit, limit: Double) -> [Double] {
    let size = fit.contributions.count
    guard let (values, vectors) = try? LinearAlgebra.symmetricEigen(fit.covariance) else {
      return [Double](repeating: .nan, count: size)
    }
    return (0..<size).map { source in
      var sum = 0.0
      for direction in 0..<size where max(values[direction], 0).squareRoot() <= limit {
        sum += vectors[source, direction] * vectors[source, direction]
      }
      return sum.squareRoot()
    }
  }
}
