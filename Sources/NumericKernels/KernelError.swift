/// Why a kernel cannot answer.
package enum KernelError: Error, Equatable, Sendable {
  /// Two operands' shapes do not fit together.
  case shape(String)
  /// Columns that are linear combinations of others.
  case rankDeficient(columns: [String], dependsOn: [String])
  /// A matrix that should be positive definite is not, from this pivot on (1-based).
  case notPositiveDefinite(pivot: Int)
  /// Fewer rows than coefficients.
  case tooFewObservations(rows: Int, columns: Int)
  /// An iteration ended above its tolerance.
  case didNotConverge(iterations: Int, residual: Double)
  /// A value that is NaN or infinite where a number is needed.
  case notFinite(name: String, row: Int)
  /// A model's training failed; the trainer's own words.
  case training(String)
}
