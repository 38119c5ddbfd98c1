import Documents
import NumericKernels
import PanelKernels

/// Inference that gives the measure to other groups among all stations, the treated included.
extension PanelInference {
  /// Other groups in the treated stations' place, about `draws`, each in the order of their starts.
  ///
  /// All groups where there are so few; else those that turn the stations, put into a circle at
  /// random, by one place after the other. Turns form a group, which makes ranks exact for this
  /// very arrangement; sets of groups drawn one by one are exact only on average over the draws.
  /// Circles are as long as draws are wanted, several beside or after each other where need be.
  ///
  /// - Source: Hemerik and Goeman (2018), doi:10.1007/s11749-017-0571-1, on what sets of
  ///   permutations make tests exact.
  func reassignments(_ assignment: PanelAssignment) -> [[Int]] {
    let treated = assignment.treated.sorted()
    let units = (treated + assignment.donors).sorted()
    let drawn = PseudoTreatment.groups(
      among: units, size: treated.count, atMost: draws + 1, seed: seed)
    if drawn.count <= draws { return drawn.filter { $0 != treated } }
    let length = min(units.count, draws + 1)
    var groups: [[Int]] = []
    // At least nineteen, fewer of which no test at 5 % is made from.
    for round in 0..<max(draws / (length - 1), (17 + length) / (length - 1)) {
      var stream = RandomStream(seed: seed, index: UInt64(round))
      var order = units
      for place in order.indices.dropLast() {
        order.swapAt(place, place + stream.index(below: order.count - place))
      }
      let places = assignment.treated.compactMap { order.firstIndex(of: $0) }
      for turn in 1..<length {
        let group = places.map { place -> Int in
          let first = place / length * length
          // What is left over makes a shorter circle.
          let size = min(length, order.count - first)
          return order[first + (place - first + turn) % size]
        }
        if group.sorted() != treated { groups.append(group) }
      }
    }
    return groups
  }

  /// Fisher's test of every constant effect, inverted.
  ///
  /// Under the hypothesis of an effect τ, what the treated stations would have shown without the
  /// measure is known, and any group of stations could have been the treated one. Groups drawn
  /// from the donors alone are no such test when several stations are treated: they share the
  /// donors, and the treated group is not one of them. An estimate is linear in the outcome after
  /// the measure once its weights are given, so that two fits of a group, without effect and with
  /// one taken off, say how it depends on τ, and the set of all τ that are not rejected has its
  /// ends at order statistics. Where weights move with the outcome after the measure (time weights,
  /// second cohorts) the line between the two fits is an approximation; the p-value is not.
  ///
  /// - Returns: `nil` when the set has no end: for some groups the estimate follows the removed
  ///   effect as closely as for the treated, so that no effect, however large, is rejected.
  /// - Source: Fisher (1935); Firpo and Possebom (2018), doi:10.1515/jci-2016-0026, section 3,
  ///   constant effects; Abadie, Diamond and Hainmueller (2010), doi:10.1198/jasa.2009.ap08746,
  ///   who shift the treated unit to the donors.
  func randomisation(
    _ fit: Counterfactual, _ kernel: some CounterfactualKernel, _ panel: DonorPanel,
    groups: [[Int]], gaps: Bool
  ) throws(EstimationError) -> PanelUncertainty? {
    let assignment = panel.assignment
    let repeated = try EstimationError.numerical { () throws(KernelError) in
      try kernel.repeated(after: fit, panel.prepared, assignment)
    }
    let tested = testedEffect(fit, panel)
    let found = try EstimationError.numerical { () throws(KernelError) in
      let without = try panel.withoutEffect(tested)
      return try parallelMap(
        count: groups.count,
        throwing: { (index) throws(KernelError) -> Reassigned in
          let other = assignment.reassigned(to: groups[index])
          let plain = try repeated.fit(panel.prepared, other, path: false).effect
          let adjusted = try repeated.fit(without, other, path: gaps)
          let observed = gaps ? without.meanPath(of: groups[index]) : []
          return Reassigned(
            pull: EffectPull(effect: plain, share: (plain - adjusted.effect) / tested),
            gap: zip(observed, adjusted.expected).map { $0 - $1 })
        })
    }
    let count = found.count
    let inversion = RankInversion(found.map(\.pull), estimate: fit.effect, level: level)
    guard inversion.level == level else {
      throw .badSetting(
        "draws", method: method.identifier,
        problem: Message("error.study.groups-are-too-few", ["count": .fact(count)]))
    }
    guard let lower = inversion.lower, let upper = inversion.upper else { return nil }
    let placebos = found.map { $0.pull.effect - $0.pull.share * fit.effect }
    let mean = Summation.mean(placebos)
    return PanelUncertainty(
      standardError: (Summation.sum(placebos.map { ($0 - mean) * ($0 - mean) }) / Double(count))
        .squareRoot(),
      degreesOfFreedom: nil, lower: lower, upper: upper, level: level,
      method: Message("how.randomisation", ["count": .count(count)]), pValue: inversion.pValue,
      placebos: placebos, gaps: gaps ? found.map(\.gap) : [], groups: groups)
  }

  /// The effect whose removal shows how groups depend on it: the estimate, or a tenth of the
  /// spread of the gap where the estimate is too small for a slope.
  private func testedEffect(_ fit: Counterfactual, _ panel: DonorPanel) -> Double {
    let values = panel.prepared.values.storage
    let spread = Summation.variance(values).squareRoot()
    let least = 0.05 * spread
    guard abs(fit.effect) < least else { return fit.effect }
    return fit.effect < 0 ? -least : least
  }
}

/// What one group shows in the treated group's place.
private struct Reassigned: Sendable {
  let pull: EffectPull
  /// Course of the gap without the effect; empty when not asked for.
  let gap: [Double]
}

/// A group's estimate, and how an effect of the treated stations pulls at it.
struct EffectPull: Sendable {
  /// Estimate with the outcome as it is.
  let effect: Double
  /// How much of an effect of the treated stations is in it.
  let share: Double

  /// The effects τ at which the group's estimate |a − bτ| is at least as far from zero as the
  /// treated group's |τ̂ − τ|.
  fileprivate func bounds(around estimate: Double) -> (lower: Double, upper: Double) {
    guard abs(share) < 1 else { return (-.infinity, .infinity) }
    let ends = [(estimate + effect) / (1 + share), (estimate - effect) / (1 - share)]
    return (min(ends[0], ends[1]), max(ends[0], ends[1]))
  }
}

/// The rank test of every constant effect, inverted: interval and p-value of one test.
struct RankInversion {
  /// `nil` where no effect, however large, is rejected on that side.
  let lower: Double?
  let upper: Double?
  /// The level that was asked for, or the highest that so few groups give.
  let level: Double
  let pValue: PValue

  /// - Parameter groups: at least one.
  init(_ groups: [EffectPull], estimate: Double, level asked: Double) {
    let count = groups.count
    let bounds = groups.map { $0.bounds(around: estimate) }
    // As many groups must reach as far for the test to keep an effect.
    let needed = Int(((1 - asked) * Double(count + 1) + 1e-9).rounded(.down))
    level = needed >= 1 ? asked : Double(count) / Double(count + 1)
    let low = bounds.map(\.lower).sorted()[max(needed, 1) - 1]
    let high = bounds.map(\.upper).sorted()[count - max(needed, 1)]
    lower = low.isFinite ? low : nil
    upper = high.isFinite ? high : nil
    let asLarge = groups.reduce(0) { $0 + (abs($1.effect) >= abs(estimate) ? 1 : 0) }
    pValue = PValue(
      value: Double(asLarge + 1) / Double(count + 1),
      method: "how.ranks-of-groups",
      smallestPossible: 1 / Double(count + 1))
  }
}

extension PanelAssignment {
  /// The same starts in another group of all units; the treated become donors where they are not
  /// in it.
  func reassigned(to group: [Int]) -> PanelAssignment {
    let members = Set(group)
    return PanelAssignment(
      treated: group, starts: starts, donors: (treated + donors).filter { !members.contains($0) })
  }
}

extension DonorPanel {
  /// The panel with a constant effect taken off the treated cells.
  func withoutEffect(_ effect: Double) throws(KernelError) -> PreparedPanel {
    var values = prepared.values
    for (unit, start) in zip(assignment.treated, assignment.starts) {
      for row in start..<values.rows { values[row, unit] -= effect }
    }
    return try PreparedPanel(
      values, starts: assignment.starts, covariates: prepared.covariates,
      predictors: prepared.predictors)
  }
}
