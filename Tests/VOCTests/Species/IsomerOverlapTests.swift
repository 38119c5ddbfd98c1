import Documents
import AirQuality
import TestSupport
import Testing

@testable import VOC

@Suite("Sums of isomers beside their isomers")
struct IsomerOverlapTests {
  private func series(_ names: [String]) -> [MonitoringSeries] {
    madeSeries(names.map { ($0, [1.0, 2, 3]) })
  }

  @Test("They are refused with both names")
  func refused() throws {
    for (names, text) in [
      (["m,p-xylene", "m-xylene", "p-xylene"], "“m,p-xylene” holds m-xylene, p-xylene, which"),
      (
        ["o-xylene", "xylenes", "m,p-xylene"],
        "“xylenes (mixed isomers)” holds o-xylene, m,p-xylene, which"
      ),
      (["limonene", "d-limonene"], "“limonene” holds d-limonene, which"),
      (["间/对二甲苯", "间二甲苯"], "“m,p-xylene” holds m-xylene, which"),
    ] {
      let error = #expect(throws: VOCError.self) { try SpeciatedRecord(series(names)) }
      #expect(error?.what.contains(text) == true, "\(error?.what ?? "")")
    }
    #expect(try SpeciatedRecord(series(["m,p-xylene", "o-xylene"])).compounds.count == 2)
    #expect(throws: VOCError.self) {
      try Composition(name: "p", masses: ["m,p-xylene": 1, "p-xylene": 0.4])
    }
  }

  @Test(
    "The parts or the sum are taken by choice, and what was left out is told", .tags(.analytical))
  func chosen() throws {
    let columns = series(["m,p-xylene", "m-xylene", "p-xylene", "xylenes", "toluene"])
    var options = RecordOptions()
    options.isomers = .parts
    let parts = try SpeciatedRecord(columns, options: options)
    #expect(parts.compounds.map(\.name) == ["m-xylene", "p-xylene", "toluene"])
    #expect(parts.leftOutIsomers == ["m,p-xylene", "xylenes (mixed isomers)"])
    options.isomers = .lump
    let lump = try SpeciatedRecord(columns, options: options)
    #expect(lump.compounds.map(\.name) == ["xylenes (mixed isomers)", "toluene"])
    // 1 ppb each of two isomers weighs what 1 ppb each weighs, not four.
    #expect(Set(lump.leftOutIsomers) == ["m,p-xylene", "m-xylene", "p-xylene"])
  }
}
