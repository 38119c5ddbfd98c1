public import Cooperation
public import Documents
public import Estimation

/// What became of a published claim when it was tested with the data at hand.
public struct ClaimEvaluation: Codable, Sendable {
  /// The four answers that a test can have.
  public enum Verdict: String, Codable, Sendable, CaseIterable {
    case supported
    case notDistinguishable = "not distinguishable from what other cities saw"
    case contradicted
    case notTestable = "not testable"
  }

  /// Annual means between one base year and one end year.
  public struct Window: Codable, Sendable {
    /// The cities that the claim speaks of.
    public let cities: AnnualChange
    /// Other cities of the table.
    public let others: AnnualChange
    /// The aggregate of 74 cities, which holds most of both; `nil` without values.
    public let aggregate: AnnualChange?
    /// Whether the claimed figure agrees with the change, given the rounding of both.
    public let agrees: Bool
    /// Cities against others; `nil` when one side has no value.
    public let comparison: ExchangeComparison?
  }

  /// The daily panel: the cities against others, a full year before and after.
  public struct PanelFinding: Codable, Sendable {
    /// Which cities stand for the others.
    public let comparedWith: Message
    /// The study's own finding.
    public let effect: EffectEstimate
    /// The same judged by groups of cities where nothing was done.
    public let calibrated: ConfidenceInterval?
    /// By the same groups.
    public let calibratedP: Double?
    /// Change of the cities' mean from the first year to the second, per cent.
    public let change: Double
    /// Change of the others' mean, per cent; `nil` without others.
    public let othersChange: Double?
    /// First and last day of both years.
    public let period: String
  }

  /// A number that is counted in the records.
  public struct Count: Codable, Sendable {
    /// In the records.
    public let found: Int
    /// In the claim.
    public let claimed: Double
  }

  /// Id of the claim.
  public let claim: String
  /// The statement in the languages of the records.
  public let statement: Message
  /// Its figure and unit as they were written.
  public let figure: Value
  /// Where it was published.
  public let source: String
  /// How the claim's own row was checked.
  public let verification: Verification
  /// The answer.
  public let verdict: Verdict
  /// The answer in a sentence: what was compared with what, or why it cannot be.
  public let reason: Message
  /// Annual means by base and end year; empty when none can be had.
  public let windows: [Window]
  /// The daily panel; empty without an archive that has it.
  public let panel: [PanelFinding]
  /// Counted in the records.
  public let count: Count?
  /// What these data allow to say.
  public let canSay: [Message]
  /// What they do not.
  public let cannotSay: [Message]

  /// Values that entered and how many of them no stored source backs.
  public var inputs: (all: Int, unverified: Int) {
    (
      windows.reduce(0) { $0 + $1.cities.inputs }, windows.reduce(0) { $0 + $1.cities.unverified }
    )
  }
}
