/// Serial dependence of a regular series; NaN is missing.
package enum Series {
  /// Autocovariances at lags 0 … maxLag, divided by the number of observations.
  ///
  /// Products are taken between steps that are both there; the divisor is the count of observed
  /// values at every lag, which keeps the sequence positive semi-definite without gaps.
  package static func autocovariance(_ values: [Double], maxLag: Int) -> [Double] {
    let observed = values.filter { !$0.isNaN }
    guard !observed.isEmpty, maxLag >= 0 else { return [] }
    let mean = Summation.mean(observed)
    let centred = values.map { $0.isNaN ? 0 : $0 - mean }
    return (0...maxLag).map { lag in
      var sum = 0.0
      if lag < centred.count {
        for index in lag..<centred.count { sum += centred[index] * centred[index - lag] }
      }
      return sum / Double(observed.count)
    }
  }

  /// Autocovariances over their value at lag 0; zeros for a constant series.
  package static func autocorrelation(_ values: [Double], maxLag: Int) -> [Double] {
    let covariances = autocovariance(values, maxLag: maxLag)
    guard let variance = covariances.first, variance > 0 else {
      return covariances.map { _ in 0 }
    }
    return covariances.map { $0 / variance }
  }

  /// Durbin and Watson's ratio; 2 without serial correlation, 0 at the positive extreme.
  package static func durbinWatson(_ residuals: [Double]) -> Double {
    var differences = 0.0
    var squares = 0.0
    for (index, residual) in residuals.enumerated() {
      squares += residual * residual
      if index > 0 {
        let difference = residual - residuals[index - 1]
        differences += difference * difference
      }
    }
    return squares > 0 ? differences / squares : .nan
  }

  /// Ljung and Box's portmanteau test of no autocorrelation up to a lag.
  ///
  /// - Source: Ljung and Box (1978), doi:10.1093/biomet/65.2.297.
  package static func ljungBox(
    _ values: [Double], lags: Int
  ) -> (statistic: Double, pValue: Double) {
    let count = Double(values.filter { !$0.isNaN }.count)
    let correlations = autocorrelation(values, maxLag: lags)
    var statistic = 0.0
    for lag in 1...max(lags, 1) where lag < correlations.count {
      statistic += correlations[lag] * correlations[lag] / (count - Double(lag))
    }
    statistic *= count * (count + 2)
    return (
      statistic, Distribution.chiSquaredUpper(statistic, degreesOfFreedom: Double(lags))
    )
  }
}
