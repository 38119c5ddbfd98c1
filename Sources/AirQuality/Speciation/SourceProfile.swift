/// What a source's emissions consist of.
public struct SourceProfile: Hashable, Codable, Sendable {
  /// One species' share.
  public struct Share: Hashable, Codable, Sendable {
    /// Share of the source's total, dimensionless.
    public let fraction: Double
    /// Standard uncertainty of the share, dimensionless.
    public let uncertainty: Double

    /// A mass fraction and its standard uncertainty, both shares of the total mass.
    public init(fraction: Double, uncertainty: Double) {
      self.fraction = fraction
      self.uncertainty = uncertainty
    }
  }

  /// Name of the source.
  public let name: String
  /// Shares by species.
  public let shares: [String: Share]

  /// A profile of shares by species.
  public init(name: String, shares: [String: Share]) {
    self.name = name
    self.shares = shares
  }
}
