import NumericKernels

/// Coordinates in which a linear condition on coefficients holds by itself.
enum Constraint {
  /// An orthonormal basis of all vectors orthogonal to a given one.
  ///
  /// - Returns: `n × (n − 1)`, the last n − 1 columns of the Householder reflection that turns
  ///   the vector to the first axis. A vector of zeros leaves the first axis out.
  static func complement(of vector: [Double]) -> Matrix {
    let count = vector.count
    let norm = LinearAlgebra.dot(vector, vector).squareRoot()
    var reflector = vector
    // The sign that does not cancel.
    if count > 0 { reflector[0] += vector[0] >= 0 ? norm : -norm }
    let square = LinearAlgebra.dot(reflector, reflector)
    var result = Matrix(rows: count, columns: max(count - 1, 0))
    for column in 0..<result.columns {
      result[column + 1, column] = 1
      guard square > 0 else { continue }
      let factor = 2 * reflector[column + 1] / square
      for row in 0..<count { result[row, column] -= factor * reflector[row] }
    }
    return result
  }
}
