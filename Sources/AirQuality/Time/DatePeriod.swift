/// A closed range of local days, written `2014-01-01..2015-03-31`.
public struct DatePeriod: Hashable, Codable, Sendable, CustomStringConvertible {
  /// First day, included.
  public let first: CivilDate
  /// Last day, included.
  public let last: CivilDate

  /// A period of at least one day, else `nil`.
  public init?(_ first: CivilDate, through last: CivilDate) {
    guard first <= last else { return nil }
    self.first = first
    self.last = last
  }

  /// Reads `2014-01-01..2015-03-31`, else `nil`.
  public init?(_ text: String) {
    guard let dots = text.firstRange(of: ".."),
      let first = CivilDate(String(text[..<dots.lowerBound])),
      let last = CivilDate(String(text[dots.upperBound...]))
    else { return nil }
    self.init(first, through: last)
  }

  /// How many days, both ends included.
  public var dayCount: Int { last.daysSinceEpoch - first.daysSinceEpoch + 1 }

  /// Whether a day lies in the period.
  public func contains(_ date: CivilDate) -> Bool { first <= date && date <= last }

  /// Beginning of the first day at a fixed offset from UTC.
  public func start(utcOffset: Int) -> Instant { Instant(first, utcOffset: utcOffset) }

  /// Beginning of the day after the last at a fixed offset from UTC.
  public func end(utcOffset: Int) -> Instant {
    Instant(last, hour: 24, utcOffset: utcOffset)
  }

  /// `2014-01-01..2015-03-31`.
  public var description: String { "\(first)..\(last)" }

  /// Reads the description.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let period = DatePeriod(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "“\(text)” is not a period such as 2014-01-01..2014-12-31")
    }
    self = period
  }

  /// Writes the description.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
