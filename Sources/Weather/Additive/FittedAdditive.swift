import Documents
import AirQuality
import NumericKernels

/// A fitted additive model for reading: what each predictor does, and how sure that is.
public struct FittedAdditive: Sendable {
  /// One function of the model.
  public struct Term: Hashable, Codable, Sendable {
    /// The predictor's name, or both names of an interaction.
    public let name: String
    /// Effective degrees of freedom: 1 is a straight line.
    public let effectiveDegrees: Double
  }

  /// A predictor's function at chosen values, on the model's scale and with mean zero over the
  /// training steps.
  public struct Function: Hashable, Codable, Sendable {
    /// The predictor's values.
    public let at: [Double]
    /// What the predictor adds there.
    public let values: [Double]
    /// Standard error at each value, that of the smoothness included.
    public let standardErrors: [Double]
    /// Standard errors either side within which the whole function lies with the level's
    /// probability.
    public let simultaneousFactor: Double
    /// Coverage of the simultaneous band.
    public let level: Double
  }

  /// The functions, in the order of the features.
  public let terms: [Term]
  /// Mean of the response over the training steps, on the model's scale.
  public let level: Double
  /// Share of the response's variation that the model explains where it was trained. It is no
  /// skill: see `BlockedSkill`.
  public let devianceExplained: Double
  /// Standard deviation of the errors, on the model's scale.
  public let residualDeviation: Double
  /// Lag-1 correlation of the errors that was allowed for; 0 without `serialErrors`.
  public let correlation: Double
  /// Steps that the model was trained on.
  public let count: Int
  private let fit: AdditiveFit

  init(_ fit: AdditiveFit, response: [Double]) throws(KernelError) {
    terms = zip(fit.design.terms, fit.effectiveDegrees).map {
      Term(name: $0.name, effectiveDegrees: $1)
    }
    level = fit.coefficients[0]
    devianceExplained = try fit.devianceExplained(response)
    residualDeviation = fit.residualVariance.squareRoot()
    correlation = fit.correlation
    count = response.count
    self.fit = fit
  }

  /// One predictor's function.
  ///
  /// - Parameters:
  ///   - name: of a predictor, as `terms` writes it; not of an interaction.
  ///   - values: where, in the predictor's unit.
  ///   - level: coverage of the simultaneous band.
  ///   - seed: of the draws from the posterior that make the band.
  /// - Returns: `nil` for a name that is no predictor's, or no values.
  public func function(
    of name: String, at values: [Double], level: Double = 0.95, seed: UInt64 = 1
  ) -> Function? {
    guard !values.isEmpty,
      let term = fit.design.terms.firstIndex(where: {
        $0.name == name && $0.covariates.count == 1
      }), let effect = try? TermEffect(fit, term: term, at: [values]),
      let factor = try? effect.simultaneousFactor(level: level, seed: seed)
    else { return nil }
    return Function(
      at: values, values: effect.values, standardErrors: effect.standardErrors,
      simultaneousFactor: factor, level: level)
  }
}

extension AdditiveSettings {
  /// Fits the model to a table for reading its functions.
  ///
  /// - Parameter scale: on which the functions add up.
  /// - Throws: `WeatherError` as `WeatherModel.normalise`.
  public func fit(
    _ table: WeatherTable, scale: WeatherModel.Scale
  ) throws(WeatherError) -> FittedAdditive {
    let steps = table.trainingSteps(scale)
    let (model, places) = try trained(
      table, steps: steps, response: table.response(steps, scale), weights: nil)
    do {
      return try FittedAdditive(
        model.fit, response: table.response(places.map { steps[$0] }, scale))
    } catch {
      throw .numerical(station: table.series.station.key, error.message)
    }
  }
}
