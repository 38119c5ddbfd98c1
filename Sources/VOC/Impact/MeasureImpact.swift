import Documents
public import AirQuality
public import Cooperation
public import Estimation
import NumericKernels
public import Weather

/// What changed with a measure: compounds, families, ozone formation, factors and the mixture.
///
/// Each subject goes through the designs of `Estimation` as a study of its own, on the log scale,
/// so that its change is per cent; the change of the total's ozone formation is then shared out among
/// the compounds (`OzoneAttribution`).
public struct MeasureImpact: Hashable, Codable, Sendable {
  /// How concentrations are weighed, and what values below detection count as.
  public var assessment = ReactivityAssessment()
  /// Weather variables of the record to adjust for. Default: none.
  public var covariates: [Pollutant] = []
  /// Takes the effect of `covariates` out of each series before the designs see it, in place of
  /// columns of a regression. Default: none.
  ///
  /// On daily records of two years take the additive method: with trees, 95 % intervals of
  /// interrupted time series for a source that follows the temperature held the truth in 24 of 40
  /// simulated records, with the additive method in 37.
  public var weatherModel: WeatherModel?
  /// Series of the record that are factor contributions. Default: none.
  public var factors: [Pollutant] = []
  /// A compound, or another series of the record, from a source that the measure does not touch:
  /// compounds and factors are evaluated once more divided by it, day by day. Default: none.
  ///
  /// What dilutes both, wind and mixing above all, cancels, whether it was measured or not. What
  /// changed the reference stands in the ratio with the opposite sign.
  public var relativeTo: String?
  /// Share of a day that must have been measured, 0 to 1. Default: 0.75.
  public var minimumCapture = 0.75
  /// A step whose estimate is linear in the series, so that compounds add up to their total: a process
  /// learnt for each series would weigh its days otherwise than the sum's. Memory is in the error, through
  /// the slow waves.
  static let interrupted = EstimatorChoice(
    method: "interrupted-time-series", settings: ["order": "independent"])

  /// The designs. Default: interrupted time series with a change of level, and before–after.
  public var estimators = [
    Self.interrupted,
    EstimatorChoice(method: "before-after"),
  ]
  /// How the change of the mixture is tested.
  public var composition = CompositionTest()

  /// All settings at their defaults.
  public init() {}

  /// Evaluates a measure at the place of a record.
  ///
  /// - Parameters:
  ///   - donors: records of places without the measure, with the same compounds; may be empty.
  /// - Throws: `VOCError`; `EstimationError` when no design can answer for the totals.
  public func evaluate(
    _ record: SpeciatedRecord, donors: [SpeciatedRecord] = [], measure: Measure,
    before: DatePeriod, after: DatePeriod
  ) throws -> VOCImpact {
    let studies = try StudyMaker(
      self, record, donors: donors, measure: measure, before: before, after: after)
    // A weather model is trained for each study: every subject has one, whatever asks for it.
    var ofOzone: Study?
    let rows = HolmCorrection.rows(
      try studies.subjects.map { subject in
        let study = Result { try studies.study(of: subject, scale: studies.scale(of: subject)) }
        if subject == .totalOzone, case .success(let built) = study { ofOzone = built }
        return try impact(on: subject, study)
      })
    return VOCImpact(
      station: record.station.key, measure: measure, before: before, after: after,
      settings: self, rows: rows,
      attribution: try attribution(rows, ofOzone, studies),
      composition: try composition.test(
        record, assessment: assessment, covariates: covariates, minimumCapture: minimumCapture,
        measure: measure, before: before, after: after),
      unmatched: record.unmatched,
      constants: ProvenanceRow.rows(of: record.compounds, assessment.ownConstants))
  }

  /// Shares of the total's ozone formation, as the first design that answers for it finds it.
  private func attribution(
    _ rows: [VOCImpact.Row], _ study: Study?, _ studies: StudyMaker
  ) throws -> OzoneAttribution {
    guard let row = rows.first(where: { $0.subject == .totalOzone }) else {
      throw VOCError.noConstants(WeighedQuantity.ozoneFormation.rawValue)
    }
    guard let study, let effect = row.effects.first,
      let choice = estimators.first(where: { $0.method == effect.method.identifier })
    else {
      throw VOCError.badSetting(
        "estimators",
        problem: row.unanswered.first.map {
          Message("error.voc.no-answer-for-ozone", ["reason": .message($0.reason)])
        } ?? "error.voc.names-no-design")
    }
    return try OzoneAttribution(self, headline: effect, choice, study, studies)
  }

  /// A design's finding, with the weather model's variance in it when there is one.
  static func effect(_ estimator: any EffectEstimator, _ study: Study) throws -> EffectEstimate {
    let effect = try estimator.anyEstimate(study).effect
    guard let weather = study.weatherDeviation(estimator) else { return effect }
    return effect.carrying(
      weatherDeviation: weather.deviation, draws: weather.draws,
      isLog: study.outcome.scale == .log)
  }

  private func impact(
    on subject: ImpactSubject, _ study: Result<Study, any Error>
  ) throws -> VOCImpact.Row {
    var effects: [EffectEstimate] = []
    var unanswered: [VOCImpact.Unanswered] = []
    for choice in estimators {
      let estimator = try EstimatorCatalogue.estimator(choice)
      do {
        effects.append(try Self.effect(estimator, study.get()))
      } catch let error as EstimationError {
        if subject.kind == .total, subject.quantity == .mass { throw error }
        unanswered.append(
          VOCImpact.Unanswered(method: choice.method, reason: error.reason))
      }
    }
    return VOCImpact.Row(
      subject: subject, effects: effects,
      adjustedPValues: [Double?](repeating: nil, count: effects.count), unanswered: unanswered)
  }
}

/// Puts a study together for each subject of a record.
struct StudyMaker {
  /// As they are, then those relative to an untouched series.
  let subjects: [ImpactSubject]
  /// The place of the measure, then the donors.
  let records: [SpeciatedRecord]
  /// Factors whose contributions touch zero, where logarithms measure a receptor model's noise.
  private let unlogged: Set<ImpactSubject>
  private let library: SeriesCollection
  private let settings: MeasureImpact
  private let measure: Measure
  private let before: DatePeriod
  private let after: DatePeriod
  private let treated: String
  private let donors: [String]

  init(
    _ settings: MeasureImpact, _ record: SpeciatedRecord, donors: [SpeciatedRecord],
    measure: Measure, before: DatePeriod, after: DatePeriod
  ) throws(VOCError) {
    let own = try Self.subjects(of: record, settings)
    var series = own.map(\.series)
    for donor in donors { series += try Self.subjects(of: donor, settings).map(\.series) }
    for variable in settings.covariates {
      guard let weather = record.other(variable) else {
        throw .compoundMissing(variable.displayName, purpose: "error.voc.adjustment-weather")
      }
      series.append(Self.daily(weather, settings))
    }
    subjects = own.map(\.subject)
    unlogged = Set(
      own.filter { $0.subject.kind == .factor && Self.touchesZero($0.series.storage) }
        .map(\.subject))
    records = [record] + donors
    library = SeriesCollection(series)
    self.settings = settings
    self.measure = measure
    self.before = before
    self.after = after
    treated = record.station.key
    self.donors = donors.map(\.station.key)
  }

  /// A record's subjects by day.
  private static func subjects(
    of record: SpeciatedRecord, _ settings: MeasureImpact
  ) throws(VOCError) -> [SubjectSeries] {
    let plain = try record.subjects(settings.assessment, factors: settings.factors).map {
      SubjectSeries(subject: $0.subject, series: daily($0.series, settings))
    }
    guard let name = settings.relativeTo else { return plain }
    let reference = daily(try record.reference(name, settings.assessment), settings)
    // The study may call it by any of its names; a compound over itself says nothing.
    let own = record.column(of: name).map { record.compounds[$0].name } ?? name
    let near = reference.storage.count { $0 <= leastOfReference(reference.storage) }
    guard near == 0 else {
      throw .field(
        "relative_to",
        problem: Message(
          "error.voc.is-which-comes-near", ["name": .fact(name), "near": .fact(near)]),
        remedy: "error.voc.name-compound-source-is", file: record.station.key)
    }
    return plain
      + plain.compactMap { one in
        let isAsked = one.subject.kind == .factor || one.subject.kind == .compound
        guard isAsked, one.subject.quantity == .mass, ![name, own].contains(one.subject.name) else {
          return nil
        }
        return one.divided(by: reference, named: name)
      }
  }

  /// A hundredth of the mean: ratios to less than that are noise.
  private static func leastOfReference(_ values: [Double]) -> Double {
    Summation.mean(values.filter { !$0.isNaN }) / 100
  }

  /// Whether a contribution lies below a hundredth of their mean. Receptor models keep contributions
  /// from falling below zero, and a day without the source may stand at 0 or at any small number.
  private static func touchesZero(_ contributions: [Double]) -> Bool {
    let least = leastOfReference(contributions)
    return contributions.contains { $0 <= least }
  }

  private static func daily(
    _ series: MonitoringSeries, _ settings: MeasureImpact
  ) -> MonitoringSeries {
    series.axis.step == .day
      ? series : series.daily(capture: DataCapture(minimumShare: settings.minimumCapture))
  }

  /// Changes are per cent wherever logarithms exist.
  func scale(of subject: ImpactSubject) -> Outcome.Scale {
    unlogged.contains(subject) ? .linear : .log
  }

  /// The study of a subject.
  func study(of subject: ImpactSubject, scale: Outcome.Scale) throws -> Study {
    let rule = weather(subject)
    let description = StudyDescription(
      title: subject.name, measure: measure,
      outcome: Outcome(
        pollutant: subject.pollutant, average: .day, scale: scale,
        minimumCapture: settings.minimumCapture),
      treated: [treated],
      donors: DonorRule(origin: donors.isEmpty ? .none : .named(donors)), before: before,
      after: after, covariates: rule == nil ? settings.covariates : [], weather: rule,
      estimators: settings.estimators)
    return try Study(description, from: library)
  }

  /// How weather is taken out of a subject; skill is judged for totals alone, since it takes
  /// fifteen trainings.
  private func weather(_ subject: ImpactSubject) -> WeatherRule? {
    guard var model = settings.weatherModel else { return nil }
    model.judgesSkill = model.judgesSkill && subject.kind == .total
    model.describesModel = false
    model.comparesYears = false
    return WeatherRule(model: model, variables: settings.covariates)
  }

  /// A subject's series at a place of `records` from values on its axis, by day.
  func daily(
    _ record: SpeciatedRecord, _ subject: ImpactSubject, _ values: [Double]
  ) -> MonitoringSeries {
    Self.daily(
      MonitoringSeries(
        station: record.station, pollutant: subject.pollutant,
        unit: MeasurementUnit(stored: subject.quantity.unit), referenceState: .notApplicable,
        axis: record.axis, storage: values), settings)
  }
}
