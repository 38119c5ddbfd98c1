import NumericKernels

/// Which columns of a regression count and by how much, drawn given everything else.
///
/// - Source: George and McCulloch (1997), Statistica Sinica 7:339 (from memory); as in Scott and
///   Varian (2014), doi:10.1504/IJMMNO.2014.059942.
struct SpikeAndSlab: Sendable {
  private let products: Matrix
  private let beliefs: Matrix
  private let odds: [Double]
  private let freedom: Double
  private let squares: Double
  /// Which columns always count.
  let isForced: [Bool]

  /// - Parameters:
  ///   - products: XᵀX of the standardised columns over what was seen.
  ///   - count: how many rows that is.
  ///   - isForced: which columns always count, one a column; none by default.
  init(
    _ products: Matrix, count: Int, priors: StructuralPriors, isForced forced: [Bool]? = nil
  ) {
    let isForced = forced ?? [Bool](repeating: false, count: products.rows)
    self.isForced = isForced
    self.products = products
    let size = products.rows
    var beliefs = products
    for column in 0..<size {
      for row in 0..<size {
        let share = row == column ? 1 : 1 - priors.shrinkage
        beliefs[row, column] *= share * priors.coefficientWeight / Double(count)
      }
    }
    self.beliefs = beliefs
    let free = isForced.reduce(0) { $0 + ($1 ? 0 : 1) }
    let chance = free == 0 ? 0 : min(1, priors.modelSize / Double(free))
    odds = isForced.map { isForced in
      isForced || chance >= 1 ? .infinity : Logarithm.natural(chance / (1 - chance))
    }
    freedom = Double(count) + priors.explainedWeight
    // Units: the outcome has variance one.
    squares = (1 - priors.explained) * priors.explainedWeight
  }

  /// The posterior of a choice of columns.
  private struct Choice {
    let logWeight: Double
    let mean: [Double]
    let factor: Cholesky?
    let sumOfSquares: Double
  }

  private func choice(_ columns: [Int], _ cross: [Double], _ total: Double) -> Choice? {
    guard !columns.isEmpty else {
      let sum = squares + total
      return Choice(
        logWeight: -freedom / 2 * Logarithm.natural(sum), mean: [], factor: nil,
        sumOfSquares: sum)
    }
    let size = columns.count
    var prior = Matrix(rows: size, columns: size)
    var posterior = prior
    for (column, there) in columns.enumerated() {
      for (row, here) in columns.enumerated() {
        prior[row, column] = beliefs[here, there]
        posterior[row, column] = beliefs[here, there] + products[here, there]
      }
    }
    let right = columns.map { cross[$0] }
    guard let before = try? Cholesky(prior), let after = try? Cholesky(posterior),
      let mean = try? after.solve(Matrix(rows: size, columns: 1, storage: right)).storage
    else { return nil }
    let sum = max(squares + total - LinearAlgebra.dot(mean, right), 1e-12 * (squares + total))
    return Choice(
      logWeight: (before.logDeterminant - after.logDeterminant - freedom * Logarithm.natural(sum))
        / 2,
      mean: mean, factor: after, sumOfSquares: sum)
  }

  /// Draws columns, coefficients and the noise's variance.
  ///
  /// - Parameters:
  ///   - cross: Xᵀz.
  ///   - total: zᵀz.
  ///   - isIn: which columns count; redrawn one after another in random order.
  /// - Returns: coefficients, 0 for columns that do not count, and the variance.
  func draw(
    _ cross: [Double], _ total: Double, isIn: inout [Bool], using draws: inout NormalDraws
  ) -> (coefficients: [Double], variance: Double) {
    func columns() -> [Int] { isIn.indices.filter { isIn[$0] } }
    var here = choice(columns(), cross, total)
    if here == nil {
      for place in isIn.indices { isIn[place] = isForced[place] }
      here = choice(columns(), cross, total)
    }
    var order = isIn.indices.filter { !isForced[$0] }
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, draws.index(below: last + 1))
    }
    for place in order {
      isIn[place].toggle()
      let share = draws.uniform()
      guard let there = choice(columns(), cross, total), let known = here else {
        isIn[place].toggle()
        continue
      }
      let gain = there.logWeight - known.logWeight + (isIn[place] ? odds[place] : -odds[place])
      // The chance of the other state, by Gibbs.
      if gain > Logarithm.natural(share / (1 - share + 0x1p-54) + 0x1p-54) {
        here = there
      } else {
        isIn[place].toggle()
      }
    }
    // Forced columns that say the same twice are no choice; then nothing is explained.
    guard let here = here ?? choice([], cross, total) else {
      preconditionFailure("no columns are always a choice")
    }
    let variance = draws.variance(freedom: freedom, sumOfSquares: here.sumOfSquares)
    var coefficients = [Double](repeating: 0, count: isIn.count)
    let used = columns()
    if let factor = here.factor {
      let triangle = factor.inverseTriangle
      let noise = used.map { _ in draws.normal() }
      for (row, column) in used.enumerated() {
        var value = 0.0
        for other in row..<used.count { value += triangle[row, other] * noise[other] }
        coefficients[column] = here.mean[row] + variance.squareRoot() * value
      }
    }
    return (coefficients, variance)
  }
}
