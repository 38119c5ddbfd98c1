import NumericKernels
import TestSupport
import Testing

@Suite("Least squares on the simplex")
struct SimplexProgramTests {
  private func program(
    _ table: Matrix, _ target: [Double]
  ) throws -> SimplexProgram {
    try SimplexProgram(
      quadratic: LinearAlgebra.gram(table),
      linear: LinearAlgebra.multiply(table, target, transpose: true),
      scale: LinearAlgebra.dot(target, target))
  }

  @Test("A mixture of columns is found with its shares", .tags(.analytical))
  func mixture() throws {
    let table = Matrix(columns: [[1, 0, 2], [0, 3, 1], [2, 2, 0], [9, 9, 9]])
    let target = [0.2 * 1 + 0.5 * 2, 0.3 * 3 + 0.5 * 2, 0.2 * 2 + 0.3 * 1]
    let solution = try program(table, target)
    for (found, known) in zip(solution.weights, [0.2, 0.3, 0.5, 0]) {
      #expect(abs(found - known) < 1e-9)
    }
  }

  @Test("A target outside the hull is met at its nearest vertex", .tags(.analytical))
  func vertex() throws {
    let solution = try program(Matrix(columns: [[1, 1], [2, 2], [0, 3]]), [9, 9])
    #expect(solution.weights == [0, 1, 0])
    #expect(solution.gap == 0)
  }

  @Test("Two equal columns share alike", .tags(.analytical))
  func ties() throws {
    let solution = try program(Matrix(columns: [[1, 2], [1, 2], [5, 0]]), [1, 2])
    #expect(abs(solution.weights[0] - 0.5) < 1e-6)
    #expect(abs(solution.weights[1] - 0.5) < 1e-6)
  }

  @Test(
    "Weights are on the simplex and optimal, with fewer and with more rows than columns",
    .tags(.property), arguments: [(60, 12), (10, 40), (5, 5)])
  func optimal(_ rows: Int, _ columns: Int) throws {
    for seed in 0..<5 {
      var stream = RandomStream(seed: UInt64(seed), index: 3)
      let table = Matrix(
        rows: rows, columns: columns,
        storage: (0..<rows * columns).map { _ in stream.normal() + 2 })
      let target = (0..<rows).map { _ in stream.normal() + 2 }
      let solution = try program(table, target)
      #expect(solution.weights.allSatisfy { $0 >= 0 })
      #expect(abs(solution.weights.reduce(0, +) - 1) < 1e-12)
      #expect(solution.relativeGap < 1e-10, "\(solution.relativeGap)")
    }
  }

  @Test("A program that is not finite is refused", .tags(.analytical))
  func notFinite() {
    #expect(throws: KernelError.notFinite(name: "linear term", row: 1)) {
      try SimplexProgram(quadratic: .identity(2), linear: [1, .nan])
    }
  }
}
