import NumericKernels
import PanelKernels

extension PanelEffects {
  /// Effects by event as weighted sums of a regression's coefficients, and as headline the mean
  /// over all treated values from the start on.
  ///
  /// - Parameter combine: of each event, one weight a coefficient.
  init(
    regression: EventRegression, events: [Int], reference: Int, sample: StaggeredPanel,
    combine: [[Double]]
  ) throws(EstimationError) {
    let after = events.indices.filter { events[$0] >= 0 }
    let counts = combine.map { weights in
      weights.indices.reduce(0) { $0 + (weights[$1] > 0 ? regression.cellCounts[$1] : 0) }
    }
    let total = after.reduce(0) { $0 + counts[$1] }
    guard total > 0 else {
      throw .numerical("no treated value after the start enters the regression")
    }
    // Every treated cell from the start on counts alike.
    let coefficients = regression.coefficients.count
    var overall = [Double](repeating: 0, count: coefficients)
    for index in after {
      for coefficient in 0..<coefficients where combine[index][coefficient] > 0 {
        overall[coefficient] = Double(regression.cellCounts[coefficient]) / Double(total)
      }
    }
    let weights = Matrix(columns: combine + [overall])
    let moved = try EstimationError.numerical { () throws(KernelError) in
      (
        influence: try LinearAlgebra.multiply(regression.influence, weights),
        effects: try LinearAlgebra.multiply(weights, regression.coefficients, transpose: true)
      )
    }
    self.init(
      events: events, effects: Array(moved.effects.dropLast()), cells: counts,
      reference: reference, overall: moved.effects[events.count], influence: moved.influence,
      starts: sample.starts, times: sample.times,
      included: (0..<sample.units).map { unit in
        (0..<sample.times).contains { !sample.values[$0, unit].isNaN }
      },
      observations: regression.observations,
      share: PanelEffects.shares(sample.values, starts: sample.starts, events: events).share)
  }
}
