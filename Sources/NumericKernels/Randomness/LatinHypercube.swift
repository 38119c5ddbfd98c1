/// Latin hypercube samples: every parameter's range is cut into as many equally likely strata as
/// there are draws, and each stratum is drawn once.
///
/// - Source: McKay, Beckman and Conover (1979), doi:10.1080/00401706.1979.10489755.
package enum LatinHypercube {
  /// Probabilities strictly between 0 and 1, `draws × parameters`.
  ///
  /// - Parameters:
  ///   - seed: one stream a parameter, so that adding a parameter leaves the others' draws alone.
  package static func sample(draws: Int, parameters: Int, seed: UInt64) -> Matrix {
    Matrix(
      columns: (0..<parameters).map {
        column(draws: draws, seed: seed, dimension: UInt64($0))
      })
  }

  /// The same of one parameter alone, by its number: for samples of which not every column is
  /// needed or whose columns are drawn on several threads.
  package static func column(draws: Int, seed: UInt64, dimension: UInt64) -> [Double] {
    var stream = RandomStream(seed: seed, index: dimension)
    var strata = Array(0..<draws)
    for last in stride(from: draws - 1, to: 0, by: -1) {
      strata.swapAt(last, stream.index(below: last + 1))
    }
    return strata.map { stratum in
      // Half a bit away from the stratum's lower end, so that 0 is never drawn.
      let within = stream.uniform() + 0x1p-54
      return (Double(stratum) + within) / Double(draws)
    }
  }
}
