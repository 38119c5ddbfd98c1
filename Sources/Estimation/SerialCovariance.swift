import NumericKernels

/// Standard errors of a time-series regression that allow for serial dependence.
///
/// Each linear combination of the coefficients gets its own long-run variance: that of the
/// scalar series by which the observations move it. With fixed lags this is Newey and West's
/// matrix exactly; with automatic lags every combination has the bandwidth that its own
/// dependence asks for, and the prewhitening is a scalar autoregression, which stays stable with
/// the weekday and season columns that a vector autoregression does not.
struct SerialCovariance {
  /// How they were made, for the interval's label.
  let method: String
  private let fit: LeastSquaresFit
  private let positions: [Int]
  private let lags: NeweyWestLags

  /// - Parameters:
  ///   - positions: where each observation stands on the axis, so that lags count real steps.
  ///   - lags: Bartlett lags; 0 for the automatic bandwidth.
  init(_ fit: LeastSquaresFit, positions: [Int], lags: Int = 0) {
    self.fit = fit
    self.positions = positions
    self.lags = lags > 0 ? .fixed(lags) : .automatic
    method =
      lags > 0
      ? "Newey-West, \(lags) lags, Student t"
      : "Newey-West, automatic bandwidth, prewhitened, Student t"
  }

  /// Of a linear combination of the coefficients, with the factor n/(n − k).
  func standardError(of weights: [Double]) throws(EstimationError) -> Double {
    let variance = try EstimationError.numerical { () throws(KernelError) in
      let influence = try fit.influence(on: weights)
      let longRun = try LongRunCovariance(
        Matrix(rows: influence.count, columns: 1, storage: influence), positions: positions,
        lags: lags, prewhitened: lags == .automatic, bandwidthWeights: [1])
      return longRun.matrix[0, 0]
    }
    let scale = Double(fit.residuals.count) / Double(fit.degreesOfFreedom)
    return max(variance * scale, 0).squareRoot()
  }

  /// Two-sided, of a coefficient or combination; `nil` when its error is zero.
  func pValue(_ value: Double, standardError: Double) -> PValue? {
    guard standardError > 0 else { return nil }
    return PValue(
      value: Distribution.twoSidedP(
        t: value / standardError, degreesOfFreedom: Double(fit.degreesOfFreedom)),
      method: method)
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
        throw .numerical("\(error)")
      }
    }
  }

  /// Refuses a confidence level outside 0 to 1.
  static func requireLevel(_ level: Double, method: Method) throws(EstimationError) {
    guard level > 0, level < 1 else {
      throw .badSetting(
        "confidenceLevel", method: method.identifier, problem: "\(level) is not between 0 and 1")
    }
  }
}
