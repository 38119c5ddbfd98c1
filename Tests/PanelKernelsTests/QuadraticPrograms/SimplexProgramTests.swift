import NumericKernels
import PanelKernels
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

  /// A table of days that last, as the time weights of daily panels have it.
  private func wide(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
    var stream = RandomStream(seed: seed, index: 9)
    var table = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      var state = 0.0
      for column in 0..<columns {
        state = 0.6 * state + stream.normal()
        table[row, column] = 4 * state + Double(row) / 3
      }
    }
    return table
  }

  @Test(
    "A wide table has the weights of the active set, whether its hull holds the target or not",
    .tags(.property), arguments: [0.0, 0.3, 1, 3, 30])
  func wideTable(_ reach: Double) throws {
    var bySmallSide = 0
    for seed in 1...4 {
      let table = wide(8, 90, seed: UInt64(seed))
      var stream = RandomStream(seed: UInt64(seed), index: 10)
      let target = (0..<8).map { row in
        Summation.mean((0..<90).map { table[row, $0] }) + reach * stream.normal()
      }
      var quadratic = LinearAlgebra.gram(table)
      let ridge = 1e-7 * (0..<90).reduce(0.0) { $0 + quadratic[$1, $1] } / 90
      for place in 0..<90 { quadratic[place, place] += ridge }
      let plain = try SimplexProgram(
        quadratic: quadratic, linear: LinearAlgebra.multiply(table, target, transpose: true),
        scale: LinearAlgebra.dot(target, target))
      let found = try SimplexProgram(table: table, target: target, ridge: ridge)
      // Without a start, or from anywhere, the same to the last bit.
      let again = try SimplexProgram(
        table: table, target: target, ridge: ridge,
        start: found.weights.indices.filter { found.weights[$0] > 0 })
      #expect(again.weights == found.weights)
      #expect(found.relativeGap < 1e-10)
      #expect(abs(found.weights.reduce(0, +) - 1) < 1e-12)
      for (one, other) in zip(found.weights, plain.weights) { #expect(abs(one - other) < 1e-7) }
      if found.iterations < 13, found.weights.count(where: { $0 > 0 }) > 8 { bySmallSide += 1 }
    }
    // Both roads are gone.
    if reach == 0 { #expect(bySmallSide == 4) }
    if reach == 30 { #expect(bySmallSide == 0) }
  }

  @Test(
    "A wide table that is not finite, or whose target differs in length, is refused",
    .tags(.analytical))
  func wideRefused() {
    #expect(throws: KernelError.self) {
      try SimplexProgram(table: Matrix(columns: [[1], [.nan], [2]]), target: [1], ridge: 1)
    }
    #expect(throws: KernelError.self) {
      try SimplexProgram(table: Matrix(columns: [[1], [3], [2]]), target: [1, 2], ridge: 1)
    }
  }

  @Test(
    "Many more columns than rows keep their digits under a penalty on each", .tags(.property),
    arguments: [0.01, 0.1])
  func penalised(_ penalty: Double) throws {
    for seed in 1...150 {
      var stream = RandomStream(seed: UInt64(seed), index: 11)
      let common = (0..<6).map { _ in 12 * stream.normal() }
      func column() -> [Double] {
        let share = 0.6 + 0.8 * stream.uniform()
        let column = common.map { share * $0 + 3 * stream.normal() }
        let mean = Summation.mean(column)
        return column.map { $0 - mean }
      }
      // Six centred rows are five, and a support of six has equations without a single solution.
      let target = column()
      let table = Matrix(columns: (0..<60).map { _ in column() })
      let gram = LinearAlgebra.gram(table)
      let inner = try LinearAlgebra.multiply(table, target, transpose: true)
      let square = LinearAlgebra.dot(target, target)
      let linear = inner.indices.map {
        inner[$0] - 0.5 * penalty * (square - 2 * inner[$0] + gram[$0, $0])
      }
      let found = try SimplexProgram(quadratic: gram, linear: linear, scale: square)
      #expect(found.relativeGap <= 1e-10, "\(seed): \(found.relativeGap)")
    }
  }

  @Test("A program that is not finite is refused", .tags(.analytical))
  func notFinite() {
    #expect(throws: KernelError.notFinite(name: "linear term", row: 1)) {
      try SimplexProgram(quadratic: .identity(2), linear: [1, .nan])
    }
  }
}
