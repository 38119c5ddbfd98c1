public import AirQuality

/// Which flags are to be replaced or taken away; a part that is `nil` leaves nothing out.
public struct FlagScope: Hashable, Sendable {
  /// Only flags at this station.
  public var station: Station?
  /// Only flags on this pollutant.
  public var pollutant: Pollutant?
  /// Only flags that these checks raised.
  public var rules: Set<QualityRule>?

  /// Every flag that fits all parts given.
  public init(
    station: Station? = nil, pollutant: Pollutant? = nil, rules: Set<QualityRule>? = nil
  ) {
    self.station = station
    self.pollutant = pollutant
    self.rules = rules
  }

  /// Every flag of the archive.
  public static let everything = Self()

  /// Whether a flag is among those.
  public func contains(_ flag: QualityFlag) -> Bool {
    (station.map { $0.key == flag.station } ?? true)
      && (pollutant.map { $0 == flag.pollutant } ?? true)
      && (rules?.contains(flag.rule) ?? true)
  }
}
