package import NumericKernels

/// Interactive fixed effects whose covariates' slopes are learnt together with the factors, on the
/// donors alone.
///
/// Donors: Y = α + ξ + Xβ + Λf + e; slopes and factors are fitted in turn until the slopes stand. A
/// treated unit's level and loadings come from its rows before the start, its own covariates with the
/// donors' slopes taken out. A slope that is learnt before the factors, as `AdjustedControl` does,
/// takes with it what factors and covariates share.
///
/// - Source: Xu (2017), doi:10.1017/pan.2016.2, section 3.1, step 1; Bai (2009),
///   doi:10.3982/ECTA6135.
package struct JointFactors: CounterfactualKernel, Hashable {
  private var factors: InteractiveFactors

  /// - Parameter factors: the method for the panel without covariates.
  package init(_ factors: InteractiveFactors) { self.factors = factors }

  package func frozen(
    after fit: Counterfactual, _ panel: PreparedPanel, _ assignment: PanelAssignment
  ) -> JointFactors { JointFactors(factors.frozen(after: fit, panel, assignment)) }

  package func repeated(
    after fit: Counterfactual, _ panel: PreparedPanel, _ assignment: PanelAssignment
  ) -> JointFactors { self }

  package func fit(
    _ panel: PreparedPanel, _ assignment: PanelAssignment, path: Bool
  ) throws(KernelError) -> Counterfactual {
    guard let covariates = panel.covariates else { throw .shape("the panel has no covariates") }
    var best: (error: Double, rank: Int, panel: PreparedPanel, shift: Matrix, slopes: [Double])?
    for rank in try factors.ranks(panel, assignment) {
      let slopes = try Self.slopes(panel, donors: assignment.donors, rank: rank)
      let shift = UntreatedRegression.shift(
        of: covariates.values, coefficients: slopes,
        means: covariates.values.map { Summation.mean($0.storage) })
      var values = panel.values
      for cell in values.storage.indices { values.storage[cell] -= shift.storage[cell] }
      let adjusted = try PreparedPanel(values, starts: assignment.starts)
      let error =
        factors.rank == nil ? try factors.errorLeftOut(adjusted, assignment, rank: rank) : 0
      // A further factor must lower the error by more than rounding, and must be learnable.
      guard let error else { break }
      if best.map({ error < $0.error * (1 - 1e-9) }) ?? true {
        best = (error, rank, adjusted, shift, slopes)
      }
    }
    guard let best else { throw .tooFewObservations(rows: panel.values.rows, columns: 2) }
    var own = factors
    own.rank = best.rank
    let found = try own.fit(best.panel, assignment, path: path)
    var chosen = found.chosen
    for (name, slope) in zip(covariates.names, best.slopes) { chosen["slope on \(name)"] = slope }
    return Counterfactual(
      effect: found.effect, expected: found.expected(with: best.shift, of: assignment.treated),
      donorWeights: [], cohorts: found.cohorts,
      chosen: chosen)
  }

  /// Most rounds in which slopes and factors are fitted in turn.
  private static let limit = 5_000

  /// β on the donors for a number of factors.
  ///
  /// - Throws: `KernelError.rankDeficient` for a covariate that unit and time effects say already,
  ///   `.didNotConverge`.
  static func slopes(
    _ panel: PreparedPanel, donors: [Int], rank: Int
  ) throws(KernelError) -> [Double] {
    guard let covariates = panel.covariates else { throw .shape("the panel has no covariates") }
    var outcome = panel.values.columns(donors)
    _ = LinearAlgebra.centreTwoWay(&outcome)
    var columns: [[Double]] = []
    for (name, covariate) in zip(covariates.names, covariates.values) {
      var centred = covariate.columns(donors)
      let spread = Summation.variance(centred.storage) * Double(centred.storage.count - 1)
      _ = LinearAlgebra.centreTwoWay(&centred)
      guard LinearAlgebra.dot(centred.storage, centred.storage) > 1e-16 * spread, spread > 0 else {
        throw .rankDeficient(columns: [name], dependsOn: ["station effects", "step effects"])
      }
      columns.append(centred.storage)
    }
    let design = Matrix(columns: columns)
    func regress(_ response: [Double]) throws(KernelError) -> [Double] {
      try LeastSquares.fit(design: design, response: response, names: covariates.names).coefficients
    }
    var slopes = try regress(outcome.storage)
    guard rank > 0 else { return slopes }
    let scale = Summation.variance(outcome.storage).squareRoot()
    let spreads = columns.map { Summation.variance($0).squareRoot() }
    for _ in 0..<limit {
      var rest = outcome
      for (slope, column) in zip(slopes, columns) {
        for cell in column.indices { rest.storage[cell] -= slope * column[cell] }
      }
      let factors = try DonorFactors.principal(rest, most: rank, rounding: 0)
      let common = try LinearAlgebra.multiply(
        factors, LinearAlgebra.multiply(factors, rest, transposeLeft: true))
      var response = outcome.storage
      for cell in response.indices { response[cell] -= common.storage[cell] }
      let next = try regress(response)
      let moved = zip(zip(next, slopes), spreads).reduce(0) {
        max($0, abs($1.0.0 - $1.0.1) * $1.1)
      }
      slopes = next
      if moved <= 1e-12 * scale { return slopes }
    }
    throw .didNotConverge(iterations: limit, residual: 1e-12)
  }
}
