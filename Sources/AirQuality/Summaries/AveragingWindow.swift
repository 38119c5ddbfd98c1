/// A length of time over which a series is averaged, as people write it: a whole number, which may
/// be left out, and a word.
///
/// `15 min`, `3 h`, `8h`, `day`, `3 day`, `week`, `2 week`, `month`, `2 month`, `quarter`, `season`,
/// `year`, `5 year`, `seasonal-year` (from March), `fiscal-year` (from April); plurals and the short
/// forms `d`, `w`, `mo`, `q`, `y` too. Where a window begins never depends on the series: lengths
/// below a day are counted from local midnight, days from 1970-01-01, weeks from Monday
/// 1970-01-05, months and quarters from January, years from those that the count divides.
public enum AveragingWindow: Hashable, Sendable {
  /// Seconds, below a day and dividing it, aligned at local midnight.
  case duration(Int)
  /// Days, weeks, months, seasons and years.
  case calendar(CalendarPeriod)

  /// The kinds of window with their words; the first is the one that messages write.
  private static let words: [(Kind, [String])] = [
    (.minute, ["min", "minute", "minutes"]), (.hour, ["h", "hour", "hours", "hr", "hrs"]),
    (.day, ["day", "days", "d"]), (.week, ["week", "weeks", "w"]),
    (.month, ["month", "months", "mo"]), (.quarter, ["quarter", "quarters", "q"]),
    (.season, ["season", "seasons"]), (.year, ["year", "years", "y", "yr"]),
    (.seasonalYear, ["seasonal-year", "seasonal-years"]),
    (.fiscalYear, ["fiscal-year", "fiscal-years"]),
  ]

  private enum Kind {
    case minute, hour, day, week, month, quarter, season, year, seasonalYear, fiscalYear
  }

  /// Reads a window.
  ///
  /// - Parameters:
  ///   - yearStart: first month of a year, 1 to 12.
  ///   - seasons: of one's own, for `season`.
  /// - Throws: `WindowError` for a word that is not known, a count that is no whole number above
  ///   zero, and a length that does not divide a day or a year.
  public init(
    _ text: String, yearStart: Int = 1, seasons: [NamedSeason] = []
  ) throws(WindowError) {
    let plain = text.lowercased().split(separator: " ").joined(separator: " ")
    let digits = plain.prefix { $0.isASCII && $0.isNumber }
    let word = plain.dropFirst(digits.count).drop { $0 == " " }
    guard let first = word.first, first.isLetter else {
      throw word.isEmpty || plain.isEmpty ? .unknownWord(text) : .count(text)
    }
    guard let kind = Self.words.first(where: { $0.1.contains(String(word)) })?.0 else {
      throw .unknownWord(text)
    }
    guard let count = digits.isEmpty ? 1 : Int(digits), (1...1_000_000).contains(count) else {
      throw .count(text)
    }
    switch kind {
    case .minute: self = try Self.seconds(count * 60, text)
    case .hour: self = try Self.seconds(count * 3_600, text)
    case .day: self = try Self.days(count, text)
    case .week:
      guard count <= 53 else { throw .tooLong(text) }
      self = .calendar(count == 1 ? .week : .weeks(count))
    case .month: self = try Self.months(count, yearStart, text)
    case .quarter: self = try Self.months(count * 3, yearStart, text)
    case .season:
      guard count == 1 else { throw .severalSeasons(text) }
      self = .calendar(seasons.isEmpty ? .season(startingMonth: 3) : .seasons(seasons))
    case .year: self = try Self.years(count, yearStart, text)
    case .seasonalYear: self = try Self.years(count, 3, text)
    case .fiscalYear: self = try Self.years(count, 4, text)
    }
  }

  private static func seconds(_ seconds: Int, _ text: String) throws(WindowError) -> Self {
    if seconds % 86_400 == 0 { return try days(seconds / 86_400, text) }
    guard 86_400 % seconds == 0 else { throw .dividesNoDay(text) }
    return .duration(seconds)
  }

  private static func days(_ count: Int, _ text: String) throws(WindowError) -> Self {
    guard count <= 366 else { throw .tooLong(text) }
    return .calendar(count == 1 ? .day : .days(count))
  }

  private static func months(
    _ count: Int, _ yearStart: Int, _ text: String
  ) throws(WindowError) -> Self {
    if count == 1 { return .calendar(.month) }
    if count % 12 == 0 { return try years(count / 12, yearStart, text) }
    guard 12 % count == 0 else { throw .dividesNoYear(text) }
    return .calendar(.months(count))
  }

  private static func years(
    _ count: Int, _ firstMonth: Int, _ text: String
  ) throws(WindowError) -> Self {
    guard count <= 100 else { throw .tooLong(text) }
    return .calendar(
      count == 1 ? .year(firstMonth: firstMonth) : .years(count, firstMonth: firstMonth))
  }

  /// The shortest that a window of this kind can be, seconds.
  var shortestSeconds: Int {
    let days: Int
    switch self {
    case .duration(let seconds): return seconds
    case .calendar(.day): days = 1
    case .calendar(.days(let count)): days = count
    case .calendar(.week): days = 7
    case .calendar(.weeks(let count)): days = 7 * count
    case .calendar(.month): days = 28
    case .calendar(.months(let count)): days = 28 * count
    case .calendar(.seasons(let seasons)): days = 28 * (seasons.map(\.length).min() ?? 1)
    case .calendar(.season): days = 90
    case .calendar(.year): days = 365
    case .calendar(.years(let count, _)): days = 365 * count
    }
    return days * 86_400
  }
}

extension MonitoringSeries {
  /// The series on longer steps, aligned at local midnight.
  ///
  /// - Parameters:
  ///   - seconds: a multiple of the series' step that divides a day.
  ///   - windSpeed: for wind direction only, the speeds that weight the mean vector.
  /// - Returns: `nil` when the window is no multiple of the step.
  public func averaged(
    every seconds: Int, capture: DataCapture = .default, statistic: AggregateStatistic = .mean,
    windSpeed: MonitoringSeries? = nil
  ) -> MonitoringSeries? {
    guard let step = axis.step.seconds, seconds % step == 0, 86_400 % seconds == 0, count > 0 else { return nil }
    let second = axis.start.secondOfDay(utcOffset: axis.utcOffset)
    let start = axis.start.advanced(bySeconds: -(second % seconds))
    let spans = (axis.end.secondsSinceEpoch - start.secondsSinceEpoch + seconds - 1) / seconds
    let vectors =
      pollutant == .windDirection ? WindVectors(direction: self, speed: windSpeed) : nil
    let counted = vectors?.east ?? storage
    let values = (0..<spans).map { index -> Double in
      let from = start.advanced(bySeconds: index * seconds)
      let until = from.advanced(bySeconds: seconds)
      let steps = axis.positions(from: from, until: until)
      let valid = counted[steps].reduce(0) { $0 + ($1.isNaN ? 0 : 1) }
      let expected =
        capture.denominator == .withinAxis ? steps.count : seconds / step
      guard capture.accepts(valid: valid, expected: expected) else { return .nan }
      if let vectors { return vectors.value(statistic, of: steps) }
      return statistic.value(of: storage[steps])
    }
    return with(
      storage: values,
      axis: TimeAxis(
        start: start, step: seconds, count: spans, utcOffset: axis.utcOffset, stamp: axis.stamp))
  }

  /// The series averaged over a window, one value a window.
  ///
  /// - Parameters:
  ///   - windSpeed: for wind direction only, the speeds that weight the mean vector.
  /// - Throws: `WindowError` where the series' steps are longer than the window or do not divide
  ///   it, and for a statistic that directions do not have.
  public func averages(
    over window: AveragingWindow, capture: DataCapture = .default,
    statistic: AggregateStatistic = .mean, windSpeed: MonitoringSeries? = nil
  ) throws(WindowError) -> [PeriodValue] {
    let name = "\(station.key) \(pollutant)"
    guard axis.step <= .seconds(window.shortestSeconds) else {
      throw .stepTooLong(series: name, step: stepText)
    }
    if pollutant == .windDirection, statistic != .mean, statistic != .frequency {
      throw .directionsHaveNoOrder(series: name, statistic: statistic.rawValue)
    }
    switch window {
    case .calendar(let period):
      return gathered(by: period, capture: capture, statistic: statistic, windSpeed: windSpeed)
    case .duration(let seconds):
      guard count > 0 else { return [] }
      guard
        let averaged = averaged(
          every: seconds, capture: capture, statistic: statistic, windSpeed: windSpeed)
      else { throw .stepDoesNotDivide(series: name, step: stepText) }
      let counted =
        pollutant == .windDirection
        ? WindVectors(direction: self, speed: windSpeed).east : storage
      return (0..<averaged.count).map { position in
        let from = averaged.axis.instant(at: position)
        let steps = axis.positions(from: from, until: from.advanced(bySeconds: seconds))
        return PeriodValue(
          label: averaged.axis.label(at: position), start: averaged.axis.date(at: position),
          value: averaged[position],
          validCount: steps.reduce(0) { $0 + (counted[$1].isNaN ? 0 : 1) },
          expectedCount: capture.denominator == .withinAxis ? steps.count : seconds / axis.step.meanSeconds)
      }
    }
  }

  /// For messages.
  var stepText: String { "\(axis.step)" }
}
