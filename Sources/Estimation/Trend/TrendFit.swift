public import AirQuality

/// The trend of one series.
public struct TrendFit: Codable, Hashable, Sendable {
  /// The series by periods.
  public let series: PeriodSeries
  /// The values without season, one a period; `nil` where missing.
  public let adjusted: [Double?]
  /// What was done about the season: `removed`, `kept`, `tooShort` or `none`.
  public let season: String
  /// Sen's slope.
  public let sen: Slope
  /// The linear trend by generalised least squares.
  public let linear: Linear
  /// The Mann-Kendall family.
  public let tests: [Test]
  /// The smooth course.
  public let smooth: Smooth
  /// When it rose and when it fell.
  public let phases: [TrendPhase]
  /// Slopes before and after a date.
  public let comparison: SlopeComparison?
  /// The serial dependence.
  public let noise: Noise
  /// How it was made.
  public let settings: Trend
  /// What the reader should know.
  public let diagnostics: [Diagnostic]

  /// Sen's slope, in the unit of the series a year.
  public struct Slope: Codable, Hashable, Sendable {
    /// Median of the slopes of all pairs.
    public let perYear: Double
    /// Lower end of its interval.
    public let lower: Double
    /// Upper end.
    public let upper: Double
    /// Of no trend, two-sided.
    public let pValue: Double
    /// The line at the first period, in the unit of the series.
    public let level: Double
    /// The line at the first day, in the unit of the series.
    public let intercept: Double

    /// Per cent of the line at the first period a year; `nil` when that is not above zero.
    public var percentPerYear: (value: Double, lower: Double, upper: Double)? {
      guard level > 0 else { return nil }
      return (100 * perYear / level, 100 * lower / level, 100 * upper / level)
    }
  }

  /// A linear trend.
  public struct Linear: Codable, Hashable, Sendable {
    /// In the unit of the series a year.
    public let perYear: Part
    /// Of the logarithms, as per cent a year; `nil` when a value is not above zero.
    public let percentPerYear: Part?

    /// An estimate with its interval.
    public struct Part: Codable, Hashable, Sendable {
      /// The estimate.
      public let value: Double
      /// Lower end of its interval.
      public let lower: Double
      /// Upper end.
      public let upper: Double
      /// Of zero, two-sided.
      public let pValue: Double
    }
  }

  /// A test of the Mann-Kendall family.
  public struct Test: Codable, Hashable, Sendable {
    /// `original`, `seasonal`, `correlated-seasonal`, `hamed-rao`, `yue-wang`,
    /// `trend-free-prewhitened`.
    public let name: String
    /// Rising pairs less falling ones.
    public let score: Double
    /// Standardised; `nil` where the corrected variance is not above zero.
    public let z: Double?
    /// Score over pairs.
    public let tau: Double
    /// Two-sided; `nil` with `z`.
    public let pValue: Double?
  }

  /// A curve with a band that holds it whole, one value a period.
  public struct Band: Codable, Hashable, Sendable {
    /// The curve.
    public let values: [Double]
    /// Lower end of the band.
    public let lower: [Double]
    /// Upper end.
    public let upper: [Double]
  }

  /// A penalised smooth course.
  public struct Smooth: Codable, Hashable, Sendable {
    /// In the unit of the series.
    public let level: Band
    /// In the unit of the series a year.
    public let derivative: Band
    /// Effective degrees of freedom.
    public let degrees: Double
    /// Correlation of errors one period apart.
    public let correlation: Double
  }

  /// Serial dependence around trend and season.
  public struct Noise: Codable, Hashable, Sendable {
    /// Of the autoregression, corrected.
    public let coefficients: [Double]
    /// Long-run over plain variance.
    public let inflation: Double
    /// How many independent periods the series is worth.
    public let effectivePeriods: Double
  }
}

/// Slopes before and after a date, in the unit of the series a year.
public struct SlopeComparison: Codable, Hashable, Sendable {
  /// First day of the second part.
  public let split: CivilDate
  /// Sen's slope before it.
  public let before: TrendFit.Linear.Part
  /// Sen's slope from it on.
  public let after: TrendFit.Linear.Part
  /// After less before.
  public let difference: TrendFit.Linear.Part
}

/// A stretch on which the band of the derivative lies on one side of zero.
public struct TrendPhase: Codable, Hashable, Sendable {
  /// First period.
  public let first: String
  /// Last period.
  public let last: String
  /// Whether the level fell.
  public let isFalling: Bool

  static func phases(_ derivative: TrendFit.Band, labels: [String]) -> [TrendPhase] {
    var found: [TrendPhase] = []
    var open: (start: Int, isFalling: Bool)?
    for place in 0...labels.count {
      let direction: Bool? =
        place == labels.count
        ? nil : derivative.upper[place] < 0 ? true : derivative.lower[place] > 0 ? false : nil
      if let now = open, direction != now.isFalling {
        found.append(
          TrendPhase(
            first: labels[now.start], last: labels[place - 1], isFalling: now.isFalling))
        open = nil
      }
      if let direction, open == nil { open = (place, direction) }
    }
    return found
  }
}
