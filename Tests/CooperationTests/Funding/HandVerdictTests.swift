import Documents
import Cooperation
import Foundation
import TestSupport
import Testing

/// The budget of the registry cases, whose verdicts were given by hand.
@Suite("Budget lines that were judged by hand")
struct HandVerdictTests {
  private static let folder = SharedData.folder.deletingLastPathComponent()
    .appendingPathComponent("cases/registry/own")

  /// The made-up programme with the two projects that its budget names besides.
  private static func programme() throws -> Registry {
    var registry = Registry()
    for (name, kind) in [
      ("organisations", RecordKind.organisations), ("phases", .phases), ("projects", .projects),
    ] {
      for record in try records(name, kind) { registry.add(record) }
    }
    let base = try #require(registry.record(.projects, "P-A"))
    for id in ["P-E", "P-F"] {
      var other = base
      try other.set("id", to: id)
      try other.set("fiscal_year", to: "FY2025")
      registry.add(other)
    }
    return registry
  }

  private static func records(_ name: String, _ kind: RecordKind) throws -> [RegistryRecord] {
    let bytes = try Data(contentsOf: folder.appendingPathComponent("\(name).csv"))
    return try RecordFile(bytes: Array(bytes), file: name, kind: kind).rows().map(\.record)
  }

  private static func verdicts(_ name: String, _ registry: Registry) throws -> [String: String] {
    var registry = registry
    for record in try records(name, .budgetLines) { registry.add(record) }
    let rates = Dictionary(
      uniqueKeysWithValues: [2014, 2024, 2025, 2026].map { (FiscalYear(beginning: $0), 20.0) })
    return Dictionary(
      uniqueKeysWithValues: FundingCheck(registry, rates: rates).lines.map {
        ($0.line, $0.verdict.rawValue)
      })
  }

  @Test(
    "Every line has the hand's verdict",
    .enabled(if: FileManager.default.fileExists(atPath: folder.path)))
  func hand() throws {
    let found = try Self.verdicts("budget", Self.programme())
    // hand.csv in the terms of the check; what the README says of it goes before.
    let expected = [
      "B01": "fundable", "B02": "not fundable: indirect cost",
      "B03": "not fundable: existing cooperation", "B04": "double funding", "B05": "undecided",
      "B06": "undecided", "B07": "not fundable: cancelled project", "B08": "double funding",
      "B09": "double funding", "B10": "fundable", "B11": "own cost", "B12": "fundable",
      "B13": "fundable", "B14": "fundable", "B15": "double funding", "B16": "refused",
      "B17": "refused", "B18": "not fundable: existing cooperation", "B19": "fundable",
    ]
    #expect(found == expected)
  }

  @Test(
    "A repeat is one whatever its capitals, blanks and decimal point",
    .enabled(if: FileManager.default.fileExists(atPath: folder.path)))
  func twins() throws {
    var registry = Registry.builtIn
    // Of a new cooperation, so that the class does not decide.
    var project = try #require(registry.record(.projects, "P2014-NAGANO-HEBEI"))
    try project.set("funding_class", to: "new or strengthened")
    registry.replace(project)
    let found = try Self.verdicts("twin", registry)
    #expect(found["T2"] == "fundable" && found["T3"] == "fundable" && found["T7"] == "fundable")
    for line in ["T4", "T5", "T6"] { #expect(found[line] == "double funding", "\(line)") }
  }

  private func line(_ id: String, _ changes: [String: String] = [:]) throws -> RegistryRecord {
    try RegistryRecord(
      kind: .budgetLines,
      [
        "id": id, "project": "P2014-FUKUOKA-JIANGSU", "fiscal_year": "FY2014", "item": id,
        "cost": "travel", "amount": "1000000", "currency": "JPY", "share_asked": "0.5",
        "payer": "JP-FUKUOKA", "source": "made up", "verified": "reported",
      ].merging(changes) { $1 })
  }

  @Test("Lines beyond the ceiling of their project and year are not fundable", .tags(.analytical))
  func ceiling() throws {
    var registry = Registry.builtIn
    for record in [
      try line("a"), try line("b", ["amount": "1200000"]), try line("c", ["amount": "800000"]),
      try line("d", ["project": "P2014-HYOGO-GUANGDONG"]),
      try RegistryRecord(
        kind: .ceilings,
        [
          "id": "K", "project": "P2014-FUKUOKA-JIANGSU", "fiscal_year": "FY2014",
          "amount": "950000", "currency": "JPY", "source": "made up", "verified": "reported",
        ]),
    ] { registry.add(record) }
    // 500,000 of 950,000; 600,000 is more than the rest, 400,000 is not.
    #expect(
      FundingCheck(registry).lines.map(\.verdict.rawValue) == [
        "fundable", "not fundable: over the ceiling", "fundable", "fundable",
      ])
  }

  @Test("A line that names what the records have not is judged as far as it can be")
  func unknown() throws {
    var registry = Registry.builtIn
    for record in [
      try line("a", ["project": "P2014-FUKUOKA-JIANGSO"]), try line("b", ["payer": "JP-NOBODY"]),
      try line("c", ["other_payers": "JP-NOBODY"]),
    ] { registry.add(record) }
    let lines = FundingCheck(registry).lines
    #expect(lines.map(\.verdict) == [.undecided, .undecided, .doubleFunding])
    #expect(
      lines[0].reasons.map(\.english) == [
        "there is no project “P2014-FUKUOKA-JIANGSO”: did you mean P2014-FUKUOKA-JIANGSU, "
          + "P2015-FUKUOKA-JIANGSU, P2017-FUKUOKA-JIANGSU?"
      ])
    #expect(lines[1].reasons[0].english.hasPrefix("there is no organisation “JP-NOBODY”: "))
    #expect(lines[2].reasons[0].english.hasPrefix("there is no organisation “JP-NOBODY”: "))
  }

  @Test("More approved than asked and more spent than approved is told beside the verdict")
  func beyond() throws {
    var registry = Registry.builtIn
    for record in [
      // 500,000 is asked of each.
      try line("a", ["approved": "500000", "spent": "500000"]),
      try line("b", ["approved": "500001"]),
      try line("c", ["approved": "400000", "spent": "400000.5"]),
      try line("d", ["spent": "700000"]),
    ] { registry.add(record) }
    let lines = FundingCheck(registry).lines
    #expect(lines.allSatisfy { $0.verdict == .fundable })
    let told = lines.map { $0.reasons.map(\.english).filter { $0.contains("confirm it") } }
      .map { $0.filter { !$0.contains("inferred") } }
    #expect(
      told == [
        [], ["500001 JPY was approved, more than the 500000 JPY asked: confirm it"],
        ["400000.5 JPY was spent, more than the 400000 JPY approved: confirm it"], [],
      ])
  }

  @Test("Sums are those of the lines, by year, project and city", .tags(.analytical))
  func sums() throws {
    var registry = Registry.builtIn
    for record in [
      try line("a", ["approved": "300000", "spent": "250000"]), try line("b"),
      try line("c", ["currency": "CNY", "amount": "1000", "share_asked": "0.25"]),
      try RegistryRecord(
        kind: .exchangeRates,
        [
          "id": "R", "fiscal_year": "FY2014", "currency": "CNY", "yen": "17.5",
          "date": "2014-04-01", "source": "bank", "verified": "reported",
        ]),
    ] { registry.add(record) }
    let rows = FundingSums(registry).rows(by: .year)
    #expect(rows.map(\.currency) == ["CNY", "JPY"])
    #expect(
      rows[0].asked == 250 && rows[0].rate == 17.5 && rows[0].rateSource == "2014-04-01, bank")
    #expect(rows[1].amount == 2_000_000 && rows[1].asked == 1_000_000)
    #expect(rows[1].approved == 300_000 && rows[1].spent == 250_000 && rows[1].unspoken == 1)
    #expect(rows.map(\.unanswered) == [1, 1])
    // All lines are of one project and one payer, so that these sums are those of the year.
    for (key, id) in [(FundingSums.Key.project, "P2014-FUKUOKA-JIANGSU"), (.payer, "JP-FUKUOKA")] {
      let sums = FundingSums(registry).rows(by: key)
      #expect(sums.map(\.key) == [id, id])
      #expect(sums.map(\.asked) == [250, 1_000_000] && sums.map(\.lines) == [1, 2])
    }
    #expect(FundingSums(registry).rows(by: .city).map(\.key) == ["CN-JIANGSU", "CN-JIANGSU"])
    // Work within Japan has no city and counts nevertheless.
    var within = try #require(registry.record(.projects, "P2017-IGES-PLATFORM"))
    try within.set("id", to: "P-WITHIN")
    try within.set("cn_orgs", to: "")
    registry.add(within)
    registry.add(try line("d", ["project": "P-WITHIN", "fiscal_year": "FY2017"]))
    #expect(FundingSums(registry).rows(by: .city).map(\.key).contains(""))
    #expect(FundingSums(registry, without: ["d"]).rows(by: .year).map(\.lines) == [1, 2])
    #expect(FundingCheck(registry).lines.prefix(3).map(\.yen) == [1_000_000, 1_000_000, 17_500])
  }

  @Test("A rate that cannot be is told, and one that is the wrong way round is called so")
  func rates() {
    #expect(Currency.yuan.problem(ofRate: 17.2) == nil)
    #expect(
      Currency.yuan.problem(ofRate: 0.058)?.problem.english == "0.058 looks like CNY for one JPY")
    #expect(Currency.yuan.problem(ofRate: -17)?.problem.english == "a rate of -17.0 cannot be")
    #expect(Currency.dollar.problem(ofRate: 17)?.problem.english == "no USD ever cost 17.0 JPY")
  }
}
