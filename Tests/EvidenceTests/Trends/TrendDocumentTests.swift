import AirQuality
import Documents
import Estimation
import Foundation
import TestSupport
import Testing

@testable import Evidence

@Suite("Documents of trends and breaks")
struct TrendDocumentTests {
  /// Eight years of months with a season, a fall and a step, noise by a fixed rule.
  private func series(_ name: String, step: Double, slope: Double) -> MonitoringSeries {
    var state: UInt64 = 88_172_645_463_325_252
    let values = (0..<96).map { month -> Double? in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      let noise = 4 * (Double(state >> 11) / Double(1 << 53) - 0.5)
      let season = [6.0, 5, 2, -1, -4, -6, -6, -5, -2, 2, 4, 5][month % 12]
      let level = 50 + slope * Double(month) / 12 + (month >= 50 ? step : 0)
      return month == 20 ? nil : (10 * (level + season + noise)).rounded() / 10
    }
    return MonitoringSeries(
      station: Station(network: "made", identifier: name, name: name), pollutant: .no2,
      unit: .microgramsPerCubicMetre,
      axis: TimeAxis(
        start: Instant(CivilDate(year: 2011, month: 1, day: 1)!, utcOffset: 0), step: .month,
        count: 96, utcOffset: 0),
      values: values)
  }

  @Test("A trend says what changed, when, and how sure it is", .tags(.golden))
  func trend() throws {
    var trend = Trend()
    trend.draws = 99
    trend.split = CivilDate(year: 2015, month: 1, day: 1)
    let fits = try [
      trend.estimate(series("North", step: 0, slope: -1.5)),
      trend.estimate(series("South", step: 0, slope: -0.5)),
    ]
    let report = TrendReport(fits, region: try RegionalTrend(fits))
    try DocumentSnapshot.check(report.document, named: "trend")
    let names = try report.files().map(\.0)
    #expect(names == ["trend.json", "tables/periods.csv"])
  }

  @Test("Breaks are told with their dates, steps and the measure’s date", .tags(.golden))
  func breaks() throws {
    var finder = ChangePoint()
    finder.draws = 99
    finder.measureStart = CivilDate(year: 2016, month: 1, day: 1)
    let fits = try [
      finder.estimate(series("North", step: -8, slope: 0)),
      finder.estimate(series("South", step: 0, slope: 0)),
    ]
    #expect(fits[0].breaks.first?.relation == .before)
    try DocumentSnapshot.check(BreakReport(fits).document, named: "breaks")
  }
}
