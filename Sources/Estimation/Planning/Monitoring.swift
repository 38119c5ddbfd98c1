import AirQuality
public import Documents
import Foundation
import NumericKernels

/// A study that is looked at again every month.
public struct Monitoring: Hashable, Codable, Sendable {
  /// How many looks are planned, a month apart. Default: 24.
  public var looks = 24
  /// Made-up measures, at most. Default: 200.
  public var trials = 200
  /// Chance of a false alarm over all looks. Default: 0.05.
  public var level = 0.05
  /// Seed of the choice of made-up measures. Default: 1.
  public var seed: UInt64 = 1

  /// All settings at their defaults.
  public init() {}

  /// One look.
  public struct Look: Hashable, Codable, Sendable {
    /// Months since the measure.
    public let months: Int
    /// The estimate, in the unit of the effect.
    public let estimate: Double
    /// Lower end of the interval that holds over all looks.
    public let lower: Double
    /// Upper end.
    public let upper: Double
    /// Distance from made-up measures in their standard deviations.
    public let score: Double
    /// Whether the boundary is crossed.
    public let crosses: Bool
  }

  /// A look at which a method could not answer.
  public struct UnansweredLook: Hashable, Codable, Sendable {
    /// Months since the measure.
    public let months: Int
    /// Why.
    public let reason: Message
  }

  /// Why a method cannot be followed.
  package enum Refusal: Error, Equatable {
    /// The history has room for so many made-up measures, of which so many gave estimates.
    case fewTrials(found: Int, made: Int, failures: [Unestimated])
    /// No look could be answered, or there are no data yet.
    case noLook([UnansweredLook])
  }

  /// What came out for one method.
  public struct Course: Hashable, Codable, Sendable {
    /// The method's identifier.
    public let method: String
    /// The looks that there were data for.
    public let looks: [Look]
    /// The score that is crossed by chance as often as stated over all planned looks.
    public let boundary: Double
    /// Made-up measures behind it.
    public let trials: Int
    /// Looks that the boundary allows for.
    public let planned: Int
    /// Months until the boundary was first crossed; `nil` where it was not.
    public let believedAfter: Int?
    /// Chance of what was seen over all looks, without an effect.
    public let pValue: Double
    /// Looks for which there were data and the method could not answer.
    public let unanswered: [UnansweredLook]
    /// Estimates at made-up measures that could not be made, by reason.
    public let failures: [Unestimated]
    /// Made-up measures that were left out because more than a quarter of their looks had no estimate.
    public let leftOut: Int
  }

  /// Looks at a study month by month.
  ///
  /// - Parameters:
  ///   - study: with the data that there are; its period after may still be short.
  ///   - history: the days before the measure, on which measures are made up.
  ///   - threads: how many; the answer does not depend on it.
  /// - Throws: where the history is too short for 20 made-up measures of as many looks, or the method
  ///   answers at no look.
  package func follow(
    _ study: Study, _ history: StudyHistory, _ estimator: any EffectEstimator, threads: Int? = nil
  ) throws(Refusal) -> Course {
    let size = study.treatedIndices.count
    let month = history.steps(months: 1)
    let span = history.steps(months: Double(looks))
    let before = min(study.beforePositions.count, history.steps - span)
    guard before >= 2 * month, month > 0 else {
      throw .fewTrials(found: 0, made: 0, failures: [])
    }
    let starts = Array(
      stride(
        from: history.steps - span, through: before, by: -max(month, history.wholeDays(span / 8))))
    let groups = starts.enumerated().flatMap { place, start -> [(group: [Int], start: Int)] in
      let share = max(1, trials / max(1, starts.count))
      return PseudoTreatment.groups(
        among: Array(history.stations.indices), size: size, atMost: share,
        seed: seed &+ UInt64(start)
      ).map { ($0, start) }
    }
    @Sendable func after(_ look: Int) -> Int { history.steps(months: Double(look + 1)) }
    let tried = parallelMap(count: groups.count, threads: threads) { index in
      (0..<looks).map { look in
        Result { () throws(EstimationError) -> Double in
          try estimator.finiteEffect(
            of: history.study(
              treating: groups[index].group, at: groups[index].start, before: before,
              after: min(after(look), span))
          ).coefficient.value
        }
      }
    }
    let failures = [Unestimated](tried.flatMap(\.self).divided().failures)
    let found = tried.map { looks in looks.map { (try? $0.get()) ?? .nan } }
      .filter { values in values.count { $0.isNaN } <= looks / 4 }
    guard found.count >= Calibration.fewestControls else {
      throw .fewTrials(found: found.count, made: tried.count, failures: failures)
    }
    let rule = SequentialRule(found, level: level)
    let isLog = study.outcome.scale == .log
    func inUnit(_ value: Double) -> Double { isLog ? 100 * expm1(value) : value }
    var course: [Look] = []
    var unanswered: [UnansweredLook] = []
    var largest = 0.0
    for look in 0..<looks {
      let value: Double
      do {
        // Months that are still to come are no look yet.
        guard let part = try study.firstSteps(after(look)) else { continue }
        value = try estimator.finiteEffect(of: part).coefficient.value
      } catch {
        unanswered.append(UnansweredLook(months: look + 1, reason: error.problem))
        continue
      }
      let score = rule.score(value, look: look)
      let interval = rule.interval(value, look: look)
      largest = max(largest, abs(score))
      course.append(
        Look(
          months: look + 1, estimate: inUnit(value - rule.means[look]),
          lower: inUnit(interval.lower), upper: inUnit(interval.upper), score: score,
          crosses: abs(score) > rule.boundary))
    }
    guard !course.isEmpty else { throw .noLook(unanswered) }
    return Course(
      method: estimator.method.identifier, looks: course, boundary: rule.boundary,
      trials: found.count, planned: looks,
      believedAfter: course.first { $0.crosses }?.months, pValue: rule.pValue(largest: largest),
      unanswered: unanswered, failures: failures, leftOut: tried.count - found.count)
  }
}

extension Study {
  /// The study with the first steps of its period after alone; `nil` where there are not as many.
  ///
  /// - Throws: what `Study` throws.
  package func firstSteps(_ count: Int) throws(EstimationError) -> Study? {
    let positions = afterPositions
    guard count > 0, positions.count >= count else { return nil }
    let end = positions.lowerBound + count
    let axis = panel.axis
    let last = CivilDate(
      daysSinceEpoch: axis.instant(at: end).date(utcOffset: axis.utcOffset).daysSinceEpoch - 1)
    guard last >= after.first, let period = DatePeriod(after.first, through: last) else {
      return nil
    }
    return try Study(
      title: title, measure: measure, outcome: outcome,
      panel: Panel(
        stations: panel.stations, pollutant: panel.pollutant, unit: panel.unit,
        axis: axis.part(0..<end), matrix: panel.matrix.rows(Array(0..<end))),
      treatments: treatments, before: before, after: period)
  }
}
