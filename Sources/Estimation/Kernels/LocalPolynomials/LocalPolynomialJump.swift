import NumericKernels

/// How much nearby observations count.
public enum LocalKernel: String, Codable, Hashable, Sendable, CaseIterable {
  case triangular, epanechnikov, uniform

  /// At a distance in bandwidths.
  func weight(_ distance: Double) -> Double {
    let far = abs(distance)
    guard far <= 1 else { return 0 }
    switch self {
    case .triangular: return 1 - far
    case .epanechnikov: return 0.75 * (1 - far * far)
    case .uniform: return 0.5
    }
  }

  /// Constant of the pilot bandwidth.
  var pilot: Double {
    switch self {
    case .triangular: 2.576
    case .epanechnikov: 2.34
    case .uniform: 1.843
    }
  }
}

/// One side of a cutoff: places relative to it, ascending, with the outcome there.
struct CutoffSide: Sendable {
  let x: [Double]
  let y: [Double]

  var count: Int { x.count }
  /// Places that differ.
  var distinct: Int { x.indices.reduce(0) { $0 + ($1 == 0 || x[$1] != x[$1 - 1] ? 1 : 0) } }

  func rows(_ rows: [Int]) -> CutoffSide {
    CutoffSide(x: rows.map { x[$0] }, y: rows.map { y[$0] })
  }

  func scaled(x factor: Double, y other: Double) -> CutoffSide {
    CutoffSide(x: x.map { $0 / factor }, y: y.map { $0 / other })
  }

  /// Each value less the mean of its nearest neighbours, in units that make its square an unbiased
  /// variance.
  ///
  /// - Source: Abadie and Imbens (2006), doi:10.1111/j.1468-0262.2006.00655.x; ties in distance are
  ///   all taken, as rdrobust 2.1.1 does.
  func neighbourErrors(_ matches: Int) -> [Double] {
    let count = x.count
    // How many share a place, and which of them one is.
    var shared = [Int](repeating: 1, count: count)
    var number = [Int](repeating: 1, count: count)
    var first = 0
    while first < count {
      var last = first
      while last + 1 < count, x[last + 1] == x[first] { last += 1 }
      for row in first...last {
        shared[row] = last - first + 1
        number[row] = row - first + 1
      }
      first = last + 1
    }
    let wanted = min(matches, count - 1)
    return (0..<count).map { row in
      var above = shared[row] - number[row]
      var below = number[row] - 1
      while below + above < wanted {
        if row - below - 1 < 0 {
          above += shared[row + above + 1]
        } else if row + above + 1 >= count {
          below += shared[row - below - 1]
        } else {
          let left = x[row] - x[row - below - 1]
          let right = x[row + above + 1] - x[row]
          let same = max(left, right) * 1.4901161193847656e-08
          if left - right > same {
            above += shared[row + above + 1]
          } else if right - left > same {
            below += shared[row - below - 1]
          } else {
            let further = shared[row + above + 1]
            below += shared[row - below - 1]
            above += further
          }
        }
      }
      let found = Double(below + above)
      guard found > 0 else { return 0 }
      let sum = y[(row - below)...(row + above)].reduce(0, +) - y[row]
      return (found / (found + 1)).squareRoot() * (y[row] - sum / found)
    }
  }
}

/// A polynomial fitted near the cutoff on one side, as weights on the outcome.
struct LocalFit {
  /// Rows within the bandwidth.
  let rows: [Int]
  /// Places in bandwidths, one a row.
  let distances: [Double]
  private let products: Matrix
  private let inverse: Matrix
  private let bandwidth: Double

  /// - Returns: `nil` where fewer places than coefficients lie within the bandwidth.
  init?(_ side: CutoffSide, kernel: LocalKernel, bandwidth: Double, order: Int) {
    guard bandwidth > 0, bandwidth.isFinite else { return nil }
    rows = side.x.indices.filter { kernel.weight(side.x[$0] / bandwidth) > 0 }
    let inside = side.rows(rows)
    guard inside.distinct > order else { return nil }
    distances = inside.x.map { $0 / bandwidth }
    var design = Matrix(rows: rows.count, columns: order + 1, repeating: 1)
    for column in 1..<max(order + 1, 1) where order > 0 {
      for row in rows.indices {
        design[row, column] = design[row, column - 1] * distances[row]
      }
    }
    var weighted = design
    for row in rows.indices {
      let weight = kernel.weight(distances[row])
      for column in 0...order { weighted[row, column] *= weight }
    }
    guard
      let gram = try? LinearAlgebra.multiply(design, weighted, transposeLeft: true),
      let factor = try? Cholesky(gram)
    else { return nil }
    products = weighted
    inverse = factor.inverse
    self.bandwidth = bandwidth
  }

  /// Weights of the coefficient of a power, with places in bandwidths: one a row.
  func weights(of power: Int) -> [Double] {
    (0..<rows.count).map { row in
      (0..<inverse.rows).reduce(0.0) { $0 + inverse[power, $1] * products[row, $1] }
    }
  }
}

/// The jump of an outcome at a cutoff with the robust interval of Calonico, Cattaneo and Titiunik.
///
/// - Source: Calonico, Cattaneo and Titiunik (2014), doi:10.3982/ECTA11757; arithmetic as in
///   rdrobust 2.1.1 with variances from the three nearest neighbours.
struct LocalPolynomialJump: Sendable {
  /// Bandwidths of the fit and of its bias, below and above the cutoff.
  struct Bandwidths: Hashable, Codable, Sendable {
    var below: Double
    var above: Double
    var biasBelow: Double
    var biasAbove: Double
  }

  /// The jump as the polynomial has it.
  let conventional: Double
  /// Its standard error from nearest neighbours.
  let conventionalError: Double
  /// The jump with the polynomial's bias taken out.
  let biasCorrected: Double
  /// The error of that, which counts what the bias's estimate adds.
  let robustError: Double
  let bandwidths: Bandwidths
  /// Observations within the bandwidth below and above.
  let counts: (below: Int, above: Int)
  /// What each observation adds to the bias-corrected jump, first those below, then those above:
  /// one an observation, 0 outside the bandwidths.
  let weights: [Double]

  /// - Parameters:
  ///   - order: of the polynomial; its bias is estimated with one order more.
  ///   - matches: nearest neighbours of the variance.
  /// - Returns: `nil` where a side has too few places within its bandwidth.
  init?(
    below: CutoffSide, above: CutoffSide, bandwidths: Bandwidths, order: Int = 1,
    kernel: LocalKernel = .triangular, matches: Int = 3
  ) {
    func side(_ side: CutoffSide, _ bandwidth: Double, _ bias: Double) -> SideEstimate? {
      SideEstimate(
        side, bandwidth: bandwidth, bias: bias, order: order, kernel: kernel, matches: matches)
    }
    guard let left = side(below, bandwidths.below, bandwidths.biasBelow),
      let right = side(above, bandwidths.above, bandwidths.biasAbove)
    else { return nil }
    conventional = right.conventional - left.conventional
    conventionalError = (left.conventionalVariance + right.conventionalVariance).squareRoot()
    biasCorrected = right.corrected - left.corrected
    robustError = (left.correctedVariance + right.correctedVariance).squareRoot()
    self.bandwidths = bandwidths
    counts = (left.count, right.count)
    weights = left.weights.map { -$0 } + right.weights
  }
}

/// The limit of an outcome at a cutoff from one side.
private struct SideEstimate {
  let conventional: Double
  let conventionalVariance: Double
  let corrected: Double
  let correctedVariance: Double
  let count: Int
  let weights: [Double]

  init?(
    _ side: CutoffSide, bandwidth: Double, bias: Double, order: Int, kernel: LocalKernel,
    matches: Int
  ) {
    guard let fit = LocalFit(side, kernel: kernel, bandwidth: bandwidth, order: order),
      let curved = LocalFit(side, kernel: kernel, bandwidth: bias, order: order + 1)
    else { return nil }
    count = fit.rows.count
    var plain = [Double](repeating: 0, count: side.count)
    let level = fit.weights(of: 0)
    for (place, row) in fit.rows.enumerated() { plain[row] = level[place] }
    // What a power above the polynomial's order adds to the level.
    var leak = 0.0
    for (place, distance) in fit.distances.enumerated() {
      leak += level[place] * Logarithm.power(distance, Double(order + 1))
    }
    let share = Logarithm.power(bandwidth / bias, Double(order + 1))
    var corrected = plain
    let curvature = curved.weights(of: order + 1)
    for (place, row) in curved.rows.enumerated() {
      corrected[row] -= leak * share * curvature[place]
    }
    // Neighbours are looked for within the wider of the two.
    let inside = fit.rows.count > curved.rows.count ? fit.rows : curved.rows
    let errors = side.rows(inside).neighbourErrors(matches)
    func variance(_ weights: [Double]) -> Double {
      inside.indices.reduce(0) { sum, place in
        let part = weights[inside[place]] * errors[place]
        return sum + part * part
      }
    }
    conventional = LinearAlgebra.dot(plain, side.y)
    conventionalVariance = variance(plain)
    self.corrected = LinearAlgebra.dot(corrected, side.y)
    correctedVariance = variance(corrected)
    weights = corrected
  }
}
