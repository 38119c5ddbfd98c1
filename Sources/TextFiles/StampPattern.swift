/// How a stamp is written, taken apart into what is expected one after the other.
///
/// The letters are those of Unicode's date patterns: `yyyy`, `yy`, `MM`, `M`, `MMM` (a month's name),
/// `dd`, `d`, `HH` and `H` (0 to 24), `hh` and `h` (1 to 12) with `a`, `mm`, `ss`, `SSS` (decimals of
/// a second, passed over), `EEE` (a weekday's name, passed over), `X` (the stamp's own offset: `Z`,
/// `+09`, `+0900`, `+09:00`). A doubled letter wants two digits, a single one takes one or two; where
/// figures touch, the single one takes what the others leave. A blank stands for one blank or more.
/// Every other character stands for itself; text in single quotes too.
package struct StampPattern: Sendable, Equatable {
  /// One thing that is expected.
  package enum Part: Sendable, Equatable {
    case literal(UInt8)
    case year, twoDigitYear, monthName, weekday, half, fraction, offset
    /// Month, day, hour, hour of a half day, minute or second; `isShort` takes one digit too.
    case number(Unit, isShort: Bool)
  }

  /// What a run of figures counts.
  package enum Unit: Sendable, Equatable { case month, day, hour, hourOfHalf, minute, second }

  /// The pattern as it was written.
  package let text: String
  package let parts: [Part]

  /// Whether a stamp names its day; without one it names a month or a year.
  package var hasDay: Bool { has(.day) }
  /// Whether a stamp names its month.
  package var hasMonth: Bool { has(.month) || parts.contains(.monthName) }
  /// Whether a stamp names an hour.
  package var hasHour: Bool { has(.hour) || has(.hourOfHalf) }
  /// Whether a stamp names its own distance from UTC.
  package var hasOffset: Bool { parts.contains(.offset) }
  /// Whether a stamp's year has two digits.
  package var hasTwoDigitYear: Bool { parts.contains(.twoDigitYear) }

  /// Whether a number of one or two digits touches the next one.
  package var hasTouchingFigures: Bool {
    zip(parts, parts.dropFirst()).contains { left, right in
      if case .number(_, isShort: true) = left { right.digits > 0 } else { false }
    }
  }

  private func has(_ unit: Unit) -> Bool {
    parts.contains { if case .number(unit, _) = $0 { true } else { false } }
  }

  /// Takes a pattern apart; `nil` when a letter is unknown, a quote stays open, the year is missing,
  /// a finer part stands without the coarser one, or a line end is asked for.
  package init?(_ text: String) {
    var parts: [Part] = []
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
      let lower = letter | 0x20
      let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower)
      guard !quoted, isLetter else {
        if letter == 0x0a || letter == 0x0d { return nil }
        parts.append(.literal(letter))
        at += 1
        continue
      }
      var run = 1
      while at + run < letters.count && letters[at + run] == letter { run += 1 }
      at += run
      guard let part = Self.part(letter, run) else { return nil }
      parts.append(part)
    }
    self.text = text
    self.parts = parts
    let isTimed = hasHour || has(.minute) || has(.second) || parts.contains(.fraction)
    guard !quoted, parts.contains(.year) || parts.contains(.twoDigitYear), hasMonth || !hasDay,
      hasDay || !isTimed, has(.hourOfHalf) == parts.contains(.half), !hasOffset || hasHour
    else { return nil }
  }

  private static func part(_ letter: UInt8, _ run: Int) -> Part? {
    func number(_ unit: Unit) -> Part? { run <= 2 ? .number(unit, isShort: run == 1) : nil }
    switch letter {
    case UInt8(ascii: "y"): return run == 4 ? .year : run == 2 ? .twoDigitYear : nil
    case UInt8(ascii: "M"): return run == 3 || run == 4 ? .monthName : number(.month)
    case UInt8(ascii: "d"): return number(.day)
    case UInt8(ascii: "H"): return number(.hour)
    case UInt8(ascii: "h"): return number(.hourOfHalf)
    case UInt8(ascii: "m"): return number(.minute)
    case UInt8(ascii: "s"): return number(.second)
    case UInt8(ascii: "S"): return .fraction
    case UInt8(ascii: "E"): return .weekday
    case UInt8(ascii: "X"), UInt8(ascii: "Z"): return run <= 3 ? .offset : nil
    case UInt8(ascii: "a") where run == 1: return .half
    default: return nil
    }
  }
}

extension StampPattern.Part {
  /// The fewest digits that it takes; 0 for what is no figure.
  var digits: Int {
    switch self {
    case .year: 4
    case .twoDigitYear: 2
    case .number(_, let isShort): isShort ? 1 : 2
    case .literal, .monthName, .weekday, .half, .fraction, .offset: 0
    }
  }
}
