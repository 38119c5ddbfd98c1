public import AirQuality
public import Documents
public import SourceApportionment

/// What the factors of a receptor model amount to: the ozone and aerosol that each could make, with the
/// uncertainty of the reactivities, where the wind comes from when each is high, and its course in air
/// that thins alike.
public struct FactorReading: Hashable, Codable, Sendable {
  /// How masses are weighed; `air` is needed where the profiles are mixing ratios.
  public var assessment = ReactivityAssessment()
  /// How directions are asked.
  public var directions = ConditionalProbability()
  /// The place that is told of, where samples of several were fitted together; `nil` for all of them,
  /// whose weather is not one.
  public var site: String?

  /// The defaults.
  public init() {}

  /// Reads factors.
  ///
  /// The factors that were asked for are read: under constraints, else rotated, else free.
  ///
  /// - Parameters:
  ///   - weather: series of the place, or none.
  ///   - own: compounds and lumps that a user states.
  /// - Throws: `VOCError.airStateMissing`, `.noCompounds`, `.unitMissing`; `ApportionmentError`.
  public func read(
    _ report: FactorReport, weather: [MonitoringSeries] = [], own stated: OwnSpecies = OwnSpecies()
  ) throws -> FactorReadingReport {
    let solution = report.constrained?.solution ?? report.rotation?.solution ?? report.solution
    guard weather.isEmpty || site != nil || solution.sites == nil else {
      throw ApportionmentError.badSetting("weather", problem: "error.sources.weather-of-one-site")
    }
    let own = try solution.factors(at: site)
    var unknown: [String] = []
    var known: [(position: Int, compound: Compound)] = []
    for (position, name) in solution.species.enumerated()
    where solution.roles[position] != .total {
      if case .compound(let compound) = stated.match(name) {
        known.append((position, compound))
      } else {
        unknown.append(name)
      }
    }
    guard !known.isEmpty else { throw VOCError.noCompounds(place: "factors") }
    let scale = ConcentrationScale(unit: solution.unit, air: assessment.air)
    let target = ConcentrationScale(unit: .microgramsPerCubicMetre, air: assessment.air)
    let factors = try own.profiles.enumerated().map { factor, profile in
      try assessment.assess(
        Composition(
          name: "factor_\(factor + 1)",
          amounts: known.map { (position, compound) throws(VOCError) in
            Composition.Amount(
              compound: compound,
              mass: profile[position] * (try scale.factor(to: target, for: compound)))
          }))
    }
    let sampled =
      weather.isEmpty ? nil : try SampleWeather(weather, at: own.instants)
    let roses = try sampled.map {
      $0.directions.contains { $0 != nil }
        ? try directions.roses(own.contributions, $0) : []
    }
    let normalised = try sampled.flatMap { (weather) throws(ApportionmentError) in
      weather.ventilation.contains { ($0 ?? 0) > 0 }
        ? try DispersionNormalisation(
          own.contributions, ventilation: weather.ventilation) : nil
    }
    return FactorReadingReport(
      settings: self,
      labels: solution.profiles.indices.map { solution.leadingSpecies(ofFactor: $0) },
      species: solution.species, instants: own.instants, utcOffset: solution.utcOffset,
      factors: factors, unknown: unknown, roses: roses ?? [], normalised: normalised,
      contributions: own.contributions, weatherSteps: sampled?.stepsPerSample,
      isSteered: report.constrained != nil || report.rotation != nil)
  }
}

/// What was read of factors.
public struct FactorReadingReport: Hashable, Codable, Sendable {
  /// As they were.
  public let settings: FactorReading
  /// The species of which each factor has the largest share.
  public let labels: [[String]]
  /// Species of the profiles.
  public let species: [String]
  /// Beginning of each sample.
  public let instants: [Instant]
  /// Seconds east of Greenwich of the samples' clock.
  public let utcOffset: Int
  /// Mass, ozone formation, OH reactivity and aerosol of each factor's mean.
  public let factors: [Reactivity]
  /// Species that no compound answers to; they are in no sum.
  public let unknown: [String]
  /// Directions of each factor; empty without wind.
  public let roses: [ConditionalProbability.Rose]
  /// Contributions in air that thins alike; `nil` without ventilation.
  public let normalised: DispersionNormalisation?
  /// Contributions as they are.
  public let contributions: [[Double?]]
  /// Steps of weather in a sample; `nil` without weather.
  public let weatherSteps: Int?
  /// Whether constraints or a rotation made these factors.
  public let isSteered: Bool
  /// What was assumed of the weather.
  public var premises: [Message] = []

  /// A factor's share of a quantity over all factors, 0 to 1; `nil` where no factor has it.
  public func share(of factor: Int, in quantity: WeighedQuantity) -> Double? {
    let values = factors.map { $0[quantity]?.total.value }
    let sum = values.reduce(0) { $0 + ($1 ?? 0) }
    guard sum > 0, let own = values[factor] else { return nil }
    return own / sum
  }
}
