public import Documents

/// One limit held against one station's measurements of one year.
public struct ComplianceFinding: Hashable, Codable, Sendable {
  /// Whether the limit was kept.
  public enum Verdict: String, Codable, Sendable {
    case met, notMet = "not met", notAssessable = "not assessable"
  }

  /// How much was measured and whether that suffices.
  public struct Validity: Hashable, Codable, Sendable {
    /// How many values there are.
    public let validCount: Int
    /// How many the rule asks for.
    public let requiredCount: Int
    /// What is counted, for example `daily means`.
    public let counted: String
    /// Whether the rule is kept.
    public let isValid: Bool
    /// Where it is not kept, for example `2015-11: 24 of 27 daily means`.
    public let shortfalls: [Message]
  }

  /// `network/identifier`.
  public let station: String
  /// What was measured.
  public let pollutant: Pollutant
  /// The limit and where it comes from.
  public let standard: AirQualityStandard
  /// What was computed, in words.
  public let statistic: String
  /// The year.
  public let period: EvaluationPeriod
  /// The statistic in the limit's unit, not rounded; `nil` where it cannot be computed.
  public let value: Double?
  /// Rounded as the authority's rule has it, which is what is compared with the limit.
  public let roundedValue: Double?
  /// How many hours, days or windows pass the limit.
  public let exceedances: Int?
  /// What is counted there.
  public let exceedanceUnit: String?
  /// How much was measured.
  public let validity: Validity
  /// Whether the limit was kept.
  public let verdict: Verdict
  /// Rules and conventions used, each with its source.
  public let rules: [AppliedRule]
  /// What belongs to the number, for example the years that a design value averages.
  public let remarks: [Message]
  /// What weakens the comparison, for example a reference state that could not be converted.
  public let cautions: [Message]

  /// Whether the limit and every rule used are backed by a stored source.
  public var isBacked: Bool {
    standard.provenance.isBacked && rules.allSatisfy(\.provenance.isBacked)
  }
}

/// What a rulebook says of one limit and year, before it is put beside its station.
struct StatisticOutcome {
  /// In words.
  var statistic: String
  var value: Double?
  var roundedValue: Double?
  var exceedances: Int?
  var exceedanceUnit: String?
  var validCount = 0
  var requiredCount = 0
  var counted = ""
  var shortfalls: [Message] = []
  /// Whether the limit is kept; `nil` when the value does not say.
  var isMet: Bool?
  var rules: [AppliedRule] = []
  var remarks: [Message] = []

  init(_ statistic: String) { self.statistic = statistic }

  /// A statistic that this series cannot give.
  static func impossible(_ statistic: String, _ why: Message) -> StatisticOutcome {
    var outcome = StatisticOutcome(statistic)
    outcome.shortfalls = [why]
    return outcome
  }

  /// Takes a value, and judges it by its rounded form.
  mutating func compare(_ value: Double, with limit: Double, _ rounding: LegalRounding) {
    guard value.isFinite else { return }
    self.value = value
    let rounded = rounding(value)
    roundedValue = rounded
    isMet = rounded <= limit
  }

  /// Takes counts and says where they fall short.
  mutating func count(_ valid: Int, of required: Int, _ counted: String) {
    validCount = valid
    requiredCount = required
    self.counted = counted
    if valid < required {
      shortfalls.insert(
        say("standard.of", valid: valid, required: required, what: Self.words(counted)), at: 0)
    }
  }

  /// Counts of a part of the year that are too few.
  mutating func lacks(
    _ part: String, quarter: Int? = nil, _ valid: Int, of needed: Int, _ what: String
  ) {
    shortfalls.append(
      say(
        quarter == nil ? "standard.of-part" : "standard.of-quarter", part: part, quarter: quarter,
        valid: valid, required: needed, what: Self.words(what)))
  }

  /// What is counted, in words of the language where it has some.
  private static func words(_ counted: String) -> Message {
    .row("standard.counted.\(counted.replacing(" ", with: "-"))") ?? .verbatim(counted)
  }

  /// Judges by how often the limit was passed. More often than allowed is not met even when data
  /// are missing, since further data cannot take an exceedance away.
  mutating func judge(exceedances: Int, allowed: Int, unit: String) {
    self.exceedances = exceedances
    exceedanceUnit = unit
    isMet = exceedances <= allowed
    isCertain = exceedances > allowed
  }

  /// Whether missing data cannot change the verdict.
  var isCertain = false

  var verdict: ComplianceFinding.Verdict {
    guard let isMet else { return .notAssessable }
    if isCertain { return .notMet }
    guard shortfalls.isEmpty else { return .notAssessable }
    return isMet ? .met : .notMet
  }
}

/// The ways of one authority.
protocol Rulebook {
  /// Prepares daily statistics of a series, in the unit of the limits.
  init(_ grid: DayGrid, pollutant: Pollutant, standard: String)
  /// One limit over one year.
  func outcome(_ limit: AirQualityStandard, _ period: EvaluationPeriod) -> StatisticOutcome
}

extension Rulebook {
  /// How many values lie above a limit once rounded.
  func exceedances(_ values: [Double], over limit: Double, _ rounding: LegalRounding) -> Int {
    values.reduce(0) { $0 + (!$1.isNaN && rounding($1) > limit ? 1 : 0) }
  }
}

extension [Double] {
  /// Without the missing ones.
  var present: [Double] { filter { !$0.isNaN } }
}
