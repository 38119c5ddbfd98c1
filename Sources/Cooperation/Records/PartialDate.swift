public import AirQuality

/// A date as a source gives it: a day, a month or only a calendar year.
///
/// What is not known is not filled in; the span of days that the text leaves open is `first` to
/// `last`.
public struct PartialDate: Hashable, Sendable, CustomStringConvertible {
  /// Earliest day that fits.
  public let first: CivilDate
  /// Latest day that fits.
  public let last: CivilDate
  /// As written.
  public let description: String

  /// How much of a date is known.
  public enum Precision: String, Sendable { case year, month, day }

  /// Reads `2014`, `2014-06` or `2014-06-23`, else `nil`.
  public init?(_ text: String) {
    if let day = Self.wholeDay(text) {
      (first, last, description) = (day, day, text)
      return
    }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count), parts[0].count == 4, let year = Int(parts[0]),
      parts.dropFirst().allSatisfy({ $0.count == 2 })
    else { return nil }
    let month = parts.count > 1 ? Int(parts[1]) : nil
    guard parts.count == 1 || month != nil else { return nil }
    let lastMonth = month ?? 12
    guard (1...12).contains(lastMonth) else { return nil }
    let day = parts.count > 2 ? Int(parts[2]) : nil
    guard parts.count < 3 || day != nil,
      let first = CivilDate(year: year, month: month ?? 1, day: day ?? 1),
      let last = CivilDate(
        year: year, month: lastMonth,
        day: day ?? CivilDate.days(inMonth: lastMonth, year: year))
    else { return nil }
    self.first = first
    self.last = last
    description = text
  }

  /// A date of ten characters, nearly all that there are, read without taking the text apart.
  private static func wholeDay(_ text: String) -> CivilDate? {
    var numbers = (year: 0, month: 0, day: 0)
    var part = 0
    var length = 0
    for byte in text.utf8 {
      length += 1
      if length == 5 || length == 8 {
        guard byte == 45 else { return nil }
        part += 1
      } else {
        guard (48...57).contains(byte), length <= 10 else { return nil }
        let digit = Int(byte - 48)
        switch part {
        case 0: numbers.year = 10 * numbers.year + digit
        case 1: numbers.month = 10 * numbers.month + digit
        default: numbers.day = 10 * numbers.day + digit
        }
      }
    }
    guard length == 10 else { return nil }
    return CivilDate(year: numbers.year, month: numbers.month, day: numbers.day)
  }

  /// How much of it is known.
  public var precision: Precision {
    switch description.utf8.count {
    case 4: .year
    case 7: .month
    default: .day
    }
  }

  /// The fiscal year of the whole span; `nil` when the span reaches over 31 March.
  public var fiscalYear: FiscalYear? {
    let year = FiscalYear(containing: first)
    return year == FiscalYear(containing: last) ? year : nil
  }
}
