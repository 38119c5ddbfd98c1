import Documents

/// The clock that people of a region live by, summer time and all.
///
/// Files that ran on civil time are read through it: an hour that the clock shows twice is told
/// apart, an hour that it leaves out is expected to be missing. Series themselves never run on it
/// (`TimeAxis` has a fixed offset).
///
/// Zones come from the machine's own list (the IANA database, package `tzdata`), so that a change
/// of law arrives with the machine's updates. Years behind the list follow each zone's rule.
public struct CivilZone: Sendable {
  /// The name in the IANA list, `Europe/London`.
  public let identifier: String
  let clock: ZoneClock

  /// What a time on the clock means.
  public enum LocalTime: Hashable, Sendable {
    /// The clock shows it once.
    case one(Instant)
    /// The clock shows it twice, because it was put back.
    case twice(first: Instant, second: Instant)
    /// The clock never shows it, because it was put forward; seconds east of Greenwich before and
    /// after.
    case none(before: Int, after: Int)
  }

  /// Seconds east of Greenwich that the clock shows at an instant.
  public func offset(at instant: Instant) -> Int {
    clock.span(at: instant.secondsSinceEpoch).setting.offset
  }

  /// Seconds east of Greenwich at an instant, without summer time.
  ///
  /// Where the list calls winter time the exception (Ireland, Namibia until 2017), the lesser
  /// offset is standard all the same if it lasts 60 days or longer, as air-quality networks keep
  /// it. Breaks of some weeks, such as Morocco's Ramadan, are not.
  public func standardOffset(at instant: Instant) -> Int {
    clock.standardOffset(at: instant.secondsSinceEpoch)
  }

  /// What a time on the clock means.
  ///
  /// - Parameter localSeconds: clock seconds since 1970-01-01T00:00 on the wall.
  public func instant(ofLocalSeconds localSeconds: Int) -> LocalTime {
    // No clock is a day and a bit away from Greenwich.
    let reach = 93_600
    var span = clock.span(at: localSeconds - reach)
    var found: [Int] = []
    while true {
      let instant = localSeconds - span.setting.offset
      if span.contains(instant), found.last != instant { found.append(instant) }
      guard span.end <= localSeconds + reach else { break }
      let next = clock.span(at: span.end)
      if localSeconds - span.setting.offset >= span.end,
        localSeconds - next.setting.offset < span.end
      {
        return .none(before: span.setting.offset, after: next.setting.offset)
      }
      span = next
    }
    // Without a gap some span holds the time: offsets and spans cover the line of time.
    let first = Instant(secondsSinceEpoch: found.first ?? localSeconds - span.setting.offset)
    guard found.count > 1, let last = found.last else { return .one(first) }
    return .twice(first: first, second: Instant(secondsSinceEpoch: last))
  }
}

extension CivilZone: Hashable {
  /// Equal by name.
  public static func == (left: Self, right: Self) -> Bool { left.identifier == right.identifier }

  /// By name.
  public func hash(into hasher: inout Hasher) { hasher.combine(identifier) }
}

extension CivilZone: Codable {
  /// Reads the name and looks the zone up on this machine.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    do {
      try self.init(identifier: name)
    } catch {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: error.explanation)
    }
  }

  /// Writes the name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(identifier)
  }
}
