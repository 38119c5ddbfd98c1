import AirQuality
import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import OffRoad

/// A simulated low-emission zone, whose truth the chain from inspections to concentrations has to
/// find; in full 500 runs each.
@Suite("Coverage of the off-road impact chain")
struct OffRoadCoverageTests {
  private let zone = SimulatedZone()
  // 95 % of 500 runs: three binomial standard errors are 2.9 %.
  private let band: ClosedRange<Double> = 0.92...0.98

  private func coverage(
    _ name: String, everyday: Int, sourceLocation: SourceLocation = #_sourceLocation,
    _ covers: @Sendable (UInt64) -> Bool
  ) {
    let runs = SimulationRuns.count(everyday: everyday, full: 500)
    let hits = parallelMap(count: runs) { covers(UInt64($0 + 1)) }
    let share = Double(hits.count { $0 }) / Double(runs)
    if SimulationRuns.isFull { print("coverage of \(name): \(share) in \(runs) runs") }
    #expect(
      SimulationRuns.band(0.95, runs: runs, full: band).contains(share), "\(name): \(share)",
      sourceLocation: sourceLocation)
  }

  @Test("Site clusters cover the difference of compliance", .tags(.calibration))
  func compliance() {
    let zone = zone
    coverage("compliance", everyday: 40) { seed in
      let result = try? ComplianceAnalysis(start: zone.start).analyse(zone.inspections(seed))
      return result?.difference.interval.contains(
        zone.complianceAfter - zone.complianceBefore) == true
    }
  }

  @Test("The mixed model covers the drop of opacity", .tags(.calibration))
  func readings() {
    let zone = zone
    coverage("readings", everyday: 20) { seed in
      let result = try? ReadingsAnalysis(start: zone.start)
        .analyse(zone.readings(seed, drop: 0.4))
      return result?.mixed.interval.contains(-40) == true
    }
  }

  @Test("Pairs cover the drop of opacity", .tags(.calibration))
  func pairs() {
    let zone = zone
    coverage("pairs", everyday: 20) { seed in
      let result = try? ReadingsAnalysis(start: zone.start)
        .analyse(zone.readings(seed, drop: 0.4))
      return result?.paired?.interval.contains(-40) == true
    }
  }

  @Test(
    "Expected and observed effect of the zone agree, and the gap covers zero",
    .tags(.calibration))
  func chain() {
    let zone = zone
    coverage("chain", everyday: 12) { seed in
      guard let result = try? Self.chain(zone, seed) else { return false }
      return (result.difference?.lower ?? 1) <= 0 && (result.difference?.upper ?? -1) >= 0
    }
  }

  @Test("What the emissions lead one to expect covers the true change", .tags(.calibration))
  func expected() {
    let zone = zone
    coverage("expected change", everyday: 12) { seed in
      guard let result = try? Self.chain(zone, seed) else { return false }
      return result.expected.lower <= zone.concentrationChange
        && zone.concentrationChange <= result.expected.upper
    }
  }

  /// Inspections give the emission change, the network gives the concentration change.
  private static func chain(_ zone: SimulatedZone, _ seed: UInt64) throws -> RollbackResult {
    let compliance = try ComplianceAnalysis(start: zone.start).analyse(zone.inspections(seed))
    let emissions = ComplianceChange(emissionRatio: BoundedNumber(zone.ratio))
      .emissionChange(compliance, draws: 4_000, seed: seed)
    let study = try zone.study(seed)
    let findings = try AmbientImpact.estimate(study, methods: ["difference-in-differences"])
    let effect = try #require(findings.first?.effect)
    var rollback = Rollback(
      concentration: BoundedNumber(zone.concentration),
      background: BoundedNumber(zone.background), sectorShare: BoundedNumber(zone.sectorShare))
    rollback.draws = 4_000
    return try rollback.compare(.draws(emissions), observed: Rollback.Observation(effect))
  }
}
