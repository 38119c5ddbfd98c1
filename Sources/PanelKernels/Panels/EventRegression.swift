package import NumericKernels

/// Regression of a staggered panel on indicators of classes of treated cells, with one effect a
/// unit and one a time: event studies, and cohort by time.
///
/// A cell belongs to one class at most, and its class depends only on when its unit starts and on
/// the time. The normal equations then need sums over the classes' own cells only, and the
/// indicators are never stored.
///
/// - Source: Frisch and Waugh (1933), doi:10.2307/1907330, for the partialling out; clustered
///   errors Liang and Zeger (1986), doi:10.1093/biomet/73.1.13, with fixest's small-sample
///   factors (see `TwoWayFixedEffects`).
package struct EventRegression: Sendable {
  /// One a class, in the unit of the panel.
  package let coefficients: [Double]
  /// `classes × classes`, clustered by unit, in squared units.
  package let covariance: Matrix
  /// `units × classes`: how much each unit's residuals move each coefficient. Products sum to the
  /// covariance without its small-sample factor.
  package let influence: Matrix
  /// Observed cells of each class.
  package let cellCounts: [Int]
  /// Observed cells.
  package let observations: Int
  /// Units with at least one cell.
  package let units: Int
  /// Times with at least one cell.
  package let times: Int

  /// Degrees of freedom of the unit-clustered t: units − 1.
  package var clusterDegreesOfFreedom: Int { units - 1 }
  /// Square roots of the covariance's diagonal.
  package var standardErrors: [Double] {
    coefficients.indices.map { covariance[$0, $0].squareRoot() }
  }

  /// - Parameters:
  ///   - classes: number of classes.
  ///   - classOf: class of a cell from its unit's start and its time; `nil` for none. Called once
  ///     for every pair of a distinct start and a time.
  /// - Throws: `KernelError.rankDeficient` naming the class by number when its indicator is a sum
  ///   of other indicators, unit and time effects, or has no cell; `.tooFewObservations`,
  ///   `.didNotConverge`.
  package init(
    _ panel: StaggeredPanel, classes: Int, classOf: (_ start: Int, _ time: Int) -> Int?,
    threads: Int? = nil
  ) throws(KernelError) {
    let pattern = MissingPattern(panel.values)
    let table = CellClasses(panel, classes: classes, classOf: classOf)
    let response = try TwoWayFixedEffects.projectResponse(panel.values, pattern)
    let counts = table.unitCounts(panel, pattern)
    let projections = try parallelMap(
      count: classes, threads: threads,
      throwing: { (index) throws(KernelError) -> TwoWayProjection in
        try table.projection(of: index, panel, pattern, counts)
      })
    let unitEffects = Matrix(columns: projections.map(\.unitEffects))
    let timeEffects = Matrix(columns: projections.map(\.timeEffects))
    var moments = Moments(classes: classes)
    moments.collect(
      panel, table, unitEffects: unitEffects, timeEffects: timeEffects, response: response)
    let activeUnits = pattern.unitCounts.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
    let activeTimes = pattern.timeCounts.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
    let parameters = activeUnits + activeTimes - pattern.components + classes
    guard pattern.observed > parameters, activeUnits > 1, classes > 0 else {
      throw .tooFewObservations(rows: pattern.observed, columns: parameters)
    }
    let inverse = try moments.inverse()
    let slopes = try LinearAlgebra.multiply(inverse, moments.products)
    let residuals = Self.residuals(
      panel, table, slopes: slopes, unitEffects: unitEffects, timeEffects: timeEffects,
      response: response)
    let scores = try Self.scores(panel, table, residuals, timeEffects: timeEffects)
    let observed = Double(pattern.observed)
    let factor =
      Double(activeUnits) / Double(activeUnits - 1) * (observed - 1)
      / (observed - Double(activeTimes + classes))
    influence = try LinearAlgebra.multiply(scores, inverse)
    var spread = LinearAlgebra.gram(influence)
    for index in spread.storage.indices { spread.storage[index] *= factor }
    coefficients = slopes
    covariance = spread
    cellCounts = moments.counts
    observations = pattern.observed
    units = activeUnits
    times = activeTimes
  }

  /// Sums over the classes' own cells.
  private struct Moments {
    var counts: [Int]
    /// Σ D̃ₑ D̃_f.
    var gram: Matrix
    /// Σ D̃ₑ ỹ.
    var products: [Double]

    init(classes: Int) {
      counts = Array(repeating: 0, count: classes)
      gram = Matrix(rows: classes, columns: classes)
      products = Array(repeating: 0, count: classes)
    }

    mutating func collect(
      _ panel: StaggeredPanel, _ table: CellClasses, unitEffects: Matrix, timeEffects: Matrix,
      response: TwoWayProjection
    ) {
      let classes = counts.count
      let times = panel.times
      // How often each class meets each time; the sums over time effects then are one product.
      var meetings = Matrix(rows: classes, columns: times)
      for unit in 0..<panel.units {
        guard let row = table.row(of: unit) else { continue }
        var own: [(index: Int, count: Double)] = []
        for (time, index) in table.cells[row] {
          let value = panel.values.storage[unit * times + time]
          if value.isNaN { continue }
          counts[index] += 1
          meetings[index, time] += 1
          products[index] += value - response.unitEffects[unit] - response.timeEffects[time]
          if own.last?.index == index {
            own[own.count - 1].count += 1
          } else {
            own.append((index, 1))
          }
        }
        for (index, count) in own {
          for other in 0..<classes {
            gram[index, other] -= count * unitEffects[unit, other]
          }
        }
      }
      for index in 0..<classes {
        gram[index, index] += Double(counts[index])
        for time in 0..<times where meetings[index, time] > 0 {
          for other in 0..<classes {
            gram[index, other] -= meetings[index, time] * timeEffects[time, other]
          }
        }
      }
    }

    /// The inverse of the Gram matrix, scaled to a unit diagonal for the judgement of its rank.
    func inverse() throws(KernelError) -> Matrix {
      let classes = counts.count
      var scale = [Double](repeating: 0, count: classes)
      for index in 0..<classes {
        guard gram[index, index] > 1e-10 * Double(max(counts[index], 1)), counts[index] > 0 else {
          throw .rankDeficient(columns: ["class \(index)"], dependsOn: ["units and times"])
        }
        scale[index] = 1 / gram[index, index].squareRoot()
      }
      var scaled = gram
      for column in 0..<classes {
        for row in 0..<classes {
          scaled[row, column] =
            (gram[row, column] + gram[column, row]) / 2 * scale[row] * scale[column]
        }
      }
      var inverse: Matrix
      do {
        inverse = try Cholesky(scaled).inverse
      } catch .notPositiveDefinite(let pivot) {
        throw .rankDeficient(columns: ["class \(pivot - 1)"], dependsOn: ["other classes"])
      }
      for index in 0..<classes where inverse[index, index] > 1e10 {
        throw .rankDeficient(columns: ["class \(index)"], dependsOn: ["other classes"])
      }
      for column in 0..<classes {
        for row in 0..<classes { inverse[row, column] *= scale[row] * scale[column] }
      }
      return inverse
    }
  }

  /// `times × units`; zero where missing.
  private static func residuals(
    _ panel: StaggeredPanel, _ table: CellClasses, slopes: [Double], unitEffects: Matrix,
    timeEffects: Matrix, response: TwoWayProjection
  ) -> Matrix {
    let times = panel.times
    var unitLevels = response.unitEffects
    var timeLevels = response.timeEffects
    for (index, slope) in slopes.enumerated() {
      for unit in unitLevels.indices { unitLevels[unit] -= slope * unitEffects[unit, index] }
      for time in timeLevels.indices { timeLevels[time] -= slope * timeEffects[time, index] }
    }
    var residuals = panel.values
    for unit in 0..<panel.units {
      let base = unit * times
      for time in 0..<times {
        let value = residuals.storage[base + time]
        residuals.storage[base + time] =
          value.isNaN ? 0 : value - unitLevels[unit] - timeLevels[time]
      }
      guard let row = table.row(of: unit) else { continue }
      for (time, index) in table.cells[row] where !panel.values.storage[base + time].isNaN {
        residuals.storage[base + time] -= slopes[index]
      }
    }
    return residuals
  }

  /// Σₜ D̃ e by unit and class. A unit's residuals sum to zero, so its own effects drop out.
  private static func scores(
    _ panel: StaggeredPanel, _ table: CellClasses, _ residuals: Matrix, timeEffects: Matrix
  ) throws(KernelError) -> Matrix {
    var scores = try LinearAlgebra.multiply(
      residuals, timeEffects, transposeLeft: true, alpha: -1)
    for unit in 0..<panel.units {
      guard let row = table.row(of: unit) else { continue }
      for (time, index) in table.cells[row] {
        scores[unit, index] += residuals.storage[unit * panel.times + time]
      }
    }
    return scores
  }
}

/// The class of every pair of a distinct start and a time.
struct CellClasses: Sendable {
  /// Of each distinct start: the times that have a class, ascending, with it.
  let cells: [[(time: Int, index: Int)]]
  private let rows: [Int]

  init(_ panel: StaggeredPanel, classes: Int, classOf: (Int, Int) -> Int?) {
    let starts = Set(panel.starts).sorted()
    cells = starts.map { start in
      (0..<panel.times).compactMap { time in
        classOf(start, time).map {
          precondition($0 >= 0 && $0 < classes)
          return (time, $0)
        }
      }
    }
    let place = Dictionary(uniqueKeysWithValues: starts.enumerated().map { ($1, $0) })
    rows = panel.starts.map { place[$0] ?? 0 }
  }

  /// The row of a unit's start; `nil` when none of its cells has a class.
  func row(of unit: Int) -> Int? { cells[rows[unit]].isEmpty ? nil : rows[unit] }

  /// Observed cells by unit and class, `units × classes`.
  func unitCounts(_ panel: StaggeredPanel, _ pattern: MissingPattern) -> [[(
    index: Int, count: Double
  )]] {
    (0..<panel.units).map { unit in
      guard let row = row(of: unit) else { return [] }
      var counts: [Int: Double] = [:]
      for (time, index) in cells[row]
      where !panel.values.storage[unit * panel.times + time].isNaN {
        counts[index, default: 0] += 1
      }
      return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
  }

  /// Unit and time effects of one class's indicator.
  func projection(
    of class: Int, _ panel: StaggeredPanel, _ pattern: MissingPattern,
    _ counts: [[(index: Int, count: Double)]]
  ) throws(KernelError) -> TwoWayProjection {
    var means = [Double](repeating: 0, count: panel.units)
    var sums = [Double](repeating: 0, count: panel.times)
    var total = 0.0
    for unit in 0..<panel.units {
      guard let count = counts[unit].first(where: { $0.index == `class` })?.count,
        let row = row(of: unit)
      else { continue }
      let mean = count / pattern.unitCounts[unit]
      means[unit] = mean
      total += mean
      for time in pattern.gaps(of: unit) { sums[Int(time)] += mean }
      for (time, index) in cells[row]
      where index == `class` && !panel.values.storage[unit * panel.times + time].isNaN {
        sums[time] += 1
      }
    }
    for time in sums.indices { sums[time] -= total }
    return try TwoWayProjection(pattern, unitMeans: means, timeSums: sums)
  }
}
