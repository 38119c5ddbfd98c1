import NumericKernels
import TestSupport
import Testing

@Suite("Least squares beside statsmodels")
struct RegressionGoldenTests {
  let golden: KernelGolden.Regression
  let fit: LeastSquaresFit

  init() throws {
    golden = try KernelGolden.load().regression
    let ones = golden.y.map { _ in 1.0 }
    fit = try LeastSquares.fit(
      design: Matrix(columns: [ones, golden.x, golden.z]), response: golden.y,
      names: ["level", "x", "z"])
  }

  // Covariances of differently scaled columns, each element relative to its own variances.
  private func agrees(_ matrix: Matrix, _ peer: [Double], _ tolerance: Double = 1e-9) -> Bool {
    let size = matrix.rows
    for row in 0..<size {
      for column in 0..<size {
        let scale = (peer[row * size + row] * peer[column * size + column]).squareRoot()
        let difference = abs(matrix[row, column] - peer[column * size + row])
        if !(difference <= tolerance * scale) { return false }
      }
    }
    return true
  }

  @Test("Coefficients and R²", .tags(.golden))
  func coefficients() {
    for (value, peer) in zip(fit.coefficients, golden.coefficients) { #expect(near(value, peer)) }
    #expect(near(fit.rSquared, golden.rSquared))
    #expect(near(Series.durbinWatson(fit.residuals), golden.durbinWatson))
  }

  @Test("Classical and HC0 to HC3", .tags(.golden))
  func heteroskedastic() {
    #expect(agrees(CoefficientCovariance.classical(fit), golden.classical))
    #expect(agrees(CoefficientCovariance.heteroskedastic(fit, .hc0), golden.hc0))
    #expect(agrees(CoefficientCovariance.heteroskedastic(fit, .hc1), golden.hc1))
    #expect(agrees(CoefficientCovariance.heteroskedastic(fit, .hc2), golden.hc2))
    #expect(agrees(CoefficientCovariance.heteroskedastic(fit, .hc3), golden.hc3))
  }

  private func neweyWest(_ lags: NeweyWestLags, corrected: Bool) throws -> Matrix {
    try CoefficientCovariance.neweyWest(fit, lags: lags, smallSampleCorrection: corrected)
  }

  @Test("Newey and West's with 0, 5, 20 and automatic lags", .tags(.golden))
  func neweyWest() throws {
    #expect(try agrees(neweyWest(.fixed(0), corrected: false), golden.hac0))
    #expect(try agrees(neweyWest(.fixed(5), corrected: false), golden.hac5))
    #expect(try agrees(neweyWest(.fixed(5), corrected: true), golden.hac5Corrected))
    #expect(try agrees(neweyWest(.fixed(20), corrected: true), golden.hac20Corrected))
    #expect(golden.automaticLags > 0)
    #expect(try agrees(neweyWest(.automatic, corrected: true), golden.hacAutomatic))
  }

  @Test("Clusters in one and in two ways", .tags(.golden))
  func clusters() throws {
    #expect(agrees(CoefficientCovariance.cluster(fit, golden.first), golden.cluster))
    let both = try CoefficientCovariance.cluster(fit, golden.first, and: golden.second)
    #expect(agrees(both, golden.twoWay))
  }
}
