import Foundation
import NumericKernels
import OffRoad
import TestSupport
import Testing

@Suite("Logistic regression")
struct LogisticRegressionTests {
  @Test("A table of two by two has its log odds ratio and Woolf’s variance", .tags(.analytical))
  func twoByTwo() throws {
    let fit = try LogisticRegression(
      design: Matrix(columns: [[1, 1], [0, 1]]), successes: [60, 90], trials: [100, 110])
    #expect(abs(fit.coefficients[1] - log(90.0 / 20 / (60.0 / 40))) < 1e-10)
    let variance = 1.0 / 60 + 1.0 / 40 + 1.0 / 90 + 1.0 / 20
    #expect(abs(fit.modelCovariance[1, 1] - variance) < 1e-9)
    #expect(abs(fit.fitted[0] - 0.6) < 1e-10)
  }

  @Test("With two clusters a period the sandwich is the sum of squared scores", .tags(.analytical))
  func clusters() throws {
    let successes = [30.0, 30, 50, 40]
    let trials = [60.0, 40, 55, 55]
    let fit = try LogisticRegression(
      design: Matrix(columns: [[1, 1, 1, 1], [0, 0, 1, 1]]), successes: successes,
      trials: trials)
    let covariance = try fit.clusterCovariance([0, 1, 2, 3])
    // Scores before: 30 − 36 = −6 and 30 − 24 = 6; information 100 × 0.24 = 24.
    let before = 2 * 36.0 / (24 * 24)
    // After: p = 9/11, scores ± 5; information 110 × 9/11 × 2/11.
    let information = 110 * (9.0 / 11) * (2.0 / 11)
    let after = 2 * 25 / (information * information)
    #expect(abs(covariance[1, 1] - 4.0 / 3 * (before + after)) < 1e-9)
  }

  @Test("Separated data are refused", .tags(.analytical))
  func separation() {
    #expect(throws: KernelError.self) {
      try LogisticRegression(
        design: Matrix(columns: [[1, 1], [0, 1]]), successes: [0, 50], trials: [50, 50])
    }
  }
}
