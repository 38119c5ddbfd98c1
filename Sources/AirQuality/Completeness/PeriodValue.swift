/// One aggregate with the count it rests on.
public struct PeriodValue: Codable, Hashable, Sendable {
  /// `2014-03`, `2014 MAM`, `2014/15 DJF`, `2014`, `FY2014` or `2014/15`; see `CalendarPeriod`.
  public let label: String
  /// First local day of the period.
  public let start: CivilDate
  /// The aggregate in the series' unit, `nil` when capture was too low.
  public let value: Double?
  /// Steps with a value.
  public let validCount: Int
  /// Steps that the capture rule expects.
  public let expectedCount: Int
  /// `validCount / expectedCount`, 0 to 1; 0 when nothing is expected.
  public let share: Double

  /// A value with the steps it rests on; its share follows from them.
  public init(
    label: String, start: CivilDate, value: Double?, validCount: Int, expectedCount: Int
  ) {
    self.label = label
    self.start = start
    self.value = value
    self.validCount = validCount
    self.expectedCount = expectedCount
    share = expectedCount > 0 ? Double(validCount) / Double(expectedCount) : 0
  }
}
