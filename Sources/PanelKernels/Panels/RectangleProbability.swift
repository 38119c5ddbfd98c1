package import NumericKernels

/// P(|Zₖ| ≤ boundₖ for all k) of a multivariate normal with its conditional mean, by quasi Monte
/// Carlo integration over the sequence of conditional distributions.
///
/// - Source: Genz (1992), doi:10.1080/10618600.1992.10477010; the points are multiples of square
///   roots of primes (Richtmyer), folded and shifted at random so that their error can be judged.
package struct RectangleProbability: Sendable {
  /// 0 to 1.
  package let probability: Double
  /// Standard error over the random shifts.
  package let error: Double
  /// E[Z | inside]; equals the mean where the probability is 0.
  package let conditionalMean: [Double]

  /// - Parameters:
  ///   - mean: of Z.
  ///   - covariance: of Z, positive definite.
  ///   - bounds: positive, one a component.
  /// - Throws: `KernelError.notPositiveDefinite`, `.shape`.
  package init(
    mean: [Double], covariance: Matrix, bounds: [Double], points: Int = 150, shifts: Int = 8,
    seed: UInt64 = 1
  ) throws(KernelError) {
    let size = mean.count
    guard covariance.rows == size, covariance.columns == size, bounds.count == size else {
      throw .shape("a rectangle of \(bounds.count) sides in \(size) dimensions")
    }
    let factor = try Self.lowerFactor(covariance)
    let steps = Self.primeRoots(size)
    var sums: [Double] = []
    var moments = [Double](repeating: 0, count: size)
    var total = 0.0
    var draw = [Double](repeating: 0, count: size)
    for shift in 0..<shifts {
      var stream = RandomStream(seed: seed, index: UInt64(shift))
      let offset = (0..<size).map { _ in stream.uniform() }
      var sum = 0.0
      for point in 1...points {
        var weight = 1.0
        for index in 0..<size {
          var centre = mean[index]
          for inner in 0..<index { centre += factor[index, inner] * draw[inner] }
          let scale = factor[index, index]
          let lower = Distribution.normalCumulative((-bounds[index] - centre) / scale)
          let upper = Distribution.normalCumulative((bounds[index] - centre) / scale)
          weight *= upper - lower
          guard weight > 0 else { break }
          let multiple = Double(point) * steps[index] + offset[index]
          let fraction = abs(2 * (multiple - multiple.rounded(.down)) - 1)
          let probability = min(
            max(lower + fraction * (upper - lower), 1e-300), 1 - 1e-16)
          draw[index] = Distribution.normalQuantile(probability)
        }
        guard weight > 0 else { continue }
        sum += weight
        for index in 0..<size {
          var value = mean[index]
          for inner in 0...index { value += factor[index, inner] * draw[inner] }
          moments[index] += weight * value
        }
      }
      total += sum
      sums.append(sum / Double(points))
    }
    probability = Summation.mean(sums)
    error = (Summation.variance(sums) / Double(shifts)).squareRoot()
    conditionalMean = total > 0 ? moments.map { $0 / total } : mean
  }

  /// L of A = L Lᵀ.
  private static func lowerFactor(_ matrix: Matrix) throws(KernelError) -> Matrix {
    var factor = Matrix(rows: matrix.rows, columns: matrix.rows)
    for row in 0..<matrix.rows {
      for column in 0...row {
        var sum = matrix[row, column]
        for inner in 0..<column { sum -= factor[row, inner] * factor[column, inner] }
        if row == column {
          guard sum > 1e-12 * matrix[row, row] else {
            throw .notPositiveDefinite(pivot: row + 1)
          }
          factor[row, row] = sum.squareRoot()
        } else {
          factor[row, column] = sum / factor[column, column]
        }
      }
    }
    return factor
  }

  private static func primeRoots(_ count: Int) -> [Double] {
    var primes: [Int] = []
    var candidate = 2
    while primes.count < count {
      if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
      candidate += 1
    }
    return primes.map { Double($0).squareRoot() }
  }
}
