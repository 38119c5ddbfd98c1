public import AirQuality

/// Something a city put in force to make the air cleaner, with the date from which it counts.
///
/// A training or a visit is not a measure: it has no date from which the air could change.
public struct Measure: Hashable, Codable, Sendable {
  /// What was done, in a few words.
  public let name: String
  /// Identifier of the cooperation project it belongs to, if any.
  public let project: String?
  /// First local day in force.
  public let start: CivilDate
  /// Last local day in force; `nil` while it lasts.
  public let end: CivilDate?
  /// What, where, which sources, which exemptions.
  public let description: String?

  /// A measure from its parts.
  public init(
    name: String, project: String? = nil, start: CivilDate, end: CivilDate? = nil,
    description: String? = nil
  ) {
    self.name = name
    self.project = project
    self.start = start
    self.end = end
    self.description = description
  }
}
