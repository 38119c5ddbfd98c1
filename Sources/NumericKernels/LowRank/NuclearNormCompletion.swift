/// Matrix completion with a nuclear-norm penalty and free unit and time effects.
///
/// Minimises ½ Σ (Y − γ − δ − L)² over the untreated cells + τ‖L‖∗. Treated cells are filled with
/// what the model expects, the filled panel is centred by unit and time, and its singular values
/// are lowered by τ; this is repeated until the treated cells stand still. Each round lowers the
/// objective (majorisation), and centred panels need no separate step for the effects. Rounds are
/// accelerated: each begins beyond the last point in the direction of the last two (Beck and
/// Teboulle 2009, doi:10.1137/080716542), and anew where that leads uphill (O'Donoghue and Candès
/// 2015, doi:10.1007/s10208-013-9150-3).
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

  package func frozen(
    after fit: Counterfactual, _ panel: PreparedPanel, _ assignment: PanelAssignment
  ) -> NuclearNormCompletion {
    var copy = self
    copy.penalty = fit.chosen["penalty"]
    // Of resamples only the spread counts.
    copy.tolerance = max(tolerance, 1e-5)
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
    let end = try state.complete(penalty: chosen, tolerance: tolerance, limit: limit)
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
      var state = try CompletionState(panel.values, assignment)
      return try state.largestSingularValue()
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
            penalty: largest * Self.share(step), tolerance: rough, limit: 200)
          errors.append(state.meanSquaredError(panel.values))
        }
        return (largest, errors)
      })
    // Shares of the largest singular value, so that folds of different size agree on a grid.
    let errors = (0...Self.grid).map { step in Summation.mean(found.map { $0.errors[step] }) }
    let best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    var state = try CompletionState(panel.values, assignment)
    return try state.largestSingularValue() * Self.share(best)
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

/// A panel whose treated cells are being filled.
private struct CompletionState {
  private var filled: Matrix
  private let cells: [(unit: Int, start: Int)]
  private let assignment: PanelAssignment
  private let columns: [Int]
  private let spread: Double
  private let isAdditive: Bool
  private(set) var rank = 0

  /// Begins at the two-way effects of the untreated cells.
  init(_ values: Matrix, _ assignment: PanelAssignment) throws(KernelError) {
    let columns = assignment.treated + assignment.donors
    var masked = values.columns(columns)
    for (place, start) in assignment.starts.enumerated() {
      for row in start..<values.rows { masked[row, place] = .nan }
    }
    let filling = try GapFilling(masked, starts: columns.map { _ in nil })
    filled = filling.values
    cells = assignment.starts.enumerated().map { ($0.offset, $0.element) }
    self.assignment = assignment
    self.columns = columns
    var centred = filled
    _ = LinearAlgebra.centreTwoWay(&centred)
    let square = LinearAlgebra.dot(centred.storage, centred.storage)
    spread = (square / Double(max(1, centred.storage.count))).squareRoot()
    isAdditive = square <= 1e-24 * LinearAlgebra.dot(filled.storage, filled.storage)
  }

  mutating func largestSingularValue() throws(KernelError) -> Double {
    var centred = filled
    _ = LinearAlgebra.centreTwoWay(&centred)
    let gram = LinearAlgebra.gram(centred, transposed: centred.rows < centred.columns)
    return max(0, try LinearAlgebra.symmetricEigen(gram).values.last ?? 0).squareRoot()
  }

  /// - Returns: rounds taken, and how far a treated cell moved in the last, as a share of the
  ///   panel's spread.
  mutating func complete(
    penalty: Double, tolerance: Double, limit: Int
  ) throws(KernelError) -> (rounds: Int, moved: Double) {
    // What two-way effects leave of this panel is rounding: there is nothing of low rank in it.
    if isAdditive {
      rank = 0
      return (0, 0)
    }
    var moved = Double.infinity
    // Rounds go on from a point beyond the last one, as far as the rounds before point there.
    var last: [Double] = []
    var momentum = 1.0
    for round in 1...limit {
      var centred = filled
      let means = LinearAlgebra.centreTwoWay(&centred)
      let low = try lowRank(centred, penalty: penalty)
      moved = 0
      var next: [Double] = []
      next.reserveCapacity(last.count)
      var turn = 0.0
      for (place, start) in cells {
        for row in start..<filled.rows {
          let value = means.expected(row, place) + low[row, place]
          let step = value - filled[row, place]
          moved = max(moved, abs(step))
          if round > 1 { turn -= step * (value - last[next.count]) }
          next.append(value)
          filled[row, place] = value
        }
      }
      if moved <= tolerance * spread { return (round, moved / spread) }
      // A step against the direction of the rounds begins anew.
      if turn > 0 { momentum = 1 }
      let following = (1 + (1 + 4 * momentum * momentum).squareRoot()) / 2
      let reach = (momentum - 1) / following
      if round > 1, reach > 0 {
        var position = 0
        for (place, start) in cells {
          for row in start..<filled.rows {
            filled[row, place] += reach * (next[position] - last[position])
            position += 1
          }
        }
      }
      momentum = following
      last = next
    }
    return (limit, moved / spread)
  }

  /// The treated columns of the panel with its singular values lowered, `rows × treated`.
  private mutating func lowRank(
    _ centred: Matrix, penalty: Double
  ) throws(KernelError) -> Matrix {
    let isWide = centred.rows < centred.columns
    let eigen = try LinearAlgebra.symmetricEigen(
      LinearAlgebra.gram(centred, transposed: isWide))
    var vectors: [Int] = []
    var factors: [Double] = []
    for (place, value) in eigen.values.enumerated() where value > penalty * penalty {
      vectors.append(place)
      factors.append(1 - penalty / value.squareRoot())
    }
    rank = vectors.count
    let treated = Array(0..<cells.count)
    guard rank > 0 else { return Matrix(rows: centred.rows, columns: treated.count) }
    let basis = eigen.vectors.columns(vectors)
    if isWide {
      // U f U′ B on the treated columns.
      var inner = try LinearAlgebra.multiply(
        basis, centred.columns(treated), transposeLeft: true)
      for column in 0..<inner.columns {
        for row in 0..<rank { inner[row, column] *= factors[row] }
      }
      return try LinearAlgebra.multiply(basis, inner)
    }
    // B V f V′ on the treated columns.
    var right = Matrix(rows: rank, columns: treated.count)
    for column in treated {
      for row in 0..<rank { right[row, column] = factors[row] * basis[column, row] }
    }
    return try LinearAlgebra.multiply(LinearAlgebra.multiply(centred, basis), right)
  }

  /// On the cells that were filled, against what was measured there.
  func meanSquaredError(_ values: Matrix) -> Double {
    var sum = 0.0
    var count = 0.0
    for (place, start) in cells {
      for row in start..<filled.rows {
        let miss = values[row, columns[place]] - filled[row, place]
        sum += miss * miss
        count += 1
      }
    }
    return sum / count
  }

  func counterfactual(_ panel: PreparedPanel, path: Bool) -> Counterfactual {
    FilledCells(filled, assignment).counterfactual(panel, path: path)
  }
}

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
