import Foundation
import NumericKernels
import PanelKernels
import TestSupport
import Testing

/// `donor_designs.json`, written by `make_donor_designs.py` beside it: pysyncon 1.7.0 and numpy.
private struct DonorDesignGolden: Decodable {
  struct Checks: Decodable { let sum, last: Double }
  struct Weighted: Decodable {
    let penalty, effect, gap, objective: Double
    let weights: [Double]
    let pysynconEffect, pysynconObjective: Double
    let pysynconWeights: [Double]
  }
  struct Interactive: Decodable {
    let rank: Int
    let effect: Double
    let effects: [Double]
  }
  let checks: Checks
  let augmented, penalised: [String: [Weighted]]
  let interactive: [Interactive]

  static func load() throws -> DonorDesignGolden {
    let file = SharedData.checkout
      .appendingPathComponent("Tests/PanelKernelsTests/Golden/donor_designs.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(DonorDesignGolden.self, from: Data(contentsOf: file))
  }
}

@Suite("Designs with weighted donors beside other hands")
struct DonorDesignGoldenTests {
  /// 50 units × 105 steps from residues of whole numbers, as the script makes it.
  private var madeUp: Matrix {
    func residue(_ a: Int, _ b: Int) -> Double {
      var whole = a * 7_919 + b * 104_729
      whole += a * b * 1_299_709
      whole += a * a * 31
      whole += b * b * 17
      return Double(whole % 10_007) / 10_007
    }
    var panel = Matrix(rows: 105, columns: 50)
    for unit in 0..<50 {
      let own = (0..<3).map { residue(unit, 1_000 + $0) }
      for step in 0..<105 {
        let course = (0..<3).map { residue(2_000 + $0, step) }
        var value = 20 + 10 * own[0]
        value += 6 * course[0]
        value += 8 * own[1] * course[1]
        value += 5 * own[2] * course[2]
        value += 2 * residue(unit + 100, step + 300)
        panel[step, unit] = value
      }
    }
    return panel
  }

  /// A panel of the golden file with one treated unit.
  private func panel(_ name: String) throws -> (values: Matrix, assignment: PanelAssignment) {
    if name == "prop99" {
      let data = try ProposalNinetyNine()
      return (data.values, data.assignment)
    }
    return (
      madeUp, PanelAssignment(treated: [0], starts: [89], donors: Array(1..<50))
    )
  }

  private static var names: [String] {
    SharedData.isPresent ? ["made_up", "prop99"] : ["made_up"]
  }

  @Test("The made-up panel is the script's", .tags(.golden))
  func panelIsTheSame() throws {
    let golden = try DonorDesignGolden.load()
    let values = madeUp
    // Sums in another order.
    #expect(abs(Summation.sum(values.storage) - golden.checks.sum) < 1e-9)
    #expect(values[104, 49] == golden.checks.last)
  }

  // The script's weights are exact to 1e-12. Ours come from inner products of values near 100, whose
  // rounding (1e-10) the smallest ridge (1) hands on: 1e-8 in a weight, 1e-6 in the effect.
  // pysyncon's own weights lie within what SLSQP leaves, 4e-6 here.
  @Test("Ridge-augmented weights are exact, and pysyncon's as far as it solves", .tags(.golden))
  func augmented() throws {
    let golden = try DonorDesignGolden.load()
    for name in Self.names {
      let (values, assignment) = try panel(name)
      let prepared = try PreparedPanel(values, starts: assignment.starts)
      // The kernel's ridge is a share of this eigenvalue.
      var centred = values.firstRows(assignment.starts[0]).columns(assignment.donors)
      for row in 0..<centred.rows {
        let mean = Summation.mean((0..<centred.columns).map { centred[row, $0] })
        for column in 0..<centred.columns { centred[row, column] -= mean }
      }
      let largest = try #require(
        LinearAlgebra.symmetricEigen(LinearAlgebra.gram(centred)).values.last)
      for known in try #require(golden.augmented[name]) {
        let fit = try SimplexControl(
          demeaned: false, augmentation: .ridge(share: known.penalty / largest)
        ).fit(prepared, assignment, path: false)
        #expect(abs(fit.effect - known.effect) < 1e-6, "\(name) \(known.penalty): \(fit.effect)")
        #expect(abs(fit.effect - known.pysynconEffect) < 1e-4)
        for (place, weight) in fit.donorWeights.enumerated() {
          #expect(abs(weight - known.weights[place]) < 1e-8)
          #expect(abs(weight - known.pysynconWeights[place]) < 1e-5)
        }
      }
    }
  }

  // pysyncon is no measure where its solver stops early: it is held by its objective, which an
  // exact solution must not exceed.
  @Test("Penalised weights are exact, and never worse than pysyncon's", .tags(.golden))
  func penalised() throws {
    let golden = try DonorDesignGolden.load()
    for name in Self.names {
      let (values, assignment) = try panel(name)
      let prepared = try PreparedPanel(values, starts: assignment.starts)
      let rows = 0..<assignment.starts[0]
      let unit = assignment.treated[0]
      for known in try #require(golden.penalised[name]) {
        let fit = try PenalisedControl(demeaned: false, penalty: known.penalty)
          .fit(prepared, assignment, path: true)
        var objective = 0.0
        for row in rows {
          let gap = values[row, unit] - fit.expected[row]
          objective += gap * gap
          for (place, donor) in assignment.donors.enumerated() {
            let apart = values[row, unit] - values[row, donor]
            objective += known.penalty * fit.donorWeights[place] * apart * apart
          }
        }
        #expect(abs(objective - known.objective) < 1e-9 * known.objective)
        #expect(objective <= known.pysynconObjective * (1 + 1e-12))
        #expect(abs(fit.effect - known.effect) < 1e-7, "\(name) \(known.penalty): \(fit.effect)")
        for (place, weight) in fit.donorWeights.enumerated() {
          #expect(abs(weight - known.weights[place]) < 1e-8)
        }
      }
    }
  }

  // Alternating least squares against eigenvectors: the same least squares, ended at steps of
  // 1e-13.
  @Test("Interactive fixed effects are those of alternating least squares", .tags(.golden))
  func interactive() throws {
    let assignment = PanelAssignment(
      treated: [0, 1, 2], starts: [60, 75, 90], donors: Array(3..<50))
    let prepared = try PreparedPanel(madeUp, starts: assignment.starts)
    for known in try DonorDesignGolden.load().interactive {
      let fit = try InteractiveFactors(rank: known.rank).fit(prepared, assignment, path: false)
      #expect(abs(fit.effect - known.effect) < 1e-8, "\(known.rank): \(fit.effect)")
      for (found, effect) in zip(fit.cohorts.map(\.effect), known.effects) {
        #expect(abs(found - effect) < 1e-8)
      }
    }
  }

  @Test(
    "Partially pooled weights leave no way down, and without pooling are separate controls",
    .tags(.analytical), arguments: [0, 0.3, 0.7, 1])
  func pooled(_ pooling: Double) throws {
    let values = madeUp
    let donors = Array(3..<50)
    let assignment = PanelAssignment(treated: [0, 1, 2], starts: [60, 75, 90], donors: donors)
    let prepared = try PreparedPanel(values, starts: assignment.starts)
    let separate = try PartiallyPooledControl(pooling: 0).fit(prepared, assignment, path: false)
    let fit = try PartiallyPooledControl(pooling: pooling).fit(prepared, assignment, path: false)
    let lags = 60
    /// Rows before a cohort's start, means off: the treated unit's and the donors'.
    func centred(_ cohort: PanelAssignment.Cohort) -> (target: [Double], table: Matrix) {
      func course(_ unit: Int) -> [Double] {
        let rows = (0..<cohort.start).map { values[$0, unit] }
        let mean = Summation.mean(rows)
        return rows.map { $0 - mean }
      }
      return (course(cohort.units[0]), Matrix(columns: donors.map(course)))
    }
    let cohorts = assignment.cohorts.map(centred)
    func gaps(_ found: Counterfactual) throws -> [[Double]] {
      try cohorts.indices.map { place in
        let fitted = try LinearAlgebra.multiply(
          cohorts[place].table, found.cohorts[place].donorWeights)
        return zip(cohorts[place].target, fitted).map { $0 - $1 }
      }
    }
    /// The average's imbalance by lag, and the mean square of the cohorts' own.
    func imbalance(_ gaps: [[Double]]) -> (pooled: [Double], separate: Double) {
      let pooled = (0..<lags).map { lag in
        gaps.reduce(0) { $0 + $1[$1.count - lags + lag] / 3 }
      }
      let separate = gaps.reduce(0) { $0 + LinearAlgebra.dot($1, $1) / Double($1.count) / 3 }
      return (pooled, separate)
    }
    let begin = imbalance(try gaps(separate))
    let own = try gaps(fit)
    let found = imbalance(own)
    let pooledScale = pooling / LinearAlgebra.dot(begin.pooled, begin.pooled)
    let separateScale = (1 - pooling) / begin.separate
    let objective =
      pooledScale * LinearAlgebra.dot(found.pooled, found.pooled) + separateScale * found.separate
    #expect(objective <= 1 + 1e-9)
    // A convex program's objective is within its duality gap of the least one.
    var gap = 0.0
    for (place, cohort) in cohorts.enumerated() {
      let rows = cohort.target.count
      let weights = fit.cohorts[place].donorWeights
      var slope: [Double] = []
      for donor in donors.indices {
        let column = cohort.table.column(donor)
        slope.append(
          -2.0 / 3
            * (pooledScale * LinearAlgebra.dot(found.pooled, Array(column[(rows - lags)...]))
              + separateScale / Double(rows) * LinearAlgebra.dot(own[place], column)))
      }
      gap += LinearAlgebra.dot(slope, weights) - (slope.min() ?? 0)
      #expect(weights.allSatisfy { $0 >= 0 })
      #expect(abs(weights.reduce(0, +) - 1) < 1e-12)
    }
    #expect(gap < 1e-6 * max(objective, 1e-3), "\(gap) of \(objective)")
    if pooling == 0 {
      let control = try SimplexControl(demeaned: true).fit(prepared, assignment, path: false)
      for (one, other) in zip(fit.cohorts, control.cohorts) {
        #expect(abs(one.effect - other.effect) < 1e-10)
        for (left, right) in zip(one.donorWeights, other.donorWeights) {
          #expect(abs(left - right) < 1e-10)
        }
      }
    }
  }
}
