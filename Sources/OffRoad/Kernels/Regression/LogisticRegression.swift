package import NumericKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Logistic regression of shares, by Newton's method.
///
/// log(p / (1 − p)) = Xβ, with each row a number of trials and of successes.
///
/// - Source: McCullagh and Nelder (1989), Generalized Linear Models, chapter 4,
///   doi:10.1007/978-1-4899-3242-6; covariance with clusters Liang and Zeger (1986),
///   doi:10.1093/biomet/73.1.13, times G/(G − 1).
package struct LogisticRegression: Sendable {
  /// One a column, log odds.
  package let coefficients: [Double]
  /// Fitted probabilities, one a row.
  package let fitted: [Double]
  /// The inverse of the information, which is the covariance when trials are independent.
  package let modelCovariance: Matrix
  /// Rows × coefficients: each row's score.
  package let scores: Matrix
  /// Pearson's statistic over its degrees of freedom; about 1 when trials are independent.
  package let dispersion: Double

  /// - Parameters:
  ///   - design: `rows × coefficients`.
  ///   - successes: length `rows`, between 0 and the trials.
  ///   - trials: length `rows`; rows without trials carry no information.
  /// - Throws: `KernelError.didNotConverge` when successes and failures are separated, so that
  ///   no finite coefficient is most likely; `.notPositiveDefinite`, `.shape`,
  ///   `.tooFewObservations`.
  package init(design: Matrix, successes: [Double], trials: [Double]) throws(KernelError) {
    guard design.rows == successes.count, design.rows == trials.count else {
      throw .shape("\(design.rows) rows, \(successes.count) successes, \(trials.count) trials")
    }
    guard design.rows >= design.columns else {
      throw .tooFewObservations(rows: design.rows, columns: design.columns)
    }
    var coefficients = [Double](repeating: 0, count: design.columns)
    var step = Double.infinity
    var iteration = 0
    var probabilities: [Double] = []
    var information = Matrix(rows: design.columns, columns: design.columns)
    while step > 1e-10 {
      iteration += 1
      let predictor = try LinearAlgebra.multiply(design, coefficients)
      // Separated data drive the predictor to infinity; probabilities of 1e-13 are none.
      guard iteration <= 60, predictor.allSatisfy({ abs($0) < 30 }) else {
        throw .didNotConverge(iterations: iteration, residual: step)
      }
      probabilities = predictor.map { 1 / (1 + exp(-$0)) }
      var weighted = design
      var gradientWeights = [Double](repeating: 0, count: design.rows)
      for row in 0..<design.rows {
        let p = probabilities[row]
        let root = (trials[row] * p * (1 - p)).squareRoot()
        for column in 0..<design.columns { weighted[row, column] *= root }
        gradientWeights[row] = successes[row] - trials[row] * p
      }
      information = LinearAlgebra.gram(weighted)
      let gradient = try LinearAlgebra.multiply(design, gradientWeights, transpose: true)
      let change = try Cholesky(information).solve(
        Matrix(rows: gradient.count, columns: 1, storage: gradient))
      step = 0
      for index in coefficients.indices {
        coefficients[index] += change.storage[index]
        step = max(step, abs(change.storage[index]))
      }
    }
    self.coefficients = coefficients
    fitted = probabilities
    modelCovariance = try Cholesky(information).inverse
    var scores = design
    var pearson = 0.0
    for row in 0..<design.rows {
      let p = probabilities[row]
      let residual = successes[row] - trials[row] * p
      for column in 0..<design.columns { scores[row, column] *= residual }
      if trials[row] > 0 { pearson += residual * residual / (trials[row] * p * (1 - p)) }
    }
    self.scores = scores
    dispersion = pearson / Double(max(1, design.rows - design.columns))
  }

  /// The covariance when rows of one cluster depend on each other.
  ///
  /// - Parameter clusters: one a row, any numbers.
  package func clusterCovariance(_ clusters: [Int]) throws(KernelError) -> Matrix {
    guard clusters.count == scores.rows else {
      throw .shape("\(clusters.count) clusters for \(scores.rows) rows")
    }
    var numbers: [Int: Int] = [:]
    for cluster in clusters where numbers[cluster] == nil { numbers[cluster] = numbers.count }
    var sums = Matrix(rows: numbers.count, columns: scores.columns)
    for row in clusters.indices {
      guard let group = numbers[clusters[row]] else { continue }
      for column in 0..<scores.columns { sums[group, column] += scores[row, column] }
    }
    let groups = Double(numbers.count)
    return try sandwich(LinearAlgebra.gram(sums), scale: groups / (groups - 1))
  }

  /// The covariance when rows follow each other in time.
  ///
  /// - Parameter lags: Bartlett lags of Newey and West.
  package func serialCovariance(lags: NeweyWestLags) throws(KernelError) -> Matrix {
    let meat = try LongRunCovariance(
      scores, positions: nil, lags: lags, prewhitened: false,
      bandwidthWeights: Array(repeating: 1, count: scores.columns))
    let count = Double(scores.rows)
    return try sandwich(meat.matrix, scale: count / (count - Double(scores.columns)))
  }

  private func sandwich(_ meat: Matrix, scale: Double) throws(KernelError) -> Matrix {
    let left = try LinearAlgebra.multiply(modelCovariance, meat, alpha: scale)
    return try LinearAlgebra.multiply(left, modelCovariance)
  }
}
