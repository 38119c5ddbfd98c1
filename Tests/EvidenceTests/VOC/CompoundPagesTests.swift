import AirQuality
import Documents
import Evidence
import Foundation
import Simulation
import SourceApportionment
import TestSupport
import Testing
import VOC

/// Pages of the checks of a chromatograph and of what factors amount to.
@Suite("Pages of a chromatograph's checks and of factors")
struct CompoundPagesTests {
  /// Daily compounds with a total in ppbC that every tenth day falls short of their sum.
  private func record(
    days: Int = 200, totalIn unit: MeasurementUnit = .partsPerBillionCarbon
  ) throws -> SpeciatedRecord {
    var settings = SimulatedSpeciation()
    settings.days = days
    settings.daysBefore = days - 1
    settings.solventEffect = 0
    let truth = try settings.generate()
    let first = truth.series[0]
    func series(_ name: String, _ values: [Double], _ unit: MeasurementUnit) -> MonitoringSeries {
      MonitoringSeries(
        station: first.station, pollutant: Pollutant(name), unit: unit,
        referenceState: .notApplicable, axis: first.axis, storage: values)
    }
    var sums = [Double](repeating: 0, count: days)
    for (name, values) in zip(truth.compounds, truth.measured) {
      let carbons = Double(
        try CompoundCatalogue.embedded.compound(named: name).molecule.carbonAtoms)
      for day in sums.indices where !values[day].isNaN { sums[day] += carbons * values[day] }
    }
    let total = sums.indices.map { ($0 % 10 == 0 ? 0.5 : 1.25) * sums[$0] }
    return try SpeciatedRecord(
      zip(truth.compounds, truth.measured).map { series($0.0, $0.1, .partsPerBillion) }
        + [series("TNMOC", total, unit)])
  }

  // Sum over total is 2 at every tenth step and 0.8 at the others: median 80 %, a tenth above.
  @Test("A total that every tenth day misses is told with that tenth", .tags(.analytical))
  func total() throws {
    let report = try RecordCheck().check(record())
    let said = try PageTables.check(report.document, quoted: ["TNMOC", "tnmoc"])
    for (language, (page, terminal)) in said {
      let sign = language == .chinese ? "%" : " %"
      let totals = PageTables.rows(page, table: 1)
      #expect(totals.first?[1] == "80\(sign)", "\(totals)")
      #expect(totals.first?[4] == "10.0\(sign)", "\(totals)")
      #expect(terminal.contains("10.0\(sign)"))
      let lead = PageTables.lead(page)
      #expect(lead.contains("\(report.findings.count)") || lead.hasPrefix("One thing"))
      // Correlations by hand have two decimals, in the order of the result.
      let isomers = PageTables.rows(page, table: 2)
      #expect(isomers.map { $0[1] } == report.isomers.map { ShownNumbers.fixed($0.correlation, 2) })
    }
  }

  @Test("A total in another unit leaves no row of dashes, and a note says why", .tags(.analytical))
  func unanswered() throws {
    let report = try RecordCheck().check(record(days: 60, totalIn: .partsPerBillion))
    let document = report.document
    #expect(!document.tables.contains { $0.id == "totals" })
    #expect(report.totals.first?.unanswered != nil)
    try PageTables.check(document, quoted: ["TNMOC", "tnmoc"])
  }

  // Carter (2010): MIR of toluene 4.00 and of ethylene 9.00 g O3/g; 10 and 2 µg/m³ make 40 and 18.
  @Test("Ozone of two factors is on the page as it is by hand", .tags(.analytical))
  func factors() throws {
    // Each source rests on days of its own, so that no other pair of factors fits.
    let strengths: [[Double]] = [(7, 0), (11, 5)].map { (rule: (Int, Int)) -> [Double] in
      (0..<80).map { day in Double((day * rule.0 + rule.1) % 13) / 6 }
    }
    let means: [Double] = strengths.map { $0.reduce(0, +) / 80 }
    let sample = try SpeciatedSample(
      species: ["toluene", "ethylene", "sulfate"], unit: .microgramsPerCubicMetre,
      instants: (0..<80).map { Instant(CivilDate(daysSinceEpoch: 16_436 + $0), utcOffset: 0) },
      concentrations: (0..<80).map { (day: Int) -> [Double] in
        let toluene = strengths[0][day] / means[0]
        let ethylene = strengths[1][day] / means[1]
        return [10 * toluene, 2 * ethylene, 3 * ethylene]
      }, uncertainties: (0..<80).map { _ in [0.01, 0.01, 0.01] })
    var settings = PositiveMatrixFactorisation()
    settings.factors = 2
    settings.starts = 3
    let report = FactorReport(try settings.apportion(sample), of: sample)
    let reading = try FactorReading().read(report)
    let said = try PageTables.check(reading.document)
    for (language, (page, _)) in said {
      let ozone = PageTables.rows(page).filter { $0[5].contains("O3") }.map {
        Double($0[2]) ?? 0
      }.sorted()
      #expect(ozone.count == 2, "\(language)")
      // Contributions may be a little below zero, as EPA's program lets them be, which leaves the
      // factors some room; their sum has none.
      let sum = ozone[0] + ozone[1]
      #expect(abs(sum / 58 - 1) < 0.02 && abs(ozone[1] / 40 - 1) < 0.1, "\(ozone)")
      let share = Int((100 * ozone[1] / sum).rounded())
      #expect(PageTables.lead(page).contains("\(share)"), "\(PageTables.lead(page))")
    }
  }
}
