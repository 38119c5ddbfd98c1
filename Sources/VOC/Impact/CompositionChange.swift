public import Estimation

/// How the mixture changed with a measure.
public struct CompositionChange: Hashable, Codable, Sendable {
  /// The change of one log-ratio.
  public struct LogRatio: Hashable, Codable, Sendable {
    /// The compound against the geometric mean of all, or the family against the rest.
    public let name: String
    /// Difference of natural logarithms; 0 is no change of its place in the mixture.
    public let change: Double
    /// Interval of the change.
    public let interval: ConfidenceInterval
  }

  /// Mean share of a compound.
  public struct Share: Hashable, Codable, Sendable {
    /// The compound.
    public let compound: String
    /// Share of the mass, 0 to 1: the closed geometric mean over days.
    public let share: Double
  }

  /// Aitchison distance between the mixtures with and without the step, season and weather
  /// taken out.
  public let distance: Double
  /// Of no change of the mixture.
  public let pValue: PValue
  /// How many cosines of low frequency the step was compared with.
  public let cosines: Int
  /// Days with every compound above zero.
  public let days: Int
  /// Centred log-ratios; they add up to zero.
  public let compounds: [LogRatio]
  /// Isometric balances of each family against all other compounds.
  public let balances: [LogRatio]
  /// The mixture before.
  public let meanBefore: [Share]
  /// The mixture after.
  public let meanAfter: [Share]
}
