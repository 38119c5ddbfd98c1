import NumericKernels
import TestSupport
import Testing

@Suite("Linear algebra")
struct LinearAlgebraTests {
  private func random(_ rows: Int, _ columns: Int, index: UInt64) -> Matrix {
    var stream = RandomStream(seed: 21, index: index)
    return Matrix(
      rows: rows, columns: columns, storage: (0..<(rows * columns)).map { _ in stream.normal() })
  }

  private func product(_ left: Matrix, _ right: Matrix) -> Matrix {
    var result = Matrix(rows: left.rows, columns: right.columns)
    for row in 0..<left.rows {
      for column in 0..<right.columns {
        for inner in 0..<left.columns {
          result[row, column] += left[row, inner] * right[inner, column]
        }
      }
    }
    return result
  }

  @Test("Products are the sums on paper in all four transpositions", .tags(.analytical))
  func products() throws {
    let left = random(5, 3, index: 1)
    let right = random(3, 4, index: 2)
    let expected = product(left, right).storage
    for (a, transposeLeft) in [(left, false), (left.transposed, true)] {
      for (b, transposeRight) in [(right, false), (right.transposed, true)] {
        let found = try LinearAlgebra.multiply(
          a, b, transposeLeft: transposeLeft, transposeRight: transposeRight)
        #expect(near(found.storage, expected, 1e-14))
      }
    }
    let halved = try LinearAlgebra.multiply(left, right, alpha: 0.5)
    #expect(near(halved.storage, expected.map { $0 / 2 }, 1e-14))
    let vector = [1.0, -2, 0.5]
    let column = Matrix(rows: 3, columns: 1, storage: vector)
    let image = try LinearAlgebra.multiply(left, vector)
    #expect(near(image, product(left, column).storage, 1e-14))
    #expect(
      near(try LinearAlgebra.multiply(left.transposed, vector, transpose: true), image, 1e-14))
  }

  @Test("Gram matrices of columns and of rows, both triangles", .tags(.analytical))
  func gram() {
    let matrix = random(6, 4, index: 3)
    let columns = LinearAlgebra.gram(matrix)
    #expect(near(columns.storage, product(matrix.transposed, matrix).storage, 1e-14))
    #expect(columns.transposed == columns)
    let rows = LinearAlgebra.gram(matrix, transposed: true)
    #expect(near(rows.storage, product(matrix, matrix.transposed).storage, 1e-14))
    #expect(rows.transposed == rows)
  }

  @Test("Products of empty matrices are empty or zero", .tags(.analytical))
  func empty() throws {
    let none = try LinearAlgebra.multiply(
      Matrix(rows: 2, columns: 0), Matrix(rows: 0, columns: 3))
    #expect(none == Matrix(rows: 2, columns: 3))
    #expect(LinearAlgebra.gram(Matrix(rows: 0, columns: 2)) == Matrix(rows: 2, columns: 2))
    #expect(try LinearAlgebra.multiply(Matrix(rows: 0, columns: 2), [1, 2]).isEmpty)
  }

  @Test("Cholesky solves, inverts and knows the determinant", .tags(.analytical))
  func cholesky() throws {
    let matrix = LinearAlgebra.gram(random(9, 4, index: 4))
    let factor = try Cholesky(matrix)
    let right = random(4, 2, index: 5)
    #expect(near(product(matrix, try factor.solve(right)).storage, right.storage, 1e-12))
    #expect(near(product(matrix, factor.inverse).storage, Matrix.identity(4).storage, 1e-12))
    #expect(factor.inverse.transposed == factor.inverse)
    let known = try Cholesky(Matrix(columns: [[4, 2], [2, 3]]))
    #expect(near(known.logDeterminant, Logarithm.natural(8), 1e-14))
  }

  @Test("Cholesky names the first pivot that fails", .tags(.analytical))
  func indefinite() {
    let matrix = Matrix(columns: [[1, 0, 0], [0, -1, 0], [0, 0, 1]])
    #expect(throws: KernelError.notPositiveDefinite(pivot: 2)) { try Cholesky(matrix) }
  }

  @Test("Pivoted QR: R's diagonal falls, |Qᵀb| = |b|, the triangle is solved", .tags(.property))
  func pivotedQR() throws {
    let matrix = random(8, 4, index: 6)
    let factors = try PivotedQR(matrix, tolerance: 1e-10)
    #expect(factors.rank == 4)
    #expect(factors.pivots.sorted() == [0, 1, 2, 3])
    let diagonal = (0..<4).map { abs(factors.triangle($0, $0)) }
    #expect(zip(diagonal, diagonal.dropFirst()).allSatisfy { $0 >= $1 })
    let right = random(8, 1, index: 7).storage
    let turned = factors.transposedQ(times: right)
    #expect(near(LinearAlgebra.dot(turned, turned), LinearAlgebra.dot(right, right), 1e-13))
    // RᵀR = PᵀAᵀAP.
    let gram = LinearAlgebra.gram(matrix)
    let triangle = Matrix(columns: (0..<4).map { c in (0..<4).map { factors.triangle($0, c) } })
    let square = LinearAlgebra.gram(triangle)
    for row in 0..<4 {
      for column in 0..<4 {
        let expected = gram[factors.pivots[row], factors.pivots[column]]
        #expect(abs(square[row, column] - expected) < 1e-12)
      }
    }
    let inverse = factors.solveTriangle(.identity(4))
    #expect(near(product(triangle, inverse).storage, Matrix.identity(4).storage, 1e-12))
  }

  @Test("Eigenvectors reproduce a symmetric matrix, values ascend", .tags(.property))
  func eigen() throws {
    let matrix = LinearAlgebra.gram(random(5, 5, index: 8))
    let (values, vectors) = try LinearAlgebra.symmetricEigen(matrix)
    #expect(values == values.sorted())
    var scaled = vectors
    for column in 0..<5 { for row in 0..<5 { scaled[row, column] *= values[column] } }
    let again = try LinearAlgebra.multiply(scaled, vectors, transposeRight: true)
    #expect(near(again.storage, matrix.storage, 1e-12))
    let known = try LinearAlgebra.symmetricEigen(Matrix(columns: [[2, 1], [1, 2]]))
    #expect(near(known.values, [1, 3], 1e-14))
  }

  @Test("Singular values reproduce tall and wide matrices", .tags(.property))
  func singular() throws {
    for (rows, columns) in [(7, 3), (3, 7), (4, 4)] {
      let matrix = random(rows, columns, index: UInt64(rows))
      let (left, values, right) = try LinearAlgebra.singularValues(matrix)
      #expect(values == values.sorted(by: >))
      var scaled = left
      for column in 0..<scaled.columns {
        for row in 0..<rows { scaled[row, column] *= values[column] }
      }
      #expect(near(product(scaled, right).storage, matrix.storage, 1e-12))
    }
  }

  @Test("The inverse undoes; a singular matrix has none", .tags(.analytical))
  func inverse() throws {
    let matrix = random(5, 5, index: 9)
    let inverse = try LinearAlgebra.inverse(matrix)
    #expect(near(product(matrix, inverse).storage, Matrix.identity(5).storage, 1e-11))
    #expect(throws: KernelError.self) {
      try LinearAlgebra.inverse(Matrix(columns: [[1, 2], [2, 4]]))
    }
    #expect(throws: KernelError.self) { try LinearAlgebra.inverse(Matrix(rows: 2, columns: 2)) }
  }

  @Test("Shapes that do not fit are refused", .tags(.analytical))
  func shapes() {
    func refuses(_ body: () throws -> Void) -> Bool {
      do { try body() } catch KernelError.shape { return true } catch { return false }
      return false
    }
    let tall = Matrix(rows: 3, columns: 2)
    #expect(refuses { _ = try LinearAlgebra.multiply(tall, tall) })
    #expect(refuses { _ = try LinearAlgebra.multiply(tall, [1, 2, 3]) })
    #expect(refuses { _ = try LinearAlgebra.multiply(tall, [1, 2], transpose: true) })
    #expect(refuses { _ = try Cholesky(tall) })
    #expect(refuses { _ = try LinearAlgebra.symmetricEigen(tall) })
    #expect(refuses { _ = try LinearAlgebra.singularValues(Matrix(rows: 0, columns: 2)) })
    #expect(refuses { _ = try LinearAlgebra.inverse(tall) })
    #expect(refuses { _ = try Cholesky(.identity(2)).solve(tall) })
    #expect(throws: KernelError.tooFewObservations(rows: 2, columns: 3)) {
      try PivotedQR(tall.transposed, tolerance: 1e-10)
    }
  }
}
