public import AirQuality

/// A seeded recipe for a wide network over hundreds of kilometres, with the weather, the episodes and the
/// faults that make estimators cry wolf, and a measure whose effect is known everywhere.
///
/// The natural logarithm of the concentration at station *s* and step *t* is the sum of
///
/// - the station's level, linear trend and season (one harmonic, which stations have in their own strength);
/// - holidays;
/// - a field that neighbours share, with correlation exp(−distance / `correlationLength`), which follows
///   from step to step x(t) = φ x(t−1) + e(t) + θ e(t−1); its part `windShare` is what a wind gauge shows;
/// - the station's own noise, and the slow rise of an instrument that falls back at its yearly service;
/// - regional episodes: a place, a reach, a length and a rise, all drawn;
/// - at a few stations a record that wanders off, as instruments do that nobody looks after;
/// - what the measure does: at treated stations from their own start to its end, elsewhere by distance.
///
/// ## How the defaults were fitted
///
/// Once, by moments, from two real panels; the script is `Tests/Scripts/fit-panels`. Of each station's
/// logarithms its mean, its trend and two harmonics of the year were taken off; *c* = *a* exp(−*d*/*L*) was
/// fitted to the correlations of all pairs by least squares, φ and θ to the mean autocorrelations at one
/// and two steps, the deviation and its spread to those of the stations.
///
/// | moment | 183 cities | 47 prefectures |
/// |---|---|---|
/// | series | daily PM2.5, 2014 and 2015 | weekly NO2, 2011 to 2018 |
/// | median level; its log spread | 47.5 µg/m³; 0.34 | 9.4 ppb; 0.34 |
/// | trend a year; its spread (by median deviation) | −0.141; 0.095 | −0.044; 0.013 |
/// | season, half its range; peak; spread | 0.355; 13 January; 0.105 | 0.278; 20 January; 0.103 |
/// | *a*; *L*; root mean square of the fit | 0.89; 600 km; 0.11 | 0.76; 1,000 km; 0.12 |
/// | autocorrelation at 1 and 2 steps | 0.556, 0.235 | 0.093, 0.040 |
/// | deviation; its spread between stations | 0.515; 0.15 | 0.162; 0.10 |
/// | skewness, kurtosis | −0.23, 3.23 | −0.40, 3.70 |
/// | stations whose record wanders | none | 3 (codes 14, 44 and 47) |
///
/// Holidays are those of the prefectures' weeks: −0.256 at New Year, −0.243 in the first week of May, −0.142
/// in mid-August. `windShare` is Beijing's (correlation of PM2.5 with wind −0.54), since neither panel has
/// wind. Not matched: the cities' episodes are fewer and longer than those drawn (19 against 24 a place and
/// year above 0.5 log units over 300 km, 2.1 against 1.6 days).
public struct SimulatedPanel: Codable, Hashable, Sendable {
  /// The real network whose moments the defaults have.
  public enum Network: String, Codable, Sendable, CaseIterable {
    /// Daily PM2.5 of 183 Chinese cities.
    case cities
    /// Weekly NO2 of the 47 prefectures of Japan.
    case prefectures
  }

  /// Days of a year on which people do something else.
  public struct Holiday: Codable, Hashable, Sendable {
    /// Month of the middle day.
    public var month: Int
    /// Day of the middle day.
    public var day: Int
    /// Days to either side; a longer step counts whole when the middle day lies in it.
    public var reach: Int
    /// Change of the log concentration.
    public var change: Double

    /// A holiday on its date, felt for `reach` days on either side, by so much on the log scale.
    public init(month: Int, day: Int, reach: Int, change: Double) {
      self.month = month
      self.day = day
      self.reach = reach
      self.change = change
    }
  }

  /// Whose moments the defaults have.
  public let network: Network
  /// How many stations. Default: as many as the network has.
  public var stations: Int
  /// How many of them the measure reaches, drawn at random. Default: 5.
  public var treatedStations = 5
  /// First local day. Default: that of the network's series.
  public var firstDay: CivilDate
  /// Last local day; a step that it does not fill is left out. Default: that of the network's series.
  public var lastDay: CivilDate
  /// First local day of the measure. Default: in the middle.
  public var start: CivilDate
  /// Days over which treated stations begin one after the other, evenly. Default: 0, all at once.
  public var staggerDays = 0
  /// Last day in force; `nil` for a measure that stays.
  public var end: CivilDate?
  /// Change of the concentration where the measure is fully in force, a share. Default: −0.1.
  public var relativeEffect = -0.1
  /// Days after which half of the effect has faded; 0 for an effect that stays. Default: 0.
  public var fadeHalfLifeDays = 0.0
  /// What follows the end for 60 days, as a share of the log effect with its sign turned. Default: 0.
  public var rebound = 0.0
  /// By which share the log effect is larger in mid-January and smaller in mid-July. Default: 0.
  public var winterStrength = 0.0
  /// Share of the log effect that reaches a station right beside a treated one. Default: 0.
  public var spillover = 0.0
  /// Distance at which spillover has fallen to 1/e, km. Default: 100.
  public var spilloverKilometres = 100.0
  /// Two panels with one seed and the same settings are equal to the bit. Default: 1.
  public var seed: UInt64 = 1

  /// Extent from west to east, km. Default: such that distances are spread like the network's.
  public var widthKilometres: Double
  /// Extent from south to north, km.
  public var heightKilometres: Double
  /// Concentration of a middling station, in the unit of the network.
  public var medianConcentration: Double
  /// Standard deviation between stations of the log level.
  public var levelSpread = 0.34
  /// Mean change of the log concentration per year.
  public var yearlyTrend: Double
  /// Standard deviation between stations of that trend.
  public var trendSpread: Double
  /// Half the distance in log units between winter and summer.
  public var seasonAmplitude: Double
  /// Standard deviation between stations of that.
  public var seasonSpread: Double
  /// Holidays.
  public var holidays: [Holiday]
  /// Standard deviation of a station's log values about level, trend and season.
  public var deviation: Double
  /// Log standard deviation between stations of that.
  public var deviationSpread: Double
  /// Share of the variance that neighbours share.
  public var sharedVariance: Double
  /// Distance at which the shared part's correlation has fallen to 1/e, km.
  public var correlationLength: Double
  /// φ of the shared part.
  public var persistence: Double
  /// θ of the shared part.
  public var echo: Double
  /// Lag-1 autocorrelation of the stations' own part.
  public var ownPersistence: Double
  /// How values level off: the shared part x becomes x less `saturation` times x² about its mean.
  public var saturation: Double
  /// Share of the shared part that wind shows. Default: 0.29.
  public var windShare = 0.29
  /// Episodes a year over the whole region.
  public var episodesPerYear: Double
  /// Mean rise of the log concentration in the middle of an episode. Default: 0.7.
  public var episodeRise = 0.7
  /// Mean length, steps. Default: 4.
  public var episodeSteps = 4.0
  /// Reach of an episode, km (standard deviation of a bell). Default: 400.
  public var episodeKilometres = 400.0
  /// Standard deviation between stations of what an instrument gains in a year, log units. Default: 0; the
  /// two panels show none that outlasts a quarter.
  public var driftPerYear = 0.0
  /// Days between two services, at which the instrument falls back. Default: 365.
  public var serviceDays = 365
  /// Share of stations whose record wanders off.
  public var faultyShare: Double
  /// Standard deviation of a record that wanders, log units. Default: 1.
  public var faultDeviation = 1.0
  /// Its lag-1 autocorrelation. Default: 0.95.
  public var faultPersistence = 0.95
  /// Expected share of steps without a value, at random. Default: 0.02.
  public var shareMissing = 0.02

  /// A panel like one of the networks.
  public init(like network: Network) {
    self.network = network
    func day(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
      CivilDate(year: year, month: month, day: day) ?? CivilDate(daysSinceEpoch: 0)
    }
    switch network {
    case .cities:
      stations = 183
      firstDay = day(2014, 1, 1)
      lastDay = day(2015, 12, 31)
      start = day(2015, 1, 1)
      (widthKilometres, heightKilometres) = (1_900, 2_200)
      medianConcentration = 47.5
      (yearlyTrend, trendSpread) = (-0.141, 0.095)
      (seasonAmplitude, seasonSpread) = (0.355, 0.105)
      holidays = []
      (deviation, deviationSpread) = (0.49, 0.15)
      (sharedVariance, correlationLength) = (0.89, 600)
      (persistence, echo, ownPersistence) = (0.42, 0.2, 0.5)
      saturation = 0.06
      episodesPerYear = 20
      faultyShare = 0
    case .prefectures:
      stations = 47
      firstDay = day(2011, 1, 3)
      lastDay = day(2018, 12, 23)
      start = day(2014, 12, 29)
      (widthKilometres, heightKilometres) = (1_400, 250)
      medianConcentration = 9.4
      (yearlyTrend, trendSpread) = (-0.044, 0.013)
      (seasonAmplitude, seasonSpread) = (0.278, 0.103)
      holidays = [
        Holiday(month: 1, day: 1, reach: 3, change: -0.256),
        Holiday(month: 5, day: 4, reach: 3, change: -0.243),
        Holiday(month: 8, day: 14, reach: 2, change: -0.142),
      ]
      (deviation, deviationSpread) = (0.162, 0.1)
      (sharedVariance, correlationLength) = (0.76, 1_000)
      (persistence, echo, ownPersistence) = (0.43, -0.34, 0.2)
      saturation = 0.08
      episodesPerYear = 0
      faultyShare = 3.0 / 47
    }
  }

  /// What is measured.
  public var pollutant: Pollutant { network == .cities ? .pm25 : .no2 }
  /// In which unit.
  public var unit: MeasurementUnit {
    network == .cities ? .microgramsPerCubicMetre : .partsPerBillion
  }
  /// Days of a step.
  var stepDays: Int { network == .cities ? 1 : 7 }

  /// The axis of every series.
  public var axis: TimeAxis {
    let offset = network == .cities ? 28_800 : 32_400
    return TimeAxis(
      start: Instant(firstDay, utcOffset: offset), step: network == .cities ? .day : .week,
      count: max(0, lastDay.daysSinceEpoch - firstDay.daysSinceEpoch + 1) / stepDays,
      utcOffset: offset)
  }
}
