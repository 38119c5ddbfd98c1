/// How a stamp is written, compiled to steps over its bytes.
///
/// The letters are those of Unicode's date patterns: `yyyy`, `MM` and `M`, `dd` and `d`, `HH` and
/// `H` (0 to 24), `hh` and `h` (1 to 12) with `a` (AM or PM), `mm`, `ss`. A doubled letter wants
/// two digits, a single one takes one or two. Months and years that name no day, `yyyy-MM` and
/// `yyyy`, are their first day. A blank stands for one blank or more, every other character for
/// itself; text in single quotes too.
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

  /// Compiles a pattern; `nil` when it is none, or has parts that only `StampReader` knows: years of
  /// two digits, names, decimals, offsets, figures that touch.
  package init?(_ text: String) {
    guard let pattern = StampPattern(text), !pattern.hasTouchingFigures else { return nil }
    var steps: [UInt8] = []
    for part in pattern.parts {
      switch part {
      case .literal(let byte): steps += [Self.literal, byte]
      case .year: steps += [Self.year, 0]
      case .half: steps += [Self.half, 0]
      case .number(let unit, let isShort):
        let code =
          switch unit {
          case .month: Self.month
          case .day: Self.day
          case .hour: Self.hour
          case .hourOfHalf: Self.hourOfHalf
          case .minute: Self.minute
          case .second: Self.second
          }
        steps += [isShort ? code | Self.short : code, 0]
      case .twoDigitYear, .monthName, .weekday, .fraction, .offset: return nil
      }
    }
    self.text = text
    self.steps = steps
    hasDay = pattern.hasDay
    hasMonth = pattern.hasMonth
  }
}
