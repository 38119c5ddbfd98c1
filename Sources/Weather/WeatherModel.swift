import AirQuality

/// Takes weather out of a pollutant's series: trains a model of the pollutant in time and weather,
/// and averages it exactly over the weather that could have been.
///
/// The normalised series is what the model expects at each step in the average weather of the
/// pool. It assumes that weather acts on the pollutant as the model learned it, and that emissions
/// did not follow the weather within the season; what the model cannot tell from weather stays in
/// the series. Changes are measured on the observation minus the model's effect of weather, since
/// the normalised series understates what the model learned in part: see `NormalisedSeries`.
///
/// - Source: Grange et al. (2018), doi:10.5194/acp-18-6223-2018, with the mean over resampled
///   weather in closed form; season pools in the manner of Vu et al. (2019),
///   doi:10.5194/acp-19-11303-2019.
public struct WeatherModel: Hashable, Codable, Sendable {
  /// The scale on which the pollutant is modelled.
  public enum Scale: String, Codable, Sendable, CaseIterable {
    /// Concentrations; the normalised value is a mean.
    case linear
    /// Logarithms; the normalised value is a geometric mean, and values of zero or below count as
    /// missing.
    case log
  }

  /// How the model is learned. Default: boosted trees.
  public var method = WeatherMethod.trees(TreeSettings())
  /// Which predictors are made.
  public var features = FeatureSettings()
  /// Over which weather is averaged.
  public var pool = WeatherPool()
  /// The scale on which the pollutant is modelled. Default: linear.
  public var scale = Scale.linear
  /// Models trained on blocks drawn with replacement, for bands; 0 for none. Default: 50.
  public var bootstrapModels = 50
  /// Length of the blocks, days. Default: 14.
  ///
  /// Two weeks outlast the synoptic cycle, so that blocks are nearly independent.
  public var blockDays = 14
  /// Coverage of the bands. Default: 0.95.
  public var confidenceLevel = 0.95
  /// Whether skill is judged on weeks and years left out, which takes about fifteen trainings.
  /// Default: yes.
  public var judgesSkill = true
  /// Whether partial dependence, shares of variance and the effect of the pool's choice come with
  /// the result. Default: yes.
  public var describesModel = true
  /// Whether the levels of years are estimated with season and weather partialled out; else changes
  /// are differences of the adjusted means. Default: yes.
  public var comparesYears = true
  /// Whether rmweather's figure is made as well, to be shown beside ours. Default: no.
  public var showsRmweather = false
  /// Whether every day is divided into time, weather and their interplay. Default: no.
  public var attributesDays = false
  /// Seed of everything that is drawn. Default: 1.
  public var seed: UInt64 = 1
  /// Fewest steps with pollutant and weather. Default: 300.
  public var leastRows = 300

  /// Everything at its default.
  public init() {}
}
