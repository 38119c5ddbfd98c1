/// A method on a panel that is first put to equal covariates, by slopes learnt anew from the untreated
/// cells of each assignment.
///
/// Placebos, reassignments and resamples are then treated as the study itself is: their errors have
/// the slopes' own in them, and a test by reassignment stays exact.
///
/// - Source: `UntreatedRegression`.
package struct AdjustedControl<Kernel: CounterfactualKernel>: CounterfactualKernel {
  private let kernel: Kernel

  /// - Parameter kernel: the method for the adjusted panel.
  package init(_ kernel: Kernel) { self.kernel = kernel }

  /// The method for the adjusted panel.
  package var core: any CounterfactualKernel { kernel.core }

  package func fit(
    _ panel: PreparedPanel, _ assignment: PanelAssignment, path: Bool
  ) throws(KernelError) -> Counterfactual {
    let (adjusted, shift) = try panel.adjusted(for: assignment)
    let found = try kernel.fit(adjusted, assignment, path: path)
    guard path else { return found }
    var expected = found.expected
    for unit in assignment.treated {
      LinearAlgebra.combine(
        1, &expected, 1 / Double(assignment.treated.count), column: unit, of: shift)
    }
    return Counterfactual(
      effect: found.effect, expected: expected, donorWeights: found.donorWeights,
      cohorts: found.cohorts, chosen: found.chosen)
  }

  package func frozen(
    after fit: Counterfactual, _ panel: PreparedPanel, _ assignment: PanelAssignment
  ) throws(KernelError) -> AdjustedControl {
    AdjustedControl(
      try kernel.frozen(after: fit, panel.adjusted(for: assignment).panel, assignment))
  }

  package func repeated(
    after fit: Counterfactual, _ panel: PreparedPanel, _ assignment: PanelAssignment
  ) throws(KernelError) -> AdjustedControl {
    AdjustedControl(
      try kernel.repeated(after: fit, panel.adjusted(for: assignment).panel, assignment))
  }
}

extension PreparedPanel {
  /// The panel with every covariate at its mean, and what was taken off for that.
  ///
  /// - Throws: as `UntreatedRegression`; `KernelError.shape` for a panel without covariates.
  fileprivate func adjusted(
    for assignment: PanelAssignment
  ) throws(KernelError) -> (panel: PreparedPanel, shift: Matrix) {
    guard let covariates else { throw .shape("the panel has no covariates") }
    let regression = try UntreatedRegression(self, assignment)
    let shift = regression.shift(of: covariates.values)
    var values = self.values
    for cell in values.storage.indices { values.storage[cell] -= shift.storage[cell] }
    return (
      try PreparedPanel(values, starts: assignment.starts, predictors: predictors), shift
    )
  }
}
