/// A place on the globe, degrees in WGS 84.
public struct Coordinate: Hashable, Codable, Sendable {
  /// Degrees north.
  public let latitude: Double
  /// Degrees east.
  public let longitude: Double

  /// From degrees; `nil` outside ±90 and ±180.
  public init?(latitude: Double, longitude: Double) {
    guard (-90...90).contains(latitude), (-180...180).contains(longitude) else { return nil }
    self.latitude = latitude
    self.longitude = longitude
  }
}

/// A monitoring station, or a city or prefecture whose mean is published as one series.
public struct Station: Hashable, Codable, Sendable, CustomStringConvertible {
  /// Who publishes it, for example `prsa`, `stateair`, `china-183-cities`.
  public let network: String
  /// The publisher's own name or code, unique within the network.
  public let identifier: String
  /// The name to print; the identifier where the source has none.
  public let name: String
  /// Where it stands, if the source says.
  public let coordinate: Coordinate?

  /// A station; its identifier tells it from the others of its network.
  public init(
    network: String, identifier: String, name: String? = nil, coordinate: Coordinate? = nil
  ) {
    self.network = network
    self.identifier = identifier
    self.name = name ?? identifier
    self.coordinate = coordinate
  }

  /// `network/identifier`, unique in an archive; a study may write it when the name alone is
  /// ambiguous.
  public var key: String { "\(network)/\(identifier)" }
  /// The key.
  public var description: String { key }
}
