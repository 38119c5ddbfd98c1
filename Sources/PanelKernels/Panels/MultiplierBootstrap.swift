package import NumericKernels

/// The multiplier bootstrap of estimates that have influence functions, with a band that covers
/// all of them at once.
///
/// Every unit's influence is given one random weight with mean 0 and variance 1 a replicate, the
/// same for all estimates, so that their dependence is kept. Mammen's two-point weights.
///
/// - Source: Callaway and Sant'Anna (2021), doi:10.1016/j.jeconom.2020.12.001, algorithm 1;
///   Mammen (1993), doi:10.1214/aos/1176349025.
package struct MultiplierBootstrap: Sendable {
  /// From the interquartile range of the draws; `nil` where an influence function is zero.
  package let standardErrors: [Double?]
  /// By how many standard errors the band reaches to either side; never less than the pointwise
  /// normal quantile.
  package let criticalValue: Double

  /// Replicates computed in one matrix product.
  private static let chunk = 64

  /// - Parameters:
  ///   - influence: `units × estimates`.
  ///   - units: number of units that the influence functions refer to.
  ///   - replicates: 999 or more for a band.
  ///   - level: coverage of the band, 0 to 1.
  package init(
    influence: Matrix, units: Int, replicates: Int, level: Double, seed: UInt64,
    threads: Int? = nil
  ) throws(KernelError) {
    let columns = influence.columns
    let chunks = (replicates + Self.chunk - 1) / Self.chunk
    let draws = try parallelMap(
      count: chunks, threads: threads,
      throwing: { (index) throws(KernelError) -> Matrix in
        let first = index * Self.chunk
        let size = min(Self.chunk, replicates - first)
        var weights = Matrix(rows: influence.rows, columns: size)
        for replicate in 0..<size {
          var stream = RandomStream(seed: seed, index: UInt64(first + replicate))
          for unit in 0..<influence.rows { weights[unit, replicate] = Self.mammen(&stream) }
        }
        return try LinearAlgebra.multiply(
          influence, weights, transposeLeft: true,
          alpha: 1 / Double(units).squareRoot())
      })
    let range = Distribution.normalQuantile(0.75) - Distribution.normalQuantile(0.25)
    var deviations = [Double](repeating: 0, count: columns)
    for column in 0..<columns {
      let values = draws.flatMap { draw in (0..<draw.columns).map { draw[column, $0] } }
      deviations[column] =
        (Summation.quantile(values, probability: 0.75)
          - Summation.quantile(values, probability: 0.25)) / range
    }
    var largest: [Double] = []
    largest.reserveCapacity(replicates)
    for draw in draws {
      for replicate in 0..<draw.columns {
        var extreme = 0.0
        for column in 0..<columns where deviations[column] > 0 {
          extreme = max(extreme, abs(draw[column, replicate]) / deviations[column])
        }
        largest.append(extreme)
      }
    }
    largest.sort()
    let place = Int((level * Double(replicates)).rounded(.up)) - 1
    let pointwise = Distribution.normalQuantile(0.5 + level / 2)
    criticalValue = max(pointwise, largest[min(max(place, 0), replicates - 1)])
    standardErrors = deviations.map { $0 > 0 ? $0 / Double(units).squareRoot() : nil }
  }

  /// (1 ∓ √5) / 2 with probabilities (√5 ± 1) / (2 √5).
  private static func mammen(_ stream: inout RandomStream) -> Double {
    let root = 5.0.squareRoot()
    return stream.uniform() < (root + 1) / (2 * root) ? (1 - root) / 2 : (1 + root) / 2
  }
}
