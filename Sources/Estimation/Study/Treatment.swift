public import AirQuality

/// Whether and from when a station is under the measure.
public enum Treatment: Hashable, Codable, Sendable {
  /// A donor: nothing was done there.
  case never
  /// Treated in every period that begins at or after the instant.
  case since(Instant)

  /// Whether the station is ever treated.
  public var isTreated: Bool { self != .never }
}
