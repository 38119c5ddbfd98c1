import NumericKernels

/// Orders of an autoregressive moving-average process, with factors at a season's distance.
struct ProcessOrder: Hashable, Codable, Sendable {
  /// Autoregressive terms.
  var autoregressive: Int
  /// Moving-average terms.
  var movingAverage: Int
  /// Autoregressive terms at multiples of the season.
  var seasonalAutoregressive = 0
  /// Moving-average terms at multiples of the season.
  var seasonalMovingAverage = 0
  /// Steps of a season; 1 without one.
  var season = 1

  /// Parameters without the variance.
  var count: Int {
    autoregressive + movingAverage + seasonalAutoregressive + seasonalMovingAverage
  }

  /// `AR(2)`, `ARMA(1,1)`, `independent`.
  var name: String {
    switch (autoregressive, movingAverage) {
    case (0, 0): "independent"
    case (_, 0): "AR(\(autoregressive))"
    case (0, _): "MA(\(movingAverage))"
    default: "ARMA(\(autoregressive),\(movingAverage))"
    }
  }
}

/// A stationary process φ(B) u = θ(B) e with innovations of variance one, as a state that a filter
/// can follow.
///
/// - Source: Harvey (1989), Forecasting, structural time series models and the Kalman filter,
///   section 4.2.3, doi:10.1017/CBO9781107049994 (from memory); the parameters' way to the
///   stationary region is that of Jones (1980), doi:10.1080/00401706.1980.10486159 (from memory).
struct AutoregressiveMovingAverage: Sendable {
  /// φ₁, φ₂ … of the expanded polynomial, filled with zeros to the size of the state.
  let autoregressive: [Double]
  /// 1, θ₁, θ₂ … of the expanded polynomial, filled with zeros to the size of the state.
  let movingAverage: [Double]

  /// - Parameter parameters: any numbers, in the order of `ProcessOrder`'s factors; their hyperbolic
  ///   tangents are partial autocorrelations.
  init(_ order: ProcessOrder, parameters: [Double]) {
    precondition(parameters.count == order.count)
    var rest = parameters[...]
    func factor(_ count: Int, _ distance: Int) -> [Double] {
      let coefficients = Self.stationary(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
      var polynomial = [Double](repeating: 0, count: count * distance + 1)
      polynomial[0] = 1
      for (place, value) in coefficients.enumerated() {
        polynomial[(place + 1) * distance] = -value
      }
      return polynomial
    }
    let plain = factor(order.autoregressive, 1)
    let moving = factor(order.movingAverage, 1)
    let seasonal = factor(order.seasonalAutoregressive, order.season)
    let seasonalMoving = factor(order.seasonalMovingAverage, order.season)
    let phi = Self.product(plain, seasonal).dropFirst().map { -$0 }
    let theta = Self.product(moving, seasonalMoving)
    let size = max(phi.count, theta.count, 1)
    autoregressive = phi + [Double](repeating: 0, count: size - phi.count)
    movingAverage = theta + [Double](repeating: 0, count: size - theta.count)
  }

  /// Coefficients with these partial autocorrelations' inverse hyperbolic tangents: always
  /// stationary.
  private static func stationary(_ parameters: [Double]) -> [Double] {
    var found: [Double] = []
    for parameter in parameters {
      // Short of a unit root, where the process has no variance.
      let partial = 0.999 * hyperbolicTangent(parameter)
      found = zip(found, found.reversed()).map { $0 - partial * $1 } + [partial]
    }
    return found
  }

  private static func hyperbolicTangent(_ value: Double) -> Double {
    let shrunk = Logarithm.power(2.718281828459045, -2 * abs(value))
    let tangent = (1 - shrunk) / (1 + shrunk)
    return value < 0 ? -tangent : tangent
  }

  private static func product(_ left: [Double], _ right: [Double]) -> [Double] {
    var found = [Double](repeating: 0, count: left.count + right.count - 1)
    for (place, value) in left.enumerated() {
      for (other, factor) in right.enumerated() { found[place + other] += value * factor }
    }
    return found
  }

  /// Size of the state.
  var size: Int { autoregressive.count }

  /// The state's covariance before anything was seen, `size × size`: P = T P Tᵀ + R Rᵀ.
  ///
  /// By doubling, which gains twice the digits with every round.
  var stationaryCovariance: Matrix {
    var transition = Matrix(rows: size, columns: size)
    for row in 0..<size {
      transition[row, 0] = autoregressive[row]
      if row + 1 < size { transition[row, row + 1] = 1 }
    }
    var covariance = Matrix(rows: size, columns: size)
    for row in 0..<size {
      for column in 0..<size {
        covariance[row, column] = movingAverage[row] * movingAverage[column]
      }
    }
    for _ in 0..<60 {
      guard let left = try? LinearAlgebra.multiply(transition, covariance),
        let added = try? LinearAlgebra.multiply(left, transition, transposeRight: true),
        let squared = try? LinearAlgebra.multiply(transition, transition)
      else { preconditionFailure("square matrices of one size") }
      var largest = 0.0
      var moved = 0.0
      for place in covariance.storage.indices {
        covariance.storage[place] += added.storage[place]
        largest = max(largest, abs(covariance.storage[place]))
        moved = max(moved, abs(added.storage[place]))
      }
      transition = squared
      if moved <= 1e-15 * largest { break }
    }
    return covariance
  }

  /// Variance of the process in units of its innovations'.
  var variance: Double { stationaryCovariance[0, 0] }

  /// Long-run over plain variance: how many independent values one is worth the less.
  var memory: Double {
    let above = movingAverage.reduce(0, +)
    let below = 1 - autoregressive.reduce(0, +)
    return above * above / (below * below) / variance
  }

  /// Autocorrelations at distances 0 ... lags.
  func autocorrelations(_ lags: Int) -> [Double] {
    // ψ weights reach as far as they matter.
    var psi: [Double] = [1]
    var tail = 0.0
    while psi.count < 20_000 {
      let lag = psi.count
      var value = lag < size ? movingAverage[lag] : 0
      for step in 1...size where step <= lag { value += autoregressive[step - 1] * psi[lag - step] }
      psi.append(value)
      tail = abs(value)
      if lag > size + lags, tail < 1e-10 { break }
    }
    let covariances = (0...lags).map { lag -> Double in
      guard lag < psi.count else { return 0 }
      return zip(psi, psi.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return covariances.map { $0 / covariances[0] }
  }

  /// Passes columns through the process's filter: what comes out has independent rows of variance
  /// one in units of the innovations'.
  ///
  /// - Parameters:
  ///   - columns: one value a step each.
  ///   - isKnown: one a step; unknown steps are predicted over and left out.
  ///   - start: the state's covariance before the first step; the stationary one when `nil`.
  ///   - rowsBefore: first steps that only inform the state.
  /// - Returns: one row a known step; and Σ log of the one-step variances.
  func whitened(
    _ columns: [[Double]], isKnown: [Bool], from start: Matrix? = nil,
    skipping rowsBefore: Int = 0
  ) -> (columns: [[Double]], logVariance: Double) {
    let size = size
    let count = isKnown.count
    var covariance = (start ?? stationaryCovariance).storage
    var gain = [Double](repeating: 0, count: size)
    var next = covariance
    var states = [Double](repeating: 0, count: size * columns.count)
    var found = [[Double]](
      repeating: [], count: columns.count)
    let known = isKnown.reduce(0) { $0 + ($1 ? 1 : 0) }
    for place in found.indices { found[place].reserveCapacity(known) }
    var logVariance = 0.0
    var isSteady = false
    var variance = covariance[0]
    var scale = 1.0
    for step in 0..<count {
      let isSeen = isKnown[step]
      if !isSteady || !isSeen {
        variance = covariance[0]
        // T P e₁: the state's covariance with what is seen, one step on.
        for row in 0..<size {
          gain[row] =
            autoregressive[row] * covariance[0] + (row + 1 < size ? covariance[row + 1] : 0)
        }
        // T P Tᵀ + R Rᵀ, less what was learnt.
        var change = 0.0
        var largest = 0.0
        for column in 0..<size {
          for row in 0..<size {
            let here = row + 1 < size ? row + 1 : -1
            let there = column + 1 < size ? column + 1 : -1
            var value =
              autoregressive[row] * autoregressive[column] * covariance[0]
              + movingAverage[row] * movingAverage[column]
            if there >= 0 { value += autoregressive[row] * covariance[there * size] }
            if here >= 0 { value += autoregressive[column] * covariance[here] }
            if here >= 0, there >= 0 { value += covariance[there * size + here] }
            if isSeen { value -= gain[row] * gain[column] / variance }
            next[column * size + row] = value
            change = max(change, abs(value - covariance[column * size + row]))
            largest = max(largest, abs(value))
          }
        }
        swap(&covariance, &next)
        isSteady = isSeen && change <= 1e-14 * largest
        scale = 1 / variance.squareRoot()
        for row in 0..<size { gain[row] /= variance }
      }
      let isKept = isSeen && step >= rowsBefore
      if isKept { logVariance += Logarithm.natural(variance) }
      for place in columns.indices {
        let base = place * size
        let first = states[base]
        let innovation = isSeen ? columns[place][step] - first : 0
        if isKept { found[place].append(innovation * scale) }
        for row in 0..<size {
          let carried = row + 1 < size ? states[base + row + 1] : 0
          states[base + row] = autoregressive[row] * first + carried + gain[row] * innovation
        }
      }
    }
    return (found, logVariance)
  }
}
