import Foundation
import NumericKernels
import OffRoad
import TestSupport
import Testing

@Suite("Sensitivity")
struct SensitivityTests {
  @Test("A Latin hypercube uses every stratum once", .tags(.property))
  func strata() {
    let column = LatinHypercube.column(draws: 500, seed: 3, dimension: 7)
    #expect(Set(column.map { Int($0 * 500) }).count == 500)
    #expect(column.allSatisfy { $0 > 0 && $0 < 1 })
    #expect(column != LatinHypercube.column(draws: 500, seed: 3, dimension: 8))
    #expect(column == LatinHypercube.column(draws: 500, seed: 3, dimension: 7))
  }

  @Test("Sobol indices of the Ishigami function are those of the paper", .tags(.analytical))
  func ishigami() throws {
    // Ishigami and Homma (1990), a = 7, b = 0.1: variance a²/8 + bπ⁴/5 + b²π⁸/18 + 1/2.
    let draws = 8_192
    func sample(_ seed: UInt64) -> Matrix {
      Matrix(
        columns: (0..<3).map { dimension in
          LatinHypercube.column(draws: draws, seed: seed, dimension: UInt64(dimension))
            .map { (2 * $0 - 1) * Double.pi }
        })
    }
    let indices = try SobolIndices(
      first: sample(1), second: sample(2), groups: [[0], [1], [2], [0, 2]]
    ) { x in
      sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * pow(x[2], 4) * sin(x[0])
    }
    // Three standard errors of 8,192 draws are about 0.03.
    for (found, wanted) in zip(indices.firstOrder, [0.3139, 0.4424, 0, 0.5576]) {
      #expect(abs(found - wanted) < 0.03)
    }
    for (found, wanted) in zip(indices.total, [0.5576, 0.4424, 0.2437, 0.5576]) {
      #expect(abs(found - wanted) < 0.03)
    }
    #expect(abs(indices.variance - 13.8446) < 0.4)
  }

  @Test("The answer does not depend on the number of threads", .tags(.property))
  func threads() throws {
    let first = Matrix(columns: [LatinHypercube.column(draws: 64, seed: 1, dimension: 0)])
    let second = Matrix(columns: [LatinHypercube.column(draws: 64, seed: 2, dimension: 0)])
    let one = try SobolIndices(first: first, second: second, groups: [[0]], threads: 1) { $0[0] }
    let two = try SobolIndices(first: first, second: second, groups: [[0]], threads: 2) { $0[0] }
    #expect(one.firstOrder == two.firstOrder && one.total == two.total)
  }

  @Test(
    "Rank regression shares the variance of a sum, and a constant input gets none",
    .tags(.analytical))
  func ranks() throws {
    let a = LatinHypercube.column(draws: 4_000, seed: 5, dimension: 0)
    let b = LatinHypercube.column(draws: 4_000, seed: 5, dimension: 1)
    let constant = [Double](repeating: 1, count: 4_000)
    let sum = zip(a, b).map { 2 * $0 - $1 }
    let regression = try RankRegression(inputs: [a, b, constant], output: sum)
    // In values the shares are 4/5 and 1/5; ranks of two uniforms' sum bend them a little.
    #expect(abs(regression.shares[0] - 0.8) < 0.02)
    #expect(abs(regression.shares[1] - 0.2) < 0.02)
    #expect(regression.shares[2] == 0)
    #expect(regression.signs == [1, -1, 0])
    #expect(regression.rSquared > 0.97)
  }
}
