import NumericKernels
import PanelKernels
import TestSupport
import Testing

@Suite("Nuclear-norm completion")
struct NuclearNormCompletionTests {
  private struct Shape: Sendable {
    let rows: Int
    let units: Int
    let starts: [Int]
    let courses: Int
    let noise: Double
  }

  private static let shapes = [
    Shape(rows: 60, units: 14, starts: [40, 40, 45], courses: 2, noise: 1),
    Shape(rows: 30, units: 50, starts: [20, 24], courses: 2, noise: 1),
    // Nothing beyond four courses.
    Shape(rows: 50, units: 16, starts: [35, 35], courses: 4, noise: 0),
  ]

  private static func panel(_ shape: Shape) -> Matrix {
    var stream = RandomStream(seed: 4, index: 0)
    let courses = (0..<shape.courses).map { _ in (0..<shape.rows).map { _ in stream.normal() } }
    var values = Matrix(rows: shape.rows, columns: shape.units)
    for unit in 0..<shape.units {
      let level = 20 * stream.uniform()
      let loadings = courses.map { _ in 4 * stream.uniform() }
      for row in 0..<shape.rows {
        values[row, unit] = level + Double(row) / 10 + shape.noise * stream.normal()
        for (loading, course) in zip(loadings, courses) {
          values[row, unit] += loading * course[row]
        }
      }
    }
    return values
  }

  /// The treated cells filled anew until they stand still, one plain round after the other, each
  /// with a whole decomposition.
  private static func plainly(
    _ values: Matrix, starts: [Int], share: Double
  ) throws -> (filled: Matrix, penalty: Double, spread: Double) {
    var filled = values
    for (unit, start) in starts.enumerated() {
      let level = Summation.mean(Array(values.column(unit)[..<start]))
      for row in start..<values.rows { filled[row, unit] = level }
    }
    func centred() -> Matrix {
      let rowMeans = (0..<filled.rows).map { row in
        Summation.mean((0..<filled.columns).map { filled[row, $0] })
      }
      let unitMeans = (0..<filled.columns).map { Summation.mean(filled.column($0)) }
      let grand = Summation.mean(rowMeans)
      var result = filled
      for unit in 0..<filled.columns {
        for row in 0..<filled.rows {
          result[row, unit] -= rowMeans[row] + unitMeans[unit] - grand
        }
      }
      return result
    }
    let first = centred()
    let penalty = share * (try LinearAlgebra.singularValues(first).values.max() ?? 0)
    let spread = Summation.mean(first.storage.map { $0 * $0 }).squareRoot()
    var moved = Double.infinity
    var rounds = 0
    while moved > 1e-11 * spread, rounds < 100_000 {
      let left = centred()
      let parts = try LinearAlgebra.singularValues(left)
      moved = 0
      for (unit, start) in starts.enumerated() {
        for row in start..<filled.rows {
          // What is left of the cell when the model's part is taken off.
          var rest = left[row, unit]
          for (place, value) in parts.values.enumerated() where value > penalty {
            rest -= parts.left[row, place] * (value - penalty) * parts.rightTransposed[place, unit]
          }
          filled[row, unit] -= rest
          moved = max(moved, abs(rest))
        }
      }
      rounds += 1
    }
    return (filled, penalty, spread)
  }

  @Test(
    "Completed cells are those of plain rounds run to their end", .tags(.analytical),
    arguments: shapes.indices, [0.4, 0.05])
  func agrees(_ index: Int, _ share: Double) throws {
    let shape = Self.shapes[index]
    let values = Self.panel(shape)
    let plain = try Self.plainly(values, starts: shape.starts, share: share)
    let count = shape.starts.count
    let assignment = PanelAssignment(
      treated: Array(0..<count), starts: shape.starts, donors: Array(count..<shape.units))
    let fit = try NuclearNormCompletion(penalty: plain.penalty)
      .fit(PreparedPanel(values, starts: shape.starts), assignment, path: true)
    // Where all are filled; before a unit's start the plain rounds keep what was measured.
    for row in (shape.starts.max() ?? 0)..<shape.rows {
      let expected = Summation.mean((0..<count).map { plain.filled[row, $0] })
      #expect(abs(fit.expected[row] - expected) < 1e-5 * plain.spread, "row \(row)")
    }
    #expect(fit.chosen["rounds"] ?? 0 >= 1)
  }

  @Test("Before the start, too, what is expected is the model's", .tags(.property))
  func pathBefore() throws {
    let shape = Self.shapes[0]
    let panel = Self.panel(shape)
    let assignment = PanelAssignment(
      treated: [0, 1, 2], starts: shape.starts, donors: Array(3..<shape.units))
    let prepared = try PreparedPanel(panel, starts: shape.starts)
    let fit = try NuclearNormCompletion(penalty: 12).fit(prepared, assignment, path: true)
    let observed = prepared.meanPath(of: assignment.treated)
    let gaps = (0..<40).map { observed[$0] - fit.expected[$0] }
    // The noise is 1 a unit; shrunk courses leave more of it than none.
    #expect(Summation.variance(gaps).squareRoot() > 0.1)
    #expect(Summation.variance(gaps).squareRoot() < 2)
  }
}
