import Documents
public import AirQuality
import NumericKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Two years of daily organic compounds at one place, mixed from four sources, with a measure that
/// takes a known share off one of them.
///
/// Each source's contribution is lognormal about a season, persists from day to day, and is diluted
/// by the wind that all sources share. A compound's mass is the sum over sources of contribution ×
/// profile, times a measurement error; small values fall below the detection limit. Profiles are
/// invented; they are shaped after what the literature reports of traffic, solvent use, gas leakage
/// and vegetation, and match no place.
public struct SimulatedSpeciation: Hashable, Codable, Sendable {
  /// First day. Default: 2015-01-01.
  public var firstDay = CivilDate(daysSinceEpoch: 16_436)
  /// How many days. Default: 731, two years with a leap day.
  public var days = 731
  /// Days before the measure. Default: 365.
  public var daysBefore = 365
  /// Change of the solvent source with the measure, a share. Default: −0.3.
  public var solventEffect = -0.3
  /// Standard deviation of each contribution's own logarithm. Default: 0.25.
  public var sourceDeviation = 0.25
  /// Lag-1 correlation of it. Default: 0.5.
  public var persistence = 0.5
  /// Relative standard deviation of a measured value. Default: 0.08.
  public var measurementDeviation = 0.08
  /// Detection limit, the same for every compound, ppb. Default: 0.02.
  public var detectionLimit = 0.02
  /// Seconds east of Greenwich. Default: 0, as the reader of chromatographs takes it.
  public var utcOffset = 0
  /// Seed. Default: 1.
  public var seed: UInt64 = 1

  /// All settings at their defaults.
  public init() {}

  /// The sources.
  public enum Source: String, Codable, Sendable, CaseIterable {
    case traffic, solvent, gas, vegetation
  }

  /// Mass shares of each source's compounds.
  public static let profiles: [Source: [String: Double]] = [
    .traffic: [
      "ethylene": 0.09, "acetylene": 0.06, "propylene": 0.05, "isopentane": 0.16,
      "n-pentane": 0.08, "n-butane": 0.07, "n-hexane": 0.05, "benzene": 0.07, "toluene": 0.16,
      "ethylbenzene": 0.04, "m,p-xylene": 0.11, "o-xylene": 0.04,
      "1,2,4-trimethylbenzene": 0.02,
    ],
    .solvent: [
      "toluene": 0.30, "ethylbenzene": 0.08, "m,p-xylene": 0.17, "o-xylene": 0.06,
      "1,2,4-trimethylbenzene": 0.02, "ethyl acetate": 0.15, "n-butyl acetate": 0.12,
      "4-methyl-2-pentanone": 0.04, "n-hexane": 0.06,
    ],
    .gas: [
      "ethane": 0.38, "propane": 0.34, "isobutane": 0.11, "n-butane": 0.14, "isopentane": 0.02,
      "n-pentane": 0.01,
    ],
    .vegetation: ["isoprene": 0.92, "alpha-pinene": 0.08],
  ]

  /// Median contribution of each source, µg/m³ at 298.15 K and 101.325 kPa.
  public static let medians: [Source: Double] = [
    .traffic: 45, .solvent: 40, .gas: 20, .vegetation: 1.5,
  ]

  /// What was drawn, and what is true of it.
  public struct Record: Sendable {
    /// The settings.
    public let settings: SimulatedSpeciation
    /// When.
    public let axis: TimeAxis
    /// Names of the compounds, in the order of the columns.
    public let compounds: [String]
    /// Measured, ppb; NaN where below the detection limit. One column a compound.
    public let measured: [[Double]]
    /// Contributions with the measure, µg/m³, one path a source in the order of the cases.
    public let contributions: [[Double]]
    /// What a receptor model might make of them: contributions with an error of 15 %.
    public let estimatedContributions: [[Double]]
    /// °C.
    public let temperature: [Double]
    /// m/s.
    public let windSpeed: [Double]
    /// Nitrogen oxides, ppb.
    public let nitrogenOxides: [Double]
    /// Relative change of each compound's mean mass over the period after against the same days
    /// without the measure.
    public let trueChange: [String: Double]
  }

  /// Draws the record.
  ///
  /// - Throws: `SimulationError.settingOutOfRange`.
  public func generate() throws(SimulationError) -> Record {
    try validate()
    let first = firstDay
    let axis = TimeAxis.days(
      from: first, through: CivilDate(daysSinceEpoch: first.daysSinceEpoch + days - 1),
      utcOffset: utcOffset)
    let winter = (0..<days).map { day in
      cos(2 * .pi * (Double(axis.date(at: day).dayOfYear) - 12) / 365.25)
    }
    let mixing = path(.wind, persistence: 0.45)
    let warmth = path(.temperature, persistence: 0.69)
    let windSpeed = mixing.indices.map { exp(0.6 + 0.35 * mixing[$0] + 0.1 * winter[$0]) }
    let temperature = warmth.indices.map { 15 - 12 * winter[$0] + 2.6 * warmth[$0] }
    // Dilution goes with the wind; the air's own memory leaves a part that no covariate sees.
    let stagnation = path(.stagnation, persistence: 0.6)
    var contributions: [[Double]] = []
    var without: [[Double]] = []
    for (place, source) in Source.allCases.enumerated() {
      let own = path(index: 10 + UInt64(place), persistence: persistence)
      let median = Self.medians[source] ?? 0
      let untouched = (0..<days).map { day -> Double in
        let weekend = axis.date(at: day).weekday > 5
        let week: Double =
          switch source {
          case .traffic: weekend ? 0.88 : 1
          case .solvent: weekend ? 0.75 : 1
          default: 1
          }
        let season =
          source == .vegetation ? 0.09 * (temperature[day] - 25) : 0.15 * winter[day]
        return median * week
          * exp(
            season - 0.6 * log(windSpeed[day] / 1.8) + 0.15 * stagnation[day]
              + sourceDeviation * own[day])
      }
      without.append(untouched)
      contributions.append(
        untouched.enumerated().map { day, value in
          source == .solvent && day >= daysBefore ? value * (1 + solventEffect) : value
        })
    }
    return try assemble(
      axis, contributions: contributions, without: without, temperature: temperature,
      windSpeed: windSpeed)
  }

  private func assemble(
    _ axis: TimeAxis, contributions: [[Double]], without: [[Double]], temperature: [Double],
    windSpeed: [Double]
  ) throws(SimulationError) -> Record {
    let names = Set(Self.profiles.values.flatMap(\.keys)).sorted()
    var measured: [[Double]] = []
    var changes: [String: Double] = [:]
    for (index, name) in names.enumerated() {
      let shares = Source.allCases.map { Self.profiles[$0]?[name] ?? 0 }
      func mass(_ paths: [[Double]], _ day: Int) -> Double {
        shares.indices.reduce(0) { $0 + shares[$1] * paths[$1][day] }
      }
      guard let molecule = MolecularFacts(of: Pollutant(name)) else {
        throw .settingOutOfRange(
          setting: "profiles", value: name, allowed: "error.simulation.known-compounds")
      }
      // 24.465 litres a mole at 298.15 K and 101.325 kPa.
      let ppb = AirState.kelvin298.litresPerMole / molecule.gramsPerMole
      var stream = RandomStream(seed: seed, index: 100 + UInt64(index))
      measured.append(
        (0..<days).map { day in
          let value =
            mass(contributions, day) * ppb * exp(measurementDeviation * stream.normal())
          return value < detectionLimit ? .nan : value
        })
      let after = daysBefore..<days
      let with = Summation.sum(after.map { mass(contributions, $0) })
      changes[name] = with / Summation.sum(after.map { mass(without, $0) }) - 1
    }
    let estimated = contributions.enumerated().map { place, path in
      var stream = RandomStream(seed: seed, index: 300 + UInt64(place))
      return path.map { $0 * exp(0.15 * stream.normal()) }
    }
    var stream = RandomStream(seed: seed, index: 400)
    let oxides = contributions[0].map { 0.5 * $0 * exp(0.2 * stream.normal()) }
    return Record(
      settings: self, axis: axis, compounds: names, measured: measured,
      contributions: contributions, estimatedContributions: estimated, temperature: temperature,
      windSpeed: windSpeed, nitrogenOxides: oxides, trueChange: changes)
  }

  private enum Stream: UInt64 {
    case wind = 1
    case temperature, stagnation
  }

  private func path(_ stream: Stream, persistence: Double) -> [Double] {
    path(index: stream.rawValue, persistence: persistence)
  }

  /// A stationary first-order autoregression of unit variance.
  private func path(index: UInt64, persistence: Double) -> [Double] {
    var stream = RandomStream(seed: seed, index: index)
    return AutoregressiveNoise(dailyPersistence: persistence, stepsPerDay: 1)
      .path(count: days, using: &stream)
  }

  private func validate() throws(SimulationError) {
    func require(
      _ holds: Bool, _ setting: String, _ value: some CustomStringConvertible, _ allowed: Message
    ) throws(SimulationError) {
      guard !holds else { return }
      throw .settingOutOfRange(setting: setting, value: value.description, allowed: allowed)
    }
    try require((2...36_500).contains(days), "days", days, "error.simulation.from-2-36500")
    try require(
      (1..<days).contains(daysBefore), "daysBefore", daysBefore,
      Message("error.simulation.from-1-below", ["days": .fact(days)]))
    try require(
      solventEffect > -1 && solventEffect.isFinite, "solventEffect", solventEffect,
      "error.simulation.above-minus-one")
    try require(
      (0..<1).contains(persistence), "persistence", persistence, "error.simulation.from-0-below-1")
    for (name, value) in [
      ("sourceDeviation", sourceDeviation), ("measurementDeviation", measurementDeviation),
      ("detectionLimit", detectionLimit),
    ] {
      try require(value >= 0 && value.isFinite, name, value, "error.simulation.0-more")
    }
  }
}
