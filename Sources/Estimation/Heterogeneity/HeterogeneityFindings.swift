public import Documents

/// By what an effect differs, and by what it does not.
public struct HeterogeneityFindings: Hashable, Codable, Sendable {
  /// One part: a season, a third of the period after.
  public struct Part: Hashable, Codable, Sendable {
    /// Its name.
    public let name: Message
    /// Its steps in the period before; of persistence those of the whole period.
    public let stepsBefore: Int
    /// Its steps in the period after.
    public let stepsAfter: Int
    /// The effect in it, in the unit of the effect.
    public let estimate: Double
    /// Its interval by the spread of the groups.
    public let interval: ConfidenceInterval
    /// The effect less the mean of all parts, on the outcome's scale as the unit of the effect.
    public let difference: Double
    /// Of that difference alone.
    public let pValue: Double
    /// The same, allowing for all parts of all kinds (Holm).
    public internal(set) var holm: Double
  }

  /// All parts of a kind.
  public struct KindFindings: Hashable, Codable, Sendable {
    /// By what.
    public let kind: Heterogeneity.Kind
    /// In their natural order.
    public internal(set) var parts: [Part]
    /// Of all parts together: whether the effect is the same in all.
    public let joint: PValue
    /// The same, allowing for all kinds (Holm).
    public internal(set) var holm: Double
  }

  /// A kind that could not be asked.
  public struct Refusal: Hashable, Codable, Sendable {
    /// By what.
    public let kind: Heterogeneity.Kind
    /// Why.
    public let reason: Message
  }

  /// In the order in which they were asked.
  public let kinds: [KindFindings]
  /// Kinds that could not be asked.
  public let refused: [Refusal]
  /// Groups of stations behind the p-values.
  public let controls: Int
  /// Unit of the effects.
  public let unit: String
}
