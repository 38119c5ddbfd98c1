import Cooperation
import Documents
public import AirQuality
public import Estimation

/// Where a study's series come from, with the files behind them.
public protocol ProvenanceLibrary: SeriesLibrary {
  /// The files that a station's series of a pollutant was read from.
  func sources(of pollutant: Pollutant, at station: Station) throws -> [SourceRecord]
}

extension SeriesCollection: ProvenanceLibrary {
  /// Series in memory come from no file.
  public func sources(of pollutant: Pollutant, at station: Station) -> [SourceRecord] { [] }
}

/// Answers a described study: puts it together, asks every method, repeats each on negative
/// controls, and judges the whole.
public struct StudyRunner: Sendable {
  /// Threads for the negative controls; `nil` for the machine's. The dossier does not depend on
  /// it.
  public var threads: Int?
  /// The version that goes into the dossier.
  public var tool = "airaccord \(ToolVersion.current)"
  /// Is told before each method and after each of its negative controls, the latter on the controls'
  /// threads.
  public var watch: JobWatch

  /// A runner on the machine's threads.
  public init(threads: Int? = nil, watch: JobWatch = JobWatch()) {
    self.threads = threads
    self.watch = watch
  }

  /// Runs the study.
  ///
  /// - Throws: what the library throws; `EstimationError` when the study cannot be put together
  ///   or no method can answer. A method that fails beside others that answer is listed in
  ///   `Dossier.unanswered`.
  public func run(_ asked: StudyDescription, library given: some ProvenanceLibrary) throws
    -> Dossier
  {
    let whole = ReadOnceLibrary(given)
    let library = try whole.choosing(asked.seriesChoices)
    let study = try Study(asked, from: whole)
    let description = try asked.whileInForce()
    let earlier = try earlier(description, study, from: whole)
    let untouched = try untouched(description, whole)
    var findings: [Finding] = []
    var unanswered: [UnansweredMethod] = []
    var firstError: EstimationError?
    for (number, choice) in description.estimators.enumerated() {
      let count = description.estimators.count
      let told = { @Sendable [watch] (done: Int, parts: Int) -> Void in
        watch.tell(number, of: count, .verbatim(choice.method), part: done, of: parts)
      }
      try watch.begin(number, of: count, .verbatim(choice.method))
      let estimator = try EstimatorCatalogue.estimator(choice)
      do {
        findings.append(
          try finding(
            estimator, study, description, earlier.studies, untouched: untouched, progress: told))
      } catch {
        firstError = firstError ?? error
        unanswered.append(UnansweredMethod(method: choice.method, reason: error.reason))
      }
    }
    if findings.isEmpty, let firstError { throw firstError }
    let records = try records(study, library)
    var dossier = Dossier(
      tool: tool, study: description, findings: findings, unanswered: unanswered,
      preparation: study.notes, observed: study.observedPath,
      measured: try description.weather.map { _ in
        try Study(description.withWeatherLeftIn, from: whole).observedPath
      },
      donors: study.donorPath,
      weather: study.weather,
      series: records.series,
      sources: records.sources,
      checklist: Checklist(
        study: description, findings: findings, series: records.series,
        seasonsAgree: study.seasonsAgree
      ).items)
    dossier.datesLeftOut = earlier.leftOut
    if let rule = description.heterogeneity {
      do {
        // A measure that ended has days behind it, which tell whether the air fell back.
        let whole = try asked.beyondItsEnd.map { try Study($0, from: whole) } ?? study
        dossier.heterogeneity = try rule.ask(
          whole, end: asked.beyondItsEnd == nil ? nil : asked.measure.end, threads: threads)
      } catch let error as EstimationError {
        dossier.heterogeneityRefusal = error.reason
      }
    }
    dossier.checks = DiagnosticCheck.all(dossier)
    return dossier
  }

  /// The study on earlier dates of the same season, where its own date offers too few places, and the dates
  /// that are left out for want of data.
  private func earlier(
    _ description: StudyDescription, _ study: Study, from library: some SeriesLibrary
  ) throws -> (studies: [(years: Int, study: Study)], leftOut: [DateLeftOut]) {
    guard let calibration = description.calibration, calibration.wantsEarlierDates(study) else {
      return ([], [])
    }
    var found: [(years: Int, study: Study)] = []
    var leftOut: [DateLeftOut] = []
    for years in 1...Calibration.yearsBack {
      guard let asked = description.earlier(years: years) else { continue }
      do {
        found.append((years, try Study(asked, from: library)))
      } catch let error as EstimationError {
        leftOut.append(DateLeftOut(years: years, reason: error.problem))
      }
    }
    return (found, leftOut)
  }

  /// The study of the outcome that the measure cannot touch, or why there is none.
  private func untouched(
    _ description: StudyDescription, _ library: some ProvenanceLibrary
  ) throws -> Result<Study, EstimationError>? {
    guard let pollutant = description.placebo?.outcome else { return nil }
    do {
      return .success(try Study(description.asking(pollutant), from: library))
    } catch let error as EstimationError {
      return .failure(error)
    }
  }

  private func finding(
    _ estimator: any EffectEstimator, _ study: Study, _ description: StudyDescription,
    _ earlier: [(years: Int, study: Study)], untouched: Result<Study, EstimationError>?,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
  ) throws(EstimationError) -> Finding {
    let fit = try estimator.anyEstimate(study)
    var effect = fit.effect
    if let weather = study.weatherDeviation(estimator, threads: threads) {
      effect = effect.carrying(
        weatherDeviation: weather.deviation, draws: weather.draws,
        isLog: study.outcome.scale == .log)
    }
    effect = effect.besideArithmeticMean(estimator, on: study)
    var placebo: PlaceboFindings?
    if let rule = description.placebo, type(of: estimator).answersFromOnePlace {
      var failure: Message?
      if case .failure(let error)? = untouched { failure = error.reason }
      placebo = rule.repeated(
        fit.effect, on: study, untouched: try? untouched?.get(), failure: failure,
        threads: threads, progress: progress
      ) { study throws(EstimationError) in try estimator.anyEffect(of: study) }
    }
    return Finding(
      effect: effect, settings: EstimatorCatalogue.settings(of: estimator),
      summary: fit.summary,
      calibration: description.calibration?.calibrate(
        effect, estimator, on: study, earlier: earlier, threads: threads, progress: progress),
      counterfactual: fit.counterfactual, tables: fit.tables, placebo: placebo)
  }

  private func records(
    _ study: Study, _ library: some ProvenanceLibrary
  ) throws -> (series: [SeriesRecord], sources: [SourceRecord]) {
    var series: [SeriesRecord] = []
    var sources: Set<SourceRecord> = []
    for (index, station) in study.panel.stations.enumerated() {
      guard let raw = try library.series(study.outcome.pollutant, at: station) else { continue }
      series.append(
        SeriesRecord(
          station: station.key, pollutant: raw.pollutant, unit: raw.unit,
          referenceState: raw.referenceState,
          instrument: raw.instrument.isEmpty ? nil : raw.instrument, step: raw.axis.step,
          clock: Instant.offsetText(raw.axis.utcOffset), stamp: raw.axis.stamp,
          isTreated: study.treatments[index].isTreated,
          shareBefore: share(study, index, study.beforePositions),
          shareAfter: share(study, index, study.afterPositions)))
      sources.formUnion(try library.sources(of: study.outcome.pollutant, at: station))
    }
    for station in study.background {
      sources.formUnion(try library.sources(of: study.outcome.pollutant, at: station))
    }
    for panel in study.covariates {
      for station in panel.stations {
        sources.formUnion(try library.sources(of: panel.pollutant, at: station))
      }
    }
    return (series, sources.sorted())
  }

  private func share(_ study: Study, _ station: Int, _ positions: Range<Int>) -> Double {
    guard !positions.isEmpty else { return 0 }
    let valid = positions.reduce(0) { $0 + (study.panel[$1, station] == nil ? 0 : 1) }
    return Double(valid) / Double(positions.count)
  }
}

/// The version of library and command.
public enum ToolVersion {
  /// Semantic version.
  public static let current = "0.1.0"
}
