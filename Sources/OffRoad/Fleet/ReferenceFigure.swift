public import AirQuality
public import Documents

/// Which sources a figure rests on, and whether a stored copy backs every one of them.
public struct Backing: Hashable, Codable, Sendable {
  /// Keys of `Datasets/off-road/SOURCE.md`, sorted; `user` for the user's own figures.
  public let sources: [String]
  /// Whether a stored source backs all of them.
  public let isBacked: Bool

  /// From one figure of a table, whose key may join several with semicolons.
  public init(_ provenance: ReferenceProvenance) {
    sources = Set(provenance.source.split(separator: ";").map(String.init)).sorted()
    isBacked = provenance.isBacked
  }

  /// Where a figure stands, and whether the source was seen.
  public init(sources: [String], isBacked: Bool) {
    self.sources = sources
    self.isBacked = isBacked
  }

  /// A figure that the user gave and answers for.
  public static let user = Backing(sources: ["user"], isBacked: true)

  /// What a figure rests on that was computed from both.
  public func and(_ other: Backing) -> Backing {
    Backing(
      sources: Set(sources + other.sources).sorted(), isBacked: isBacked && other.isBacked)
  }

  /// The sources for a table's cell; an asterisk marks what no stored source backs.
  public var text: String { sources.joined(separator: ", ") + (isBacked ? "" : " *") }
}

/// A number that went into a result without the user having given it.
///
/// It is shown wherever the result is: what was assumed, its value and its source.
public struct DefaultUse: Hashable, Codable, Sendable {
  /// What was assumed: a message `assumed.…` of the catalogue, for example `assumed.annual-hours`.
  public let quantity: Message
  /// For which machines, by the type's identifier; `all` where it holds for every one.
  public let subject: String
  /// In `unit`.
  public let value: Double
  /// Of the value; `1` for a pure number. Units that are words are in the catalogue as `unit.…`.
  public let unit: String
  /// How many machines it was used for, survey weights counted.
  public let machines: Double
  /// Where it comes from.
  public let backing: Backing
}

extension DefaultUse {
  /// What a device takes off the exhaust of a pollutant, a share.
  static func reduction(
    of pollutant: ExhaustPollutant, by retrofit: Machine.Retrofit, _ effect: MeasureEffect,
    machines: Double
  ) -> DefaultUse {
    DefaultUse(
      quantity: Message(
        "assumed.reduction",
        [
          "pollutant": .text(pollutant.displayName),
          "device": .text(retrofit.identifier.uppercased()),
        ]),
      subject: "all", value: effect.central ?? 0, unit: "1", machines: machines,
      backing: Backing(effect.provenance))
  }
}
