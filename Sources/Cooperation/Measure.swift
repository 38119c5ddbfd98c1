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
  /// Seconds after local midnight of that day at which it began, for measures of hours such as an
  /// alert; `nil` with the day.
  public let startSecond: Int?
  /// Last local day in force; `nil` while it lasts.
  public let end: CivilDate?
  /// What, where, which sources, which exemptions.
  public let description: String?

  /// A measure from its first day on; without an end it stays in force.
  public init(
    name: String, project: String? = nil, start: CivilDate, end: CivilDate? = nil,
    description: String? = nil, startSecond: Int? = nil
  ) {
    self.name = name
    self.project = project
    self.start = start
    self.end = end
    self.description = description
    self.startSecond = startSecond
  }

  /// When it began on a clock at a fixed offset from UTC, seconds.
  public func begin(utcOffset: Int) -> Instant {
    Instant(start, utcOffset: utcOffset).advanced(bySeconds: startSecond ?? 0)
  }

  /// `2015-04-01`, or `2015-04-01 12:00` where it began within the day.
  public var startText: String {
    guard let startSecond else { return start.description }
    let minutes = startSecond / 60
    func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(start) \(padded(minutes / 60)):\(padded(minutes % 60))"
  }
}
