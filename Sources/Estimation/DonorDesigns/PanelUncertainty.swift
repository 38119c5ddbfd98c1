import Documents
import NumericKernels
import PanelKernels

/// How interval and p-value of a design with donors are made.
public enum DonorInference: String, Codable, Sendable, CaseIterable {
  /// Randomisation with two or more treated stations where at least 19 groups can be formed (the
  /// placebo where its set has no end), else the jackknife. With one treated station randomisation
  /// too for synthetic difference-in-differences, where there are 19 other stations; else placebo in
  /// space, its interval at 95 % from 19 donors on and at the highest level that ranks give below.
  case automatic
  /// The same estimate for other groups among all stations, the treated included.
  case randomisation
  /// The same estimate where nothing was done: groups of donors as large as the treated group.
  case placebo
  /// Leaving out one station at a time; needs two treated stations.
  case jackknife
  /// Stations drawn with replacement; needs two treated stations.
  case bootstrap
  /// Permutation of residuals over time; for synthetic controls with one start.
  case conformal
  /// Refits without blocks of steps before the measure, as long as the period after; for stations
  /// that start together. Of an interval at 95 % (1 − α) 90 % (1 − 2α) are guaranteed, where blocks
  /// are exchangeable.
  case jackknifePlus = "jackknife-plus"
  /// Panels drawn from the fitted factors; for interactive fixed effects.
  case parametric
  /// Panels drawn as the fitted course plus blocks of residual cross-sections in time; for matrix
  /// completion and interactive fixed effects, from one treated station on.
  case blockBootstrap = "block-bootstrap"
}

/// An estimate's interval and p-value on the outcome's scale, and what they were made from.
struct PanelUncertainty {
  var standardError: Double
  var degreesOfFreedom: Double?
  var lower: Double
  var upper: Double
  /// Coverage of the interval: what was asked for, or the highest that ranks give.
  var level: Double
  var method: Message
  var pValue: PValue?
  /// Placebo estimates in the order of their groups; empty for other inference.
  var placebos: [Double] = []
  /// Placebos' gaps between observed and expected, one value a row, where they were asked for.
  var gaps: [[Double]] = []
  /// Donors that stood for the treated in each placebo.
  var groups: [[Int]] = []
  /// Single steps after the start, where each has an interval of its own.
  var points: [PointEffect] = []
  /// Effects that grow evenly which placebos do not reject, where they were asked for.
  var linearEffects: LinearEffects?
  var diagnostics: [Diagnostic] = []
}

/// The effect of one step with its interval.
struct PointEffect: Sendable {
  /// Row of the panel.
  let row: Int
  let effect: Double
  /// `nil` when it has no end.
  let interval: (lower: Double, upper: Double)?
  /// Of no effect at this step; `nil` where the inference is no test.
  let pValue: Double?
}

/// Makes the uncertainty of one fit.
struct PanelInference {
  let inference: DonorInference
  let draws: Int
  let seed: UInt64
  let level: Double
  let method: Method

  func uncertainty(
    of fit: Counterfactual, by kernel: some CounterfactualKernel, _ panel: DonorPanel,
    gaps: Bool
  ) throws(EstimationError) -> PanelUncertainty {
    let assignment = panel.assignment
    let treated = assignment.treated.count
    let groups = PseudoTreatment.groups(
      among: assignment.donors, size: treated, atMost: draws, seed: seed)
    switch inference {
    case .placebo:
      guard groups.count >= 2 else {
        throw .tooFewStations(
          found: assignment.donors.count, needed: treated + 2, kind: "error.study.donors",
          method: method.name)
      }
      return try placebo(fit, kernel, panel, groups: groups, gaps: gaps)
    case .automatic:
      if treated < 2 {
        let others = reassignments(assignment)
        if kernel.core.ranksAmongAll, (1 - level) * Double(others.count + 1) >= 1,
          var found = try randomisation(fit, kernel, panel, groups: others, gaps: gaps)
        {
          if gaps {
            let repeated = try EstimationError.numerical { () throws(KernelError) in
              try kernel.repeated(after: fit, panel.prepared, assignment)
            }
            try addLinearEffects(to: &found, fit, repeated, panel)
          }
          return found
        }
        guard groups.count >= 2 else {
          throw .tooFewStations(
            found: assignment.donors.count, needed: treated + 2, kind: "error.study.donors",
            method: method.name)
        }
        return try placebo(fit, kernel, panel, groups: groups, gaps: gaps)
      }
      let others = reassignments(assignment)
      guard (1 - level) * Double(others.count + 1) >= 1 else {
        return try jackknife(fit, kernel, panel)
      }
      if let found = try randomisation(fit, kernel, panel, groups: others, gaps: gaps) {
        return found
      }
      guard groups.count >= 2 else { return try jackknife(fit, kernel, panel) }
      var found = try placebo(fit, kernel, panel, groups: groups, gaps: gaps)
      found.diagnostics.append(
        Diagnostic("randomisation-without-end", .warning))
      return found
    case .randomisation:
      guard
        let found = try randomisation(
          fit, kernel, panel, groups: reassignments(assignment), gaps: gaps)
      else {
        throw .badSetting(
          "inference", method: method.identifier,
          problem: "error.study.set-effects-are-not")
      }
      return found
    case .conformal: return try conformal(fit, kernel, panel, points: gaps)
    case .jackknifePlus: return try jackknifePlus(fit, kernel, panel, points: gaps)
    case .parametric: return try parametric(fit, kernel, panel)
    case .blockBootstrap: return try blockBootstrap(fit, kernel, panel)
    case .jackknife, .bootstrap:
      guard treated >= 2 else {
        throw .badSetting(
          "inference", method: method.identifier,
          problem: Message(
            "error.study.needs-two-treated-stations", ["inference": .fact(inference.rawValue)]))
      }
      return inference == .jackknife
        ? try jackknife(fit, kernel, panel) : try bootstrap(fit, kernel, panel)
    }
  }

  /// Placebo in space.
  ///
  /// The interval holds every effect that the rank test with the estimate among the placebos does
  /// not reject: the estimate plus and minus an order statistic of the placebos' sizes. Where there
  /// are too few placebos for ranks at the level that was asked for, it is at the highest level that
  /// they give, so that interval and p-value are one test.
  ///
  /// - Source: Abadie, Diamond and Hainmueller (2010), doi:10.1198/jasa.2009.ap08746, for one
  ///   treated unit; Arkhangelsky et al. (2021), doi:10.1257/aer.20190159, algorithm 4, for
  ///   groups; Firpo and Possebom (2018), doi:10.1515/jci-2016-0026, for sets by inversion.
  private func placebo(
    _ fit: Counterfactual, _ kernel: some CounterfactualKernel, _ panel: DonorPanel,
    groups: [[Int]], gaps: Bool
  ) throws(EstimationError) -> PanelUncertainty {
    let assignment = panel.assignment
    let repeated = try EstimationError.numerical { () throws(KernelError) in
      try kernel.repeated(after: fit, panel.prepared, assignment)
    }
    let fits = try EstimationError.numerical { () throws(KernelError) in
      try parallelMap(
        count: groups.count,
        throwing: { (index) throws(KernelError) -> (effect: Double, gap: [Double]) in
          let found = try repeated.fit(
            panel.prepared, assignment.placebo(treating: groups[index]), path: gaps)
          guard gaps else { return (found.effect, []) }
          let observed = panel.prepared.meanPath(of: groups[index])
          return (found.effect, zip(observed, found.expected).map { $0 - $1 })
        })
    }
    let found = fits.map(\.effect)
    let count = found.count
    let mean = Summation.mean(found)
    let error =
      (Summation.sum(found.map { ($0 - mean) * ($0 - mean) }) / Double(count)).squareRoot()
    let sizes = found.map { abs($0) }.sorted()
    let asLarge = sizes.reduce(0) { $0 + ($1 >= abs(fit.effect) ? 1 : 0) }
    let smallest = 1 / Double(count + 1)
    let label = Message("how.placebo-in-space", ["count": .count(count)])
    var result = PanelUncertainty(
      standardError: error, degreesOfFreedom: nil, lower: fit.effect, upper: fit.effect,
      level: level, method: label,
      pValue: PValue(
        value: Double(asLarge + 1) / Double(count + 1),
        method: "how.ranks-of-placebos",
        smallestPossible: smallest),
      placebos: found, gaps: gaps ? fits.map(\.gap) : [], groups: groups)
    let rank = Int((level * Double(count + 1) - 1e-9).rounded(.up))
    let reach = sizes[min(rank, count) - 1]
    result.method = Message("how.placebo-in-space-inverted", ["count": .count(count)])
    if rank > count { result.level = Double(count) / Double(count + 1) }
    result.lower -= reach
    result.upper += reach
    if smallest > 0.05 {
      result.diagnostics.append(
        Diagnostic(
          "few-placebos", .warning, saying: rank > count ? "few-placebos-level" : nil,
          [
            "count": .count(count), "smallest": .three(smallest),
            "percent": .share(result.level, decimals: 2),
          ]))
    }
    if gaps { try addLinearEffects(to: &result, fit, repeated, panel) }
    return result
  }

  /// The delete-one jackknife over stations, everything fitted anew.
  ///
  /// Of estimates that are not linear in the stations it is conservative (Efron and Stein 1981,
  /// doi:10.1214/aos/1176345462). Student's distribution, because the treated stations carry most
  /// of the error.
  private func jackknife(
    _ fit: Counterfactual, _ kernel: some CounterfactualKernel, _ panel: DonorPanel
  ) throws(EstimationError) -> PanelUncertainty {
    let found = try EstimationError.numerical { () throws(KernelError) in
      try kernel.leavingOneOut(of: fit, panel.prepared, panel.assignment)
    }
    guard found.count > 2 else {
      throw .tooFewStations(
        found: panel.assignment.donors.count, needed: 3, kind: "error.study.donors",
        method: method.name)
    }
    let count = Double(found.count)
    let error = (Summation.variance(found) * (count - 1) * (count - 1) / count).squareRoot()
    return normal(
      fit.effect, error: error, freedom: Double(panel.assignment.treated.count - 1),
      label: "how.jackknife")
  }

  private func bootstrap(
    _ fit: Counterfactual, _ kernel: some CounterfactualKernel, _ panel: DonorPanel
  ) throws(EstimationError) -> PanelUncertainty {
    let assignment = panel.assignment
    let frozen = try EstimationError.numerical { () throws(KernelError) in
      try kernel.frozen(after: fit, panel.prepared, assignment)
    }
    let seed = seed
    let found = try EstimationError.numerical { () throws(KernelError) in
      try parallelMap(
        count: draws,
        throwing: { (index) throws(KernelError) -> Double in
          var stream = RandomStream(seed: seed, index: UInt64(index))
          return try frozen.fit(
            panel.prepared, assignment.resampled(using: &stream), path: false
          ).effect
        })
    }
    return normal(
      fit.effect, error: Summation.variance(found).squareRoot(),
      freedom: Double(assignment.treated.count - 1),
      label: Message("how.bootstrap", ["count": .count(draws)]))
  }

  private func normal(
    _ effect: Double, error: Double, freedom: Double, label: Message
  ) -> PanelUncertainty {
    let reach = error * Distribution.studentQuantile(0.5 + level / 2, degreesOfFreedom: freedom)
    var p: PValue?
    if error > 0 || effect == 0 {
      p = PValue(
        value: effect == 0
          ? 1 : Distribution.twoSidedP(t: effect / error, degreesOfFreedom: freedom),
        method: label)
    }
    return PanelUncertainty(
      standardError: error, degreesOfFreedom: freedom, lower: effect - reach,
      upper: effect + reach, level: level, method: label, pValue: p)
  }
}

extension PanelAssignment {
  /// A group of donors in the treated units' place, with their starts.
  func placebo(treating group: [Int]) -> PanelAssignment {
    let members = Set(group)
    return PanelAssignment(
      treated: group, starts: starts, donors: donors.filter { !members.contains($0) })
  }

  /// Units drawn with replacement until treated ones and two different donors are among them.
  func resampled(using stream: inout RandomStream) -> PanelAssignment {
    let total = treated.count + donors.count
    while true {
      var units: [Int] = []
      var rows: [Int] = []
      var others: [Int] = []
      for _ in 0..<total {
        let place = stream.index(below: total)
        if place < treated.count {
          units.append(treated[place])
          rows.append(starts[place])
        } else {
          others.append(donors[place - treated.count])
        }
      }
      if !units.isEmpty, Set(others).count >= 2 {
        return PanelAssignment(treated: units, starts: rows, donors: others)
      }
    }
  }
}
