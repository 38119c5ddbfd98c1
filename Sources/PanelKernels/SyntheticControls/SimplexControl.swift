package import NumericKernels

/// A synthetic control with weights on the simplex, in level or up to a constant, with or without
/// the ridge augmentation.
///
/// - Source: Abadie, Diamond and Hainmueller (2010), doi:10.1198/jasa.2009.ap08746, on outcomes
///   alone; up to a constant Doudchenko and Imbens (2016), doi:10.3386/w22791, and Ferman and
///   Pinto (2021), doi:10.3982/QE1596; augmented Ben-Michael, Feller and Rothstein (2021),
///   doi:10.1080/01621459.2021.1929245, eq. 11 and lemma 1.
package struct SimplexControl: CohortKernel, Hashable {
  /// The ridge of the augmentation.
  package enum Augmentation: Hashable, Sendable {
    /// None: weights on the simplex.
    case none
    /// A ridge as a share of the largest eigenvalue of the donors' inner products.
    case ridge(share: Double)
    /// Chosen by leaving blocks of rows out, the last row too or not; the largest within one
    /// standard error of the best.
    case crossValidated(rowsLeftOut: Int, lastRow: Bool = true)
  }

  /// Whether every unit's mean over the rows before is taken off first.
  package var demeaned: Bool
  /// The ridge of the augmentation.
  package var augmentation: Augmentation
  private var kept: [Int: Double] = [:]

  package init(demeaned: Bool, augmentation: Augmentation = .none) {
    self.demeaned = demeaned
    self.augmentation = augmentation
  }

  package var learnsFromRowsBefore: Bool { true }
  package var matchesLevel: Bool { !demeaned }
  package var tellsGap: Bool { true }
  package var conformalDemeaned: Bool? { demeaned }

  package func frozen(
    after fit: Counterfactual, _ panel: PreparedPanel, _ assignment: PanelAssignment
  ) -> SimplexControl {
    var copy = self
    for cohort in fit.cohorts { copy.kept[cohort.start] = cohort.chosen["ridge"] }
    return copy
  }

  package func fitCohort(
    _ panel: PreparedPanel, _ cohort: PanelAssignment.Cohort, donors: [Int]
  ) throws(KernelError) -> CohortFit {
    let products = panel[cohort.start]
    let gram = demeaned ? products.centredGram : products.gram
    let problem = DonorProgram(gram, treated: cohort.units, donors: donors)
    let solution = try SimplexProgram(
      quadratic: problem.quadratic, linear: problem.linear, scale: problem.square)
    var weights = solution.weights
    var chosen: [String: Double] = ["iterations": Double(solution.iterations)]
    if augmentation != .none {
      let ridge = RidgeAugmentation(problem, weights: solution.weights)
      let penalty: Double
      if let known = kept[cohort.start] {
        penalty = known
      } else {
        switch augmentation {
        case .none: penalty = .infinity
        case .ridge(let share):
          let values = try LinearAlgebra.symmetricEigen(ridge.kernel).values
          penalty = share * max(0, values.last ?? 0)
        case .crossValidated(let rows, let lastRow):
          let validation = try RidgeCrossValidation(
            panel, cohort, donors: donors, problem: problem, support: solution.weights,
            demeaned: demeaned, rowsLeftOut: rows, lastRow: lastRow)
          penalty = validation.chosen
          if validation.isAtEdge { chosen["ridge at the edge of its grid"] = 1 }
        }
      }
      weights = try ridge.augmented(penalty: penalty)
      chosen["ridge"] = penalty
    }
    var before = PreparedPanel.mean(products.meansBefore, over: cohort.units)
    var after = PreparedPanel.mean(products.meansAfter, over: cohort.units)
    for (weight, donor) in zip(weights, donors) where weight != 0 {
      before -= weight * products.meansBefore[donor]
      after -= weight * products.meansAfter[donor]
    }
    let intercept = demeaned ? before : 0
    return CohortFit(
      start: cohort.start, units: cohort.units.count, effect: after - intercept,
      donorWeights: weights, intercept: intercept, relativeGap: solution.relativeGap,
      chosen: chosen)
  }
}
