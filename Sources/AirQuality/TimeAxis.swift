/// Which end of its averaging period a source's stamp names.
public enum StampConvention: String, Codable, Sendable, CaseIterable {
  /// The stamp 13:00 belongs to the hour from 13:00 to 14:00.
  case beginning
  /// The stamp 13:00 belongs to the hour from 12:00 to 13:00.
  case ending
}

/// A regular axis of averaging periods at a fixed offset from UTC.
///
/// Positions are kept as the *beginning* of each period, whatever the source's stamp names, so
/// two series with different conventions align by comparing instants. The convention is kept to
/// print the source's own label again. Summer time never reaches an axis.
///
/// Periods are equally long, or are calendar months, quarters or years of the axis's clock.
public struct TimeAxis: Hashable, Codable, Sendable {
  /// Beginning of the first averaging period.
  public let start: Instant
  /// Length of every period.
  public let step: TimeStep
  /// How many periods.
  public let count: Int
  /// Seconds east of Greenwich of the clock the labels are written in.
  public let utcOffset: Int
  /// Which end of the period the source's label names.
  public let stamp: StampConvention

  /// An axis; a step or count that is not positive is our own mistake, and so is an
  /// axis of months that does not begin on the first of a month, 00:00.
  public init(
    start: Instant, step: TimeStep, count: Int, utcOffset: Int,
    stamp: StampConvention = .beginning
  ) {
    precondition(step.meanSeconds > 0 && count >= 0)
    self.start = start
    self.step = step
    self.count = count
    self.utcOffset = utcOffset
    self.stamp = stamp
    if case .months = step { precondition(instant(at: 0) == start) }
  }

  /// An axis of equally long periods.
  ///
  /// - Parameter step: seconds.
  public init(
    start: Instant, step: Int, count: Int, utcOffset: Int, stamp: StampConvention = .beginning
  ) {
    self.init(
      start: start, step: .seconds(step), count: count, utcOffset: utcOffset, stamp: stamp)
  }

  /// A daily axis of local days.
  public static func days(from first: CivilDate, through last: CivilDate, utcOffset: Int) -> Self {
    TimeAxis(
      start: Instant(first, utcOffset: utcOffset), step: .day,
      count: max(0, last.daysSinceEpoch - first.daysSinceEpoch + 1), utcOffset: utcOffset)
  }

  /// The part of the axis at a range of positions, which may reach beyond both ends.
  public func part(_ range: Range<Int>) -> TimeAxis {
    TimeAxis(
      start: instant(at: range.lowerBound), step: step, count: range.count, utcOffset: utcOffset,
      stamp: stamp)
  }

  /// The same instants on another clock; the periods of an axis of months are bound to theirs and
  /// stay.
  public func onClock(utcOffset: Int) -> TimeAxis {
    guard step.seconds != nil else { return self }
    return TimeAxis(
      start: start, step: step, count: count, utcOffset: utcOffset, stamp: stamp)
  }

  /// Beginning of the period at a position, counted on without end in both directions.
  public func instant(at position: Int) -> Instant {
    switch step {
    case .seconds(let seconds): start.advanced(bySeconds: position * seconds)
    case .months(let months):
      Instant(CivilDate(month: firstMonth + position * months), utcOffset: utcOffset)
    }
  }

  /// Beginning of the first period after the axis.
  public var end: Instant { instant(at: count) }

  /// The local date on which the period at a position begins.
  public func date(at position: Int) -> CivilDate {
    instant(at: position).date(utcOffset: utcOffset)
  }

  /// The period's label as the source writes it; of whole days the day on which it begins, of
  /// months `2014-03`, of years that begin in January `2014`.
  public func label(at position: Int) -> String {
    let begin = instant(at: position)
    switch step {
    case .months(let months):
      let date = begin.date(utcOffset: utcOffset)
      let year = CivilDate.padded(date.year, 4)
      return months % 12 == 0 && date.month == 1
        ? year : "\(year)-\(CivilDate.padded(date.month, 2))"
    case .seconds:
      if step.isWholeDays { return begin.date(utcOffset: utcOffset).description }
      let named = stamp == .beginning ? begin : instant(at: position + 1)
      return named.formatted(utcOffset: utcOffset)
    }
  }

  /// The position of the period that begins exactly at an instant, or `nil`.
  public func position(of instant: Instant) -> Int? {
    guard let position = latticePosition(of: instant), (0..<count).contains(position) else {
      return nil
    }
    return position
  }

  /// The same on the axis continued without end in both directions (negative before its start).
  public func latticePosition(of instant: Instant) -> Int? {
    let position = ceilingPosition(of: instant)
    return self.instant(at: position) == instant ? position : nil
  }

  /// Positions of all periods that begin on or after `from` and before `until`.
  public func positions(from: Instant, until: Instant) -> Range<Int> {
    let lattice = latticePositions(from: from, until: until)
    let lower = min(max(lattice.lowerBound, 0), count)
    return lower..<max(lower, min(lattice.upperBound, count))
  }

  /// Positions on the axis continued without end in both directions (negative before its start)
  /// whose periods begin on or after `from` and before `until`.
  package func latticePositions(from: Instant, until: Instant) -> Range<Int> {
    let lower = ceilingPosition(of: from)
    return lower..<max(lower, ceilingPosition(of: until))
  }

  /// The first position, counted on without end, whose period begins on or after an instant.
  package func ceilingPosition(of instant: Instant) -> Int {
    switch step {
    case .seconds(let seconds):
      return -Instant.floorDivide(start.secondsSinceEpoch - instant.secondsSinceEpoch, seconds)
    case .months(let months):
      var month = instant.date(utcOffset: utcOffset).monthIndex
      if Instant(CivilDate(month: month), utcOffset: utcOffset) < instant { month += 1 }
      return -Instant.floorDivide(firstMonth - month, months)
    }
  }

  /// Whether two axes' periods coincide where they overlap: same step, same phase.
  public func isAligned(with other: TimeAxis) -> Bool {
    step == other.step && latticePosition(of: other.start) != nil
  }

  /// The month in which the axis begins, see `CivilDate.monthIndex`.
  private var firstMonth: Int { start.date(utcOffset: utcOffset).monthIndex }
}
