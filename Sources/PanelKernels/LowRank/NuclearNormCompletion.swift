package import NumericKernels

/// Matrix completion with a nuclear-norm penalty and free unit and time effects.
///
/// Minimises ½ Σ (Y − γ − δ − L)² over the untreated cells + τ‖L‖∗. Treated cells are filled with
/// what the model expects, the filled panel is centred by unit and time, and its singular values
/// are lowered by τ; this is repeated until the treated cells stand still. Each such round is a
/// step of length one down the gradient of a convex function of the treated cells, and centred
/// panels need no separate step for the effects. Steps are lengthened by the curvature that the last
/// ones showed (`LimitedMemory`), and shortened where the objective does not fall. Singular values of
/// the rounds come from those of the round before; a fit ends only where exact ones do not move the
/// treated cells either.
///
/// - Source: Athey et al. (2021), doi:10.1080/01621459.2021.1891924, eq. 4 and algorithm 1;
///   Mazumder, Hastie and Tibshirani (2010), JMLR 11:2287. Departure: the penalty is chosen by
///   leaving out blocks shaped like the treatment – donors from the start on – instead of single
///   cells at random, because neighbouring days tell about each other.
package struct NuclearNormCompletion: CounterfactualKernel, Hashable {
  /// τ in the unit of the outcome; `nil` for cross-validation.
  package var penalty: Double?
  /// Groups of donors that are left out in turn.
  package var folds = 5
  /// Most rounds.
  package var limit = 2_000
  /// Rounds end when no treated cell moves by more than this share of the panel's spread.
  package var tolerance = 1e-7

  package init(penalty: Double? = nil) { self.penalty = penalty }

  package func blockModel(before rows: Int) -> InteractiveFactors? {
    InteractiveFactors(rowsLeftOut: InteractiveFactors.rowsLeftOut(before: rows))
  }

  package func frozen(
    after fit: Counterfactual, _ panel: PreparedPanel, _ assignment: PanelAssignment
  ) -> NuclearNormCompletion {
    var copy = self
    copy.penalty = fit.chosen["penalty"]
    return copy
  }

  package func fit(
    _ panel: PreparedPanel, _ assignment: PanelAssignment, path: Bool
  ) throws(KernelError) -> Counterfactual {
    let chosen: Double
    if let penalty {
      chosen = penalty
    } else {
      chosen = try crossValidated(panel, assignment)
    }
    var state = try CompletionState(panel.values, assignment)
    let end = try state.complete(
      penalty: chosen, tolerance: tolerance, limit: limit, exactly: true)
    guard end.moved <= tolerance else {
      throw .didNotConverge(iterations: end.rounds, residual: end.moved)
    }
    let found = state.counterfactual(panel, path: path)
    return Counterfactual(
      effect: found.effect, expected: found.expected, donorWeights: [], cohorts: found.cohorts,
      chosen: ["penalty": chosen, "rank": Double(state.rank), "rounds": Double(end.rounds)])
  }

  /// The τ with the smallest squared error on donors treated as if the measure had been taken
  /// there. Every fold is the same for the same donors; none is random.
  private func crossValidated(
    _ panel: PreparedPanel, _ assignment: PanelAssignment
  ) throws(KernelError) -> Double {
    let donors = assignment.donors
    let start = assignment.starts.min() ?? 0
    let count = min(folds, donors.count - 1)
    guard count >= 2 else {
      return try CompletionState(panel.values, assignment).largestSingularValue()
    }
    let rough = 1e-4
    let order = Self.bySize(panel.values.firstRows(start), donors: donors)
    let found = try parallelMap(
      count: count,
      throwing: { (fold) throws(KernelError) -> (start: Double, errors: [Double]) in
        let left = order.indices.filter { $0 % count == fold }.map { order[$0] }
        let rest = order.indices.filter { $0 % count != fold }.map { order[$0] }
        let pseudo = PanelAssignment(
          treated: left, starts: left.map { _ in start }, donors: rest)
        var state = try CompletionState(panel.values, pseudo)
        let largest = try state.largestSingularValue()
        var errors: [Double] = []
        for step in 0...Self.grid {
          _ = try state.complete(
            penalty: largest * Self.share(step), tolerance: rough, limit: 200, exactly: false)
          errors.append(state.meanSquaredError(panel.values))
        }
        return (largest, errors)
      })
    // Shares of the largest singular value, so that folds of different size agree on a grid.
    let errors = (0...Self.grid).map { step in Summation.mean(found.map { $0.errors[step] }) }
    let best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    return try CompletionState(panel.values, assignment).largestSingularValue()
      * Self.share(best)
  }

  /// Donors by their variation beyond two-way effects, so that neither their order in the study
  /// nor their levels decide which fold they are in.
  private static func bySize(_ before: Matrix, donors: [Int]) -> [Int] {
    var centred = before.columns(donors)
    _ = LinearAlgebra.centreTwoWay(&centred)
    let sizes = donors.indices.map { place -> Double in
      let column = centred.column(place)
      return LinearAlgebra.dot(column, column)
    }
    return donors.indices.sorted { (sizes[$0], $0) < (sizes[$1], $1) }.map { donors[$0] }
  }

  private static let grid = 14

  /// From 1 (no low-rank part) down to about 0.01.
  private static func share(_ step: Int) -> Double {
    Logarithm.power(0.72, Double(step))
  }
}
