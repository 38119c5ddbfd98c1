import NumericKernels
import PanelKernels
import TestSupport
import Testing

@Suite("Block bootstrap in time of donor designs")
struct BlockBootstrapErrorsTests {
  // Two-way effects alone miss a course that rises after the start and that the treated unit follows
  // more than donors do: every drawn panel has that error. Its size is counted, its direction is not.
  @Test("A bias that all draws share widens errors and does not shift them", .tags(.analytical))
  func sharedBias() throws {
    let start = 60
    var stream = RandomStream(seed: 3, index: 0)
    let course = (0..<90).map { row in stream.normal() + (row >= start ? 3 : 0) }
    var values = Matrix(rows: 90, columns: 11)
    for unit in 0..<11 {
      let loading = unit == 0 ? 4 : 2 * stream.uniform()
      for row in 0..<90 { values[row, unit] = loading * course[row] + 0.3 * stream.normal() }
    }
    let panel = try PreparedPanel(values, starts: [start])
    let assignment = PanelAssignment(treated: [0], starts: [start], donors: Array(1..<11))
    let kernel = NuclearNormCompletion(penalty: 1e6)
    let fit = try kernel.fit(panel, assignment, path: false)
    let found = try InteractiveFactors().blockErrors(
      of: kernel, fit, panel, assignment, draws: 199, seed: 1)
    #expect(fit.effect > 6, "\(fit.effect)")
    let sizes = found.errors.map { abs($0) }.sorted()
    #expect(abs(sizes[99] - fit.effect) < 0.25 * fit.effect, "\(sizes[99]) \(fit.effect)")
    // Of 199 fair coins four standard errors are 28.
    let above = found.errors.count { $0 > 0 }
    #expect((72...127).contains(above), "\(above)")
  }
}
