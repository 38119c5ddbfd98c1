import AirQuality
import Documents
import Foundation
import NumericKernels

/// All reasonable ways to answer one question: windows, donors, scales, weather, estimators.
///
/// One specification alone says little when another one just as reasonable says something else. All are
/// run, sorted, and tested together: the same curve is drawn for groups of donors where nothing was done,
/// and the study's curve is ranked among these, so that specifications need not be independent.
///
/// - Source: Simonsohn, Simmons and Nelson (2020), doi:10.1038/s41562-020-0912-z, with negative controls in
///   the place of their permutations; by specification the largest distance over all of them, Westfall and
///   Young (1993).
public struct SpecificationCurve: Hashable, Codable, Sendable {
  /// Which donors a specification compares with.
  public enum Donors: String, Codable, Sendable, CaseIterable {
    /// All of the study's.
    case all
    /// The half whose course before resembles the treated stations' most.
    case similar
    /// Half of them by lot.
    case half
  }

  /// Shares of the period before that are used, its last part. Default: the whole, three quarters, half.
  public var beforeShares = [1.0, 0.75, 0.5]
  /// Donors. Default: all kinds.
  public var donors = Donors.allCases
  /// Groups of donors for which the curve is drawn too, at most. Default: 39.
  public var controls = 39
  /// Seed of their choice. Default: 1.
  public var seed: UInt64 = 1

  /// All settings at their defaults.
  public init() {}

  /// One specification and what it says.
  public struct Point: Hashable, Codable, Sendable {
    /// The estimator's identifier.
    public let method: String
    /// The scale.
    public let scale: Outcome.Scale
    /// Whether weather was taken out.
    public let isNormalised: Bool
    /// Share of the period before.
    public let beforeShare: Double
    /// Donors.
    public let donors: Donors
    /// Change in per cent of the level without the measure.
    public let percent: Double
    /// Lower end of the method's own interval, per cent; `nil` without one.
    public let lower: Double?
    /// Upper end.
    public let upper: Double?
    /// p-value by the groups where nothing was done, for this specification alone.
    public let pValue: Double
    /// The same, allowing for all specifications.
    public let familyP: Double
    /// Whether it is the study as it is written.
    public let isMain: Bool
  }

  /// The whole curve.
  public struct Result: Hashable, Codable, Sendable {
    /// Sorted by size.
    public let points: [Point]
    /// Specifications that gave no estimate.
    public let failed: Int
    /// Why, by reason.
    public let failures: [Unestimated]
    /// Estimates at groups where nothing was done that could not be made, by reason.
    public let controlFailures: [Unestimated]
    /// Groups where nothing was done with a curve of their own.
    public let controls: Int
    /// Median of all specifications, per cent.
    public let median: Double
    /// Share of groups where nothing was done whose median is at least as far from zero.
    public let medianP: Double
    /// Share of specifications on the median's side of zero.
    public let agreement: Double
  }

  /// A study on one scale, with weather taken out or not.
  public struct Variant: Sendable {
    let study: Study
    let isNormalised: Bool
    let isMain: Bool

    /// - Parameter isMain: whether the study is as it is written.
    public init(_ study: Study, isNormalised: Bool, isMain: Bool) {
      self.study = study
      self.isNormalised = isNormalised
      self.isMain = isMain
    }
  }

  private typealias Estimate = Swift.Result<EffectEstimate, EstimationError>

  private struct Plan: Sendable {
    let variant: Int
    let share: Double
    let donors: Donors
    let estimator: Int
  }

  /// Draws the curve.
  ///
  /// - Parameters:
  ///   - variants: studies of the same stations in the same order.
  ///   - main: the estimator that leads, by its place.
  ///   - threads: how many; the answer does not depend on it.
  /// - Returns: `nil` where fewer than 19 groups have a curve or no specification gives an estimate.
  public func trace(
    _ variants: [Variant], _ estimators: [any EffectEstimator], main: Int = 0, threads: Int? = nil
  ) -> Result? {
    guard let first = variants.first?.study else { return nil }
    let plans = variants.indices.flatMap { variant in
      beforeShares.flatMap { share in
        donors.flatMap { rule in
          estimators.indices.map {
            Plan(variant: variant, share: share, donors: rule, estimator: $0)
          }
        }
      }
    }
    let groups = PseudoTreatment.groups(
      among: first.donorIndices, size: first.treatedIndices.count, atMost: controls, seed: seed)
    guard groups.count >= 19 else { return nil }
    // The study itself, then each group: one piece of work a curve and a variant, which share their data.
    let pieces = (0...groups.count).flatMap { curve in variants.indices.map { (curve, $0) } }
    let found = parallelMap(count: pieces.count, threads: threads) { index -> [Estimate] in
      let (curve, variant) = pieces[index]
      let study = variants[variant].study
      let ground = Swift.Result { () throws(EstimationError) -> Study in
        guard curve > 0 else { return study }
        return try PseudoTreatment.study(
          study, treating: groups[curve - 1],
          like: study.treatedIndices.map { study.treatments[$0] }, among: study.donorIndices)
      }
      return plans.filter { $0.variant == variant }.map { plan in
        Swift.Result { () throws(EstimationError) in
          let effect = try estimators[plan.estimator].finiteEffect(
            of: specified(ground.get(), plan))
          guard effect.relative?.percent.isFinite ?? false else {
            throw .numerical("error.study.estimate-without-share")
          }
          return effect
        }
      }
    }
    var table: [[Estimate]] = []
    for curve in 0...groups.count {
      table.append(
        variants.indices.flatMap { found[curve * variants.count + $0] })
    }
    return result(plans, table, variants, estimators, main: main)
  }

  private func result(
    _ plans: [Plan], _ table: [[Estimate]], _ variants: [Variant],
    _ estimators: [any EffectEstimator], main: Int
  ) -> Result? {
    func percent(_ estimate: Estimate) -> Double? { (try? estimate.get())?.relative?.percent }
    let own = table[0].map(percent)
    let others = table.dropFirst().map { $0.map(percent) }
      .filter { curve in curve.count { $0 != nil } * 2 > plans.count }
    let given = plans.indices.filter { own[$0] != nil }
    guard others.count >= 19, !given.isEmpty else { return nil }
    // By specification the middle and the width where nothing was done.
    let moments = plans.indices.map { place -> (mean: Double, deviation: Double) in
      let values = others.compactMap { $0[place] }
      guard values.count > 2 else { return (0, .infinity) }
      return (Summation.mean(values), Summation.variance(values).squareRoot())
    }
    func distance(_ value: Double?, _ place: Int) -> Double {
      value.map { abs($0 - moments[place].mean) / moments[place].deviation } ?? 0
    }
    let largest = others.map { curve in
      given.map { distance(curve[$0], $0) }.max() ?? 0
    }
    func share(_ hits: Int, of count: Int) -> Double { Double(hits + 1) / Double(count + 1) }
    let points = given.map { place -> Point in
      let plan = plans[place]
      let effect = try? table[0][place].get()
      let away = distance(own[place], place)
      let alone = others.compactMap { $0[place] }
      return Point(
        method: estimators[plan.estimator].method.identifier,
        scale: variants[plan.variant].study.outcome.scale,
        isNormalised: variants[plan.variant].isNormalised, beforeShare: plan.share,
        donors: plan.donors, percent: own[place] ?? 0,
        lower: effect?.relative?.interval?.lower, upper: effect?.relative?.interval?.upper,
        pValue: share(alone.count { distance($0, place) >= away }, of: alone.count),
        familyP: share(largest.count { $0 >= away }, of: largest.count),
        isMain: variants[plan.variant].isMain && plan.share == 1 && plan.donors == .all
          && plan.estimator == main)
    }.sorted { ($0.percent, $0.method) < ($1.percent, $1.method) }
    func middle(_ curve: [Double?]) -> Double {
      Summation.median(
        given.compactMap { place in
          curve[place].map { $0 - moments[place].mean }
        })
    }
    let median = middle(own)
    let medians = others.map(middle)
    return Result(
      points: points, failed: plans.count - given.count,
      failures: [Unestimated](table[0].divided().failures),
      controlFailures: [Unestimated](table.dropFirst().flatMap { $0 }.divided().failures),
      controls: others.count,
      median: Summation.median(points.map(\.percent)),
      medianP: share(medians.count { abs($0) >= abs(median) }, of: medians.count),
      agreement: Double(points.count { ($0.percent < 0) == (median < 0) }) / Double(points.count))
  }

  /// A study with a part of its period before and of its donors.
  private func specified(_ study: Study, _ plan: Plan) throws(EstimationError) -> Study {
    var chosen = study.treatedIndices
    let donors = study.donorIndices
    switch plan.donors {
    case .all: chosen += donors
    case .half:
      var stream = RandomStream(seed: seed, index: 99)
      chosen += donors.filter { _ in stream.uniform() < 0.5 }
    case .similar:
      let rows = study.beforePositions
      let average = study.treatedAverage
      func correlation(_ station: Int) -> Double {
        var pairs: [(Double, Double)] = []
        for row in rows {
          let (one, other) = (average[row], study.panel.matrix[row, station])
          if !one.isNaN, !other.isNaN { pairs.append((one, other)) }
        }
        let (left, right) = (Summation.mean(pairs.map(\.0)), Summation.mean(pairs.map(\.1)))
        var (cross, first, second) = (0.0, 0.0, 0.0)
        for (one, other) in pairs {
          cross += (one - left) * (other - right)
          first += (one - left) * (one - left)
          second += (other - right) * (other - right)
        }
        return first > 0 && second > 0 ? cross / (first * second).squareRoot() : -1
      }
      let ranked = donors.map { ($0, correlation($0)) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
      chosen += ranked.prefix((donors.count + 1) / 2).map(\.0)
    }
    let all = study.beforePositions
    let first = all.upperBound - Int((plan.share * Double(all.count)).rounded())
    guard chosen.count > study.treatedIndices.count else {
      throw .numerical("error.study.specification-without-donors")
    }
    guard first < all.upperBound - 1,
      let before = DatePeriod(study.panel.axis.date(at: first), through: study.before.last)
    else {
      throw .tooFewObservations(
        found: max(0, all.upperBound - first), needed: 2, period: study.before.description)
    }
    let rows = first..<study.panel.axis.count
    return try Study(
      title: study.title, measure: study.measure, outcome: study.outcome,
      panel: Panel(
        stations: chosen.map { study.panel.stations[$0] }, pollutant: study.panel.pollutant,
        unit: study.panel.unit, axis: study.panel.axis.part(rows),
        matrix: Matrix(columns: chosen.map { Array(study.panel.matrix.column($0)[rows]) })),
      treatments: chosen.map { study.treatments[$0] }, before: before, after: study.after)
  }
}

extension SpecificationCurve.Variant {
  /// How many donors the study has.
  public var donors: Int { study.donorIndices.count }
}

extension StudyDescription {
  /// The same question on a scale.
  public func on(_ scale: Outcome.Scale) -> StudyDescription {
    var description = StudyDescription(
      title: title, question: question, measure: measure,
      outcome: Outcome(
        pollutant: outcome.pollutant, average: outcome.average, scale: scale,
        minimumCapture: outcome.minimumCapture, largestGap: outcome.largestGap,
        background: outcome.background),
      treated: treated, ownStarts: ownStarts, donors: donors, before: before, after: after,
      covariates: covariates, predictors: predictors, constants: constants, series: series,
      referenceState: referenceState, quality: quality, weather: weather, estimators: estimators,
      calibration: calibration)
    description.main = main
    description.thresholds = thresholds
    return description
  }
}
