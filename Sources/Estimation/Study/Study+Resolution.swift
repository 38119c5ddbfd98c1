import Documents
import AirQuality
import NumericKernels

extension Study {
  /// Puts a described study together from a library's series.
  ///
  /// Series are averaged to the outcome's step under its capture rule and cut to the study's
  /// window, without flagged values and at the reference state the study asks for; donors that
  /// are too near, too incomplete or on another clock or unit are left out and counted in the
  /// notes. With a weather rule, every series is put to average weather before it is averaged.
  ///
  /// - Throws: `WeatherError` when weather cannot be taken out of a treated or a named station;
  ///   `EstimationError.unmeasured` when a year does not behave like a measurement and the
  ///   study does not accept it; `EstimationError` for a station that is unknown, ambiguous or without data, and
  ///   whatever the library throws.
  public init(_ asked: StudyDescription, from whole: some SeriesLibrary) throws {
    let library = try whole.choosing(asked.seriesChoices)
    let ending = try asked.after.whileInForce(asked.measure).notes
    let description = try asked.whileInForce()
    let outcome = description.outcome
    let known = StationDirectory(
      try library.stations(measuring: outcome.pollutant), pollutant: outcome.pollutant)
    guard try !known.stations.isEmpty || !whole.stations(measuring: outcome.pollutant).isEmpty
    else { throw EstimationError.absentPollutant(outcome.pollutant.displayName) }
    if asked.seriesChoices[outcome.pollutant] != nil {
      let all = StationDirectory(
        try whole.stations(measuring: outcome.pollutant), pollutant: outcome.pollutant)
      for name in description.stationNames where (try? known.station(named: name)) == nil {
        // A library that has other series of the place says which.
        _ = try library.series(outcome.pollutant, at: try all.station(named: name))
      }
    }
    var assembly = StudyAssembly(description)
    var weather = try description.weather.map { try WeatherPreparation($0, library: library) }
    var preparation = SeriesPreparation(
      description, library: library,
      window: weather == nil ? assembly.window : assembly.weatherWindow)
    let treated = try description.treated.map { try known.station(named: $0) }
    let estimators = try description.estimators.map { try EstimatorCatalogue.estimator($0) }
    let stated =
      estimators.contains(where: \.wantsStatedPredictors)
      ? StudyPredictors(description.predictors ?? []).covariates : []
    let wanted = description.covariates.filter { covariate in
      estimators.contains(where: \.wantsStationCovariates) || stated.contains(covariate)
    }
    if !estimators.contains(where: \.wantsCovariatesAfter) { assembly.covariatesBeforeAlone = true }
    let background = try outcome.background.map { try known.station(named: $0) }
    if let both = background.first(where: { treated.map(\.key).contains($0.key) }) {
      throw EstimationError.twoRoles(
        station: both.key, problem: "error.study.is-named-treated-background")
    }
    try preparation.subtract(background)
    for (station, name) in zip(treated, description.treated) {
      guard let series = try preparation.outcome(at: station) else {
        throw EstimationError.noData(
          station: station.key, pollutant: outcome.pollutant.displayName,
          window: assembly.window.description)
      }
      guard
        let prepared = try weather?.treated(series, start: description.start(of: name))
      else {
        try assembly.addTreated(series, as: name)
        for covariate in try preparation.required(wanted, at: station, assembly.window) {
          try assembly.addStationCovariate(covariate)
        }
        continue
      }
      try assembly.addTreated(prepared.series, as: name)
      try assembly.addDraws(prepared.draws, of: station)
    }
    let candidates = try assembly.donorCandidates(known, treated: treated)
    for station in candidates where !background.contains(where: { $0.key == station.key }) {
      let isNamed = description.donors.names(station)
      do {
        guard let series = try preparation.outcome(at: station) else { continue }
        guard weather != nil else {
          let covariates: [MonitoringSeries]
          do {
            covariates = try preparation.required(wanted, at: station, assembly.window)
          } catch let error as EstimationError {
            guard case .noData = error, !isNamed else { throw error }
            assembly.leaveOutWithoutCovariates(station)
            continue
          }
          try assembly.addDonor(series, covariates: covariates, named: isNamed)
          continue
        }
        guard let prepared = try weather?.donor(series, named: isNamed) else { continue }
        try assembly.addDonor(prepared.series, named: isNamed)
        try assembly.addDraws(prepared.draws, of: station)
      } catch let error as UnitError {
        if isNamed { throw error }
        assembly.leaveOutUnconverted(station)
      }
    }
    for variable in description.covariates {
      for station in treated {
        for series in try preparation.required([variable], at: station, assembly.window) {
          try assembly.addCovariate(series)
        }
      }
    }
    let check = MeasurementCheck(description, window: assembly.window)
    let warnings = try check.warnings(
      about: assembly.includedStations, known: known.stations, library: library)
    let falseValues = try check.falseValues(
      at: assembly.includedStations + background, window: assembly.window, library: library)
    self = try assembly.study(
      warnings + falseValues + ending + preparation.notes + (weather?.diagnostics ?? []),
      background: background, weather: { weather?.summary($0) })
  }
}

extension SeriesPreparation {
  /// A station's series of variables that must all be there.
  ///
  /// - Throws: `EstimationError.noData`.
  mutating fileprivate func required(
    _ variables: [Pollutant], at station: Station, _ window: DatePeriod
  ) throws -> [MonitoringSeries] {
    try variables.map { variable in
      guard let series = try series(variable, at: station),
        series.storage.contains(where: { !$0.isNaN })
      else {
        throw EstimationError.noData(
          station: station.key, pollutant: variable.displayName, window: window.description)
      }
      return series
    }
  }
}

extension StudyDescription {
  /// Every station that the study names as treated, as background or as donor.
  fileprivate var stationNames: [String] {
    guard case .named(let names) = donors.origin else { return treated + outcome.background }
    return treated + outcome.background + names
  }
}

extension DonorRule {
  /// Whether the study names its donors itself.
  func names(_ station: Station) -> Bool {
    if case .named = origin { return true }
    return false
  }
}

/// Finds stations by the names people write.
struct StationDirectory {
  let stations: [Station]
  private let pollutant: Pollutant

  init(_ stations: [Station], pollutant: Pollutant) {
    self.stations = stations
    self.pollutant = pollutant
  }

  func station(named name: String) throws(EstimationError) -> Station {
    switch StationSearch.find(name, in: stations) {
    case .found(let station): return station
    case .ambiguous(let keys): throw .ambiguousStation(name, candidates: keys)
    case .unknown(let nearest):
      throw .unknownStation(name, pollutant: pollutant.displayName, nearest: nearest)
    }
  }
}
