package import NumericKernels

/// Shares of an output's variance by regression of its ranks on the ranks of the inputs.
///
/// It takes the draws that are there already, and is right when the output rises or falls
/// monotonously with every input; R² says how far it is.
///
/// - Source: Saltelli and Sobol' (1995), doi:10.1016/0951-8320(95)00099-2; Iman and Conover
///   (1979), doi:10.1080/00401706.1979.10489820.
package struct RankRegression: Sendable {
  /// One an input: the square of its standardised coefficient.
  package let shares: [Double]
  /// One an input: the sign of its coefficient.
  package let signs: [Double]
  /// Share of the ranks' variance that the regression explains.
  package let rSquared: Double

  /// - Parameters:
  ///   - inputs: one column an input, all of the output's length; constant ones get no share.
  ///   - output: length `draws`.
  /// - Throws: `KernelError.tooFewObservations`, `.shape`, `.rankDeficient`.
  package init(inputs: [[Double]], output: [Double]) throws(KernelError) {
    guard inputs.allSatisfy({ $0.count == output.count }) else {
      throw .shape("inputs and output of different lengths")
    }
    let moving = inputs.indices.filter { index in
      inputs[index].contains { $0 != inputs[index][0] }
    }
    var shares = [Double](repeating: 0, count: inputs.count)
    var signs = shares
    guard !moving.isEmpty, output.contains(where: { $0 != output[0] }) else {
      self.shares = shares
      self.signs = signs
      rSquared = 0
      return
    }
    let columns = parallelMap(count: moving.count) { Self.standardisedRanks(inputs[moving[$0]]) }
    let fit = try LeastSquares.fit(
      design: Matrix(columns: columns), response: Self.standardisedRanks(output),
      names: moving.map { "input \($0)" })
    for (place, index) in moving.enumerated() {
      shares[index] = fit.coefficients[place] * fit.coefficients[place]
      signs[index] = fit.coefficients[place] < 0 ? -1 : 1
    }
    self.shares = shares
    self.signs = signs
    rSquared = fit.rSquared
  }

  /// Ranks with mean 0 and variance 1; equal values share the mean of their ranks.
  static func standardisedRanks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var place = 0
    while place < order.count {
      var end = place
      while end + 1 < order.count, values[order[end + 1]] == values[order[place]] { end += 1 }
      for index in place...end { ranks[order[index]] = Double(place + end) / 2 }
      place = end + 1
    }
    let mean = Summation.mean(ranks)
    let deviation = Summation.variance(ranks).squareRoot()
    return ranks.map { ($0 - mean) / (deviation > 0 ? deviation : 1) }
  }
}
