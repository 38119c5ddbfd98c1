import NumericKernels
import TestSupport
import Testing

@Suite("Series and summation")
struct SeriesTests {
  @Test("Ljung and Box's statistic and p are statsmodels'", .tags(.golden))
  func ljungBox() throws {
    for golden in try KernelGolden.load().series {
      for (index, lags) in [1, 10].enumerated() {
        let found = Series.ljungBox(golden.values, lags: lags)
        #expect(near(found.statistic, golden.ljungBox[index]))
        #expect(near(found.pValue, golden.ljungBoxP[index], 1e-8))
      }
    }
  }

  @Test("Quantiles are numpy's", .tags(.golden))
  func quantiles() throws {
    for golden in try KernelGolden.load().series {
      for (probability, expected) in zip(golden.probabilities, golden.quantiles) {
        #expect(near(Summation.quantile(golden.values, probability: probability), expected))
      }
    }
    #expect(Summation.median([3, 1, 2, 4]) == 2.5)
    #expect(Summation.quantile([], probability: 0.5).isNaN)
  }

  @Test("Durbin and Watson's ratio of alternating and constant residuals", .tags(.analytical))
  func durbinWatson() {
    #expect(near(Series.durbinWatson([1, -1, 1, -1]), 3))
    #expect(Series.durbinWatson([2, 2, 2]) == 0)
    #expect(Series.durbinWatson([0, 0]).isNaN)
  }

  @Test("Autocovariances with a gap leave its products out", .tags(.analytical))
  func gap() {
    // Mean 0 over the four observed; lag 1: 1·(−1) + (−2)·2, lag 2: −1·(−2).
    let found = Series.autocovariance([1, -1, .nan, -2, 2], maxLag: 2)
    #expect(near(found, [10.0 / 4, -5.0 / 4, 2.0 / 4], 1e-15))
    #expect(Series.autocorrelation([3, 3, 3], maxLag: 1) == [0, 0])
    #expect(Series.autocovariance([.nan], maxLag: 1).isEmpty)
  }

  @Test("A sum keeps what plain addition loses", .tags(.analytical))
  func compensation() {
    #expect(Summation.sum([1, 1e100, 1, -1e100]) == 2)
    #expect(Summation.mean([]).isNaN)
    #expect(Summation.variance([1]).isNaN)
    #expect(near(Summation.variance([1e9 + 1, 1e9 + 2, 1e9 + 3]), 1, 1e-15))
  }
}
