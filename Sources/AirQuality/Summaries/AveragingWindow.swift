/// A length of time over which a series is averaged, as people write it.
///
/// `15 min`, `3 h`, `8h`, `day`, `week`, `month`, `2 month`, `quarter`, `season`, `year`,
/// `seasonal-year` (from March), `fiscal-year` (from April).
public enum AveragingWindow: Hashable, Sendable {
  /// Seconds, up to a day, aligned at local midnight.
  case duration(Int)
  /// Days, weeks, months, seasons and years.
  case calendar(CalendarPeriod)

  /// Reads a window; `nil` for a length that does not divide a day or is not known.
  ///
  /// - Parameters:
  ///   - yearStart: first month of a year, 1 to 12.
  ///   - seasons: of one's own, for `season`.
  public init?(_ text: String, yearStart: Int = 1, seasons: [NamedSeason] = []) {
    let letters = text.lowercased().filter { $0.isLetter || $0 == "-" }
    let digits = text.filter(\.isNumber)
    guard let count = digits.isEmpty ? 1 : Int(digits), count > 0 else { return nil }
    switch letters {
    case "min", "minute", "minutes": self.init(seconds: count * 60)
    case "h", "hour", "hours": self.init(seconds: count * 3_600)
    case "day", "days",
      "d" where count == 1:
      self = .calendar(.day)
    case "week",
      "weeks" where count == 1:
      self = .calendar(.week)
    case "month", "months": self = .calendar(count == 1 ? .month : .months(count))
    case "quarter": self = .calendar(.months(3))
    case "season": self = .calendar(seasons.isEmpty ? .season(startingMonth: 3) : .seasons(seasons))
    case "year",
      "years" where count == 1:
      self = .calendar(.year(firstMonth: yearStart))
    case "seasonal-year": self = .calendar(.year(firstMonth: 3))
    case "fiscal-year": self = .calendar(.year(firstMonth: 4))
    default: return nil
    }
    if case .calendar(.months(let months)) = self, 12 % months != 0 { return nil }
  }

  private init?(seconds: Int) {
    guard seconds <= 86_400, 86_400 % seconds == 0 else { return nil }
    self = seconds == 86_400 ? .calendar(.day) : .duration(seconds)
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
      if let vectors { return statistic == .mean ? vectors.meanDirection(of: steps) : .nan }
      return statistic.value(of: storage[steps])
    }
    return with(
      storage: values,
      axis: TimeAxis(
        start: start, step: seconds, count: spans, utcOffset: axis.utcOffset, stamp: axis.stamp))
  }

  /// Which step of a rolling window its value stands at.
  public enum RollingAlignment: String, Codable, Sendable, CaseIterable {
    /// The last step: the mean of the eight hours up to and including this one.
    case right
    /// The middle; with an even width one step more lies after than before, as in openair.
    case centre
    /// The first step.
    case left
  }

  /// A rolling statistic on the same axis.
  ///
  /// Windows that reach beyond the axis are missing, whatever the capture rule: they were not
  /// measured whole. openair's `rollingMean` agrees elsewhere; at its first two complete centred
  /// windows it has no value and another one.
  ///
  /// - Parameters:
  ///   - width: steps, at least one.
  ///   - minimumShare: of the window's steps that must have a value, 0 to 1.
  public func rolling(
    width: Int, alignment: RollingAlignment = .right, minimumShare: Double = 0.75,
    statistic: AggregateStatistic = .mean
  ) -> MonitoringSeries {
    precondition(width > 0)
    let before =
      switch alignment {
      case .right: width - 1
      case .centre: (width - 1) / 2
      case .left: 0
      }
    let rule = DataCapture(minimumShare: minimumShare)
    var values = [Double](repeating: .nan, count: count)
    for position in storage.indices {
      let window = (position - before)..<(position - before + width)
      guard window.lowerBound >= 0, window.upperBound <= count else { continue }
      let valid = storage[window].reduce(0) { $0 + ($1.isNaN ? 0 : 1) }
      if rule.accepts(valid: valid, expected: width) {
        values[position] = statistic.value(of: storage[window])
      }
    }
    return with(storage: values)
  }
}
