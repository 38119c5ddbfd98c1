package import NumericKernels

/// The two-way coefficient of many assignments on one panel: by Frisch, Waugh and Lovell the treatment
/// without unit and time effects, D̃, gives β = Σ D̃ y / Σ D̃ D in one pass and without residuals.
package struct TwoWayContrast: Sendable {
  private let panel: Matrix
  private let pattern: MissingPattern

  /// - Parameter panel: `times × units`, NaN where missing.
  package init(_ panel: Matrix) {
    self.panel = panel
    pattern = MissingPattern(panel)
  }

  /// β of the outcome, and of another assignment's treatment as the outcome: how much of an effect of
  /// these units is in the estimate.
  ///
  /// - Parameters:
  ///   - treatedFrom: first treated row of each unit, `nil` for never.
  ///   - other: the same of the assignment whose effect is looked for.
  /// - Throws: `KernelError.rankDeficient`, `.didNotConverge`.
  package func coefficients(
    treatedFrom: [Int?], other: [Int?]
  ) throws(KernelError) -> (outcome: Double, share: Double) {
    func rows(_ starts: [Int?]) -> [Int] {
      starts.map { min(max($0 ?? panel.rows, 0), panel.rows) }
    }
    let starts = rows(treatedFrom)
    let others = rows(other)
    let effects = try TwoWayFixedEffects.projectTreatment(pattern, starts: starts)
    var product = 0.0
    var variation = 0.0
    var shared = 0.0
    for unit in 0..<panel.columns {
      let base = unit * panel.rows
      for time in 0..<panel.rows {
        let value = panel.storage[base + time]
        if value.isNaN { continue }
        let treated = time >= starts[unit]
        let rest = (treated ? 1 : 0) - effects.unitEffects[unit] - effects.timeEffects[time]
        product += rest * value
        if treated { variation += rest }
        if time >= others[unit] { shared += rest }
      }
    }
    guard variation > 1e-10 else {
      throw .rankDeficient(columns: ["treatment"], dependsOn: ["unit effects", "time effects"])
    }
    return (product / variation, shared / variation)
  }
}
