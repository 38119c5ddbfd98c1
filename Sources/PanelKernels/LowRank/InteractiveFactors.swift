package import NumericKernels

/// Interactive fixed effects learnt on the donors alone (generalised synthetic control).
///
/// Donors: Y = α + ξ + Λf + e by principal components of the two-way centred panel. A treated
/// unit's level and loadings come from its rows before the start by least squares; what the
/// factors then expect after it is the counterfactual. Without factors it is
/// difference-in-differences with equal weights.
///
/// - Source: Xu (2017), doi:10.1017/pan.2016.2, sections 3.1 and 3.2; Bai (2009),
///   doi:10.3982/ECTA6135. The number of factors minimises the squared error on treated rows
///   before the start that are left out of the loadings' regression (algorithm 1), here in blocks
///   where the panel is long.
package struct InteractiveFactors: CounterfactualKernel, Hashable {
  /// Number of factors; `nil` for cross-validation.
  package var rank: Int?
  /// Most factors that are tried.
  package var most = 5
  /// Rows left out together.
  package var rowsLeftOut = 1

  package init(rank: Int? = nil, rowsLeftOut: Int = 1) {
    self.rank = rank
    self.rowsLeftOut = rowsLeftOut
  }

  /// Single rows of short panels; blocks of long ones, about sixty in all.
  package static func rowsLeftOut(before rows: Int) -> Int {
    rows <= 120 ? 1 : (rows + 59) / 60
  }

  package var factorModel: InteractiveFactors? { self }
  package func blockModel(before rows: Int) -> InteractiveFactors? { self }

  package func frozen(
    after fit: Counterfactual, _ panel: PreparedPanel, _ assignment: PanelAssignment
  ) -> InteractiveFactors {
    var copy = self
    copy.rank = fit.chosen["factors"].map { Int($0) }
    return copy
  }

  /// A number of factors that was chosen on the treated units' rows before makes their fit there
  /// better than that of others, so that ranks of errors after and before would reject too often.
  package func repeated(
    after fit: Counterfactual, _ panel: PreparedPanel, _ assignment: PanelAssignment
  ) -> InteractiveFactors { self }

  package func fit(
    _ panel: PreparedPanel, _ assignment: PanelAssignment, path: Bool
  ) throws(KernelError) -> Counterfactual {
    let limit = try ranks(panel, assignment).last ?? 0
    let factors = try DonorFactors(panel, donors: assignment.donors, most: rank ?? limit)
    let chosen: Int
    if let rank {
      chosen = rank
    } else {
      chosen = try crossValidated(panel, assignment, factors, limit: limit)
    }
    var filled = Matrix(rows: panel.values.rows, columns: assignment.treated.count)
    for (place, unit) in assignment.treated.enumerated() {
      let expected = try factors.expected(
        panel.values.column(unit), start: assignment.starts[place], rank: chosen)
      for row in expected.indices { filled[row, place] = expected[row] }
    }
    let found = FilledCells(filled, assignment).counterfactual(panel, path: path)
    return Counterfactual(
      effect: found.effect, expected: found.expected, donorWeights: [], cohorts: found.cohorts,
      chosen: ["factors": Double(chosen)])
  }

  /// The numbers of factors that can be had: the one that is set, or all that are tried.
  ///
  /// - Throws: `KernelError.tooFewObservations`.
  func ranks(
    _ panel: PreparedPanel, _ assignment: PanelAssignment
  ) throws(KernelError) -> ClosedRange<Int> {
    let earliest = assignment.starts.min() ?? 0
    let limit = max(0, min(most, min(assignment.donors.count - 2, earliest - 3)))
    guard let rank else { return 0...limit }
    guard rank <= limit || rank <= earliest - 2 else {
      throw .tooFewObservations(rows: earliest, columns: rank + 1)
    }
    return rank...rank
  }

  /// Mean squared error on treated rows before the start that are left out; `nil` for more factors
  /// than there are, or for one that has no loading to be learnt.
  func errorLeftOut(
    _ panel: PreparedPanel, _ assignment: PanelAssignment, rank: Int
  ) throws(KernelError) -> Double? {
    let factors = try DonorFactors(panel, donors: assignment.donors, most: rank)
    guard rank <= factors.factors.columns else { return nil }
    return try errorLeftOut(panel, assignment, factors, rank: rank)
  }

  private func errorLeftOut(
    _ panel: PreparedPanel, _ assignment: PanelAssignment, _ factors: DonorFactors, rank: Int
  ) throws(KernelError) -> Double? {
    var sum = 0.0
    var count = 0
    for cohort in assignment.cohorts {
      let errors: [Double]
      do {
        errors = try factors.errorsLeftOut(
          panel.meanPath(of: cohort.units), start: cohort.start, rank: rank,
          rowsLeftOut: rowsLeftOut)
      } catch {
        // A factor that does not vary before the start has no loading to be learnt: neither it
        // nor those after it can be used.
        if case .rankDeficient = error, rank > 0 { return nil }
        throw error
      }
      sum += Double(cohort.units.count) * errors.reduce(0) { $0 + $1 * $1 }
      count += cohort.units.count * errors.count
    }
    return sum / Double(max(1, count))
  }

  private func crossValidated(
    _ panel: PreparedPanel, _ assignment: PanelAssignment, _ factors: DonorFactors, limit: Int
  ) throws(KernelError) -> Int {
    var best = (rank: 0, error: Double.infinity)
    for candidate in 0...min(limit, factors.factors.columns) {
      guard let error = try errorLeftOut(panel, assignment, factors, rank: candidate) else {
        return best.rank
      }
      // A further factor must lower the error by more than rounding.
      if error < best.error * (1 - 1e-9) { best = (candidate, error) }
    }
    return best.rank
  }
}

/// Common time effects and factors of the donors.
struct DonorFactors {
  /// Donors' mean, one a row: the time effect.
  let common: [Double]
  /// `times × most`, orthonormal columns by descending size.
  let factors: Matrix

  init(_ panel: PreparedPanel, donors: [Int], most: Int) throws(KernelError) {
    common = panel.meanPath(of: donors)
    var centred = panel.values.columns(donors)
    _ = LinearAlgebra.centreTwoWay(&centred)
    // What two-way effects leave of an additive panel is rounding, not factors.
    factors = try Self.principal(
      centred, most: most, rounding: 1e-24 * panel.squares(of: donors))
  }

  /// Principal components of a centred panel, `times × most`, orthonormal columns by descending size.
  ///
  /// - Parameter rounding: eigenvalues up to here are none.
  static func principal(
    _ centred: Matrix, most: Int, rounding: Double
  ) throws(KernelError) -> Matrix {
    let isWide = centred.rows < centred.columns
    let eigen = try LinearAlgebra.symmetricEigen(
      LinearAlgebra.gram(centred, transposed: isWide))
    let largest = eigen.values.last ?? 0
    var columns: [[Double]] = []
    for place in eigen.values.indices.reversed().prefix(most)
    where eigen.values[place] > max(1e-12 * largest, rounding) {
      if isWide {
        columns.append(eigen.vectors.column(place))
      } else {
        var factor = try LinearAlgebra.multiply(centred, eigen.vectors.column(place))
        LinearAlgebra.scale(&factor, by: 1 / eigen.values[place].squareRoot())
        columns.append(factor)
      }
    }
    return columns.isEmpty
      ? Matrix(rows: centred.rows, columns: 0) : Matrix(columns: columns)
  }

  private func regression(
    _ outcome: [Double], start: Int, rank: Int
  ) throws(KernelError) -> LeastSquaresFit {
    let used = min(rank, factors.columns)
    var columns = [[Double](repeating: 1, count: start)]
    for factor in 0..<used { columns.append(Array(factors.column(factor)[..<start])) }
    return try LeastSquares.fit(
      design: Matrix(columns: columns), response: (0..<start).map { outcome[$0] - common[$0] },
      names: ["level"] + (0..<used).map { "factor \($0 + 1)" })
  }

  /// The path without the measure, length `times`.
  func expected(_ outcome: [Double], start: Int, rank: Int) throws(KernelError) -> [Double] {
    let coefficients = try regression(outcome, start: start, rank: rank).coefficients
    var path = common
    for row in path.indices { path[row] += coefficients[0] }
    for factor in 1..<max(1, coefficients.count) {
      LinearAlgebra.combine(1, &path, coefficients[factor], column: factor - 1, of: factors)
    }
    return path
  }

  /// Errors on rows before the start when each block of rows is left out of the regression:
  /// (I − H)⁻¹ e over the block.
  func errorsLeftOut(
    _ outcome: [Double], start: Int, rank: Int, rowsLeftOut: Int
  ) throws(KernelError) -> [Double] {
    let fit = try regression(outcome, start: start, rank: rank)
    var errors: [Double] = []
    for first in stride(from: 0, to: start, by: max(1, rowsLeftOut)) {
      let rows = Array(first..<min(first + max(1, rowsLeftOut), start))
      let design = fit.design.rows(rows)
      let leverage = try LinearAlgebra.multiply(
        LinearAlgebra.multiply(design, fit.unscaledCovariance), design, transposeRight: true)
      var system = Matrix.identity(rows.count)
      for column in rows.indices {
        for row in rows.indices { system[row, column] -= leverage[row, column] }
      }
      let inverse = try LinearAlgebra.inverse(system)
      errors += try LinearAlgebra.multiply(inverse, rows.map { fit.residuals[$0] })
    }
    return errors
  }
}
