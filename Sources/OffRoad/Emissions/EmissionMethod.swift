public import Documents

/// A way to get from work done to emissions.
public enum EmissionMethod: String, Codable, CaseIterable, Hashable, Sendable {
  /// One factor a kilogram of fuel for all stages.
  case emepTier1 = "emep-tier-1"
  /// A factor a kilogram of fuel by stage.
  case emepTier2 = "emep-tier-2"
  /// A factor a kilowatt-hour by stage and power.
  case emepTier3 = "emep-tier-3"
  /// Zero-hour factor × transient adjustment × deterioration − sulphur adjustment.
  case nonroad

  /// As the literature calls it.
  public var name: String {
    switch self {
    case .emepTier1: "EMEP/EEA Tier 1"
    case .emepTier2: "EMEP/EEA Tier 2"
    case .emepTier3: "EMEP/EEA Tier 3"
    case .nonroad: "US EPA NONROAD2008"
    }
  }

  /// What “HC” means in its tables.
  public var hydrocarbons: Message {
    switch self {
    case .emepTier1, .emepTier2: "hydrocarbons.nmvoc"
    case .emepTier3: "hydrocarbons.voc"
    case .nonroad: "hydrocarbons.total"
    }
  }
}
