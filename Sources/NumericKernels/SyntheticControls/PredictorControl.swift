/// A synthetic control on predictors whose importance V is learnt: means of the outcome over equal
/// parts of the rows before the start, and of covariates over all of them.
///
/// Given V the weights minimise (x₁ − X′w)′V(x₁ − X′w) on the simplex, exactly. V is diagonal, not
/// negative, sum one. Nested: the V whose weights have the smallest squared error over all rows
/// before. Cross-validated: predictors from the first half of the rows, squared error on the
/// second, then weights on predictors from the second half with that V. The outer search is
/// Nelder and Mead's from equal importance, in logarithms; it finds a local optimum. Over wide
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
  private var kept: [Int: [Double]] = [:]

  package init(
    demeaned: Bool, importance: Importance, parts: Int = 4, matchesCovariates: Bool = false
  ) {
    self.demeaned = demeaned
    self.importance = importance
    self.parts = parts
    self.matchesCovariates = matchesCovariates
  }

  /// Number of predictors.
  private func size(_ panel: PreparedPanel) -> Int {
    parts + (matchesCovariates ? panel.covariates?.values.count ?? 0 : 0)
  }

  package var learnsFromRowsBefore: Bool { true }
  package var matchesLevel: Bool { !demeaned }

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
    guard half >= parts, start - half >= parts else {
      throw .tooFewObservations(rows: start, columns: 2 * parts)
    }
    let learning = importance == .nested ? 0..<start : 0..<half
    let using = importance == .nested ? 0..<start : half..<start
    let judged = importance == .nested ? 0..<start : half..<start
    let first = Predictors(panel, cohort, donors: donors, rows: learning, self)
    let last = Predictors(panel, cohort, donors: donors, rows: using, self)
    let error = SquaredError(panel, cohort, donors: donors, rows: judged, demeaned)
    let size = size(panel)
    let atEqual = try error.of(
      first.solve(Self.shares([Double](repeating: 0, count: size))).weights)
    let shares: [Double]
    if let known = kept[start] {
      shares = known
    } else {
      shares =
        try NelderMead.minimise(
          from: [Double](repeating: 0, count: size), step: 1, limit: 60 * size
        ) { (logarithms) throws(KernelError) -> Double in
          let found = try error.of(first.solve(Self.shares(logarithms)).weights)
          return found + Self.pull * atEqual * LinearAlgebra.dot(logarithms, logarithms)
        }.map(Self.shares) ?? Self.shares([Double](repeating: 0, count: size))
    }
    let solution = try last.solve(shares)
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

  init(
    _ panel: PreparedPanel, _ cohort: PanelAssignment.Cohort, donors: [Int], rows: Range<Int>,
    _ method: PredictorControl
  ) {
    let parts = (0..<method.parts).map { part in
      rows.lowerBound + rows.count * part / method.parts..<rows.lowerBound + rows.count * (part + 1)
        / method.parts
    }
    let levels = panel[cohort.start].meansBefore
    let columns = cohort.units + donors
    var table = columns.map { unit in
      parts.map { part in
        Summation.mean(part.map { panel.values[$0, unit] }) - (method.demeaned ? levels[unit] : 0)
      }
    }
    if method.matchesCovariates, let covariates = panel.covariates?.values {
      for (place, unit) in columns.enumerated() {
        table[place] += covariates.map { values in
          Summation.mean(rows.map { values[$0, unit] })
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

  func solve(_ shares: [Double]) throws(KernelError) -> SimplexProgram {
    var scaled = donors
    var target = treated
    for part in shares.indices {
      let root = shares[part].squareRoot()
      target[part] *= root
      for place in 0..<donors.columns { scaled[part, place] *= root }
    }
    return try SimplexProgram(
      quadratic: LinearAlgebra.gram(scaled),
      linear: LinearAlgebra.multiply(scaled, target, transpose: true),
      scale: LinearAlgebra.dot(target, target))
  }
}

/// Squared error of weighted donors over some rows before the start.
private struct SquaredError {
  let table: Matrix
  let target: [Double]

  init(
    _ panel: PreparedPanel, _ cohort: PanelAssignment.Cohort, donors: [Int], rows: Range<Int>,
    _ demeaned: Bool
  ) {
    let products = panel[cohort.start]
    let path = panel.meanPath(of: cohort.units)
    let level =
      demeaned ? PreparedPanel.mean(products.meansBefore, over: cohort.units) : 0
    target = rows.map { path[$0] - level }
    table = Matrix(
      columns: donors.map { donor in
        rows.map { panel.values[$0, donor] - (demeaned ? products.meansBefore[donor] : 0) }
      })
  }

  func of(_ weights: [Double]) throws(KernelError) -> Double {
    let fitted = try LinearAlgebra.multiply(table, weights)
    var sum = 0.0
    for row in target.indices { sum += (target[row] - fitted[row]) * (target[row] - fitted[row]) }
    return sum
  }
}

/// Downhill search without derivatives.
///
/// - Source: Nelder and Mead (1965), doi:10.1093/comjnl/7.4.308, with the usual coefficients.
enum NelderMead {
  /// The best point found; `nil` for no dimensions.
  static func minimise(
    from start: [Double], step: Double, limit: Int,
    _ value: ([Double]) throws(KernelError) -> Double
  ) throws(KernelError) -> [Double]? {
    guard !start.isEmpty else { return nil }
    var simplex: [(point: [Double], value: Double)] = [(start, try value(start))]
    for axis in start.indices {
      var point = start
      point[axis] += step
      simplex.append((point, try value(point)))
    }
    for _ in 0..<limit {
      simplex.sort { $0.value < $1.value }
      let best = simplex[0].value
      let worst = simplex[simplex.count - 1]
      if worst.value - best <= 1e-12 * abs(best) { break }
      let others = simplex.dropLast()
      let centre = start.indices.map { axis in
        others.reduce(0) { $0 + $1.point[axis] } / Double(others.count)
      }
      func moved(_ factor: Double) -> [Double] {
        start.indices.map { centre[$0] + factor * (worst.point[$0] - centre[$0]) }
      }
      let reflected = moved(-1)
      let there = try value(reflected)
      if there < best {
        let further = moved(-2)
        let beyond = try value(further)
        simplex[simplex.count - 1] = beyond < there ? (further, beyond) : (reflected, there)
      } else if there < simplex[simplex.count - 2].value {
        simplex[simplex.count - 1] = (reflected, there)
      } else {
        let inner = there < worst.value ? moved(-0.5) : moved(0.5)
        let inside = try value(inner)
        if inside < min(there, worst.value) {
          simplex[simplex.count - 1] = (inner, inside)
        } else {
          let anchor = simplex[0].point
          for place in 1..<simplex.count {
            let point = start.indices.map {
              anchor[$0] + 0.5 * (simplex[place].point[$0] - anchor[$0])
            }
            simplex[place] = (point, try value(point))
          }
        }
      }
    }
    return simplex.min { $0.value < $1.value }?.point
  }
}
