import AirQuality
import Documents
import Foundation
import NumericKernels

/// How large an effect a study would find, by method and by length of the period after: learnt by
/// inserting effects of known size at places and dates of the user's own series where nothing was done.
///
/// A study that will be calibrated is tried out calibrated: an effect counts as found when its calibrated
/// p-value is at most 5 %, each trial held against a null that was learnt without it.
///
/// - Source: power by simulation on own data, Black et al. (2021), doi:10.1136/bmjopen-2020-048157 (from
///   memory); calibration as in `Calibration`.
public struct PowerAnalysis: Hashable, Codable, Sendable {
  /// Lengths of the period after, in months. Default: 1, 2, 3, 6, 9, 12, 18 and 24.
  public var months = [1.0, 2, 3, 6, 9, 12, 18, 24]
  /// Effects that are inserted, as shares of the values. Default: −2 to −30 %.
  public var effects = [-0.02, -0.05, -0.10, -0.15, -0.20, -0.30]
  /// How many stations are treated together. Default: as many as the study treats; empty means that.
  public var groupSizes: [Int] = []
  /// How many trials (places and dates) a length and a method get. Default: 100.
  public var trials = 100
  /// Share of trials in which an effect must be found. Default: 0.8.
  public var power = 0.8
  /// Seed of the choice of groups. Default: 1.
  public var seed: UInt64 = 1

  /// All settings at their defaults.
  public init() {}

  /// What came out for one method, one length and one number of stations.
  public struct Row: Hashable, Codable, Sendable {
    /// The method's identifier.
    public let method: String
    /// Length of the period after, months.
    public let months: Double
    /// Stations treated together.
    public let stations: Int
    /// Steps before each made-up measure.
    public let stepsBefore: Int
    /// Steps from it on.
    public let stepsAfter: Int
    /// Trials that gave an estimate.
    public let trials: Int
    /// Different dates among them.
    public let dates: Int
    /// Share of trials in which each effect was found, by the order of `effects`; `nil` with fewer than
    /// 20 trials.
    public let found: [Double]?
    /// The smallest decrease that is found in the wanted share of trials, as a share of the level, positive;
    /// `nil` with fewer than 20 trials.
    public let detectable: Double?
    /// Share of trials that are called significant without an effect, by the method's own p-value.
    public let ownFalseAlarms: Double?
    /// Trials that gave no estimate, by reason.
    public let failures: [Unestimated]
  }

  /// Tries all methods, lengths and numbers of stations.
  ///
  /// - Parameters:
  ///   - history: where nothing was done.
  ///   - estimators: methods with their settings.
  ///   - threads: how many; the answer does not depend on it.
  public func analyse(
    _ history: StudyHistory, _ estimators: [any EffectEstimator], threads: Int? = nil
  ) -> [Row] {
    analyse(history, estimators, threads: threads) { (_: Int, _: Int) in }
  }

  /// The same, telling before each combination how many of how many are done.
  public func analyse(
    _ history: StudyHistory, _ estimators: [any EffectEstimator], threads: Int?,
    progress: (Int, Int) throws -> Void
  ) rethrows -> [Row] {
    let sizes = groupSizes.isEmpty ? [max(1, history.treated.count)] : groupSizes
    var rows: [Row] = []
    let total = estimators.count * sizes.count * months.count
    for estimator in estimators {
      for size in sizes {
        for length in months {
          try progress(rows.count, total)
          rows.append(row(history, estimator, size: size, months: length, threads: threads))
        }
      }
    }
    return rows
  }

  private func row(
    _ history: StudyHistory, _ estimator: any EffectEstimator, size: Int, months length: Double,
    threads: Int?
  ) -> Row {
    let after = history.steps(months: length)
    let before = stepsBefore(history, after: after)
    let dates = dates(history, before: before, after: after)
    let plans = plans(history, size: size, dates: dates)
    let isLog = history.study.outcome.scale == .log
    let tried = parallelMap(count: plans.count, threads: threads) {
      index -> Result<Trial, EstimationError> in
      Result { () throws(EstimationError) in
        let study = try history.study(
          treating: plans[index].group, at: plans[index].start, before: before, after: after)
        guard let changed = isLog ? 0 : study.inserting(-0.1)?.effect else {
          throw .tooFewObservations(found: 0, needed: 1, period: study.after.description)
        }
        let effect = try estimator.finiteEffect(of: study)
        return Trial(
          start: plans[index].start, value: effect.coefficient.value,
          error: effect.coefficient.standardError, level: isLog ? 1 : -10 * changed,
          ownP: effect.pValue?.value)
      }
    }
    let (found, failed) = tried.divided()
    let failures = [Unestimated](failed)
    let made = (
      method: estimator.method.identifier, dates: Set(found.map(\.start)).count
    )
    guard found.count >= Calibration.fewestControls else {
      return Row(
        method: made.method, months: length, stations: size, stepsBefore: before,
        stepsAfter: after, trials: found.count, dates: made.dates, found: nil, detectable: nil,
        ownFalseAlarms: nil, failures: failures)
    }
    let curve = PowerCurve(found.centredByDate(), isLog: isLog)
    let alarms = found.compactMap(\.ownP)
    return Row(
      method: made.method, months: length, stations: size, stepsBefore: before, stepsAfter: after,
      trials: found.count, dates: made.dates, found: effects.map { curve.share(finding: $0) },
      detectable: curve.detectable(power: power),
      ownFalseAlarms: alarms.isEmpty
        ? nil : Double(alarms.count { $0 <= 0.05 }) / Double(alarms.count),
      failures: failures)
  }

  /// Half of the history, at least twice the period after where there is that much.
  private func stepsBefore(_ history: StudyHistory, after: Int) -> Int {
    min(history.steps - after, max(history.steps / 2, 2 * after))
  }

  /// Dates from the last possible one back, half a period after apart and at least a month.
  private func dates(_ history: StudyHistory, before: Int, after: Int) -> [Int] {
    guard before >= max(10, after / 2) else { return [] }
    let step = max(history.steps(months: 1), history.wholeDays(after / 2))
    return Array(stride(from: history.steps - after, through: before, by: -step))
  }

  private func plans(_ history: StudyHistory, size: Int, dates: [Int]) -> [(
    group: [Int], start: Int
  )] {
    guard !dates.isEmpty else { return [] }
    let all = Array(history.stations.indices)
    var plans: [(group: [Int], start: Int)] = []
    for (place, start) in dates.enumerated() {
      let share = (trials - plans.count) / (dates.count - place)
      let groups = PseudoTreatment.groups(
        among: all, size: size, atMost: max(share, 1), seed: seed &+ UInt64(start))
      plans += groups.prefix(max(share, 0)).map { ($0, start) }
    }
    return plans
  }
}

/// One made-up measure.
struct Trial: Sendable {
  let start: Int
  let value: Double
  let error: Double
  /// What a change by the whole would be on the coefficient's scale; not used on the log scale.
  let level: Double
  let ownP: Double?

  func shifted(by change: Double) -> Trial {
    Trial(start: start, value: value + change, error: error, level: level, ownP: ownP)
  }
}

extension [Trial] {
  /// Values put to one mean: places at the same date show that date's shocks, as they will in the study.
  func centredByDate() -> [Trial] {
    let means = Dictionary(grouping: self, by: \.start)
      .mapValues { ($0.count, Summation.mean($0.map(\.value))) }
    let centre = Summation.mean(map(\.value))
    return map { trial in
      guard let (count, mean) = means[trial.start], count >= 10 else { return trial }
      return trial.shifted(by: centre - mean)
    }
  }
}

/// In how many trials an effect is found, by its size.
struct PowerCurve {
  private let trials: [Trial]
  private let null: NullDistribution
  private let reach: Double
  private let isLog: Bool

  init(_ trials: [Trial], isLog: Bool) {
    self.trials = trials
    self.isLog = isLog
    null = NullDistribution(trials.map(\.value), errors: trials.map(\.error))
    reach = null.reach(level: 0.95)
  }

  /// The share of trials in which an effect is found.
  ///
  /// - Parameter effect: as a share of the values.
  func share(finding effect: Double) -> Double {
    let hits = zip(trials, null.scores).count { trial, score in
      let size = isLog ? log1p(effect) : effect * trial.level
      return abs(score + size / null.spread(error: trial.error)) > reach
    }
    return Double(hits) / Double(trials.count)
  }

  /// The smallest decrease that is found as often as wanted, as a positive share; `nil` where none below
  /// 95 % is.
  func detectable(power: Double) -> Double? {
    var low = 0.0
    var high = 0.95
    guard share(finding: -high) >= power else { return nil }
    while high - low > 1e-4 {
      let middle = (low + high) / 2
      if share(finding: -middle) >= power { high = middle } else { low = middle }
    }
    return high
  }
}
