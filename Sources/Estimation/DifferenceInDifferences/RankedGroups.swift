import Documents
import NumericKernels
import PanelKernels

/// The two-way estimate for other groups of stations in the treated ones' place.
///
/// With few treated stations the errors of a sum over clusters come from those few alone. Ranks ask
/// instead how large the same estimate is where nothing was done. The estimate is linear in the
/// outcome, so that two fits of a group, to the outcome and to the treatment itself, say exactly how
/// it depends on an effect that is taken off, and the set of all constant effects that are not
/// rejected has its ends at order statistics.
///
/// - Source: MacKinnon and Webb (2020), doi:10.1016/j.jeconom.2020.04.024; sets of groups after
///   Hemerik and Goeman (2018), doi:10.1007/s11749-017-0571-1; inversion Firpo and Possebom (2018),
///   doi:10.1515/jci-2016-0026.
struct RankedGroups {
  let scaled: ScaleEstimate
  let pValue: PValue

  /// - Throws: `EstimationError.tooFewStations` where no other group can be formed or none rejects
  ///   any effect.
  init(
    _ panel: PanelSample, _ fit: TwoWayFixedEffects, draws: Int, seed: UInt64, level: Double
  ) throws(EstimationError) {
    let method = DifferenceInDifferences.method
    let treated = panel.treatedFrom.indices.filter { panel.treatedFrom[$0] != nil }
    let assignment = PanelAssignment(
      treated: treated, starts: treated.compactMap { panel.treatedFrom[$0] },
      donors: panel.treatedFrom.indices.filter { panel.treatedFrom[$0] == nil })
    let groups = PanelInference(
      inference: .randomisation, draws: draws, seed: seed, level: level, method: method
    ).reassignments(assignment)
    let contrast = TwoWayContrast(panel.values)
    let pulls = try EstimationError.numerical { () throws(KernelError) in
      try parallelMap(
        count: groups.count,
        throwing: { (index) throws(KernelError) -> EffectPull in
          var starts = [Int?](repeating: nil, count: panel.treatedFrom.count)
          for (unit, start) in zip(groups[index], assignment.starts) { starts[unit] = start }
          let found = try contrast.coefficients(treatedFrom: starts, other: panel.treatedFrom)
          return EffectPull(effect: found.outcome, share: found.share)
        })
    }
    guard !pulls.isEmpty else {
      throw .tooFewStations(
        found: assignment.donors.count, needed: 2, kind: "error.study.donors", method: method.name)
    }
    let inversion = RankInversion(pulls, estimate: fit.coefficient, level: level)
    guard let lower = inversion.lower, let upper = inversion.upper else {
      throw .badSetting(
        "inference", method: method.identifier,
        problem: "error.study.set-effects-ranks-do")
    }
    pValue = inversion.pValue
    let placebos = pulls.map { $0.effect - $0.share * fit.coefficient }
    let mean = Summation.mean(placebos)
    scaled = ScaleEstimate(
      value: fit.coefficient,
      standardError: (Summation.sum(placebos.map { ($0 - mean) * ($0 - mean) })
        / Double(placebos.count)).squareRoot(),
      degreesOfFreedom: nil, lower: lower, upper: upper, level: inversion.level,
      method: Message("how.randomisation", ["count": .count(pulls.count)]))
  }
}
