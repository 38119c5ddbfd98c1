import Documents
import AirQuality
import NumericKernels

/// An additive model as a weather model: one smooth function a predictor, on the circle where the
/// predictor is, added up.
///
/// How bent each function is decides restricted maximum likelihood; the numbers here are upper
/// limits. Since weather and time stand in different functions, the average over weather is exact
/// and costs one pass. What weather does together, beyond the sum of its parts, is in the model
/// only where `interactions` names it; boosted trees find such things by themselves.
///
/// - Source: Wood, Li, Shaddick and Augustin (2017), doi:10.1080/01621459.2016.1195744.
public struct AdditiveSettings: WeatherTrainer {
  /// `additive`.
  public static let identifier = "additive"

  /// Functions of each predictor on a line. Default: 10.
  public var functions = 10
  /// Knots of each predictor on a circle: hour, day of the year, wind direction. Default: 12.
  public var cyclicKnots = 12
  /// Functions a year of the trend; 0 for a straight line. Default: 2.
  ///
  /// From three a year on the trend can follow the season, and data cannot tell which of the two
  /// did: at Dongsi, PM2.5, five a year let trend and season run against each other by hundreds of
  /// µg/m³, with the same R² on weeks left out (0.44) and −14 on years left out, where two a year
  /// give 0.29. What the trend is too stiff to follow stays in the adjusted series.
  public var trendFunctionsAYear = 2
  /// Pairs of weather predictors, by name, that act together beyond the sum of their own effects.
  /// Default: none.
  public var interactions: [[String]] = []
  /// Functions of each predictor in an interaction. Default: 5.
  public var interactionFunctions = 5
  /// Whether errors follow a first-order autoregression. Default: no.
  ///
  /// With it, errors of single functions are honest, but hourly models learn from the change of
  /// one hour to the next, which tells less about the level that weather makes over days.
  public var serialErrors = false

  /// Everything at its default.
  public init() {}

  func check() throws(WeatherError) {
    func require(
      _ holds: Bool, _ name: String, _ value: Int, _ remedy: Message
    ) throws(WeatherError) {
      guard holds else {
        throw .badSetting(
          name, problem: Message("error.weather.is-value", ["value": .fact(value)]), remedy: remedy)
      }
    }
    try require(functions >= 3, "functions", functions, "error.weather.give-three")
    try require(cyclicKnots >= 4, "cyclicKnots", cyclicKnots, "error.weather.give-four")
    try require(
      trendFunctionsAYear >= 0, "trendFunctionsAYear", trendFunctionsAYear,
      "error.weather.give-0-straight-line")
    try require(
      interactionFunctions >= 3, "interactionFunctions", interactionFunctions,
      "error.weather.give-three")
  }

  package func train(
    _ table: WeatherTable, steps: [Int], response: [Double], weights: [Double]?, seed: UInt64
  ) throws(WeatherError) -> any TrainedWeatherModel {
    try trained(table, steps: steps, response: response, weights: weights).model
  }

  /// The model and the places in `steps` with every predictor, on which it was trained.
  func trained(
    _ table: WeatherTable, steps: [Int], response: [Double], weights: [Double]?
  ) throws(WeatherError) -> (model: TrainedAdditive, places: [Int]) {
    let predictors = try AdditivePredictors(self, table: table, steps: steps)
    let places = steps.indices.filter { predictors.isComplete(at: steps[$0]) }
    let station = table.series.station.key
    do {
      let design = try AdditiveDesign(
        predictors.terms, covariates: predictors.values(at: places.map { steps[$0] }))
      let fit = try AdditiveFit.fit(
        design, response: places.map { response[$0] },
        weights: weights.map { weights in places.map { weights[$0] } },
        steps: serialErrors ? places.map { steps[$0] } : nil)
      return (TrainedAdditive(fit: fit, predictors: predictors), places)
    } catch .tooFewObservations(let rows, let columns) {
      throw .tooFewRows(station: station, found: rows, needed: columns + 1)
    } catch .rankDeficient(let columns, let others) {
      throw .numerical(
        station: station,
        KernelError.rankDeficient(columns: columns, dependsOn: others).message)
    } catch {
      throw .numerical(station: station, error.message)
    }
  }
}
