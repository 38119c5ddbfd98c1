import Foundation
package import NumericKernels

/// The best basis of a given size for a cubic smoothing spline: no knots to place.
///
/// A cubic smoothing spline is Σⱼ |x − uⱼ|³ δⱼ + α₀ + α₁ x over the distinct values u, with
/// Σδ = Σuδ = 0. The basis keeps the δ in the leading eigenvectors of the matrix |uᵢ − uⱼ|³, which
/// changes the spline least among all bases of its size.
///
/// - Source: Wood (2003), doi:10.1111/1467-9868.00374, in one dimension with a penalty on the
///   squared second derivative. Departure: the leading eigenvectors come from subspace iteration
///   that begins with cosines, and products with |uᵢ − uⱼ|³ from running sums of powers, so no
///   matrix of the size of the data is ever formed.
package struct ThinPlateSpline: SplineBasis {
  package let size: Int
  package let nullity = 1
  package let penalty: Matrix?
  /// Distinct values, ascending, moved and scaled to −1 … 1.
  private let nodes: [Double]
  private let centre: Double
  private let scale: Double
  /// `nodes × (size − 2)`: δ of each bent function.
  private let weights: Matrix

  /// - Parameters:
  ///   - support: distinct values of the covariate, ascending.
  ///   - dimension: number of functions, constant and line included; at least 3 and at most the
  ///     number of values.
  package init(support: [Double], dimension: Int) throws(KernelError) {
    guard dimension >= 3, support.count >= dimension, let lowest = support.first,
      let highest = support.last, highest > lowest
    else {
      throw .shape("a thin plate spline of \(dimension) functions on \(support.count) values")
    }
    size = dimension
    let centre = (lowest + highest) / 2
    let scale = (highest - lowest) / 2
    let nodes = support.map { ($0 - centre) / scale }
    self.centre = centre
    self.scale = scale
    self.nodes = nodes
    let (values, vectors) = try Self.leadingEigenvectors(of: nodes, count: dimension)
    // Combinations of the eigenvectors whose δ sum to zero, also when multiplied by u.
    let sums = try LinearAlgebra.multiply(
      vectors, nodes.map { _ in 1.0 }, transpose: true)
    let first = Constraint.complement(of: sums)
    let moments = try LinearAlgebra.multiply(vectors, nodes, transpose: true)
    let second = Constraint.complement(
      of: try LinearAlgebra.multiply(first, moments, transpose: true))
    let free = try LinearAlgebra.multiply(first, second)
    weights = try LinearAlgebra.multiply(vectors, free)
    var scaled = free
    for column in 0..<scaled.columns {
      for row in 0..<scaled.rows { scaled[row, column] *= values[row] }
    }
    let bent = try LinearAlgebra.multiply(free, scaled, transposeLeft: true)
    var penalty = Matrix(rows: dimension, columns: dimension)
    for column in 0..<bent.columns {
      for row in 0..<bent.rows {
        penalty[row, column] = (bent[row, column] + bent[column, row]) / 2
      }
    }
    self.penalty = penalty
  }

  package func matrix(at values: [Double]) -> Matrix {
    let places = values.map { ($0 - centre) / scale }
    let kernel = CubicKernel(nodes: nodes, places: places)
    var storage: [Double] = []
    storage.reserveCapacity(places.count * size)
    for column in 0..<(size - 2) { storage += kernel.product(weights.column(column)) }
    storage += places.map { _ in 1 }
    storage += places
    return Matrix(rows: places.count, columns: size, storage: storage)
  }

  /// The eigenvectors of |uᵢ − uⱼ|³ whose eigenvalues are largest in size.
  ///
  /// Eigenvalues fall with the fourth power of their number, so a subspace of twice the size
  /// gains more than a decimal a step; eight steps leave nothing that matters.
  private static func leadingEigenvectors(
    of nodes: [Double], count: Int
  ) throws(KernelError) -> (values: [Double], vectors: Matrix) {
    let places = nodes.count
    let width = min(places, 2 * count + 4)
    let kernel = CubicKernel(nodes: nodes, places: nodes)
    var block = Matrix(rows: places, columns: width)
    for column in 0..<width {
      for row in 0..<places {
        block[row, column] = cos(
          Double.pi * Double(column) * (Double(row) + 0.5) / Double(places))
      }
    }
    func multiplied(_ block: Matrix) -> Matrix {
      Matrix(columns: (0..<width).map { kernel.product(block.column($0)) })
    }
    block = try orthonormal(block)
    let steps = width == places ? 0 : 8
    for _ in 0..<steps { block = try orthonormal(multiplied(block)) }
    block = try orthonormal(block)
    let small = try LinearAlgebra.multiply(block, multiplied(block), transposeLeft: true)
    var symmetric = small
    for column in 0..<width {
      for row in 0..<width {
        symmetric[row, column] = (small[row, column] + small[column, row]) / 2
      }
    }
    let (values, rotation) = try LinearAlgebra.symmetricEigen(symmetric)
    let order = values.indices.sorted { (abs(values[$0]), $0) > (abs(values[$1]), $1) }
      .prefix(count)
    let chosen = Matrix(columns: order.map { rotation.column($0) })
    return (order.map { values[$0] }, try LinearAlgebra.multiply(block, chosen))
  }

  /// The same column space with orthonormal columns.
  private static func orthonormal(_ block: Matrix) throws(KernelError) -> Matrix {
    var scaled = block
    for column in 0..<block.columns {
      let values = block.column(column)
      let norm = LinearAlgebra.dot(values, values).squareRoot()
      guard norm > 0 else { throw .notPositiveDefinite(pivot: column + 1) }
      for row in 0..<block.rows { scaled[row, column] /= norm }
    }
    let triangle = try Cholesky(LinearAlgebra.gram(scaled)).inverseTriangle
    return try LinearAlgebra.multiply(scaled, triangle)
  }
}

/// Products with the matrix |xᵢ − uⱼ|³, by running sums of the powers of u.
struct CubicKernel {
  private let nodes: [Double]
  private let places: [Double]
  /// How many nodes lie below each place.
  private let below: [Int]

  /// - Parameters:
  ///   - nodes: ascending.
  ///   - places: in any order.
  init(nodes: [Double], places: [Double]) {
    self.nodes = nodes
    self.places = places
    below = places.map { place in
      var low = 0
      var high = nodes.count
      while low < high {
        let middle = (low + high) / 2
        if nodes[middle] < place { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// Σⱼ |xᵢ − uⱼ|³ wⱼ for every place.
  func product(_ weights: [Double]) -> [Double] {
    var sums = Array(repeating: SIMD4<Double>(repeating: 0), count: nodes.count + 1)
    for index in nodes.indices {
      let node = nodes[index]
      let powers = SIMD4(1, node, node * node, node * node * node)
      sums[index + 1] = sums[index] + weights[index] * powers
    }
    let total = sums[nodes.count]
    var result = [Double](repeating: 0, count: places.count)
    for index in places.indices {
      let place = places[index]
      // (x − u)³ expanded; twice the part below minus the whole turns the sign above x.
      let both = 2 * sums[below[index]] - total
      result[index] =
        ((both.x * place - 3 * both.y) * place + 3 * both.z) * place - both.w
    }
    return result
  }
}
