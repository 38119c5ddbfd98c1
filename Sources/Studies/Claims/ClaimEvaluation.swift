public import Cooperation
public import Documents
public import Estimation

/// What became of a published claim when it was tested with the data at hand.
public struct ClaimEvaluation: Codable, Sendable {
  /// The answers that a test can have.
  public enum Verdict: String, Codable, Sendable, CaseIterable {
    /// Met by values that others published and that were checked.
    case supported
    /// Met, but by values that the claim's own page states: no evidence beside it.
    case repeatsSource = "repeats its source"
    /// Met or missed, but by values that are recalled.
    case restsOnUnverified = "rests on unverified values"
    /// The claim names no years, and some that it can mean meet it while others do not.
    case dependsOnYears = "depends on the years"
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
    /// How the cities' change was computed where it meets the figure; all ways where none does.
    public let estimators: [Estimator]
    /// Points by which figure and change may differ: half a unit of the claim's last digit and what
    /// the rounding of the means leaves open.
    public let allowance: Double
    /// Values of the cities that come from the claim's own page alone.
    public let repeated: Int
    /// Cities against others; `nil` when one side has no value.
    public let comparison: ExchangeComparison?
  }

  /// A way of putting the change of several cities into one figure; both are in use.
  public enum Estimator: String, Codable, Sendable, CaseIterable {
    /// Mean of the cities' relative changes.
    case meanOfChanges = "mean of the changes"
    /// Relative change of the cities' mean.
    case changeOfMean = "change of the mean"
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
    /// Of those found, how many no other page than the claim's own names.
    public let repeated: Int
    /// Of those found, how many are recalled.
    public let unverified: Int
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

extension ClaimEvaluation.Estimator {
  /// The way of averaging in words.
  package var message: Message {
    switch self {
    case .meanOfChanges: "claims.mean-of-city-changes"
    case .changeOfMean: "claims.change-of-city-mean"
    }
  }
}
