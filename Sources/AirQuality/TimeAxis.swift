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
public struct TimeAxis: Hashable, Codable, Sendable {
  /// Beginning of the first averaging period.
  public let start: Instant
  /// Length of every period, seconds.
  public let step: Int
  /// How many periods.
  public let count: Int
  /// Seconds east of Greenwich of the clock the labels are written in.
  public let utcOffset: Int
  /// Which end of the period the source's label names.
  public let stamp: StampConvention

  /// An axis from its parts; a step or count that is not positive is our own mistake.
  public init(
    start: Instant, step: Int, count: Int, utcOffset: Int, stamp: StampConvention = .beginning
  ) {
    precondition(step > 0 && count >= 0)
    self.start = start
    self.step = step
    self.count = count
    self.utcOffset = utcOffset
    self.stamp = stamp
  }

  /// A daily axis of local days.
  public static func days(from first: CivilDate, through last: CivilDate, utcOffset: Int) -> Self {
    TimeAxis(
      start: Instant(first, utcOffset: utcOffset), step: 86_400,
      count: max(0, last.daysSinceEpoch - first.daysSinceEpoch + 1), utcOffset: utcOffset)
  }

  /// Beginning of the period at a position.
  public func instant(at position: Int) -> Instant { start.advanced(bySeconds: position * step) }

  /// Beginning of the first period after the axis.
  public var end: Instant { instant(at: count) }

  /// The local date on which the period at a position begins.
  public func date(at position: Int) -> CivilDate {
    instant(at: position).date(utcOffset: utcOffset)
  }

  /// The period's label as the source writes it.
  public func label(at position: Int) -> String {
    let begin = instant(at: position)
    let named = stamp == .beginning ? begin : begin.advanced(bySeconds: step)
    return step % 86_400 == 0
      ? begin.date(utcOffset: utcOffset).description : named.formatted(utcOffset: utcOffset)
  }

  /// The position of the period that begins exactly at an instant, or `nil`.
  public func position(of instant: Instant) -> Int? {
    let distance = instant.secondsSinceEpoch - start.secondsSinceEpoch
    guard distance >= 0, distance % step == 0, distance / step < count else { return nil }
    return distance / step
  }

  /// Positions of all periods that begin on or after `from` and before `until`.
  public func positions(from: Instant, until: Instant) -> Range<Int> {
    func ceiling(_ instant: Instant) -> Int {
      let distance = instant.secondsSinceEpoch - start.secondsSinceEpoch
      return min(max(-Instant.floorDivide(-distance, step), 0), count)
    }
    let lower = ceiling(from)
    return lower..<max(lower, ceiling(until))
  }

  /// Whether two axes' periods coincide where they overlap: same step, same phase.
  public func isAligned(with other: TimeAxis) -> Bool {
    step == other.step
      && (start.secondsSinceEpoch - other.start.secondsSinceEpoch) % step == 0
  }
}
