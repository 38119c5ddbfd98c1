import AirQuality

/// At which temperature and pressure a study wants its concentrations.
public struct ReferenceStateRule: Hashable, Codable, Sendable {
  /// The state to which every series is put.
  public enum Target: String, Codable, Sendable, CaseIterable {
    /// What the source reports, whatever changes on the way.
    case asReported = "as-reported"
    /// What GB 3095 prescribes since 2018-09-01: gases 298.15 K, particulates ambient conditions.
    case current
    case kelvin273 = "kelvin-273"
    case kelvin293 = "kelvin-293"
    case kelvin298 = "kelvin-298"
    case ambient

    /// The state for one kind of pollutant; `nil` leaves the series as it is.
    func state(for kind: Pollutant.Kind) -> ReferenceState? {
      switch self {
      case .asReported: nil
      case .current: kind == .particulate ? .ambient : .kelvin298
      case .kelvin273: .kelvin273
      case .kelvin293: .kelvin293
      case .kelvin298: .kelvin298
      case .ambient: .ambient
      }
    }
  }

  /// The state to which every series is put. Default: as reported.
  public var target: Target
  /// The station whose temperature and pressure stand for a station that has none; `nil` takes
  /// each station's own only.
  public var weatherStation: String?
  /// What the air is like where nobody measured it.
  public var climate: ClimateDescription?

  /// A rule; by default concentrations stay as they were reported.
  public init(
    target: Target = .asReported, weatherStation: String? = nil,
    climate: ClimateDescription? = nil
  ) {
    self.target = target
    self.weatherStation = weatherStation
    self.climate = climate
  }
}

/// A climate as a study file writes it.
public struct ClimateDescription: Hashable, Codable, Sendable {
  /// Monthly means, °C, January first.
  public let temperature: [Double]
  /// Standard deviation of single steps about them, K.
  public let temperatureDeviation: Double
  /// Monthly means at the station, hPa, January first.
  public let pressure: [Double]
  /// Standard deviation of single steps about them, hPa.
  public let pressureDeviation: Double

  /// A climate; `nil` without twelve months of both.
  public init?(
    temperature: [Double], temperatureDeviation: Double, pressure: [Double],
    pressureDeviation: Double
  ) {
    guard temperature.count == 12, pressure.count == 12 else { return nil }
    self.temperature = temperature
    self.temperatureDeviation = temperatureDeviation
    self.pressure = pressure
    self.pressureDeviation = pressureDeviation
  }

  /// The same in the form that conversion takes.
  var airClimate: AirClimate? {
    AirClimate(
      temperature: temperature.map { .init(mean: $0, deviation: temperatureDeviation) },
      pressure: pressure.map { .init(mean: $0, deviation: pressureDeviation) })
  }
}

/// Which data a study believes.
public struct QualityPolicy: Hashable, Codable, Sendable {
  /// What to do with a year that does not behave like a measurement.
  public enum UnmeasuredYears: String, Codable, Sendable, CaseIterable {
    /// Refuse the study.
    case refuse
    /// Answer it, with a warning at the top.
    case accept
  }

  /// Flagged values of which grades are left out.
  public enum Exclusion: String, Codable, Sendable, CaseIterable {
    /// No flagged value.
    case none
    /// Values flagged unusable.
    case unusable
    /// Values flagged suspect or unusable.
    case suspect

    /// Whether values of a grade are left out.
    func leavesOut(_ grade: QualityGrade) -> Bool {
      switch self {
      case .none: false
      case .unusable: grade >= .unusable
      case .suspect: grade >= .suspect
      }
    }
  }

  /// What to do with a year that does not behave like a measurement. Default: refuse.
  public var unmeasuredYears: UnmeasuredYears
  /// Flagged values of which grades are left out. Default: unusable ones.
  public var leavesOut: Exclusion

  /// A policy; by default years that do not look measured are refused and unusable data left out.
  public init(unmeasuredYears: UnmeasuredYears = .refuse, leavesOut: Exclusion = .unusable) {
    self.unmeasuredYears = unmeasuredYears
    self.leavesOut = leavesOut
  }
}
