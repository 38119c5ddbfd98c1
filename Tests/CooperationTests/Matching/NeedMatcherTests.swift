import Documents
import Cooperation
import TestSupport
import Testing

@Suite("Matching of needs")
struct NeedMatcherTests {
  private func need(_ fields: String, _ modes: String, org: String = "CN-DALIAN") throws -> Need {
    Need(
      try RegistryRecord(
        kind: .needs,
        [
          "id": "N", "org": org, "fiscal_year": "FY2018", "fields": fields, "modes": modes,
          "title_en": "made up", "status": "open", "source": "made up", "verified": "reported",
        ]))
  }

  @Test("A need without supply is a gap that says so")
  func gap() throws {
    let match = NeedMatcher(.builtIn).match(try need("off-road", "training in Japan"))
    #expect(match.candidates == [])
    #expect(
      match.gap?.english == "nobody in the records has worked on, or offers, off-road machinery")
  }

  @Test("An offer closes the gap")
  func offer() throws {
    var registry = Registry.builtIn
    registry.add(
      try RegistryRecord(
        kind: .offers,
        [
          "id": "O1", "org": "JP-KOBE", "fiscal_year": "FY2018", "fields": "off-road",
          "modes": "training in Japan", "title_en": "Inspection of machines", "status": "open",
          "source": "made up", "verified": "reported",
        ]))
    let match = NeedMatcher(registry).match(try need("off-road", "training in Japan"))
    #expect(match.candidates.map(\.organisation) == ["JP-KOBE"])
    #expect(match.candidates[0].score == 50 + 20 + 10)
    #expect(match.gap == nil)
  }

  @Test("The wish comes first: ties alone make no candidate")
  func wishFirst() throws {
    let matcher = NeedMatcher(.builtIn)
    let match = matcher.match(
      try need("source apportionment", "joint research", org: "CN-SHENYANG"))
    #expect(match.candidates.first?.organisation == "JP-KAWASAKI")
    #expect(match.candidates.allSatisfy { $0.missingFields.isEmpty })
    // Kobe is a partner of Tianjin and has shown nothing in the field.
    let tianjin = matcher.match(
      try need("source apportionment", "joint research", org: "CN-TIANJIN"))
    #expect(!tianjin.candidates.map(\.organisation).contains("JP-KOBE"))
  }

  @Test("The parts of a score add up to it")
  func scores() {
    let matcher = NeedMatcher(.builtIn)
    for need in Registry.builtIn.needs {
      for candidate in matcher.match(need).candidates {
        #expect(candidate.score == candidate.reasons.reduce(0) { $0 + $1.points })
        #expect((0...100).contains(candidate.score))
        #expect(!candidate.reasons.isEmpty)
      }
    }
  }

  @Test("Every need of the records has candidates or a stated gap")
  func allNeeds() {
    let matcher = NeedMatcher(.builtIn)
    for need in Registry.builtIn.needs {
      let match = matcher.match(need)
      #expect(!match.candidates.isEmpty || match.gap != nil, "\(need.id)")
    }
  }
}
