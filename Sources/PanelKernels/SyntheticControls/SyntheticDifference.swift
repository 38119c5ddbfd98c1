package import NumericKernels

/// Synthetic difference-in-differences, with difference-in-differences and synthetic control as
/// special cases of the same double weighting.
///
/// τ = (treated, after) − Σω (donors, after) − Σλ [(treated, before) − Σω (donors, before)].
/// The donor weights ω and time weights λ minimise the paper's programs with its regularisation:
/// ζω = (treated units × rows after)^¼ σ and ζλ = 10⁻⁶ σ, σ the standard deviation of the donors'
/// first differences before the start. σ is of the raw differences, as in the reference: a common
/// course of all units raises the ridge.
///
/// `solution` says how far the programs are solved. Whatever it is, a repetition (placebo,
/// reassignment, resample) begins where the estimate begins and takes the same steps, so that the
/// repetition that permutes nothing is the estimate to the bit.
///
/// - Source: Arkhangelsky et al. (2021), doi:10.1257/aer.20190159, algorithm 1. Departure: the
///   reference's repetitions begin at the estimate's weights, ours at equal ones, as the estimate.
package struct SyntheticDifference: CohortKernel, Hashable {
  /// How the rows before are weighted.
  package enum TimeWeights: String, Hashable, Sendable {
    /// Fitted on the donors.
    case fitted
    /// All alike: difference-in-differences.
    case equal
    /// None: the level before is not taken off, as in a synthetic control.
    case none
  }

  /// How the donors are weighted.
  package enum DonorWeights: String, Hashable, Sendable {
    /// Fitted up to a level, with the paper's ridge.
    case fitted
    /// Fitted in level, with a ridge of 10⁻⁶ σ: the reference's synthetic control.
    case levelMatched
    /// All alike.
    case equal
  }

  /// How far the programs behind the weights are solved.
  package enum Solution: String, Hashable, Sendable {
    /// To the end.
    case exact
    /// By the reference's `FrankWolfe` steps: at most 100, then weights up to a quarter of the
    /// largest are set to zero, and the iteration goes on until a step gains little. On long
    /// daily panels it stops far from the end, with time weights on a handful of days.
    case stoppedEarly
  }

  /// ζ and the stopping rule, in the unit of the outcome.
  package struct Regularisation: Hashable, Sendable {
    package let omega: Double
    package let lambda: Double
    package let smallestDecrease: Double
  }

  package var donorWeights: DonorWeights
  package var timeWeights: TimeWeights
  /// Multiplies ζω; 1 is the paper's.
  package var ridge = 1.0
  /// Most Frank–Wolfe steps after sparsification.
  package var limit = 10_000
  /// How far the programs are solved.
  package var solution: Solution
  /// Regularisation by start, kept from the study for its resamples.
  private var kept: [Int: Regularisation] = [:]
  /// Rows with weight by start, from which the exact programs of repetitions set out. It shortens the
  /// way and does not move the end.
  private var nearby: [Int: [Int]] = [:]

  package init(
    donorWeights: DonorWeights = .fitted, timeWeights: TimeWeights = .fitted,
    solution: Solution = .exact
  ) {
    self.donorWeights = donorWeights
    self.timeWeights = timeWeights
    self.solution = solution
  }

  /// ω and λ fitted.
  package static let synthetic = SyntheticDifference()
  /// ω fitted in level, λ = 0.
  package static let control = SyntheticDifference(
    donorWeights: .levelMatched, timeWeights: .none)
  /// Both equal.
  package static let difference = SyntheticDifference(donorWeights: .equal, timeWeights: .equal)

  /// The same method with its weights found by the reference's steps.
  package var stoppedEarly: SyntheticDifference {
    var copy = self
    copy.solution = .stoppedEarly
    return copy
  }

  package var matchesLevel: Bool { timeWeights == .none }
  package var ranksAmongAll: Bool { timeWeights == .fitted }

  package func frozen(
    after fit: Counterfactual, _ panel: PreparedPanel, _ assignment: PanelAssignment
  ) -> SyntheticDifference {
    var copy = repeated(after: fit, panel, assignment)
    for cohort in assignment.cohorts {
      copy.kept[cohort.start] = regularisation(
        panel, start: cohort.start, donors: assignment.donors, units: cohort.units.count)
    }
    return copy
  }

  /// Each group takes σ from its own donors, as the estimate does: what is compared by rank is
  /// treated alike.
  package func repeated(
    after fit: Counterfactual, _ panel: PreparedPanel, _ assignment: PanelAssignment
  ) -> SyntheticDifference {
    var copy = self
    for cohort in fit.cohorts {
      copy.nearby[cohort.start] = cohort.timeWeights.indices.filter { cohort.timeWeights[$0] > 0 }
    }
    return copy
  }

  package func fitCohort(
    _ panel: PreparedPanel, _ cohort: PanelAssignment.Cohort, donors: [Int]
  ) throws(KernelError) -> CohortFit {
    let start = cohort.start
    let products = panel[start]
    let settings =
      kept[start]
      ?? regularisation(panel, start: start, donors: donors, units: cohort.units.count)
    let omega = try donorWeights(products, cohort, donors: donors, rows: start, settings)
    let lambda = try timeWeights(panel, start: start, donors: donors, settings)

    var difference = panel.meanPath(of: cohort.units)
    for (weight, donor) in zip(omega.weights, donors) where weight != 0 {
      LinearAlgebra.combine(1, &difference, -weight, column: donor, of: panel.values)
    }
    var level = 0.0
    if timeWeights != .none {
      for row in 0..<start { level += lambda.weights[row] * difference[row] }
    }
    let after = Summation.mean(Array(difference[start...]))
    return CohortFit(
      start: start, units: cohort.units.count, effect: after - level,
      donorWeights: omega.weights, intercept: level,
      timeWeights: timeWeights == .none ? [] : lambda.weights,
      chosen: [
        "zeta": settings.omega, "stepsOmega": Double(omega.steps),
        "stepsLambda": Double(lambda.steps),
      ])
  }

  private func regularisation(
    _ panel: PreparedPanel, start: Int, donors: [Int], units: Int
  ) -> Regularisation {
    var changes: [Double] = []
    changes.reserveCapacity(donors.count * max(0, start - 1))
    for donor in donors {
      let column = panel.values.column(donor)
      for row in 1..<max(1, start) { changes.append(column[row] - column[row - 1]) }
    }
    let noise = changes.count > 1 ? Summation.variance(changes).squareRoot() : 0
    let cells = Double(units * (panel.values.rows - start))
    let omega =
      donorWeights == .levelMatched ? 1e-6 : ridge * cells.squareRoot().squareRoot()
    return Regularisation(
      omega: omega * noise, lambda: 1e-6 * noise, smallestDecrease: 1e-5 * noise)
  }

  private typealias Fitted = (weights: [Double], steps: Int)

  private func donorWeights(
    _ products: PreparedPanel.Products, _ cohort: PanelAssignment.Cohort, donors: [Int],
    rows: Int, _ settings: Regularisation
  ) throws(KernelError) -> Fitted {
    if donorWeights == .equal {
      return (Array(repeating: 1 / Double(donors.count), count: donors.count), 0)
    }
    let gram = donorWeights == .levelMatched ? products.gram : products.centredGram
    let problem = DonorProgram(gram, treated: cohort.units, donors: donors)
    let ridge = Double(rows) * settings.omega * settings.omega
    if solution == .exact {
      return try optimum(
        problem.quadratic, problem.linear, ridge: ridge, square: problem.square,
        isShort: donors.count >= rows)
    }
    return try minimise(
      FrankWolfe(gram: problem.quadratic, linear: problem.linear, rows: rows, ridge: ridge),
      count: donors.count, settings)
  }

  private func timeWeights(
    _ panel: PreparedPanel, start: Int, donors: [Int], _ settings: Regularisation
  ) throws(KernelError) -> Fitted {
    switch timeWeights {
    case .none: return ([], 0)
    case .equal: return (Array(repeating: 1 / Double(start), count: start), 0)
    case .fitted: break
    }
    // Rows are donors: each time's column is centred over the donors.
    let products = panel[start]
    var table = Matrix(rows: donors.count, columns: start)
    var after = donors.map { products.meansAfter[$0] }
    for (place, donor) in donors.enumerated() {
      let base = donor * panel.values.rows
      for row in 0..<start { table[place, row] = panel.values.storage[base + row] }
    }
    for row in 0..<start {
      var mean = 0.0
      for place in donors.indices { mean += table[place, row] }
      mean /= Double(donors.count)
      for place in donors.indices { table[place, row] -= mean }
    }
    let mean = Summation.mean(after)
    for place in after.indices { after[place] -= mean }
    let ridge = Double(donors.count) * settings.lambda * settings.lambda
    if solution == .exact {
      let trace = LinearAlgebra.dot(table.storage, table.storage)
      let solution = try SimplexProgram(
        table: table, target: after,
        ridge: Self.leastRidge(
          ridge, trace: trace, count: start, isShort: start >= donors.count),
        start: nearby[start] ?? [])
      return (solution.weights, solution.iterations)
    }
    let gram = LinearAlgebra.gram(table)
    let linear = try LinearAlgebra.multiply(table, after, transpose: true)
    return try minimise(
      FrankWolfe(gram: gram, linear: linear, rows: donors.count, ridge: ridge), count: start,
      settings)
  }

  /// The weights to which the iteration tends, by the active-set method.
  ///
  /// - Parameter isShort: whether more weights are sought than there are rows to find them from.
  private func optimum(
    _ gram: Matrix, _ linear: [Double], ridge: Double, square: Double, isShort: Bool
  ) throws(KernelError) -> Fitted {
    var quadratic = gram
    var trace = 0.0
    for index in linear.indices { trace += gram[index, index] }
    let ridge = Self.leastRidge(ridge, trace: trace, count: linear.count, isShort: isShort)
    for index in linear.indices { quadratic[index, index] += ridge }
    let solution = try SimplexProgram(quadratic: quadratic, linear: linear, scale: square)
    return (solution.weights, solution.iterations)
  }

  /// The ridge, or what rounding leaves of one.
  ///
  /// Where many weights fit alike the ridge decides for those nearest to equal ones. The reference's
  /// 10⁻⁶ σ does so below rounding, and weights would depend on the unit.
  private static func leastRidge(
    _ ridge: Double, trace: Double, count: Int, isShort: Bool
  ) -> Double {
    max(ridge, (isShort ? 1e-7 : 1e-10) * trace / Double(count))
  }

  private func minimise(
    _ solver: FrankWolfe, count: Int, _ settings: Regularisation
  ) throws(KernelError) -> Fitted {
    let start = [Double](repeating: 1 / Double(count), count: count)
    let rough = try solver.minimise(
      from: start, smallestDecrease: settings.smallestDecrease, limit: 100)
    let largest = rough.weights.max() ?? 0
    var sparse = rough.weights.map { $0 <= largest / 4 ? 0 : $0 }
    let total = sparse.reduce(0, +)
    for place in sparse.indices { sparse[place] /= total }
    let fine = try solver.minimise(
      from: sparse, smallestDecrease: settings.smallestDecrease, limit: limit)
    return (fine.weights, rough.steps + fine.steps)
  }
}

/// The treated average on the donors, as a quadratic program over their weights.
struct DonorProgram {
  /// Donors' inner products, `donors × donors`.
  let quadratic: Matrix
  /// Donors' inner products with the treated average.
  let linear: [Double]
  /// The treated average's inner product with itself.
  let square: Double

  /// - Parameter gram: inner products of all units.
  init(_ gram: Matrix, treated: [Int], donors: [Int]) {
    var quadratic = Matrix(rows: donors.count, columns: donors.count)
    var linear = [Double](repeating: 0, count: donors.count)
    let share = 1 / Double(treated.count)
    for (column, donor) in donors.enumerated() {
      let base = donor * gram.rows
      for (row, other) in donors.enumerated() {
        quadratic.storage[column * donors.count + row] = gram.storage[base + other]
      }
      for unit in treated { linear[column] += share * gram.storage[base + unit] }
    }
    var square = 0.0
    for unit in treated {
      for other in treated { square += share * share * gram[unit, other] }
    }
    self.quadratic = quadratic
    self.linear = linear
    self.square = square
  }
}
