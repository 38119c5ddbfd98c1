/// A clock's fixed distance from UTC, as files and descriptions write it.
///
/// `Z`, `UTC`, `GMT`, `+08:00`, `+0800`, `+08`, `+8`, `-3:30`, `UTC+8`, `GMT-05:00`, `UTC+5:45`;
/// the minus may be U+2212. East of Greenwich is positive, as ISO 8601 counts. Abbreviations such
/// as CST or IST are not read: each is in use for several offsets.
public struct ClockOffset: Hashable, Sendable {
  /// Seconds east of Greenwich, −43,200 to 50,400.
  public let seconds: Int

  /// Reads an offset.
  ///
  /// - Throws: `ZoneError.notOffset` for any other text and for what no clock on earth shows.
  public init(_ text: String) throws(ZoneError) {
    guard let seconds = Self.seconds(of: text) else { throw .notOffset(text) }
    self.seconds = seconds
  }

  private static func seconds(of text: String) -> Int? {
    var rest = text[...]
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    if rest.uppercased() == "Z" { return 0 }
    for name in ["UTC", "GMT"] where rest.prefix(3).uppercased() == name {
      rest.removeFirst(3)
      if rest.isEmpty { return 0 }
      while rest.first == " " { rest.removeFirst() }
      break
    }
    guard let sign = rest.popFirst(), "+-−".contains(sign) else { return nil }
    let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else {
      return nil
    }
    let hour: Substring
    let minute: Substring
    switch (parts.count, parts[0].count) {
    case (1, 1), (1, 2): (hour, minute) = (parts[0], "00")
    case (1, 4): (hour, minute) = (parts[0].prefix(2), parts[0].suffix(2))
    case (2, 1), (2, 2): (hour, minute) = (parts[0], parts[1])
    default: return nil
    }
    guard minute.count == 2, let hours = Int(hour), let minutes = Int(minute), minutes < 60 else {
      return nil
    }
    let seconds = (sign == "+" ? 1 : -1) * (hours * 3_600 + minutes * 60)
    return (-43_200...50_400).contains(seconds) ? seconds : nil
  }
}
