import NumericKernels

/// A way to learn a pollutant from time and weather.
///
/// Settings in a value, one method; what is learned is a `TrainedWeatherModel`.
package protocol WeatherTrainer: Codable, Hashable, Sendable {
  /// For example `boosted-trees`.
  static var identifier: String { get }

  /// Learns from some steps of a table.
  ///
  /// - Parameters:
  ///   - steps: positions with a response; each may occur once.
  ///   - response: one a step, on the model's scale.
  ///   - weights: one a step, positive; how often a bootstrap sample drew it.
  ///   - seed: of whatever is drawn.
  func train(
    _ table: WeatherTable, steps: [Int], response: [Double], weights: [Double]?, seed: UInt64
  ) throws(WeatherError) -> any TrainedWeatherModel
}

/// A trained model of a pollutant in time and weather.
package protocol TrainedWeatherModel: Sendable {
  /// What the model expects at some steps of a table with the weather that was.
  func predict(_ table: WeatherTable, steps: [Int]) -> [Double]

  /// The exact mean over weather at some steps.
  ///
  /// - Parameters:
  ///   - sample: the table whose weather is averaged over.
  ///   - sampleSteps: steps of `sample`; `pools.order` counts in this list.
  ///   - pools: which of them belong to which of `steps`.
  ///   - threads: `nil` for the machine's.
  /// - Returns: one a step, on the model's scale; NaN where the pool is empty.
  func normalise(
    _ table: WeatherTable, steps: [Int], over sample: WeatherTable, sampleSteps: [Int],
    pools: SamplePools, threads: Int?
  ) -> [Double]

  /// The mean over some steps with features held at values.
  ///
  /// - Parameters:
  ///   - features: positions of one or two features.
  ///   - grid: one array a held feature, all of one length.
  func partialDependence(
    _ table: WeatherTable, steps: [Int], features: [Int], grid: [[Double]]
  ) -> [Double]

  /// How much each feature contributes, as shares that add up to 1.
  func importance(_ table: WeatherTable, steps: [Int]) -> [Double]

  /// What the expectation of each step is laid to; `nil` where a model cannot tell.
  func parts(_ table: WeatherTable, steps: [Int], threads: Int?) -> ModelParts?

  /// Shares of the prediction's variance by group of features, and of what no group explains
  /// alone; together 1.
  func varianceShares(
    _ table: WeatherTable, steps: [Int], groups: [[Int]]
  ) -> (groups: [Double], interactions: Double)
}

/// The trainer of a weather model; a new one adds a case.
public enum WeatherMethod: Hashable, Codable, Sendable {
  /// Boosted regression trees.
  case trees(TreeSettings)
  /// A sum of smooth functions.
  case additive(AdditiveSettings)

  /// The trainer's settings.
  package var trainer: any WeatherTrainer {
    switch self {
    case .trees(let settings): settings
    case .additive(let settings): settings
    }
  }

  /// The same without monotone constraints, which hold for the pollutant and not for what remains
  /// of it or for the time of a step.
  package var unconstrained: WeatherMethod {
    guard case .trees(var settings) = self else { return self }
    settings.monotone = [:]
    return .trees(settings)
  }

  /// The identifiers that files and the command line write.
  public static let identifiers = [TreeSettings.identifier, AdditiveSettings.identifier]

  /// The method of an identifier at its defaults.
  public init?(identifier: String) {
    switch identifier {
    case TreeSettings.identifier, "trees": self = .trees(TreeSettings())
    case AdditiveSettings.identifier: self = .additive(AdditiveSettings())
    default: return nil
    }
  }
}

extension WeatherMethod {
  private enum CodingKeys: String, CodingKey {
    case name, settings
  }

  /// Writes `{"name": "boosted-trees", "settings": {…}}`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .trees(let settings):
      try container.encode(TreeSettings.identifier, forKey: .name)
      try container.encode(settings, forKey: .settings)
    case .additive(let settings):
      try container.encode(AdditiveSettings.identifier, forKey: .name)
      try container.encode(settings, forKey: .settings)
    }
  }

  /// Reads what `encode` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let name = try container.decode(String.self, forKey: .name)
    switch name {
    case TreeSettings.identifier:
      self = .trees(try container.decode(TreeSettings.self, forKey: .settings))
    case AdditiveSettings.identifier:
      self = .additive(try container.decode(AdditiveSettings.self, forKey: .settings))
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .name, in: container, debugDescription: "“\(name)” is no weather method")
    }
  }
}
