import NumericKernels

/// Alexandersson's standard normal homogeneity test for one step in the mean.
///
/// The published critical values hold for independent values. Differences between stations
/// remember, so the p-value here comes from series with the same lag-1 autocorrelation and no
/// step.
///
/// - Source: Alexandersson (1986), doi:10.1002/joc.3370060607; a first-order null model as in
///   Wang (2008), doi:10.1175/2008JAMC1741.1.
package struct HomogeneityTest: Sendable, Equatable {
  /// The largest T over all places of a step, dimensionless.
  package let statistic: Double
  /// First index after the step.
  package let position: Int
  /// Mean after minus mean before, in the unit of the values.
  package let step: Double
  /// Share of the simulated series, this one counted, whose statistic is as large.
  package let pValue: Double
  /// Lag-1 autocorrelation of the values about their two means.
  package let autocorrelation: Double

  /// - Parameters:
  ///   - values: in time order, none missing.
  ///   - margin: a step is looked for only with at least so many values on either side.
  ///   - replicates: simulated series; the smallest possible p is one over one more.
  ///   - seed: of the simulation.
  /// - Returns: `nil` with fewer than `2 * margin + 2` values or without variation.
  package init?(
    _ values: [Double], margin: Int = 5, replicates: Int = 999, seed: UInt64 = 1
  ) {
    guard values.count >= 2 * margin + 2, let found = Self.largest(values, margin: margin) else {
      return nil
    }
    let before = Summation.mean(Array(values[..<found.position]))
    let after = Summation.mean(Array(values[found.position...]))
    let residuals = values.enumerated().map { index, value in
      value - (index < found.position ? before : after)
    }
    // Two fitted means take memory out of the residuals: −2 (1 + 3ρ) / n, twice the bias about
    // one mean (Kendall 1954, doi:10.1093/biomet/41.3-4.403).
    let count = Double(values.count)
    let corrected = (Self.autocorrelation(residuals) + 2 / count) / (1 - 6 / count)
    let memory = min(0.95, max(0, corrected))
    var asLarge = 1
    for replicate in 0..<replicates {
      var stream = RandomStream(seed: seed, index: UInt64(replicate))
      var draw = stream.normal()
      let innovation = (1 - memory * memory).squareRoot()
      let simulated = values.indices.map { _ in
        let value = draw
        draw = memory * draw + innovation * stream.normal()
        return value
      }
      let other = Self.largest(simulated, margin: margin)?.statistic ?? 0
      if other >= found.statistic { asLarge += 1 }
    }
    statistic = found.statistic
    position = found.position
    step = after - before
    pValue = Double(asLarge) / Double(replicates + 1)
    autocorrelation = memory
  }

  private static func largest(
    _ values: [Double], margin: Int
  ) -> (statistic: Double, position: Int)? {
    let mean = Summation.mean(values)
    let deviation = Summation.variance(values).squareRoot()
    guard deviation > 0 else { return nil }
    var running = 0.0
    let total = values.reduce(0) { $0 + ($1 - mean) / deviation }
    var best: (statistic: Double, position: Int)?
    for position in 1..<values.count {
      running += (values[position - 1] - mean) / deviation
      guard position >= margin, values.count - position >= margin else { continue }
      let rest = total - running
      let statistic =
        running * running / Double(position) + rest * rest / Double(values.count - position)
      if statistic > best?.statistic ?? -1 { best = (statistic, position) }
    }
    return best
  }

  private static func autocorrelation(_ values: [Double]) -> Double {
    var product = 0.0
    var square = 0.0
    for (index, value) in values.enumerated() {
      square += value * value
      if index > 0 { product += value * values[index - 1] }
    }
    return square > 0 ? product / square : 0
  }
}
