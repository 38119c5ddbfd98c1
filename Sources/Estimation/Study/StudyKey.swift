import AirQuality
import Weather

/// A key of the study file: what the reader accepts, and what the reference of keys prints.
///
/// Both take it from `all`, so that no key is read that the reference does not name.
public struct StudyKey: Hashable, Sendable {
  /// What is written behind a key.
  public enum Kind: Hashable, Sendable {
    case text, date, moment, period, number, share, count, flag, months
    /// One of these words.
    case choice([String])
    /// Several of these words.
    case choices([String])
    /// Stations, by name or as `network/identifier`.
    case stations
    /// Pollutants or weather variables.
    case quantities
    /// Further keys, which stand below.
    case keys
    /// Methods, each with its settings or without.
    case methods
    /// A list of further keys, or a table of their own.
    case list
  }

  /// Path of the key, `outcome.average`.
  public let path: String
  /// What is written behind it.
  public let kind: Kind
  /// What holds without it; `nil` where it must be there, empty where nothing does.
  public let standard: String?
  /// As a study writes it.
  public let example: String

  /// The keys directly under a path; the empty path is the top.
  static func names(under path: String) -> [String] {
    let depth = path.isEmpty ? 0 : path.split(separator: ".").count
    return all.compactMap { key in
      let parts = key.path.split(separator: ".").map(String.init)
      guard parts.count == depth + 1, path.isEmpty || key.path.hasPrefix(path + ".") else {
        return nil
      }
      return parts[depth]
    }
  }

  private init(_ path: String, _ kind: Kind, _ standard: String?, _ example: String) {
    self.path = path
    self.kind = kind
    self.standard = standard
    self.example = example
  }

  private static func words<Word: CaseIterable & RawRepresentable>(_ type: Word.Type) -> Kind
  where Word.RawValue == String { .choice(type.allCases.map(\.rawValue)) }

  /// All keys in the order of the reference. Defaults are read from the types that hold them.
  public static let all: [StudyKey] = {
    let calibration = Calibration()
    let donors = DonorRule()
    let thresholds = DiagnosticThresholds()
    let model = WeatherModel()
    let trees = TreeSettings()
    let outcome = Outcome(pollutant: .pm25)
    return [
      StudyKey("title", .text, nil, "title: Low-emission zone, first year"),
      StudyKey("question", .text, "", "question: Did NO2 fall?"),
      StudyKey("measure", .keys, nil, "measure: { name: low-emission zone, start: 2015-04-01 }"),
      StudyKey("measure.name", .text, "the project’s", "name: low-emission zone"),
      StudyKey("measure.project", .text, "", "project: kitakyushu-2014"),
      StudyKey("measure.start", .moment, "the project’s", "start: 2015-04-01 12:00"),
      StudyKey("measure.end", .date, "", "end: 2016-03-31"),
      StudyKey("measure.description", .text, "", "description: lorries below Euro IV stay out"),
      StudyKey("outcome", .keys, nil, "outcome: { pollutant: pm25, average: day, scale: log }"),
      StudyKey("outcome.pollutant", .quantities, nil, "pollutant: pm25"),
      StudyKey(
        "outcome.average", words(Outcome.Average.self), outcome.average.rawValue,
        "average: month"),
      StudyKey("outcome.scale", words(Outcome.Scale.self), outcome.scale.rawValue, "scale: log"),
      StudyKey("outcome.capture", .share, "\(outcome.minimumCapture)", "capture: 0.75"),
      StudyKey("outcome.gaps", .share, "\(outcome.largestGap)", "gaps: 0.25"),
      StudyKey("outcome.background", .stations, "", "background: [Park, Hill]"),
      StudyKey("treated", .stations, "the project’s", "treated: [Centre, Harbour]"),
      StudyKey("treated.station", .text, nil, "{ station: Centre, start: 2015-07-01 }"),
      StudyKey("treated.start", .date, "measure.start", "{ station: Centre, start: 2015-07-01 }"),
      StudyKey("donors", .keys, "none", "donors: { from: all, apart_km: 150 }"),
      StudyKey("donors.from", .stations, "all", "from: all"),
      StudyKey("donors.apart_km", .number, "", "apart_km: 150"),
      StudyKey("donors.downwind", .keys, "", "downwind: { wind_from: 270, km: 400 }"),
      StudyKey("donors.downwind.wind_from", .number, nil, "wind_from: 270"),
      StudyKey("donors.downwind.half_width", .number, "45", "half_width: 45"),
      StudyKey("donors.downwind.km", .number, nil, "km: 400"),
      StudyKey("donors.exclude", .stations, "", "exclude: [Harbour]"),
      StudyKey("donors.capture", .share, "\(donors.minimumShare)", "capture: 0.75"),
      StudyKey("before", .period, nil, "before: 2014-01-01..2015-03-31"),
      StudyKey("after", .period, nil, "after: 2015-04-01..2015-12-31"),
      StudyKey("covariates", .quantities, "", "covariates: [temperature, wind_speed]"),
      StudyKey("predictors", .list, "", "- { outcome: 2014-01-01..2014-12-31 }"),
      StudyKey("constants", .list, "", "constants: states.csv"),
      StudyKey("series", .keys, "", "series: { pm25: { instrument: mean, averaging: hour } }"),
      StudyKey("reference_state", .keys, "as-reported", "reference_state: current"),
      StudyKey(
        "reference_state.to", words(ReferenceStateRule.Target.self), "current", "to: ambient"),
      StudyKey("reference_state.weather_station", .text, "", "weather_station: prsa/Dongsi"),
      StudyKey("reference_state.climate", .keys, "", "climate: { altitude_m: 44, … }"),
      StudyKey(
        "reference_state.climate.temperature", .months, nil,
        "temperature: [-3, 0, 7, 15, 21, 25, 27, 26, 21, 14, 5, -1]"),
      StudyKey("reference_state.climate.temperature_sd", .number, nil, "temperature_sd: 5"),
      StudyKey("reference_state.climate.pressure", .months, "by altitude_m", "pressure: [1025, …]"),
      StudyKey("reference_state.climate.pressure_sd", .number, nil, "pressure_sd: 8"),
      StudyKey("reference_state.climate.altitude_m", .number, "", "altitude_m: 44"),
      StudyKey("quality", .keys, "", "quality: { leave_out: suspect }"),
      StudyKey(
        "quality.unmeasured_years", words(QualityPolicy.UnmeasuredYears.self),
        QualityPolicy().unmeasuredYears.rawValue, "unmeasured_years: accept"),
      StudyKey(
        "quality.leave_out", words(QualityPolicy.Exclusion.self),
        QualityPolicy().leavesOut.rawValue, "leave_out: suspect"),
      StudyKey("weather", .keys, "", "weather: { pool: season, days: 14 }"),
      StudyKey(
        "weather.method", .choice(WeatherMethod.identifiers), TreeSettings.identifier,
        "method: trees"),
      StudyKey(
        "weather.pool", words(WeatherPool.Extent.self), model.pool.extent.rawValue, "pool: year"),
      StudyKey("weather.days", .count, "\(model.pool.days)", "days: 14"),
      StudyKey("weather.same_hour", .flag, "\(model.pool.sameHour)", "same_hour: true"),
      StudyKey("weather.reference", .period, "", "reference: 2013-01-01..2015-12-31"),
      StudyKey("weather.variables", .quantities, "", "variables: [temperature, wind_speed]"),
      StudyKey("weather.station", .text, "", "station: prsa/Dongsi"),
      StudyKey(
        "weather.scale", words(WeatherModel.Scale.self), model.scale.rawValue, "scale: log"),
      StudyKey("weather.models", .count, "\(WeatherRule.standardModels)", "models: 25"),
      StudyKey("weather.block_days", .count, "\(model.blockDays)", "block_days: 7"),
      StudyKey("weather.lags", .list, "", "lags: [1, 24]"),
      StudyKey("weather.rounds", .count, "\(trees.rounds)", "rounds: 300"),
      StudyKey("weather.depth", .count, "\(trees.depth)", "depth: 6"),
      StudyKey("weather.seed", .count, "\(model.seed)", "seed: 1"),
      StudyKey("estimators", .methods, nil, "estimators: [difference-in-differences]"),
      StudyKey("main", .text, "", "main: difference-in-differences"),
      StudyKey(
        "calibration", .keys, "on", "calibration: { negative_controls: 200, seed: 1 }"),
      StudyKey(
        "calibration.negative_controls", .count, "\(calibration.negativeControls)",
        "negative_controls: 200"),
      StudyKey("calibration.seed", .count, "\(calibration.seed)", "seed: 1"),
      StudyKey(
        "calibration.earlier_dates", .flag, "\(calibration.earlierDates)", "earlier_dates: false"),
      StudyKey(
        "calibration.null", words(Calibration.Null.self), calibration.null.rawValue,
        "null: heavy-tails"),
      StudyKey("calibration.effects", .list, "[-5, -10, -20]", "effects: [-5, -10, -20]"),
      StudyKey("thresholds", .keys, "", "thresholds: { detectable: 0.1 }"),
      StudyKey(
        "thresholds.false_alarms", .share, "\(thresholds.falseAlarms)", "false_alarms: 0.08"),
      StudyKey(
        "thresholds.systematic_error", .share, "\(thresholds.systematicError)",
        "systematic_error: 0.03"),
      StudyKey("thresholds.detectable", .share, "\(thresholds.detectable)", "detectable: 0.1"),
      StudyKey(
        "thresholds.completeness", .share, "\(thresholds.completeness)", "completeness: 0.9"),
      StudyKey("placebo", .keys, "", "placebo: { dates: 20, outcome: so2 }"),
      StudyKey("placebo.dates", .count, "\(Placebo().dates)", "dates: 40"),
      StudyKey("placebo.outcome", .quantities, "", "outcome: so2"),
      StudyKey("heterogeneity", .keys, "", "heterogeneity: { by: [season, weekday, level] }"),
      StudyKey(
        "heterogeneity.by", .list,
        "[\(Heterogeneity().kinds.map(\.rawValue).joined(separator: ", "))]",
        "by: [\(Heterogeneity.Kind.allCases.map(\.rawValue).joined(separator: ", "))]"),
      StudyKey("heterogeneity.controls", .count, "\(Heterogeneity().controls)", "controls: 999"),
      StudyKey("heterogeneity.seed", .count, "\(Heterogeneity().seed)", "seed: 1"),
    ]
  }()
}
