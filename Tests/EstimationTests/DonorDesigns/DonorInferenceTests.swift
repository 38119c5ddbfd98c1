import AirQuality
import Estimation
import TestSupport
import Testing

@Suite("Inference of designs with donors")
struct DonorInferenceTests {
  @Test(
    "Randomisation rejects no effect just when zero is outside its interval", .tags(.property),
    arguments: [0.0, -3, -6, -12])
  func duality(_ effect: Double) throws {
    var estimator = SyntheticControl()
    estimator.draws = 39
    for seed in 1...4 {
      let found = try estimator.anyEstimate(
        .network(
          effect: effect, treated: 3, donors: 12, daysBefore: 40, daysAfter: 20, secondStart: 0,
          missingShare: 0, seed: UInt64(seed))
      ).effect
      let interval = try #require(found.interval)
      let p = try #require(found.pValue)
      #expect(interval.contains(found.estimate))
      #expect(interval.contains(0) == (p.value > 0.05), "\(interval), p \(p.value)")
      // Two circles of 15 stations.
      #expect(interval.method.hasPrefix("randomisation over 28 groups"))
    }
  }

  @Test("Two treated among four stations are too few for ranks and take the jackknife")
  func fewStations() throws {
    let study = try Study.network(
      effect: -6, treated: 2, donors: 3, daysBefore: 40, daysAfter: 20, secondStart: 0,
      missingShare: 0, seed: 1)
    let effect = try SyntheticControl().anyEstimate(study).effect
    #expect(effect.interval?.method.hasPrefix("jackknife") == true)
    var asked = SyntheticControl()
    asked.inference = .randomisation
    #expect(throws: EstimationError.self) { try asked.anyEstimate(study) }
  }

  // Four treated among ten stations: in some panels a donor's time weights carry the removed effect
  // on to the groups that share treated stations as strongly as to the treated group itself.
  @Test(
    "Where randomisation has no end the default takes placebos and says so", .tags(.property),
    arguments: [(seed: 1, hasEnd: true), (seed: 2, hasEnd: false), (seed: 4, hasEnd: false)])
  func withoutEnd(_ example: (seed: Int, hasEnd: Bool)) throws {
    let study = try Study.network(
      effect: -6, treated: 4, donors: 6, daysBefore: 40, daysAfter: 40, secondStart: 0,
      missingShare: 0, seed: UInt64(example.seed))
    let effect = try SyntheticDifferenceInDifferences().anyEffect(of: study)
    let interval = try #require(effect.interval)
    let p = try #require(effect.pValue)
    #expect(interval.contains(effect.estimate))
    #expect(interval.lower.isFinite && interval.upper.isFinite)
    let remark = effect.diagnostics.first { $0.identifier == "randomisation-without-end" }
    var asked = SyntheticDifferenceInDifferences()
    asked.inference = .randomisation
    if example.hasEnd {
      #expect(remark == nil)
      #expect(interval.method.hasPrefix("randomisation over"))
      #expect(try asked.anyEffect(of: study).interval == interval)
    } else {
      #expect(remark?.severity == .warning)
      // Fifteen groups of four among six donors.
      #expect(interval.method.hasPrefix("placebo in space, 15 groups"), "\(interval.method)")
      #expect(p.smallestPossible == 1.0 / 16)
      #expect(throws: EstimationError.self) { try asked.anyEffect(of: study) }
    }
  }

  @Test("Conformal inference tests the steps after the start one by one too")
  func conformalPoints() throws {
    var estimator = SyntheticControl()
    estimator.inference = .conformal
    let fit = try estimator.estimate(
      .network(
        effect: -60, treated: 1, donors: 12, daysBefore: 60, daysAfter: 8, secondStart: 0,
        missingShare: 0, seed: 2))
    let table = try #require(fit.tables.first { $0.name == "conformal-points" })
    #expect(table.rows.count == 8)
    for row in table.rows {
      guard case .number(let effect) = row[1], case .number(let lower) = row[2],
        case .number(let upper) = row[3], case .number(let p) = row[4]
      else {
        Issue.record("a step without an interval")
        continue
      }
      #expect(lower <= effect && effect <= upper)
      #expect(upper < 0)
      // 61 rows: no smaller p-value exists.
      #expect(abs(p - 1.0 / 61) < 1e-12)
    }
  }

  @Test("The jackknife+ gives every step after the start an interval and says what it guarantees")
  func jackknifePlusPoints() throws {
    var estimator = SyntheticControl()
    estimator.inference = .jackknifePlus
    let study = try Study.network(
      effect: -60, treated: 1, donors: 12, daysBefore: 60, daysAfter: 8, secondStart: 0,
      missingShare: 0, seed: 2)
    let fit = try estimator.estimate(study)
    let scaled = try estimator.estimate(study.scaled(by: 1_000))
    let table = try #require(fit.tables.first { $0.name == "jackknife-plus-points" })
    let larger = try #require(scaled.tables.first { $0.name == "jackknife-plus-points" })
    #expect(!fit.tables.contains { $0.name == "conformal-points" })
    #expect(table.columns.map(\.name) == ["date", "effect", "lower", "upper"])
    #expect(table.rows.count == 8)
    for (row, scaled) in zip(table.rows, larger.rows) {
      guard case .number(let lower) = row[2], case .number(let upper) = row[3],
        case .number(let scaledLower) = scaled[2], case .number(let scaledUpper) = scaled[3]
      else {
        Issue.record("a step without an interval")
        continue
      }
      #expect(lower < upper && upper < 0)
      #expect(abs(scaledLower / 1_000 - lower) < 1e-4 * abs(lower))
      #expect(abs(scaledUpper / 1_000 - upper) < 1e-4 * abs(upper))
    }
    let remark = fit.effect.diagnostics.first { $0.identifier == "jackknife-plus-guarantee" }
    #expect(abs((remark?.number("certain") ?? 0) - 90) < 1e-9)
  }

  /// Gaps in every station and, of several treated stations, two starts.
  private static func blockStudy(treated: Int = 1, before: Int = 60) throws -> Study {
    try .network(
      effect: -6, treated: treated, donors: 12, daysBefore: before, daysAfter: 20,
      secondStart: treated > 1 ? 7 : 0, missingShare: 0.03, seed: 3)
  }

  @Test("The block bootstrap in time scales with the outcome and repeats", .tags(.property))
  func blockBootstrap() throws {
    var factors = InteractiveFixedEffects()
    factors.inference = .blockBootstrap
    factors.draws = 39
    var completion = MatrixCompletion()
    completion.inference = .blockBootstrap
    completion.draws = 39
    for estimator in [factors, completion] as [any EffectEstimator] {
      for treated in [1, 3] {
        let study = try Self.blockStudy(treated: treated)
        let effect = try estimator.anyEffect(of: study)
        let interval = try #require(effect.interval)
        #expect(interval.method.hasPrefix("block bootstrap in time, 39 draws, blocks of"))
        #expect(interval.lower < effect.estimate && effect.estimate < interval.upper)
        #expect(effect.pValue?.smallestPossible == 1.0 / 40)
        #expect(try estimator.anyEffect(of: study).interval == interval)
        let scaled = try #require(estimator.anyEffect(of: study.scaled(by: 1_000)).interval)
        #expect(abs(scaled.lower / 1_000 - interval.lower) < 1e-4 * abs(interval.lower))
        #expect(abs(scaled.upper / 1_000 - interval.upper) < 1e-4 * abs(interval.upper))
      }
    }
  }

  @Test("The block bootstrap refuses other designs and short periods before")
  func blockBootstrapRefusals() throws {
    var control = SyntheticControl()
    control.inference = .blockBootstrap
    #expect(
      throws: EstimationError.badSetting(
        "inference", method: "synthetic-control",
        problem: "the block bootstrap is for matrix completion and interactive fixed effects")
    ) { try control.anyEffect(of: Self.blockStudy()) }
    var factors = InteractiveFixedEffects()
    factors.inference = .blockBootstrap
    let short = try Self.blockStudy(before: 9)
    #expect(
      throws: EstimationError.tooFewObservations(
        found: 9, needed: 10, period: short.before.description)
    ) { try factors.anyEffect(of: short) }
  }
}
