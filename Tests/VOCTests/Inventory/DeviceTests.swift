import Documents
import AirQuality
import NumericKernels
import TestSupport
import Testing

@testable import VOC

/// The cases of `shared/cases/voc`, by hand.
@Suite("Devices of an inventory")
struct DeviceTests {
  private func tally(_ yaml: String) throws -> InventoryTally {
    let file = try InventoryFile(yaml: yaml, file: "made.yaml")
    return try InventoryAnalysis().tally(file.inventory, measures: file.measures)
  }

  private func inventory(_ processes: String, _ measures: String) -> String {
    """
    title: t
    facilities:
      - name: A
        processes:
    \(processes)
    profiles:
      gas: { n-butane: 0.3, isopentane: 0.4 }
    measures:
    \(measures)
    """
  }

  @Test(
    "A second device takes its share off what the first lets through; a worse hood changes nothing",
    .tags(.analytical))
  func inSeries() throws {
    // 100 × 500 kg = 50 t; 50 × (1 − 0.6 × 0.9) = 23 t. Both devices let 0.1 × 0.2 through:
    // 50 × (1 − 0.6 × 0.98) = 20.6 t, and a hood of 0.5 captures less than the 0.6 that is captured.
    let found = try tally(
      inventory(
        "      - { name: print, activity: 100, factor: 500, capture: 0.6, control: 0.9, profile: gas }",
        """
          - { name: carbon, kind: adsorption, at: A/print, efficiency: 0.8 }
          - { name: hood, kind: capture-hood, at: A/print, efficiency: 0.5 }
        """))
    #expect(abs(found.total.value - 23) < 1e-9)
    #expect(abs(found.remaining.value - 20.6) < 1e-9)
    #expect(abs(found.measures[0].abated.value - 2.4) < 1e-9)
    #expect(found.measures[1].abated.value == 0)
    #expect(found.measures[1].capturedBetterAt == ["A/print"])
  }

  @Test("Vapour recovery takes its share off what is displaced", .tags(.analytical))
  func displaced() throws {
    // 30,000 × 1.3 kg = 39 t, 0.9 of it recovered.
    let found = try tally(
      inventory(
        "      - { name: refuel, activity: 30000, factor: 1.3, profile: gas }",
        "  - { name: stage 2, kind: vapour-recovery-stage-2, at: A/refuel, efficiency: 0.9 }"))
    #expect(abs(found.measures[0].abated.value - 35.1) < 1e-9)
  }

  @Test("A device that nothing reaches is refused, and so is a control without capture")
  func withoutCapture() throws {
    let print = "      - { name: print, activity: 100, factor: 500, profile: gas }"
    let error = #expect(throws: VOCError.self) {
      try tally(inventory(print, "  - { name: carbon, kind: adsorption, at: A/print }"))
    }
    #expect(
      error?.explanation
        == "“carbon” takes off what reaches it, and nothing does: no capture is stated for A/print; "
        + "state the share that reaches it, “capture: 0.9” at the process or the measure, or put a "
        + "hood before it")
    #expect(throws: VOCError.self) {
      try tally(
        inventory(
          "      - { name: print, activity: 100, factor: 500, control: 0.9, profile: gas }",
          "  - { name: hood, kind: capture-hood, at: A/print }"))
    }
    // With a hood before it, or a capture of its own, it takes 50 × 0.8 × 0.9 = 36 t off.
    for measures in [
      "  - { name: hood, kind: capture-hood, at: A/print, efficiency: 0.8 }\n"
        + "  - { name: carbon, kind: adsorption, at: A/print, efficiency: 0.9 }",
      "  - { name: carbon, kind: adsorption, at: A/print, efficiency: 0.9, capture: 0.8 }",
    ] {
      #expect(abs(try tally(inventory(print, measures)).remaining.value - 14) < 1e-9)
    }
  }
}
