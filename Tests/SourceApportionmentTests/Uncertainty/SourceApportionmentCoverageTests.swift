import AirQuality
import SourceApportionment
import TestSupport
import Testing

/// Three sources whose samples are drawn again and again: how often the ranges hold the truth.
@Suite("Coverage of the ranges of factor profiles")
struct SourceApportionmentCoverageTests {
  private struct Hits {
    var percentiles = 0
    var reported = 0
    var displacement = 0
    var both = 0
    var count = 0
    var bothCount = 0
    /// Elements whose reported range holds the truth, `source/species`.
    var held: [String: Int] = [:]
  }

  private static func run(_ seed: Int, withBoth: Bool) throws -> Hits {
    let made = try MadeMixture(samples: 150, relative: 0.1, seed: UInt64(seed) + 100)
    var settings = PositiveMatrixFactorisation()
    settings.factors = 3
    settings.starts = 5
    settings.renewals = 1
    let solution = try settings.apportion(made.sample)
    let factors = made.profiles.map { profile in
      solution.profiles.indices.max {
        MadeMixture.correlation(solution.profiles[$0], profile)
          < MadeMixture.correlation(solution.profiles[$1], profile)
      } ?? 0
    }
    var analysis = ProfileRangeAnalysis()
    analysis.bootstrap.replicates = SimulationRuns.count(everyday: 20, full: 100)
    let ranges = try analysis.run(solution, of: made.sample)
    var displacing = DisplacementAnalysis()
    displacing.levels = [4]
    displacing.species = SimulationRuns.isFull ? nil : ["toluene", "acetylene"]
    let displacement = try displacing.run(solution, of: made.sample)
    var hits = Hits()
    for (source, factor) in factors.enumerated() {
      for (place, name) in displacement.species.enumerated() {
        let position = MadeMixture.species.firstIndex(of: name) ?? 0
        let truth = made.profiles[source][position]
        let level = displacement.levels[0]
        hits.count += 1
        if level.lower[factor][place] <= truth, truth <= level.upper[factor][place] {
          hits.displacement += 1
        }
        if ranges.lower[factor][position] <= truth, truth <= ranges.upper[factor][position] {
          hits.reported += 1
          hits.held["\(source)/\(name)", default: 0] += 1
        } else {
          hits.held["\(source)/\(name)", default: 0] += 0
        }
        if let range = ranges.bootstrap.profiles[factor]?[position],
          range.fifth <= truth, truth <= range.ninetyFifth
        {
          hits.percentiles += 1
        }
      }
    }
    if withBoth {
      var joint = BootstrapDisplacementAnalysis()
      joint.bootstrap.replicates = 20
      joint.levels = [4]
      joint.species = ["toluene", "n-butane", "acetylene"]
      let ranges = try joint.run(solution, of: made.sample)
      for (source, factor) in factors.enumerated() {
        for (place, name) in ranges.species.enumerated() {
          let truth = made.profiles[source][MadeMixture.species.firstIndex(of: name) ?? 0]
          hits.bothCount += 1
          if ranges.levels[0].lower[factor][place] <= truth,
            truth <= ranges.levels[0].upper[factor][place]
          {
            hits.both += 1
          }
        }
      }
    }
    return hits
  }

  @Test("Displacement and the ranges of a bootstrap hold the true profiles", .tags(.calibration))
  func coverage() throws {
    let runs = SimulationRuns.count(everyday: 2, full: 60)
    var sum = Hits()
    for run in 0..<runs {
      let hits = try Self.run(run, withBoth: SimulationRuns.isFull && run < 20)
      sum.percentiles += hits.percentiles
      sum.reported += hits.reported
      sum.displacement += hits.displacement
      sum.both += hits.both
      sum.count += hits.count
      sum.bothCount += hits.bothCount
      sum.held.merge(hits.held) { $0 + $1 }
    }
    func share(_ hits: Int, _ count: Int) -> Double { Double(hits) / Double(max(count, 1)) }
    if SimulationRuns.isFull {
      print(
        "coverage over \(runs) runs: displacement by 4 \(share(sum.displacement, sum.count)), "
          + "ranges reported \(share(sum.reported, sum.count)), EPA's bootstrap percentiles alone "
          + "\(share(sum.percentiles, sum.count)), EPA's both \(share(sum.both, sum.bothCount))")
      let worst = sum.held.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.prefix(3)
      print("least held of \(sum.held.count) elements: \(worst.map { "\($0.key) \($0.value)" })")
      #expect(share(sum.displacement, sum.count) >= 0.85)
      // What the page says of the worst element.
      #expect(share(worst.first?.value ?? 0, runs) >= 0.8)
      #expect(share(sum.both, sum.bothCount) >= 0.85)
      // What is reported for a bootstrap. EPA's percentiles alone hold 0.74 and are shown as such.
      #expect(share(sum.reported, sum.count) >= 0.85)
    } else {
      // Twelve elements: enough to see a range that misses most of the time.
      #expect(share(sum.displacement, sum.count) >= 0.6)
      #expect(share(sum.reported, sum.count) >= 0.6)
    }
  }
}
