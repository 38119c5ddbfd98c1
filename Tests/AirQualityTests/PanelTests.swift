import AirQuality
import Testing
import TestSupport

@Suite("Panel")
struct PanelTests {
  private let axis = TimeAxis.days(
    from: CivilDate(daysSinceEpoch: 0), through: CivilDate(daysSinceEpoch: 2), utcOffset: 0)

  private func panel(_ value: (Int, Int) -> Double?) -> Panel {
    Panel(
      stations: [
        Station(network: "n", identifier: "a"), Station(network: "n", identifier: "b"),
      ],
      pollutant: .pm25, unit: .microgramsPerCubicMetre, axis: axis, value: value)
  }

  @Test("Each cell holds what the function gave for its time and station", .tags(.analytical))
  func cellsFollowTheFunction() {
    let filled = panel { time, station in Double(10 * station + time) }
    #expect((0..<3).map { filled[$0, 0] } == [0, 1, 2])
    #expect((0..<3).map { filled[$0, 1] } == [10, 11, 12])
  }

  @Test("What was not measured stays missing, and two such panels are equal", .tags(.property))
  func missingStaysMissing() {
    let gapped = panel { time, station in time == station ? nil : 1 }
    #expect(gapped[0, 0] == nil)
    #expect(gapped[1, 0] == 1)
    #expect(gapped == panel { time, station in time == station ? nil : 1 })
    #expect(gapped != panel { _, _ in 1 })
  }
}
