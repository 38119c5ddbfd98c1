import NumericKernels

/// Sums of products of columns behind the filter of a process, for many processes of one order.
///
/// Behind an autoregression of order p, a row that has p known rows right before it is a fixed
/// combination of them: its products come from sums over the data that are made once. Only rows at
/// the beginning and after gaps pass the filter anew for each process that is tried. Processes with
/// moving averages remember everything and pass it whole.
struct WhitenedProducts: Sendable {
  /// Steps that pass the filter: the first rows give it its state and are not counted.
  private struct Stretch {
    let columns: [[Double]]
    let isKnown: [Bool]
    let rowsBefore: Int
  }

  private let size: Int
  /// Products of rows at two distances, `columns² × pairs of distances`; `nil` where all is filtered.
  private let lagged: Matrix?
  private let lags: Int
  private let stretches: [Stretch]

  /// - Parameters:
  ///   - columns: one value a step each; what unknown steps hold is not looked at.
  ///   - isKnown: one a step.
  init(_ order: ProcessOrder, _ columns: [[Double]], isKnown: [Bool]) throws(KernelError) {
    size = columns.count
    guard order.count == order.autoregressive else {
      lagged = nil
      lags = 0
      stretches = [Stretch(columns: columns, isKnown: isKnown, rowsBefore: 0)]
      return
    }
    lags = order.autoregressive
    var steady: [Int] = []
    var ranges: [(range: Range<Int>, rowsBefore: Int)] = []
    var run = 0
    var first: Int? = lags > 0 ? 0 : nil
    var rowsBefore = 0
    for step in isKnown.indices {
      if isKnown[step] {
        run += 1
        if run > lags { steady.append(step) }
        if run == lags, let begin = first {
          ranges.append((begin..<(step + 1), rowsBefore))
          first = nil
        }
      } else {
        if first == nil, lags > 0 {
          first = step - lags
          rowsBefore = lags
        }
        run = 0
      }
    }
    if let begin = first { ranges.append((begin..<isKnown.count, rowsBefore)) }
    stretches = ranges.map { range, before in
      Stretch(
        columns: columns.map { Array($0[range]) }, isKnown: Array(isKnown[range]),
        rowsBefore: before)
    }
    let shifted = (0...lags).map { lag in
      Matrix(columns: columns.map { column in steady.map { column[$0 - lag] } })
    }
    var storage: [Double] = []
    var pairs = 0
    for near in 0...lags {
      for far in near...lags {
        var product = try LinearAlgebra.multiply(
          shifted[near], shifted[far], transposeLeft: true)
        if near != far {
          let one = product
          for column in 0..<size {
            for row in 0..<size { product[row, column] += one[column, row] }
          }
        }
        storage += product.storage
        pairs += 1
      }
    }
    lagged = Matrix(rows: size * size, columns: pairs, storage: storage)
  }

  /// - Returns: `columns × columns`, and Σ log of the one-step variances.
  func at(_ process: AutoregressiveMovingAverage) -> (products: Matrix, logVariance: Double)? {
    var found = Matrix(rows: size, columns: size)
    if let lagged {
      let weights = [1] + process.autoregressive.prefix(lags).map { -$0 }
      var pairs: [Double] = []
      for near in 0...lags {
        for far in near...lags { pairs.append(weights[near] * weights[far]) }
      }
      guard let sums = try? LinearAlgebra.multiply(lagged, pairs) else { return nil }
      found.storage = sums
    }
    var logVariance = 0.0
    let covariance = stretches.isEmpty ? nil : process.stationaryCovariance
    for stretch in stretches {
      let rows = process.whitened(
        stretch.columns, isKnown: stretch.isKnown, from: covariance, skipping: stretch.rowsBefore)
      logVariance += rows.logVariance
      guard rows.columns.first?.isEmpty == false else { continue }
      let own = LinearAlgebra.gram(Matrix(columns: rows.columns))
      for place in found.storage.indices { found.storage[place] += own.storage[place] }
    }
    return (found, logVariance)
  }
}
