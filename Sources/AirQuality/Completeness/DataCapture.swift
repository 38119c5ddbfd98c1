/// The rule that says when enough of a period was measured for its aggregate to stand.
///
/// Time axes are regular, so an hour whose row is absent from the source file is a missing step
/// like an hour whose row says `NA`, and both count against capture. A threshold that only looks
/// at the rows present lets a month with three measured days pass (openair#271).
public struct DataCapture: Hashable, Codable, Sendable {
  /// What a period's valid steps are compared with.
  public enum Denominator: String, Codable, Sendable, CaseIterable {
    /// All steps that begin in the calendar period, also those before the axis starts or after it
    /// ends. A month of which the series holds only the first week fails.
    case wholePeriod
    /// Only those steps of the period that lie on the axis. A first or last period that the
    /// series covers in part is judged by the part. openair's `timeAverage` (2.18) counts so.
    case withinAxis
  }

  /// Smallest share of steps with a value, 0 to 1, dimensionless. Default: 0.75.
  ///
  /// Three quarters is the rule of openair's examples, of the European Union's directive for
  /// hours and of Japan's yearly statistics for hours. At 0 one valid step is still needed.
  public var minimumShare: Double
  /// Which steps are expected. Default: the whole calendar period.
  ///
  /// The default is the stricter one because a half-measured last month is the usual way for a
  /// season to slip into a comparison.
  public var denominator: Denominator

  /// A rule: the share that must be there, and of what. Default: three quarters of the whole
  /// period.
  public init(minimumShare: Double = 0.75, denominator: Denominator = .wholePeriod) {
    self.minimumShare = minimumShare
    self.denominator = denominator
  }

  /// Three quarters of the whole calendar period.
  public static let `default` = DataCapture()
  /// Every period with a single valid step stands; for means that only describe what was
  /// measured.
  public static let none = DataCapture(minimumShare: 0)

  /// Whether a period stands.
  ///
  /// A billionth is forgiven because 0.55 of 100 steps is 55.000000000000007 in binary.
  public func accepts(valid: Int, expected: Int) -> Bool {
    valid > 0 && Double(valid) >= (minimumShare - 1e-9) * Double(expected)
  }
}
