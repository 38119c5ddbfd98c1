public import AirQuality

/// Why weather cannot be taken out of a series.
public enum WeatherError: Error, Equatable, Sendable {
  /// No weather variable with any variation stands beside the series.
  case noWeather(station: String, constant: [String])
  /// Too few steps have both the pollutant and weather.
  case tooFewRows(station: String, found: Int, needed: Int)
  /// The pool needs more years than there are.
  case tooShort(station: String, pool: String, days: Int, needed: Int)
  /// A method needs more years than there are.
  case spanTooShort(station: String, method: String, days: Int, needed: Int)
  /// A weather series cannot be put on the pollutant's axis.
  case axesDiffer(station: String, variable: String, reason: String)
  /// A period of a change has too few measured days.
  case periodTooShort(station: String, days: Int, needed: Int)
  /// Season and weather alone tell the two periods of a change apart.
  case periodsApart(station: String, overlap: Double)
  /// The reference climate holds no weather of the station.
  case emptyReference(station: String, period: String)
  /// A setting has a value it cannot have.
  case badSetting(String, problem: String, remedy: String)
  /// A kernel gave up; its own words.
  case numerical(station: String, String)
}

extension WeatherError: Explained {
  /// What is wrong.
  public var what: String {
    switch self {
    case .noWeather(_, let constant):
      constant.isEmpty
        ? "no weather was measured beside the series"
        : "no weather that varies stands beside the series "
          + "(constant: \(constant.joined(separator: ", ")))"
    case .tooFewRows(_, let found, let needed):
      "\(found) steps have both the pollutant and weather; at least \(needed) are needed"
    case .tooShort(_, let pool, let days, let needed):
      "the series spans \(days) days, and the pool “\(pool)” needs \(needed): a season that was "
        + "seen once has no other weather to be averaged over"
    case .spanTooShort(_, let method, let days, let needed):
      "the series spans \(days) days, and \(method) needs \(needed)"
    case .axesDiffer(_, let variable, let reason):
      "\(variable) cannot be put beside the series: \(reason)"
    case .periodTooShort(_, let days, let needed):
      "a period has \(days) days with the pollutant and weather; at least \(needed) are needed"
    case .periodsApart(_, let overlap):
      "season and weather alone tell the two periods apart (\(Int(100 * overlap)) % of their "
        + "contrast is left; a fifth is needed)"
    case .emptyReference(_, let period): "the reference climate \(period) holds no weather"
    case .badSetting(let name, let problem, _): "“\(name)” \(problem)"
    case .numerical(_, let problem): problem
    }
  }

  /// Where.
  public var location: String {
    switch self {
    case .noWeather(let station, _), .tooFewRows(let station, _, _),
      .tooShort(let station, _, _, _), .spanTooShort(let station, _, _, _),
      .axesDiffer(let station, _, _), .periodTooShort(let station, _, _),
      .periodsApart(let station, _),
      .emptyReference(let station, _), .numerical(let station, _):
      station
    case .badSetting: ""
    }
  }

  /// What to do.
  public var remedy: String {
    switch self {
    case .noWeather: "ingest the station’s weather, or name a station that has it"
    case .tooFewRows: "give a longer period, or leave out the weather variable that is missing most"
    case .tooShort(_, let pool, _, _):
      pool == "season"
        ? "give more years, choose the pool “year” and read the result with care, or compare with "
          + "donors instead"
        : "give at least a whole year"
    case .spanTooShort: "give more years, or compare with donors instead"
    case .periodTooShort: "give longer periods"
    case .periodsApart: "compare periods of the same part of the year"
    case .axesDiffer: "ingest it at the step and phase of the pollutant, or leave it out"
    case .emptyReference: "choose a period in which the station’s weather was measured"
    case .badSetting(_, _, let remedy): remedy
    case .numerical: "check the series and its weather with “airaccord check”"
    }
  }
}
