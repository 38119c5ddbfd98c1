/// One predictor of a weather model.
public struct WeatherFeature: Hashable, Codable, Sendable {
  /// What a predictor tells.
  public enum Role: String, Codable, Sendable {
    /// When: hour, weekday, day of the year, trend. It stays as it was.
    case time
    /// What the air did: it is averaged over the pool.
    case weather
  }

  /// How its values lie.
  public enum Shape: Hashable, Codable, Sendable {
    /// On a line.
    case linear
    /// On a circle of the given circumference, in the feature's unit: 24 h, 366 d, 360°.
    case cyclic(Double)
    /// Numbers that are names: weekdays, clusters of back trajectories.
    case category
  }

  /// `trend`, `day-of-year`, `weekday`, `hour`, or the variable with what was made of it:
  /// `temperature`, `wind-east`, `temperature-lag-3`.
  public let name: String
  /// What it tells.
  public let role: Role
  /// How its values lie.
  public let shape: Shape
  /// Unit of its values, `1` for none.
  public let unit: String

  /// A feature with the part it plays in the model; `1` is the unit of a pure number.
  public init(_ name: String, _ role: Role, _ shape: Shape = .linear, unit: String = "1") {
    self.name = name
    self.role = role
    self.shape = shape
    self.unit = unit
  }
}

/// Which predictors are made.
public struct FeatureSettings: Hashable, Codable, Sendable {
  /// Predictors that come from the clock.
  public enum Clock: String, Codable, Sendable, CaseIterable {
    /// Days since the series began: everything that changed for good.
    case trend
    /// Day of the year.
    case dayOfYear = "day-of-year"
    /// Monday 1 to Sunday 7.
    case weekday
    /// Hour of the day on the axis's clock; left out of series with steps of a day or more.
    case hour
  }

  /// Predictors that come from the clock. Default: all four.
  public var clock = Clock.allCases
  /// Whether wind enters as its components to the east and to the north instead of a direction in
  /// degrees, which is torn at north. Default: yes, where direction and speed were measured.
  public var windComponents = true
  /// Steps by which every weather variable is also given from before, for example 1 and 24.
  /// Default: none.
  public var lags: [Int] = []
  /// Days by which every weather variable is also given from before, for example 1 to 3: what fell or blew
  /// yesterday. Default: none.
  public var lagDays: [Int] = []
  /// Clusters into which back trajectories are put; 0 takes their positions as they are. Default: 6.
  ///
  /// Four to eight are usual for one receptor; the share of variance that they explain is told.
  public var trajectoryClusters = 6

  /// Everything at its default.
  public init() {}
}
