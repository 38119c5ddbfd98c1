package import NumericKernels

/// Regression of a panel on a treatment that starts at a time in some units, with one effect a
/// unit and one a time.
///
/// yᵢₜ = αᵢ + λₜ + β Dᵢₜ + eᵢₜ with Dᵢₜ = 1 from unit i's first treated time on.
/// The demeaned panel is never stored: two passes over the values suffice.
///
/// - Source: Wooldridge (2010), *Econometric Analysis of Cross Section and Panel Data*, ch. 10;
///   small-sample factors as fixest 0.12 states them (K counts the slope and the effects that
///   are not nested in the clusters).
package struct TwoWayFixedEffects: Sendable {
  /// β, in the unit of the panel.
  package let coefficient: Double
  /// Cluster-robust by unit.
  package let unitClusteredError: Double
  /// Clustered by unit and by time.
  package let twoWayClusteredError: Double
  /// Robust to heteroskedasticity (HC1).
  package let heteroskedasticError: Double
  /// Under independent errors of one variance.
  package let classicalError: Double
  /// Observed cells.
  package let observations: Int
  /// Units with at least one cell.
  package let units: Int
  /// Times with at least one cell.
  package let times: Int
  /// Share of the variation within units and times that the treatment explains.
  package let withinRSquared: Double
  /// αᵢ; 0 for a unit without cells. Level shared with `timeEffects`.
  package let unitEffects: [Double]
  /// λₜ.
  package let timeEffects: [Double]
  /// Σₜ D̃ᵢₜ eᵢₜ of every unit.
  package let unitScores: [Double]
  /// Steps of the projection; 0 on a balanced panel.
  package let iterations: Int

  /// Degrees of freedom of the unit-clustered t: units − 1.
  package var clusterDegreesOfFreedom: Int { units - 1 }

  /// - Parameters:
  ///   - panel: `times × units`, column-major, NaN where missing.
  ///   - treatedFrom: first treated row of each unit, `nil` for never.
  /// - Throws: `KernelError.rankDeficient` when the treatment is a sum of unit and time effects,
  ///   `.tooFewObservations`, `.didNotConverge`, `.shape`.
  package init(_ panel: Matrix, treatedFrom: [Int?]) throws(KernelError) {
    guard treatedFrom.count == panel.columns else {
      throw .shape("\(treatedFrom.count) treatment starts for \(panel.columns) units")
    }
    let pattern = MissingPattern(panel)
    let starts = treatedFrom.map { min(max($0 ?? panel.rows, 0), panel.rows) }
    let treatment = try Self.projectTreatment(pattern, starts: starts)
    let response = try Self.projectResponse(panel, pattern)
    let moments = Self.moments(
      panel, pattern, starts: starts, treatment: treatment, response: response)
    let observed = Double(pattern.observed)
    let activeUnits = pattern.unitCounts.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
    let activeTimes = pattern.timeCounts.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
    let effects = activeUnits + activeTimes - pattern.components
    guard observed > Double(effects + 1), activeUnits > 1, activeTimes > 1 else {
      throw .tooFewObservations(rows: pattern.observed, columns: effects + 1)
    }
    let variation = moments.treatment
    guard variation > 1e-10 * max(moments.rawTreatment, 1) else {
      throw .rankDeficient(columns: ["treatment"], dependsOn: ["unit effects", "time effects"])
    }
    let slope = moments.product / variation
    let residuals = Self.scores(
      panel, pattern, starts: starts, treatment: treatment, response: response, slope: slope)
    let unitSquares = residuals.unitScores.reduce(0) { $0 + $1 * $1 }
    let timeSquares = residuals.timeScores.reduce(0) { $0 + $1 * $1 }
    // With clusters that contain the unit (time) effects, K counts the slope and the others.
    func clustered(_ squares: Double, groups: Int, coefficients: Int) -> Double {
      squares / (variation * variation) * Double(groups) / Double(groups - 1) * (observed - 1)
        / (observed - Double(coefficients))
    }
    let byUnit = clustered(unitSquares, groups: activeUnits, coefficients: activeTimes + 1)
    let smallest = min(activeUnits, activeTimes)
    let both = clustered(
      unitSquares + timeSquares - residuals.cellSquares, groups: smallest, coefficients: 2)
    coefficient = slope
    unitClusteredError = byUnit.squareRoot()
    twoWayClusteredError = max(both, 0).squareRoot()
    let freedom = observed - Double(effects + 1)
    heteroskedasticError =
      (residuals.cellSquares / (variation * variation) * observed / freedom).squareRoot()
    classicalError = (residuals.squares / freedom / variation).squareRoot()
    observations = pattern.observed
    units = activeUnits
    times = activeTimes
    withinRSquared = moments.response > 0 ? 1 - residuals.squares / moments.response : .nan
    unitEffects = zip(response.unitEffects, treatment.unitEffects).map { $0 - slope * $1 }
    timeEffects = zip(response.timeEffects, treatment.timeEffects).map { $0 - slope * $1 }
    unitScores = residuals.unitScores
    iterations = max(treatment.iterations, response.iterations)
  }

  /// Effects of the treatment indicator, from the starts alone.
  static func projectTreatment(
    _ pattern: MissingPattern, starts: [Int]
  ) throws(KernelError) -> TwoWayProjection {
    var unitMeans: [Double] = []
    // Added at its start, taken back in a gap: a running sum then gives each time's total.
    var startCounts = [Double](repeating: 0, count: pattern.times + 1)
    var sums = [Double](repeating: 0, count: pattern.times)
    var meanTotal = 0.0
    for unit in 0..<pattern.units {
      let start = starts[unit]
      let missing = pattern.gaps(of: unit)
      let missingTreated = missing.reduce(0) { $0 + (Int($1) >= start ? 1 : 0) }
      let count = pattern.unitCounts[unit]
      let mean = count > 0 ? Double(pattern.times - start - missingTreated) / count : 0
      unitMeans.append(mean)
      startCounts[start] += 1
      meanTotal += mean
      for time in missing { sums[Int(time)] += mean - (Int(time) >= start ? 1 : 0) }
    }
    var running = 0.0
    for time in 0..<pattern.times {
      running += startCounts[time]
      sums[time] += running - meanTotal
    }
    return try TwoWayProjection(pattern, unitMeans: unitMeans, timeSums: sums)
  }

  /// Effects of the values: one pass for the means, one for the sums by time.
  static func projectResponse(
    _ panel: Matrix, _ pattern: MissingPattern
  ) throws(KernelError) -> TwoWayProjection {
    var unitMeans = [Double](repeating: 0, count: pattern.units)
    var timeSums = [Double](repeating: 0, count: pattern.times)
    let cells = panel.storage.span
    let times = pattern.times
    for unit in 0..<pattern.units where pattern.unitCounts[unit] > 0 {
      let base = unit * times
      var sums = (0.0, 0.0, 0.0, 0.0)
      var time = 0
      // Four running sums in a fixed order: the same bits every time, at a quarter of the wait.
      while time + 4 <= times {
        sums.0 += present(cells[base + time])
        sums.1 += present(cells[base + time + 1])
        sums.2 += present(cells[base + time + 2])
        sums.3 += present(cells[base + time + 3])
        time += 4
      }
      while time < times {
        sums.0 += present(cells[base + time])
        time += 1
      }
      let mean = ((sums.0 + sums.1) + (sums.2 + sums.3)) / pattern.unitCounts[unit]
      unitMeans[unit] = mean
      var target = timeSums.mutableSpan
      for time in 0..<times {
        let value = cells[base + time]
        target[time] += value.isNaN ? 0 : value - mean
      }
    }
    return try TwoWayProjection(pattern, unitMeans: unitMeans, timeSums: timeSums)
  }

  @inline(__always)
  private static func present(_ value: Double) -> Double { value.isNaN ? 0 : value }

  private struct Moments {
    var treatment = 0.0
    var product = 0.0
    var response = 0.0
    var rawTreatment = 0.0
  }

  /// Σ D̃², Σ D̃ ỹ and Σ ỹ² over observed cells.
  private static func moments(
    _ panel: Matrix, _ pattern: MissingPattern, starts: [Int], treatment: TwoWayProjection,
    response: TwoWayProjection
  ) -> Moments {
    var moments = Moments()
    let cells = panel.storage.span
    let treatmentTimes = treatment.timeEffects.span
    let responseTimes = response.timeEffects.span
    for unit in 0..<pattern.units {
      let base = unit * pattern.times
      var unitMoments = Moments()
      for time in 0..<pattern.times {
        let value = cells[base + time]
        if value.isNaN { continue }
        let indicator = time >= starts[unit] ? 1.0 : 0.0
        let regressor = indicator - treatment.unitEffects[unit] - treatmentTimes[time]
        let centred = value - response.unitEffects[unit] - responseTimes[time]
        unitMoments.treatment += regressor * regressor
        unitMoments.product += regressor * centred
        unitMoments.response += centred * centred
        unitMoments.rawTreatment += indicator
      }
      moments.treatment += unitMoments.treatment
      moments.product += unitMoments.product
      moments.response += unitMoments.response
      moments.rawTreatment += unitMoments.rawTreatment
    }
    return moments
  }

  private struct Scores {
    var unitScores: [Double]
    var timeScores: [Double]
    var cellSquares = 0.0
    var squares = 0.0
  }

  /// Sums of D̃ e by unit and by time, of its square, and of e².
  private static func scores(
    _ panel: Matrix, _ pattern: MissingPattern, starts: [Int], treatment: TwoWayProjection,
    response: TwoWayProjection, slope: Double
  ) -> Scores {
    var scores = Scores(unitScores: [], timeScores: Array(repeating: 0, count: pattern.times))
    scores.unitScores.reserveCapacity(pattern.units)
    let cells = panel.storage.span
    let treatmentTimes = treatment.timeEffects.span
    let responseTimes = response.timeEffects.span
    for unit in 0..<pattern.units {
      let base = unit * pattern.times
      var sum = 0.0
      var cellSquares = 0.0
      var squares = 0.0
      var timeScores = scores.timeScores.mutableSpan
      for time in 0..<pattern.times {
        let value = cells[base + time]
        if value.isNaN { continue }
        let indicator = time >= starts[unit] ? 1.0 : 0.0
        let regressor = indicator - treatment.unitEffects[unit] - treatmentTimes[time]
        let residual =
          value - response.unitEffects[unit] - responseTimes[time] - slope * regressor
        let score = regressor * residual
        sum += score
        timeScores[time] += score
        cellSquares += score * score
        squares += residual * residual
      }
      scores.unitScores.append(sum)
      scores.cellSquares += cellSquares
      scores.squares += squares
    }
    return scores
  }
}
