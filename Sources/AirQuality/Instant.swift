/// A point in time, in whole seconds since 1970-01-01T00:00:00Z.
///
/// Leap seconds do not exist on monitoring clocks and are not counted here.
public struct Instant: Hashable, Sendable, Comparable, Codable {
  /// Seconds since the epoch.
  public let secondsSinceEpoch: Int

  /// From seconds since the epoch.
  public init(secondsSinceEpoch: Int) {
    self.secondsSinceEpoch = secondsSinceEpoch
  }

  /// From local clock time at a fixed offset from UTC.
  ///
  /// - Parameters:
  ///   - hour: 0 to 24; 24 is midnight at the end of the day.
  ///   - utcOffset: seconds east of Greenwich.
  public init(
    _ date: CivilDate, hour: Int = 0, minute: Int = 0, second: Int = 0, utcOffset: Int
  ) {
    secondsSinceEpoch =
      date.daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second - utcOffset
  }

  /// The local date at a fixed offset from UTC.
  public func date(utcOffset: Int) -> CivilDate {
    CivilDate(daysSinceEpoch: Self.floorDivide(secondsSinceEpoch + utcOffset, 86_400))
  }

  /// Seconds since local midnight, 0 to 86,399.
  public func secondOfDay(utcOffset: Int) -> Int {
    let local = secondsSinceEpoch + utcOffset
    return local - Self.floorDivide(local, 86_400) * 86_400
  }

  /// `2014-01-31T13:00:00+08:00`.
  public func formatted(utcOffset: Int) -> String {
    let second = secondOfDay(utcOffset: utcOffset)
    let clock = [second / 3_600, second / 60 % 60, second % 60]
      .map { CivilDate.padded($0, 2) }.joined(separator: ":")
    return "\(date(utcOffset: utcOffset))T\(clock)\(Self.offsetText(utcOffset))"
  }

  /// The instant `seconds` later.
  public func advanced(bySeconds seconds: Int) -> Instant {
    Instant(secondsSinceEpoch: secondsSinceEpoch + seconds)
  }

  /// Chronological.
  public static func < (left: Self, right: Self) -> Bool {
    left.secondsSinceEpoch < right.secondsSinceEpoch
  }

  /// `+08:00`, or `Z` at Greenwich.
  public static func offsetText(_ utcOffset: Int) -> String {
    if utcOffset == 0 { return "Z" }
    let minutes = abs(utcOffset) / 60
    return (utcOffset < 0 ? "-" : "+") + CivilDate.padded(minutes / 60, 2) + ":"
      + CivilDate.padded(minutes % 60, 2)
  }

  /// `UTC+08:00`, or `UTC` at Greenwich.
  public static func clockText(_ utcOffset: Int) -> String {
    utcOffset == 0 ? "UTC" : "UTC\(offsetText(utcOffset))"
  }

  static func floorDivide(_ value: Int, _ divisor: Int) -> Int {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }
}
