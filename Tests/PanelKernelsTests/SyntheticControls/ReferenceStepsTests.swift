import NumericKernels
import PanelKernels
import TestSupport
import Testing

/// The reference's iteration as the paper writes it, on the table itself, kept as the plain version
/// of `FrankWolfe`'s steps on the Gram matrix.
private struct PlainSteps {
  let table: Matrix
  let target: [Double]
  let ridge: Double

  func minimise(from start: [Double], smallestDecrease: Double, limit: Int) throws -> [Double] {
    var point = start
    var values: [Double] = []
    let rows = Double(table.rows)
    func value(_ point: [Double]) throws -> Double {
      let fitted = try LinearAlgebra.multiply(table, point)
      let errors = zip(fitted, target).map { $0 - $1 }
      return (ridge * LinearAlgebra.dot(point, point) + LinearAlgebra.dot(errors, errors)) / rows
    }
    while values.count < limit {
      if values.count >= 2,
        values[values.count - 2] - values[values.count - 1] <= smallestDecrease * smallestDecrease
      {
        break
      }
      let fitted = try LinearAlgebra.multiply(table, point)
      let errors = zip(fitted, target).map { $0 - $1 }
      var gradient = try LinearAlgebra.multiply(table, errors, transpose: true)
      for place in gradient.indices { gradient[place] += ridge * point[place] }
      let vertex = try #require(gradient.indices.min { gradient[$0] < gradient[$1] })
      var direction = point.map { -$0 }
      direction[vertex] += 1
      let image = try LinearAlgebra.multiply(table, direction)
      let bend =
        LinearAlgebra.dot(image, image) + ridge * LinearAlgebra.dot(direction, direction)
      let step = min(1, max(0, -LinearAlgebra.dot(gradient, direction) / bend))
      for place in point.indices { point[place] += step * direction[place] }
      values.append(try value(point))
    }
    return point
  }
}

@Suite("Synthetic difference-in-differences against its plain steps")
struct ReferenceStepsTests {
  @Test("Donor weights agree on random panels", .tags(.property), arguments: [1, 2, 3])
  func agree(_ seed: Int) throws {
    var stream = RandomStream(seed: UInt64(seed), index: 5)
    let rows = 24
    let start = 16
    let count = 9
    let values = Matrix(
      rows: rows, columns: count,
      storage: (0..<rows * count).map { _ in stream.normal() })
    let panel = try PreparedPanel(values, starts: [start])
    let donors = Array(1..<count)
    let fit = try SyntheticDifference.synthetic.stoppedEarly.fit(
      panel, PanelAssignment(treated: [0], starts: [start], donors: donors), path: false)
    var changes: [Double] = []
    func centred(_ unit: Int) -> [Double] {
      let column = Array(values.column(unit)[..<start])
      let mean = Summation.mean(column)
      return column.map { $0 - mean }
    }
    for donor in donors {
      let column = values.column(donor)
      for row in 1..<start { changes.append(column[row] - column[row - 1]) }
    }
    let noise = Summation.variance(changes).squareRoot()
    let zeta = Double(rows - start).squareRoot().squareRoot() * noise
    let plain = PlainSteps(
      table: Matrix(columns: donors.map(centred)), target: centred(0),
      ridge: Double(start) * zeta * zeta)
    let uniform = [Double](repeating: 1 / Double(donors.count), count: donors.count)
    var rough = try plain.minimise(from: uniform, smallestDecrease: 1e-5 * noise, limit: 100)
    let largest = rough.max() ?? 0
    rough = rough.map { $0 <= largest / 4 ? 0 : $0 }
    let total = rough.reduce(0, +)
    let weights = try plain.minimise(
      from: rough.map { $0 / total }, smallestDecrease: 1e-5 * noise, limit: 10_000)
    for (found, known) in zip(fit.donorWeights, weights) { #expect(abs(found - known) < 1e-9) }
  }

  @Test(
    "The ridge of the augmentation is the one that refitting without each row chooses",
    .tags(.property))
  func crossValidation() throws {
    var stream = RandomStream(seed: 8, index: 2)
    let start = 18
    let values = Matrix(
      rows: 24, columns: 8, storage: (0..<24 * 8).map { _ in 5 * stream.uniform() })
    let panel = try PreparedPanel(values, starts: [start])
    let donors = Array(1..<8)
    let assignment = PanelAssignment(treated: [0], starts: [start], donors: donors)
    let fit = try SimplexControl(demeaned: false, augmentation: .crossValidated(rowsLeftOut: 1))
      .fit(panel, assignment, path: false)
    let chosen = try #require(fit.cohorts[0].chosen["ridge"])
    // The same by brute force: a panel without the row, the same penalty, the error on the row.
    var means: [Double] = []
    var errors: [Double] = []
    let penalties = (0...20).map { step in
      Logarithm.power(1e-8, Double(step) / 20)
    }
    var centredRows = values.firstRows(start)
    for row in 0..<start {
      let mean = Summation.mean(donors.map { values[row, $0] })
      for unit in 0..<8 { centredRows[row, unit] -= mean }
    }
    let kernel = LinearAlgebra.gram(centredRows.columns(donors))
    let largest = try #require(LinearAlgebra.symmetricEigen(kernel).values.last)
    for share in penalties {
      var squares: [Double] = []
      for left in 0..<start {
        let rows = (0..<start).filter { $0 != left }
        let without = values.rows(rows)
        let inner = LinearAlgebra.gram(without)
        let linear = donors.map { inner[$0, 0] }
        let program = try SimplexProgram(
          quadratic: inner.rows(donors).columns(donors), linear: linear, scale: inner[0, 0])
        let centred = centredRows.rows(rows)
        let table = centred.columns(donors)
        let imbalance = zip(
          centred.column(0), try LinearAlgebra.multiply(table, program.weights)
        ).map { $0 - $1 }
        var system = LinearAlgebra.gram(table)
        for place in donors.indices { system[place, place] += share * largest }
        let added = try Cholesky(system).solve(
          Matrix(
            rows: donors.count, columns: 1,
            storage: LinearAlgebra.multiply(table, imbalance, transpose: true)))
        var miss = centredRows[left, 0]
        for (place, donor) in donors.enumerated() {
          miss -= (program.weights[place] + added[place, 0]) * centredRows[left, donor]
        }
        squares.append(miss * miss)
      }
      means.append(Summation.mean(squares))
      errors.append((Summation.variance(squares) / Double(start)).squareRoot())
    }
    let best = try #require(means.indices.min { means[$0] < means[$1] })
    let expected = try #require(means.indices.first { means[$0] <= means[best] + errors[best] })
    #expect(abs(chosen / (penalties[expected] * largest) - 1) < 1e-9)
  }
}
