public import AirQuality

/// A seeded recipe for a monitoring network in which one measure with a known effect took place.
///
/// The natural logarithm of PM2.5 at station *s* and step *t* is the sum of
///
/// - a station's level and its linear trend;
/// - season (one harmonic, highest in mid-January), weekend, and for hours the time of day;
/// - a regional part that all stations share up to a loading near one: ventilation of the same
///   and the previous day, and AR(1) noise for transport and chemistry, all of it swinging more
///   widely in winter;
/// - temperature anomaly, and wash-out on the day after a wet day;
/// - a local AR(1) part whose correlation falls as exp(−distance / `correlationLength`);
/// - for hours, a short-lived station noise;
/// - at treated stations from `start` on, log(1 + `relativeEffect` · phase-in share).
///
/// The effect is multiplicative on the concentration. Treated stations are drawn at random, so
/// they differ from the others in level, trend and loading, but not systematically: no confounding
/// by design, spillover or anticipation is simulated.
///
/// ## What was matched
///
/// The defaults were set against the 12 stations of the Beijing PRSA files (UCI 10.24432/C5RK5G,
/// March 2013 to February 2017). Beside Beijing's values stand means over 20 seeds of daily and 5
/// of hourly networks without a measure; `PlausibilityTests` holds them to bands.
///
/// | moment of PM2.5 | Beijing | days | hours |
/// |---|---|---|---|
/// | mean, µg/m³ | 79.8 | 82.7 | 82.6 |
/// | median of days; of hours, µg/m³ | 60; 55 | 60 | 50 |
/// | standard deviation of the log daily mean | 0.89 | 0.89 | 0.87 |
/// | the same in December to February; June to August | 1.04; 0.75 | 1.01; 0.77 | 0.94; 0.75 |
/// | skewness of the log daily mean | −0.30 | −0.32 | −0.25 |
/// | its autocorrelation at 1 and 2 days | 0.53, 0.15 | 0.53, 0.23 | 0.52, 0.14 |
/// | its lowest and mean correlation between stations | 0.92, 0.96 | 0.91, 0.94 | 0.90, 0.93 |
/// | its correlation with log wind speed | −0.54 | −0.58 | −0.56 |
/// | standard deviation of the log hourly value | 1.13 | | 1.11 |
/// | its autocorrelation at 1 hour | 0.95 | | 0.93 |
/// | correlation of hourly values between stations | 0.78 to 0.97 | | 0.79 to 0.93 |
/// | mean of December to February over June to August | 1.48 | 1.34 | 1.58 |
/// | share of steps without a value | 0.021 | 0.020 | 0.020 |
/// | share of days with 1 mm of rain or more | 0.16 | 0.15 | 0.15 |
///
/// From seed to seed the ratio of winter to summer runs from 1.1 to 2.0, as three winters of real
/// weather may. Not matched: the extremes (the highest hour is 2,600 µg/m³ in the mean over seeds,
/// where Beijing's instruments stop at 999), Beijing's slightly higher PM2.5 on wet days, gaps that
/// stations share, repeated values.
public struct SimulatedNetwork: Codable, Hashable, Sendable {
  /// The length of one averaging period.
  public enum Step: String, Codable, Sendable, CaseIterable {
    case hour, day

    /// Seconds.
    public var seconds: Int { self == .hour ? 3_600 : 86_400 }
    /// Steps in a day.
    var perDay: Int { self == .hour ? 24 : 1 }
  }

  /// How many stations. Default: 24.
  public var stations = 24
  /// How many of them the measure reaches, drawn at random. Default: 4.
  public var treatedStations = 4
  /// First local day. Default: 2014-01-01.
  public var firstDay: CivilDate
  /// Last local day. Default: 2016-12-31.
  public var lastDay: CivilDate
  /// First local day of the measure. Default: 2016-01-01.
  public var start: CivilDate
  /// Averaging period. Default: a day.
  public var step: Step
  /// Change of the concentration once the measure is fully in force, a share. Default: −0.12.
  public var relativeEffect = -0.12
  /// Days over which the effect grows evenly from nothing to full; 0 is at once. Default: 0.
  public var phaseInDays = 0
  /// Two networks with one seed and the same settings are equal to the bit. Default: 1.
  public var seed: UInt64 = 1

  /// Seconds east of Greenwich of the stations' clock. Default: 28,800.
  public var utcOffset = 28_800
  /// Expected share of PM2.5 steps without a value. Default: 0.02.
  public var shareMissing = 0.02
  /// Mean length of a short gap, steps. Default: 2 for hours, 1.3 for days.
  public var shortGap: Double
  /// Mean length of a long gap, steps, in which the weather is missing too. Default: 60 for
  /// hours, 6 for days.
  public var longGap: Double
  /// Share of gaps that are long. Default: 0.02 for hours, 0.1 for days.
  public var longGapShare: Double

  /// Concentration of a middling station on a middling dry weekday of the first year, µg/m³.
  /// Default: 59 for hours, 67 for days.
  public var medianConcentration: Double
  /// Standard deviation between stations of the log level. Default: 0.12.
  public var levelSpread = 0.12
  /// Mean change of the log concentration per year. Default: −0.04.
  public var yearlyTrend = -0.04
  /// Standard deviation between stations of that trend, per year. Default: 0.01.
  public var trendSpread = 0.01
  /// Half the distance in log units between the middle of winter and of summer. Default: 0.05.
  ///
  /// Small, because wet summers and volatile winters already part the seasons' means.
  public var seasonAmplitude = 0.05
  /// By which share the regional part swings more in winter and less in summer. Default: 0.18.
  public var winterVolatility = 0.18
  /// Change of the concentration on Saturdays and Sundays, a share. Default: −0.03.
  public var weekendEffect = -0.03
  /// Half the range of the time of day in log units; hours only. Default: 0.12.
  public var diurnalAmplitude = 0.12

  /// Log response to one standard deviation of the same day's ventilation. Default: −0.46.
  public var ventilationEffect = -0.46
  /// Log response to the previous day's ventilation. Default: −0.27.
  public var previousVentilationEffect = -0.27
  /// Lag-1 autocorrelation of daily mean ventilation. Default: 0.42.
  public var ventilationPersistence = 0.42
  /// Log response to one degree above the season's temperature. Default: 0.03.
  public var temperatureEffect = 0.03
  /// Log response on the day after a wet day. Default: −0.3.
  public var washOut = -0.3

  /// Standard deviation of the regional noise's daily mean, log units. Default: 0.56.
  public var regionalDeviation = 0.56
  /// Lag-1 autocorrelation of the regional noise's daily mean. Default: 0.4.
  public var regionalPersistence = 0.4
  /// How episodes level off: the regional part x becomes x − `saturation` · x². Default: 0.08.
  ///
  /// Gives log values the slight negative skew of real ones; at 0 they are Gaussian and the
  /// highest values exceed what Beijing ever reports.
  public var saturation = 0.08
  /// Standard deviation between stations of the loading on the regional part. Default: 0.05.
  public var loadingSpread = 0.05
  /// Standard deviation of the local part's daily mean, log units. Default: 0.25.
  public var localDeviation = 0.25
  /// Lag-1 autocorrelation of the local part's daily mean. Default: 0.36.
  public var localPersistence = 0.36
  /// Distance at which the local parts' correlation has fallen to 1/e, km. Default: 40.
  public var correlationLength = 40.0
  /// Standard deviation of the station noise of single hours, log units. Default: 0.12.
  public var hourlyDeviation = 0.12

  /// The default network.
  public init(step: Step = .day) {
    self.step = step
    firstDay = Self.firstOfJanuary(2014)
    lastDay = CivilDate(daysSinceEpoch: Self.firstOfJanuary(2017).daysSinceEpoch - 1)
    start = Self.firstOfJanuary(2016)
    medianConcentration = step == .hour ? 59 : 67
    shortGap = step == .hour ? 2 : 1.3
    longGap = step == .hour ? 60 : 6
    longGapShare = step == .hour ? 0.02 : 0.1
  }

  /// The axis of every series.
  public var axis: TimeAxis {
    TimeAxis(
      start: Instant(firstDay, utcOffset: utcOffset), step: step.seconds,
      count: max(0, lastDay.daysSinceEpoch - firstDay.daysSinceEpoch + 1) * step.perDay,
      utcOffset: utcOffset)
  }

  private static func firstOfJanuary(_ year: Int) -> CivilDate {
    CivilDate(year: year, month: 1, day: 1) ?? CivilDate(daysSinceEpoch: 0)
  }
}
