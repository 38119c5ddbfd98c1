import Documents
import AirQuality
import Cooperation
import Estimation
import TestSupport
import Testing

@testable import VOC

@Suite("Contributions of factors beside a record")
struct FactorContributionsTests {
  private static func table(
    _ days: [Int], _ cells: [SpeciatedTable.Cell], record: SpeciatedRecord, offset: Int = 0
  ) -> SpeciatedTable {
    SpeciatedTable(
      file: "contributions.csv", species: ["factor_1"],
      instants: days.map { record.axis.instant(at: $0).advanced(bySeconds: offset) },
      utcOffset: 0, lines: days.indices.map { $0 + 2 }, cells: cells.map { [$0] })
  }

  @Test("Each sample goes to its step, days without one are missing", .tags(.analytical))
  func steps() throws {
    let record = try SpeciatedRecord(madeSeries([("toluene", [1, 2, 3, 4])]))
    let joined = try record.adding(
      contributions: Self.table(
        [2, 0, 3], [.value(0.5), .value(1.5), .missing("")], record: record))
    let series = try #require(joined.other(Pollutant("factor_1")))
    #expect(series.values == [1.5, nil, 0.5, nil])
    #expect(joined.compounds == record.compounds)
  }

  @Test("Samples off the record’s steps, twice or negative are refused", .tags(.analytical))
  func refused() throws {
    let record = try SpeciatedRecord(madeSeries([("toluene", [1, 2, 3, 4])]))
    func problem(_ table: SpeciatedTable, _ record: SpeciatedRecord) -> String? {
      do {
        _ = try record.adding(contributions: table)
        return nil
      } catch {
        return "\(error.location): \(error.what)"
      }
    }
    #expect(
      problem(Self.table([1], [.value(1)], record: record, offset: 3_600), record)
        == "contributions.csv:2: “contributions” has a sample at 2015-01-02T01:00:00Z, where no "
        + "step of the record begins")
    #expect(
      problem(Self.table([1, 1], [.value(1), .value(1)], record: record), record)
        == "contributions.csv:3: “contributions” has two samples of one step")
    #expect(
      problem(Self.table([1], [.value(-1)], record: record), record)
        == "contributions.csv:2: “contributions” has no contribution in the column “factor_1”")
    let table = Self.table([1], [.value(1)], record: record)
    #expect(
      problem(table, try record.adding(contributions: table))
        == "contributions.csv: “contributions” has the column “factor_1”, which the record has too")
  }

  private static func table(_ names: [String], record: SpeciatedRecord) -> SpeciatedTable {
    SpeciatedTable(
      file: "contributions.csv", species: names, instants: [record.axis.instant(at: 0)],
      utcOffset: 0, lines: [2], cells: [names.indices.map { .value(Double($0) + 1) }])
  }

  @Test("Factors with Chinese names stay two factors", .tags(.analytical))
  func chineseFactors() throws {
    let record = try SpeciatedRecord(
      madeSeries([("toluene", [1, 2, 3, 4])], unit: .microgramsPerCubicMetre))
    let table = Self.table(["机动车", "溶剂类"], record: record)
    let joined = try record.adding(contributions: table)
    let subjects = try joined.subjects(
      ReactivityAssessment(), factors: table.species.map { Pollutant($0) }
    ).filter { $0.subject.kind == .factor }
    #expect(subjects.map(\.subject.name) == ["机动车", "溶剂类"])
    #expect(subjects.map { $0.series.values[0] } == [1, 2])
    #expect(subjects[0].series.pollutant != subjects[1].series.pollutant)
  }

  @Test("Two names that would be one factor are refused with both", .tags(.analytical))
  func meeting() throws {
    let record = try SpeciatedRecord(
      madeSeries([("toluene", [1, 2, 3, 4])], unit: .microgramsPerCubicMetre))
    func problem(_ names: [String]) -> String? {
      do {
        let table = Self.table(names, record: record)
        _ = try record.adding(contributions: table).subjects(
          ReactivityAssessment(), factors: names.map { Pollutant($0) })
        return nil
      } catch {
        return "\(error.location): \(error.what)"
      }
    }
    #expect(problem(["factor 1", "factor 2"]) == nil)
    #expect(
      problem(["factor 1", "factor-1"])
        == "contributions.csv: “contributions” has the columns “factor 1” and “factor-1”, which "
        + "would be one factor")
    #expect(
      problem(["total"])
        == "made/place: “factors” has “total” (factor), which would be mixed up with “total” (total)"
    )
  }

  @Test("A reference that comes near zero or is below detection is refused", .tags(.analytical))
  func references() throws {
    var study = try SimulatedImpact(seed: 7)
    func problem(_ name: String, _ record: SpeciatedRecord) -> String? {
      study.impact.relativeTo = name
      do {
        _ = try study.impact.evaluate(
          record, measure: study.measure, before: study.before, after: study.after)
        return nil
      } catch let error as VOCError {
        return error.what
      } catch { return "\(error)" }
    }
    let days = Array(0..<study.record.axis.count)
    let touching = try study.record.adding(
      contributions: Self.table(
        days, days.map { .value($0 % 100 == 0 ? 0 : 1) }, record: study.record))
    #expect(
      problem("factor_1", touching)
        == "“relative_to” is “factor_1”, which comes near zero on 8 days")
    #expect(
      problem("alpha-pinene", study.record)
        == "“relative_to” is “alpha-pinene”, of which 581 of 731 values are below detection")
    #expect(
      problem("acetone", study.record)
        == "the ratio to an untouched source needs acetone, which the record does not have")
  }

  @Test("A ratio to a compound that moves alike does not change", .tags(.analytical))
  func ratio() throws {
    // All fall by half; toluene by half once more. 100 days each.
    let level = (0..<200).map { (day: Int) -> Double in
      let week = 1 + 0.1 * Double(day % 7)
      return day < 100 ? 2 * week : week
    }
    let toluene = level.enumerated().map { (day: Int, value: Double) -> Double? in
      day < 100 ? value : value / 2
    }
    let record = try SpeciatedRecord(
      madeSeries(
        [
          ("acetylene", level), ("ethylene", level.map { 3 * $0 }),
          ("toluene", toluene),
        ], unit: .microgramsPerCubicMetre))
    var settings = MeasureImpact()
    settings.estimators = [EstimatorChoice(method: "before-after")]
    settings.composition.rotations = 99
    settings.relativeTo = "acetylene"
    let impact = try settings.evaluate(
      record,
      measure: Measure(name: "m", start: record.axis.date(at: 100)),
      before: #require(DatePeriod(record.axis.date(at: 0), through: record.axis.date(at: 99))),
      after: #require(DatePeriod(record.axis.date(at: 100), through: record.axis.date(at: 199))))
    func percent(_ name: String, _ reference: String?) throws -> Double {
      let row = try #require(impact.row(.compound, name, relativeTo: reference))
      return try #require(row.effects.first?.relative?.percent)
    }
    #expect(abs(try percent("ethylene", "acetylene")) < 1e-9)
    #expect(abs(try percent("toluene", "acetylene") + 50) < 1e-9)
    #expect(abs(try percent("ethylene", nil) + 50) < 1)
    #expect(impact.row(.compound, "acetylene", relativeTo: "acetylene") == nil)
  }
}
