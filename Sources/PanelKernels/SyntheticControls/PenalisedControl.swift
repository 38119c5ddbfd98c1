package import NumericKernels

/// Synthetic controls for several treated units, each with a penalty on donors that are unlike it.
///
/// For treated unit i the weights minimise ‖xᵢ − X′w‖² + λ Σⱼ wⱼ ‖xᵢ − xⱼ‖² over the simplex: with
/// λ = 0 a synthetic control, with large λ the nearest donor. A penalty above zero makes the
/// weights unique where several mixtures fit alike. λ is chosen by treating donors as if the
/// measure had been taken there.
///
/// - Source: Abadie and L'Hour (2021), doi:10.1080/01621459.2021.1971535, eq. 4 and section 4.
///   Here x are the outcomes before the start; λ is a pure number.
package struct PenalisedControl: CounterfactualKernel, Hashable {
  /// Whether every unit's mean over the rows before is taken off first.
  package var demeaned: Bool
  /// λ; `nil` for cross-validation.
  package var penalty: Double?

  package init(demeaned: Bool, penalty: Double? = nil) {
    self.demeaned = demeaned
    self.penalty = penalty
  }

  package var learnsFromRowsBefore: Bool { true }
  package var matchesLevel: Bool { !demeaned }

  package func frozen(
    after fit: Counterfactual, _ panel: PreparedPanel, _ assignment: PanelAssignment
  ) -> PenalisedControl {
    var copy = self
    copy.penalty = fit.chosen["penalty"]
    return copy
  }

  /// Penalties that cross-validation tries.
  static let grid = [0, 0.01, 0.03, 0.1, 0.3, 1, 3]

  package func fit(
    _ panel: PreparedPanel, _ assignment: PanelAssignment, path: Bool
  ) throws(KernelError) -> Counterfactual {
    let chosen: Double
    if let penalty {
      chosen = penalty
    } else {
      chosen = try crossValidated(panel, assignment)
    }
    let donors = assignment.donors
    var weights = [Double](repeating: 0, count: donors.count)
    var intercept = 0.0
    var sum = 0.0
    var cells = 0.0
    var gap = 0.0
    var cohorts: [CohortFit] = []
    for cohort in assignment.cohorts {
      let products = panel[cohort.start]
      var total = 0.0
      var average = [Double](repeating: 0, count: donors.count)
      for unit in cohort.units {
        let solution = try Self.solve(
          demeaned ? products.centredGram : products.gram, unit: unit, donors: donors,
          penalty: chosen)
        gap = max(gap, solution.relativeGap)
        let effect = Self.effect(
          products, unit: unit, donors: donors, weights: solution.weights, demeaned: demeaned)
        total += effect.effect
        intercept += effect.intercept / Double(assignment.treated.count)
        for place in donors.indices {
          average[place] += solution.weights[place] / Double(cohort.units.count)
        }
      }
      let units = Double(cohort.units.count)
      cohorts.append(
        CohortFit(
          start: cohort.start, units: cohort.units.count, effect: total / units,
          donorWeights: average, intercept: 0, relativeGap: gap))
      let size = units * Double(panel.values.rows - cohort.start)
      sum += total / units * size
      cells += size
      for place in donors.indices {
        weights[place] += average[place] * units / Double(assignment.treated.count)
      }
    }
    var expected: [Double] = []
    if path {
      expected = panel.weightedPath(weights, of: donors).map { $0 + intercept }
    }
    return Counterfactual(
      effect: sum / cells, expected: expected, donorWeights: weights, cohorts: cohorts,
      chosen: ["penalty": chosen])
  }

  private static func solve(
    _ gram: Matrix, unit: Int, donors: [Int], penalty: Double
  ) throws(KernelError) -> SimplexProgram {
    let problem = DonorProgram(gram, treated: [unit], donors: donors)
    // ½ of the criterion: c loses λ/2 times the squared distance.
    let linear = donors.indices.map { place -> Double in
      let distance =
        problem.square - 2 * problem.linear[place] + problem.quadratic[place, place]
      return problem.linear[place] - 0.5 * penalty * distance
    }
    return try SimplexProgram(
      quadratic: problem.quadratic, linear: linear, scale: problem.square)
  }

  private static func effect(
    _ products: PreparedPanel.Products, unit: Int, donors: [Int], weights: [Double],
    demeaned: Bool
  ) -> (effect: Double, intercept: Double) {
    var before = products.meansBefore[unit]
    var after = products.meansAfter[unit]
    for (weight, donor) in zip(weights, donors) where weight != 0 {
      before -= weight * products.meansBefore[donor]
      after -= weight * products.meansAfter[donor]
    }
    let intercept = demeaned ? before : 0
    return (after - intercept, intercept)
  }

  /// The λ with the smallest squared effect at donors, each compared with the others.
  private func crossValidated(
    _ panel: PreparedPanel, _ assignment: PanelAssignment
  ) throws(KernelError) -> Double {
    let donors = assignment.donors
    guard donors.count > 2, let start = assignment.starts.min() else { return Self.grid[1] }
    let products = panel[start]
    let demeaned = demeaned
    let found = try parallelMap(
      count: donors.count,
      throwing: { (place) throws(KernelError) -> [Double] in
        var others = donors
        others.remove(at: place)
        var errors: [Double] = []
        for penalty in Self.grid {
          let solution = try Self.solve(
            demeaned ? products.centredGram : products.gram, unit: donors[place], donors: others,
            penalty: penalty)
          let effect = Self.effect(
            products, unit: donors[place], donors: others, weights: solution.weights,
            demeaned: demeaned
          ).effect
          errors.append(effect * effect)
        }
        return errors
      })
    let errors = Self.grid.indices.map { step in Summation.mean(found.map { $0[step] }) }
    let best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    return Self.grid[best]
  }
}
