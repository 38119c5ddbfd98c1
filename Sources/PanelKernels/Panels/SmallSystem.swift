import NumericKernels

/// The inverse of a small symmetric positive definite matrix, made many times over in panel
/// loops, where a call of LAPACK would cost more than the arithmetic.
struct SmallSystem: Sendable {
  private let size: Int
  /// Row after row.
  private let inverse: [Double]

  /// - Parameter matrix: `size × size`, row after row; only the lower triangle is read.
  /// - Returns: `nil` when a pivot of the matrix scaled to a unit diagonal falls below 1e-10.
  init?(_ matrix: [Double], size: Int) {
    var scale = [Double](repeating: 0, count: size)
    for index in 0..<size {
      let diagonal = matrix[index * size + index]
      guard diagonal > 0, diagonal.isFinite else { return nil }
      scale[index] = 1 / diagonal.squareRoot()
    }
    var factor = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      for column in 0...row {
        var sum = matrix[row * size + column] * scale[row] * scale[column]
        for inner in 0..<column {
          sum -= factor[row * size + inner] * factor[column * size + inner]
        }
        if row == column {
          guard sum > 1e-10 else { return nil }
          factor[row * size + row] = sum.squareRoot()
        } else {
          factor[row * size + column] = sum / factor[column * size + column]
        }
      }
    }
    // L⁻¹ by forward substitution, then A⁻¹ = S L⁻ᵀ L⁻¹ S.
    var lower = [Double](repeating: 0, count: size * size)
    for column in 0..<size {
      for row in column..<size {
        var sum = row == column ? 1.0 : 0
        for inner in column..<row {
          sum -= factor[row * size + inner] * lower[inner * size + column]
        }
        lower[row * size + column] = sum / factor[row * size + row]
      }
    }
    var result = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      for column in 0..<size {
        var sum = 0.0
        for inner in max(row, column)..<size {
          sum += lower[inner * size + row] * lower[inner * size + column]
        }
        result[row * size + column] = sum * scale[row] * scale[column]
      }
    }
    self.size = size
    inverse = result
  }

  /// A⁻¹ b.
  func solve(_ right: [Double]) -> [Double] {
    (0..<size).map { row in
      var sum = 0.0
      for column in 0..<size { sum += inverse[row * size + column] * right[column] }
      return sum
    }
  }
}
