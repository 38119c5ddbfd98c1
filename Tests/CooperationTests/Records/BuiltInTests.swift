import Cooperation
import TestSupport
import Testing

@Suite("The records that come with the program")
struct BuiltInTests {
  private let registry = Registry.builtIn

  @Test("They pass every check that an import makes")
  func pass() { #expect(registry.problems() == []) }

  @Test("The plan's table has its twelve organisations in order")
  func planTable() {
    let lines = PlanTable(registry).lines
    #expect(lines.map(\.row) == Array(1...12))
    #expect(
      lines.map(\.organisation) == [
        "JP-TOKYO", "JP-TOYAMA", "JP-NAGANO", "JP-HYOGO", "JP-FUKUOKA", "JP-KAWASAKI",
        "JP-YOKKAICHI", "JP-KOBE", "JP-KITAKYUSHU", "JP-NIES", "JP-JICA", "JP-JCEA",
      ])
    #expect(
      Set(lines[8].partners) == ["CN-SHANGHAI", "CN-WUHAN", "CN-TANGSHAN", "CN-TIANJIN"])
    #expect(lines[2].statuses == [.awaitingReply])
    #expect(lines[11].projects.map(\.component) == [.business])
  }

  @Test("Every row names its source and how it was checked")
  func sources() {
    for kind in RecordKind.allCases where kind != .checklistItems {
      for record in registry.all(kind) {
        #expect(!record["source"].isEmpty, "\(record.id)")
        #expect(Verification(rawValue: record["verified"]) != nil, "\(record.id)")
      }
    }
    let means = registry.annualMeans
    #expect(means.count == 171)
    #expect(means.count { $0.verification == .storedSource } == 44)
  }

  @Test("The scheme has money, guidance, support, coordination and cooperation")
  func flows() {
    #expect(Set(registry.flows.map(\.kind)) == Set(FlowKind.allCases))
    #expect(
      registry.flows.contains {
        $0.giver == "JP-MOEJ" && $0.receiver == "JP-IGES" && $0.kind == .money
      })
  }

  @Test(
    "Texts of any script and form find a record",
    arguments: [
      ("沈阳", "CN-SHENYANG"), ("瀋陽", "CN-SHENYANG"), ("沈陽", "CN-SHENYANG"),
      ("shenyang", "CN-SHENYANG"), ("四日", "JP-YOKKAICHI"), ("ＩＧＥＳ", "JP-IGES"),
    ])
  func search(_ question: String, _ id: String) {
    let found = registry.search(question, kinds: [.organisations], limit: 10)
    #expect(found.map(\.id).contains(id))
  }
}
