import AirQuality
import Cooperation
import Estimation
import Foundation
import TestSupport
import Testing

@testable import OffRoad

@Suite("Impact statistics")
struct ImpactTests {
  private let zone = SimulatedZone()

  @Test("Compliance before and after is the share of machines", .tags(.analytical))
  func shares() throws {
    let before = try #require(CivilDate("2017-06-01"))
    let after = try #require(CivilDate("2018-06-01"))
    let inspections = (0..<6).flatMap { site in
      [
        Inspection(site: "S\(site)", date: before, inspected: 10, compliant: 5 + site % 2),
        Inspection(site: "S\(site)", date: after, inspected: 10, compliant: 8 + site % 2),
      ]
    }
    let result = try ComplianceAnalysis(start: zone.start).analyse(inspections)
    #expect(abs(result.before.value - 0.55) < 1e-9)
    #expect(abs(result.after.value - 0.85) < 1e-9)
    #expect(abs(result.difference.value - 0.3) < 1e-9)
    #expect(abs(result.oddsRatio.value - (0.85 / 0.15) / (0.55 / 0.45)) < 1e-6)
    // Sites are equal but for ± 0.05: independent machines would scatter more than these sites.
    #expect(result.independent.lower < 0.3 && result.independent.upper > 0.3)
    #expect(result.interruption == nil)
    #expect(result.diagnostics.map(\.identifier) == ["few-sites", "compliance-few-months"])
    #expect(result.months.count == 2)
  }

  @Test("The interrupted series finds a step and no change of slope", .tags(.property))
  func interruption() throws {
    let result = try ComplianceAnalysis(start: zone.start).analyse(zone.inspections(5))
    let series = try #require(result.interruption)
    // Odds 0.85/0.15 over 0.55/0.45 are 4.6.
    #expect(series.level.interval.contains(4.6))
    #expect(series.slope.interval.contains(1))
    #expect(series.fitted.count == result.months.count)
    #expect(series.pValue < 0.001)
  }

  @Test("A mixed model and pairs find the drop of opacity", .tags(.property))
  func readings() throws {
    let result = try ReadingsAnalysis(start: zone.start).analyse(zone.readings(3, drop: 0.4))
    #expect(result.mixed.interval.contains(-40))
    #expect(result.paired?.interval.contains(-40) == true)
    #expect(result.pairs == 40 && result.readings == 240)
    #expect(result.machineShare > 0.5)
    #expect(throws: OffRoadError.self) {
      try ReadingsAnalysis(start: zone.start).analyse([
        MachineReading(machine: "M", date: zone.start, value: 0)
      ])
    }
  }

  @Test("Fuel sales show a step beside season and trend", .tags(.property))
  func fuel() throws {
    let result = try FuelSalesAnalysis(start: zone.start).analyse(zone.sales(2, step: -0.1))
    #expect(result.interval.contains(-10))
    #expect(result.change < -5)
    #expect(result.months == [36, 24])
    #expect(throws: OffRoadError.self) {
      try FuelSalesAnalysis(start: zone.start).analyse(Array(zone.sales(2, step: 0).prefix(38)))
    }
  }

  @Test("Rollback is (C − B) s r, and its verdicts follow the difference", .tags(.analytical))
  func rollback() throws {
    let rollback = Rollback(
      concentration: BoundedNumber(4), background: BoundedNumber(1.5),
      sectorShare: BoundedNumber(0.6))
    func compare(_ estimate: Double, _ error: Double) throws -> RollbackResult {
      try rollback.compare(
        .normal(change: -0.5, standardError: 0.05),
        observed: Rollback.Observation(estimate: estimate, standardError: error))
    }
    let result = try compare(-0.7, 0.1)
    // 2.5 × 0.6 × −0.5, ± 1.96 × 2.5 × 0.6 × 0.05.
    #expect(abs(result.expected.central + 0.75) < 1e-12)
    #expect(abs(result.expected.lower - (-0.75 - 1.96 * 0.075)) < 2e-3)
    #expect(abs(result.expected.upper - (-0.75 + 1.96 * 0.075)) < 2e-3)
    #expect(result.wholeSector.central == -1.5)
    #expect(result.verdict == .consistent)
    #expect(try compare(-0.5, 0.4).verdict == .undecided)
    #expect(try compare(-1.2, 0.1).verdict == .larger)
    #expect(try compare(-0.1, 0.1).verdict == .smaller)
    #expect(try compare(-2.5, 0.1).verdict == .beyondTheSource)
    let wrong = Rollback(
      concentration: BoundedNumber(1), background: BoundedNumber(1.5),
      sectorShare: BoundedNumber(0.6))
    #expect(throws: OffRoadError.self) {
      try wrong.compare(.range(BoundedNumber(-0.5)), observed: nil)
    }
  }

  @Test("A background is taken off step by step", .tags(.analytical))
  func increments() throws {
    let days = 60
    let first = try #require(CivilDate("2017-12-02"))
    let axis = TimeAxis(
      start: Instant(first, utcOffset: 0), step: 86_400, count: days, utcOffset: 0)
    func series(_ name: String, _ value: (Int) -> Double) -> MonitoringSeries {
      MonitoringSeries(
        station: Station(network: "x", identifier: name), pollutant: .no2,
        unit: .microgramsPerCubicMetre, axis: axis, values: (0..<days).map(value))
    }
    // The region swings by 20; the site adds 10 before and 6 after.
    let site = series("site") { 30 + 20 * sin(Double($0)) + ($0 < 30 ? 10 : 6) }
    let region = series("region") { 30 + 20 * sin(Double($0)) }
    let start = try #require(CivilDate("2018-01-01"))
    let study = try AmbientImpact.study(
      sites: [site], background: [region], measure: .init(name: "zone", start: start),
      before: try #require(DatePeriod("2017-12-02..2017-12-31")),
      after: try #require(DatePeriod("2018-01-01..2018-01-30")))
    let findings = try AmbientImpact.estimate(study, methods: ["before-after"])
    #expect(abs((findings[0].effect?.estimate ?? 0) + 4) < 1e-9)
    #expect(throws: EstimationError.self) {
      try AmbientImpact.estimate(study, methods: ["no-such-method"])
    }
  }
}
