import AirQuality
import SourceApportionment
import TestSupport
import Testing

@Suite("Constraints, rotations and numbers of factors")
struct SteeringTests {
  private static func base(samples: Int = 80) throws -> (FactorSolution, SpeciatedSample) {
    var settings = PositiveMatrixFactorisation()
    settings.factors = 3
    settings.starts = 3
    settings.renewals = 1
    let sample = try MadeMixture(samples: samples).sample
    return (try settings.apportion(sample), sample)
  }

  @Test("A fixed element is kept, and costs what the data charge for it", .tags(.property))
  func fixed() throws {
    let (base, sample) = try Self.base()
    let old = base.profiles[0][3]
    let steered = try base.settings.constrain(
      base, of: sample,
      by: [FactorConstraint(factor: 0, species: "isopentane", kind: .fixed(0.9 * old))])
    #expect(abs(steered.solution.profiles[0][3] - 0.9 * old) < 1e-6 * old)
    #expect(steered.rise > 0)
    let further = try base.settings.constrain(
      base, of: sample,
      by: [FactorConstraint(factor: 0, species: "isopentane", kind: .fixed(0.8 * old))])
    #expect(further.rise > steered.rise)
  }

  @Test("A pull stays within the rise that was allowed", .tags(.property))
  func pulled() throws {
    let (base, sample) = try Self.base()
    let steered = try base.settings.constrain(
      base, of: sample,
      by: [FactorConstraint(factor: 0, species: "isopentane", kind: .pulledDown)],
      allowedRise: 0.02)
    #expect(steered.relativeRise <= 0.0201)
    #expect(steered.solution.profiles[0][3] < base.profiles[0][3])
  }

  @Test("A rotation by nothing changes nothing; a strong one raises Q", .tags(.property))
  func rotated() throws {
    let (base, sample) = try Self.base()
    let still = try base.settings.rotate(base, of: sample, strength: 0)
    #expect(abs(still.relativeRise) < 1e-4)
    let positive = try base.settings.rotate(base, of: sample, strength: 0.5)
    #expect(positive.rise > 0)
    func zeros(_ rows: [[Double]]) -> Int { rows.joined().count { $0 < 1e-3 } }
    // Positive strengths smear the contributions.
    #expect(zeros(positive.solution.contributions) <= zeros(base.contributions))
  }

  @Test("The true number of factors suggests itself", .tags(.analytical))
  func counts() throws {
    var settings = PositiveMatrixFactorisation()
    settings.starts = 4
    settings.renewals = 1
    let sample = try MadeMixture(samples: 120).sample
    let (selection, solutions) = try FactorCountSelection.run(
      settings, factors: 2...4, of: sample)
    #expect(selection.suggested == 3)
    #expect(solutions.map(\.factorCount) == [2, 3, 4])
    #expect(selection.entries[0].qRatio > 3)
    #expect(abs(selection.entries[1].qRatio - 1) < 0.15)
    #expect(selection.entries[0].residualDeviation > selection.entries[1].residualDeviation)
  }

  @Test("Names that do not fit are refused with those that do")
  func refusals() throws {
    let (base, sample) = try Self.base(samples: 40)
    let error = #expect(throws: ApportionmentError.self) {
      try base.settings.constrain(
        base, of: sample,
        by: [FactorConstraint(factor: 0, species: "tolune", kind: .pulledUp)])
    }
    #expect(
      error?.explanation
        == "no species is called “tolune”; choose one of: "
        + MadeMixture.species.joined(separator: ", "))
  }
}
