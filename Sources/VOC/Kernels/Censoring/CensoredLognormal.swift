import Foundation
package import NumericKernels

/// Means of positive values of which some are known only to lie below one limit.
package enum CensoredLognormal {
  /// Location and spread of the logarithms.
  package struct Parameters: Hashable, Sendable {
    /// Mean of the natural logarithm.
    package let location: Double
    /// Standard deviation of the natural logarithm.
    package let scale: Double

    /// exp(µ + σ²/2).
    package var mean: Double { exp(location + scale * scale / 2) }
  }

  /// Maximum-likelihood parameters of a lognormal sample censored from below at one limit.
  ///
  /// The expectation–maximisation iteration for the censored normal: a censored logarithm counts
  /// with its conditional mean and variance below the limit.
  ///
  /// - Parameters:
  ///   - observed: positive values, not below the limit.
  ///   - censored: how many values lie below the limit.
  ///   - limit: positive.
  /// - Throws: `KernelError.tooFewObservations` with fewer than two different observed values;
  ///   `.notFinite`; `.didNotConverge`.
  /// - Source: Cohen (1959), doi:10.1080/00401706.1959.10489859, for the likelihood; Dempster,
  ///   Laird and Rubin (1977), doi:10.1111/j.2517-6161.1977.tb01600.x, for the iteration.
  package static func maximumLikelihood(
    observed: [Double], censored: Int, limit: Double
  ) throws(KernelError) -> Parameters {
    let logs = try logarithms(observed, limit: limit)
    let count = Double(logs.count + censored)
    let sum = Summation.sum(logs)
    let squares = Summation.sum(logs.map { $0 * $0 })
    var location = sum / Double(logs.count)
    var scale = Summation.variance(logs).squareRoot()
    guard censored > 0 else {
      let variance = squares / count - location * location
      return Parameters(location: location, scale: max(variance, 0).squareRoot())
    }
    let border = log(limit)
    var movement = Double.infinity
    for _ in 0..<10_000 {
      let standardised = (border - location) / scale
      // Inverse Mills ratio of the lower tail.
      let density = exp(-standardised * standardised / 2) / (2 * Double.pi).squareRoot()
      let hazard = density / Distribution.normalCumulative(standardised)
      let mean = location - scale * hazard
      let variance = scale * scale * (1 - standardised * hazard - hazard * hazard)
      let newLocation = (sum + Double(censored) * mean) / count
      let second = (squares + Double(censored) * (variance + mean * mean)) / count
      let newScale = max(second - newLocation * newLocation, 1e-300).squareRoot()
      movement = max(abs(newLocation - location), abs(newScale - scale)) / newScale
      location = newLocation
      scale = newScale
      if movement < 1e-11 { return Parameters(location: location, scale: scale) }
    }
    throw .didNotConverge(iterations: 10_000, residual: movement)
  }

  /// The mean with values below the limit taken from a line through the observed logarithms
  /// against normal order statistics.
  ///
  /// - Parameters: as for `maximumLikelihood`.
  /// - Throws: `KernelError.tooFewObservations`; `.notFinite`.
  /// - Source: Helsel and Cohn (1988), doi:10.1029/WR024i012p01997, for one limit.
  package static func orderStatisticsMean(
    observed: [Double], censored: Int, limit: Double
  ) throws(KernelError) -> Double {
    let logs = try logarithms(observed, limit: limit).sorted()
    guard censored > 0 else { return Summation.mean(observed) }
    let above = Double(logs.count)
    let exceedance = above / (above + Double(censored))
    let scores = logs.indices.map { index in
      Distribution.normalQuantile(
        (1 - exceedance) + exceedance * Double(index + 1) / (above + 1))
    }
    let line = try LeastSquares.fit(
      design: Matrix(columns: [scores.map { _ in 1 }, scores]), response: logs,
      names: ["level", "score"])
    let imputed = (1...censored).map { index -> Double in
      let score = Distribution.normalQuantile(
        (1 - exceedance) * Double(index) / Double(censored + 1))
      return exp(line.coefficients[0] + line.coefficients[1] * score)
    }
    return Summation.mean(observed + imputed)
  }

  private static func logarithms(
    _ observed: [Double], limit: Double
  ) throws(KernelError) -> [Double] {
    for (row, value) in observed.enumerated() where !(value > 0 && value.isFinite) {
      throw .notFinite(name: "logarithm", row: row)
    }
    guard limit > 0, limit.isFinite else { throw .notFinite(name: "limit", row: 0) }
    guard observed.count >= 3, Set(observed).count >= 2 else {
      throw .tooFewObservations(rows: observed.count, columns: 2)
    }
    return observed.map { log($0) }
  }
}
