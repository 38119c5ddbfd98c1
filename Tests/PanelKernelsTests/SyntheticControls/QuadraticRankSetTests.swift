import NumericKernels
import PanelKernels
import TestSupport
import Testing

@Suite("Sets by rank tests of quadratics")
struct QuadraticRankSetTests {
  @Test("A quadratic's part that is not negative ends at its roots")
  func parts() {
    func parts(_ square: Double, _ linear: Double, _ constant: Double) -> [ArgumentInterval] {
      Quadratic(square: square, linear: linear, constant: constant).notNegative
    }
    #expect(parts(-1, 3, -2) == [.init(lower: 1, upper: 2)])
    #expect(
      parts(1, -3, 2)
        == [.init(lower: -.infinity, upper: 1), .init(lower: 2, upper: .infinity)])
    #expect(parts(-1, 2, -1) == [.init(lower: 1, upper: 1)])
    #expect(parts(-1, 0, -1).isEmpty)
    #expect(parts(1, 0, 1) == [.all])
    #expect(parts(0, 2, -4) == [.init(lower: 2, upper: .infinity)])
    #expect(parts(0, -2, -4) == [.init(lower: -.infinity, upper: -2)])
    #expect(parts(0, 0, 0) == [.all])
    #expect(parts(0, 0, -1).isEmpty)
    // The small root of x² − 10⁸x + 1 would be lost to cancellation.
    #expect(abs(parts(-1, 1e8, -1)[0].lower - 1e-8) < 1e-22)
  }

  @Test("Parts that touch count together where they touch")
  func touching() {
    let left = Quadratic(square: -1, linear: 1, constant: 0)
    let right = Quadratic(square: -1, linear: 3, constant: -2)
    #expect(
      QuadraticRankSet.arguments(where: [left, right], atLeast: 2)
        == [.init(lower: 1, upper: 1)])
    #expect(
      QuadraticRankSet.arguments(where: [left, right], atLeast: 1)
        == [.init(lower: 0, upper: 2)])
    #expect(QuadraticRankSet.arguments(where: [left, right], atLeast: 3).isEmpty)
    #expect(QuadraticRankSet.arguments(where: [left, right], atLeast: 0) == [.all])
  }

  @Test("The set holds just the arguments where enough are not negative", .tags(.property))
  func counts() {
    for seed in 1...20 {
      var draw = RandomStream(seed: UInt64(seed), index: 0)
      let quadratics = (0..<12).map { _ in
        Quadratic(square: draw.normal(), linear: draw.normal(), constant: draw.normal())
      }
      for needed in 1...12 {
        let set = QuadraticRankSet.arguments(where: quadratics, atLeast: needed)
        for (left, right) in zip(set, set.dropFirst()) { #expect(left.upper < right.lower) }
        for point in -400...400 {
          let x = Double(point) / 40 + 0.001
          let count = quadratics.count { $0.square * x * x + $0.linear * x + $0.constant >= 0 }
          #expect(set.contains { $0.lower <= x && x <= $0.upper } == (count >= needed))
        }
      }
    }
  }
}
