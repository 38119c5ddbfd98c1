import NumericKernels

/// How covariates enter the comparison of two groups over two periods.
package enum CovariateAdjustment: String, Codable, Sendable, CaseIterable {
  /// The controls' change is predicted by regression on the covariates (Heckman et al. 1997).
  case regression
  /// Controls are weighted by the odds of treatment (Abadie 2005), weights summing to one.
  case inverseProbability = "inverse-probability"
  /// Both; consistent when either model is right (Sant'Anna and Zhao 2020).
  case doublyRobust = "doubly-robust"
}

/// The mean effect on the treated of a two-group, two-period comparison, with its influence
/// function.
///
/// - Source: Sant'Anna and Zhao (2020), doi:10.1016/j.jeconom.2020.06.003, equations 3.1 to 3.6
///   with the influence functions of their appendix; regression and weighting estimators as
///   their section 2. Controls with a fitted probability of 0.995 or more get no weight.
struct TwoPeriodEffect: Sendable {
  /// In the unit of the changes.
  let effect: Double
  /// One a row: how much the row moves the estimate, times the number of rows.
  let influence: [Double]

  /// Controls above this probability are left out of the weights.
  private static let trimming = 0.995

  /// - Parameters:
  ///   - changes: later minus earlier outcome, one a row.
  ///   - treated: 1 for treated rows, 0 for controls.
  ///   - design: a column of ones and the covariates, `rows × size`, row after row.
  ///   - score: needed for weighting when `size` exceeds 1.
  /// - Returns: `nil` when a side is empty or the controls' covariates are collinear.
  init?(
    changes: [Double], treated: [Double], design: [Double], size: Int,
    adjustment: CovariateAdjustment, score: PropensityScore?
  ) {
    let rows = changes.count
    let count = Double(rows)
    let treatedCount = treated.reduce(0, +)
    guard treatedCount > 0, treatedCount < count else { return nil }
    // Without covariates all three are the difference of the mean changes.
    let weighs = adjustment != .regression && size > 1
    let regresses = adjustment != .inverseProbability || size == 1
    if weighs, score == nil { return nil }

    var system: SmallSystem?
    var deviations = changes
    if regresses {
      var gram = [Double](repeating: 0, count: size * size)
      var products = [Double](repeating: 0, count: size)
      for row in 0..<rows where treated[row] == 0 {
        let base = row * size
        for first in 0..<size {
          products[first] += design[base + first] * changes[row]
          for second in 0...first {
            gram[first * size + second] += design[base + first] * design[base + second]
          }
        }
      }
      guard count - treatedCount >= Double(size), let solved = SmallSystem(gram, size: size)
      else { return nil }
      system = solved
      let coefficients = solved.solve(products)
      for row in 0..<rows { deviations[row] -= Self.dot(design, row, coefficients) }
    }

    var weights = [Double](repeating: 0, count: rows)
    for row in 0..<rows {
      if weighs, let score {
        let probability = score.probabilities[row]
        weights[row] =
          treated[row] == 0 && probability < Self.trimming
          ? probability / (1 - probability) : 0
      } else {
        weights[row] = treated[row] == 0 ? 1 : 0
      }
    }
    let weightSum = weights.reduce(0, +)
    guard weightSum > 0 else { return nil }
    var treatedSum = 0.0
    var controlSum = 0.0
    for row in 0..<rows {
      treatedSum += treated[row] * deviations[row]
      controlSum += weights[row] * deviations[row]
    }
    let treatedMean = treatedSum / treatedCount
    // A regression with a constant leaves the unweighted controls no mean of their own.
    let controlMean = regresses && !weighs ? 0 : controlSum / weightSum
    effect = treatedMean - controlMean

    // How the estimated coefficients move the estimate, as directions in covariate space.
    var regressionTarget = [Double](repeating: 0, count: size)
    var scoreTarget = [Double](repeating: 0, count: size)
    for row in 0..<rows {
      let share =
        weighs
        ? treated[row] / treatedCount - weights[row] / weightSum : treated[row] / treatedCount
      let pull = weights[row] * (deviations[row] - controlMean) / weightSum
      for index in 0..<size {
        let value = design[row * size + index]
        regressionTarget[index] += share * value
        scoreTarget[index] += pull * value
      }
    }
    let regressionDirection = system.map { $0.solve(regressionTarget) } ?? []
    let scoreDirection = weighs ? score.map { $0.covariance.solve(scoreTarget) } ?? [] : []
    var influence = [Double](repeating: 0, count: rows)
    for row in 0..<rows {
      var value = treated[row] * (deviations[row] - treatedMean) / treatedCount
      if weighs {
        value -= weights[row] * (deviations[row] - controlMean) / weightSum
      }
      if regresses, treated[row] == 0 {
        value -= deviations[row] * Self.dot(design, row, regressionDirection)
      }
      if weighs, let score {
        value -=
          (treated[row] - score.probabilities[row]) * Self.dot(design, row, scoreDirection)
      }
      influence[row] = count * value
    }
    self.influence = influence
  }

  @inline(__always)
  private static func dot(_ design: [Double], _ row: Int, _ vector: [Double]) -> Double {
    let size = vector.count
    var sum = 0.0
    for index in 0..<size { sum += design[row * size + index] * vector[index] }
    return sum
  }
}
