import AirQuality
import Cooperation
import Foundation
import NumericKernels

/// The study repeated on negative controls: groups of donors treated as if the measure had been
/// taken there, on its own date and, where there are too few, on earlier dates of the same season.
///
/// Nothing was done there and then, so whatever an estimator finds is its error in these data:
/// weather that the model misses, shared shocks, intervals that are too narrow. The estimate is
/// reported beside that empirical null. Effects of known size are inserted into the controls too, so
/// that the interval need not assume an error that does not depend on the effect.
///
/// - Source: Schuemie et al. (2014), doi:10.1002/sim.5925, for the null and the p-value;
///   Schuemie et al. (2018), doi:10.1073/pnas.1708282114, for the interval.
public struct Calibration: Hashable, Codable, Sendable {
  /// How unusual an estimate is among the controls.
  public enum Null: String, Codable, Sendable, CaseIterable {
    /// By the order of the controls.
    case quantiles
    /// By Student's distribution fitted to them.
    case heavyTails = "heavy-tails"
    /// By a normal distribution, as the peers do.
    case normal

    package var shape: NullDistribution.Shape {
      switch self {
      case .quantiles: .quantiles
      case .heavyTails: .heavyTails
      case .normal: .normal
      }
    }
  }

  /// How many pseudo-treated groups. Default: 200.
  public var negativeControls = 200
  /// Seed of the draw of groups. Default: 1.
  public var seed: UInt64 = 1
  /// Whether earlier dates of the same season fill up what the study's own date lacks. Default: yes.
  public var earlierDates = true
  /// How the tails of the null are made. Default: by the order of the controls, because the errors of
  /// places with their own emissions have tails that no normal distribution has.
  public var null = Null.quantiles
  /// Effects that are inserted into the controls, as shares of the values. Default: −5, −10 and −20 %.
  public var insertedEffects = [-0.05, -0.10, -0.20]

  /// All settings at their defaults.
  public init() {}

  /// Settings that were stored before there were others have the defaults of those.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    negativeControls = try fields.decode(Int.self, forKey: .negativeControls)
    seed = try fields.decode(UInt64.self, forKey: .seed)
    earlierDates = try fields.decodeIfPresent(Bool.self, forKey: .earlierDates) ?? earlierDates
    null = try fields.decodeIfPresent(Null.self, forKey: .null) ?? null
    insertedEffects =
      try fields.decodeIfPresent([Double].self, forKey: .insertedEffects) ?? insertedEffects
  }

  /// Fewest controls from which a null distribution is made: from less it would only look like one.
  package static let fewestControls = 20
  /// Controls with which it is tried whether the error depends on the effect at all.
  private static let pilot = 20
  /// Controls on the study's own date from which earlier ones are put to its mean.
  private static let enoughForMean = 10
  /// Donors that are estimated one by one, at most.
  private static let singleDonors = 40
  /// How many years back dates are looked for.
  package static let yearsBack = 8

  /// Whether the study's own date offers fewer controls than are wanted, so that earlier ones help.
  package func wantsEarlierDates(_ study: Study) -> Bool {
    earlierDates && study.weather == nil && study.covariates.isEmpty
      && study.background.isEmpty
      && PseudoTreatment.combinations(study.donorIndices.count, study.treatedIndices.count)
        < negativeControls
  }

  /// Repeats an estimate on negative controls.
  ///
  /// Groups have as many stations as the study treats, drawn without replacement among the
  /// donors; the truly treated stations take no part on the study's own date. When there are no more
  /// different groups than asked for, each is used once.
  ///
  /// - Parameters:
  ///   - earlier: the same study a number of years earlier, its whole window before the measure; there
  ///     the truly treated stations may take part.
  ///   - threads: how many; the answer does not depend on it.
  ///   - progress: told after each control how many of how many are done, on the control's thread.
  /// - Returns: `nil` when fewer than 20 different groups exist or fewer than 20 of them can be
  ///   estimated.
  ///   `nil` too when the estimate adjusts for covariates, which a study has for its treated
  ///   stations only: the controls would be another method's.
  public func calibrate(
    _ effect: EffectEstimate, _ estimator: any EffectEstimator, on study: Study,
    earlier: [(years: Int, study: Study)] = [], threads: Int? = nil,
    progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
  ) -> CalibratedEffect? {
    ground(estimator, on: study, earlier: earlier, threads: threads, progress: progress)?
      .calibrated(effect)
  }

  /// The controls of a study, on which any estimate of the method can be calibrated: the treated stations
  /// take no part, so that their effect changes nothing.
  package func ground(
    _ estimator: any EffectEstimator, on study: Study,
    earlier: [(years: Int, study: Study)] = [], threads: Int? = nil,
    progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
  ) -> CalibrationGround? {
    guard study.covariates.isEmpty || !type(of: estimator).usesCovariates else { return nil }
    let starts = study.treatedIndices.map { study.treatments[$0] }
    var wanted = PseudoTreatment.groups(
      among: study.donorIndices, size: starts.count, atMost: negativeControls, seed: seed
    ).map { ControlPlan(years: 0, study: study, group: $0, available: study.donorIndices) }
    let own = wanted.count
    for (place, other) in earlier.enumerated()
    where other.study.treatedIndices.count == starts.count {
      let all = Array(other.study.panel.stations.indices)
      let left = (negativeControls - wanted.count) / (earlier.count - place)
      wanted += PseudoTreatment.groups(
        among: all, size: starts.count, atMost: left, seed: seed &+ UInt64(other.years)
      ).map { ControlPlan(years: other.years, study: other.study, group: $0, available: all) }
    }
    let plans = wanted
    guard plans.count >= Self.fewestControls else { return nil }
    let found = parallelMap(count: plans.count, threads: threads, progress: progress) { index in
      plans[index].estimate(estimator)
    }
    let (controls, failures) = found.divided()
    guard controls.count >= Self.fewestControls else { return nil }
    let answered = found.indices.filter { (try? found[$0].get()) != nil }
    let model = errors(answered.map { plans[$0] }, controls, estimator, threads: threads)
    return CalibrationGround(
      controls: controls.centred(fromOwn: Self.enoughForMean),
      failures: [Unestimated](failures), settings: self, inserted: model,
      isLog: study.outcome.scale == .log,
      widening: widening(
        controls, groupSize: starts.count, study, earlier, own: own,
        isControlled: estimator.method.design.isControlled)
        * spread(estimator, of: study, threads: threads))
  }

  /// For what the controls cannot tell of themselves: the spread of groups that share stations rests on
  /// fewer stations than groups, and the mean on those of the study's own date. Groups also hold a part
  /// of the mean that they are held against, which the treated stations do not: where the design itself
  /// compares with no donors, a group of k among n donors varies by 1/k − 1/n around their mean, the treated
  /// by 1/k + 1/n.
  private func widening(
    _ controls: [ControlEstimate], groupSize: Int, _ study: Study,
    _ earlier: [(years: Int, study: Study)], own: Int, isControlled: Bool
  ) -> Double {
    let ofOwn = Double(max(1, controls.count { $0.yearsEarlier == 0 }))
    var factor = 1.0
    if own >= Self.enoughForMean, ofOwn < Double(controls.count) {
      factor = ((1 + 1 / ofOwn) / (1 + 1 / Double(controls.count))).squareRoot()
    }
    guard groupSize > 1 else { return factor }
    let (size, donors) = (Double(groupSize), Double(study.donorIndices.count))
    if !isControlled, donors > size { factor *= ((donors + size) / (donors - size)).squareRoot() }
    let years = Set(controls.map(\.yearsEarlier))
    let freedom =
      Double(study.donorIndices.count - 1)
      + earlier.filter { years.contains($0.years) }.reduce(0) {
        $0 + Double($1.study.panel.stations.count - 1)
      }
    return factor * Distribution.studentQuantile(0.975, degreesOfFreedom: max(1, freedom))
      / Distribution.normalQuantile(0.975)
  }

  /// For treated stations that differ among themselves more than donors do (F test at 5 %): groups of donors
  /// show the spread of donors alone. Both spreads are pooled then, by stations one by one.
  ///
  /// One station whose record wanders decides the mean of five. It stands among the treated once in n / k
  /// studies, and no group of donors then shows what it does: with 47 prefectures, three of which wander, 7 to
  /// 9 % of made-up measures at five of them were called significant, and 2.5 % with the spread pooled.
  private func spread(
    _ estimator: any EffectEstimator, of study: Study, threads: Int?
  ) -> Double {
    let (treated, donors) = (study.treatedIndices, study.donorIndices)
    guard treated.count > 1, !estimator.method.design.isControlled,
      donors.count > treated.count
    else { return 1 }
    let step = (donors.count + Self.singleDonors - 1) / Self.singleDonors
    let some = stride(from: 0, to: donors.count, by: step).map { donors[$0] }
    let places =
      treated.map { ($0, study.treatments[$0]) } + some.map { ($0, study.treatments[treated[0]]) }
    let alone = parallelMap(count: places.count, threads: threads) { place -> Double? in
      let (station, start) = places[place]
      // A station that gives no estimate alone tells nothing of a spread.
      return try? estimator.finiteEffect(
        of: PseudoTreatment.study(
          study, treating: [station], like: [start],
          among: donors.contains(station) ? donors : [station] + donors)
      ).coefficient.value
    }
    let own = alone.prefix(treated.count).compactMap(\.self)
    let others = alone.dropFirst(treated.count).compactMap(\.self)
    guard own.count > 1, others.count >= 10 else { return 1 }
    let (numerator, denominator) = (Double(own.count - 1), Double(others.count - 1))
    let (inside, outside) = (Summation.variance(own), Summation.variance(others))
    let limit = Distribution.fQuantile(
      0.95, numerator: numerator, denominator: denominator)
    guard outside > 0, inside / outside > limit else { return 1 }
    let pooled = (numerator * inside + denominator * outside) / (numerator + denominator)
    return max(1, (pooled / outside).squareRoot())
  }

  /// The errors at inserted effects: of a few controls first, and of all of them where those say that
  /// the error depends on the effect.
  private func errors(
    _ plans: [ControlPlan], _ controls: [ControlEstimate], _ estimator: any EffectEstimator,
    threads: Int?
  ) -> InsertedEffects {
    guard let largest = insertedEffects.max(by: { abs($0) < abs($1) }) else { return .none }
    func inserted(_ share: Double, _ count: Int) -> [ControlEstimate?] {
      // A control that fails with an effect and does not without one tells nothing of the error.
      parallelMap(count: count, threads: threads) {
        try? plans[$0].estimate(estimator, inserting: share).get()
      }
    }
    let few = min(Self.pilot, plans.count)
    let pilot = inserted(largest, few)
    let values = controls.map(\.value)
    let centre = Summation.median(values)
    let spread = Summation.median(values.map { abs($0 - centre) })
    let moved = zip(pilot, controls).compactMap { changed, control in
      changed.map { abs($0.value - $0.inserted - control.value) }
    }
    guard let most = moved.max(), most > 0.05 * spread else {
      return InsertedEffects(isConstant: true, tried: moved.count, byControl: [])
    }
    let all = insertedEffects.map { inserted($0, plans.count) }
    return InsertedEffects(
      isConstant: false, tried: plans.count,
      byControl: controls.indices.map { index in
        all.compactMap { $0[index] }
      })
  }
}

/// What effects of known size, put into the controls, came back as.
struct InsertedEffects: Sendable {
  /// Whether the error did not depend on the effect.
  let isConstant: Bool
  /// Controls into which effects were inserted.
  let tried: Int
  /// By control its estimates at the effects; empty where the error is constant.
  let byControl: [[ControlEstimate]]

  static let none = InsertedEffects(isConstant: true, tried: 0, byControl: [])
}

/// One control before it is estimated.
private struct ControlPlan: Sendable {
  let years: Int
  let study: Study
  let group: [Int]
  let available: [Int]

  /// The estimate there, with a change of known size inserted or without.
  func estimate(
    _ estimator: any EffectEstimator, inserting share: Double = 0
  ) -> Result<ControlEstimate, EstimationError> {
    Result { () throws(EstimationError) in
      let starts = study.treatedIndices.map { study.treatments[$0] }
      let bare = try PseudoTreatment.study(study, treating: group, like: starts, among: available)
      var changed = bare
      var size = 0.0
      if share != 0 {
        guard let inserted = bare.inserting(share) else {
          throw .tooFewObservations(found: 0, needed: 1, period: study.after.description)
        }
        (changed, size) = inserted
      }
      return ControlEstimate(
        try estimator.finiteEffect(of: changed), stations: bare.treatedStations.map(\.key),
        yearsEarlier: years, inserted: size)
    }
  }
}

/// What a method finds at the controls of a study.
package struct CalibrationGround: Sendable {
  let controls: [ControlEstimate]
  let failures: [Unestimated]
  let settings: Calibration
  let inserted: InsertedEffects
  let isLog: Bool
  let widening: Double

  /// An estimate of the same method beside them.
  package func calibrated(_ effect: EffectEstimate) -> CalibratedEffect {
    CalibratedEffect(
      effect, controls: controls, failures: failures, settings: settings, inserted: inserted,
      isLog: isLog, widening: widening)
  }
}
