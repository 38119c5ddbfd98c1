import NumericKernels

/// A level that wanders, with or without a slope, a season and spells that fade, seen with
/// noise: draws of its course given what was seen.
///
/// The state is level, slope where there is one, the season's last effects, and the departure that
/// fades: a first-order autoregression about nought. With the noise it follows processes of higher
/// order closely; without it a level would have to wander with every spell, and its extrapolation would
/// be as wide as the series.
///
/// - Source: Durbin and Koopman (2002), doi:10.1093/biomet/89.3.603, with the mean corrected as in
///   their section 2.3; for a level alone Carter and Kohn (1994), doi:10.1093/biomet/81.3.541, whose
///   draws have the same distribution (from memory).
struct StructuralStates: Sendable {
  /// Variances of noise and of the innovations.
  struct Variances: Sendable {
    var noise: Double
    var level: Double
    var slope: Double
    var season: Double
    /// Of the spells' innovations.
    var spell = 0.0
    /// What is left of a spell one step later, −1 to 1.
    var persistence = 0.0
  }

  let hasSlope: Bool
  /// Steps of a season; 0 or 1 without one.
  let season: Int
  /// Whether there are spells.
  let hasSpells: Bool

  init(hasSlope: Bool, season: Int, hasSpells: Bool = false) {
    self.hasSlope = hasSlope
    self.season = season
    self.hasSpells = hasSpells
  }

  var size: Int { 1 + (hasSlope ? 1 : 0) + max(0, season - 1) + (hasSpells ? 1 : 0) }
  private var firstSeason: Int { hasSlope ? 2 : 1 }
  /// Places of the state that are seen, all with weight one.
  private var seen: [Int] {
    [0] + (season > 1 ? [firstSeason] : []) + (hasSpells ? [size - 1] : [])
  }

  /// What the state adds to the outcome.
  func signal(_ state: ArraySlice<Double>) -> Double {
    var sum = state[state.startIndex]
    if season > 1 { sum += state[state.startIndex + firstSeason] }
    if hasSpells { sum += state[state.startIndex + size - 1] }
    return sum
  }

  /// One step on, without innovations.
  func advance(_ state: inout [Double], from base: Int, _ persistence: Double = 0) {
    if hasSlope { state[base] += state[base + 1] }
    if hasSpells { state[base + size - 1] *= persistence }
    guard season > 1 else { return }
    let first = base + firstSeason
    var sum = 0.0
    for place in first..<(first + season - 1) { sum += state[place] }
    for place in stride(from: first + season - 2, to: first, by: -1) {
      state[place] = state[place - 1]
    }
    state[first] = -sum
  }

  /// The same for a step back of weights: Tᵀ r.
  private func advanceTransposed(_ weights: inout [Double], _ persistence: Double) {
    if hasSlope { weights[1] += weights[0] }
    if hasSpells { weights[size - 1] *= persistence }
    guard season > 1 else { return }
    let first = firstSeason
    let head = weights[first]
    for place in first..<(first + season - 2) { weights[place] = weights[place + 1] - head }
    weights[first + season - 2] = -head
  }

  private func innovations(_ variances: Variances) -> [(place: Int, variance: Double)] {
    var found = [(place: 0, variance: variances.level)]
    if hasSlope { found.append((1, variances.slope)) }
    if season > 1 { found.append((firstSeason, variances.season)) }
    if hasSpells { found.append((size - 1, variances.spell)) }
    return found
  }

  /// Draws the course of the state, `steps × size` row by row.
  ///
  /// - Parameters:
  ///   - values: length `steps`; what is seen, looked at where `isKnown`.
  ///   - start: mean of the first level; everything else starts about zero.
  ///   - spread: standard deviation of everything at the start.
  func draw(
    _ values: [Double], isKnown: [Bool], _ variances: Variances, start: Double, spread: Double,
    using draws: inout NormalDraws
  ) -> [Double] {
    if size == 1 {
      return drawLevel(
        values, isKnown: isKnown, variances, start: start, spread: spread, using: &draws)
    }
    if size == 2, hasSpells {
      return LevelAndSpells(variances, start: start, spread: spread)
        .draw(values, isKnown: isKnown, using: &draws)
    }
    return drawAll(
      values, isKnown: isKnown, variances, start: start, spread: spread, using: &draws)
  }

  /// T P Tᵀ + Q: columns, then rows.
  private func spreadOn(
    _ covariance: inout Matrix, _ moving: [(place: Int, variance: Double)], _ persistence: Double
  ) {
    for column in 0..<size { advance(&covariance.storage, from: column * size, persistence) }
    covariance = covariance.transposed
    for column in 0..<size { advance(&covariance.storage, from: column * size, persistence) }
    for (place, variance) in moving { covariance[place, place] += variance }
  }

  private func drawLevel(
    _ values: [Double], isKnown: [Bool], _ variances: Variances, start: Double, spread: Double,
    using draws: inout NormalDraws
  ) -> [Double] {
    let count = values.count
    var means = [Double](repeating: 0, count: count)
    var spreads = [Double](repeating: 0, count: count)
    var mean = start
    var variance = spread * spread
    for step in 0..<count {
      if isKnown[step] {
        let gain = variance / (variance + variances.noise)
        mean += gain * (values[step] - mean)
        variance *= 1 - gain
      }
      means[step] = mean
      spreads[step] = variance
      variance += variances.level
    }
    var state = means[count - 1] + spreads[count - 1].squareRoot() * draws.normal()
    means[count - 1] = state
    for step in stride(from: count - 2, through: 0, by: -1) {
      let share = spreads[step] / (spreads[step] + variances.level)
      state =
        means[step] + share * (state - means[step])
        + (spreads[step] * (1 - share)).squareRoot() * draws.normal()
      means[step] = state
    }
    return means
  }

  private func drawAll(
    _ values: [Double], isKnown: [Bool], _ variances: Variances, start: Double, spread: Double,
    using draws: inout NormalDraws
  ) -> [Double] {
    let count = values.count
    let size = size
    let moving = innovations(variances)
    let noise = variances.noise.squareRoot()
    // A course of the model, and what would have been seen of it.
    var course = [Double](repeating: 0, count: count * size)
    var state = (0..<size).map { _ in spread * draws.normal() }
    var left = values
    for step in 0..<count {
      for place in 0..<size { course[step * size + place] = state[place] }
      left[step] -= signal(state[0..<size]) + noise * draws.normal()
      advance(&state, from: 0, variances.persistence)
      for (place, variance) in moving { state[place] += variance.squareRoot() * draws.normal() }
    }
    // The filter on what is left.
    var covariance = Matrix(rows: size, columns: size)
    for place in 0..<size { covariance[place, place] = spread * spread }
    var gains = [Double](repeating: 0, count: count * size)
    var scaled = [Double](repeating: 0, count: count)
    var precision = [Double](repeating: 0, count: count)
    var mean = [Double](repeating: 0, count: size)
    mean[0] = start
    let places = seen
    for step in 0..<count {
      let plain = (0..<size).map { row in places.reduce(0) { $0 + covariance[row, $1] } }
      let variance = places.reduce(variances.noise) { $0 + plain[$1] }
      let isSeen = isKnown[step]
      let innovation = isSeen ? left[step] - signal(mean[0..<size]) : 0
      // T P Z over F.
      var moved = plain
      advance(&moved, from: 0, variances.persistence)
      advance(&mean, from: 0, variances.persistence)
      if isSeen {
        precision[step] = 1 / variance
        scaled[step] = innovation / variance
        for place in 0..<size {
          gains[step * size + place] = moved[place] / variance
          mean[place] += moved[place] * scaled[step]
        }
        for column in 0..<size {
          for row in 0..<size { covariance[row, column] -= plain[row] * plain[column] / variance }
        }
      }
      spreadOn(&covariance, moving, variances.persistence)
    }
    // Backwards: rₜ₋₁ = Z v/F + (T − K Z)ᵀ rₜ.
    var weights = [Double](repeating: 0, count: size)
    var later = [Double](repeating: 0, count: count * size)
    for step in stride(from: count - 1, through: 0, by: -1) {
      for place in 0..<size { later[step * size + place] = weights[place] }
      var pull = 0.0
      for place in 0..<size { pull += gains[step * size + place] * weights[place] }
      advanceTransposed(&weights, variances.persistence)
      let change = scaled[step] - (precision[step] > 0 ? pull : 0)
      for place in places { weights[place] += change }
    }
    // Forwards: the smoothed course, and the drawn one on top.
    var smooth = weights.map { $0 * spread * spread }
    smooth[0] += start
    for step in 0..<count {
      for place in 0..<size { course[step * size + place] += smooth[place] }
      advance(&smooth, from: 0, variances.persistence)
      for (place, variance) in moving { smooth[place] += variance * later[step * size + place] }
    }
    return course
  }

  /// Sums of squared innovations of a course, in the order level, slope, season.
  func squares(_ course: [Double]) -> (level: Double, slope: Double, season: Double) {
    let size = size
    let count = course.count / size
    var found = (level: 0.0, slope: 0.0, season: 0.0)
    for step in 1..<max(count, 1) where count > 1 {
      let (here, before) = (step * size, (step - 1) * size)
      let level = course[here] - course[before] - (hasSlope ? course[before + 1] : 0)
      found.level += level * level
      if hasSlope {
        let slope = course[here + 1] - course[before + 1]
        found.slope += slope * slope
      }
      if season > 1 {
        var sum = course[here + firstSeason]
        for place in 0..<(season - 1) { sum += course[before + firstSeason + place] }
        found.season += sum * sum
      }
    }
    return found
  }

  /// One step on with innovations.
  func innovate(_ state: inout [Double], _ variances: Variances, using draws: inout NormalDraws) {
    advance(&state, from: 0, variances.persistence)
    state[0] += variances.level.squareRoot() * draws.normal()
    if hasSlope { state[1] += variances.slope.squareRoot() * draws.normal() }
    if season > 1 { state[firstSeason] += variances.season.squareRoot() * draws.normal() }
    if hasSpells { state[size - 1] += variances.spell.squareRoot() * draws.normal() }
  }
}
