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
    var sample = Matrix(rows: draws, columns: parameters)
    for parameter in 0..<parameters {
      var stream = RandomStream(seed: seed, index: UInt64(parameter))
      var strata = Array(0..<draws)
      for last in stride(from: draws - 1, to: 0, by: -1) {
        strata.swapAt(last, stream.index(below: last + 1))
      }
      for draw in 0..<draws {
        // Half a bit away from the stratum's lower end, so that 0 is never drawn.
        let within = stream.uniform() + 0x1p-54
        sample[draw, parameter] = (Double(strata[draw]) + within) / Double(draws)
      }
    }
    return sample
  }
}
