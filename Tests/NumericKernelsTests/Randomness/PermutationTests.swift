import NumericKernels
import TestSupport
import Testing

@Suite("Permutations and Latin hypercubes")
struct PermutationTests {
  @Test(
    "A block permutation moves every position once and keeps neighbours", .tags(.property),
    arguments: [1, 7, 30, 100])
  func blocks(length: Int) {
    var stream = RandomStream(seed: 5, index: 1)
    let order = BlockPermutation.circular(count: 100, length: length, using: &stream)
    #expect(order.sorted() == Array(0..<100))
    let joints = zip(order, order.dropFirst()).count { ($0 + 1) % 100 != $1 }
    #expect(joints <= (100 + length - 1) / length)
  }

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
