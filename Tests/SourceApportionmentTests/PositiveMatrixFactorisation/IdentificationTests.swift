import AirQuality
import NumericKernels
import SourceApportionment
import TestSupport
import Testing

@Suite("Which contributions samples tell")
struct IdentificationTests {
  private static func settings(_ factors: Int = 3) -> PositiveMatrixFactorisation {
    var settings = PositiveMatrixFactorisation()
    settings.factors = factors
    settings.starts = 3
    settings.renewals = 1
    return settings
  }

  /// The made mixture with some species missing in some samples.
  private static func sample(
    missing species: Set<String>, in rows: Range<Int>, samples: Int = 150, seed: UInt64 = 1
  ) throws -> (sample: SpeciatedSample, truth: [[Double]]) {
    let made = try MadeMixture(samples: samples, seed: seed)
    let values = made.sample.concentrations.enumerated().map { row, cells in
      cells.enumerated().map { position, value -> Double? in
        rows.contains(row) && species.contains(MadeMixture.species[position]) ? nil : value
      }
    }
    let sample = try SpeciatedSample(
      species: made.sample.species, unit: made.sample.unit, instants: made.sample.instants,
      concentrations: values, uncertainties: made.sample.uncertainties)
    return (sample, made.contributions)
  }

  @Test("An outage of all species but one leaves every contribution empty", .tags(.analytical))
  func outage() throws {
    let rows = 100..<130
    let (sample, truth) = try Self.sample(
      missing: Set(MadeMixture.species).subtracting(["isoprene"]), in: rows)
    let solution = try Self.settings().apportion(sample)
    #expect(solution.leftOut == Array(rows))
    for factor in 0..<3 {
      for row in rows { #expect(solution.contributions[factor][row] == nil) }
      let told = solution.contributions[factor].compactMap(\.self)
      #expect(told.count == 120)
      #expect(abs(told.reduce(0, +) / 120 - 1) < 1e-9)
      // Every factor is one of the sources, over the samples that tell it.
      let kept = (0..<150).filter { !rows.contains($0) }
      let best = truth.map { source in MadeMixture.correlation(told, kept.map { source[$0] }) }
        .max()
      #expect(try #require(best) > 0.98)
    }
    #expect(solution.scaledResiduals[110].allSatisfy { $0 == nil })
  }

  @Test(
    "Without the species of one source its contribution is empty, the others' are written",
    .tags(.analytical))
  func oneSource() throws {
    // Solvents have toluene, xylenes, ethylbenzene and hexane; without these nothing tells them.
    let lost: Set = ["n-hexane", "toluene", "m,p-xylene", "o-xylene", "ethylbenzene"]
    let rows = 60..<90
    let (sample, truth) = try Self.sample(missing: lost, in: rows)
    let solution = try Self.settings().apportion(sample)
    #expect(solution.leftOut.isEmpty)
    for factor in 0..<3 {
      let kept = (0..<150).filter { solution.contributions[factor][$0] != nil }
      let values = kept.compactMap { solution.contributions[factor][$0] }
      #expect(abs(values.reduce(0, +) / Double(values.count) - 1) < 1e-9)
      let likeness = truth.map { source in
        MadeMixture.correlation(values, kept.map { source[$0] })
      }
      let source = try #require(likeness.indices.max { likeness[$0] < likeness[$1] })
      #expect(likeness[source] > 0.98)
      // What solvents may add to butanes and pentanes is small, but not nothing.
      let empty = rows.count { solution.contributions[factor][$0] == nil }
      #expect(source == 1 ? empty == 30 : empty <= 10, "\(source): \(empty)")
    }
    #expect(Set(solution.undetermined.map(\.sample)) == Set(rows))
  }

  @Test("Medians in the place of missing values tell nothing either", .tags(.analytical))
  func medians() throws {
    let made = try MadeMixture(samples: 120)
    let rows = 50..<70
    var values = made.sample.concentrations
    var uncertainties = made.sample.uncertainties
    for position in MadeMixture.species.indices {
      let median = Summation.median(values.compactMap { $0[position] })
      for row in rows {
        values[row][position] = median
        uncertainties[row][position] = 4 * median
      }
    }
    let sample = try SpeciatedSample(
      species: made.sample.species, unit: made.sample.unit, instants: made.sample.instants,
      concentrations: values, uncertainties: uncertainties)
    let solution = try Self.settings().apportion(sample)
    #expect(solution.leftOut == Array(rows))
  }

  @Test("Whole samples keep every contribution", .tags(.property))
  func whole() throws {
    let solution = try Self.settings().apportion(try MadeMixture(samples: 100).sample)
    #expect(solution.leftOut.isEmpty && solution.undetermined.isEmpty)
    #expect(solution.contributions.allSatisfy { $0.allSatisfy { $0 != nil } })
  }

  @Test(
    "Constraints, rotations, draws and displacement go on from a solution with empty contributions",
    .tags(.property))
  func continued() throws {
    let lost: Set = ["n-hexane", "toluene", "m,p-xylene", "o-xylene", "ethylbenzene"]
    let (sample, _) = try Self.sample(missing: lost, in: 60..<90)
    let settings = Self.settings()
    let base = try settings.apportion(sample)
    var analysis = ProfileRangeAnalysis()
    analysis.bootstrap.replicates = 8
    let ranges = try analysis.run(base, of: sample)
    for factor in 0..<3 {
      for position in sample.species.indices {
        #expect(ranges.lower[factor][position] <= base.profiles[factor][position] * (1 + 1e-6))
        #expect(ranges.upper[factor][position] >= base.profiles[factor][position] * (1 - 1e-6))
      }
    }
    let value = 0.9 * base.profiles[0][3]
    let held = try settings.constrain(
      base, of: sample,
      by: [FactorConstraint(factor: 0, species: "isopentane", kind: .fixed(value))])
    #expect(abs(held.solution.profiles[0][3] - value) < 1e-6 * value)
    #expect(!held.solution.undetermined.isEmpty)
    #expect(held.solution.scaledResiduals[70].contains { $0 != nil })
    let still = try settings.rotate(base, of: sample, rise: 0)
    #expect(abs(still.relativeRise) < 1e-9)
  }
}
