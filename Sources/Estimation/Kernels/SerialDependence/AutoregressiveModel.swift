import Foundation
package import NumericKernels

/// A stationary autoregression of a few orders, estimated from a series with gaps and able to draw
/// series like it.
package struct AutoregressiveModel: Hashable, Sendable {
  /// Coefficients on the one, two, … steps before.
  package let coefficients: [Double]
  /// Variance of the innovations, in the squared unit of the series.
  package let innovationVariance: Double

  package init(coefficients: [Double], innovationVariance: Double) {
    self.coefficients = coefficients
    self.innovationVariance = innovationVariance
  }

  /// Long-run over plain variance: by how much fewer independent steps a series is worth.
  package var inflation: Double {
    let plain = variance
    return plain > 0 ? longRunVariance / plain : 1
  }

  /// The model, or independent errors of its variance where it makes a mean more certain than those
  /// would: negative dependence is what a season leaves that was fitted too closely.
  package var notBelowIndependence: AutoregressiveModel {
    inflation >= 1
      ? self : AutoregressiveModel(coefficients: [], innovationVariance: variance)
  }

  /// Variance of a mean of many steps, times their number.
  package var longRunVariance: Double {
    let rest = 1 - coefficients.reduce(0, +)
    return innovationVariance / (rest * rest)
  }

  /// Variance of one step.
  package var variance: Double {
    innovationVariance * Self.gain(coefficients)
  }

  /// By Yule and Walker, of one order.
  ///
  /// - Parameters:
  ///   - values: mean zero, one a step; NaN where nothing was measured.
  /// - Source: Levinson’s recursion, Durbin (1960), doi:10.2307/1401322; the partial correlations are
  ///   held inside ±0.98.
  package static func fitted(_ values: [Double], order: Int) -> AutoregressiveModel {
    recursion(values, highest: order).last
      ?? AutoregressiveModel(
        coefficients: [], innovationVariance: 0)
  }

  /// Models of orders 0 … highest.
  private static func recursion(_ values: [Double], highest: Int) -> [AutoregressiveModel] {
    func covariance(_ lag: Int) -> Double {
      var sum = 0.0
      var pairs = 0
      for step in lag..<max(values.count, lag) {
        let product = values[step] * values[step - lag]
        if !product.isNaN {
          sum += product
          pairs += 1
        }
      }
      // Pairs that a gap takes away are no evidence of independence; the ends are.
      let whole = values.count - lag
      return pairs > 0 ? sum / Double(pairs) * Double(whole) / Double(values.count) : 0
    }
    let covariances = (0...max(highest, 0)).map(covariance)
    var variance = covariances[0]
    var models = [AutoregressiveModel(coefficients: [], innovationVariance: variance)]
    guard variance > 0, highest > 0 else { return models }
    var coefficients: [Double] = []
    for order in 1...highest {
      var sum = covariances[order]
      for (place, coefficient) in coefficients.enumerated() {
        sum -= coefficient * covariances[order - 1 - place]
      }
      let partial = min(max(sum / variance, -0.98), 0.98)
      coefficients = extended(coefficients, by: partial)
      variance *= 1 - partial * partial
      models.append(
        AutoregressiveModel(coefficients: coefficients, innovationVariance: variance))
    }
    return models
  }

  /// A series with mean zero.
  package func drawn(_ count: Int, using stream: inout RandomStream) -> [Double] {
    let deviation = innovationVariance.squareRoot()
    let warmUp = coefficients.isEmpty ? 0 : 60 + 4 * coefficients.count
    var values = [Double](repeating: 0, count: count + warmUp)
    for step in values.indices {
      var value = deviation * stream.normal()
      for (place, coefficient) in coefficients.enumerated() where step > place {
        value += coefficient * values[step - place - 1]
      }
      values[step] = value
    }
    return Array(values[warmUp...])
  }

  /// The model whose estimates, made the same way, are those of the data: estimates from residuals
  /// are too weak in dependence and variance, because whatever was fitted took some of both.
  ///
  /// - Parameters:
  ///   - draws: simulated series a pass.
  ///   - estimate: how a model is estimated from a series with mean zero, everything fitted anew.
  /// - Source: indirect inference, Gourieroux, Renault and Touzi (2000),
  ///   doi:10.1017/CBO9780511751981.015 (from memory).
  package func corrected(
    count: Int, draws: Int, seed: UInt64, threads: Int? = nil,
    estimate: @Sendable ([Double]) -> AutoregressiveModel
  ) -> AutoregressiveModel {
    guard innovationVariance > 0 else { return self }
    let wanted = partials + [log(innovationVariance)]
    var trial = wanted
    for pass in 0..<3 {
      let model = Self(partials: Array(trial.dropLast()), variance: exp(trial.last!))
      let order = coefficients.count
      let estimates = parallelMap(count: draws, threads: threads) { draw -> [Double] in
        var stream = RandomStream(seed: seed &+ UInt64(pass) &* 7_919, index: UInt64(draw))
        let found = estimate(model.drawn(count, using: &stream))
        let partials = found.partials
        return (0..<order).map { $0 < partials.count ? partials[$0] : 0 }
          + [log(max(found.innovationVariance, 1e-300))]
      }
      for place in wanted.indices {
        let mean = Summation.mean(estimates.map { $0[place] })
        trial[place] += wanted[place] - mean
        if place < order { trial[place] = min(max(trial[place], -0.98), 0.98) }
      }
    }
    return Self(partials: Array(trial.dropLast()), variance: exp(trial.last!))
  }

  /// Partial autocorrelations, which are free between −1 and 1.
  private var partials: [Double] {
    var coefficients = coefficients
    var partials: [Double] = []
    while let last = coefficients.popLast() {
      partials.append(last)
      let rest = 1 - last * last
      guard rest > 1e-9 else { break }
      let old = coefficients
      coefficients = old.indices.map { (old[$0] + last * old[old.count - 1 - $0]) / rest }
    }
    return partials.reversed()
  }

  private init(partials: [Double], variance: Double) {
    var coefficients: [Double] = []
    for partial in partials { coefficients = Self.extended(coefficients, by: partial) }
    self.init(coefficients: coefficients, innovationVariance: variance)
  }

  /// The coefficients of one order more: a step of the recursion of Levinson and Durbin.
  private static func extended(_ coefficients: [Double], by partial: Double) -> [Double] {
    var longer: [Double] = []
    longer.reserveCapacity(coefficients.count + 1)
    for (coefficient, mirrored) in zip(coefficients, coefficients.reversed()) {
      longer.append(coefficient - partial * mirrored)
    }
    longer.append(partial)
    return longer
  }

  /// Variance of a step over that of an innovation.
  private static func gain(_ coefficients: [Double]) -> Double {
    // From the impulse response; it has died out long before this many steps.
    var response = [1.0]
    var sum = 1.0
    for step in 1..<2_000 {
      var value = 0.0
      for (place, coefficient) in coefficients.enumerated() where step > place {
        value += coefficient * response[step - place - 1]
      }
      response.append(value)
      sum += value * value
      if coefficients.isEmpty || (step > 50 && abs(value) < 1e-9) { break }
    }
    return sum
  }
}
