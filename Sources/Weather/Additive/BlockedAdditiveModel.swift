package import NumericKernels

/// An additive model whose rows are kept in blocks, so that leaving blocks out and drawing them
/// again costs a sum of small matrices each.
package struct BlockedAdditiveModel: Sendable {
  /// The model of all rows.
  package let fit: AdditiveFit
  /// Rows of each block.
  private let blocks: [[Int]]
  private let products: [CrossProducts]
  private let standard: StandardisedResponse

  /// - Parameters:
  ///   - response: one a row of the design, without missing values.
  ///   - blocks: rows of each block; together every row once.
  /// - Throws: `KernelError` as `AdditiveFit`.
  package init(
    _ design: AdditiveDesign, response: [Double], blocks: [[Int]]
  ) throws(KernelError) {
    let standard = try StandardisedResponse(response)
    let products = parallelMap(count: blocks.count) { block in
      design.rows.crossProducts(with: standard.values, rows: blocks[block][...])
    }
    var sum = CrossProducts(size: design.size)
    for part in products { sum.add(part) }
    fit = try AdditiveFit(
      sum, design: design, centre: standard.centre, scale: standard.scale)
    self.blocks = blocks
    self.products = products
    self.standard = standard
  }

  /// Predictions of each row by a model that did not see its block.
  ///
  /// - Parameter folds: every so-many-th block is left out together.
  package func outOfBlockPredictions(folds: Int) throws(KernelError) -> [Double] {
    let count = min(folds, blocks.count)
    let coefficients = try parallelMap(
      count: count,
      throwing: { (fold) throws(KernelError) -> [Double] in
        try solution { block in block % count == fold ? 0 : 1 }
      })
    var result = [Double](repeating: .nan, count: fit.design.rows.count)
    for fold in 0..<count {
      let predicted = try fit.design.rows.predictions(coefficients[fold])
      for block in stride(from: fold, to: blocks.count, by: count) {
        for row in blocks[block] { result[row] = predicted[row] }
      }
    }
    return result
  }

  /// Coefficients of models of blocks drawn with replacement, smoothness held.
  ///
  /// - Source: Carlstein (1986), doi:10.1214/aos/1176350057, for blocks that do not overlap.
  package func resampledCoefficients(
    replicates: Int, seed: UInt64, threads: Int? = nil
  ) throws(KernelError) -> [[Double]] {
    try parallelMap(
      count: replicates, threads: threads,
      throwing: { (replicate) throws(KernelError) -> [Double] in
        var stream = RandomStream(seed: seed, index: UInt64(replicate))
        var times = [Double](repeating: 0, count: blocks.count)
        for _ in blocks.indices { times[stream.index(below: blocks.count)] += 1 }
        return try solution { times[$0] }
      })
  }

  private func solution(_ weight: (Int) -> Double) throws(KernelError) -> [Double] {
    var sum = CrossProducts(size: fit.design.size)
    for block in blocks.indices {
      let times = weight(block)
      if times > 0 { sum.add(products[block], times: times) }
    }
    return try AdditiveFit(
      sum, design: fit.design, centre: standard.centre, scale: standard.scale,
      smoothing: fit.smoothing
    ).coefficients
  }
}
