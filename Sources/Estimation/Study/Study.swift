import Documents
public import AirQuality
public import Cooperation
import Foundation
package import NumericKernels

/// One question with everything needed to answer it: the measure, the treated series, the
/// donors, the period before and the period after.
///
/// The panel's axis runs from the first step of the period before to the last of the period
/// after; steps between the two periods (a wash-out gap) are on the axis and used by no
/// estimator.
///
/// Treated stations may start on different dates. `measure.start` is the first of them, and the
/// two periods keep their meaning by it: nothing is treated in the period before; in the period
/// after, a station is treated from its own start on and stands for itself untreated until then.
/// Designs that need one start for all refuse such a study.
///
/// Stations stand in one order whatever order they were given in, treated ones first and each kind
/// by key, so that the order of a list or of a file moves no bit of a finding. A measure that has
/// ended before the period after does cuts that period.
public struct Study: Hashable, Sendable {
  /// A line to print above the finding.
  public let title: String
  /// What was done.
  public let measure: Measure
  /// What is compared.
  public let outcome: Outcome
  /// Treated stations first, then donors, each by key, in the unit of the series.
  public let panel: Panel
  /// One a station of the panel.
  public let treatments: [Treatment]
  /// Days before the measure that are used.
  public let before: DatePeriod
  /// Days after the measure that are used.
  public let after: DatePeriod
  /// Weather on the panel's axis, one panel a variable, its stations among the treated; may be
  /// empty.
  public let covariates: [Panel]
  /// Covariates of every station, one panel a variable, put into the order of `panel`; empty where no
  /// design asks for them, since they are as large as the outcome.
  public let stationCovariates: [Panel]
  /// Predictors that the study states for synthetic controls; `nil` for none.
  public let predictors: StudyPredictors?
  /// Stations whose mean was subtracted from every series; not in the panel.
  public let background: [Station]
  /// What the reader should know about how the data were prepared.
  public let notes: [Diagnostic]
  /// The weather models behind the panel; `nil` when the series are as measured.
  public let weather: StudyWeather?
  /// The panel of each weather model that was trained on drawn blocks; empty when the series are
  /// as measured.
  package let weatherDraws: [Matrix]

  /// A study whose series are as measured, or put to average weather already.
  ///
  /// - Throws: `EstimationError` when the periods overlap, nothing is treated, the measure does
  ///   not start between the end of the one and the beginning of the other, the measure ended
  ///   before the period after begins, or a treated station starts in the period before or after
  ///   the end of the period after.
  public init(
    title: String, measure: Measure, outcome: Outcome, panel: Panel, treatments: [Treatment],
    before: DatePeriod, after: DatePeriod, covariates: [Panel] = [],
    stationCovariates: [Panel] = [], predictors: StudyPredictors? = nil,
    background: [Station] = [], notes: [Diagnostic] = [], weather: StudyWeather? = nil
  ) throws(EstimationError) {
    try self.init(
      title: title, measure: measure, outcome: outcome, panel: panel, treatments: treatments,
      before: before, after: after, covariates: covariates, stationCovariates: stationCovariates,
      predictors: predictors, background: background, notes: notes, weather: weather,
      weatherDraws: [])
  }

  /// The same with the panels of weather models that were trained on drawn blocks.
  ///
  /// - Parameter weatherDraws: one column a station of `panel`, in its order.
  package init(
    title: String, measure: Measure, outcome: Outcome, panel: Panel, treatments: [Treatment],
    before: DatePeriod, after: DatePeriod, covariates: [Panel], stationCovariates: [Panel],
    predictors: StudyPredictors?, background: [Station], notes: [Diagnostic],
    weather: StudyWeather?, weatherDraws: [Matrix]
  ) throws(EstimationError) {
    guard treatments.count == panel.stations.count else {
      throw .shape("\(treatments.count) treatments for \(panel.stations.count) stations")
    }
    guard treatments.contains(where: \.isTreated) else { throw .noTreatedStation }
    guard before.last < after.first else {
      throw .periodsOverlap(before: before.description, after: after.description)
    }
    guard before.last < measure.start else {
      throw .measureInsideBefore(start: measure.start.description, before: before.description)
    }
    guard measure.start <= after.first else {
      throw .measureInsideAfter(start: measure.start.description, after: after.description)
    }
    let inForce = try after.whileInForce(measure)
    let after = inForce.period
    let offset = panel.axis.utcOffset
    for (station, treatment) in zip(panel.stations, treatments) {
      guard case .since(let start) = treatment else { continue }
      guard start >= before.end(utcOffset: offset) else {
        throw .ownStart(
          station: station.key, start: start.date(utcOffset: offset).description,
          problem: Message("error.study.lies-period-before", ["before": .fact(before)]))
      }
      guard start < after.end(utcOffset: offset) else {
        throw .ownStart(
          station: station.key, start: start.date(utcOffset: offset).description,
          problem: Message("error.study.comes-after-end-period", ["after": .fact(after)]))
      }
    }
    self.title = title
    self.measure = measure
    self.outcome = outcome
    let order = Self.order(panel.stations, treatments)
    let ordered = panel.columns(order)
    self.panel = ordered
    self.treatments = order.map { treatments[$0] }
    self.before = before
    self.after = after
    self.covariates = covariates.map { covariate in
      covariate.columns(
        covariate.stations.indices.sorted {
          (covariate.stations[$0].key, $0) < (covariate.stations[$1].key, $1)
        })
    }
    self.background = background
    self.notes = notes + inForce.notes
    self.stationCovariates = stationCovariates.map { covariate in
      covariate.columns(ordered.places(in: covariate.stations))
    }
    self.predictors = predictors
    self.weather = weather
    self.weatherDraws = weatherDraws.map { $0.columns(order) }
  }

  /// Treated stations first, then donors, each by key.
  static func order(_ stations: [Station], _ treatments: [Treatment]) -> [Int] {
    stations.indices.sorted { one, other in
      let (first, second) = (treatments[one].isTreated, treatments[other].isTreated)
      let (left, right) = (stations[one].key, stations[other].key)
      return first == second ? (left, one) < (right, other) : first
    }
  }

  /// Positions of the treated stations in the panel.
  public var treatedIndices: [Int] { treatments.indices.filter { treatments[$0].isTreated } }
  /// Positions of the donors in the panel.
  public var donorIndices: [Int] { treatments.indices.filter { !treatments[$0].isTreated } }
  /// Whether treated stations start on different dates.
  public var isStaggered: Bool { Set(treatments.filter(\.isTreated)).count > 1 }
  /// The treated stations.
  public var treatedStations: [Station] { treatedIndices.map { panel.stations[$0] } }
  /// The donors.
  public var donorStations: [Station] { donorIndices.map { panel.stations[$0] } }

  /// Steps of the axis that lie in the period before.
  public var beforePositions: Range<Int> { panel.axis.wholePositions(of: before) }
  /// Steps of the axis that lie in the period after, none of them before the measure began.
  public var afterPositions: Range<Int> {
    let axis = panel.axis
    let whole = axis.wholePositions(of: after)
    let begin = axis.positions(
      from: measure.begin(utcOffset: axis.utcOffset), until: axis.end
    ).lowerBound
    return min(max(whole.lowerBound, begin), whole.upperBound)..<whole.upperBound
  }

  /// The panel on the outcome's scale, `times × stations`; NaN where missing and, on the log
  /// scale, where the value is zero or below.
  package var responses: Matrix {
    guard outcome.scale == .log else { return panel.matrix }
    var logged = panel.matrix
    for index in logged.storage.indices {
      let value = logged.storage[index]
      logged.storage[index] = value > 0 ? log(value) : .nan
    }
    return logged
  }

  /// How many observed values have no logarithm; 0 on the linear scale.
  package var valuesWithoutLogarithm: Int {
    guard outcome.scale == .log else { return 0 }
    return panel.matrix.storage.reduce(0) { $0 + ($1 <= 0 ? 1 : 0) }
  }

  /// The same study with another panel of values.
  package func replacing(matrix: Matrix) throws(EstimationError) -> Study {
    try Study(
      title: title, measure: measure, outcome: outcome,
      panel: Panel(
        stations: panel.stations, pollutant: panel.pollutant, unit: panel.unit,
        axis: panel.axis, matrix: matrix),
      treatments: treatments, before: before, after: after, covariates: covariates,
      stationCovariates: stationCovariates, predictors: predictors, background: background,
      notes: notes, weather: weather)
  }

  /// The same study with other covariates of its stations and predictors.
  package func with(
    stationCovariates: [Panel]? = nil, predictors: StudyPredictors? = nil
  ) throws(EstimationError) -> Study {
    try Study(
      title: title, measure: measure, outcome: outcome, panel: panel, treatments: treatments,
      before: before, after: after, covariates: covariates,
      stationCovariates: stationCovariates ?? self.stationCovariates,
      predictors: predictors ?? self.predictors, background: background, notes: notes,
      weather: weather, weatherDraws: weatherDraws)
  }

  /// The same study with every concentration multiplied by a positive factor.
  public func scaled(by factor: Double) throws(EstimationError) -> Study {
    var matrix = panel.matrix
    for index in matrix.storage.indices { matrix.storage[index] *= factor }
    return try Study(
      title: title, measure: measure, outcome: outcome,
      panel: Panel(
        stations: panel.stations, pollutant: panel.pollutant, unit: panel.unit,
        axis: panel.axis, matrix: matrix),
      treatments: treatments, before: before, after: after, covariates: covariates,
      stationCovariates: stationCovariates, predictors: predictors, background: background,
      notes: notes)
  }
}

extension Panel {
  /// Some stations in another order.
  fileprivate func columns(_ order: [Int]) -> Panel {
    guard order != Array(stations.indices) else { return self }
    return Panel(
      stations: order.map { stations[$0] }, pollutant: pollutant, unit: unit, axis: axis,
      matrix: matrix.columns(order))
  }

  /// Where the stations of this panel stand in a list; those that are not in it are left out.
  fileprivate func places(in others: [Station]) -> [Int] {
    let known = Dictionary(
      others.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    return stations.compactMap { known[$0.key] }
  }
}

extension DatePeriod {
  /// The part of a period after in which a measure was in force, and a word where that is less.
  ///
  /// - Throws: `EstimationError.measureEnded` where nothing is left.
  func whileInForce(
    _ measure: Measure
  ) throws(EstimationError) -> (period: DatePeriod, notes: [Diagnostic]) {
    guard let end = measure.end, end < last else { return (self, []) }
    guard let period = DatePeriod(first, through: end) else {
      throw .measureEnded(end: end.description, after: description)
    }
    return (
      period,
      [
        Diagnostic(
          "measure-ended", .warning,
          [
            "end": .date("\(end)"), "period": .date("\(period)"),
            "days": .count(last.daysSinceEpoch - end.daysSinceEpoch),
          ])
      ]
    )
  }
}
