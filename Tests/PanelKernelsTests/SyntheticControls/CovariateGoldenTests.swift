import Foundation
import NumericKernels
import PanelKernels
import TestSupport
import Testing

/// `covariates.json`, written by `make_covariates.py` beside it: synthdid 0.10.1 for Python.
private struct CovariateGolden: Decodable {
  /// Weights fitted to the outcome less the covariates times their slopes.
  struct Fit: Decodable {
    let effect: Double
    let effects: [Double]
    let slopes: [[Double]]
    let omega, lambda: [[Double]]
  }
  /// Slopes and weights fitted together.
  struct Joint: Decodable {
    /// What the covariates were multiplied by; `nil` for one over their standard deviations.
    let factor: Double?
    let effect: Double
  }
  struct Results: Decodable {
    /// Slopes from never treated units, and from all untreated cells.
    let projected, untreated: Fit
    let without: Fit
    let optimized: [Joint]
  }
  struct Smoking: Decodable { let sums: [Double] }
  struct MadeUp: Decodable {
    let starts: [Int?]
    let times: Int
    let values: [Double]
    let covariates: [[Double]]
  }

  /// By name: "prop99" and "madeUp".
  let results: [String: Results]
  let smoking: Smoking
  let madeUp: MadeUp

  private enum Key: String, CodingKey {
    case prop99, madeUp
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    smoking = try container.decode(Smoking.self, forKey: .prop99)
    madeUp = try container.decode(MadeUp.self, forKey: .madeUp)
    var results: [String: Results] = [:]
    for key in [Key.prop99, .madeUp] {
      results[key.rawValue] = try container.decode(Results.self, forKey: key)
    }
    self.results = results
  }

  static func load() throws -> CovariateGolden {
    let file = SharedData.checkout
      .appendingPathComponent("Tests/PanelKernelsTests/Golden/covariates.json")
    return try JSONDecoder().decode(CovariateGolden.self, from: Data(contentsOf: file))
  }
}

/// A panel with two covariates and what the peer made of it.
private struct CovariatePanel {
  let values: Matrix
  let covariates: [Matrix]
  let starts: [Int?]
  let known: CovariateGolden.Results

  static func load(_ name: String) throws -> CovariatePanel {
    let golden = try CovariateGolden.load()
    let known = try #require(golden.results[name])
    if name == "prop99" {
      let data = try ProposalNinetyNine()
      return CovariatePanel(
        values: data.values, covariates: smokingCovariates(data.values),
        starts: data.states.indices.map { $0 == data.california ? data.start : nil },
        known: known)
    }
    let panel = golden.madeUp
    func matrix(_ storage: [Double]) -> Matrix {
      Matrix(rows: panel.times, columns: panel.starts.count, storage: storage)
    }
    return CovariatePanel(
      values: matrix(panel.values), covariates: panel.covariates.map(matrix),
      starts: panel.starts, known: known)
  }

  /// As the script makes them: a twisted plane with a share of last year's outcome, and a sawtooth.
  private static func smokingCovariates(_ values: Matrix) -> [Matrix] {
    var first = values
    var second = values
    for unit in 0..<values.columns {
      for time in 0..<values.rows {
        let lag = 0.2 * values[max(time - 1, 0), unit]
        first[time, unit] = Double((unit - 19) * (time - 15)) / 10 + lag
        second[time, unit] = Double((7 * unit * unit + 3 * unit * time + 5 * time) % 11)
      }
    }
    return [first, second]
  }

  var assignment: PanelAssignment {
    let treated = starts.indices.filter { starts[$0] != nil }
    return PanelAssignment(
      treated: treated, starts: treated.compactMap { starts[$0] },
      donors: starts.indices.filter { starts[$0] == nil })
  }

  struct Finding {
    /// Per unit of the covariate as it is in the panel.
    let slopes: [Double]
    let panel: PreparedPanel
    let fit: Counterfactual
  }

  /// Slopes and weights.
  ///
  /// - Parameters:
  ///   - starts: rows from which on cells are not used for slopes; by default the starts.
  ///   - factor: multiplies the covariates.
  func find(slopesBefore starts: [Int?]? = nil, factor: Double = 1) throws -> Finding {
    let covariates = covariates.map { covariate in
      Matrix(
        rows: covariate.rows, columns: covariate.columns,
        storage: covariate.storage.map { factor * $0 })
    }
    let regression = try UntreatedRegression(
      values, covariates: covariates, names: ["first", "second"], starts: starts ?? self.starts)
    let panel = try PreparedPanel(
      regression.adjusted(values, covariates: covariates),
      starts: Set(assignment.starts).sorted())
    return Finding(
      slopes: regression.coefficients.map { factor * $0 }, panel: panel,
      fit: try SyntheticDifference.synthetic.stoppedEarly.fit(panel, assignment, path: false))
  }

  /// The spread of the same estimate where donors stand for the treated units, each donor once in
  /// each place.
  func placeboError(_ finding: Finding) throws -> Double {
    let frozen = SyntheticDifference.synthetic.stoppedEarly.frozen(
      after: finding.fit, finding.panel, assignment)
    let donors = assignment.donors
    let effects = try donors.indices.map { turn in
      let group = assignment.treated.indices.map { donors[(turn + $0) % donors.count] }
      let placebo = PanelAssignment(
        treated: group, starts: assignment.starts,
        donors: donors.filter { !group.contains($0) })
      return try frozen.fit(finding.panel, placebo, path: false).effect
    }
    let count = Double(effects.count)
    return (Summation.variance(effects) * (count - 1) / count).squareRoot()
  }
}

/// The peer's `projected` takes slopes from a regression with unit and time effects on the units
/// that are never treated, over all times. Ours takes the treated units' times before their start
/// as well, like xsynthdid for R. Both then fit the weights to what is left.
@Suite("Covariates in synthetic difference-in-differences beside another hand")
struct CovariateGoldenTests {
  static var names: [String] {
    SharedData.isPresent ? ["madeUp", "prop99"] : ["madeUp"]
  }

  @Test(
    "The covariates on Proposition 99 are the script's", .tags(.golden),
    .enabled(if: SharedData.isPresent))
  func covariatesAreTheSame() throws {
    let panel = try CovariatePanel.load("prop99")
    for (covariate, sum) in zip(panel.covariates, try CovariateGolden.load().smoking.sums) {
      // Sums in another order.
      #expect(abs(Summation.sum(covariate.storage) - sum) < 1e-9)
    }
  }

  private func compare(
    _ found: CovariatePanel.Finding, _ known: CovariateGolden.Fit, within tolerance: Double
  ) {
    #expect(near(found.slopes, known.slopes[0], tolerance))
    #expect(near(found.fit.effect, known.effect, tolerance), "\(found.fit.effect)")
    #expect(near(found.fit.cohorts.map(\.effect), known.effects, tolerance))
    for (place, cohort) in found.fit.cohorts.enumerated() {
      #expect(near(cohort.donorWeights, known.omega[place], tolerance))
      #expect(near(cohort.timeWeights, known.lambda[place], tolerance))
    }
  }

  // The peer inverts normal equations with a dummy a unit and time, we project; both then take the
  // same steps and stop after the same one. Found: 3e-13 of the slopes, 7e-14 of the weights.
  @Test(
    "With never treated units alone slopes, weights and effects are the peer's", .tags(.golden),
    arguments: names)
  func projected(_ name: String) throws {
    let panel = try CovariatePanel.load(name)
    // From the first row on nothing of a treated unit is used.
    let nothing = panel.starts.map { $0.map { _ in 0 } }
    compare(try panel.find(slopesBefore: nothing), panel.known.projected, within: 1e-12)
  }

  // The same through the design's own way, whose panels are put to the covariates' means.
  @Test(
    "Slopes from donors alone give the peer's effects in the design too", .tags(.golden),
    arguments: names)
  func projectedDesign(_ name: String) throws {
    let panel = try CovariatePanel.load(name)
    let prepared = try PreparedPanel(
      panel.values, starts: Set(panel.assignment.starts).sorted(),
      covariates: PanelCovariates(
        names: ["first", "second"], values: panel.covariates,
        missing: [Bool](repeating: false, count: panel.values.storage.count)))
    let fit = try AdjustedControl(
      SyntheticDifference.synthetic.stoppedEarly, fromDonors: true
    ).fit(prepared, panel.assignment, path: false)
    #expect(near(fit.effect, panel.known.projected.effect, 1e-10), "\(fit.effect)")
  }

  private struct JointGolden: Decodable {
    struct Fit: Decodable {
      let rank: Int
      let slopes: [Double]
      let effect: Double
    }
    let fits: [Fit]
  }

  // scipy's solver ends where steps are rounding of its own residuals; found: 2e-7 and less.
  @Test("Slopes and factors learnt together are those of one least squares", .tags(.golden))
  func jointFactors() throws {
    let file = SharedData.checkout
      .appendingPathComponent("Tests/PanelKernelsTests/Golden/joint_factors.json")
    let golden = try JSONDecoder().decode(JointGolden.self, from: Data(contentsOf: file))
    let panel = try CovariatePanel.load("madeUp")
    let prepared = try PreparedPanel(
      panel.values, starts: Set(panel.assignment.starts).sorted(),
      covariates: PanelCovariates(
        names: ["first", "second"], values: panel.covariates,
        missing: [Bool](repeating: false, count: panel.values.storage.count)))
    for known in golden.fits {
      let fit = try JointFactors(InteractiveFactors(rank: known.rank))
        .fit(prepared, panel.assignment, path: true)
      print("rank \(known.rank): \(fit.effect - known.effect)")
      #expect(near(fit.chosen["slope on first"] ?? .nan, known.slopes[0], 1e-6))
      #expect(near(fit.chosen["slope on second"] ?? .nan, known.slopes[1], 1e-6))
      #expect(near(fit.effect, known.effect, 1e-6), "\(known.rank): \(fit.effect)")
    }
    // Cross-validation takes the number whose own slopes err least.
    let free = try JointFactors(InteractiveFactors()).fit(prepared, panel.assignment, path: true)
    #expect(free.chosen["factors"] != nil && free.expected.count == panel.values.rows)
  }

  // numpy's singular values of dummies beside covariates of size 100 leave 4e-11 of a slope.
  @Test(
    "With all untreated cells slopes are numpy's, weights and effects the peer's after them",
    .tags(.golden), arguments: names)
  func untreated(_ name: String) throws {
    let panel = try CovariatePanel.load(name)
    let found = try panel.find()
    compare(found, panel.known.untreated, within: 1e-9)
    // What the choice of cells makes: 0.014 and 0.099, 0.097 and 0.011 of the placebos' spread.
    let error = try panel.placeboError(found)
    #expect(found.slopes != panel.known.projected.slopes[0])
    #expect(abs(found.fit.effect - panel.known.projected.effect) < 0.1 * error)
  }

  // With covariates of standard deviation one the joint fit is 0.250 from ours on the made-up panel
  // and 0.017 on Proposition 99: 1.74 and 0.002 of the placebos' standard deviations.
  @Test(
    "The joint fit is near where covariates have a spread of one", .tags(.golden),
    arguments: names)
  func standardised(_ name: String) throws {
    let panel = try CovariatePanel.load(name)
    let found = try panel.find()
    let joint = try #require(panel.known.optimized.first { $0.factor == nil })
    let apart = abs(found.fit.effect - joint.effect)
    #expect(apart < 2 * (try panel.placeboError(found)), "\(apart)")
    #expect(apart < 0.3)
  }

  // The peer's gradient step has a length in the covariate's unit: too small a unit (values × 1000)
  // and the second step ends far away, too large a one and 10,000 steps do not leave zero.
  @Test(
    "Ours does not depend on the covariates' unit; the joint fit does", .tags(.golden),
    arguments: names)
  func unit(_ name: String) throws {
    let panel = try CovariatePanel.load(name)
    let found = try panel.find()
    for factor in [1_000, 0.001] {
      let other = try panel.find(factor: factor)
      #expect(near(other.slopes, found.slopes, 1e-12))
      #expect(near(other.fit.effect, found.fit.effect, 1e-12))
    }
    func joint(_ factor: Double) throws -> Double {
      try #require(panel.known.optimized.first { $0.factor == factor }).effect
    }
    let without = panel.known.without.effect
    #expect(abs(try joint(1_000)) > 1e9 * abs(found.fit.effect))
    #expect(abs(try joint(0.001) - without) < 0.01)
    #expect(abs(found.fit.effect - without) > 2)
  }
}
