import Estimation
import NumericKernels
import TestSupport
import Testing

@Suite("Effects that grow evenly from the start")
struct LinearEffectsTests {
  /// A row of the table `linear-effects`.
  fileprivate struct Row {
    let slope: Double
    let lower: Double?
    let upper: Double?
    let form: String
    let p: Double
    let smallest: Double
    let count: Double

    init?(_ cells: [FitTable.Cell]) {
      func number(_ place: Int) -> Double? {
        if case .number(let value) = cells[place] { value } else { nil }
      }
      guard case .text(let form) = cells[3], let slope = number(0), let p = number(4),
        let smallest = number(5), let count = number(6)
      else { return nil }
      (self.slope, self.form, self.p, self.smallest, self.count) = (slope, form, p, smallest, count)
      (lower, upper) = (number(1), number(2))
    }

    /// A side without a number has no end, unless the set is empty.
    func holds(_ value: Double) -> Bool {
      form != "empty" && (lower ?? -.infinity) <= value && value <= (upper ?? .infinity)
    }
  }

  private static func rows(_ fit: DonorFit) -> [Row]? {
    fit.tables.first { $0.name == "linear-effects" }?.rows.compactMap(Row.init)
  }

  private static func study(
    effect: Double = 0, slope: Double = 0, treated: Int = 1, donors: Int = 19, after: Int = 20,
    seed: Int
  ) throws -> Study {
    try .network(
      effect: effect, slope: slope, treated: treated, donors: donors, daysBefore: 60,
      daysAfter: after, secondStart: 0, missingShare: 0, seed: UInt64(seed))
  }

  /// A design among stations that are alike in law.
  struct Setting: Sendable {
    let estimator: any EffectEstimator
    var treated = 1
    var donors = 19
    /// Studies every day and in full, and the first of their seeds.
    var everyday = 6
    var full = 4_000
    var seed = 8_000_000
    /// In full.
    var coverage = 0.93...0.97

    fileprivate func rows(slope: Double, seed: Int) throws -> [Row] {
      let study = try LinearEffectsTests.study(
        slope: slope, treated: treated, donors: donors, seed: seed)
      let fit = try estimator.anyEstimate(study)
      return try #require((fit as? DonorFit).flatMap(LinearEffectsTests.rows))
    }
  }

  /// Weights from rows before alone without and with settings chosen, and designs with their own
  /// placebos, with one treated station and with a group.
  static let settings: [Setting] = {
    let plain: [any EffectEstimator] = [
      SyntheticControl(), AugmentedSyntheticControl(), SyntheticDifferenceInDifferences(),
    ]
    // Randomisation, the default with groups, has no such set.
    var groups = SyntheticDifferenceInDifferences()
    groups.inference = .placebo
    groups.draws = 39
    var control = SyntheticControl()
    control.inference = .placebo
    control.draws = 39
    var augmented = AugmentedSyntheticControl()
    augmented.inference = .placebo
    augmented.draws = 39
    return plain.map {
      Setting(
        estimator: $0, everyday: 20, full: 2_000, seed: 5_000_000, coverage: 0.935...0.965)
    } + [
      Setting(estimator: PenalisedSyntheticControl()),
      Setting(estimator: PartiallyPooledSyntheticControl()),
      Setting(estimator: groups, treated: 4, donors: 36),
      Setting(estimator: control, treated: 4, donors: 36),
      Setting(estimator: augmented, treated: 4, donors: 36),
      Setting(estimator: InteractiveFixedEffects()),
      Setting(estimator: MatrixCompletion(), everyday: 2, full: 2_000, seed: 28_000_000),
    ]
  }()

  // One treated station among 20 that are alike in law: ranks meet 5 % exactly where placebos have
  // the treated among their donors.
  @Test(
    "95 % sets hold the true slope, and no slope is rejected in 5 %", .tags(.calibration),
    arguments: settings.indices)
  func coverage(_ index: Int) throws {
    let setting = Self.settings[index]
    let runs = SimulationRuns.count(everyday: setting.everyday, full: setting.full)
    let found = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> (holds: Bool, form: String, rejects: Bool) in
        let rows = try setting.rows(slope: -1.5, seed: setting.seed + run)
        let still = try setting.rows(slope: 0, seed: setting.seed + 500_000 + run)
        return (rows.contains { $0.holds(-1.5) }, rows[0].form, still[0].p <= 0.05 + 1e-12)
      })
    let covered = Double(found.count { $0.holds }) / Double(runs)
    let rejected = Double(found.count { $0.rejects }) / Double(runs)
    let forms = ["bounded", "endless", "empty"].map { form in
      "\(form) \(found.count { $0.form == form })"
    }
    print(
      "coverage linear effects \(setting.estimator.method.identifier), \(setting.treated) treated: "
        + "\(covered) of \(runs), \(forms.joined(separator: ", ")); rejections: \(rejected)")
    #expect(SimulationRuns.band(0.95, runs: runs, full: setting.coverage).contains(covered))
    #expect(SimulationRuns.band(0.05, runs: runs, full: 0.03...0.07).contains(rejected))
  }

  @Test("No slope is in the set just when its p-value is above 5 %", .tags(.property))
  func duality() throws {
    var kept = 0
    for seed in 1...6 {
      for slope in [0, -0.3, -3] {
        let rows = try #require(
          Self.rows(SyntheticControl().estimate(Self.study(slope: slope, seed: seed))))
        #expect(rows.contains { $0.holds(0) } == (rows[0].p > 0.05 + 1e-12))
        #expect(rows[0].smallest == 1.0 / 20)
        #expect(rows[0].count == 19)
        if slope == 0, rows[0].p > 0.05 { kept += 1 }
      }
    }
    #expect(kept >= 4)
  }

  @Test("A slope is found, and scales with the outcome", .tags(.property))
  func scaling() throws {
    let study = try Self.study(slope: -2, seed: 2)
    let plain = try #require(Self.rows(SyntheticControl().estimate(study))?.first)
    let scaled = try #require(
      Self.rows(SyntheticControl().estimate(study.scaled(by: 1_000)))?.first)
    #expect(abs(plain.slope + 2) < 0.5)
    #expect(plain.form == "bounded")
    #expect(plain.holds(plain.slope) && !plain.holds(0))
    for (ours, theirs) in [
      (plain.slope, scaled.slope), (plain.lower ?? .nan, scaled.lower ?? .nan),
      (plain.upper ?? .nan, scaled.upper ?? .nan),
    ] {
      #expect(abs(theirs / 1_000 - ours) < 1e-5 * abs(ours))
    }
    #expect(plain.p == scaled.p)
  }

  @Test("Designs that learn from rows after too rank their own placebos")
  func ownPlacebos() throws {
    let fit = try SyntheticDifferenceInDifferences().estimate(Self.study(slope: -2, seed: 3))
    let rows = try #require(Self.rows(fit))
    let ratio = fit.effect.diagnostics.first { $0.identifier == "ratio-rank" }
    #expect(rows.count == 1)
    #expect(ratio?.number("p") == rows[0].p)
    // Placebos do not move with the slope, so that the set lies evenly around the estimate.
    let lower = try #require(rows[0].lower)
    let upper = try #require(rows[0].upper)
    #expect(abs(lower + upper - 2 * rows[0].slope) < 1e-9 * abs(rows[0].slope))
    #expect(rows[0].holds(-2))
  }

  // Six placebos are too few to reject; an effect that is there at once and fades has no slope.
  @Test(
    "A set without end and one without any slope are said",
    arguments: [
      (effect: 0.0, slope: -2.0, donors: 6, form: "endless"), (-80, 8, 19, "empty"),
    ])
  func notBounded(
    _ example: (effect: Double, slope: Double, donors: Int, form: String)
  ) throws {
    let fit = try SyntheticControl().estimate(
      Self.study(effect: example.effect, slope: example.slope, donors: example.donors, seed: 1))
    let rows = try #require(Self.rows(fit))
    #expect(rows.map(\.form) == [example.form])
    #expect(rows[0].lower == nil && rows[0].upper == nil)
    #expect(
      fit.effect.diagnostics.contains { $0.identifier == "linear-effects-\(example.form)" })
  }

  @Test("A single step after the start has no slope, exact fits no ratio")
  func degenerate() throws {
    let short = try SyntheticControl().estimate(Self.study(after: 1, seed: 1))
    #expect(Self.rows(short) == nil)
    #expect(!short.effect.diagnostics.contains { $0.identifier.hasPrefix("linear-effects") })
    // Every station the same course up to its level.
    let alike = try Study.network(
      effect: 0, treated: 1, donors: 19, daysBefore: 60, daysAfter: 20, secondStart: 0,
      missingShare: 0, noise: 0, loadingSpread: 0, seed: 1)
    let fit = try SyntheticControl().estimate(alike)
    #expect(Self.rows(fit) == nil)
    #expect(fit.effect.diagnostics.contains { $0.identifier == "linear-effects-undefined" })
  }
}
