/// The local calendar periods into which a series is gathered.
///
/// Kinds of year are kept apart and never share a label: the calendar year 2014 is `2014`, the
/// Japanese fiscal year from April 2014 is `FY2014`, the year from March 2014 to February 2015 is
/// `2014/15`. One choice of year can turn an improvement into a deterioration.
public enum CalendarPeriod: Hashable, Codable, Sendable {
  /// A local day, `2014-03-01`.
  case day
  /// A calendar month, `2014-03`.
  case month
  /// Three months, the first season of the cycle starting in the given month (1 to 12).
  ///
  /// Starting in March the labels are `2014 MAM`, `2014 JJA`, `2014 SON` and `2014/15 DJF`: a
  /// winter is one season with the December of the earlier year.
  case season(startingMonth: Int)
  /// Twelve months from the first day of the given month (1 to 12).
  case year(firstMonth: Int)

  /// The first day of the period that holds a date.
  package func start(of date: CivilDate) -> CivilDate {
    switch self {
    case .day:
      return date
    case .month:
      return Self.first(of: date.year * 12 + date.month - 1)
    case .season(let startingMonth):
      let month = date.year * 12 + date.month - 1
      return Self.first(of: month - (month - (startingMonth - 1) + 12) % 3)
    case .year(let firstMonth):
      let month = date.year * 12 + date.month - 1
      return Self.first(of: month - (date.month - firstMonth + 12) % 12)
    }
  }

  /// The first day after the period that starts on a date.
  package func end(ofPeriodStarting start: CivilDate) -> CivilDate {
    let month = start.year * 12 + start.month - 1
    switch self {
    case .day: return CivilDate(daysSinceEpoch: start.daysSinceEpoch + 1)
    case .month: return Self.first(of: month + 1)
    case .season: return Self.first(of: month + 3)
    case .year: return Self.first(of: month + 12)
    }
  }

  /// The label of the period that starts on a date.
  package func label(ofPeriodStarting start: CivilDate) -> String {
    let year = CivilDate.padded(start.year, 4)
    switch self {
    case .day:
      return start.description
    case .month:
      return "\(year)-\(CivilDate.padded(start.month, 2))"
    case .season:
      let letters = Array("JFMAMJJASOND")
      let initials = String((0..<3).map { letters[(start.month - 1 + $0) % 12] })
      return (start.month > 10 ? Self.twoYears(from: start.year) : year) + " \(initials)"
    case .year(firstMonth: 1):
      return year
    case .year(firstMonth: 4):
      return "FY\(year)"
    case .year:
      return Self.twoYears(from: start.year)
    }
  }

  /// `2013/14`.
  private static func twoYears(from year: Int) -> String {
    "\(CivilDate.padded(year, 4))/\(CivilDate.padded((year + 1) % 100, 2))"
  }

  /// The first day of a month counted from January of year 0.
  private static func first(of month: Int) -> CivilDate {
    // The first of a month exists in every year that a series can be in.
    CivilDate(year: month / 12, month: month % 12 + 1, day: 1)
      ?? CivilDate(daysSinceEpoch: 0)
  }
}
