import AirQuality
import Cooperation
import Foundation
import NumericKernels

/// The study repeated on negative controls: groups of donors treated as if the measure had been
/// taken there.
///
/// Nothing was done at a donor, so whatever an estimator finds there is its error in these data:
/// weather that the model misses, shared shocks, intervals that are too narrow. The estimate is
/// reported beside that empirical null.
///
/// - Source: Schuemie et al. (2014), doi:10.1002/sim.5925, for the null and the p-value;
///   Schuemie et al. (2018), doi:10.1073/pnas.1708282114, for the interval, here under the
///   assumption that the systematic error does not change with the size of the effect.
public struct Calibration: Hashable, Codable, Sendable {
  /// How many pseudo-treated groups. Default: 200.
  public var negativeControls = 200
  /// Seed of the draw of groups. Default: 1.
  public var seed: UInt64 = 1

  /// All settings at their defaults.
  public init() {}

  /// Repeats an estimate on negative controls.
  ///
  /// Groups have as many stations as the study treats, drawn without replacement among the
  /// donors; the truly treated stations take no part. When there are no more different groups
  /// than asked for, each is used once.
  ///
  /// - Parameters:
  ///   - threads: how many; the answer does not depend on it.
  ///   - progress: told after each control how many of how many are done, on the control's thread.
  /// - Returns: `nil` when fewer than 20 different groups exist or fewer than 20 of them can be
  ///   estimated: a null distribution from less would only look like one.
  ///   `nil` too when the estimate adjusts for covariates, which a study has for its treated
  ///   stations only: the controls would be another method's.
  public func calibrate(
    _ effect: EffectEstimate, _ estimator: any EffectEstimator, on study: Study,
    threads: Int? = nil, progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
  ) -> CalibratedEffect? {
    guard study.covariates.isEmpty || !type(of: estimator).usesCovariates else { return nil }
    let groups = PseudoTreatment.groups(
      among: study.donorIndices, size: study.treatedIndices.count, atMost: negativeControls,
      seed: seed)
    guard groups.count >= 20 else { return nil }
    let starts = study.treatedIndices.map { study.treatments[$0] }
    let found = parallelMap(count: groups.count, threads: threads, progress: progress) { index in
      PseudoTreatment.study(study, treating: groups[index], like: starts)
        .flatMap { try? estimator.anyEffect(of: $0) }
    }
    let controls = found.compactMap(\.self)
    guard controls.count >= 20 else { return nil }
    return CalibratedEffect(
      effect, controls: controls, failed: groups.count - controls.count,
      logScale: study.outcome.scale == .log,
      independent: starts.count > 1
        ? min(
          Double(controls.count), Double(study.donorIndices.count / starts.count)) : nil)
  }
}

/// Studies in which a group of donors stands for the treated.
enum PseudoTreatment {
  /// Different groups of donors in a fixed order.
  static func groups(
    among donors: [Int], size: Int, atMost count: Int, seed: UInt64
  ) -> [[Int]] {
    // Two donors must be left to compare with.
    guard size > 0, donors.count >= size + 2 else { return [] }
    let all = combinations(donors.count, size)
    if all <= count { return enumerate(donors, size: size) }
    var seen: Set<[Int]> = []
    var groups: [[Int]] = []
    var draw: UInt64 = 0
    while groups.count < count, draw < UInt64(count) * 50 {
      var stream = RandomStream(seed: seed, index: draw)
      var pool = donors
      for position in 0..<size {
        pool.swapAt(position, position + stream.index(below: pool.count - position))
      }
      let group = pool[..<size].sorted()
      if seen.insert(group).inserted { groups.append(group) }
      draw += 1
    }
    return groups
  }

  /// The study without its treated stations and with a group of donors in their place, which
  /// take over the starts of the treated in order.
  static func study(_ study: Study, treating group: [Int], like starts: [Treatment]) -> Study? {
    let members = Set(group)
    let taken = Dictionary(uniqueKeysWithValues: zip(group, starts))
    let order = group + study.donorIndices.filter { !members.contains($0) }
    let panel = study.panel
    // Of the covariates' stations those that are left.
    return try? Study(
      title: study.title, measure: study.measure, outcome: study.outcome,
      panel: Panel(
        stations: order.map { panel.stations[$0] }, pollutant: panel.pollutant,
        unit: panel.unit, axis: panel.axis,
        matrix: Matrix(columns: order.map { panel.matrix.column($0) })),
      treatments: order.map { taken[$0] ?? .never },
      before: study.before, after: study.after, stationCovariates: study.stationCovariates,
      predictors: study.predictors)
  }

  /// The number of subsets, capped so that it cannot overflow.
  private static func combinations(_ total: Int, _ size: Int) -> Int {
    var result = 1
    for step in 0..<min(size, total - size) {
      result = result * (total - step) / (step + 1)
      if result > 1_000_000 { return .max }
    }
    return result
  }

  private static func enumerate(_ donors: [Int], size: Int) -> [[Int]] {
    guard size > 0 else { return [[]] }
    guard donors.count >= size else { return [] }
    return donors.indices.flatMap { first in
      enumerate(Array(donors[(first + 1)...]), size: size - 1).map { [donors[first]] + $0 }
    }
  }
}
