import NumericKernels
import TestSupport
import Testing

@testable import AirQuality

@Suite("Long steps far above all others")
struct DetachedValuesTests {
  /// Two years of days near 13 µg/m³ with some replaced.
  private func series(_ replaced: [Int: (Double) -> Double]) -> MonitoringSeries {
    var stream = RandomStream(seed: 5, index: 0)
    let values = (0..<730).map { day -> Double? in
      let usual = 13 + 2.5 * max(-2.5, min(2.5, stream.normal()))
      return replaced[day].map { $0(usual) } ?? usual
    }
    return MonitoringSeries(
      station: Station(network: "n", identifier: "A"), pollutant: .pm25,
      unit: .microgramsPerCubicMetre,
      axis: .days(
        from: CivilDate(daysSinceEpoch: 16_436), through: CivilDate(daysSinceEpoch: 17_165),
        utcOffset: 0),
      values: values)
  }

  @Test("Days with an hour of a missing code in their mean are unusable", .tags(.analytical))
  func codes() throws {
    let days = [40, 41, 130, 260, 377, 500, 729]
    let found = DetachedValues.findings(
      series(Dictionary(uniqueKeysWithValues: days.map { ($0, { (23 * $0 + 9_999) / 24 }) })))
    let finding = try #require(found.first)
    #expect(found.count == 1)
    #expect(finding.rule == .spike)
    #expect(finding.grade == .unusable)
    #expect(finding.facts["count"] == 7)
    // Two of the seven stand side by side: six marks.
    #expect(finding.flags.count == 6)
    #expect(finding.sentence.contains("as one hour of 9999"))
  }

  @Test(
    "One lonely day is suspect, an episode and ordinary peaks are left alone", .tags(.analytical))
  func others() {
    #expect(DetachedValues.findings(series([100: { _ in 150 }])).map(\.grade) == [.suspect])
    #expect(
      DetachedValues.findings(
        series(Dictionary(uniqueKeysWithValues: (100..<105).map { ($0, { _ in 300 }) }))
      ).isEmpty)
    #expect(DetachedValues.findings(series([100: { _ in 40 }])).isEmpty)
    #expect(DetachedValues.findings(series([:])).isEmpty)
  }
}
