/// Reads stamps of every pattern one by one, for tables that are rewritten before they are scanned.
package struct StampReader: Sendable {
  /// What a stamp says.
  package struct Reading: Sendable, Equatable {
    /// Seconds since 1970-01-01T00:00 on the clock of the stamp.
    package var seconds: Int
    /// Seconds east of Greenwich, where the stamp says; counts from 1970 are of UTC.
    package var offset: Int?

    package init(seconds: Int, offset: Int? = nil) {
      self.seconds = seconds
      self.offset = offset
    }
  }

  /// Why a stamp cannot be read.
  package enum Fault: Error, Equatable, Sendable {
    /// It is not written as the pattern says.
    case pattern
    /// It is, but there is no such date or time; with the reading.
    case impossible(String)
  }

  private let pattern: StampPattern
  private let century: Int

  /// - Parameter century: what years of two digits are counted from, such as 2000.
  package init(_ pattern: StampPattern, century: Int = 2_000) {
    self.pattern = pattern
    self.century = century
  }

  /// Reads one stamp, from its first to its last letter.
  package func read(_ text: String) throws(Fault) -> Reading {
    var letters = Array(text.utf8)[...]
    var clock = ClockReading()
    var afternoon: Bool?
    var offset: Int?
    for (place, part) in pattern.parts.enumerated() {
      switch part {
      case .literal(let byte):
        guard letters.first == byte else { throw .pattern }
        letters.removeFirst()
        if byte == 0x20 { letters = letters.drop { $0 == 0x20 } }
      case .year: clock.set(0, try number(&letters, 4, 4))
      case .twoDigitYear: clock.set(0, century + (try number(&letters, 2, 2)))
      case .number(let unit, let isShort):
        let most = isShort ? min(2, max(1, run(letters) - touching(after: place))) : 2
        let written = try number(&letters, isShort ? 1 : 2, most)
        switch unit {
        case .month: clock.set(1, written)
        case .day: clock.set(2, written)
        case .hour, .hourOfHalf: clock.set(3, written)
        case .minute: clock.set(4, written)
        case .second: clock.set(5, written)
        }
      case .monthName:
        guard let month = CalendarWords.month(word(&letters)) else { throw .pattern }
        clock.set(1, month)
      case .weekday: if word(&letters).isEmpty { throw .pattern }
      case .half:
        guard let half = CalendarWords.isAfternoon(word(&letters)) else { throw .pattern }
        afternoon = half
      case .fraction:
        guard run(letters) > 0 else { throw .pattern }
        letters = letters.drop { (48...57).contains($0) }
      case .offset: offset = try Self.offset(&letters)
      }
    }
    guard letters.isEmpty else { throw .pattern }
    if let afternoon, !clock.turnToTwentyFourHours(afternoon: afternoon) {
      throw .impossible(text)
    }
    guard let seconds = clock.secondsSinceEpoch() else { throw .impossible(clock.text) }
    return Reading(seconds: seconds, offset: offset)
  }

  private func run(_ letters: ArraySlice<UInt8>) -> Int {
    letters.prefix { (48...57).contains($0) }.count
  }

  /// The digits that the figures behind a part need, as far as they touch.
  private func touching(after place: Int) -> Int {
    pattern.parts[(place + 1)...].prefix { $0.digits > 0 }.reduce(0) { $0 + $1.digits }
  }

  private func number(
    _ letters: inout ArraySlice<UInt8>, _ least: Int, _ most: Int
  ) throws(Fault) -> Int {
    let digits = letters.prefix(most).prefix { (48...57).contains($0) }
    guard digits.count >= least else { throw .pattern }
    letters.removeFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  /// Letters and, inside or behind them, full stops.
  private func word(_ letters: inout ArraySlice<UInt8>) -> String {
    let word = letters.prefix {
      ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7a || $0 >= 0x80 || $0 == 0x2e
    }
    letters.removeFirst(word.count)
    return String(decoding: word, as: UTF8.self)
  }

  private static func offset(_ letters: inout ArraySlice<UInt8>) throws(Fault) -> Int {
    letters = letters.drop { $0 == 0x20 }
    for word in ["Z", "UTC", "GMT"] where letters.elementsEqual(word.utf8) {
      letters = []
      return 0
    }
    var sign = 0
    if letters.first == UInt8(ascii: "+") { sign = 1 }
    if letters.first == UInt8(ascii: "-") { sign = -1 }
    if letters.starts(with: "−".utf8) {
      sign = -1
      letters.removeFirst(2)
    }
    guard sign != 0 else { throw .pattern }
    letters.removeFirst()
    let figures = letters.prefix { (48...57).contains($0) || $0 == 0x3a }
    let digits = figures.filter { $0 != 0x3a }.map { Int($0) - 48 }
    guard digits.count == 2 || digits.count == 4 else { throw .pattern }
    letters.removeFirst(figures.count)
    let hours = digits[0] * 10 + digits[1]
    let minutes = digits.count == 4 ? digits[2] * 10 + digits[3] : 0
    guard hours <= 14, minutes < 60 else {
      throw .impossible("an offset of \(hours) h \(minutes) min")
    }
    return sign * (hours * 3_600 + minutes * 60)
  }
}

/// Names of months and halves of the day as tables write them.
package enum CalendarWords {
  private static let months: [[String]] = [
    [
      "jan", "january", "janv", "janvier", "januar", "jän", "jänner", "ene", "enero", "gen",
      "gennaio",
    ],
    ["feb", "february", "févr", "février", "fevr", "februar", "febrero", "febbraio", "fev"],
    ["mar", "march", "mars", "mär", "märz", "mrz", "marz", "marzo"],
    ["apr", "april", "avr", "avril", "abr", "abril", "aprile"],
    ["may", "mai", "mayo", "mag", "maggio"],
    ["jun", "june", "juin", "juni", "junio", "giu", "giugno"],
    ["jul", "july", "juil", "juillet", "juli", "julio", "lug", "luglio"],
    ["aug", "august", "août", "aout", "ago", "agosto"],
    ["sep", "sept", "september", "septembre", "septiembre", "set", "settembre"],
    ["oct", "october", "octobre", "okt", "oktober", "octubre", "ott", "ottobre"],
    ["nov", "november", "novembre", "noviembre"],
    ["dec", "december", "déc", "décembre", "dez", "dezember", "dic", "diciembre", "dicembre"],
  ]
  private static let byName = Dictionary(
    uniqueKeysWithValues: months.enumerated().flatMap { month, names in
      names.map { ($0, month + 1) }
    })

  /// 1 to 12; `nil` for a word that is no month in English, French, German, Italian or Spanish.
  package static func month(_ word: String) -> Int? {
    byName[word.lowercased().filter { $0 != "." }]
  }

  /// Whether a word means the half of the day after noon; `nil` when it means neither.
  package static func isAfternoon(_ word: String) -> Bool? {
    switch word.lowercased().filter({ $0 != "." }) {
    case "am", "a", "午前", "上午": false
    case "pm", "p", "午後", "下午": true
    default: nil
    }
  }
}

/// Stamps that are one number: how it is counted.
package enum StampCount: String, Sendable, CaseIterable {
  /// Seconds since 1970-01-01T00:00Z.
  case epochSeconds = "epoch-seconds"
  /// Milliseconds since 1970-01-01T00:00Z.
  case epochMilliseconds = "epoch-milliseconds"
  /// Days of a spreadsheet: 1 is 1900-01-01, and 1900 is taken for a leap year, so 61 is 1 March.
  case excelDays = "excel-days"
  /// Days of spreadsheets whose first day is 1904-01-01, day 0.
  case excelDays1904 = "excel-days-1904"

  /// Whether it counts on the clock of UTC.
  package var isOfUTC: Bool { self == .epochSeconds || self == .epochMilliseconds }

  /// Reads a number; decimals of days are put to the whole minute that their last digit allows.
  package func read(_ text: String) throws(StampReader.Fault) -> StampReader.Reading {
    guard let value = DecimalText.value(of: text), value.isFinite, abs(value) < 1e14 else {
      throw .pattern
    }
    switch self {
    case .epochSeconds: return .init(seconds: Int(value.rounded(.down)), offset: 0)
    case .epochMilliseconds: return .init(seconds: Int((value / 1_000).rounded(.down)), offset: 0)
    case .excelDays, .excelDays1904:
      // Before 1 March 1900 the two calendars of spreadsheets disagree.
      guard value >= 61, value < 3_000_000 else { throw .impossible("day \(text)") }
      let epoch = self == .excelDays ? 25_569.0 : 24_107.0
      let seconds = (value - epoch) * 86_400
      let decimals = text.split(separator: ".").dropFirst().first?.utf8.count ?? 0
      // Half a unit of the last digit, and what doubles lose of a day's number.
      var doubt = 43_200.0
      for _ in 0..<decimals { doubt /= 10 }
      let minute = (seconds / 60).rounded() * 60
      let isMinute = decimals > 0 && abs(seconds - minute) <= max(doubt, 0.001)
      return .init(seconds: Int(isMinute && doubt < 30 ? minute : seconds.rounded()))
    }
  }
}
