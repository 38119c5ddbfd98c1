/// How many lags Newey and West's estimator takes.
package enum NeweyWestLags: Hashable, Sendable {
  /// This many Bartlett lags; 0 gives White's estimator.
  case fixed(Int)
  /// Newey and West's (1994) plug-in for the Bartlett kernel.
  case automatic
}

/// The long-run covariance of a vector series, Σₗ w(l) Σₜ (uₜ uₜ₋ₗᵀ + its transpose), summed, not
/// averaged.
package struct LongRunCovariance: Sendable {
  /// `k × k`.
  package let matrix: Matrix
  /// Bartlett lags that were used.
  package let lags: Int

  /// - Parameters:
  ///   - series: `observations × k`, mean zero (regression scores).
  ///   - positions: where each observation stands on the axis, ascending; `nil`: no gaps.
  ///   - bandwidthWeights: length k; the combination for which the automatic lags are chosen.
  /// - Source: Newey and West (1987), doi:10.2307/1913610; (1994), doi:10.2307/2297912.
  package init(
    _ series: Matrix, positions: [Int]?, lags: NeweyWestLags, prewhitened: Bool,
    bandwidthWeights: [Double]
  ) throws(KernelError) {
    let positions = positions ?? Array(0..<series.rows)
    guard positions.count == series.rows, bandwidthWeights.count == series.columns else {
      throw .shape("\(positions.count) positions for \(series.rows) observations")
    }
    let rule = SteppedPairs(positions)
    var working = series
    var recolouring: Matrix?
    if prewhitened {
      let filtered = try Self.prewhitened(series, rule)
      working = filtered.innovations
      recolouring = filtered.recolouring
    }
    let usedPositions = prewhitened ? rule.later(1).map { positions[$0] } : positions
    let pairs = prewhitened ? SteppedPairs(usedPositions) : rule
    let chosen: Int
    switch lags {
    case .fixed(let count): chosen = min(max(count, 0), pairs.longestLag)
    case .automatic:
      chosen = Self.automaticLags(
        try LinearAlgebra.multiply(working, bandwidthWeights), pairs, prewhitened: prewhitened)
    }
    var sum = LinearAlgebra.gram(working)
    if chosen > 0 {
      for lag in 1...chosen {
        let weight = 1 - Double(lag) / Double(chosen + 1)
        let (later, earlier) = pairs.pairs(lag)
        guard !later.isEmpty else { continue }
        let product = try LinearAlgebra.multiply(
          working.rows(later), working.rows(earlier), transposeLeft: true)
        for column in 0..<sum.columns {
          for row in 0..<sum.rows {
            sum[row, column] += weight * (product[row, column] + product[column, row])
          }
        }
      }
    }
    // Innovations of the first step of each run are not known; the sum is scaled up for them.
    let scale = Double(series.rows) / Double(working.rows)
    for index in sum.storage.indices { sum.storage[index] *= scale }
    if let recolouring {
      let left = try LinearAlgebra.multiply(recolouring, sum)
      sum = try LinearAlgebra.multiply(left, recolouring, transposeRight: true)
    }
    matrix = sum
    self.lags = chosen
  }

  /// Residuals of uₜ = A uₜ₋₁ + vₜ and (I − A)⁻¹.
  private static func prewhitened(
    _ series: Matrix, _ rule: SteppedPairs
  ) throws(KernelError) -> (innovations: Matrix, recolouring: Matrix) {
    let (later, earlier) = rule.pairs(1)
    let size = series.columns
    guard later.count > size else {
      throw .tooFewObservations(rows: later.count, columns: size)
    }
    let past = series.rows(earlier)
    let present = series.rows(later)
    // Scores of exact indicators can vanish; a tiny ridge keeps the inverse.
    var gram = LinearAlgebra.gram(past)
    let largest = (0..<size).map { gram[$0, $0] }.max() ?? 0
    for index in 0..<size { gram[index, index] += 1e-12 * largest + .leastNormalMagnitude }
    let cross = try LinearAlgebra.multiply(past, present, transposeLeft: true)
    let transition = try bounded(try Cholesky(gram).solve(cross))
    var innovations = present
    let predicted = try LinearAlgebra.multiply(past, transition)
    for index in innovations.storage.indices {
      innovations.storage[index] -= predicted.storage[index]
    }
    var difference = Matrix.identity(size)
    for column in 0..<size {
      for row in 0..<size { difference[row, column] -= transition[column, row] }
    }
    return (innovations, try LinearAlgebra.inverse(difference))
  }

  /// A transition with no singular value above 0.97: nearer to one, what recolouring multiplies with
  /// has no bound.
  ///
  /// - Source: Andrews and Monahan (1992), doi:10.2307/2951574, section 3.
  private static func bounded(_ transition: Matrix) throws(KernelError) -> Matrix {
    let most = PersistentErrors.largest
    let parts = try LinearAlgebra.singularValues(transition)
    guard parts.values.contains(where: { $0 > most }) else { return transition }
    var left = parts.left
    for (place, value) in parts.values.enumerated() {
      for row in 0..<left.rows { left[row, place] *= min(value, most) }
    }
    return try LinearAlgebra.multiply(left, parts.rightTransposed)
  }

  /// Newey and West's (1994) plug-in bandwidth for the Bartlett kernel, rounded down.
  private static func automaticLags(
    _ series: [Double], _ pairs: SteppedPairs, prewhitened: Bool
  ) -> Int {
    let count = Double(series.count)
    let pilot = Int((prewhitened ? 3 : 4) * Logarithm.power(count / 100, 2.0 / 9))
    var zero = series.reduce(0) { $0 + $1 * $1 } / count
    var first = 0.0
    if pilot > 0 {
      for lag in 1...pilot {
        let (later, earlier) = pairs.pairs(lag)
        var product = 0.0
        for (left, right) in zip(later, earlier) { product += series[left] * series[right] }
        zero += 2 * product / count
        first += 2 * Double(lag) * product / count
      }
    }
    guard zero != 0 else { return 0 }
    let ratio = first / zero
    let bandwidth = 1.1447 * Logarithm.power(ratio * ratio * count, 1.0 / 3)
    let longest = pairs.longestLag
    // Written so that a bandwidth that overflowed to infinity or NaN takes the bound.
    return bandwidth < Double(longest) ? Int(bandwidth) : longest
  }
}

/// Which observations stand a given number of steps apart on the axis.
struct SteppedPairs {
  private let positions: [Int]
  private let isContiguous: Bool

  init(_ positions: [Int]) {
    self.positions = positions
    isContiguous =
      positions.isEmpty || positions[positions.count - 1] - positions[0] == positions.count - 1
  }

  /// Steps between the first and the last observation; with gaps more than the observations.
  var longestLag: Int { positions.isEmpty ? 0 : positions[positions.count - 1] - positions[0] }

  /// Rows of the later and of the earlier observation of every pair.
  func pairs(_ lag: Int) -> (later: [Int], earlier: [Int]) {
    guard lag <= longestLag else { return ([], []) }
    if isContiguous {
      return (Array(lag..<positions.count), Array(0..<(positions.count - lag)))
    }
    var later: [Int] = []
    var earlier: [Int] = []
    var candidate = 0
    for row in positions.indices {
      while positions[candidate] < positions[row] - lag { candidate += 1 }
      if positions[candidate] == positions[row] - lag {
        later.append(row)
        earlier.append(candidate)
      }
    }
    return (later, earlier)
  }

  /// Rows that have an observation `lag` steps before them.
  func later(_ lag: Int) -> [Int] { pairs(lag).later }
}
