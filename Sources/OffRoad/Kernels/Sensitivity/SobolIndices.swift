package import NumericKernels

/// How much of an output's variance its inputs carry: first-order and total Sobol indices.
///
/// Inputs are independent; several columns may form one group, whose index is that of all of them
/// together.
///
/// - Source: first order Saltelli et al. (2010), doi:10.1016/j.cpc.2009.09.018, table 2, row b;
///   total Jansen (1999), doi:10.1016/S0010-4655(98)00154-4, row f of the same table.
package struct SobolIndices: Sendable {
  /// One a group: share of the variance that the group explains alone.
  package let firstOrder: [Double]
  /// One a group: share that would go if the group were known, interactions counted.
  package let total: [Double]
  /// Of the output.
  package let variance: Double

  /// Estimates the indices.
  ///
  /// - Parameters:
  ///   - first: `draws × inputs`, one sample of the inputs.
  ///   - second: a sample of the same shape, independent of the first.
  ///   - groups: columns of each group.
  ///   - model: the output at one draw of all inputs; a function of its argument alone.
  /// - Throws: `KernelError.shape`.
  package init(
    first: Matrix, second: Matrix, groups: [[Int]], threads: Int? = nil,
    model: @Sendable ([Double]) -> Double
  ) throws(KernelError) {
    guard first.rows == second.rows, first.columns == second.columns, first.rows > 1 else {
      throw .shape("two samples of \(first.rows) and \(second.rows) draws")
    }
    let draws = first.rows
    @Sendable func row(_ matrix: Matrix, _ index: Int) -> [Double] {
      (0..<matrix.columns).map { matrix[index, $0] }
    }
    let outputs = parallelMap(count: draws, threads: threads) { draw -> [Double] in
      let base = row(first, draw)
      let other = row(second, draw)
      var values = [model(base), model(other)]
      for group in groups {
        var mixed = base
        for column in group { mixed[column] = other[column] }
        values.append(model(mixed))
      }
      return values
    }
    let pooled = outputs.flatMap { $0.prefix(2) }
    let mean = Summation.mean(pooled)
    let variance = Summation.sum(pooled.map { ($0 - mean) * ($0 - mean) }) / Double(pooled.count)
    self.variance = variance
    var firstOrder: [Double] = []
    var total: [Double] = []
    for group in groups.indices {
      // The means are taken out first, which changes nothing in expectation and much in noise.
      let alone = Summation.mean(
        outputs.map { ($0[1] - mean) * ($0[2 + group] - $0[0]) })
      let all = Summation.mean(
        outputs.map { ($0[0] - $0[2 + group]) * ($0[0] - $0[2 + group]) })
      firstOrder.append(variance > 0 ? alone / variance : 0)
      total.append(variance > 0 ? all / (2 * variance) : 0)
    }
    self.firstOrder = firstOrder
    self.total = total
  }
}
