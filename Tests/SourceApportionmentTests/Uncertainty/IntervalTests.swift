import AirQuality
import SourceApportionment
import TestSupport
import Testing

@Suite("Bootstrap and displacement")
struct IntervalTests {
  private static func base(samples: Int = 60) throws -> (FactorSolution, SpeciatedSample) {
    var settings = PositiveMatrixFactorisation()
    settings.factors = 3
    settings.starts = 3
    settings.renewals = 1
    let sample = try MadeMixture(samples: samples).sample
    return (try settings.apportion(sample), sample)
  }

  @Test("Well-determined factors are found again in every draw", .tags(.property))
  func bootstrap() throws {
    let (base, sample) = try Self.base()
    var analysis = BootstrapAnalysis()
    analysis.replicates = 20
    let one = try analysis.run(base, of: sample, threads: 1)
    #expect(one.mapped == [20, 20, 20])
    #expect(one.unmapped == [0, 0, 0])
    for factor in 0..<3 {
      #expect(one.mapping[factor][factor] == 20)
      for values in one.profiles[factor] ?? [] {
        #expect(values.fifth <= values.lowerQuartile && values.median <= values.upperQuartile)
      }
    }
    #expect(try analysis.run(base, of: sample, threads: 2) == one)
  }

  @Test("The range reported holds its two parts and no more", .tags(.property))
  func united() throws {
    let (base, sample) = try Self.base(samples: 36)
    var analysis = ProfileRangeAnalysis()
    analysis.bootstrap.replicates = 10
    let ranges = try analysis.run(base, of: sample, threads: 1)
    let moved = try #require(ranges.displacement.levels.first)
    // 2.7055, the 90 % quantile of χ² with one degree of freedom.
    #expect(abs(moved.rise / ranges.excess - 2.7055) < 1e-4)
    #expect(ranges.excess == max(1, base.qRobust / base.qExpected))
    for factor in 0..<3 {
      for position in base.species.indices {
        let drawn = try #require(ranges.bootstrap.profiles[factor]?[position])
        #expect(
          ranges.lower[factor][position] == min(drawn.fifth, moved.lower[factor][position]))
        #expect(
          ranges.upper[factor][position] == max(drawn.ninetyFifth, moved.upper[factor][position]))
      }
    }
    #expect(try analysis.run(base, of: sample, threads: 2) == ranges)
  }

  @Test("Ranges of displacement hold the base value and widen with the rise of Q", .tags(.property))
  func displacement() throws {
    let (base, sample) = try Self.base()
    var analysis = DisplacementAnalysis()
    analysis.species = ["toluene", "acetylene"]
    let one = try analysis.run(base, of: sample, threads: 1)
    #expect(one.levels.map(\.rise) == [4, 8, 16, 32])
    for factor in 0..<3 {
      for (place, name) in one.species.enumerated() {
        let value = base.profiles[factor][base.species.firstIndex(of: name) ?? 0]
        var lower = value + 1e-3
        var upper = value - 1e-3
        for level in one.levels {
          #expect(level.lower[factor][place] <= lower)
          #expect(level.upper[factor][place] >= upper)
          lower = level.lower[factor][place]
          upper = level.upper[factor][place]
        }
      }
    }
    #expect(one.largestFall < 0.01)
    #expect(try analysis.run(base, of: sample, threads: 2) == one)
  }

  @Test("A displaced element really costs the rise that its end stands for", .tags(.analytical))
  func displacementEndsAreTrue() throws {
    let (base, sample) = try Self.base()
    var analysis = DisplacementAnalysis()
    analysis.species = ["toluene"]
    let range = try analysis.run(base, of: sample)
    let factor = base.profiles.indices.max { base.profiles[$0][6] < base.profiles[$1][6] } ?? 0
    // Another way to the same question: fix the element at the end and look at the loss.
    for level in range.levels.prefix(2) {
      for end in [level.lower[factor][0], level.upper[factor][0]] {
        let steered = try base.settings.constrain(
          base, of: sample,
          by: [FactorConstraint(factor: factor, species: "toluene", kind: .fixed(end))])
        #expect(abs(steered.rise / level.rise - 1) < 0.08)
      }
    }
  }

  @Test(
    "Bootstrap with displacement is no narrower than displacement of the base", .tags(.property))
  func both() throws {
    let (base, sample) = try Self.base(samples: 40)
    var analysis = BootstrapDisplacementAnalysis()
    analysis.bootstrap.replicates = 6
    analysis.levels = [1, 4]
    analysis.species = ["toluene"]
    let found = try analysis.run(base, of: sample)
    #expect(found.drawsKept + found.drawsDropped == 6)
    #expect(found.drawsKept >= 5)
    for factor in 0..<3 {
      #expect(found.levels[1].lower[factor][0] <= found.levels[0].lower[factor][0])
      #expect(found.levels[1].upper[factor][0] >= found.levels[0].upper[factor][0])
    }
  }
}
