public import Documents
import AirQuality

/// Why weather cannot be taken out of a series.
public enum WeatherError: Error, Equatable, Sendable {
  /// No weather variable with any variation stands beside the series.
  case noWeather(station: String, constant: [String])
  /// Too few steps have both the pollutant and weather.
  case tooFewRows(station: String, found: Int, needed: Int)
  /// The pool needs more years than there are.
  case tooShort(station: String, pool: String, days: Int, needed: Int)
  /// A weather series cannot be put on the pollutant's axis.
  case axesDiffer(station: String, variable: String, reason: Message)
  /// A period of a change has too few measured days.
  case periodTooShort(station: String, days: Int, needed: Int)
  /// Season and weather alone tell the two periods of a change apart.
  case periodsApart(station: String, overlap: Double)
  /// The reference climate holds no weather of the station.
  case emptyReference(station: String, period: String)
  /// A setting has a value it cannot have.
  case badSetting(String, problem: Message, remedy: Message)
  /// A kernel gave up; its own words.
  case numerical(station: String, Message)
}

extension WeatherError: Explained {
  /// What is wrong.
  public var problem: Message {
    switch self {
    case .noWeather(_, let constant):
      constant.isEmpty
        ? "error.weather.no-weather-was-measured"
        : Message("error.weather.no-weather-varies-stands", ["constant": .names(constant)])
    case .tooFewRows(_, let found, let needed):
      Message(
        "error.weather.steps-have-both-pollutant", ["found": .fact(found), "needed": .fact(needed)])
    case .tooShort(_, let pool, let days, let needed):
      Message(
        "error.weather.series-spans-days-pool",
        ["days": .fact(days), "pool": .fact(pool), "needed": .fact(needed)])
    case .axesDiffer(_, let variable, let reason):
      Message(
        "error.weather.cannot-put-beside-series",
        ["variable": .fact(variable), "reason": .fact(reason)])
    case .periodTooShort(_, let days, let needed):
      Message(
        "error.weather.period-has-days-pollutant", ["days": .fact(days), "needed": .fact(needed)])
    case .periodsApart(_, let overlap):
      Message("error.weather.season-weather-alone-tell", ["overlap": .fact(Int(100 * overlap))])
    case .emptyReference(_, let period):
      Message("error.weather.reference-climate-holds-no", ["period": .fact(period)])
    case .badSetting(let name, let problem, _): .field(name, problem)
    case .numerical(_, let problem): problem
    }
  }

  /// Where.
  public var place: Message? {
    switch self {
    case .noWeather(let station, _), .tooFewRows(let station, _, _),
      .tooShort(let station, _, _, _),
      .axesDiffer(let station, _, _), .periodTooShort(let station, _, _),
      .periodsApart(let station, _),
      .emptyReference(let station, _), .numerical(let station, _):
      .verbatim(station)
    case .badSetting: nil
    }
  }

  /// What to do.
  public var advice: Message {
    switch self {
    case .noWeather: "error.weather.ingest-stations-weather-name"
    case .tooFewRows: "error.weather.give-longer-period-leave"
    case .tooShort: "error.weather.give-least-whole-year"
    case .periodTooShort: "error.weather.give-longer-periods"
    case .periodsApart: "error.weather.compare-periods-same-part"
    case .axesDiffer: "error.weather.ingest-step-phase-pollutant"
    case .emptyReference: "error.weather.choose-period-which-stations"
    case .badSetting(_, _, let remedy): remedy
    case .numerical: "error.weather.check-series-weather-airaccord"
    }
  }
}
