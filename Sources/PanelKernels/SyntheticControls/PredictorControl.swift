package import NumericKernels

/// A synthetic control on predictors whose importance V is learnt: means of the outcome over equal
/// parts of the rows before the start, and of covariates over those of them in which they are known;
/// or the predictors that the study states.
///
/// Given V the weights minimise (x₁ − X′w)′V(x₁ − X′w) on the simplex, exactly. V is diagonal, not
/// negative, sum one. Nested: the V whose weights have the smallest squared error over all rows
/// before. Cross-validated: predictors from the first half of the rows, squared error on the
/// second, then weights on predictors from the second half with that V. The outer search is
/// `LatticeSearch` from equal importance, in logarithms; it finds a local optimum. Over wide
/// ranges of V the weights, and with them the error, are the same; among these a pull of a
/// ten-thousandth towards equal importance decides, so that the unit of the outcome does not.
///
/// - Source: Abadie, Diamond and Hainmueller (2010), doi:10.1198/jasa.2009.ap08746, section 2.3;
///   cross-validation Abadie, Diamond and Hainmueller (2015), doi:10.1111/ajps.12116, section 4.
package struct PredictorControl: CohortKernel, Hashable {
  /// How V is chosen.
  package enum Importance: Hashable, Sendable {
    case nested
    case crossValidated
  }

  package var demeaned: Bool
  package var importance: Importance
  /// Parts of the rows before whose means are predictors.
  package var parts: Int
  /// Whether the panel's covariates are predictors.
  package var matchesCovariates: Bool
  /// Whether the panel's stated predictors take the place of all others.
  package var takesStated: Bool
  private var kept: [Int: [Double]] = [:]

  package init(
    demeaned: Bool, importance: Importance, parts: Int = 4, matchesCovariates: Bool = false,
    takesStated: Bool = false
  ) {
    self.demeaned = demeaned
    self.importance = importance
    self.parts = parts
    self.matchesCovariates = matchesCovariates
    self.takesStated = takesStated
  }

  /// Number of predictors.
  private func size(_ panel: PreparedPanel) -> Int {
    takesStated
      ? panel.predictors?.all.count ?? 0
      : parts + (matchesCovariates ? panel.covariates?.values.count ?? 0 : 0)
  }

  package var learnsFromRowsBefore: Bool { true }
  package var matchesLevel: Bool { !demeaned }
  package var takesPredictors: Bool { true }

  package func frozen(
    after fit: Counterfactual, _ panel: PreparedPanel, _ assignment: PanelAssignment
  ) -> PredictorControl {
    var copy = self
    for cohort in fit.cohorts {
      copy.kept[cohort.start] = (0..<size(panel)).map { cohort.chosen["importance \($0 + 1)"] ?? 0 }
    }
    return copy
  }

  package func fitCohort(
    _ panel: PreparedPanel, _ cohort: PanelAssignment.Cohort, donors: [Int]
  ) throws(KernelError) -> CohortFit {
    let start = cohort.start
    let half = start / 2
    guard takesStated || (half >= parts && start - half >= parts) else {
      throw .tooFewObservations(rows: start, columns: 2 * parts)
    }
    let learning = importance == .nested ? 0..<start : 0..<half
    let using = importance == .nested ? 0..<start : half..<start
    let judged = importance == .nested ? 0..<start : half..<start
    let first = try Predictors(panel, cohort, donors: donors, rows: learning, self)
    let last = try Predictors(panel, cohort, donors: donors, rows: using, self)
    let error = try SquaredError(panel, cohort, donors: donors, rows: judged, demeaned)
    let size = size(panel)
    let atEqual = try error.of(
      first.solve(Self.shares([Double](repeating: 0, count: size)), error).weights)
    let shares: [Double]
    if let known = kept[start] {
      shares = known
    } else {
      // Predictors of several kinds make the error's course over V uneven: each takes the lead once.
      let starts =
        [[Double](repeating: 0, count: size)]
        + (takesStated
          ? (0..<size).map { lead in (0..<size).map { $0 == lead ? Self.lead : 0 } } : [])
      let value = { (logarithms: [Double]) throws(KernelError) -> Double in
        let found = try error.of(first.solve(Self.shares(logarithms), error).weights)
        return found + Self.pull * atEqual * LinearAlgebra.dot(logarithms, logarithms)
      }
      var best: (value: Double, shares: [Double])?
      for start in starts {
        let (point, reached) = try LatticeSearch.minimise(from: start, value)
        if best.map({ reached < $0.value }) ?? true { best = (reached, Self.shares(point)) }
      }
      shares = best?.shares ?? Self.shares([Double](repeating: 0, count: size))
    }
    let solution = try last.solve(shares, error)
    let products = panel[start]
    var before = PreparedPanel.mean(products.meansBefore, over: cohort.units)
    var after = PreparedPanel.mean(products.meansAfter, over: cohort.units)
    for (weight, donor) in zip(solution.weights, donors) where weight != 0 {
      before -= weight * products.meansBefore[donor]
      after -= weight * products.meansAfter[donor]
    }
    let intercept = demeaned ? before : 0
    var chosen: [String: Double] = [:]
    for (place, share) in shares.enumerated() { chosen["importance \(place + 1)"] = share }
    return CohortFit(
      start: start, units: cohort.units.count, effect: after - intercept,
      donorWeights: solution.weights, intercept: intercept, relativeGap: solution.relativeGap,
      chosen: chosen)
  }

  /// Of the error at equal importance, for each squared unit of a logarithm.
  private static let pull = 1e-4
  /// Logarithm of the importance with which a stated predictor takes the lead at a start.
  private static let lead = 3.0

  private static func shares(_ logarithms: [Double]) -> [Double] {
    let largest = logarithms.max() ?? 0
    let raw = logarithms.map { Logarithm.power(2.718281828459045, max(-30, $0 - largest)) }
    let total = raw.reduce(0, +)
    return raw.map { $0 / total }
  }
}

/// Predictors of a cohort's average and the donors, in units of their spread over all of them.
private struct Predictors {
  /// `predictors × donors`.
  let donors: Matrix
  /// One a predictor.
  let treated: [Double]
  /// What the error over the rows before counts beside that of the predictors, both without unit.
  private static let tie = 1e-7

  init(
    _ panel: PreparedPanel, _ cohort: PanelAssignment.Cohort, donors: [Int], rows: Range<Int>,
    _ method: PredictorControl
  ) throws(KernelError) {
    let parts = (0..<method.parts).map { part in
      rows.lowerBound + rows.count * part / method.parts..<rows.lowerBound + rows.count * (part + 1)
        / method.parts
    }
    let levels = panel[cohort.start].meansBefore
    let columns = cohort.units + donors
    var table: [[Double]]
    if method.takesStated {
      guard let stated = panel.predictors else { throw .shape("the panel states no predictors") }
      table = try stated.table(
        panel, units: columns, before: cohort.start, levels: method.demeaned ? levels : nil)
    } else {
      table = columns.map { unit in
        parts.map { part in
          Summation.mean(part.map { panel.values[$0, unit] })
            - (method.demeaned ? levels[unit] : 0)
        }
      }
    }
    if method.matchesCovariates, !method.takesStated, let known = panel.covariates {
      let covariates = known.values
      let measured = rows.filter { known.known[$0] }
      guard !measured.isEmpty else { throw .tooFewObservations(rows: 0, columns: 1) }
      for (place, unit) in columns.enumerated() {
        table[place] += covariates.map { values in
          Summation.mean(measured.map { values[$0, unit] })
        }
      }
    }
    let count = cohort.units.count
    var own = (table.first ?? []).indices.map { predictor in
      Summation.mean(table[..<count].map { $0[predictor] })
    }
    var others = Matrix(columns: Array(table[count...]))
    for predictor in own.indices {
      let spread = Summation.variance(
        donors.indices.map { others[predictor, $0] } + [own[predictor]]
      ).squareRoot()
      guard spread > 0 else { continue }
      own[predictor] /= spread
      for place in donors.indices { others[predictor, place] /= spread }
    }
    self.donors = others
    treated = own
  }

  /// Weights for an importance of the predictors. Few predictors are often met exactly by more than one
  /// set of weights; of these the one with the smallest error over the rows before is taken, so that
  /// rounding, and with it the unit of the outcome, does not decide.
  func solve(_ shares: [Double], _ error: SquaredError) throws(KernelError) -> SimplexProgram {
    var scaled = donors
    var target = treated
    for part in shares.indices {
      let root = shares[part].squareRoot()
      target[part] *= root
      for place in 0..<donors.columns { scaled[part, place] *= root }
    }
    var quadratic = LinearAlgebra.gram(scaled)
    var linear = try LinearAlgebra.multiply(scaled, target, transpose: true)
    for cell in quadratic.storage.indices {
      quadratic.storage[cell] += Self.tie * error.quadratic.storage[cell]
    }
    for place in linear.indices { linear[place] += Self.tie * error.linear[place] }
    return try SimplexProgram(
      quadratic: quadratic, linear: linear,
      scale: LinearAlgebra.dot(target, target) + Self.tie * error.square)
  }
}

/// Squared error of weighted donors over some rows before the start.
private struct SquaredError {
  let table: Matrix
  let target: [Double]
  /// The error as a program in the weights, divided by the donors' mean square.
  let quadratic: Matrix
  let linear: [Double]
  let square: Double

  init(
    _ panel: PreparedPanel, _ cohort: PanelAssignment.Cohort, donors: [Int], rows: Range<Int>,
    _ demeaned: Bool
  ) throws(KernelError) {
    let products = panel[cohort.start]
    let path = panel.meanPath(of: cohort.units)
    let level =
      demeaned ? PreparedPanel.mean(products.meansBefore, over: cohort.units) : 0
    target = rows.map { path[$0] - level }
    let columns = donors.map { donor in
      rows.map { panel.values[$0, donor] - (demeaned ? products.meansBefore[donor] : 0) }
    }
    table = Matrix(columns: columns)
    // Weights sum to one, so that what all have in common need not be in the sums.
    let common = (0..<rows.count).map { row in Summation.mean(columns.map { $0[row] }) }
    var centred = table
    var goal = target
    for row in common.indices {
      goal[row] -= common[row]
      for donor in 0..<centred.columns { centred[row, donor] -= common[row] }
    }
    var gram = LinearAlgebra.gram(centred)
    var sums = try LinearAlgebra.multiply(centred, goal, transpose: true)
    let size = donors.indices.reduce(0) { $0 + gram[$1, $1] } / Double(donors.count)
    let factor = size > 0 ? 1 / size : 0
    for cell in gram.storage.indices { gram.storage[cell] *= factor }
    for place in sums.indices { sums[place] *= factor }
    quadratic = gram
    linear = sums
    square = LinearAlgebra.dot(goal, goal) * factor
  }

  func of(_ weights: [Double]) throws(KernelError) -> Double {
    let fitted = try LinearAlgebra.multiply(table, weights)
    var sum = 0.0
    for row in target.indices { sum += (target[row] - fitted[row]) * (target[row] - fitted[row]) }
    return sum
  }
}
