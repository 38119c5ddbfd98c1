import Documents
import AirQuality
import Cooperation
import Estimation
import Evidence
import Ingest
import TestSupport
import Testing

@Suite("Published claims")
struct ClaimTesterTests {
  private let registry = Registry.builtIn

  private func text(_ message: Message) -> String { Catalogue.builtIn.text(message, .english) }

  private func evaluate(_ id: String) throws -> ClaimEvaluation {
    let record = try #require(registry.record(.claims, id))
    return try ClaimTester(registry).evaluate(Claim(record))
  }

  @Test("The base year decides what “35 % on average” is for the six partner cities")
  func baseYearDecides() throws {
    let evaluation = try evaluate("C01")
    let figures = evaluation.windows.map { window in
      "\(window.cities.baseYear)-\(window.cities.endYear) \(Int((window.cities.mean ?? 0).rounded()))"
    }
    // The figures that the reference records give in their README.
    #expect(figures == ["2013-2017 -39", "2013-2018 -46", "2014-2017 -30", "2014-2018 -39"])
    #expect(evaluation.inputs.unverified > 0)
    #expect(text(evaluation.reason).contains("are unverified"))
    #expect(evaluation.verdict != .supported)
    #expect(evaluation.cannotSay.contains("claims.cause"))
  }

  @Test("The ministry's figure for China agrees with the 74 cities, from unverified values")
  func national() throws {
    let evaluation = try evaluate("C02")
    #expect(evaluation.verdict == .supported)
    #expect(
      evaluation.windows.map { "\($0.cities.baseYear)-\($0.cities.endYear)" } == ["2013-2017"])
    #expect(evaluation.inputs.all == 2)
    #expect(evaluation.inputs.unverified == 2)
  }

  @Test(
    "Figures of single cities that the bulletins give are met",
    arguments: ["C24", "C25", "C27", "C28"])
  func singleCities(_ id: String) throws {
    #expect(try evaluate(id).verdict == .supported)
  }

  @Test(
    "What cannot be tested says why",
    arguments: [
      ("C03", "the records hold annual means of PM2.5 only, not of SO2"),
      ("C15", "the records hold no budget"),
      ("C06", "it gives no figure that data could meet or miss"),
      ("C10", "the records of activities are incomplete"),
    ])
  func notTestable(_ id: String, _ reason: String) throws {
    let evaluation = try evaluate(id)
    #expect(evaluation.verdict == .notTestable)
    #expect(text(evaluation.reason).contains(reason))
  }

  @Test("Members and partners are counted in the records", arguments: [("C12", 11), ("C18", 10)])
  func counts(_ id: String, _ number: Int) throws {
    let evaluation = try evaluate(id)
    #expect(evaluation.count?.found == number)
    #expect(evaluation.verdict == .supported)
  }

  @Test("Every claim of the records has a verdict with a reason")
  func all() throws {
    for claim in registry.claims {
      let evaluation = try ClaimTester(registry).evaluate(claim)
      #expect(!text(evaluation.reason).isEmpty)
      #expect(!evaluation.cannotSay.isEmpty || evaluation.verdict == .supported)
    }
  }
}

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
