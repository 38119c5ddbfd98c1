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
  /// Seven days from Monday, labelled by ISO 8601: `2014-W09`.
  case week
  /// So many days, counted from 1970-01-01 whatever the year: `2014-03-01 to 2014-03-03`.
  case days(Int)
  /// So many weeks, counted from Monday 1970-01-05 whatever the year: `2014-W09 to 2014-W10`.
  case weeks(Int)
  /// So many months from January on, `2014-01 to 2014-02`; a quarter is three.
  case months(Int)
  /// Seasons of one's own, each from a month through a month; what none covers is no season.
  case seasons([NamedSeason])
  /// Three months, the first season of the cycle starting in the given month (1 to 12).
  ///
  /// Starting in March the labels are `2014 MAM`, `2014 JJA`, `2014 SON` and `2014/15 DJF`: a
  /// winter is one season with the December of the earlier year.
  case season(startingMonth: Int)
  /// Twelve months from the first day of the given month (1 to 12).
  case year(firstMonth: Int)
  /// So many years, each from the first day of the given month; the first of them begins in a year
  /// that the count divides: `2010 to 2014`, `FY2014 to FY2015`.
  case years(Int, firstMonth: Int)

  /// The first day of the period that holds a date.
  package func start(of date: CivilDate) -> CivilDate {
    switch self {
    case .day:
      return date
    case .month:
      return Self.first(of: date.year * 12 + date.month - 1)
    case .week:
      // 1970-01-01 was a Thursday.
      let weekday = (date.daysSinceEpoch % 7 + 10) % 7
      return CivilDate(daysSinceEpoch: date.daysSinceEpoch - weekday)
    case .days(let count):
      return CivilDate(daysSinceEpoch: Self.floored(date.daysSinceEpoch, to: count))
    case .weeks(let count):
      // The first Monday of the count is 1970-01-05.
      return CivilDate(daysSinceEpoch: Self.floored(date.daysSinceEpoch - 4, to: 7 * count) + 4)
    case .months(let count):
      let month = date.year * 12 + date.month - 1
      return Self.first(of: month - (date.month - 1) % max(1, count))
    case .seasons(let seasons):
      guard let season = seasons.first(where: { $0.contains(date.month) }) else {
        return Self.first(of: date.year * 12 + date.month - 1)
      }
      let month = date.year * 12 + date.month - 1
      return Self.first(of: month - (date.month - season.firstMonth + 12) % 12)
    case .season(let startingMonth):
      let month = date.year * 12 + date.month - 1
      return Self.first(of: month - (month - (startingMonth - 1) + 12) % 3)
    case .year(let firstMonth):
      let month = date.year * 12 + date.month - 1
      return Self.first(of: month - (date.month - firstMonth + 12) % 12)
    case .years(let count, let firstMonth):
      let year = date.month < firstMonth ? date.year - 1 : date.year
      return Self.first(of: Self.floored(year, to: count) * 12 + firstMonth - 1)
    }
  }

  /// The largest multiple of a count that is not above a number.
  private static func floored(_ number: Int, to count: Int) -> Int {
    Instant.floorDivide(number, max(1, count)) * max(1, count)
  }

  /// The first day after the period that starts on a date.
  package func end(ofPeriodStarting start: CivilDate) -> CivilDate {
    let month = start.year * 12 + start.month - 1
    switch self {
    case .day: return CivilDate(daysSinceEpoch: start.daysSinceEpoch + 1)
    case .days(let count): return CivilDate(daysSinceEpoch: start.daysSinceEpoch + max(1, count))
    case .week: return CivilDate(daysSinceEpoch: start.daysSinceEpoch + 7)
    case .weeks(let count):
      return CivilDate(daysSinceEpoch: start.daysSinceEpoch + 7 * max(1, count))
    case .month: return Self.first(of: month + 1)
    case .months(let count): return Self.first(of: month + max(1, count))
    case .seasons(let seasons):
      let length = seasons.first { $0.firstMonth == start.month }?.length ?? 1
      return Self.first(of: month + length)
    case .season: return Self.first(of: month + 3)
    case .year: return Self.first(of: month + 12)
    case .years(let count, _): return Self.first(of: month + 12 * max(1, count))
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
    case .days(let count):
      let last = CivilDate(daysSinceEpoch: start.daysSinceEpoch + max(1, count) - 1)
      return "\(start) to \(last)"
    case .weeks(let count):
      let last = CivilDate(daysSinceEpoch: start.daysSinceEpoch + 7 * (max(1, count) - 1))
      return "\(Self.week.label(ofPeriodStarting: start)) to "
        + Self.week.label(ofPeriodStarting: last)
    case .years(let count, let firstMonth):
      let one = Self.year(firstMonth: firstMonth)
      let last = Self.first(of: (start.year + max(1, count) - 1) * 12 + start.month - 1)
      return "\(one.label(ofPeriodStarting: start)) to \(one.label(ofPeriodStarting: last))"
    case .week:
      // The week belongs to the year of its Thursday.
      let thursday = CivilDate(daysSinceEpoch: start.daysSinceEpoch + 3)
      return "\(CivilDate.padded(thursday.year, 4))-W"
        + CivilDate.padded((thursday.dayOfYear - 1) / 7 + 1, 2)
    case .months(let count):
      let last = Self.first(of: start.year * 12 + start.month - 2 + max(1, count))
      return "\(year)-\(CivilDate.padded(start.month, 2)) to "
        + "\(CivilDate.padded(last.year, 4))-\(CivilDate.padded(last.month, 2))"
    case .seasons(let seasons):
      guard let season = seasons.first(where: { $0.firstMonth == start.month }) else {
        return "\(year)-\(CivilDate.padded(start.month, 2)) no season"
      }
      let crosses = start.month + season.length > 13
      return (crosses ? Self.twoYears(from: start.year) : year) + " \(season.name)"
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

/// A season of one's own: a heating season, a rainy season.
public struct NamedSeason: Hashable, Codable, Sendable {
  /// For labels.
  public let name: String
  /// 1 to 12.
  public let firstMonth: Int
  /// 1 to 12; before the first month when the season crosses the new year.
  public let lastMonth: Int

  /// From `winter=11-3`; `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    let months = parts[1].split(separator: "-").compactMap { Int($0) }
    guard months.count == 2, months.allSatisfy((1...12).contains) else { return nil }
    name = String(parts[0])
    firstMonth = months[0]
    lastMonth = months[1]
  }

  /// How many months.
  public var length: Int { (lastMonth - firstMonth + 12) % 12 + 1 }

  /// Whether a month, 1 to 12, belongs to it.
  public func contains(_ month: Int) -> Bool { (month - firstMonth + 12) % 12 < length }
}
