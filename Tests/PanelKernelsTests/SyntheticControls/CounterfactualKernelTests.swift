import NumericKernels
import PanelKernels
import TestSupport
import Testing

/// A panel of levels, common courses and one course per unit in known strength.
private struct FactorPanel {
  let values: Matrix
  let assignment: PanelAssignment

  /// - Parameters:
  ///   - effect: added to treated cells.
  ///   - noise: standard deviation.
  init(
    treated: Int, donors: Int, rows: Int, starts: [Int], effect: Double, noise: Double = 0,
    seed: UInt64 = 1
  ) {
    var stream = RandomStream(seed: seed, index: 9)
    let count = treated + donors
    let courses = (0..<2).map { _ in (0..<rows).map { _ in stream.normal() } }
    let common = (0..<rows).map { _ in 3 * stream.normal() }
    var values = Matrix(rows: rows, columns: count)
    for unit in 0..<count {
      let level = 20 * stream.uniform()
      let loadings = (0..<2).map { _ in stream.uniform() }
      for row in 0..<rows {
        values[row, unit] =
          level + common[row] + 4 * loadings[0] * courses[0][row]
          + 3 * loadings[1] * courses[1][row] + noise * stream.normal()
          + (unit < treated && row >= starts[unit] ? effect : 0)
      }
    }
    self.values = values
    assignment = PanelAssignment(
      treated: Array(0..<treated), starts: starts, donors: Array(treated..<count))
  }

  func prepared() throws -> PreparedPanel { try PreparedPanel(values, starts: assignment.starts) }
}

@Suite("Designs with weighted donors, kernels")
struct CounterfactualKernelTests {
  @Test("Two factors without noise are recovered to rounding", .tags(.analytical))
  func factors() throws {
    let data = FactorPanel(treated: 2, donors: 12, rows: 40, starts: [25, 30], effect: -5)
    let fit = try InteractiveFactors().fit(data.prepared(), data.assignment, path: true)
    #expect(abs(fit.effect + 5) < 1e-9, "\(fit.effect)")
    #expect(fit.chosen["factors"] == 2)
    #expect(fit.cohorts.map { abs($0.effect + 5) < 1e-9 } == [true, true])
  }

  @Test("Without factors it is difference in differences", .tags(.property))
  func noFactors() throws {
    let data = FactorPanel(
      treated: 1, donors: 9, rows: 30, starts: [18], effect: -5, noise: 1)
    let panel = try data.prepared()
    let without = try InteractiveFactors(rank: 0).fit(panel, data.assignment, path: false)
    let difference = try SyntheticDifference.difference.fit(panel, data.assignment, path: false)
    #expect(abs(without.effect - difference.effect) < 1e-10)
  }

  @Test("Matrix completion comes nearer than difference in differences", .tags(.analytical))
  func completion() throws {
    let data = FactorPanel(
      treated: 2, donors: 14, rows: 60, starts: [40, 45], effect: -5, noise: 0.2)
    let panel = try data.prepared()
    let fit = try NuclearNormCompletion().fit(panel, data.assignment, path: true)
    let difference = try SyntheticDifference.difference.fit(panel, data.assignment, path: true)
    #expect(abs(fit.effect + 5) < 0.35, "\(fit.effect)")
    // What the treated mean would have been is known: the panel without the effect.
    func error(_ found: Counterfactual) -> Double {
      (45..<60).reduce(0) { sum, row in
        let truth = (data.values[row, 0] + data.values[row, 1]) / 2 + 5
        return sum + (found.expected[row] - truth) * (found.expected[row] - truth)
      }
    }
    #expect(error(fit) < error(difference) / 4, "\(error(fit)) \(error(difference))")
    #expect(fit.chosen["rank"] ?? 0 >= 1)
  }

  // The minimum is where filling anew moves nothing: treated cells are what two-way effects and
  // lowered singular values of the filled panel expect. Both shapes, few and many singular values.
  @Test(
    "Completed cells stand still under a whole decomposition", .tags(.analytical),
    arguments: [(donors: 9, rows: 60), (donors: 60, rows: 30)], [3.0, 0.5])
  func standsStill(_ shape: (donors: Int, rows: Int), _ penalty: Double) throws {
    let start = shape.rows * 2 / 3
    let data = FactorPanel(
      treated: 1, donors: shape.donors, rows: shape.rows, starts: [start], effect: -5, noise: 0.5)
    let fit = try NuclearNormCompletion(penalty: penalty)
      .fit(data.prepared(), data.assignment, path: true)
    var filled = data.values
    for row in start..<shape.rows { filled[row, 0] = fit.expected[row] }
    let units = shape.donors + 1
    let rowMeans = (0..<shape.rows).map { row in
      Summation.mean((0..<units).map { filled[row, $0] })
    }
    let unitMeans = (0..<units).map { Summation.mean(filled.column($0)) }
    let grand = Summation.mean(rowMeans)
    var centred = filled
    for unit in 0..<units {
      for row in 0..<shape.rows { centred[row, unit] -= rowMeans[row] + unitMeans[unit] - grand }
    }
    let parts = try LinearAlgebra.singularValues(centred)
    #expect(Double(parts.values.filter { $0 > penalty }.count) == fit.chosen["rank"])
    for row in start..<shape.rows {
      var expected = rowMeans[row] + unitMeans[0] - grand
      for (place, value) in parts.values.enumerated() where value > penalty {
        expected += parts.left[row, place] * (value - penalty) * parts.rightTransposed[place, 0]
      }
      #expect(abs(expected - fit.expected[row]) < 1e-5, "\(row)")
    }
  }

  @Test("A penalty above the largest singular value leaves two-way effects", .tags(.analytical))
  func completionWithoutRank() throws {
    let data = FactorPanel(
      treated: 1, donors: 9, rows: 30, starts: [18], effect: -5, noise: 1)
    let panel = try data.prepared()
    let fit = try NuclearNormCompletion(penalty: 1e6).fit(panel, data.assignment, path: false)
    let difference = try SyntheticDifference.difference.fit(panel, data.assignment, path: false)
    #expect(abs(fit.effect - difference.effect) < 1e-6)
    #expect(fit.chosen["rank"] == 0)
  }

  @Test(
    "A treated unit that is a mixture of donors is met by all simplex designs", .tags(.analytical))
  func mixture() throws {
    // With noise of their own no two mixtures of donors are alike.
    var data = FactorPanel(
      treated: 1, donors: 6, rows: 30, starts: [20], effect: 0, noise: 2
    ).values
    for row in 0..<30 {
      data[row, 0] = 7 + 0.3 * data[row, 2] + 0.7 * data[row, 5] + (row >= 20 ? -4 : 0)
    }
    let panel = try PreparedPanel(data, starts: [20])
    let assignment = PanelAssignment(treated: [0], starts: [20], donors: Array(1...6))
    let fits = [
      try SimplexControl(demeaned: true).fit(panel, assignment, path: true),
      try PenalisedControl(demeaned: true, penalty: 0).fit(panel, assignment, path: true),
      try PartiallyPooledControl().fit(panel, assignment, path: true),
      try SimplexControl(demeaned: true, augmentation: .ridge(share: 1e-4))
        .fit(panel, assignment, path: true),
    ]
    for fit in fits {
      #expect(abs(fit.effect + 4) < 1e-6, "\(fit.effect)")
      #expect(abs(fit.donorWeights[1] - 0.3) < 1e-6)
      #expect(abs(fit.donorWeights[4] - 0.7) < 1e-6)
      #expect(abs(fit.expected[3] - data[3, 0]) < 1e-6)
    }
  }

  @Test("A large penalty takes the nearest donor", .tags(.analytical))
  func nearest() throws {
    let data = FactorPanel(
      treated: 1, donors: 8, rows: 30, starts: [20], effect: -5, noise: 1)
    let fit = try PenalisedControl(demeaned: true, penalty: 1e4)
      .fit(data.prepared(), data.assignment, path: false)
    #expect(fit.donorWeights.max() == 1)
  }

  @Test("Pooling balances the average of cohorts better than separate fits", .tags(.property))
  func pooling() throws {
    let data = FactorPanel(
      treated: 3, donors: 8, rows: 40, starts: [20, 25, 30], effect: -5, noise: 1)
    let panel = try data.prepared()
    func imbalance(_ fit: Counterfactual) -> Double {
      var total = 0.0
      for lag in 1...20 {
        var gap = 0.0
        for (place, cohort) in data.assignment.cohorts.enumerated() {
          let found = fit.cohorts[place]
          var value = data.values[cohort.start - lag, cohort.units[0]] - found.intercept
          for (weight, donor) in zip(found.donorWeights, data.assignment.donors) {
            value -= weight * data.values[cohort.start - lag, donor]
          }
          gap += value / 3
        }
        total += gap * gap
      }
      return total
    }
    let separate = try PartiallyPooledControl(pooling: 0)
      .fit(panel, data.assignment, path: false)
    let pooled = try PartiallyPooledControl(pooling: 1).fit(panel, data.assignment, path: false)
    let between = try PartiallyPooledControl().fit(panel, data.assignment, path: false)
    #expect(imbalance(pooled) < imbalance(separate))
    #expect(imbalance(between) <= imbalance(separate))
    let one = try SimplexControl(demeaned: true).fit(panel, data.assignment, path: false)
    #expect(abs(one.effect - separate.effect) < 1e-9)
  }

  @Test("Filled gaps are exact in a panel of unit and time effects", .tags(.analytical))
  func gaps() throws {
    var panel = Matrix(rows: 6, columns: 4)
    for unit in 0..<4 {
      for row in 0..<6 {
        panel[row, unit] =
          Double(10 * unit) + Double(row * row) + (unit == 0 && row >= 3 ? -7 : 0)
      }
    }
    let whole = panel
    for (row, unit) in [(1, 0), (4, 0), (2, 2), (5, 3)] { panel[row, unit] = .nan }
    let filling = try GapFilling(panel, starts: [3, nil, nil, nil])
    #expect(filling.filled == 4)
    for (found, known) in zip(filling.values.storage, whole.storage) {
      #expect(abs(found - known) < 1e-10)
    }
  }

  @Test(
    "Units that start together have weights of their own in the pooled control", .tags(.analytical),
    .enabled(if: SharedData.isPresent))
  func pooledUnits() throws {
    let data = try ProposalNinetyNine()
    let treated = [data.california, 5, 20]
    let donors = data.states.indices.filter { !treated.contains($0) }
    let panel = try data.prepared()
    let assignment = PanelAssignment(
      treated: treated, starts: treated.map { _ in data.start }, donors: Array(donors))
    func effect(_ pooling: Double) throws -> Counterfactual {
      try PartiallyPooledControl(pooling: pooling, byUnit: true)
        .fit(panel, assignment, path: true)
    }
    // Without pooling each unit is a synthetic control of its own.
    let alone = try treated.map { unit in
      try SimplexControl(demeaned: true).fit(
        panel,
        PanelAssignment(treated: [unit], starts: [data.start], donors: Array(donors)),
        path: false)
    }
    let separate = try effect(0)
    #expect(abs(separate.effect - Summation.mean(alone.map(\.effect))) < 1e-9)
    for place in donors.indices {
      let mean = Summation.mean(alone.map { $0.donorWeights[place] })
      #expect(abs(separate.donorWeights[place] - mean) < 1e-9)
    }
    // The average of all units is met better the more it counts, at best as by weights for it alone.
    func imbalance(_ found: Counterfactual) -> Double {
      let path = panel.meanPath(of: treated)
      return Summation.mean(
        (0..<data.start).map { row in
          let gap = path[row] - found.expected[row]
          return gap * gap
        })
    }
    let errors = try [0, 0.5, 1].map { imbalance(try effect($0)) }
    #expect(errors[1] < errors[0] && errors[2] < errors[1])
    let together = try PartiallyPooledControl(pooling: 1).fit(panel, assignment, path: true)
    #expect(abs(errors[2] - imbalance(together)) < 1e-4 * imbalance(together))
    #expect(separate.cohorts.count == 1 && separate.cohorts[0].units == 3)
  }

  @Test("The nested importance fits at least as well as equal importance", .tags(.property))
  func importance() throws {
    let data = FactorPanel(
      treated: 1, donors: 8, rows: 48, starts: [32], effect: -5, noise: 1)
    let panel = try data.prepared()
    let nested = try PredictorControl(demeaned: true, importance: .nested)
      .fit(panel, data.assignment, path: true)
    let crossed = try PredictorControl(demeaned: true, importance: .crossValidated)
      .fit(panel, data.assignment, path: true)
    let exact = try SimplexControl(demeaned: true).fit(panel, data.assignment, path: true)
    func error(_ fit: Counterfactual) -> Double {
      (0..<32).reduce(0) { sum, row in
        let gap = data.values[row, 0] - fit.expected[row]
        return sum + gap * gap
      }
    }
    // Weights on every step have the smallest error that any importance can reach.
    #expect(error(exact) <= error(nested) + 1e-9)
    #expect(error(nested) <= error(crossed) + 1e-9)
    let shares = (1...4).map { nested.cohorts[0].chosen["importance \($0)"] ?? 0 }
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
  }

  @Test(
    "Conformal p-values are shares of shifts, and the set's ends are where they cross",
    .tags(.analytical))
  func conformal() throws {
    let data = FactorPanel(
      treated: 1, donors: 6, rows: 40, starts: [32], effect: -5, noise: 1)
    let panel = try data.prepared()
    let test = ConformalTest(
      panel, treated: [0], donors: data.assignment.donors, rows: Array(0..<40), tested: 8,
      demeaned: true, ridge: .infinity)
    let p = try test.pValue(effect: -5)
    #expect(abs(p * 40 - (p * 40).rounded()) < 1e-9)
    #expect(try test.pValue(effect: 60) == 1 / 40.0)
    let estimate = try SimplexControl(demeaned: true)
      .fit(panel, data.assignment, path: false).effect
    let set = try #require(try test.interval(level: 0.9, estimate: estimate, scale: 0.5))
    #expect(set.lower < estimate && estimate < set.upper)
    #expect(try test.pValue(effect: set.lower - 0.01) <= 0.1 + 1e-9)
    #expect(try test.pValue(effect: set.upper + 0.01) <= 0.1 + 1e-9)
    #expect(try test.interval(level: 0.99, estimate: estimate, scale: 0.5) == nil)
  }
}
