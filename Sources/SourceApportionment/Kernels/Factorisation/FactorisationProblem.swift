package import NumericKernels

/// A matrix of non-negative factors to be found: X ≈ Fᵀ G with weights.
///
/// Samples are columns throughout, so that each sample's values lie side by side in memory.
package struct FactorisationProblem: Sendable {
  /// X, `species × samples`; anything finite where the weight is 0.
  package let values: Matrix
  /// 1/u², `species × samples`; 0 where the value is missing.
  package let weights: Matrix
  /// p, how many factors.
  package let factors: Int
  /// α of the robust mode: beyond α uncertainties the loss grows linearly. `nil`: least squares.
  package var threshold: Double?
  /// Bounds and pulls of F, `factors × species`; `nil`: non-negative and free.
  package var profileLimits: ElementLimits?
  /// Bounds and pulls of G, `factors × samples`; `nil`: non-negative and free.
  package var contributionLimits: ElementLimits?
  /// Factors whose mean contribution is held at one. Without it the scale of a factor can move
  /// between F and G, and a value that an element of F is held at would mean nothing.
  package var heldMeans: [Int] = []

  /// What holds single elements of a factor matrix.
  package struct ElementLimits: Sendable {
    /// Lower bounds; equal to the upper ones where an element is fixed.
    package var lower: Matrix
    /// Upper bounds; infinite where there are none.
    package var upper: Matrix
    /// Weights of the pulls, 0 where there are none.
    package var pullWeights: Matrix
    /// Where the pulls pull to.
    package var targets: Matrix

    /// Non-negative, free above, nothing pulled.
    package init(factors: Int, columns: Int) {
      lower = Matrix(rows: factors, columns: columns)
      upper = Matrix(rows: factors, columns: columns, repeating: .infinity)
      pullWeights = lower
      targets = lower
    }
  }

  /// - Throws: `KernelError.shape` when sizes differ, `KernelError.notFinite` for a value or a
  ///   weight that is not finite or negative.
  package init(
    values: Matrix, weights: Matrix, factors: Int, threshold: Double? = nil
  ) throws(KernelError) {
    guard values.rows == weights.rows, values.columns == weights.columns else {
      throw .shape(
        "values are \(values.rows) × \(values.columns), weights \(weights.rows) × "
          + "\(weights.columns)")
    }
    guard factors > 0, factors <= min(values.rows, values.columns) else {
      throw .shape("\(factors) factors of \(values.rows) species in \(values.columns) samples")
    }
    if let place = values.storage.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(name: "values", row: place / max(values.rows, 1))
    }
    if let place = weights.storage.firstIndex(where: { !$0.isFinite || $0 < 0 }) {
      throw .notFinite(name: "weights", row: place / max(values.rows, 1))
    }
    self.values = values
    self.weights = weights
    self.factors = factors
    self.threshold = threshold
  }

  /// The same problem on some of the samples, without limits of the contributions.
  package func samples(_ positions: [Int]) -> FactorisationProblem {
    func chosen(_ matrix: Matrix) -> Matrix {
      var storage: [Double] = []
      storage.reserveCapacity(positions.count * matrix.rows)
      for position in positions {
        storage += matrix.storage[position * matrix.rows..<(position + 1) * matrix.rows]
      }
      return Matrix(rows: matrix.rows, columns: positions.count, storage: storage)
    }
    return FactorisationProblem(self, values: chosen(values), weights: chosen(weights))
  }

  private init(_ other: FactorisationProblem, values: Matrix, weights: Matrix) {
    self.values = values
    self.weights = weights
    factors = other.factors
    threshold = other.threshold
    profileLimits = other.profileLimits
    heldMeans = other.heldMeans
  }

  /// How many species.
  package var species: Int { values.rows }
  /// How many samples.
  package var samples: Int { values.columns }
}

/// Factors that were found.
package struct Factorisation: Sendable {
  /// F, `factors × species`, in the unit of the values when G is dimensionless.
  package var profiles: Matrix
  /// G, `factors × samples`.
  package var contributions: Matrix
  /// What was minimised: weighted squares, in robust mode Huber's loss, and the pulls.
  package var objective: Double
  /// Sweeps and Newton steps.
  package var iterations: Int
  /// Whether the last steps changed the objective by less than the tolerance.
  package var isConverged: Bool
  /// Whether that tolerance was the final one or the coarser one of a search.
  package var isPolished: Bool

  package init(
    profiles: Matrix, contributions: Matrix, objective: Double, iterations: Int, isConverged: Bool,
    isPolished: Bool = true
  ) {
    self.profiles = profiles
    self.contributions = contributions
    self.objective = objective
    self.iterations = iterations
    self.isConverged = isConverged
    self.isPolished = isPolished
  }

  /// Gives every factor a mean contribution of one, which changes no product.
  package mutating func normalise() {
    for factor in 0..<contributions.rows {
      var sum = 0.0
      for sample in 0..<contributions.columns { sum += contributions[factor, sample] }
      let mean = sum / Double(contributions.columns)
      guard mean > 0 else { continue }
      for sample in 0..<contributions.columns { contributions[factor, sample] /= mean }
      for species in 0..<profiles.columns { profiles[factor, species] *= mean }
    }
  }
}
