import Documents

/// The changes of one zone's clock, as its TZif file lists them.
///
/// - Source: RFC 9636 (2024), "The Time Zone Information Format (TZif)", sections 3.1 to 3.3;
///   versions 2 to 4. Version 1 ends in 2038 and is refused, and so are files that count leap
///   seconds, because monitoring clocks do not.
struct ZoneFile {
  /// One way in which the clock was set.
  struct Setting: Equatable {
    /// Seconds east of Greenwich.
    let offset: Int
    let isSummer: Bool
  }

  /// Seconds since the epoch, strictly ascending.
  let changes: [Int]
  /// `changes.count` settings, each from its change on.
  let settings: [Setting]
  /// The setting before the first change.
  let first: Setting
  /// What holds after the last change; `nil` where the file does not say.
  let rule: SummerTimeRule?

  /// Why the bytes are no zone.
  struct Fault: Error {
    let reason: Message
  }

  init(_ bytes: [UInt8]) throws(Fault) {
    let old = try Header(bytes, at: 0)
    guard (UInt8(ascii: "2")...UInt8(ascii: "4")).contains(old.version) else {
      throw Fault(reason: "error.air.version-is-unknown")
    }
    let header = try Header(bytes, at: try old.end(secondsWidth: 4, in: bytes))
    let end = try header.end(secondsWidth: 8, in: bytes)
    guard header.leapSeconds == 0 else { throw Fault(reason: "error.air.counts-leap-seconds") }
    guard header.types > 0 else { throw Fault(reason: "error.air.has-no-setting-clock") }

    var position = header.body
    var changes: [Int] = []
    for _ in 0..<header.changes {
      let change = Self.integer(bytes, at: position, width: 8)
      // RFC 9636 allows no change before the beginning of the universe; the other bound keeps
      // sums of instants and offsets inside an integer.
      guard abs(change) <= 1 << 59, changes.last.map({ $0 < change }) ?? true else {
        throw Fault(reason: "error.air.changes-are-not-order")
      }
      changes.append(change)
      position += 8
    }
    let indices = bytes[position..<(position + header.changes)]
    position += header.changes
    var types: [Setting] = []
    for _ in 0..<header.types {
      let offset = Self.integer(bytes, at: position, width: 4)
      guard (-89_999...93_599).contains(offset), bytes[position + 4] <= 1,
        Int(bytes[position + 5]) < header.letters
      else { throw Fault(reason: "error.air.setting-clock-is-impossible") }
      types.append(Setting(offset: offset, isSummer: bytes[position + 4] == 1))
      position += 6
    }
    guard indices.allSatisfy({ Int($0) < types.count }) else {
      throw Fault(reason: "error.air.change-leads-no-setting")
    }
    self.changes = changes
    settings = indices.map { types[Int($0)] }
    first = types[0]
    rule = try Self.footer(bytes[end...], after: settings.last ?? first)
  }

  /// The text between two line ends behind the last block.
  private static func footer(
    _ bytes: ArraySlice<UInt8>, after last: Setting
  ) throws(Fault) -> SummerTimeRule? {
    guard bytes.first == 0x0a, let end = bytes.dropFirst().firstIndex(of: 0x0a) else {
      throw Fault(reason: "error.air.ends-before-last-line")
    }
    let text = Array(bytes[(bytes.startIndex + 1)..<end])
    if text.isEmpty { return nil }
    guard let rule = SummerTimeRule(text) else {
      throw Fault(reason: "error.air.rule-later-years-cannot")
    }
    guard rule.standardOffset == last.offset || rule.summer?.offset == last.offset else {
      throw Fault(reason: "error.air.rule-later-years-contradicts")
    }
    return rule
  }

  /// A signed number, most significant byte first.
  private static func integer(_ bytes: [UInt8], at position: Int, width: Int) -> Int {
    var value: UInt64 = bytes[position] & 0x80 == 0 ? 0 : .max
    for index in 0..<width { value = value << 8 | UInt64(bytes[position + index]) }
    return Int(Int64(bitPattern: value))
  }

  private struct Header {
    let version: UInt8
    /// Where the block behind the header begins.
    let body: Int
    let universalMarks: Int
    let standardMarks: Int
    let leapSeconds: Int
    let changes: Int
    let types: Int
    let letters: Int

    init(_ bytes: [UInt8], at start: Int) throws(Fault) {
      guard bytes.count - start >= 44, Array(bytes[start..<(start + 4)]) == Array("TZif".utf8)
      else { throw Fault(reason: "error.air.is-no-file-time") }
      version = bytes[start + 4]
      body = start + 44
      let counts = (0..<6).map { ZoneFile.integer(bytes, at: start + 20 + 4 * $0, width: 4) }
      guard counts.allSatisfy({ (0...bytes.count).contains($0) }) else {
        throw Fault(reason: "error.air.is-shorter-than-says")
      }
      (universalMarks, standardMarks, leapSeconds) = (counts[0], counts[1], counts[2])
      (changes, types, letters) = (counts[3], counts[4], counts[5])
    }

    /// Where the block ends.
    func end(secondsWidth: Int, in bytes: [UInt8]) throws(Fault) -> Int {
      let length =
        changes * (secondsWidth + 1) + types * 6 + letters + leapSeconds * (secondsWidth + 4)
        + standardMarks + universalMarks
      guard length <= bytes.count - body else {
        throw Fault(reason: "error.air.is-shorter-than-says")
      }
      return body + length
    }
  }
}
