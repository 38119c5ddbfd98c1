import AirQuality
import Documents
import Foundation
import TestSupport
import Testing

@testable import Cooperation

@Suite("The standard rule set of IATI")
struct IATIRulesetTests {
  /// An activity that keeps all rules.
  private static let base = """
    <iati-activity xml:lang="en" default-currency="USD">
    <iati-identifier>XM-TEST-A1</iati-identifier>
    <reporting-org ref="XM-TEST" type="10"><narrative>Test</narrative></reporting-org>
    <title><narrative>Clean air</narrative></title>
    <description><narrative>Text</narrative></description>
    <participating-org ref="JP-JICA" role="4"/>
    <activity-status code="2"/>
    <activity-date type="1" iso-date="2018-04-01"/><activity-date type="2" iso-date="2018-05-01"/>
    <activity-date type="3" iso-date="2021-03-31"/><activity-date type="4" iso-date="2020-12-31"/>
    <recipient-country code="CN" percentage="60"/><recipient-country code="KR" percentage="40"/>
    <sector vocabulary="1" code="41020"/>
    <policy-marker vocabulary="1" code="2" significance="2"/>
    <budget><period-start iso-date="2018-04-01"/><period-end iso-date="2019-03-31"/>
    <value value-date="2018-04-01">1000</value></budget>
    <transaction><transaction-type code="2"/><transaction-date iso-date="2018-06-01"/>
    <value value-date="2018-06-01">10</value><provider-org ref="XM-TEST"/></transaction>
    <result type="1"><title><narrative>People</narrative></title>
    <indicator measure="1"><title><narrative>People</narrative></title>
    <period><period-start iso-date="2018-04-01"/><period-end iso-date="2019-03-31"/>
    <target value="10"/><actual value="12"/></period></indicator></result>
    </iati-activity>
    """

  private static func problems(_ changes: [(String, String)]) throws -> [String] {
    var text = base
    for (old, new) in changes {
      #expect(text.contains(old), "\(old)")
      text = text.replacingOccurrences(of: old, with: new)
    }
    let activity = try XMLElementNode.read(Array(text.utf8), file: "a.xml")
    let today = try #require(CivilDate(year: 2026, month: 11, day: 29))
    return IATIRules.ruleset(activity, today: today).map(\.problem.id)
  }

  @Test("An activity that keeps the rules is not complained of")
  func sound() throws { #expect(try Self.problems([]) == []) }

  @Test(
    "Each rule of the set is found broken",
    arguments: [
      ("XM-TEST-A1<", "XX-TEST-A1<", "iati.rule-beginning"),
      ("XM-TEST-A1<", "XM-TEST-A/1<", "iati.rule-signs"),
      ("ref=\"JP-JICA\"", "ref=\"JP|JICA\"", "iati.rule-signs"),
      (
        "type=\"3\" iso-date=\"2021-03-31\"", "type=\"3\" iso-date=\"2018-03-31\"",
        "iati.rule-order"
      ),
      (
        "type=\"4\" iso-date=\"2020-12-31\"", "type=\"4\" iso-date=\"2018-04-30\"",
        "iati.rule-order"
      ),
      (
        "type=\"4\" iso-date=\"2020-12-31\"", "type=\"4\" iso-date=\"2031-12-31\"",
        "iati.rule-future"
      ),
      ("xml:lang=\"en\"", "last-updated-datetime=\"2030-01-01T00:00:00Z\"", "iati.rule-future"),
      ("<sector vocabulary=\"1\" code=\"41020\"/>", "", "iati.rule-sector"),
      (
        "<sector vocabulary=\"1\" code=\"41020\"/>", "<sector vocabulary=\"99\" code=\"air\"/>",
        "iati.rule-sector-words"
      ),
      (
        "<sector vocabulary=\"1\" code=\"41020\"/>",
        "<sector vocabulary=\"1\" code=\"41020\" percentage=\"50\"/>", "iati.rule-share-alone"
      ),
      ("percentage=\"40\"", "percentage=\"30\"", "iati.rule-countries"),
      (" significance=\"2\"", "", "iati.rule-significance"),
      (
        "<period-end iso-date=\"2019-03-31\"/>\n<value",
        "<period-end iso-date=\"2020-03-31\"/>\n<value", "iati.rule-year"
      ),
      (
        "<period-end iso-date=\"2019-03-31\"/>\n<value",
        "<period-end iso-date=\"2017-03-31\"/>\n<value", "iati.rule-order"
      ),
      (
        "<period-end iso-date=\"2019-03-31\"/>\n<target",
        "<period-end iso-date=\"2017-03-31\"/>\n<target", "iati.rule-order"
      ),
      (
        "transaction-date iso-date=\"2018-06-01\"", "transaction-date iso-date=\"2028-06-01\"",
        "iati.rule-future"
      ),
      (
        "<value value-date=\"2018-06-01\">", "<value value-date=\"2028-06-01\">",
        "iati.rule-future"
      ),
      ("<provider-org ref=\"XM-TEST\"/>", "<provider-org/>", "iati.rule-nameless"),
      (
        "<provider-org ref=\"XM-TEST\"/>",
        "<provider-org ref=\"XM-TEST\"/><recipient-country code=\"CN\"/>",
        "iati.rule-country-twice"
      ),
    ])
  func broken(_ old: String, _ new: String, _ rule: String) throws {
    #expect(try Self.problems([(old, new)]) == [rule])
  }

  @Test("A share beyond the whole and a value without a currency are found")
  func sharesAndCurrency() throws {
    let shares = try Self.problems([("percentage=\"60\"", "percentage=\"160\"")])
    #expect(Set(shares) == ["iati.rule-countries", "iati.rule-share"])
    #expect(
      try Self.problems([(" default-currency=\"USD\"", "")]) == [
        "iati.rule-currency", "iati.rule-currency",
      ])
  }

  @Test("What another publisher says of money and results is read as it is written")
  func statements() throws {
    let statements = try IATIStatement.read(Self.base)
    #expect(statements.map(\.kind) == [.budget, .transaction, .result])
    #expect(statements.map(\.value) == ["1000", "10", "12"])
    #expect(statements.map(\.currency) == ["USD", "USD", ""])
    #expect(statements.map(\.from) == ["2018-04-01", "2018-06-01", "2018-04-01"])
    #expect(statements[1].type == "2" && statements[2].target == "10")
    #expect(statements[2].words == "People")
  }

  // MARK: Ours

  private static func registry(spent: String = "250000") throws -> Registry {
    var registry = Registry.builtIn
    for (id, currency, amount) in [("B1", "JPY", "1000000"), ("B2", "USD", "12.34")] {
      registry.add(
        try RegistryRecord(
          kind: .budgetLines,
          [
            "id": id, "project": "P2014-FUKUOKA-JIANGSU", "fiscal_year": "FY2014",
            "item": "interpreter", "cost": "interpretation", "amount": amount,
            "currency": currency, "share_asked": "0.5", "payer": "JP-FUKUOKA",
            "approved": id == "B1" ? "300000" : "", "spent": id == "B1" ? spent : "",
            "source": "made up", "verified": "reported",
          ]))
    }
    return registry
  }

  private static func text(_ registry: Registry, made: String = "2026-11-24") -> String {
    IATIFile.text(
      registry,
      reporter: .init(reference: "XI-TEST-1", name: "Test", made: made + "T00:00:00Z"))
  }

  @Test("Budget lines come back with the projects whose budgets they are", .tags(.property))
  func linesComeBack() throws {
    let registry = try Self.registry()
    let text = Self.text(registry)
    #expect(try IATIRules.problems(in: Array(text.utf8), file: "a.xml") == [])
    let reading = try IATIFile.reading(Array(text.utf8), file: "a.xml", knownTo: registry)
    #expect(reading.records.filter { $0.kind == .budgetLines } == registry.all(.budgetLines))
    #expect(reading.unkept.isEmpty)
    // Whole cost in two currencies, what was approved and what was spent.
    #expect(text.components(separatedBy: "<budget ").count == 3)
    #expect(text.contains("<transaction-type code=\"2\"/>"))
    #expect(text.contains("<transaction-type code=\"4\"/>"))
    // Sums that somebody changed in the file are told; the lines are what is read.
    let changed = text.replacingOccurrences(of: ">250000<", with: ">250001<")
    let told = try IATIFile.reading(Array(changed.utf8), file: "a.xml", knownTo: registry)
    #expect(told.unkept.map(\.id) == ["iati.sums"])
  }

  @Test("What was spent in a year that is not over has the day of the file, not one to come")
  func spentThisYear() throws {
    let text = Self.text(try Self.registry(), made: "2014-09-15")
    #expect(text.contains("<transaction-date iso-date=\"2014-09-15\"/>"))
    #expect(!text.contains("<transaction-date iso-date=\"2015-03-31\"/>"))
  }

  private static let schemaPath = ProcessInfo.processInfo.environment["AIRACCORD_IATI_SCHEMA"]

  /// `AIRACCORD_IATI_SCHEMA` is the path of `iati-activities-schema.xsd` of version 2.03, and
  /// `AIRACCORD_SCHEMA_PYTHON` a Python with lxml; neither is part of the repository.
  @Test(
    "Exports are valid against the schema of IATI 2.03", .enabled(if: schemaPath != nil),
    .tags(.golden)
  )
  func validAgainstSchema() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "airaccord-iati-\(ProcessInfo.processInfo.processIdentifier).xml")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(Self.text(try Self.registry()).utf8).write(to: file)
    let python = Process()
    let environment = ProcessInfo.processInfo.environment
    python.executableURL = URL(
      fileURLWithPath: environment["AIRACCORD_SCHEMA_PYTHON"] ?? "/usr/bin/python3")
    python.arguments = [
      "-c",
      """
      import sys
      from lxml import etree
      etree.XMLSchema(etree.parse(sys.argv[1])).assertValid(etree.parse(sys.argv[2]))
      """, Self.schemaPath ?? "", file.path,
    ]
    try python.run()
    python.waitUntilExit()
    #expect(python.terminationStatus == 0)
  }
}
