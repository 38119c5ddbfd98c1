public import AirQuality

/// The breaks of one series.
public struct ChangePointFit: Codable, Hashable, Sendable {
  /// The series by periods.
  public let series: PeriodSeries
  /// The values without season, one a period; `nil` where missing.
  public let adjusted: [Double?]
  /// What was done about the season: `removed`, `kept`, `tooShort` or `none`.
  public let season: String
  /// The best fits of every number of breaks, from none.
  public let partitions: [Partition]
  /// How many breaks the Bayesian criterion chooses, which takes errors for independent.
  public let criterionBreaks: Int
  /// The breaks, in the order of time.
  public let breaks: [Break]
  /// The levels between them.
  public let levels: [Level]
  /// Long-run over plain variance of the errors.
  public let inflation: Double
  /// Of the errors’ autoregression, corrected.
  public let coefficients: [Double]
  /// Whether the periods before the measure break among themselves; `nil` without a measure.
  public let beforeMeasure: BeforeMeasure?
  /// How it was made.
  public let settings: ChangePoint
  /// What the reader should know.
  public let diagnostics: [Diagnostic]

  /// The best fit of a number of breaks.
  public struct Partition: Codable, Hashable, Sendable {
    /// How many.
    public let breaks: Int
    /// In the squared unit of the series.
    public let squaredResiduals: Double
    /// As strucchange has it.
    public let bayesianCriterion: Double
    /// Last period before each break.
    public let lastPeriods: [String]
    /// Of one break fewer, drawn with serially dependent errors; `nil` where it was not tested.
    public let pValue: Double?
  }

  /// Where a break’s interval lies beside the date of a measure.
  public enum Relation: String, Codable, Hashable, Sendable {
    /// Wholly before it.
    case before
    /// It holds the date.
    case around
    /// Wholly after it.
    case after
  }

  /// A break.
  public struct Break: Codable, Hashable, Sendable {
    /// Last period of the old level.
    public let lastBefore: String
    /// First period of the new one.
    public let firstAfter: String
    /// Its first day.
    public let firstDay: CivilDate
    /// Earliest last period of the old level.
    public let earliest: String
    /// First day of the new level then.
    public let earliestDay: CivilDate
    /// Latest last period of the old level.
    public let latest: String
    /// First day of the new level then.
    public let latestDay: CivilDate
    /// The same by strucchange’s formula for independent errors, first and last; `nil` where it has
    /// none.
    public let independentInterval: [String]?
    /// Mean before, in the unit of the series.
    public let before: Double
    /// Mean after.
    public let after: Double
    /// After less before.
    public let step: Double
    /// Lower end of the step’s interval, the date held.
    public let lower: Double
    /// Upper end.
    public let upper: Double
    /// How much worse other dates are.
    public let profile: [ProfilePoint]
    /// Where the interval lies beside the measure’s date; `nil` without a measure.
    public let relation: Relation?
  }

  /// How much worse a date is than the best.
  public struct ProfilePoint: Codable, Hashable, Sendable {
    /// Last period of the old level.
    public let lastBefore: String
    /// First day of the new level.
    public let day: CivilDate
    /// Squared residuals above those of the best date, by the long-run variance.
    public let excess: Double
  }

  /// A level.
  public struct Level: Codable, Hashable, Sendable {
    /// First period.
    public let first: String
    /// Last period.
    public let last: String
    /// First day.
    public let firstDay: CivilDate
    /// First day behind it.
    public let lastDay: CivilDate
    /// In the unit of the series.
    public let mean: Double
    /// Periods with a value.
    public let periods: Int
  }

  /// A break among the periods before a measure.
  public struct BeforeMeasure: Codable, Hashable, Sendable {
    /// How many periods with a value end before the measure.
    public let periods: Int
    /// Of no break among them; `nil` when they are too few.
    public let pValue: Double?
    /// Last period before the best break among them.
    public let lastBefore: String?
  }
}

extension ChangePointFit {
  /// The excess above which a date lies outside its interval.
  public static func profileThreshold(level: Double) -> Double {
    BreakProfile.threshold(level: level)
  }
}
