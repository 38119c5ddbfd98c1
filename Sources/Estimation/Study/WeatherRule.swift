public import AirQuality
public import Weather

/// How a study takes weather out of its series before any effect is estimated.
public struct WeatherRule: Hashable, Codable, Sendable {
  /// The weather model, its pool and its bootstrap.
  public var model: WeatherModel
  /// Weather variables; `nil` takes all that a station has.
  public var variables: [Pollutant]?
  /// The station whose weather stands for stations that have none of their own.
  public var station: String?

  /// How weather is taken out; `nil` takes all variables of the station itself.
  public init(
    model: WeatherModel = WeatherModel(), variables: [Pollutant]? = nil, station: String? = nil
  ) {
    self.model = model
    self.variables = variables
    self.station = station
  }
}

/// What was found when a study's series were put to average weather.
public struct StudyWeather: Hashable, Codable, Sendable {
  /// One station's model.
  public struct StationModel: Hashable, Codable, Sendable {
    /// `network/identifier`.
    public let station: String
    /// Whether the station is treated.
    public let isTreated: Bool
    /// Skill on weeks and years left out; for treated stations.
    public let skill: BlockedSkill?
    /// What the choice of the pool does; for treated stations.
    public let poolMeans: NormalisedSeries.PoolMeans?
    /// How the variance of the predictions divides; for treated stations.
    public let varianceShares: NormalisedSeries.VarianceShares?
  }

  /// The rule that was followed.
  public let rule: WeatherRule
  /// In the order of the panel.
  public let stations: [StationModel]
  /// Observed and normalised change of the treated stations from year to year, by both kinds of
  /// year.
  public let comparison: YearComparison?
}
