public import AirQuality

/// What a study compares: a pollutant, averaged how, on which scale.
public struct Outcome: Hashable, Codable, Sendable {
  /// The averaging period of one observation.
  public enum Average: String, Codable, Sendable, CaseIterable {
    case hour, day
    /// Seven days from Monday, or from where a series of weeks has its own.
    case week
    /// Calendar months, quarters from January and years from January, or from where a series of
    /// quarters or years has its own first month.
    case month, quarter, year

    /// Its length.
    public var step: TimeStep {
      switch self {
      case .hour: .hour
      case .day: .day
      case .week: .week
      case .month: .month
      case .quarter: .quarter
      case .year: .year
      }
    }

    /// The periods into which shorter steps are gathered; `nil` for hours, which are
    /// no calendar periods.
    var period: CalendarPeriod? {
      switch self {
      case .hour: nil
      case .day: .day
      case .week: .week
      case .month: .month
      case .quarter: .months(3)
      case .year: .year(firstMonth: 1)
      }
    }
  }

  /// The scale on which effects add up.
  public enum Scale: String, Codable, Sendable, CaseIterable {
    /// Effects are differences in the unit of the series.
    case linear
    /// Effects are differences of natural logarithms, reported as per cent. Values of zero or
    /// below have no logarithm and count as missing.
    case log
  }

  /// The pollutant.
  public let pollutant: Pollutant
  /// The averaging period.
  public let average: Average
  /// The scale.
  public let scale: Scale
  /// Share of an averaging period that must have been measured, 0 to 1. Default: 0.75.
  public let minimumCapture: Double
  /// Largest share of a station's steps in a period that designs with donors fill in, 0 to 1.
  /// Default: 0.25.
  public let largestGap: Double
  /// Stations whose mean is subtracted step by step before averaging, so that the outcome is what
  /// a place adds to its surroundings (a roadside or site increment); empty for none.
  public let background: [String]

  /// A daily mean on the linear scale, unless something else is asked.
  public init(
    pollutant: Pollutant, average: Average = .day, scale: Scale = .linear,
    minimumCapture: Double = 0.75, largestGap: Double = 0.25, background: [String] = []
  ) {
    self.pollutant = pollutant
    self.average = average
    self.scale = scale
    self.minimumCapture = minimumCapture
    self.largestGap = largestGap
    self.background = background
  }

  /// Studies written before there was a background have none, and the gaps of their time.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      pollutant: try fields.decode(Pollutant.self, forKey: .pollutant),
      average: try fields.decode(Average.self, forKey: .average),
      scale: try fields.decode(Scale.self, forKey: .scale),
      minimumCapture: try fields.decode(Double.self, forKey: .minimumCapture),
      largestGap: try fields.decodeIfPresent(Double.self, forKey: .largestGap) ?? 0.25,
      background: try fields.decodeIfPresent([String].self, forKey: .background) ?? [])
  }
}
