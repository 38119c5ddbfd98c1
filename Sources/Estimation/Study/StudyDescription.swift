public import AirQuality
public import Cooperation

/// A study as a colleague writes it: a small file that can be read, reviewed and rerun.
///
/// It names stations and dates; `Study` is what it becomes once the series are there.
public struct StudyDescription: Hashable, Codable, Sendable {
  /// A line to print above the finding.
  public let title: String
  /// The question in a sentence; `nil` when the title says it.
  public let question: String?
  /// What was done.
  public let measure: Measure
  /// What is compared.
  public private(set) var outcome: Outcome
  /// Stations under the measure: a name, an identifier, or `network/identifier`.
  public let treated: [String]
  /// First local day in force of those treated stations that do not start with the measure, by
  /// their name in `treated`; `nil` when all start with it.
  ///
  /// No own start is earlier than `measure.start`, so that `before` ends before anything is
  /// treated; none is later than the end of `after`. A station counts as untreated until its own
  /// start, also inside `after`.
  public let ownStarts: [String: CivilDate]?
  /// Which untreated stations to compare with.
  public let donors: DonorRule
  /// Days before the measure that are used.
  public let before: DatePeriod
  /// Days after the measure that are used.
  public private(set) var after: DatePeriod
  /// Weather variables that estimators may adjust for.
  public let covariates: [Pollutant]
  /// What synthetic controls with `predictors: stated` learn from; `nil` states nothing.
  public let predictors: [StatedPredictor]?
  /// Numbers of stations that do not change, by name and by station as the study writes it.
  public let constants: [String: [String: Double]]?
  /// Which series is meant of a quantity that a station has several times (by instrument or averaging
  /// time), by the quantity's identifier; `nil` takes the only one there is.
  public let series: [String: SeriesChoice]?
  /// At which temperature and pressure concentrations are compared; `nil` takes them as reported.
  public let referenceState: ReferenceStateRule?
  /// Which data the study believes.
  public var quality: QualityPolicy
  /// How weather is taken out of the series before estimation; `nil` leaves it in.
  public private(set) var weather: WeatherRule?
  /// The methods with their settings.
  public let estimators: [EstimatorChoice]
  /// The method whose finding leads; `nil` leaves it to the rule that takes the strongest design.
  public var main: String? = nil
  /// What diagnostics must meet; `nil` for the defaults.
  public var thresholds: DiagnosticThresholds? = nil
  /// The repetition on places where nothing was done; `nil` to leave it out.
  public let calibration: Calibration?
  /// The repetition where the measure can have done nothing; `nil` to leave it out.
  public var placebo: Placebo? = nil
  /// By what the effect may differ; `nil` asks nothing.
  public var heterogeneity: Heterogeneity? = nil

  /// A study; whatever is left out is not asked.
  public init(
    title: String, question: String? = nil, measure: Measure, outcome: Outcome,
    treated: [String], ownStarts: [String: CivilDate]? = nil, donors: DonorRule,
    before: DatePeriod, after: DatePeriod, covariates: [Pollutant] = [],
    predictors: [StatedPredictor]? = nil, constants: [String: [String: Double]]? = nil,
    series: [String: SeriesChoice]? = nil, referenceState: ReferenceStateRule? = nil,
    quality: QualityPolicy = QualityPolicy(), weather: WeatherRule? = nil,
    estimators: [EstimatorChoice],
    calibration: Calibration? = nil
  ) {
    self.title = title
    self.question = question
    self.measure = measure
    self.outcome = outcome
    self.treated = treated
    self.ownStarts = ownStarts
    self.donors = donors
    self.before = before
    self.after = after
    self.covariates = covariates
    self.predictors = predictors
    self.constants = constants
    self.series = series
    self.referenceState = referenceState
    self.quality = quality
    self.weather = weather
    self.estimators = estimators
    self.calibration = calibration
  }
}

extension StudyDescription {
  /// When the measure began at a treated station, on its clock.
  public func begin(of treated: String, utcOffset: Int) -> Instant {
    ownStarts?[treated].map { Instant($0, utcOffset: utcOffset) }
      ?? measure.begin(utcOffset: utcOffset)
  }

  /// First local day in force at a treated station.
  public func start(of treated: String) -> CivilDate { ownStarts?[treated] ?? measure.start }

  /// The choices among several series, by quantity.
  public var seriesChoices: [Pollutant: SeriesChoice] {
    Dictionary(
      uniqueKeysWithValues: (series ?? [:]).map { (Pollutant(stored: $0.key), $0.value) })
  }
}

/// Which stations may stand for what would have happened.
public struct DonorRule: Hashable, Codable, Sendable {
  /// Where donors come from.
  public enum Origin: Hashable, Codable, Sendable {
    /// Every other station of the treated stations' networks with the pollutant.
    case all
    /// These stations only.
    case named([String])
    /// No donors: the study is uncontrolled.
    case none
  }

  /// Where donors come from.
  public var origin: Origin
  /// Donors nearer than this to a treated station are left out, since the measure may reach
  /// them; kilometres.
  public var apartKilometres: Double?
  /// Donors downwind of a treated station are left out; `nil` when no wind is given.
  public var downwind: DownwindRule?
  /// Stations that are no donors, for example because they took a measure of their own.
  public var excluding: [String]
  /// Share of steps a donor must have in both periods, 0 to 1. Default: 0.75.
  public var minimumShare: Double

  /// All other stations that have three quarters of both periods, unless something else is asked.
  public init(
    origin: Origin = .all, apartKilometres: Double? = nil, downwind: DownwindRule? = nil,
    excluding: [String] = [], minimumShare: Double = 0.75
  ) {
    self.origin = origin
    self.apartKilometres = apartKilometres
    self.downwind = downwind
    self.excluding = excluding
    self.minimumShare = minimumShare
  }
}

extension StudyDescription {
  /// The same study on series as they were measured.
  public var withWeatherLeftIn: StudyDescription {
    var description = self
    description.weather = nil
    return description
  }

  /// The same study of another outcome.
  public func asking(_ pollutant: Pollutant) -> StudyDescription {
    var description = self
    description.outcome = Outcome(
      pollutant: pollutant, average: outcome.average, scale: outcome.scale,
      minimumCapture: outcome.minimumCapture, largestGap: outcome.largestGap,
      background: outcome.background)
    return description
  }

  /// The same study with a measure that stays, so that the days behind its end are there; `nil` where the
  /// study asks for none behind it.
  package var beyondItsEnd: StudyDescription? {
    guard let end = measure.end, end < after.last else { return nil }
    var description = StudyDescription(
      title: title, question: question,
      measure: Measure(
        name: measure.name, project: measure.project, start: measure.start, end: nil,
        description: measure.description, startSecond: measure.startSecond),
      outcome: outcome, treated: treated, ownStarts: ownStarts, donors: donors, before: before,
      after: after, covariates: covariates, predictors: predictors, constants: constants,
      series: series, referenceState: referenceState, quality: quality, weather: weather,
      estimators: estimators, calibration: calibration)
    description.main = main
    return description
  }

  /// The study as it is answered: its period after ends with the measure.
  ///
  /// - Throws: `EstimationError.measureEnded`.
  public func whileInForce() throws(EstimationError) -> StudyDescription {
    var description = self
    description.after = try after.whileInForce(measure).period
    return description
  }
}
