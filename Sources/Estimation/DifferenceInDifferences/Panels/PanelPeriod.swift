/// The length to which a study's steps are averaged for designs that compare period by period.
///
/// Thousands of daily effects are unwieldy and their errors large; a month of days is neither.
public enum PanelPeriod: String, Codable, Sendable, CaseIterable {
  /// Local days.
  case day
  /// Seven days, counted from the measure's start.
  case week
  /// Calendar months.
  case month
}
