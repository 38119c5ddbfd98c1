package import NumericKernels

/// A set of functions of one covariate whose combinations are a smooth term.
package protocol SplineBasis: Sendable {
  /// How many functions.
  var size: Int { get }
  /// How many directions beside the constant the penalty does not see: 1 for a straight line,
  /// 0 on a circle.
  var nullity: Int { get }
  /// `size × size`, positive semi-definite: the roughness of the combination β is βᵀ S β.
  /// `nil` when the term is not penalised.
  var penalty: Matrix? { get }
  /// `values × size`: every function at every value, in the covariate's unit.
  ///
  /// - Throws: `KernelError` when a value has no place in the basis.
  func matrix(at values: [Double]) throws(KernelError) -> Matrix
}

/// A constant and a straight line.
package struct StraightLine: SplineBasis {
  package let size = 2
  package let nullity = 1
  package let penalty: Matrix? = nil
  private let centre: Double
  private let scale: Double

  /// - Parameter support: distinct values of the covariate; they set the scale.
  package init(support: [Double]) {
    let lowest = support.min() ?? 0
    let highest = support.max() ?? 1
    centre = (lowest + highest) / 2
    scale = highest > lowest ? (highest - lowest) / 2 : 1
  }

  package func matrix(at values: [Double]) -> Matrix {
    Matrix(columns: [values.map { _ in 1 }, values.map { ($0 - centre) / scale }])
  }
}

/// One indicator a level of a category that is written as numbers.
package struct Indicators: SplineBasis {
  /// Distinct values, ascending.
  package let levels: [Double]
  package var size: Int { levels.count }
  package var nullity: Int { levels.count - 1 }
  package let penalty: Matrix? = nil

  /// - Parameter support: the levels.
  package init(support: [Double]) { levels = support.sorted() }

  /// - Throws: `KernelError.shape` for a level that the basis was not made for.
  package func matrix(at values: [Double]) throws(KernelError) -> Matrix {
    var result = Matrix(rows: values.count, columns: size)
    for (row, value) in values.enumerated() {
      guard let column = levels.firstIndex(of: value) else {
        throw .shape("the level \(value) of a category was not among those it was made for")
      }
      result[row, column] = 1
    }
    return result
  }
}
