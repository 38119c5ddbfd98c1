import NumericKernels
import OffRoad
import TestSupport
import Testing

@Suite("Random intercepts")
struct RandomInterceptModelTests {
  @Test("A balanced layout gives the variances of the analysis of variance", .tags(.analytical))
  func balanced() throws {
    // Three groups of four; means 10, 14, 18, within squares 2 + 2 + 2 over nine degrees.
    let response: [Double] = [9, 10, 10, 11, 13, 14, 14, 15, 17, 18, 18, 19]
    let groups = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]
    let model = try RandomInterceptModel(
      design: Matrix(rows: 12, columns: 1, repeating: 1), response: response, groups: groups)
    let within = 6.0 / 9
    let between = 4.0 * 32 / 2
    #expect(abs(model.coefficients[0] - 14) < 1e-9)
    // The optimum is flat: its place is good to the root of the precision.
    #expect(abs(model.residualVariance - within) < 1e-6)
    #expect(abs(model.groupVariance - (between - within) / 4) < 1e-4)
    #expect(abs(model.covariance[0, 0] - between / 12) < 1e-4)
  }

  @Test("Pairs give the variance of their differences", .tags(.analytical))
  func pairs() throws {
    let before: [Double] = [5, 8, 11, 9, 14]
    let drops: [Double] = [1, 2, 3, 2, 2]
    var response: [Double] = []
    var after: [Double] = []
    var groups: [Int] = []
    for index in before.indices {
      response += [before[index], before[index] - drops[index]]
      after += [0, 1]
      groups += [index, index]
    }
    let model = try RandomInterceptModel(
      design: Matrix(columns: [Array(repeating: 1, count: 10), after]), response: response,
      groups: groups)
    #expect(abs(model.coefficients[1] + 2) < 1e-9)
    // Var(mean difference) = 0.5 / 5 with four degrees of freedom.
    #expect(abs(model.covariance[1, 1] - 0.1) < 1e-6)
    #expect(model.withinDegreesOfFreedom == 4)
  }

  @Test("Groups that do not differ get no variance", .tags(.analytical))
  func none() throws {
    let model = try RandomInterceptModel(
      design: Matrix(rows: 8, columns: 1, repeating: 1), response: [1, 3, 1, 3, 1, 3, 1, 3],
      groups: [0, 0, 1, 1, 2, 2, 3, 3])
    #expect(model.groupVariance == 0)
    #expect(abs(model.residualVariance - 8.0 / 7) < 1e-12)
  }
}
