package import NumericKernels

/// A method on a panel that is first put to equal covariates, by slopes learnt anew from the untreated
/// cells of each assignment.
///
/// Placebos, reassignments and resamples are then treated as the study itself is: their errors have
/// the slopes' own in them, and a test by reassignment stays exact.
///
/// - Source: `UntreatedRegression`.
package struct AdjustedControl<Kernel: CounterfactualKernel>: CounterfactualKernel {
  private let kernel: Kernel
  private let fromDonors: Bool

  /// - Parameters:
  ///   - kernel: the method for the adjusted panel.
  ///   - fromDonors: whether slopes come from units that are never treated alone.
  package init(_ kernel: Kernel, fromDonors: Bool = false) {
    self.kernel = kernel
    self.fromDonors = fromDonors
  }

  /// The method for the adjusted panel.
  package var core: any CounterfactualKernel { kernel.core }

  package func fit(
    _ panel: PreparedPanel, _ assignment: PanelAssignment, path: Bool
  ) throws(KernelError) -> Counterfactual {
    let (adjusted, shift) = try panel.adjusted(for: assignment, fromDonors: fromDonors)
    let found = try kernel.fit(adjusted, assignment, path: path)
    return Counterfactual(
      effect: found.effect, expected: found.expected(with: shift, of: assignment.treated),
      donorWeights: found.donorWeights,
      cohorts: found.cohorts, chosen: found.chosen)
  }

  package func frozen(
    after fit: Counterfactual, _ panel: PreparedPanel, _ assignment: PanelAssignment
  ) throws(KernelError) -> AdjustedControl {
    AdjustedControl(
      try kernel.frozen(
        after: fit, panel.adjusted(for: assignment, fromDonors: fromDonors).panel, assignment),
      fromDonors: fromDonors)
  }

  package func repeated(
    after fit: Counterfactual, _ panel: PreparedPanel, _ assignment: PanelAssignment
  ) throws(KernelError) -> AdjustedControl {
    AdjustedControl(
      try kernel.repeated(
        after: fit, panel.adjusted(for: assignment, fromDonors: fromDonors).panel, assignment),
      fromDonors: fromDonors)
  }
}

extension Counterfactual {
  /// The path without the measure of units from whose outcome a part was taken off; empty where there
  /// is no path.
  func expected(with shift: Matrix, of treated: [Int]) -> [Double] {
    guard !expected.isEmpty else { return [] }
    var path = expected
    for unit in treated {
      LinearAlgebra.combine(1, &path, 1 / Double(treated.count), column: unit, of: shift)
    }
    return path
  }
}

extension PreparedPanel {
  /// The panel with every covariate at its mean, and what was taken off for that.
  ///
  /// - Throws: as `UntreatedRegression`; `KernelError.shape` for a panel without covariates.
  fileprivate func adjusted(
    for assignment: PanelAssignment, fromDonors: Bool
  ) throws(KernelError) -> (panel: PreparedPanel, shift: Matrix) {
    guard let covariates else { throw .shape("the panel has no covariates") }
    let regression = try UntreatedRegression(self, assignment, fromDonors: fromDonors)
    let shift = regression.shift(of: covariates.values)
    var values = self.values
    for cell in values.storage.indices { values.storage[cell] -= shift.storage[cell] }
    return (
      try PreparedPanel(values, starts: assignment.starts, predictors: predictors), shift
    )
  }
}
