import AirQuality
import Documents
import NumericKernels

/// Standard errors of a time-series regression that allow for serial dependence.
///
/// Each linear combination of the coefficients gets its own long-run variance. It is the larger of two: that of the scalar series by which the observations move the
/// combination (Newey and West with automatic bandwidth and scalar prewhitening), which knows where
/// errors are large; and that of the dependence over all observations together
/// (`PersistentErrors`), which knows how few independent days a short period has. The degrees of
/// freedom are those of the second.
struct SerialCovariance {
  /// How they were made, for the interval's label.
  let method: Message
  /// Of the reference Student distribution.
  let degreesOfFreedom: Double
  /// The dependence over all observations.
  let errors: PersistentErrors
  private let fit: LeastSquaresFit
  private let positions: [Int]

  /// - Parameter positions: where each observation stands on the axis, so that lags count real steps.
  init(_ fit: LeastSquaresFit, positions: [Int]) throws(EstimationError) {
    self.fit = fit
    self.positions = positions
    let found = try EstimationError.numerical { () throws(KernelError) in
      try PersistentErrors(fit, positions: positions)
    }
    errors = found
    degreesOfFreedom = found.degreesOfFreedom
    method = Message(
      "how.serial-correlation",
      [
        "correlation": .text(Decimals.two(found.correlation)),
        "freedom": .count(Int(found.degreesOfFreedom.rounded(.down))),
      ])
  }

  /// Of a linear combination of the coefficients; the sandwich with the factor n/(n − k).
  func standardError(of weights: [Double]) throws(EstimationError) -> Double {
    let (sandwich, pooled) = try EstimationError.numerical {
      () throws(KernelError) -> (Double, Double) in
      let influence = try fit.influence(on: weights)
      let longRun = try LongRunCovariance(
        Matrix(rows: influence.count, columns: 1, storage: influence), positions: positions,
        lags: .automatic, prewhitened: true, bandwidthWeights: [1])
      let direction = try LinearAlgebra.multiply(fit.unscaledCovariance, weights)
      let shares = try LinearAlgebra.multiply(fit.design, direction)
      return (longRun.matrix[0, 0], errors.variance(of: shares))
    }
    let scale = Double(fit.residuals.count) / Double(fit.degreesOfFreedom)
    return max(sandwich * scale, pooled, 0).squareRoot()
  }

  /// Of a combination of the first coefficients.
  func standardError(ofLevels weights: [Double]) throws(EstimationError) -> Double {
    try standardError(
      of: weights + [Double](repeating: 0, count: fit.coefficients.count - weights.count))
  }

  /// Two-sided, of a coefficient or combination. Without an error nothing can be said but of
  /// nothing: `nil`, or 1 where there is no effect either.
  func pValue(_ value: Double, standardError: Double) -> PValue? {
    guard standardError > 0 else {
      return value == 0 ? PValue(value: 1, method: method) : nil
    }
    return PValue(
      value: Distribution.twoSidedP(
        t: value / standardError, degreesOfFreedom: degreesOfFreedom),
      method: method)
  }
}

/// How many independent observations the two periods are worth.
struct EffectiveSteps {
  /// Fewer than these in a period are no sample of what the air does.
  static let fewest = 2.0

  let before: Double
  let after: Double

  /// - Parameters:
  ///   - isAfter: one a row, the rows before first.
  /// - Throws: `EstimationError.tooFewEffectiveDays`.
  init(
    _ errors: PersistentErrors, isAfter: [Bool], study: Study
  ) throws(EstimationError) {
    let boundary = isAfter.firstIndex(of: true) ?? isAfter.count
    before = errors.effectiveCount(0..<boundary)
    after = errors.effectiveCount(boundary..<isAfter.count)
    for (found, count, period) in [
      (before, boundary, study.before), (after, isAfter.count - boundary, study.after),
    ] where found < Self.fewest {
      throw .tooFewEffectiveDays(
        found: found, needed: Self.fewest, period: period.description, days: count)
    }
  }

  var diagnostic: Diagnostic {
    Diagnostic(
      "effective-steps", min(before, after) < 10 ? .warning : .note,
      ["before": .number(before, .decimals(0)), "after": .number(after, .decimals(0))])
  }
}

extension EstimationError {
  /// Runs a kernel and turns its error into one of ours.
  static func numerical<Value>(
    _ body: () throws(KernelError) -> Value
  ) throws(EstimationError) -> Value {
    do {
      return try body()
    } catch {
      switch error {
      case .rankDeficient(let columns, let others):
        throw .collinear(columns: columns, with: others)
      default:
        throw .numerical(error.message)
      }
    }
  }

  /// Refuses a confidence level outside 0 to 1.
  static func requireLevel(_ level: Double, method: Method) throws(EstimationError) {
    guard level > 0, level < 1 else {
      throw .badSetting(
        "confidenceLevel", method: method.identifier,
        problem: Message("error.study.level-is-no-share", ["level": .fact(level)]))
    }
  }
}
