/// How complete a series is over a window, for the page that shows what a finding rests on.
///
/// Steps of the window that lie before the axis starts or after it ends are expected and missing:
/// a station that opened in the middle of the window is not complete over it.
public struct CompletenessSummary: Codable, Hashable, Sendable {
  /// A run of steps without a value.
  public struct Gap: Codable, Hashable, Sendable {
    /// Beginning of the first missing step.
    public let from: Instant
    /// Beginning of the first step after the gap.
    public let until: Instant
    /// How many steps are missing.
    public let steps: Int
  }

  /// A calendar month's part of the window.
  public struct Month: Codable, Hashable, Sendable {
    /// `2014-03`.
    public let label: String
    /// Steps of the window in this month.
    public let expectedCount: Int
    /// Those with a value.
    public let validCount: Int
    /// `validCount / expectedCount`, 0 to 1.
    public let share: Double
  }

  /// Beginning of the window.
  public let from: Instant
  /// End of the window, not part of it.
  public let until: Instant
  /// Steps of the window.
  public let expectedCount: Int
  /// Steps with a value.
  public let validCount: Int
  /// `validCount / expectedCount`, 0 to 1; 0 for an empty window.
  public let share: Double
  /// The longest run of missing steps, the first of them if there are several; `nil` when
  /// nothing is missing.
  public let longestGap: Gap?
  /// The calendar months of the window in time order, on the series' own clock.
  public let months: [Month]
}

extension MonitoringSeries {
  /// Counts valid steps and gaps over the steps that begin on or after `from` and before `until`.
  ///
  /// - Parameters:
  ///   - from: default, the beginning of the axis.
  ///   - until: default, the end of the axis.
  public func completeness(from: Instant? = nil, until: Instant? = nil) -> CompletenessSummary {
    let from = from ?? axis.start
    let until = max(until ?? axis.end, from)
    // Positions on the axis's endless lattice; those outside 0..<count are missing steps.
    let lattice = axis.latticePositions(from: from, until: until)
    var valid = 0
    var run = 0
    var longest = (first: 0, steps: 0)
    for position in lattice {
      if position >= 0, position < count, !storage[position].isNaN {
        valid += 1
        run = 0
      } else {
        run += 1
        if run > longest.steps { longest = (position - run + 1, run) }
      }
    }
    return CompletenessSummary(
      from: from, until: until, expectedCount: lattice.count, validCount: valid,
      share: lattice.isEmpty ? 0 : Double(valid) / Double(lattice.count),
      longestGap: longest.steps == 0
        ? nil
        : CompletenessSummary.Gap(
          from: axis.instant(at: longest.first),
          until: axis.instant(at: longest.first + longest.steps), steps: longest.steps),
      months: months(of: lattice))
  }

  private func months(of lattice: Range<Int>) -> [CompletenessSummary.Month] {
    guard !lattice.isEmpty else { return [] }
    var results: [CompletenessSummary.Month] = []
    var start = CalendarPeriod.month.start(of: axis.date(at: lattice.lowerBound))
    let last = axis.date(at: lattice.upperBound - 1)
    while start <= last {
      let end = CalendarPeriod.month.end(ofPeriodStarting: start)
      let steps = axis.latticePositions(
        from: Instant(start, utcOffset: axis.utcOffset),
        until: Instant(end, utcOffset: axis.utcOffset)
      ).clamped(to: lattice)
      let valid = storage[steps.clamped(to: 0..<count)].reduce(0) { $0 + ($1.isNaN ? 0 : 1) }
      results.append(
        CompletenessSummary.Month(
          label: CalendarPeriod.month.label(ofPeriodStarting: start), expectedCount: steps.count,
          validCount: valid, share: steps.isEmpty ? 0 : Double(valid) / Double(steps.count)))
      start = end
    }
    return results
  }
}
