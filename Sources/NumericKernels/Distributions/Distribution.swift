import CBoostMath

/// Distribution functions, accurate in both tails.
///
/// Arguments outside a function's domain give NaN. Computed by Boost.Math.
package enum Distribution {
  /// P(Z ≤ x) of the standard normal.
  package static func normalCumulative(_ x: Double) -> Double { airaccord_normal_cumulative(x) }
  /// P(Z > x) of the standard normal.
  package static func normalUpper(_ x: Double) -> Double { airaccord_normal_upper(x) }
  /// The x with P(Z ≤ x) = probability.
  package static func normalQuantile(_ probability: Double) -> Double {
    airaccord_normal_quantile(probability)
  }

  /// P(T ≤ x) of Student's t; infinite degrees of freedom are the normal.
  package static func studentCumulative(_ x: Double, degreesOfFreedom: Double) -> Double {
    degreesOfFreedom.isInfinite
      ? normalCumulative(x) : airaccord_student_cumulative(x, degreesOfFreedom)
  }
  /// P(T > x).
  package static func studentUpper(_ x: Double, degreesOfFreedom: Double) -> Double {
    degreesOfFreedom.isInfinite ? normalUpper(x) : airaccord_student_upper(x, degreesOfFreedom)
  }
  /// The x with P(T ≤ x) = probability.
  package static func studentQuantile(_ probability: Double, degreesOfFreedom: Double) -> Double {
    degreesOfFreedom.isInfinite
      ? normalQuantile(probability) : airaccord_student_quantile(probability, degreesOfFreedom)
  }
  /// P(|T| ≥ |t|).
  package static func twoSidedP(t: Double, degreesOfFreedom: Double) -> Double {
    // `min(1, NaN)` would be 1: a statistic that does not exist must not look like no effect.
    let probability = 2 * studentUpper(abs(t), degreesOfFreedom: degreesOfFreedom)
    return probability > 1 ? 1 : probability
  }

  /// P(X ≤ x) of chi-squared.
  package static func chiSquaredCumulative(_ x: Double, degreesOfFreedom: Double) -> Double {
    airaccord_chi_squared_cumulative(x, degreesOfFreedom)
  }
  /// P(X > x) of chi-squared.
  package static func chiSquaredUpper(_ x: Double, degreesOfFreedom: Double) -> Double {
    airaccord_chi_squared_upper(x, degreesOfFreedom)
  }
  /// The x with P(X ≤ x) = probability of chi-squared.
  package static func chiSquaredQuantile(
    _ probability: Double, degreesOfFreedom: Double
  ) -> Double {
    airaccord_chi_squared_quantile(probability, degreesOfFreedom)
  }

  /// P(F ≤ x).
  package static func fCumulative(
    _ x: Double, numerator: Double, denominator: Double
  ) -> Double { airaccord_f_cumulative(x, numerator, denominator) }
  /// P(F > x).
  package static func fUpper(_ x: Double, numerator: Double, denominator: Double) -> Double {
    airaccord_f_upper(x, numerator, denominator)
  }
  /// The x with P(F ≤ x) = probability.
  package static func fQuantile(
    _ probability: Double, numerator: Double, denominator: Double
  ) -> Double { airaccord_f_quantile(probability, numerator, denominator) }

  /// P(K ≤ successes) of the binomial.
  package static func binomialCumulative(
    _ successes: Int, trials: Int, probability: Double
  ) -> Double {
    airaccord_binomial_cumulative(Double(successes), Double(trials), probability)
  }
  /// The x with P(B ≤ x) = probability of the beta distribution.
  package static func betaQuantile(
    _ probability: Double, alpha: Double, beta: Double
  ) -> Double { airaccord_beta_quantile(probability, alpha, beta) }
}
