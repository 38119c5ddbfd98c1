import Cooperation
import Documents
import TestSupport
import Testing

@testable import Evidence
@testable import Studies

@Suite("The scheme's drawing")
struct SchemeDrawingTests {
  private func svg(_ registry: Registry, _ language: Language = .english) -> String {
    var filter = ProjectFilter()
    filter.isInPlan = true
    return SchemeDrawing(registry, filter: filter, language: language).svg
  }

  @Test("It names every organisation of the plan and every flow", arguments: Language.allCases)
  func complete(_ language: Language) {
    let registry = Registry.builtIn
    let svg = svg(registry, language).split(separator: "\n").joined()
    for line in PlanTable(registry).lines {
      let name = NameBook(registry)[line.organisation].text(in: language)
      #expect(svg.contains(name), "\(name)")
    }
    // What the platform is for as a whole stands in its heading, without a number.
    for function in registry.all(.platformFunctions) where function.id != "H00" {
      #expect(svg.contains("\(function.id): "))
    }
  }

  @Test("A project that is added to the records is in the drawing")
  func madeFromRecords() throws {
    var registry = Registry.builtIn
    let before = svg(registry)
    var record = try #require(registry.record(.projects, "P2014-KOBE-TIANJIN"))
    try record.set("id", to: "P2014-KOBE-LIUZHOU")
    try record.set("cn_orgs", to: "CN-LIUZHOU")
    registry.add(record)
    let after = svg(registry)
    #expect(!before.contains("Liuzhou"))
    #expect(after.contains("Liuzhou"))
  }
}
