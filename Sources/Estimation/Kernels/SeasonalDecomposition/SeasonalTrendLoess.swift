/// Season, trend and remainder of a series by repeated local regression (STL).
///
/// - Source: Cleveland, Cleveland, McRae and Terpenning (1990), STL: a seasonal-trend decomposition
///   procedure based on loess, Journal of Official Statistics 6, 3–73 (no DOI); steps and boundary
///   rules as in its program. Departure: steps without a value have weight zero everywhere instead of
///   being filled in first.
package struct SeasonalTrendLoess: Hashable, Sendable {
  /// A component's smoother.
  package struct Smoother: Hashable, Sendable {
    /// Points in a window, odd.
    package var window: Int
    /// Degree of the local polynomial, 0 or 1.
    package var degree: Int
    /// Every how many steps it is fitted; lines between them.
    package var jump: Int

    package init(window: Int, degree: Int, jump: Int = 1) {
      self.window = window
      self.degree = degree
      self.jump = jump
    }
  }

  /// Steps in a season, at least two.
  package var period: Int
  /// Of the values of one place in the season, year by year.
  package var season: Smoother
  /// Of the series without season.
  package var trend: Smoother
  /// That takes the level out of the season.
  package var lowPass: Smoother
  /// Passes between season and trend.
  package var innerPasses: Int
  /// How often outliers are weighed down.
  package var robustPasses: Int

  /// R's defaults: `stl(x, s.window, s.degree, robust)`.
  package init(period: Int, seasonWindow: Int = 11, seasonDegree: Int = 1, isRobust: Bool = true) {
    precondition(period >= 2 && seasonWindow >= 3)
    func odd(_ value: Double) -> Int { Int(value.rounded()) | 1 }
    func smoother(_ window: Int, _ degree: Int) -> Smoother {
      Smoother(window: window, degree: degree, jump: (window + 9) / 10)
    }
    self.period = period
    season = smoother(seasonWindow | 1, seasonDegree)
    let width = (1.5 * Double(period) / (1 - 1.5 / Double(seasonWindow | 1))).rounded(.up)
    trend = smoother(odd(width), 1)
    lowPass = smoother(odd(Double(period)), 1)
    innerPasses = isRobust ? 1 : 2
    robustPasses = isRobust ? 15 : 0
  }

  /// What a series is made of.
  package struct Parts: Sendable {
    /// One a step, in the unit of the series; also where it has no value.
    package let season: [Double]
    /// One a step.
    package let trend: [Double]
    /// Weight of each step after the last robust pass, 0 to 1; 0 without a value.
    package let weights: [Double]
  }

  /// Takes a series apart.
  ///
  /// - Parameter values: more than two seasons, one a step; NaN where nothing was measured.
  /// - Returns: `nil` with fewer than two seasons and a step, or when a place in the season has no value.
  package func parts(of values: [Double]) -> Parts? {
    let count = values.count
    guard count > 2 * period else { return nil }
    let isMeasured = values.map { !$0.isNaN }
    guard
      (0..<period).allSatisfy({ place in
        stride(from: place, to: count, by: period).contains { isMeasured[$0] }
      })
    else { return nil }
    let hasGaps = isMeasured.contains(false)
    let series = hasGaps ? Self.bridged(values) : values
    var weights: [Double]? = hasGaps ? isMeasured.map { $0 ? 1 : 0 } : nil
    var season = [Double](repeating: 0, count: count)
    var trend = season
    for pass in 0...robustPasses {
      for _ in 0..<innerPasses {
        let detrended = zip(series, trend).map { $0 - $1 }
        let cycles = cycleSmooth(detrended, weights)
        let level = LocalRegression(lowPass).smooth(
          Self.movingMean(
            Self.movingMean(Self.movingMean(cycles, period), period), 3), weights: nil)
        for step in 0..<count { season[step] = cycles[period + step] - level[step] }
        trend = LocalRegression(self.trend).smooth(
          zip(series, season).map { $0 - $1 }, weights: weights)
      }
      guard pass < robustPasses else { break }
      let errors = (0..<count).map { (step: Int) -> Double in
        abs(series[step] - season[step] - trend[step])
      }
      weights = Self.robustness(errors, isMeasured)
    }
    return Parts(
      season: season, trend: trend,
      weights: weights ?? [Double](repeating: 1, count: count))
  }

  /// The smoothed values of every place in the season, one step longer at both ends.
  private func cycleSmooth(_ values: [Double], _ weights: [Double]?) -> [Double] {
    var extended = [Double](repeating: 0, count: values.count + 2 * period)
    for place in 0..<period {
      let steps = stride(from: place, to: values.count, by: period)
      let own = steps.map { values[$0] }
      let ownWeights = weights.map { weights in steps.map { weights[$0] } }
      let smoother = LocalRegression(season)
      let smoothed = smoother.smooth(own, weights: ownWeights)
      let count = own.count
      let before =
        smoother.value(
          own, weights: ownWeights, at: 0, from: 1, to: min(season.window, count)) ?? smoothed[0]
      let after =
        smoother.value(
          own, weights: ownWeights, at: Double(count + 1),
          from: max(1, count - season.window + 1), to: count) ?? smoothed[count - 1]
      extended[place] = before
      for year in 0..<count { extended[(year + 1) * period + place] = smoothed[year] }
      extended[(count + 1) * period + place] = after
    }
    return extended
  }

  private static func movingMean(_ values: [Double], _ width: Int) -> [Double] {
    var sum = values[..<width].reduce(0, +)
    var means = [sum / Double(width)]
    means.reserveCapacity(values.count - width + 1)
    for end in width..<values.count {
      sum += values[end] - values[end - width]
      means.append(sum / Double(width))
    }
    return means
  }

  /// Bisquare weights of errors at six times their median.
  private static func robustness(_ errors: [Double], _ isMeasured: [Bool]) -> [Double] {
    let sorted = errors.indices.filter { isMeasured[$0] }.map { errors[$0] }.sorted()
    let middle = sorted.count / 2
    let reach = 3 * (sorted[middle] + sorted[sorted.count - middle - 1])
    return errors.indices.map { step in
      guard isMeasured[step] else { return 0 }
      let error = errors[step]
      if error <= 0.001 * reach { return 1 }
      guard error <= 0.999 * reach else { return 0 }
      let share = error / reach
      return (1 - share * share) * (1 - share * share)
    }
  }

  /// Straight lines over gaps, so that steps of weight zero have finite values.
  static func bridged(_ values: [Double]) -> [Double] {
    var filled = values
    var last: Int?
    for step in values.indices where !values[step].isNaN {
      if let last {
        for gap in (last + 1)..<max(step, last + 1) {
          let share = Double(gap - last) / Double(step - last)
          filled[gap] = values[last] + share * (values[step] - values[last])
        }
      } else {
        for gap in 0..<step { filled[gap] = values[step] }
      }
      last = step
    }
    if let last {
      for gap in (last + 1)..<max(values.count, last + 1) { filled[gap] = values[last] }
    }
    return filled
  }
}

/// The loess smoother of STL on equally spaced points.
struct LocalRegression {
  private let smoother: SeasonalTrendLoess.Smoother

  init(_ smoother: SeasonalTrendLoess.Smoother) { self.smoother = smoother }

  /// The smoothed value at every point.
  func smooth(_ values: [Double], weights: [Double]?) -> [Double] {
    let count = values.count
    guard count > 1 else { return values }
    let jump = min(smoother.jump, count - 1)
    let window = smoother.window
    let half = (window + 1) / 2
    var result = values
    func bounds(_ point: Int) -> (Int, Int) {
      if window >= count { return (1, count) }
      if point <= half { return (1, window) }
      if point >= count - window + half { return (count - window + 1, count) }
      return (point - half + 1, point - half + window)
    }
    var fitted: [Int] = []
    for point in stride(from: 1, through: count, by: jump) { fitted.append(point) }
    if let last = fitted.last, last != count { fitted.append(count) }
    for point in fitted {
      let (from, to) = bounds(point)
      result[point - 1] =
        value(values, weights: weights, at: Double(point), from: from, to: to)
        ?? values[point - 1]
    }
    for (left, right) in zip(fitted, fitted.dropFirst()) where right > left + 1 {
      let slope = (result[right - 1] - result[left - 1]) / Double(right - left)
      for point in (left + 1)..<right {
        result[point - 1] = result[left - 1] + slope * Double(point - left)
      }
    }
    return result
  }

  /// The local polynomial's value at a place; points count from 1. `nil` where nothing has weight.
  func value(
    _ values: [Double], weights: [Double]?, at place: Double, from: Int, to: Int
  ) -> Double? {
    let count = values.count
    var reach = max(place - Double(from), Double(to) - place)
    if smoother.window > count { reach += Double((smoother.window - count) / 2) }
    let outer = 0.999 * reach
    let inner = 0.001 * reach
    var total = 0.0
    var first = 0.0
    var second = 0.0
    var level = 0.0
    var tilt = 0.0
    for point in from...to {
      let distance = Double(point) - place
      let size = abs(distance)
      guard size <= outer else { continue }
      var weight = 1.0
      if size > inner {
        let share = size / reach
        let rest = 1 - share * share * share
        weight = rest * rest * rest
      }
      if let weights { weight *= weights[point - 1] }
      let value = values[point - 1]
      total += weight
      first += weight * distance
      second += weight * distance * distance
      level += weight * value
      tilt += weight * distance * value
    }
    guard total > 0 else { return nil }
    let mean = level / total
    guard reach > 0, smoother.degree > 0 else { return mean }
    // Distances are from the place, so the fitted line’s value there is its constant.
    let centre = first / total
    let spread = second / total - centre * centre
    guard spread > 0, spread.squareRoot() > 0.001 * Double(count - 1) else { return mean }
    return mean - centre * (tilt / total - centre * mean) / spread
  }
}
