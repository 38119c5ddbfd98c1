import Documents
import AirQuality
import TextFiles
import Cooperation
import NumericKernels

/// Collects a study's series on one axis and keeps account of what was left out.
struct StudyAssembly {
  private let description: StudyDescription
  private var axis: TimeAxis?
  private var unit: MeasurementUnit?
  private var stations: [Station] = []
  private var treatments: [Treatment] = []
  private var columns: [[Double]] = []
  /// By weather model, one column a station.
  private var draws: [[[Double]]] = []
  private var covariates: [Pollutant: [MonitoringSeries]] = [:]
  /// By variable, one series a station in the order of `stations`.
  private var stationCovariates: [Pollutant: [MonitoringSeries]] = [:]
  private var omissions = StudyOmissions()

  init(_ description: StudyDescription) { self.description = description }

  /// From the first day before to the last day after.
  var window: DatePeriod {
    DatePeriod(description.before.first, through: description.after.last) ?? description.before
  }

  /// Two years more on either side: weather models learn from whole years, also where the study is
  /// short.
  var weatherWindow: DatePeriod {
    DatePeriod(
      CivilDate(daysSinceEpoch: window.first.daysSinceEpoch - 730),
      through: CivilDate(daysSinceEpoch: window.last.daysSinceEpoch + 730)) ?? window
  }

  /// Adds what the weather models of drawn blocks make of the station that was added last.
  ///
  /// A station that was left out leaves its draws out too.
  mutating func addDraws(
    _ series: [MonitoringSeries], of station: Station
  ) throws(EstimationError) {
    guard stations.last?.key == station.key else { return }
    if draws.isEmpty { draws = [[[Double]]](repeating: [], count: series.count) }
    for (model, one) in series.enumerated() { draws[model].append(try aligned(one).storage) }
  }

  /// The stations whose series are in the study so far.
  var includedStations: [Station] { stations }

  /// - Parameter name: the station as the study names it, by which its start is known.
  mutating func addTreated(
    _ series: MonitoringSeries, as name: String
  ) throws(EstimationError) {
    try requireNearData(series)
    var averaged = try aligned(series)
    try requireUnit(averaged)
    unit = averaged.unit
    let begin = description.begin(of: name, utcOffset: averaged.axis.utcOffset)
    let first = averaged.axis.positions(from: begin, until: averaged.axis.end).lowerBound
    // A step in which the measure began is neither without nor under it.
    if first > 0, averaged.axis.instant(at: first) != begin, !averaged.storage[first - 1].isNaN,
      averaged.axis.instant(at: first - 1) < begin, averaged.axis.instant(at: first) > begin
    {
      var storage = averaged.storage
      storage[first - 1] = .nan
      averaged = averaged.with(storage: storage)
      omissions.halfTreated.append(series.station.name)
    }
    try requireValues(averaged)
    append(averaged, .since(begin))
  }

  /// - Parameters:
  ///   - covariates: the donor's own, for designs that take them; empty where none does.
  ///   - named: whether the study names its donors; then a donor that cannot join is an error, while
  ///     of “all” it is left out and counted.
  mutating func addDonor(
    _ series: MonitoringSeries, covariates: [MonitoringSeries] = [], named: Bool
  ) throws(EstimationError) {
    let averaged: MonitoringSeries
    do {
      averaged = try aligned(series)
      try requireUnit(averaged)
    } catch {
      if named { throw error }
      omissions.different.append(series.station.name)
      return
    }
    guard isComplete(averaged) else {
      omissions.incomplete.append(series.station.name)
      return
    }
    var own: [MonitoringSeries] = []
    do {
      for covariate in covariates { own.append(try alignedCovariate(covariate)) }
    } catch {
      if named { throw error }
      leaveOutWithoutCovariates(series.station)
      return
    }
    guard named || own.allSatisfy({ isComplete($0, in: covariatePeriods) }) else {
      leaveOutWithoutCovariates(series.station)
      return
    }
    append(averaged, .never)
    for covariate in own { stationCovariates[covariate.pollutant, default: []].append(covariate) }
  }

  /// A window of ten thousand years would be filled with missing values, station by station.
  private func requireNearData(_ series: MonitoringSeries) throws(EstimationError) {
    let axis = series.axis
    let days = (axis.end.secondsSinceEpoch - axis.start.secondsSinceEpoch) / 86_400
    guard window.dayCount - days > WorkLimit.emptyDays.value else { return }
    throw .beyondData(window: window.description, days: window.dayCount, dataDays: days)
  }

  private func requireValues(
    _ series: MonitoringSeries, in periods: [DatePeriod]? = nil
  ) throws(EstimationError) {
    for period in periods ?? [description.before, description.after]
    where share(of: series, in: period) == 0 {
      throw .noData(
        station: series.station.key, pollutant: series.pollutant.displayName,
        window: period.description)
    }
  }

  private func requireUnit(_ series: MonitoringSeries) throws(EstimationError) {
    guard let unit, unit != series.unit else { return }
    throw .axesDiffer(
      station: series.station.key,
      reason: Message(
        "error.study.unit-is-first-has", ["unit": .fact(series.unit), "unit2": .fact(unit)]))
  }

  /// Whether both periods have the share of steps that the study asks of donors.
  private func isComplete(
    _ series: MonitoringSeries, in periods: [DatePeriod]? = nil
  ) -> Bool {
    (periods ?? [description.before, description.after]).allSatisfy { period in
      let share = share(of: series, in: period)
      return share >= description.donors.minimumShare && share > 0
    }
  }

  /// Whether covariates of stations are means from before the measure and need no values after it.
  var covariatesBeforeAlone = false

  private var covariatePeriods: [DatePeriod] {
    covariatesBeforeAlone ? [description.before] : [description.before, description.after]
  }

  /// Leaves a donor out that cannot be put to the study's reference state.
  mutating func leaveOutUnconverted(_ station: Station) {
    omissions.unconverted.append(station.name)
  }

  mutating func addCovariate(_ series: MonitoringSeries) throws(EstimationError) {
    covariates[series.pollutant, default: []].append(try aligned(series))
  }

  /// Adds a covariate of the treated station that was added last, for designs that take donors' too.
  mutating func addStationCovariate(_ series: MonitoringSeries) throws(EstimationError) {
    let covariate = try alignedCovariate(series)
    try requireValues(covariate, in: covariatePeriods)
    stationCovariates[series.pollutant, default: []].append(covariate)
  }

  private mutating func alignedCovariate(
    _ series: MonitoringSeries
  ) throws(EstimationError) -> MonitoringSeries {
    if let first = stationCovariates[series.pollutant]?.first, first.unit != series.unit {
      throw .axesDiffer(
        station: series.station.key,
        reason:
          Message(
            "error.study.is-first",
            [
              "pollutant": .fact(series.pollutant.displayName), "unit": .fact(series.unit),
              "unit2": .fact(first.unit),
            ]))
    }
    return try aligned(series)
  }

  /// Leaves a donor out whose covariates a design cannot take.
  mutating func leaveOutWithoutCovariates(_ station: Station) {
    omissions.withoutCovariates.append(station.name)
  }

  /// The stations that may be donors, before their data are looked at.
  mutating func donorCandidates(
    _ known: StationDirectory, treated: [Station]
  ) throws(EstimationError) -> [Station] {
    let rule = description.donors
    let treatedKeys = Set(treated.map(\.key))
    var candidates: [Station] = []
    switch rule.origin {
    case .none: return []
    case .all:
      let networks = Set(treated.map(\.network))
      candidates = known.stations.filter { networks.contains($0.network) }
    case .named(let names):
      for name in names {
        let station = try known.station(named: name)
        guard !treatedKeys.contains(station.key) else {
          throw .twoRoles(station: station.key, problem: "error.study.is-named-treated-donor")
        }
        candidates.append(station)
      }
    }
    var excluded: Set<String> = []
    for name in rule.excluding { excluded.insert(try known.station(named: name).key) }
    candidates = candidates.filter { !treatedKeys.contains($0.key) && !excluded.contains($0.key) }
    let limit = rule.apartKilometres ?? 0
    guard limit > 0 || rule.downwind != nil else { return candidates }
    let asking = limit > 0 ? "donors.apart_km asks for a distance" : "donors.downwind asks for one"
    var apart: [Station] = []
    for station in candidates {
      guard let place = station.coordinate else {
        throw .axesDiffer(
          station: station.key,
          reason: Message("error.study.has-no-coordinates", ["asking": .fact(asking)]))
      }
      let sources = treated.compactMap(\.coordinate)
      guard sources.count == treated.count else {
        throw .axesDiffer(
          station: treated.first { $0.coordinate == nil }?.key ?? station.key,
          reason: Message("error.study.has-no-coordinates", ["asking": .fact(asking)]))
      }
      if sources.contains(where: { place.kilometres(to: $0) < limit }) {
        omissions.near.append(station.name)
      } else if sources.contains(where: { rule.downwind?.reaches(place, from: $0) == true }) {
        omissions.downwind.append(station.name)
      } else {
        apart.append(station)
      }
    }
    return apart
  }

  /// - Parameters:
  ///   - preparation: what the preparation of the series had to say.
  ///   - weather: what is told of the weather models, of stations in the study's order.
  func study(
    _ preparation: [Diagnostic], background: [Station] = [],
    weather: (_ included: [String]) -> StudyWeather? = { _ in nil }
  ) throws(EstimationError) -> Study {
    guard let axis, let unit else { throw .noTreatedStation }
    let outcome = description.outcome
    func panels(_ found: [Pollutant: [MonitoringSeries]]) -> [Panel] {
      description.covariates.map { variable in
        let series = found[variable] ?? []
        return Panel(
          stations: series.map(\.station), pollutant: variable,
          unit: series.first?.unit ?? .dimensionless, axis: axis,
          matrix: Matrix(
            rows: axis.count, columns: series.count, storage: series.flatMap(\.storage)))
      }
    }
    let order = Study.order(stations, treatments)
    return try Study(
      title: description.title, measure: description.measure, outcome: outcome,
      panel: Panel(
        stations: stations, pollutant: outcome.pollutant, unit: unit, axis: axis,
        matrix: Matrix(
          rows: axis.count, columns: columns.count, storage: Array(columns.joined()))),
      treatments: treatments, before: description.before, after: description.after,
      covariates: panels(covariates),
      stationCovariates: stationCovariates.isEmpty ? [] : panels(stationCovariates),
      predictors: description.predictors == nil ? nil : try description.predictors(of: stations),
      background: background, notes: preparation + omissions.notes(description, axis: axis),
      weather: weather(order.map { stations[$0].key }),
      weatherDraws: draws.map { Matrix(columns: $0) })
  }

  private mutating func append(_ series: MonitoringSeries, _ treatment: Treatment) {
    stations.append(series.station)
    treatments.append(treatment)
    columns.append(series.storage)
  }

  /// The series averaged to the outcome's step, on the study's axis.
  private mutating func aligned(
    _ series: MonitoringSeries
  ) throws(EstimationError) -> MonitoringSeries {
    let average = description.outcome.average
    let own = series.axis.step
    guard own <= average.step else {
      throw .tooCoarse(station: series.station.key, step: own, average: average.rawValue)
    }
    let offset = series.axis.utcOffset
    let cut = series.window(
      from: window.start(utcOffset: offset), until: window.end(utcOffset: offset))
    let averaged: MonitoringSeries
    if own == average.step {
      averaged = cut
    } else if let gathered = cut.gathered(
      average, capture: DataCapture(minimumShare: description.outcome.minimumCapture))
    {
      averaged = gathered
      if own > .day, own.seconds != nil { omissions.straddling.insert(series.station.name) }
    } else {
      throw .axesDiffer(
        station: series.station.key,
        reason: Message(
          "error.study.steps-make-no-averages",
          ["own": .fact(own.inWords), "average": .fact(average.rawValue)]))
    }
    let target = axis ?? axis(like: averaged)
    if axis == nil { axis = target }
    guard averaged.count == 0 || averaged.axis.isAligned(with: target) else {
      throw .axesDiffer(
        station: series.station.key,
        reason: "error.study.averaging-periods-begin-other")
    }
    var storage = [Double](repeating: .nan, count: target.count)
    for position in 0..<averaged.count {
      if let place = target.position(of: averaged.axis.instant(at: position)) {
        storage[place] = averaged.storage[position]
      }
    }
    return series.with(storage: storage, axis: target)
  }

  /// The study's axis: hours and days from local midnight, longer steps where the first station's
  /// begin, all that touch the study's window.
  private func axis(like series: MonitoringSeries) -> TimeAxis {
    let step = description.outcome.average.step
    let offset = series.axis.utcOffset
    let start = window.start(utcOffset: offset)
    let end = window.end(utcOffset: offset)
    if let seconds = step.seconds, step <= .day || series.count == 0 {
      return TimeAxis(
        start: start, step: step, count: window.dayCount * 86_400 / seconds, utcOffset: offset)
    }
    let lattice =
      series.count > 0
      ? series.axis
      : TimeAxis(
        start: Instant(
          CalendarPeriod.year(firstMonth: 1).start(of: window.first), utcOffset: offset),
        step: step, count: 0, utcOffset: offset)
    // The step that holds the first day belongs to it where that day is not its first.
    var range = lattice.latticePositions(from: start, until: end)
    if lattice.instant(at: range.lowerBound) > start {
      range = (range.lowerBound - 1)..<range.upperBound
    }
    return lattice.part(range)
  }

  /// Share of a period's steps that have a value.
  private func share(of series: MonitoringSeries, in period: DatePeriod) -> Double {
    let range = series.axis.wholePositions(of: period)
    guard !range.isEmpty else { return 0 }
    let valid = range.reduce(0) { $0 + (series.storage[$1].isNaN ? 0 : 1) }
    return Double(valid) / Double(range.count)
  }
}
