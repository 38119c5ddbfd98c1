public import AirQuality
import Foundation
import NumericKernels

/// A pollutant's series with weather taken out, and everything needed to judge it.
public struct NormalisedSeries: Codable, Sendable {
  /// Means of the whole series under either pool, to show what the choice does.
  public struct PoolMeans: Hashable, Codable, Sendable {
    /// Mean of the observed values.
    public let observed: Double
    /// Mean of the normalised values with weather of the season; `nil` where the series is too
    /// short for it.
    public let season: Double?
    /// Mean of the normalised values with weather of the whole year.
    public let year: Double
  }

  /// A predictor's part in the model.
  public struct Importance: Hashable, Codable, Sendable {
    /// The predictor.
    public let feature: String
    /// Its share, 0 to 1.
    public let share: Double
  }

  /// How the variance of the model's predictions divides.
  public struct VarianceShares: Hashable, Codable, Sendable {
    /// Trend alone.
    public let trend: Double
    /// Hour, weekday and day of the year together.
    public let calendar: Double
    /// All weather together.
    public let weather: Double
    /// What none of the three explains alone.
    public let interactions: Double
  }

  /// The model's settings.
  public let model: WeatherModel
  /// The predictors, those of time first.
  public let features: [WeatherFeature]
  /// What was measured.
  public let observed: MonitoringSeries
  /// What the model expects in the pool's average weather, at the steps that were measured.
  ///
  /// It is smooth, and a model that learned a change only in part shows only that part.
  public let normalised: MonitoringSeries
  /// The observation minus the model's effect of the weather that was: on the model's scale
  /// observed − f(time, weather) + `normalised`, at the steps that were measured.
  ///
  /// It carries what the model did not explain. So a change that the model's terms of time learned
  /// only in part is whole in it, and it has the noise from which errors can be judged; the same
  /// residual enters as in doubly robust estimation (Robins, Rotnitzky and Zhao 1994,
  /// doi:10.1080/01621459.1994.10476818). What the model wrongly lays to weather is missing from
  /// it. On the linear scale a single value may lie below zero.
  public let adjusted: MonitoringSeries
  /// What rmweather makes of the same data (`WeatherModel.showsRmweather`); `nil` where it was not asked
  /// for.
  public internal(set) var rmweather: MonitoringSeries?
  /// Calendar months of `normalised`, with the spread between the bootstrap models alone.
  public let monthly: [NormalisedPeriod]
  /// Calendar years of `normalised`; changes between years are in `YearComparison`, those between
  /// any periods in `WeatherModel.change`.
  public private(set) var yearly: [NormalisedPeriod]
  /// Years from March to February, which keep winters whole.
  public private(set) var seasonalYearly: [NormalisedPeriod]
  /// Skill on weeks and years left out; `nil` when it was not asked for.
  public let skill: BlockedSkill?
  /// By predictor, largest first.
  public let importance: [Importance]
  /// How the variance of the predictions divides; `nil` when the model is not described.
  public let varianceShares: VarianceShares?
  /// Partial dependence of the six most important predictors; empty when the model is not
  /// described.
  public let partialDependence: [PartialDependenceCurve]
  /// What the model expects with two predictors held at once; `nil` with fewer than two of weather, or
  /// when the model is not described.
  public internal(set) var dependenceSurface: PartialDependenceSurface?
  /// What every day is made of (`WeatherModel.attributesDays`); `nil` where it was not asked for.
  public internal(set) var attribution: DayAttribution?
  /// What the choice of the pool does; `nil` when the model is not described.
  public let poolMeans: PoolMeans?
  /// What the reader should know.
  public internal(set) var notes: [WeatherNote]
  /// The bootstrap models' values at the steps of `steps`, on the model's scale.
  package let replicates: [BootstrapReplicate]
  /// Positions of the normalised steps on the axis.
  package let steps: [Int]
  /// Levels of the years that were measured whole; empty where they were not asked for or the series
  /// was read from a file.
  package private(set) var yearLevels: [YearComparison.Kind: YearLevels] = [:]

  /// The adjusted series of each bootstrap model, at all steps, in the unit of the observed
  /// series.
  package var draws: [MonitoringSeries] {
    replicates.map { replicate in
      var storage = [Double](repeating: .nan, count: normalised.count)
      for (step, value) in zip(steps, replicate.adjusted) {
        storage[step] = model.scale == .log ? exp(value) : value
      }
      return MonitoringSeries(
        station: normalised.station, pollutant: normalised.pollutant, unit: normalised.unit,
        referenceState: normalised.referenceState, axis: normalised.axis, storage: storage)
    }
  }

  /// The same with further remarks.
  public func adding(_ notes: [WeatherNote]) -> NormalisedSeries {
    var copy = self
    copy.notes += notes
    return copy
  }

  /// Adds the levels of years.
  mutating func add(_ levels: [YearComparison.Kind: YearLevels]) {
    yearLevels = levels
    yearly = yearly.map { $0.with(levels[.calendar], model.confidenceLevel) }
    seasonalYearly = seasonalYearly.map { $0.with(levels[.seasonal], model.confidenceLevel) }
  }

  private enum CodingKeys: String, CodingKey {
    case model, features, observed, normalised, adjusted, rmweather, monthly, yearly
    case seasonalYearly, skill
    case importance, varianceShares, partialDependence, dependenceSurface, attribution
    case poolMeans, notes
  }

  init(
    model: WeatherModel, table: WeatherTable, normalised: MonitoringSeries,
    adjusted: MonitoringSeries, steps: [Int], replicates: [BootstrapReplicate],
    skill: BlockedSkill?, importance: [Importance],
    varianceShares: VarianceShares?, partialDependence: [PartialDependenceCurve],
    poolMeans: PoolMeans?, notes: [WeatherNote]
  ) {
    self.model = model
    features = table.features
    observed = table.series
    self.normalised = normalised
    self.adjusted = adjusted
    self.steps = steps
    self.replicates = replicates
    self.skill = skill
    self.importance = importance
    self.varianceShares = varianceShares
    self.partialDependence = partialDependence
    self.poolMeans = poolMeans
    self.notes = notes
    let periods = PeriodMeans(
      model: model, observed: table.series, normalised: normalised, steps: steps,
      replicates: replicates)
    monthly = periods.means(by: .month)
    yearly = periods.means(by: .year(firstMonth: 1))
    seasonalYearly = periods.means(by: .year(firstMonth: 3))
  }

  /// Reads everything but the bootstrap models' series.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    model = try container.decode(WeatherModel.self, forKey: .model)
    features = try container.decode([WeatherFeature].self, forKey: .features)
    observed = try container.decode(MonitoringSeries.self, forKey: .observed)
    normalised = try container.decode(MonitoringSeries.self, forKey: .normalised)
    adjusted = try container.decode(MonitoringSeries.self, forKey: .adjusted)
    rmweather = try container.decodeIfPresent(MonitoringSeries.self, forKey: .rmweather)
    monthly = try container.decode([NormalisedPeriod].self, forKey: .monthly)
    yearly = try container.decode([NormalisedPeriod].self, forKey: .yearly)
    seasonalYearly = try container.decode([NormalisedPeriod].self, forKey: .seasonalYearly)
    skill = try container.decodeIfPresent(BlockedSkill.self, forKey: .skill)
    importance = try container.decode([Importance].self, forKey: .importance)
    varianceShares = try container.decodeIfPresent(VarianceShares.self, forKey: .varianceShares)
    partialDependence = try container.decode(
      [PartialDependenceCurve].self, forKey: .partialDependence)
    dependenceSurface = try container.decodeIfPresent(
      PartialDependenceSurface.self, forKey: .dependenceSurface)
    attribution = try container.decodeIfPresent(DayAttribution.self, forKey: .attribution)
    poolMeans = try container.decodeIfPresent(PoolMeans.self, forKey: .poolMeans)
    notes = try container.decode([WeatherNote].self, forKey: .notes)
    replicates = []
    let values = normalised.storage
    steps = values.indices.filter { !values[$0].isNaN }
  }
}

/// A predictor's partial dependence.
public struct PartialDependenceCurve: Hashable, Codable, Sendable {
  /// The predictor.
  public let feature: WeatherFeature
  /// Its values, ascending.
  public let values: [Double]
  /// The mean prediction with the predictor held at each value and everything else as it was; on
  /// the model's scale.
  public let expected: [Double]
  /// Spread of the bootstrap models about each value; empty without such models.
  public let spread: [ModelInterval]
}
