public import AirQuality
import Cooperation
import Documents
import Foundation
import NumericKernels

extension StudyDescription {
  /// The same question over other days, with the measure at the first of the days after.
  ///
  /// - Returns: `nil` where the days before do not end before those after begin.
  public func over(before: DatePeriod, after: DatePeriod) -> StudyDescription? {
    guard before.last < after.first else { return nil }
    var description = StudyDescription(
      title: title, question: question,
      measure: Measure(
        name: measure.name, project: measure.project, start: after.first, end: nil,
        description: measure.description),
      outcome: outcome, treated: treated, ownStarts: nil, donors: donors, before: before,
      after: after, covariates: covariates, predictors: predictors, constants: constants,
      series: series, referenceState: referenceState, quality: quality, weather: weather,
      estimators: estimators, calibration: calibration)
    description.main = main
    return description
  }
}

/// The days before a measure as a ground on which studies can be tried out: nothing was done there, so
/// that what is inserted is the truth.
public struct StudyHistory: Sendable {
  /// A study over the whole history; where its two periods meet says nothing.
  let study: Study
  /// Names of the stations that the plan means to treat, as positions in the panel.
  let treated: [Int]

  /// The history of a study: its days before, however many there are.
  ///
  /// - Throws: what `Study` throws; `EstimationError.tooFewObservations` for fewer than 20 steps.
  public init(_ description: StudyDescription, from library: some SeriesLibrary) throws {
    let whole = description.before
    let half = CivilDate(
      daysSinceEpoch: whole.first.daysSinceEpoch + whole.dayCount / 2)
    guard let before = DatePeriod(whole.first, through: half),
      let after = DatePeriod(
        CivilDate(daysSinceEpoch: half.daysSinceEpoch + 1), through: whole.last),
      let asked = description.over(before: before, after: after)
    else {
      throw EstimationError.tooFewObservations(
        found: whole.dayCount, needed: 2, period: whole.description)
    }
    self.init(try Study(asked, from: library))
  }

  /// A history that stands already: both periods of a study in which nothing was done.
  public init(_ study: Study) {
    self.study = study
    treated = study.treatedIndices
  }

  /// Stations, treated ones first.
  public var stations: [Station] { study.panel.stations }
  /// How many steps.
  public var steps: Int { study.panel.axis.count }
  /// Steps of a number of months, 30.4375 days each; whole days where a step is shorter than one.
  public func steps(months: Double) -> Int {
    let axis = study.panel.axis
    let steps = months * 30.4375 * 86_400 / Double(axis.step.meanSeconds)
    return max(axis.step.periodsPerDay, wholeDays(Int(steps.rounded())))
  }

  /// The steps of the whole days among these.
  package func wholeDays(_ steps: Int) -> Int {
    let daily = study.panel.axis.step.periodsPerDay
    return steps / daily * daily
  }

  /// A study in which a group was treated from a step on.
  ///
  /// - Parameters:
  ///   - group: positions of the stations.
  ///   - start: first step of the days after.
  ///   - before: how many steps before it.
  ///   - after: how many from it on.
  ///   - among: who may take part; a station that lacks more than a quarter of either period is left out.
  /// - Throws: `EstimationError.tooFewObservations` where the steps are not there, `.gaps` where a treated
  ///   station was not measured; what `Study` throws.
  package func study(
    treating group: [Int], at start: Int, before: Int, after: Int, among: [Int]? = nil
  ) throws(EstimationError) -> Study {
    let axis = study.panel.axis
    guard before > 0, after > 0, start - before >= 0, start + after <= axis.count else {
      throw .tooFewObservations(
        found: axis.count, needed: before + after,
        period: "\(study.before.first)..\(study.after.last)")
    }
    let range = (start - before)..<(start + after)
    let members = Set(group)
    func measured(_ station: Int) -> Double {
      func share(_ steps: Range<Int>) -> Double {
        let known = steps.reduce(0) { $0 + (study.panel.matrix[$1, station].isNaN ? 0 : 1) }
        return Double(known) / Double(steps.count)
      }
      return min(share(range.lowerBound..<start), share(start..<range.upperBound))
    }
    let needed = 0.75
    for station in group where measured(station) < needed {
      throw .gaps(
        station: study.panel.stations[station].key,
        percent: Int((100 * (1 - measured(station))).rounded()),
        period: "\(axis.date(at: range.lowerBound))..\(axis.date(at: range.upperBound - 1))",
        isTreated: true, limit: 1 - needed)
    }
    let order =
      group
      + (among ?? Array(study.panel.stations.indices)).filter {
        !members.contains($0) && measured($0) >= needed
      }
    let offset = axis.utcOffset
    let begin = axis.instant(at: start)
    let first = axis.date(at: start)
    guard
      let beforePeriod = DatePeriod(
        axis.date(at: range.lowerBound),
        through: CivilDate(daysSinceEpoch: first.daysSinceEpoch - 1)),
      let afterPeriod = DatePeriod(
        first,
        through: CivilDate(
          daysSinceEpoch: axis.instant(at: range.upperBound).date(utcOffset: offset).daysSinceEpoch
            - 1))
    else {
      throw .tooFewObservations(found: before + after, needed: 2, period: "\(first)")
    }
    return try Study(
      title: study.title, measure: Measure(name: study.measure.name, start: first),
      outcome: study.outcome,
      panel: Panel(
        stations: order.map { study.panel.stations[$0] }, pollutant: study.panel.pollutant,
        unit: study.panel.unit, axis: axis.part(range),
        matrix: Matrix(columns: order.map { Array(study.panel.matrix.column($0)[range]) })),
      treatments: order.indices.map { $0 < group.count ? .since(begin) : .never },
      before: beforePeriod, after: afterPeriod)
  }
}

extension StudyHistory {
  /// What the reader should know about how the data were prepared.
  public var notes: [Diagnostic] { study.notes }
}

extension StudyHistory {
  /// Keys of the stations that the plan means to treat.
  public var treatedKeys: [String] { treated.map { study.panel.stations[$0].key } }
  /// Names of all stations by key.
  public var names: [String: String] {
    Dictionary(
      study.panel.stations.map { ($0.key, $0.name) }, uniquingKeysWith: { first, _ in first })
  }
}
