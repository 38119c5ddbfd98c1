import NumericKernels
import TestSupport
import Testing

@Suite("Nearest rows")
struct NearestRowsTests {
  @Test("Matches come nearest first and only where allowed", .tags(.analytical))
  func matches() {
    let candidates = Matrix(columns: [[0, 3, 1, 10, 1], [0, 4, 0, 0, 0]])
    let targets = Matrix(columns: [[0, 10], [0, 1]])
    let found = NearestRows.find(targets: targets, candidates: candidates, count: 3) { _, row in
      row != 3
    }
    #expect(found[0].rows == [0, 2, 4])
    #expect(found[0].distances == [0, 1, 1])
    #expect(found[1].rows == [1, 2, 4])
    let none = NearestRows.find(targets: targets, candidates: candidates, count: 1) { _, _ in
      false
    }
    #expect(none.allSatisfy { $0.rows.isEmpty })
  }

  @Test("The same as sorting all distances", .tags(.property))
  func plain() {
    var stream = RandomStream(seed: 2, index: 0)
    func table(_ rows: Int) -> Matrix {
      Matrix(rows: rows, columns: 3, storage: (0..<(3 * rows)).map { _ in stream.normal() })
    }
    let targets = table(20)
    let candidates = table(70)
    let found = NearestRows.find(targets: targets, candidates: candidates, count: 4) { _, _ in
      true
    }
    for target in 0..<20 {
      let distances = (0..<70).map { row in
        (0..<3).reduce(0.0) {
          let difference = targets[target, $1] - candidates[row, $1]
          return $0 + difference * difference
        }
      }
      let order = (0..<70).sorted { distances[$0] < distances[$1] }
      #expect(found[target].rows == Array(order.prefix(4)))
    }
  }
}
