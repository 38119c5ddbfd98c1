package import NumericKernels

/// Synthetic controls for staggered starts, balanced for each cohort and for their average.
///
/// A cohort is either all treated units that start together, taken as their mean, or each of them.
/// One program over all cohorts' weights Γ minimises
/// ν q_pool² / q_pool(0)² + (1 − ν) q_sep² / q_sep(0)²: q_pool is the imbalance of the
/// average over cohorts, aligned by time before the start, q_sep that of the cohorts one by one,
/// and (0) those of the separate synthetic controls. Unless it is given, ν is the ratio of the
/// pooled to the mean separate imbalance at separate weights: pooling matters as much as separate
/// fits fail to average out.
///
/// - Source: Ben-Michael, Feller and Rothstein (2022), doi:10.1111/rssb.12448, eqs. 7 to 10 and
///   section 4.3, with unit means over the rows before taken off (their weighted event study).
package struct PartiallyPooledControl: CounterfactualKernel, Hashable {
  /// ν from 0 (separate) to 1 (pooled); `nil` for the paper's choice.
  package var pooling: Double?
  /// Most alternations over the cohorts.
  package var limit = 500
  /// Whether each treated unit has weights of its own, also where several start together.
  package var byUnit: Bool

  package init(pooling: Double? = nil, byUnit: Bool = false) {
    self.pooling = pooling
    self.byUnit = byUnit
  }

  package var learnsFromRowsBefore: Bool { true }

  package func frozen(
    after fit: Counterfactual, _ panel: PreparedPanel, _ assignment: PanelAssignment
  ) -> PartiallyPooledControl {
    var copy = self
    copy.pooling = fit.chosen["pooling"]
    return copy
  }

  package func fit(
    _ panel: PreparedPanel, _ assignment: PanelAssignment, path: Bool
  ) throws(KernelError) -> Counterfactual {
    let cohorts =
      byUnit
      ? assignment.cohorts.flatMap { cohort in
        cohort.units.map { PanelAssignment.Cohort(start: cohort.start, units: [$0]) }
      } : assignment.cohorts
    let donors = assignment.donors
    // Lags that every cohort has: what can be averaged.
    let lags = cohorts.map(\.start).min() ?? 0
    let share = cohorts.map { Double($0.units.count) / Double(assignment.treated.count) }
    // By cohort the donors and the treated average, means off, aligned at the last `lags` rows.
    var tables: [Matrix] = []
    var targets: [[Double]] = []
    var problems: [DonorProgram] = []
    for cohort in cohorts {
      let products = panel[cohort.start]
      problems.append(
        DonorProgram(products.centredGram, treated: cohort.units, donors: donors))
      let rows = cohort.start - lags..<cohort.start
      let average = panel.meanPath(of: cohort.units)
      let level = PreparedPanel.mean(products.meansBefore, over: cohort.units)
      targets.append(rows.map { average[$0] - level })
      tables.append(
        Matrix(
          columns: donors.map { donor in
            rows.map { panel.values[$0, donor] - products.meansBefore[donor] }
          }))
    }
    var weights: [[Double]] = []
    for problem in problems {
      weights.append(
        try SimplexProgram(
          quadratic: problem.quadratic, linear: problem.linear, scale: problem.square
        ).weights)
    }
    func separate(_ index: Int) throws(KernelError) -> Double {
      let image = try LinearAlgebra.multiply(problems[index].quadratic, weights[index])
      let value =
        problems[index].square - 2 * LinearAlgebra.dot(problems[index].linear, weights[index])
        + LinearAlgebra.dot(weights[index], image)
      return max(0, value) / Double(cohorts[index].start)
    }
    func pooledGap() throws(KernelError) -> [Double] {
      var gap = [Double](repeating: 0, count: lags)
      for index in cohorts.indices {
        let fitted = try LinearAlgebra.multiply(tables[index], weights[index])
        for lag in 0..<lags { gap[lag] += share[index] * (targets[index][lag] - fitted[lag]) }
      }
      return gap
    }
    var separateSquare = 0.0
    for index in cohorts.indices { separateSquare += share[index] * (try separate(index)) }
    let start = try pooledGap()
    let pooledSquare = LinearAlgebra.dot(start, start) / Double(max(1, lags))
    var fits: [CohortFit] = []
    var rounds = 0
    let ratio = separateSquare > 0 ? (pooledSquare / separateSquare).squareRoot() : 0
    let nu = min(1, max(0, pooling ?? ratio))
    var gap = 0.0
    if cohorts.count > 1, nu > 0, pooledSquare > 0, separateSquare > 0 {
      let pooledScale = nu / (pooledSquare * Double(lags))
      let separateScale = (1 - nu) / separateSquare
      var last = Double.infinity
      // Weights that are not unique wander on where nothing is gained any more.
      func objective() throws(KernelError) -> Double {
        var separateNow = 0.0
        for index in cohorts.indices { separateNow += share[index] * (try separate(index)) }
        let open = try pooledGap()
        return pooledScale * LinearAlgebra.dot(open, open) + separateScale * separateNow
      }
      var reached = try objective()
      var gain = Double.infinity
      while rounds < limit {
        rounds += 1
        var largest = 0.0
        for index in cohorts.indices {
          // What the average lacks without this cohort's donors.
          let whole = try pooledGap()
          let own = try LinearAlgebra.multiply(tables[index], weights[index])
          let open = whole.indices.map { whole[$0] + share[index] * own[$0] }
          let pooled = LinearAlgebra.gram(tables[index])
          let cross = try LinearAlgebra.multiply(tables[index], open, transpose: true)
          let a = pooledScale * share[index] * share[index]
          let b = separateScale * share[index] / Double(cohorts[index].start)
          var quadratic = pooled
          for place in quadratic.storage.indices {
            quadratic.storage[place] =
              a * pooled.storage[place] + b * problems[index].quadratic.storage[place]
          }
          let linear = donors.indices.map { place in
            pooledScale * share[index] * cross[place] + b * problems[index].linear[place]
          }
          let solution = try SimplexProgram(
            quadratic: quadratic, linear: linear,
            scale: pooledScale * LinearAlgebra.dot(open, open) + b * problems[index].square,
            start: weights[index].indices.filter { weights[index][$0] > 0 })
          gap = max(gap, solution.relativeGap)
          for place in donors.indices {
            largest = max(largest, abs(solution.weights[place] - weights[index][place]))
          }
          weights[index] = solution.weights
        }
        last = largest
        let now = try objective()
        gain = reached - now
        reached = now
        if largest < 1e-8 || gain <= 1e-13 * now { break }
      }
      guard last < 1e-4 || gain <= 1e-7 * reached else {
        throw .didNotConverge(iterations: rounds, residual: last)
      }
    }
    var average = [Double](repeating: 0, count: donors.count)
    var sum = 0.0
    var cells = 0.0
    var expected = path ? [Double](repeating: 0, count: panel.values.rows) : []
    for (index, cohort) in cohorts.enumerated() {
      let products = panel[cohort.start]
      var before = PreparedPanel.mean(products.meansBefore, over: cohort.units)
      var after = PreparedPanel.mean(products.meansAfter, over: cohort.units)
      for (weight, donor) in zip(weights[index], donors) where weight != 0 {
        before -= weight * products.meansBefore[donor]
        after -= weight * products.meansAfter[donor]
      }
      let size = Double(cohort.units.count * (panel.values.rows - cohort.start))
      sum += size * (after - before)
      cells += size
      fits.append(
        CohortFit(
          start: cohort.start, units: cohort.units.count, effect: after - before,
          donorWeights: weights[index], intercept: before, relativeGap: gap))
      for place in donors.indices { average[place] += share[index] * weights[index][place] }
      if path {
        let donorPath = panel.weightedPath(weights[index], of: donors)
        for row in expected.indices { expected[row] += share[index] * (donorPath[row] + before) }
      }
    }
    return Counterfactual(
      effect: sum / cells, expected: expected, donorWeights: average,
      cohorts: byUnit ? Self.merged(fits) : fits,
      chosen: ["pooling": nu, "rounds": Double(rounds)])
  }

  /// One fit a start: means over the units that start together.
  private static func merged(_ fits: [CohortFit]) -> [CohortFit] {
    var merged: [CohortFit] = []
    for start in Set(fits.map(\.start)).sorted() {
      let own = fits.filter { $0.start == start }
      let count = Double(own.count)
      var weights = [Double](repeating: 0, count: own[0].donorWeights.count)
      for fit in own {
        for place in weights.indices { weights[place] += fit.donorWeights[place] / count }
      }
      merged.append(
        CohortFit(
          start: start, units: own.count, effect: own.reduce(0) { $0 + $1.effect } / count,
          donorWeights: weights, intercept: own.reduce(0) { $0 + $1.intercept } / count,
          relativeGap: own.reduce(0) { max($0, $1.relativeGap) }))
    }
    return merged
  }
}
