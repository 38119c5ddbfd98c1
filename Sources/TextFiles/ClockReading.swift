/// The parts of one row's stamp, and the seconds they make.
struct ClockReading {
  private var year = 1970
  private var month = 1
  private var day = 1
  private var hour = 0
  private var minute = 0
  private var second = 0
  // Rows of one day come together: the day's seconds are worked out once.
  private var rememberedDate = -1
  private var rememberedSeconds = 0

  /// Sets year, month, day, hour, minute or second, counted from 0.
  @inline(__always)
  mutating func set(_ part: Int, _ number: Int) {
    switch part {
    case 0: year = number
    case 1: month = number
    case 2: day = number
    case 3: hour = number
    case 4: minute = number
    default: second = number
    }
  }

  /// Makes 0 to 23 of 12, 1 … 11; `false` for an hour that no such clock shows.
  mutating func turnToTwentyFourHours(afternoon: Bool) -> Bool {
    guard (1...12).contains(hour) else { return false }
    hour = hour % 12 + (afternoon ? 12 : 0)
    return true
  }

  /// Seconds since 1970-01-01T00:00 on the same clock; `nil` for a date or time that does not
  /// exist. 24:00 is midnight at the end of the day.
  @inline(__always)
  mutating func secondsSinceEpoch() -> Int? {
    guard hour < 24 || (hour == 24 && minute == 0 && second == 0), minute < 60, second < 60 else {
      return nil
    }
    let date = (year * 16 + month) * 64 + day
    if date != rememberedDate || month > 12 || day > 31 {
      guard let days = Self.daysSinceEpoch(year: year, month: month, day: day) else { return nil }
      rememberedDate = date
      rememberedSeconds = days * 86_400
    }
    return rememberedSeconds + hour * 3_600 + minute * 60 + second
  }

  /// The reading as text, for a message.
  var text: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let clock = "\(two(hour)):\(two(minute))" + (second == 0 ? "" : ":\(two(second))")
    return "\(year)-\(two(month))-\(two(day)) \(clock)"
  }

  /// Days from 1970-01-01 in the proleptic Gregorian calendar; `nil` when there is no such day.
  ///
  /// - Source: the era-based calendar of Hinnant (2021). It stands here a second time because
  ///   bytes lie below the domain that owns `CivilDate`; a test holds the two together.
  static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int? {
    guard (1...9_999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    let length =
      month == 2
      ? (isLeap ? 29 : 28) : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
    guard day <= length else { return nil }
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
