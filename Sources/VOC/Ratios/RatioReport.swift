import AirQuality
import NumericKernels

/// Ratios, regimes and weekends of one record.
public struct RatioReport: Hashable, Codable, Sendable {
  /// One diagnostic ratio.
  public struct RatioRow: Hashable, Codable, Sendable {
    /// What it is and what it can tell.
    public let ratio: DiagnosticRatio
    /// Of the single ratios, by numbers of molecules.
    public let geometricMean: Double
    /// Lower end of its interval.
    public let lower: Double
    /// Upper end.
    public let upper: Double
    /// Middle of the single ratios.
    public let median: Double
    /// A quarter of the ratios lies below.
    public let lowerQuartile: Double
    /// A quarter lies above.
    public let upperQuartile: Double
    /// Steps with both compounds above zero.
    public let count: Int
    /// Correlation of the logarithms: a ratio of compounds that do not move together has no
    /// common source to tell of.
    public let correlation: Double?
    /// What reports associate with the median; may be several things, or none.
    public let goesWith: [String]
  }

  /// One indicator of the regime.
  public struct RegimeRow: Hashable, Codable, Sendable {
    /// What it is and where its borders come from.
    public let indicator: RegimeIndicator
    /// Middle of the steps.
    public let median: Double
    /// Share of steps in which organic compounds limit ozone.
    public let compoundLimited: Double
    /// Share between the borders.
    public let transition: Double
    /// Share in which nitrogen oxides limit it.
    public let nitrogenLimited: Double
    /// Steps with a value.
    public let count: Int
    /// Whether the steps are whole days, for which the borders were not made.
    public let isDaily: Bool
    /// Local hours, first and last, that entered; all for whole days.
    public let hours: ClosedRange<Int>

    init(
      _ indicator: RegimeIndicator, _ values: [Double], isDaily: Bool, hours: ClosedRange<Int>
    ) {
      self.indicator = indicator
      self.hours = hours
      let count = Double(values.count)
      let below = Double(values.count { $0 < indicator.compoundLimitedBelow })
      let above = Double(values.count { $0 > indicator.nitrogenLimitedAbove })
      median = Summation.median(values)
      compoundLimited = below / count
      nitrogenLimited = above / count
      transition = (count - below - above) / count
      self.count = values.count
      self.isDaily = isDaily
    }
  }

  /// `network/identifier`.
  public let station: String
  /// As they were.
  public let settings: RatioAnalysis
  /// Ratios whose compounds were measured.
  public let ratios: [RatioRow]
  /// Ratios of which a compound is missing or too rarely above zero.
  public let unanswered: [String]
  /// Of those, the ones whose compounds were both measured, with the steps at which both are above
  /// zero: too few.
  public let sparse: [String: Int]
  /// How many steps a ratio needs.
  public var leastSteps: Int { RatioAnalysis.leastSteps }
  /// Indicators whose inputs were measured.
  public let regimes: [RegimeRow]
  /// Indicators whose inputs were measured at too few of their hours, with how many.
  public let sparseRegimes: [String: Int]
  /// Weekends against working days.
  public let weekend: [WeekendEffect]
}
