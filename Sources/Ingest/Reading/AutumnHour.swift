import AirQuality

/// The hour that a civil clock shows twice when summer time ends.
///
/// Rows that repeat it are no duplicates: one belongs to summer time, one to standard time, and
/// leaving one out puts half a year an hour off.
struct AutumnHour {
  /// Whose rule it is, for the message.
  let families: String

  /// - Parameter stamp: a clock reading, seconds since 1970-01-01T00:00 of the same clock; `nil`
  ///   when no common rule repeats it.
  ///
  /// The European Union ends summer time on the last Sunday of October at 01:00 UTC (Directive
  /// 2000/84/EC), the United States and Canada on the first Sunday of November at 02:00 (Energy
  /// Policy Act of 2005; until 2006 the last Sunday of October), Australia and New Zealand on the
  /// first Sunday of April at 03:00. A label that names the end of its hour is one later.
  init?(_ stamp: Int) {
    let instant = Instant(secondsSinceEpoch: stamp)
    let date = instant.date(utcOffset: 0)
    guard date.weekday == 7, instant.secondOfDay(utcOffset: 0) <= 4 * 3_600 else { return nil }
    switch (date.month, date.day) {
    case (10, 25...): families = "Europe (or, until 2006, North America)"
    case (11, ...7): families = "North America"
    case (4, ...7): families = "Australia or New Zealand"
    default: return nil
    }
  }

  /// A zone to name in the remedy.
  static func example(of families: String) -> String {
    if families.hasPrefix("Europe") { return "Europe/Berlin" }
    return families.hasPrefix("North") ? "America/New_York" : "Australia/Sydney"
  }
}
