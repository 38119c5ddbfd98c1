import AirQuality
import NumericKernels
import TestSupport
import Testing

@testable import VOC

@Suite("Ratios, regimes and weekends")
struct RatioTests {
  static func record(
    toluene: Double = 4, weekend: Double = 1, steps: Int = 140
  ) throws -> SpeciatedRecord {
    let days = 0..<steps
    func values(_ level: Double) -> [Double?] {
      days.map { day in
        // 1970-01-01 was a Thursday; the record begins on day 16,436.
        let isWeekend = CivilDate(daysSinceEpoch: 16_436 + day).weekday > 5
        return level * (1 + 0.3 * Double(day % 9)) * (isWeekend ? weekend : 1)
      }
    }
    return try SpeciatedRecord(
      madeSeries([
        ("toluene", values(toluene)), ("benzene", values(1)), ("nox", values(7)),
      ]))
  }

  static func analysis() -> RatioAnalysis {
    var analysis = RatioAnalysis()
    analysis.air = .kelvin298
    analysis.replicates = 199
    return analysis
  }

  @Test("A constant ratio of four reads as solvents beside traffic", .tags(.analytical))
  func constant() throws {
    let report = try Self.analysis().analyse(Self.record())
    let row = try #require(report.ratios.first)
    #expect(row.ratio.identifier == "toluene/benzene")
    #expect(abs(row.geometricMean - 4) < 1e-9)
    #expect(abs(row.lower - 4) < 1e-9 && abs(row.upper - 4) < 1e-9)
    #expect(row.goesWith == ["solvent use beside traffic"])
    #expect(report.unanswered.contains("isopentane/n-pentane"))
    #expect(report.ratios.allSatisfy { !$0.ratio.provenance.isBacked })
  }

  @Test("A ratio of too few steps is not said to be unmeasured", .tags(.analytical))
  func tooFew() throws {
    let whole = try Self.record()
    let report = try Self.analysis().analyse(whole)
    // Both compounds of toluene/benzene are there; two steps do not suffice for a ratio.
    #expect(report.sparse.isEmpty)
    let few = try Self.analysis().analyse(Self.record(steps: 2))
    #expect(few.sparse == ["toluene/benzene": 2])
    #expect(few.unanswered.contains("toluene/benzene"))
  }

  @Test("Carbon over nitrogen oxides: (7 · 4 + 6) / 7", .tags(.analytical))
  func regime() throws {
    let report = try Self.analysis().analyse(Self.record())
    let row = try #require(report.regimes.first)
    #expect(abs(row.median - 34.0 / 7) < 1e-9)
    #expect(row.transition == 1 && row.isDaily)
  }

  @Test("Borders of mornings are held against six to nine in the morning alone", .tags(.analytical))
  func morning() throws {
    // By hours: 6 · 1 ppb of benzene over 2 ppb of NOx is 3 from six to nine, 6 · 4 / 1 is 24 otherwise,
    // in daylight too.
    let hours = 0..<480
    func isMorning(_ hour: Int) -> Bool { (6...8).contains(hour % 24) }
    let record = try SpeciatedRecord(
      madeSeries(
        [
          ("benzene", hours.map { isMorning($0) ? 1 : 4 }),
          ("nox", hours.map { isMorning($0) ? 2 : 1 }),
        ], step: 3_600))
    let row = try #require(try Self.analysis().analyse(record).regimes.first)
    #expect(row.hours == 6...8 && !row.isDaily)
    #expect(abs(row.median - 3) < 1e-9)
    #expect(row.compoundLimited == 1, "all sixty mornings lie below four")
  }

  @Test("An indicator with fewer hours than it needs is told, not dropped", .tags(.analytical))
  func fewHours() throws {
    let few = try Self.analysis().analyse(Self.record(steps: 4))
    #expect(few.regimes.isEmpty)
    #expect(few.sparseRegimes == ["voc/nox": 4])
    #expect(try Self.analysis().analyse(Self.record()).sparseRegimes.isEmpty)
  }

  @Test("A fifth less on weekends is found", .tags(.analytical))
  func weekend() throws {
    let report = try Self.analysis().analyse(Self.record(weekend: 0.8))
    let total = try #require(report.weekend.first { $0.name == "total" })
    #expect(total.lower <= -20 && -20 <= total.upper)
    #expect(total.upper < 0)
    let none = try Self.analysis().analyse(Self.record(weekend: 1))
    let flat = try #require(none.weekend.first { $0.name == "total" })
    #expect(flat.lower < 0 && 0 < flat.upper)
  }

  @Test("Ratios of masses need a stated air", .tags(.analytical))
  func air() throws {
    let series = madeSeries(
      [("toluene", [1, 2]), ("benzene", [1, 2])], unit: .microgramsPerCubicMetre)
    #expect(throws: VOCError.airStateMissing(from: "µg/m³", to: "ppb")) {
      try RatioAnalysis().analyse(SpeciatedRecord(series))
    }
  }
}
