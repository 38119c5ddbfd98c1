import NumericKernels
import TestSupport
import Testing

@Suite("Latin hypercubes")
struct LatinHypercubeTests {
  @Test("Each stratum of a Latin hypercube is drawn once", .tags(.property))
  func strata() {
    let sample = LatinHypercube.sample(draws: 50, parameters: 3, seed: 2)
    for parameter in 0..<3 {
      let column = sample.column(parameter)
      #expect(column.map { Int($0 * 50) }.sorted() == Array(0..<50))
      #expect(column.allSatisfy { $0 > 0 && $0 < 1 })
    }
    #expect(sample.column(0) != sample.column(1))
    let more = LatinHypercube.sample(draws: 50, parameters: 4, seed: 2)
    #expect(more.column(2) == sample.column(2))
  }
}
