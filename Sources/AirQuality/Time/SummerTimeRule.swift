/// The rule by which a zone's clock goes on after the last change that its file lists.
///
/// - Source: the footer of RFC 9636, section 3.3.2: the POSIX form of `TZ`, such as
///   `CET-1CEST,M3.5.0,M10.5.0/3`, with hours from −167 to 167.
struct SummerTimeRule: Equatable {
  /// Seconds east of Greenwich without summer time.
  let standardOffset: Int
  /// The half-year of the other offset, `nil` where the clock never changes.
  let summer: Summer?

  struct Summer: Equatable {
    /// Seconds east of Greenwich.
    let offset: Int
    /// In standard time.
    let begin: YearlyMoment
    /// In summer time.
    let end: YearlyMoment
  }

  /// A moment that comes back every year.
  struct YearlyMoment: Equatable {
    let day: Day
    /// Seconds after midnight of the day; negative before.
    let seconds: Int

    enum Day: Equatable {
      /// 1 to 365; the 29th of February is never counted.
      case withoutLeapDay(Int)
      /// 0 to 365, the 29th of February counted.
      case ofYear(Int)
      /// Month 1 to 12, week 1 to 5 (5 is the last), weekday 0 (Sunday) to 6.
      case weekday(month: Int, week: Int, weekday: Int)
    }

    /// Clock seconds since 1970-01-01T00:00 on the wall.
    func localSeconds(year: Int) -> Int {
      guard let january = CivilDate(year: year, month: 1, day: 1)?.daysSinceEpoch else {
        return 0
      }
      let date: Int
      switch day {
      case .withoutLeapDay(let number):
        date = january + number - 1 + (CivilDate.isLeap(year) && number >= 60 ? 1 : 0)
      case .ofYear(let number):
        date = january + number
      case .weekday(let month, let week, let weekday):
        // The first of a month exists in every year that has a first of January.
        let first = CivilDate(year: year, month: month, day: 1)?.daysSinceEpoch ?? january
        let firstWeekday = CivilDate(daysSinceEpoch: first).weekday % 7
        let length = CivilDate.days(inMonth: month, year: year)
        var number = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
        while number >= length { number -= 7 }
        date = first + number
      }
      return date * 86_400 + seconds
    }
  }

  /// The year's two changes, in order: when, and whether summer begins.
  func changes(year: Int) -> [(instant: Int, beginsSummer: Bool)] {
    guard let summer else { return [] }
    let begin = summer.begin.localSeconds(year: year) - standardOffset
    let end = summer.end.localSeconds(year: year) - summer.offset
    return begin <= end
      ? [(begin, true), (end, false)] : [(end, false), (begin, true)]
  }
}

extension SummerTimeRule {
  /// Reads the POSIX form; `nil` for anything else.
  init?(_ text: [UInt8]) {
    var cursor = Cursor(bytes: text)
    guard cursor.skipName(), let west = cursor.clock(hours: 24) else { return nil }
    standardOffset = -west
    if cursor.isAtEnd {
      summer = nil
      return
    }
    guard cursor.skipName() else { return nil }
    var offset = standardOffset + 3_600
    if cursor.next != UInt8(ascii: ",") {
      guard let west = cursor.clock(hours: 24) else { return nil }
      offset = -west
    }
    guard cursor.skip(","), let begin = cursor.moment(), cursor.skip(","),
      let end = cursor.moment(), cursor.isAtEnd
    else { return nil }
    summer = Summer(offset: offset, begin: begin, end: end)
  }

  private struct Cursor {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard next == UInt8(ascii: character) else { return false }
      position += 1
      return true
    }

    /// Three letters or more, or `<+0330>`.
    mutating func skipName() -> Bool {
      let isQuoted = skip("<")
      let start = position
      while let byte = next {
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        let isSign = byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
        let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        guard isLetter || (isQuoted && (isSign || isDigit)) else { break }
        position += 1
      }
      return position - start >= 3 && (!isQuoted || skip(">"))
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int? {
      var value = 0
      let start = position
      while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
        position += 1
        guard value <= 1_000 else { return nil }
      }
      return position > start && range.contains(value) ? value : nil
    }

    /// Seconds of `[+-]hh[:mm[:ss]]`.
    mutating func clock(hours: Int) -> Int? {
      let sign = skip("-") ? -1 : 1
      if sign > 0 { _ = skip("+") }
      guard let hour = number(0...hours) else { return nil }
      var seconds = hour * 3_600
      if skip(":") {
        guard let minute = number(0...59) else { return nil }
        seconds += minute * 60
        if skip(":") {
          guard let second = number(0...59) else { return nil }
          seconds += second
        }
      }
      return sign * seconds
    }

    mutating func moment() -> YearlyMoment? {
      let day: YearlyMoment.Day
      if skip("J") {
        guard let number = number(1...365) else { return nil }
        day = .withoutLeapDay(number)
      } else if skip("M") {
        guard let month = number(1...12), skip("."), let week = number(1...5), skip("."),
          let weekday = number(0...6)
        else { return nil }
        day = .weekday(month: month, week: week, weekday: weekday)
      } else {
        guard let number = number(0...365) else { return nil }
        day = .ofYear(number)
      }
      guard skip("/") else { return YearlyMoment(day: day, seconds: 7_200) }
      guard let seconds = clock(hours: 167) else { return nil }
      return YearlyMoment(day: day, seconds: seconds)
    }
  }
}
