/// How a stamp is written, compiled to steps over its bytes.
///
/// The letters are those of Unicode's date patterns: `yyyy`, `MM` and `M`, `dd` and `d`, `HH` and
/// `H` (0 to 24), `hh` and `h` (1 to 12) with `a` (AM or PM), `mm`, `ss`. A doubled letter wants
/// two digits, a single one takes one or two. Months and years that name no day, `yyyy-MM` and
/// `yyyy`, are their first day. Every other character stands for itself; text in
/// single quotes too.
package struct TimePattern: Sendable, Equatable {
  /// The pattern as it was written.
  package let text: String
  let steps: [UInt8]

  static let literal: UInt8 = 0
  static let year: UInt8 = 1
  static let month: UInt8 = 2
  static let day: UInt8 = 3
  static let hour: UInt8 = 4
  static let minute: UInt8 = 5
  static let second: UInt8 = 6
  static let half: UInt8 = 7
  static let hourOfHalf: UInt8 = 8
  /// Set when one digit is enough.
  static let short: UInt8 = 16

  /// Whether a stamp names its day; without one it names a month or a year.
  package let hasDay: Bool
  /// Whether a stamp names its month.
  package let hasMonth: Bool

  /// Compiles a pattern; `nil` when a letter is unknown, a quote stays open, the year is missing, a
  /// finer part stands without the coarser one, or a line end is asked for.
  package init?(_ text: String) {
    var steps: [UInt8] = []
    let letters = Array(text.utf8)
    var at = 0
    var quoted = false
    while at < letters.count {
      let letter = letters[at]
      if letter == UInt8(ascii: "'") {
        quoted.toggle()
        at += 1
        continue
      }
      let isLetter =
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter)
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letter)
      guard !quoted, isLetter else {
        if letter == 0x0a || letter == 0x0d { return nil }
        steps += [Self.literal, letter]
        at += 1
        continue
      }
      var run = 1
      while at + run < letters.count && letters[at + run] == letter { run += 1 }
      at += run
      let code: UInt8
      switch letter {
      case UInt8(ascii: "y") where run == 4: code = Self.year
      case UInt8(ascii: "M") where run <= 2: code = Self.month
      case UInt8(ascii: "d") where run <= 2: code = Self.day
      case UInt8(ascii: "H") where run <= 2: code = Self.hour
      case UInt8(ascii: "h") where run <= 2: code = Self.hourOfHalf
      case UInt8(ascii: "m") where run <= 2: code = Self.minute
      case UInt8(ascii: "s") where run <= 2: code = Self.second
      case UInt8(ascii: "a") where run == 1: code = Self.half
      default: return nil
      }
      steps += [run == 1 && code != Self.half ? code | Self.short : code, 0]
    }
    let codes = stride(from: 0, to: steps.count, by: 2).map { steps[$0] & ~Self.short }
    let isTimed = codes.contains {
      [Self.hour, Self.hourOfHalf, Self.minute, Self.second].contains($0)
    }
    hasDay = codes.contains(Self.day)
    hasMonth = codes.contains(Self.month)
    guard !quoted, codes.contains(Self.year), hasMonth || !hasDay, hasDay || !isTimed,
      codes.contains(Self.hourOfHalf) == codes.contains(Self.half)
    else { return nil }
    self.text = text
    self.steps = steps
  }
}
