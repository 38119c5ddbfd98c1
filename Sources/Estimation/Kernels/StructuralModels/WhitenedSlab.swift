import NumericKernels

/// Which columns of a regression count and by how much, drawn with level, slope and spells taken out.
///
/// Drawn given the level's course, coefficients move by the noise of a single step and chains stand
/// still; here the course is integrated out, and what is drawn is the posterior given the variances.
///
/// - Source: partially collapsed samplers, van Dyk and Park (2008), doi:10.1198/016214508000000409;
///   prior as in George and McCulloch (1997), Statistica Sinica 7:339 (both from memory).
struct WhitenedSlab {
  private let beliefs: Matrix
  private let odds: [Double]
  private let isForced: [Bool]

  /// - Parameters:
  ///   - products: XᵀX of the standardised columns over what was seen.
  ///   - count: how many rows that is.
  ///   - isForced: which columns always count.
  init(_ products: Matrix, count: Int, priors: StructuralPriors, isForced: [Bool]) {
    self.isForced = isForced
    // Units: the outcome has variance one, of which this is expected to be left.
    let left = 1 - priors.explained
    let size = products.rows
    var beliefs = products
    for column in 0..<size {
      for row in 0..<size {
        let share = row == column ? 1 : 1 - priors.shrinkage
        beliefs[row, column] *= share * priors.coefficientWeight / Double(count) / left
      }
    }
    self.beliefs = beliefs
    let free = isForced.reduce(0) { $0 + ($1 ? 0 : 1) }
    let chance = free == 0 ? 0 : min(1, priors.modelSize / Double(free))
    odds = isForced.map { isForced in
      isForced || chance >= 1 ? .infinity : Logarithm.natural(chance / (1 - chance))
    }
  }

  /// The posterior of a choice of columns.
  private struct Choice {
    let logWeight: Double
    let mean: [Double]
    let factor: Cholesky
  }

  private func choice(_ columns: [Int], _ products: Matrix, _ cross: [Double]) -> Choice? {
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
    return Choice(
      logWeight: (before.logDeterminant - after.logDeterminant + LinearAlgebra.dot(mean, right))
        / 2,
      mean: mean, factor: after)
  }

  /// Draws columns and coefficients.
  ///
  /// - Parameters:
  ///   - products: XᵀV⁻¹X.
  ///   - cross: XᵀV⁻¹y.
  ///   - isIn: which columns count; redrawn one after another in random order.
  /// - Returns: coefficients, 0 for columns that do not count.
  func draw(
    _ products: Matrix, _ cross: [Double], isIn: inout [Bool], using draws: inout NormalDraws
  ) -> [Double] {
    func columns() -> [Int] { isIn.indices.filter { isIn[$0] } }
    func weighed() -> (logWeight: Double, choice: Choice?)? {
      let used = columns()
      if used.isEmpty { return (0, nil) }
      return choice(used, products, cross).map { ($0.logWeight, $0) }
    }
    var order = isIn.indices.filter { !isForced[$0] }
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, draws.index(below: last + 1))
    }
    var here = weighed()
    for place in order {
      isIn[place].toggle()
      let share = draws.uniform()
      guard let there = weighed(), let known = here else {
        isIn[place].toggle()
        continue
      }
      let gain = there.logWeight - known.logWeight + (isIn[place] ? odds[place] : -odds[place])
      if gain > Logarithm.natural(share / (1 - share + 0x1p-54) + 0x1p-54) {
        here = there
      } else {
        isIn[place].toggle()
      }
    }
    var coefficients = [Double](repeating: 0, count: isIn.count)
    guard let found = here?.choice else { return coefficients }
    let used = columns()
    let triangle = found.factor.inverseTriangle
    let noise = used.map { _ in draws.normal() }
    for (row, column) in used.enumerated() {
      var value = found.mean[row]
      for other in row..<used.count { value += triangle[row, other] * noise[other] }
      coefficients[column] = value
    }
    return coefficients
  }
}
