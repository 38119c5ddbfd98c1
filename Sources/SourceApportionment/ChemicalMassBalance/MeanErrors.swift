import NumericKernels

/// How the errors of one sample's values and of the profiles enter its contributions.
///
/// From the normal equations Fᵀ V⁻¹ (c − F s) = 0, with C = (Fᵀ V⁻¹ F)⁻¹ and residuals r: an error of
/// the values moves s by C Fᵀ V⁻¹ dc, an error dF of the profiles by C (dFᵀ V⁻¹ r − Fᵀ V⁻¹ dF s). The
/// first is drawn anew with every sample; the second is the same in all of them.
struct ErrorPropagation {
  /// Variances of the contributions from the values alone, one a source; 0 for one taken out.
  let sampleVariances: [Double]
  /// Derivatives of contributions by profile elements: `source × species × source of the element`,
  /// species as fitted in all samples.
  let derivatives: [[[Double]]]

  /// - Parameters:
  ///   - sources: positions of the fitted sources among `count`.
  ///   - present: positions among the fitted species of those that the sample has.
  init(
    _ fit: EffectiveVarianceFit, design: Matrix, responseErrors: [Double], sources: [Int],
    of count: Int, present: [Int], species: Int
  ) {
    // C Fᵀ V⁻¹, `sources × species`.
    var inverse = Matrix(rows: sources.count, columns: design.rows)
    for column in 0..<design.rows {
      for row in sources.indices {
        var sum = 0.0
        for other in sources.indices {
          sum += fit.covariance[row, other] * design[column, other]
        }
        inverse[row, column] = sum / fit.variances[column]
      }
    }
    var variances = [Double](repeating: 0, count: count)
    var derivatives = [[[Double]]](
      repeating: [[Double]](repeating: [Double](repeating: 0, count: count), count: species),
      count: count)
    for (row, source) in sources.enumerated() {
      for (place, position) in present.enumerated() {
        let part = inverse[row, place] * responseErrors[place]
        variances[source] += part * part
        for (column, element) in sources.enumerated() {
          derivatives[source][position][element] =
            fit.covariance[row, column] * fit.residuals[place] / fit.variances[place]
            - inverse[row, place] * fit.contributions[column]
        }
      }
    }
    sampleVariances = variances
    self.derivatives = derivatives
  }

  /// Errors of the means over samples.
  ///
  /// - Parameter uncertainties: of the profiles, `species × sources`.
  static func meanErrors(
    _ samples: [ErrorPropagation], uncertainties: [[Double]]
  ) -> [MassBalance.MeanError] {
    guard let first = samples.first else { return [] }
    let count = Double(samples.count)
    return first.sampleVariances.indices.map { source in
      var common = 0.0
      for position in uncertainties.indices {
        for element in uncertainties[position].indices where uncertainties[position][element] > 0 {
          let mean =
            Summation.sum(samples.map { $0.derivatives[source][position][element] }) / count
          common +=
            mean * mean * uncertainties[position][element] * uncertainties[position][element]
        }
      }
      return MassBalance.MeanError(
        samples: Summation.sum(samples.map { $0.sampleVariances[source] }).squareRoot() / count,
        profiles: common.squareRoot())
    }
  }
}
