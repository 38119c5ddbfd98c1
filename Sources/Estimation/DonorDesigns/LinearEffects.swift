import AirQuality
import Documents
import NumericKernels
import PanelKernels

/// Effects that grow evenly from the start, by the rank test of the ratio of errors after and
/// before.
///
/// The effect is c times the time since the first step of the measure, 0 at that step: days, or
/// calendar months or years where the steps are made of them (`SlopeTime`). Under the
/// hypothesis of a slope c the treated stations without the measure are known, and with them every
/// station's ratio of mean square errors after and before. The set holds each slope at which the
/// treated stations’ ratio is not among the largest.
///
/// With weights learnt from rows before alone, placebos have the treated stations, the effect taken
/// off, among their donors; all stations are then treated alike, as an exact test wants, and groups
/// have as many donors as the treated one. Otherwise they are the design's own placebos among donors, which do not depend
/// on the slope, and the test is exact no more than theirs. Either way each ratio is a quadratic in
/// the slope, so that the set is found from roots.
///
/// - Source: Firpo and Possebom (2018), doi:10.1515/jci-2016-0026, linear effects; the
///   ratio of errors from Abadie, Diamond and Hainmueller (2010), doi:10.1198/jasa.2009.ap08746.
struct LinearEffects: Sendable {
  /// Slope with the least squared gaps after the start, outcome per `time`.
  let slope: Double
  /// Slopes that are not rejected, ascending, infinite where there is no end; none where every
  /// slope is rejected.
  let kept: [ArgumentInterval]
  /// Of no slope.
  let pValue: Double
  /// Placebos.
  let count: Int
  /// What slopes are counted by.
  let time: SlopeTime

  var smallestPValue: Double { 1 / Double(count + 1) }
}

/// A group's gap, and how much of the treated stations' effect that is taken off comes into it.
struct SlopedGap: Sendable {
  let gap: [Double]
  /// −1 for the treated stations themselves, their weight for placebos.
  let share: Double
}

/// What slopes are counted by: months have no number of days.
enum SlopeTime: String, Sendable {
  case day, month, year

  /// The unit and how many of it a step is.
  static func of(_ step: TimeStep) -> (Self, Double) {
    switch step {
    case .seconds(let seconds): (.day, Double(seconds) / 86_400)
    case .months(let months) where months % 12 == 0: (.year, Double(months / 12))
    case .months(let months): (.month, Double(months))
    }
  }
}

extension LinearEffects {
  /// - Parameters:
  ///   - times: since the start, one a row after it.
  ///   - floor: mean square before at or below which a group is met exactly.
  /// - Returns: `nil` where a group is met exactly before, so that its ratio has no value.
  init?(
    treated: SlopedGap, placebos: [SlopedGap], times: [Double], by time: SlopeTime, level: Double,
    floor: Double
  ) {
    guard let own = treated.ratio(times, floor: floor) else { return nil }
    let others = placebos.compactMap { $0.ratio(times, floor: floor) }
    guard others.count == placebos.count else { return nil }
    let count = others.count
    let needed = Int(((1 - level) * Double(count + 1) + 1e-9).rounded(.down))
    kept = QuadraticRankSet.arguments(where: others.map { $0 - own }, atLeast: needed)
    let asLarge = others.reduce(0) { $0 + ($1.constant >= own.constant ? 1 : 0) }
    pValue = Double(asLarge + 1) / Double(count + 1)
    slope = -own.linear / (2 * own.square)
    self.count = count
    self.time = time
  }
}

extension SlopedGap {
  /// Mean square after over mean square before, by the slope that is taken off.
  fileprivate func ratio(_ times: [Double], floor: Double) -> Quadratic? {
    let start = gap.count - times.count
    let before = gap[..<start].reduce(0) { $0 + $1 * $1 } / Double(start)
    guard before > floor else { return nil }
    let after = Array(gap[start...])
    let scale = 1 / (before * Double(times.count))
    return Quadratic(
      square: share * share * LinearAlgebra.dot(times, times) * scale,
      linear: 2 * share * LinearAlgebra.dot(times, after) * scale,
      constant: LinearAlgebra.dot(after, after) * scale)
  }
}

extension PanelInference {
  /// Adds the set of linear effects to a placebo study, or why there is none.
  ///
  /// Nothing is added with several starts or a single step after the start: there is no one time
  /// since the start, or no slope.
  func addLinearEffects(
    to result: inout PanelUncertainty, _ fit: Counterfactual,
    _ repeated: some CounterfactualKernel, _ panel: DonorPanel
  ) throws(EstimationError) {
    let assignment = panel.assignment
    let rows = panel.prepared.values.rows
    guard assignment.cohorts.count == 1, let start = assignment.starts.first, rows - start >= 2
    else { return }
    let (time, step) = SlopeTime.of(panel.study.panel.axis.step)
    let values = panel.prepared.values.storage
    let treated = SlopedGap(
      gap: zip(panel.observedPath, fit.expected).map { $0 - $1 }, share: -1)
    result.linearEffects = LinearEffects(
      treated: treated,
      placebos: try slopedPlacebos(result, repeated, panel),
      times: (start..<rows).map { Double(panel.positions[$0] - panel.positions[start]) * step },
      by: time,
      level: level,
      // A hundred-millionth of the outcome's size: below that the gap is rounding.
      floor: 1e-16 * Summation.mean(values.map { $0 * $0 }))
    result.diagnostics.append(
      result.linearEffects?.diagnostic(level: level, unit: panel.study.scaleUnit)
        ?? Diagnostic("linear-effects-undefined", .note))
  }

  private func slopedPlacebos(
    _ result: PanelUncertainty, _ repeated: some CounterfactualKernel, _ panel: DonorPanel
  ) throws(EstimationError) -> [SlopedGap] {
    let assignment = panel.assignment
    guard repeated.learnsFromRowsBefore else {
      return result.gaps.map { SlopedGap(gap: $0, share: 0) }
    }
    let groups = result.groups
    return try EstimationError.numerical { () throws(KernelError) in
      try parallelMap(
        count: groups.count,
        throwing: { (index) throws(KernelError) -> SlopedGap in
          let other = assignment.reassigned(to: groups[index])
          let found = try repeated.fit(panel.prepared, other, path: true)
          let observed = panel.prepared.meanPath(of: groups[index])
          let share = zip(other.donors, found.donorWeights).reduce(0) { sum, donor in
            assignment.treated.contains(donor.0) ? sum + donor.1 : sum
          }
          return SlopedGap(gap: zip(observed, found.expected).map { $0 - $1 }, share: share)
        })
    }
  }
}

extension LinearEffects {
  /// What the set looks like.
  enum Form: String {
    case bounded, endless, empty
  }

  var form: Form {
    if kept.isEmpty { return .empty }
    return kept.allSatisfy { $0.lower.isFinite && $0.upper.isFinite } ? .bounded : .endless
  }

  func diagnostic(level: Double, unit: String) -> Diagnostic {
    let facts: [String: Value] = [
      "p": .probability(pValue), "percent": .share(level), "smallest": .three(smallestPValue),
      "period": .message(Message("period.\(time.rawValue)")), "unit": .unit(unit),
    ]
    switch (form, kept.count) {
    case (.empty, _):
      return Diagnostic("linear-effects-empty", .note, facts)
    case (.bounded, 1):
      return Diagnostic(
        time == .day ? "linear-effects" : "linear-effects-\(time.rawValue)", .note,
        saying: "linear-effects",
        facts.merging([
          "lower": .three(kept[0].lower), "upper": .three(kept[0].upper, unit: unit),
        ]) { $1 })
    default:
      let parts: [Value] = kept.map { part in
        .message(
          Message(
            part.lower.isFinite
              ? part.upper.isFinite ? "slopes.between" : "slopes.above"
              : part.upper.isFinite ? "slopes.below" : "slopes.all",
            ["lower": .three(part.lower), "upper": .three(part.upper)]))
      }
      return Diagnostic(
        form == .endless ? "linear-effects-endless" : "linear-effects-parts", .note,
        saying: "linear-effects-parts", facts.merging(["parts": .list(parts)]) { $1 })
    }
  }

  /// One row a part of the set.
  func table(unit: String) -> FitTable {
    let parts: [ArgumentInterval?] = kept.isEmpty ? [nil] : kept
    return FitTable(
      name: "linear-effects",
      caption: "Slopes of an effect that grows evenly from the start which are not rejected",
      columns: [
        .init("slope", unit: "\(unit) per \(time.rawValue)"),
        .init("lower", unit: "\(unit) per \(time.rawValue)"),
        .init("upper", unit: "\(unit) per \(time.rawValue)"), .init("set", unit: ""),
        .init("p of no slope"),
        .init("smallest possible p"), .init("placebos"),
      ],
      rows: parts.map { part in
        [
          .number(slope), .init(part?.lower), .init(part?.upper), .text(form.rawValue),
          .number(pValue), .number(smallestPValue), .number(Double(count)),
        ]
      })
  }
}
