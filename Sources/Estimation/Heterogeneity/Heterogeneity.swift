public import AirQuality
import Cooperation
import Documents
import Foundation
import NumericKernels

/// Whether an effect is the same in every season, on weekdays and at weekends, at all hours, winds and levels,
/// and whether it lasts.
///
/// Of each part (winter, weekends, the first third of the period after …) the effect is the mean over treated
/// stations of how their distance to the donors' mean changed within that part. Parts are held against their
/// own mean, so that an effect that is the same everywhere gives no difference. The same is done for other
/// groups of stations: they say how far parts differ by chance, with the dependence between days and
/// between parts as it is. Treated stations may stand in these groups, since the same effect in all parts
/// moves no difference: groups of donors alone would never show the one odd station that is treated, and
/// called 15 % of panels different at five treated of 47 (the covariance of the prefectures). All parts of a
/// kind are tested together by the rank of their summed squared distances among the groups. Single parts go by
/// rank too, where groups of several stations are many enough; with one treated station by Student's
/// distribution about the others' mean and spread, since ranks among a few dozen stations could not pass
/// Holm's correction over all parts of all kinds. Joint p-values are corrected by Holm over the kinds.
///
/// - Source: the comparison with groups of donors as in `Calibration`; Holm (1979), Scandinavian Journal of
///   Statistics 6:65 (from memory).
public struct Heterogeneity: Hashable, Codable, Sendable {
  /// By what an effect may differ.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// Winter, spring, summer, autumn.
    case season
    /// Weekdays and weekends.
    case weekday
    /// Night, morning, afternoon and evening, six hours each; for hourly series.
    case hour
    /// Four sectors of wind, from `wind_direction` among the covariates.
    case sector
    /// Thirds of the steps by the donors' mean: low, middling and high levels.
    case level
    /// Thirds of the period after, and what follows the end of the measure: fade-out and rebound.
    case persistence
    /// The treated stations one by one.
    case station
  }

  /// What is asked. Default: what every daily study can answer.
  public var kinds: [Kind] = [.season, .weekday, .level, .persistence]
  /// Groups of stations, at most. Default: 999, so that a rank may stand Holm's correction.
  public var controls = 999
  /// Seed of their choice. Default: 1.
  public var seed: UInt64 = 1

  /// All settings at their defaults.
  public init() {}

  /// Steps that a part needs in either period.
  static let fewestSteps = 8
  /// Donors from which the spread of groups is believed.
  static let fewestDonors = 10

  /// Asks all kinds.
  ///
  /// - Parameters:
  ///   - study: where the measure ended inside the data, with its end taken away and the days behind it.
  ///   - end: its last day in force; `nil` where it stays.
  ///   - threads: how many; the answer does not depend on it.
  /// - Throws: `EstimationError.tooFewStations` with fewer than ten donors or 20 groups of them.
  public func ask(
    _ study: Study, end: CivilDate? = nil, threads: Int? = nil
  ) throws(EstimationError) -> HeterogeneityFindings {
    let size = study.treatedIndices.count
    let groups = PseudoTreatment.groups(
      among: Array(study.panel.stations.indices), size: size, atMost: controls, seed: seed
    ).filter { $0 != study.treatedIndices }
    guard study.donorIndices.count >= Self.fewestDonors, groups.count >= Calibration.fewestControls
    else {
      throw .tooFewStations(
        found: study.donorIndices.count,
        needed: max(Self.fewestDonors, size + 2, size == 1 ? Calibration.fewestControls : 0),
        kind: "error.study.donors", method: "heterogeneity")
    }
    let gaps = StationGaps(study)
    var asked: [(kind: Kind, parts: [HeterogeneityPart])] = []
    var refused: [HeterogeneityFindings.Refusal] = []
    for kind in kinds {
      do throws(PartRefusal) {
        asked.append((kind, try HeterogeneityPart.parts(of: kind, study, gaps, end: end)))
      } catch {
        refused.append(.init(kind: kind, reason: error.reason))
      }
    }
    let plans = asked.map { (kind: $0.kind, parts: $0.parts, table: PartTable(gaps, $0.parts)) }
    let found = parallelMap(count: groups.count, threads: threads) { index in
      plans.map { $0.table.effects(of: groups[index]) }
    }
    let isLog = study.outcome.scale == .log
    var kinds: [HeterogeneityFindings.KindFindings] = []
    for (place, plan) in plans.enumerated() {
      let others = found.map { $0[place] }.filter { $0.allSatisfy(\.isFinite) }
      let own = plan.table.own
      guard own.allSatisfy(\.isFinite), others.count >= Calibration.fewestControls else {
        refused.append(.init(kind: plan.kind, reason: "error.heterogeneity.few-controls"))
        continue
      }
      kinds.append(
        PartTest(
          own, others, freedom: Double(study.donorIndices.count - 1), isByRank: size > 1
        )
        .findings(plan.kind, plan.parts, isLog: isLog))
    }
    return HeterogeneityFindings(
      kinds: kinds.corrected(), refused: refused, controls: groups.count,
      unit: isLog ? "%" : study.differenceUnit)
  }
}

/// Why a kind cannot be asked.
struct PartRefusal: Error {
  let reason: Message
}

/// What all parts of a kind gave at the treated stations and at groups of donors.
struct PartTest {
  /// Effects by part on the outcome's scale.
  let own: [Double]
  /// The same of each group.
  let others: [[Double]]
  /// Degrees of freedom of the groups' spread: groups share stations.
  let freedom: Double
  /// Whether single parts go by rank.
  let isByRank: Bool

  init(_ own: [Double], _ others: [[Double]], freedom: Double, isByRank: Bool) {
    self.isByRank = isByRank
    self.own = own
    self.others = others
    self.freedom = freedom
  }

  /// Parts about their own mean.
  private static func differences(_ effects: [Double]) -> [Double] {
    let mean = Summation.mean(effects)
    return effects.map { $0 - mean }
  }

  func findings(
    _ kind: Heterogeneity.Kind, _ parts: [HeterogeneityPart], isLog: Bool
  ) -> HeterogeneityFindings.KindFindings {
    let away = Self.differences(own)
    let table = others.map(Self.differences)
    let count = Double(others.count)
    func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
      (Summation.mean(values), Summation.variance(values).squareRoot())
    }
    let spreads = own.indices.map { part in moments(table.map { $0[part] }) }
    // The square of a group's distances, each from the moments of the other groups, as the treated
    // stations meet the moments of all.
    let squares = table.map { effects in
      effects.indices.reduce(0.0) { sum, part in
        let all = spreads[part]
        let mean = (count * all.mean - effects[part]) / (count - 1)
        let gap = effects[part] - all.mean
        let variance = max(
          0,
          ((count - 1) * all.deviation * all.deviation - count / (count - 1) * gap * gap)
            / (count - 2))
        return sum + Self.squared(effects[part] - mean, variance)
      }
    }
    let square = away.indices.reduce(0.0) { sum, part in
      let all = spreads[part]
      return sum + Self.squared(away[part] - all.mean, all.deviation * all.deviation)
    }
    let larger = Double(squares.count { $0 >= square })
    let joint = PValue(
      value: (larger + 1) / (count + 1), method: "how.ranks-of-controls",
      smallestPossible: 1 / (count + 1))
    let reach = Distribution.studentQuantile(0.975, degreesOfFreedom: freedom)
    func inUnit(_ value: Double) -> Double { isLog ? 100 * expm1(value) : value }
    return HeterogeneityFindings.KindFindings(
      kind: kind,
      parts: parts.indices.map { part in
        let deviation = moments(others.map { $0[part] }).deviation
        let spread = deviation * (1 + 1 / count).squareRoot()
        let all = spreads[part]
        let wide = all.deviation * (1 + 1 / count).squareRoot()
        let value = own[part]
        return HeterogeneityFindings.Part(
          name: parts[part].name, stepsBefore: parts[part].stepsBefore,
          stepsAfter: parts[part].stepsAfter, estimate: inUnit(value),
          interval: ConfidenceInterval(
            lower: inUnit(value - reach * spread), upper: inUnit(value + reach * spread),
            level: 0.95, method: "how.ranks-of-controls"),
          difference: inUnit(away[part] - all.mean),
          pValue: pValue(away[part] - all.mean, among: table.map { $0[part] - all.mean }, wide),
          holm: 1)
      }, joint: joint, holm: joint.value)
  }

  private func pValue(_ distance: Double, among others: [Double], _ spread: Double) -> Double {
    guard !isByRank else {
      let larger = others.count { abs($0) >= abs(distance) }
      return Double(larger + 1) / Double(others.count + 1)
    }
    return spread > 0
      ? Distribution.twoSidedP(t: distance / spread, degreesOfFreedom: freedom) : 1
  }

  private static func squared(_ distance: Double, _ variance: Double) -> Double {
    variance > 0 ? distance * distance / variance : 0
  }
}

/// Holm's correction: the smallest p-value times the number of tests, the next times one less, never
/// falling.
enum HolmCorrection {
  static func corrected(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var result = values
    var highest = 0.0
    for (rank, place) in order.enumerated() {
      highest = max(highest, min(1, Double(values.count - rank) * values[place]))
      result[place] = highest
    }
    return result
  }
}

extension [HeterogeneityFindings.KindFindings] {
  /// With p-values that allow for all parts, and joint ones that allow for all kinds.
  func corrected() -> Self {
    let joint = HolmCorrection.corrected(map(\.joint.value))
    let single = HolmCorrection.corrected(flatMap { $0.parts.map(\.pValue) })
    var result = self
    var place = 0
    for kind in indices {
      result[kind].holm = joint[kind]
      for part in result[kind].parts.indices {
        result[kind].parts[part].holm = single[place]
        place += 1
      }
    }
    return result
  }
}
