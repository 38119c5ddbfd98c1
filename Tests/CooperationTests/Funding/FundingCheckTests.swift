import Documents
import Cooperation
import TestSupport
import Testing

@Suite("Funding rule")
struct FundingCheckTests {
  private func line(_ id: String, _ values: [String: String]) throws -> RegistryRecord {
    try RegistryRecord(
      kind: .budgetLines,
      [
        "id": id, "project": "P2014-FUKUOKA-JIANGSU", "fiscal_year": "FY2014", "item": id,
        "cost": "travel", "amount": "1000", "currency": "CNY", "share_asked": "0.5",
        "payer": "JP-FUKUOKA", "source": "made up", "verified": "reported",
      ].merging(values) { $1 })
  }

  private func check(_ lines: [RegistryRecord]) -> [FundingCheck.Line] {
    var registry = Registry.builtIn
    for line in lines { registry.add(line) }
    let year = FiscalYear(beginning: 2014)
    return FundingCheck(registry, rates: [year: 17]).lines
  }

  @Test("Each line has the verdict of the plan's rule")
  func verdicts() throws {
    let lines = check([
      try line("direct", [:]),
      try line("overhead", ["cost": "overhead"]),
      try line("salary", ["cost": "salary"]),
      try line("own", ["share_asked": "0"]),
      try line("existing", ["project": "P2014-TOKYO-BEIJING", "payer": "JP-TOKYO"]),
      try line("jica", ["project": "P2014-TOYAMA-LIAONING", "payer": "JP-TOYAMA"]),
      try line("other", ["other_payers": "JP-JICA"]),
      try line("whole", ["share_asked": "1"]),
    ])
    #expect(
      lines.map(\.verdict) == [
        .fundable, .indirect, .indirect, .ownCost, .existing, .doubleFunding, .doubleFunding,
        .undecided,
      ])
    #expect(lines.allSatisfy { !$0.reasons.isEmpty })
    #expect(lines[0].yen == 17_000)
    #expect(lines[0].askedYen == 8_500)
  }

  @Test("The same fee of two projects is no double funding")
  func twice() throws {
    let lines = check([
      try line("first", ["item": "flight"]),
      try line("second", ["item": "flight", "project": "P2014-HYOGO-GUANGDONG"]),
    ])
    #expect(lines.map(\.verdict) == [.fundable, .fundable])
  }

  @Test("The same item of one project asked for by two payers is found")
  func twoPayers() throws {
    let lines = check([
      try line("first", ["item": "flight"]),
      try line("second", ["item": "flight", "payer": "JP-IGES", "share_asked": "0.6"]),
      try line("third", ["item": "flight", "payer": "JP-IGES", "amount": "2000"]),
    ])
    #expect(lines.map(\.verdict) == [.fundable, .doubleFunding, .fundable])
  }

  @Test("An amount without an exchange rate stays without yen")
  func noRate() throws {
    let lines = check([try line("later", ["fiscal_year": "FY2015"])])
    #expect(lines[0].yen == nil)
    #expect(
      lines[0].reasons.map(\.english).contains(
        "no exchange rate for FY2015: give one as JPY for one CNY"))
    #expect(
      lines[0].reasons.map(\.english).contains("the line is of FY2015, the project of FY2014"))
  }
}
