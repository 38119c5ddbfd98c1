import NumericKernels
import TestSupport
import Testing

@Suite("Distributions")
struct DistributionTests {
  private func value(_ name: String, _ a: [Double]) -> Double? {
    switch name {
    case "normalCumulative": Distribution.normalCumulative(a[0])
    case "normalUpper": Distribution.normalUpper(a[0])
    case "normalQuantile": Distribution.normalQuantile(a[0])
    case "studentCumulative": Distribution.studentCumulative(a[0], degreesOfFreedom: a[1])
    case "studentUpper": Distribution.studentUpper(a[0], degreesOfFreedom: a[1])
    case "studentQuantile": Distribution.studentQuantile(a[0], degreesOfFreedom: a[1])
    case "chiSquaredCumulative": Distribution.chiSquaredCumulative(a[0], degreesOfFreedom: a[1])
    case "chiSquaredUpper": Distribution.chiSquaredUpper(a[0], degreesOfFreedom: a[1])
    case "chiSquaredQuantile": Distribution.chiSquaredQuantile(a[0], degreesOfFreedom: a[1])
    case "fCumulative": Distribution.fCumulative(a[0], numerator: a[1], denominator: a[2])
    case "fUpper": Distribution.fUpper(a[0], numerator: a[1], denominator: a[2])
    case "fQuantile": Distribution.fQuantile(a[0], numerator: a[1], denominator: a[2])
    case "binomialCumulative":
      Distribution.binomialCumulative(Int(a[0]), trials: Int(a[1]), probability: a[2])
    case "betaQuantile": Distribution.betaQuantile(a[0], alpha: a[1], beta: a[2])
    default: nil
    }
  }

  @Test("Values far into both tails are scipy's", .tags(.golden))
  func tails() throws {
    for golden in try KernelGolden.load().distributions {
      let found = try #require(value(golden.function, golden.arguments))
      // Relative, so that 1e-300 counts as much as 0.5; scipy's own tails hold about 1e-11.
      #expect(near(found, golden.value, 1e-10), "\(golden.function) \(golden.arguments)")
    }
  }

  @Test("Infinite degrees of freedom are the normal", .tags(.analytical))
  func normalLimit() {
    for x in [-3.0, 0, 1.5, 9] {
      #expect(
        Distribution.studentUpper(x, degreesOfFreedom: .infinity) == Distribution.normalUpper(x))
    }
    #expect(near(Distribution.twoSidedP(t: 1.959963984540054, degreesOfFreedom: .infinity), 0.05))
    #expect(Distribution.twoSidedP(t: 0, degreesOfFreedom: 7) == 1)
    #expect(Distribution.twoSidedP(t: .infinity, degreesOfFreedom: 7) == 0)
  }

  @Test("A p-value of no statistic is NaN and not 1", .tags(.analytical))
  func undefinedStatistic() {
    #expect(Distribution.twoSidedP(t: .nan, degreesOfFreedom: 7).isNaN)
    #expect(Distribution.twoSidedP(t: .nan, degreesOfFreedom: .infinity).isNaN)
    #expect(Distribution.twoSidedP(t: 2, degreesOfFreedom: 0).isNaN)
    #expect(Distribution.twoSidedP(t: 2, degreesOfFreedom: -1).isNaN)
  }

  @Test("Outside the domain every function is NaN", .tags(.analytical))
  func domain() {
    #expect(Distribution.normalQuantile(-0.1).isNaN)
    #expect(Distribution.normalQuantile(1.1).isNaN)
    #expect(Distribution.studentUpper(1, degreesOfFreedom: -2).isNaN)
    #expect(Distribution.chiSquaredUpper(-1, degreesOfFreedom: 2).isNaN)
    #expect(Distribution.chiSquaredUpper(1, degreesOfFreedom: 0).isNaN)
    #expect(Distribution.fUpper(1, numerator: 0, denominator: 3).isNaN)
    #expect(Distribution.binomialCumulative(3, trials: 2, probability: 0.5).isNaN)
    #expect(Distribution.betaQuantile(0.5, alpha: -1, beta: 2).isNaN)
  }
}
