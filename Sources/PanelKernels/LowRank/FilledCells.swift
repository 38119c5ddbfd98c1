import NumericKernels

/// What a model expects in the treated cells, as an effect.
struct FilledCells {
  private let filled: Matrix
  private let assignment: PanelAssignment

  /// - Parameter filled: `times × units`, the treated units first in the assignment's order.
  init(_ filled: Matrix, _ assignment: PanelAssignment) {
    self.filled = filled
    self.assignment = assignment
  }

  func counterfactual(_ panel: PreparedPanel, path: Bool) -> Counterfactual {
    var cohorts: [CohortFit] = []
    var sum = 0.0
    var count = 0.0
    for cohort in assignment.cohorts {
      var total = 0.0
      for unit in cohort.units {
        guard let place = assignment.treated.firstIndex(of: unit) else { continue }
        for row in cohort.start..<filled.rows {
          total += panel.values[row, unit] - filled[row, place]
        }
      }
      let cells = Double(cohort.units.count * (filled.rows - cohort.start))
      cohorts.append(
        CohortFit(
          start: cohort.start, units: cohort.units.count, effect: total / cells,
          donorWeights: [], intercept: 0))
      sum += total
      count += cells
    }
    var expected: [Double] = []
    if path {
      expected = [Double](repeating: 0, count: filled.rows)
      let size = Double(assignment.treated.count)
      for place in assignment.treated.indices {
        for row in expected.indices { expected[row] += filled[row, place] / size }
      }
    }
    return Counterfactual(
      effect: sum / count, expected: expected, donorWeights: [], cohorts: cohorts)
  }
}
