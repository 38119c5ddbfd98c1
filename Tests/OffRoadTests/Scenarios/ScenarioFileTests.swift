import AirQuality
import TestSupport
import Testing

@testable import OffRoad

@Suite("Scenario files")
struct ScenarioFileTests {
  private let text = """
    title: Dust free
    years: [2026, 2024]
    growth: 0.02
    new_stage: china-iv
    currency: CNY
    curve: pm25
    scenarios:
      - name: filters
        measures:
          - name: dpf on excavators
            kind: retrofit
            device: dpf
            types: [excavator]
            share: [0.2, 0.3, 0.35]
            start: 2025-01-01
            phase_in_years: 1
            cost: { capital: 8000, operating: [300, 500, 600], years: 8 }
      - name: power
        measures:
          - { name: grid, kind: electrification, grid: { co2: 550 }, share: 0.1, start: 2024-01-01 }
    """

  private func explanation(_ changed: String) -> String? {
    do {
      _ = try ScenarioFile(yaml: changed, file: "s.yaml")
      return nil
    } catch { return error.explanation }
  }

  @Test("A file is read with its measures and ranges", .tags(.analytical))
  func reading() throws {
    let file = try ScenarioFile(yaml: text, file: "s.yaml")
    #expect(file.years == [2024, 2026])
    #expect(file.curve == .pm25)
    #expect(file.scenarios.map(\.name) == ["filters", "power"])
    let measure = file.scenarios[0].measures[0]
    #expect(measure.action == .retrofit(.particulateFilter))
    #expect(measure.share == BoundedNumber(low: 0.2, central: 0.3, high: 0.35))
    #expect(measure.cost?.capital == BoundedNumber(8_000))
    #expect(file.scenarios[1].measures[0].action == .electrification(grid: [.co2: 550]))
  }

  @Test("Slips are refused with key and remedy", .tags(.analytical))
  func slips() {
    #expect(
      explanation(text.replacing("phase_in_years", with: "phase_in_year"))
        == "“s.yaml:16, scenarios[1].measures[1].phase_in_year” is no field of such a file; did you "
        + "mean phase_in_years?")
    #expect(
      explanation(text.replacing("device: dpf", with: "device: dpff"))
        == "“s.yaml: filters, dpf on excavators.device” is “dpff”; choose one of: dpf, "
        + "partial-dpf, doc, scr, scr-dpf")
    #expect(
      explanation(text.replacing("new_stage: china-iv", with: "new_stage: china-vi"))?
        .hasPrefix("“s.yaml: new_stage” is “china-vi”, which is no stage; did you mean ") == true)
    #expect(
      explanation(text.replacing("        kind: retrofit\n", with: ""))
        == "“s.yaml:10, scenarios[1].measures[1]” lacks “kind”; add “kind: …”")
    #expect(
      explanation(text.replacing("[0.2, 0.3, 0.35]", with: "[0.4, 0.3, 0.35]"))
        == "“s.yaml:14, scenarios[1].measures[1].share” has a value that does not fit; write "
        + "one number, or [low, central, high] ascending")
  }
}
