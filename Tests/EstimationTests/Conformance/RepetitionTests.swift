import Documents
import NumericKernels
import PanelKernels
import TestSupport
import Testing

@testable import Estimation

/// What is reported is what is repeated.
@Suite("Repetitions of every design with donors")
struct RepetitionTests {
  static let designs: [any KernelDesign] = EstimatorCatalogue.all.compactMap {
    $0 as? any KernelDesign
  }

  @Test("All designs with donors say what they repeat")
  func all() {
    #expect(Self.designs.count == EstimatorCatalogue.all.count { $0 is any DonorDesign })
    #expect(Self.designs.count == 7)
  }

  /// The effect of the estimate and of the two kinds of repetition of the very same assignment.
  private func effects(
    _ kernel: some CounterfactualKernel, _ panel: DonorPanel
  ) throws -> (reported: Double, repetitions: [Double]) {
    let found = try kernel.fit(panel.prepared, panel.assignment, path: true)
    let methods = [
      try kernel.repeated(after: found, panel.prepared, panel.assignment),
      try kernel.frozen(after: found, panel.prepared, panel.assignment),
    ]
    return (
      found.effect,
      try methods.map { try $0.fit(panel.prepared, panel.assignment, path: false).effect }
    )
  }

  @Test(
    "The repetition that permutes nothing is the estimate to the bit", .tags(.property),
    arguments: designs.indices, [1, 3])
  func identity(_ index: Int, _ treated: Int) throws {
    let design = Self.designs[index]
    // More days than donors, where early stopping and exact programs differ most.
    let study = try Study.network(
      effect: -5, treated: treated, donors: 9, daysBefore: 60, daysAfter: 20,
      secondStart: treated > 1 ? 7 : 0, seed: 11)
    let panel = try DonorPanel(study, method: design.method)
    let found = try effects(design.kernel(study), panel)
    for effect in found.repetitions {
      #expect(effect.bitPattern == found.reported.bitPattern, "\(effect) \(found.reported)")
    }
  }

  @Test("The reference’s mode repeats itself too", .tags(.property))
  func stoppedEarly() throws {
    var design = SyntheticDifferenceInDifferences()
    design.solution = .synthdid
    let study = try Study.network(
      effect: -5, treated: 1, donors: 9, daysBefore: 60, daysAfter: 20, secondStart: 0, seed: 11)
    let found = try effects(
      design.kernel(study), DonorPanel(study, method: design.method))
    for effect in found.repetitions { #expect(effect.bitPattern == found.reported.bitPattern) }
    let exact = try effects(
      SyntheticDifferenceInDifferences().kernel(study), DonorPanel(study, method: design.method))
    #expect(abs(exact.reported - found.reported) > 1e-6)
  }

  @Test("Draws of exactly zero count on both sides", .tags(.analytical))
  func ties() {
    func p(_ changes: [Double]) -> Double {
      BeforeAfter.pValue(changes, method: "bootstrap").value
    }
    #expect(p([Double](repeating: 0, count: 99)) == 1)
    #expect(p([Double](repeating: 0, count: 40) + [Double](repeating: 1, count: 59)) == 0.82)
    #expect(p([Double](repeating: -1, count: 99)) == 0.02)
    #expect(p([Double](repeating: 1, count: 99)) == 0.02)
  }

  @Test("Interval and p-value of ranks are one test", .tags(.property), arguments: [5, 9, 19, 30])
  func ranks(_ count: Int) throws {
    var stream = RandomStream(seed: 3, index: UInt64(count))
    for _ in 0..<200 {
      let groups = (0..<count).map { _ in EffectPull(effect: stream.normal(), share: 0) }
      let estimate = 3 * stream.normal()
      let found = RankInversion(groups, estimate: estimate, level: 0.95)
      let lower = try #require(found.lower)
      let upper = try #require(found.upper)
      let isOutside = lower > 0 || upper < 0
      #expect(isOutside == (found.pValue.value <= 1 - found.level + 1e-12))
      #expect(found.level == (count >= 19 ? 0.95 : Double(count) / Double(count + 1)))
    }
  }

  @Test("The two-way estimate is ranked as it is reported", .tags(.property))
  func twoWay() throws {
    let study = try Study.network(
      effect: -5, treated: 3, donors: 9, daysBefore: 60, daysAfter: 20, seed: 11)
    let panel = PanelSample(study)
    let fit = try TwoWayFixedEffects(panel.values, treatedFrom: panel.treatedFrom)
    let found = try TwoWayContrast(panel.values).coefficients(
      treatedFrom: panel.treatedFrom, other: panel.treatedFrom)
    // One pass instead of two: the same to rounding.
    #expect(abs(found.outcome - fit.coefficient) < 1e-9)
    #expect(abs(found.share - 1) < 1e-12)
  }
}
