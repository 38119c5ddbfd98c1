/// The twelve months over which a standard is evaluated.
public struct EvaluationPeriod: Hashable, Codable, Sendable {
  /// `2015`, or `FY2015` for a fiscal year.
  public let label: String
  /// First day.
  public let first: CivilDate
  /// Last day.
  public let last: CivilDate

  /// A year of an authority: Japan's runs from April to March, every other one from January.
  ///
  /// - Parameter year: 1 to 9998.
  public init(year: Int, authority: AirQualityStandard.Authority) {
    self.init(year: year, firstMonth: authority == .japan ? 4 : 1)
  }

  init(year: Int, firstMonth: Int) {
    let kind = CalendarPeriod.year(firstMonth: firstMonth)
    guard (1...9_998).contains(year),
      let first = CivilDate(year: year, month: firstMonth, day: 1)
    else { preconditionFailure("the year \(year) is out of range") }
    self.first = first
    last = CivilDate(daysSinceEpoch: kind.end(ofPeriodStarting: first).daysSinceEpoch - 1)
    label = kind.label(ofPeriodStarting: first)
  }

  /// 365 or 366.
  var dayCount: Int { last.daysSinceEpoch - first.daysSinceEpoch + 1 }

  /// The period some years later, or earlier.
  func shifted(years: Int) -> EvaluationPeriod {
    EvaluationPeriod(year: first.year + years, firstMonth: first.month)
  }

  /// Its twelve months with the places of their days in the period.
  var months: [(first: CivilDate, days: Range<Int>)] {
    var months: [(first: CivilDate, days: Range<Int>)] = []
    var start = first
    var place = 0
    while start <= last {
      let length = CivilDate.days(inMonth: start.month, year: start.year)
      months.append((start, place..<(place + length)))
      place += length
      start = CalendarPeriod.month.end(ofPeriodStarting: start)
    }
    return months
  }

  /// Its four quarters, each the places of its days.
  var quarters: [Range<Int>] {
    let months = months
    return stride(from: 0, to: 12, by: 3).map {
      months[$0].days.lowerBound..<months[$0 + 2].days.upperBound
    }
  }
}
