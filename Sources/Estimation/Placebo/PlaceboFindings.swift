public import AirQuality
public import Documents

/// What a design finds where the measure can have done nothing.
public struct PlaceboFindings: Hashable, Codable, Sendable {
  /// Why nothing can be there.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// A date of the period before.
    case date
    /// The measure's day and month in an earlier year.
    case season
    /// An outcome that the measure cannot touch.
    case outcome
  }

  /// One repetition.
  public struct Row: Hashable, Codable, Sendable {
    /// Why nothing can be there.
    public let kind: Kind
    /// The made-up date; `nil` for another outcome.
    public let date: CivilDate?
    /// The other outcome; `nil` for a date.
    public let outcome: Pollutant?
    /// In the unit of the effect.
    public let estimate: Double
    /// In the unit of the effect.
    public let interval: ConfidenceInterval?
    /// The design's own p-value.
    public let pValue: Double?
    /// On the outcome's scale.
    public let coefficient: Double
    /// In the same unit.
    public let standardError: Double

    init(kind: Kind, date: CivilDate?, outcome: Pollutant?, effect: EffectEstimate) {
      self.kind = kind
      self.date = date
      self.outcome = outcome
      estimate = effect.estimate
      interval = effect.interval
      pValue = effect.pValue?.value
      coefficient = effect.coefficient.value
      standardError = effect.coefficient.standardError
    }
  }

  /// In order of their dates, other outcomes last.
  public let rows: [Row]
  /// Dates that the design could not answer.
  public let failed: Int
  /// Why it could not; `nil` in a finding that was stored before reasons were kept.
  public let failures: [Unestimated]?
  /// How many of the dates have periods after that do not overlap.
  public let independent: Int
  /// Rank of the study's effect among the dates, counted as `independent` ones; `nil` without dates.
  public let rank: PValue?
  /// Share of the dates that the design itself calls significant at 5 %; `nil` without dates.
  public let falseAlarms: Double?
  /// Why the other outcome could not be asked; `nil` where it was, or none was named.
  public let outcomeFailure: Message?

  init(
    rows: [Row], failures: [Unestimated], independent: Int, rank: PValue?, falseAlarms: Double?,
    outcomeFailure: Message?
  ) {
    self.rows = rows
    failed = failures.reduce(0) { $0 + $1.count }
    self.failures = failures
    self.independent = independent
    self.rank = rank
    self.falseAlarms = falseAlarms
    self.outcomeFailure = outcomeFailure
  }

  /// Whether more of the dates are called significant than a design may that is recommended.
  public var isNotRecommended: Bool { (falseAlarms ?? 0) > Placebo.tolerated }
}
