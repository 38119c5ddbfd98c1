package import NumericKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A linear model in which every group has a level of its own, drawn from a normal distribution.
///
/// y = Xβ + u(group) + e; the ratio of the two variances by restricted maximum likelihood, β by
/// generalised least squares at that ratio.
///
/// - Source: Laird and Ware (1982), doi:10.2307/2529876; the profiled restricted likelihood as in
///   Pinheiro and Bates (2000), doi:10.1007/b98882, section 2.2.
package struct RandomInterceptModel: Sendable {
  /// One a column.
  package let coefficients: [Double]
  /// `coefficients × coefficients`.
  package let covariance: Matrix
  /// Variance of the groups' levels, in the response's unit squared.
  package let groupVariance: Double
  /// Variance within groups.
  package let residualVariance: Double
  /// How many groups there are.
  package let groups: Int
  /// For columns that vary within groups: rows − groups − such columns.
  package let withinDegreesOfFreedom: Int

  /// - Parameters:
  ///   - design: `rows × coefficients`, the constant included.
  ///   - response: length `rows`.
  ///   - groups: one a row, any numbers.
  /// - Throws: `KernelError.shape`, `.tooFewObservations`, `.notPositiveDefinite`.
  package init(design: Matrix, response: [Double], groups: [Int]) throws(KernelError) {
    guard design.rows == response.count, design.rows == groups.count else {
      throw .shape("\(design.rows) rows, \(response.count) responses, \(groups.count) groups")
    }
    guard design.rows > design.columns + 1 else {
      throw .tooFewObservations(rows: design.rows, columns: design.columns)
    }
    var numbers: [Int: Int] = [:]
    for group in groups where numbers[group] == nil { numbers[group] = numbers.count }
    let members = groups.map { numbers[$0] ?? 0 }
    let sums = Self.sums(design, response, members, count: numbers.count)
    // On the logarithm of the ratio the likelihood has one hump; zero is looked at by itself.
    func criterion(_ logRatio: Double) -> Double {
      (try? Profile(sums, ratio: exp(logRatio)).criterion) ?? .infinity
    }
    var low = -12.0
    var high = 12.0
    let golden = (5.0.squareRoot() - 1) / 2
    while high - low > 1e-9 {
      let left = high - golden * (high - low)
      let right = low + golden * (high - low)
      if criterion(left) < criterion(right) { high = right } else { low = left }
    }
    let inside = try Profile(sums, ratio: exp((low + high) / 2))
    let none = try Profile(sums, ratio: 0)
    let best = none.criterion <= inside.criterion ? none : inside
    coefficients = best.coefficients
    residualVariance = best.residualVariance
    groupVariance = best.residualVariance * best.ratio
    var covariance = best.inverse
    for index in covariance.storage.indices { covariance.storage[index] *= best.residualVariance }
    self.covariance = covariance
    self.groups = numbers.count
    let within = (0..<design.columns).filter { column in
      var first = [Double](repeating: .nan, count: numbers.count)
      return (0..<design.rows).contains { row in
        if first[members[row]].isNaN { first[members[row]] = design[row, column] }
        return first[members[row]] != design[row, column]
      }
    }.count
    withinDegreesOfFreedom = max(1, design.rows - numbers.count - within)
  }

  /// What a group's rows add up to.
  private struct Sums {
    let rows: Int
    /// XᵀX, Xᵀy and yᵀy of all rows.
    let gram: Matrix
    let cross: [Double]
    let square: Double
    /// One a group: rows, column sums, response sum.
    let sizes: [Double]
    let columnSums: Matrix
    let responseSums: [Double]
  }

  private static func sums(
    _ design: Matrix, _ response: [Double], _ members: [Int], count: Int
  ) -> Sums {
    var sizes = [Double](repeating: 0, count: count)
    var columnSums = Matrix(rows: count, columns: design.columns)
    var responseSums = sizes
    for row in 0..<design.rows {
      sizes[members[row]] += 1
      responseSums[members[row]] += response[row]
      for column in 0..<design.columns { columnSums[members[row], column] += design[row, column] }
    }
    let cross = (0..<design.columns).map { LinearAlgebra.dot(design.column($0), response) }
    return Sums(
      rows: design.rows, gram: LinearAlgebra.gram(design), cross: cross,
      square: LinearAlgebra.dot(response, response), sizes: sizes, columnSums: columnSums,
      responseSums: responseSums)
  }

  /// Everything at one ratio of the variances.
  private struct Profile {
    let ratio: Double
    let coefficients: [Double]
    let inverse: Matrix
    let residualVariance: Double
    /// Minus twice the restricted log likelihood, without constants.
    let criterion: Double

    init(_ sums: Sums, ratio: Double) throws(KernelError) {
      self.ratio = ratio
      let size = sums.gram.columns
      // (I + ratio J)⁻¹ = I − ratio / (1 + n ratio) J within a group of n rows.
      var gram = sums.gram
      var cross = sums.cross
      var square = sums.square
      var logDeterminant = 0.0
      for group in sums.sizes.indices {
        let shrink = ratio / (1 + sums.sizes[group] * ratio)
        logDeterminant += log(1 + sums.sizes[group] * ratio)
        for column in 0..<size {
          let own = sums.columnSums[group, column]
          cross[column] -= shrink * own * sums.responseSums[group]
          for other in 0..<size {
            gram[column, other] -= shrink * own * sums.columnSums[group, other]
          }
        }
        square -= shrink * sums.responseSums[group] * sums.responseSums[group]
      }
      let factor = try Cholesky(gram)
      let solution = try factor.solve(Matrix(rows: size, columns: 1, storage: cross))
      coefficients = solution.storage
      inverse = factor.inverse
      let freedom = Double(sums.rows - size)
      residualVariance =
        max(square - LinearAlgebra.dot(solution.storage, cross), .leastNormalMagnitude) / freedom
      criterion = freedom * log(residualVariance) + logDeterminant + factor.logDeterminant
    }
  }
}
