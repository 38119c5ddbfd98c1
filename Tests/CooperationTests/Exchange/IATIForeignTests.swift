import Documents
import Foundation
import TestSupport
import Testing

@testable import Cooperation

@Suite("IATI activities of other publishers")
struct IATIForeignTests {
  private static let folder = SharedData.folder.deletingLastPathComponent()
    .appendingPathComponent("cases/registry/foreign")
  private static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.path) }
  private let reporter = IATIFile.Reporter(
    reference: "XI-TEST-1", name: "Test", made: "2026-11-24T00:00:00Z")

  private func bytes(_ number: Int) throws -> [UInt8] {
    Array(try Data(contentsOf: Self.folder.appendingPathComponent("a\(number).xml")))
  }

  @Test(
    "Each case is given back with its identifier, its publisher and every element that it had",
    .enabled(if: isPresent), arguments: 1...10)
  func givenBack(_ number: Int) throws {
    let bytes = try bytes(number)
    let reading = try IATIFile.reading(bytes, file: "a.xml", knownTo: .builtIn)
    #expect(reading.records.map(\.kind) == [.projects, .iatiActivities])
    var registry = Registry.builtIn
    for record in reading.records { registry.add(record) }
    let text = IATIFile.text(registry, reporter: reporter)
    #expect(try IATIRules.problems(in: Array(text.utf8), file: "b.xml") == [])
    let root = try XMLElementNode.read(Array(text.utf8), file: "b.xml")
    let original = try #require(
      XMLElementNode.read(bytes, file: "a.xml").first("iati-activity"))
    let back = try #require(root.all("iati-activity").last)
    #expect(Self.contents(back) == Self.contents(original))
    // Once, and not as ours.
    #expect(text.components(separatedBy: "XM-DAC-701-8-A\(number)</iati-identifier>").count == 2)
    #expect(!text.contains("XI-TEST-1-XM-DAC"))
    // And the whole comes back as the same records.
    let again = try IATIFile.reading(
      Array(text.utf8), file: "a.xml", knownTo: .builtIn, own: "XI-TEST-1")
    let kept = again.records.filter { $0.kind == .iatiActivities }
    #expect(kept.map { $0["xml"] } == [reading.records[1]["xml"]])
  }

  /// Names, attributes and texts of an element, without the lines on which they stand.
  private static func contents(_ node: XMLElementNode) -> [String] {
    let attributes = node.attributes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return ["<\(node.name) \(attributes.joined(separator: " "))>\(node.text)"]
      + node.children.flatMap(contents)
  }

  private func activity(_ changes: (String, String)..., count: Int = 1) -> [UInt8] {
    var text = """
      <iati-activity xml:lang="en">
      <iati-identifier>XM-DAC-701-8-A1</iati-identifier>
      <reporting-org ref="XM-DAC-701-8" type="10"><narrative>JICA</narrative></reporting-org>
      <title><narrative>Clean air</narrative></title>
      <description><narrative>Text</narrative></description>
      <participating-org role="4"><narrative>Japan International Cooperation Agency (JICA)</narrative></participating-org>
      <participating-org role="4"><narrative>Tianjin</narrative></participating-org>
      <activity-status code="2"/><activity-date type="2" iso-date="2019-05-20+09:00"/>
      <activity-date type="4" iso-date="2022-03-31"/>
      <recipient-country code="CN"/>
      </iati-activity>
      """
    for (old, new) in changes { text = text.replacingOccurrences(of: old, with: new) }
    return Array(("<iati-activities version=\"2.03\">" + text + "</iati-activities>").utf8)
  }

  @Test("Bodies without a reference are found by their names, and the years are those of the dates")
  func names() throws {
    let reading = try IATIFile.reading(activity(), file: "a.xml", knownTo: .builtIn)
    let project = Project(try #require(reading.records.first))
    #expect(project.japanese == "JP-JICA" && project.chinese == ["CN-TIANJIN"])
    #expect(project.years == FiscalYear(beginning: 2019)...FiscalYear(beginning: 2021))
  }

  @Test("Without a Japanese body the activity is kept, and that no project was made is told")
  func nobody() throws {
    let reading = try IATIFile.reading(
      activity(("Japan International Cooperation Agency (JICA)", "Nobody we know")), file: "a.xml",
      knownTo: .builtIn)
    #expect(reading.records.map(\.kind) == [.iatiActivities])
    #expect(reading.unkept[0].english.contains("no project was made of it"))
  }

  @Test("A title in another language stands in for the English one, and lists newer than ours pass")
  func languages() throws {
    let reading = try IATIFile.reading(
      activity(
        ("<title><narrative>", "<title><narrative xml:lang=\"fr\">"),
        (
          "<recipient-country code=\"CN\"/>",
          "<recipient-country code=\"CN\"/><sector vocabulary=\"13\" code=\"1\"/>"
        )),
      file: "a.xml", knownTo: .builtIn)
    #expect(reading.records[0]["title_en"] == "Clean air")
    #expect(reading.unkept[0].english.contains("no English title: that in fr stands in"))
    #expect(reading.unkept[0].english.contains("vocabulary=\"13\""))
  }

  /// Each was found valid by lxml with `iati-activities-schema.xsd` of version 2.03.
  @Test(
    "What the schema admits is kept, whatever our records have no place for", .tags(.golden),
    arguments: [
      (
        "<activity-date type=\"2\" iso-date=\"2019-05-20\"/>",
        "<activity-date type=\"3\" iso-date=\"2022-03-31\"/>"
      ),
      ("<activity-status", "<participating-org role=\"1\"/><activity-status"),
      ("<narrative>Title</narrative>", "<narrative/>"),
      ("<narrative>Title</narrative>", "<narrative>a\u{7F}b&#13;c</narrative>"),
      ("<narrative>Title</narrative>", "<narrative xml:lang=\"EN\">Title</narrative>"),
      ("code=\"CN\"", "code=\"kr\""), ("ref=\"XM-T\"", "ref=\"\""),
      (
        "</iati-activity>",
        """
        <budget><period-start iso-date="2019-04-01"/><period-end iso-date="2020-03-31"/>\
        <value value-date="2019-04-01">1</value><x:own xmlns:x="http://x.cn/"/></budget>\
        </iati-activity>
        """
      ),
    ])
  func admitted(_ old: String, _ new: String) throws {
    let base = """
      <iati-activities version="2.03"><iati-activity>\
      <iati-identifier>XM-T-1</iati-identifier><reporting-org ref="XM-T" type="10">\
      <narrative>T</narrative></reporting-org><title><narrative>Title</narrative></title>\
      <description><narrative>D</narrative></description>\
      <participating-org ref="JP-JICA" role="4"/><activity-status code="2"/>\
      <activity-date type="2" iso-date="2019-05-20"/><recipient-country code="CN"/>\
      </iati-activity></iati-activities>
      """
    #expect(base.contains(old))
    let text = base.replacing(old, with: new)
    let reading = try IATIFile.reading(Array(text.utf8), file: "a.xml", knownTo: .builtIn)
    let kept = try #require(reading.records.last)
    #expect(kept.kind == .iatiActivities && kept["identifier"] == "XM-T-1")
    let original = try #require(
      XMLElementNode.read(Array(text.utf8), file: "a.xml").first("iati-activity"))
    let back = try XMLElementNode.read(Array(kept["xml"].utf8), file: "b.xml")
    #expect(Self.contents(back) == Self.contents(original))
    // An archive takes what was read.
    var checks = RegistryChecks(programme: []) { Registry.builtIn.record($0, $1) }
    for (row, record) in reading.records.enumerated() {
      #expect(checks.problems(record, row: row) == [])
    }
    #expect(reading.unkept.count >= 1)
  }

  @Test(
    "Identifiers and ids stand for each other one to one",
    arguments: ["P-1", "A B;C,D", "100%", "a/b&c|d?e", "全角　空白", "e\u{301}", "\u{212A}"])
  func identity(_ text: String) {
    let part = IATIIdentity.part(of: text)
    #expect(!part.contains { "/&|?".contains($0) })
    #expect(IATIIdentity.id(ofPart: part) == text)
    let id = IATIIdentity.id(of: text)
    #expect(!id.contains { $0.isWhitespace || $0 == ";" || $0 == "," })
    #expect(Array(IATIIdentity.id(ofPart: id).utf8) == Array(text.utf8))
  }

  @Test("Another office's file written by AirAccord keeps its identifiers when ours is named")
  func otherOffice() throws {
    var registry = Registry.builtIn
    let text = IATIFile.text(registry, reporter: reporter)
    let reading = try IATIFile.reading(
      Array(text.utf8), file: "b.xml", knownTo: registry, own: "XI-OURS")
    let project = try #require(reading.records.first { $0.kind == .projects })
    #expect(project.id.hasPrefix("XI-TEST-1-P"))
    #expect(registry.record(.projects, project.id) == nil)
    registry.add(project)
    #expect(registry.project(String(project.id.dropFirst("XI-TEST-1-".count))) != nil)
  }

  @Test("Money and people of our projects are budgets, expenditure and results", .tags(.analytical))
  func money() throws {
    var registry = Registry.builtIn
    registry.add(
      try RegistryRecord(
        kind: .budgetLines,
        [
          "id": "B1", "project": "P2018-KITAKYUSHU-SHANGHAI", "fiscal_year": "FY2018",
          "item": "air fares", "cost": "travel", "amount": "1000000.5", "currency": "JPY",
          "share_asked": "0.5", "payer": "JP-KITAKYUSHU", "spent": "900000", "source": "x",
          "verified": "reported",
        ]))
    let text = IATIFile.text(registry, reporter: reporter)
    #expect(try IATIRules.problems(in: Array(text.utf8), file: "b.xml") == [])
    let root = try XMLElementNode.read(Array(text.utf8), file: "b.xml")
    let activity = try #require(
      root.children.first {
        $0.first("iati-identifier")?.text == "XI-TEST-1-P2018-KITAKYUSHU-SHANGHAI"
      })
    #expect(activity.first("budget")?.first("value")?.text == "1000000.50")
    let spent = try #require(activity.first("transaction"))
    #expect(spent.first("value")?.text == "900000")
    #expect(spent.first("transaction-date")?["iso-date"] == "2019-03-31")
    // Six people took part in the course of September 2018 (activities.csv).
    let period = activity.first("result")?.first("indicator")?.first("period")
    #expect(period?.first("actual")?["value"] == "6")
  }
}

@Suite("XML piece by piece")
struct XMLPullReaderTests {
  private let text = """
    <?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE a><!-- <x> -->
    <a k="1 &amp; 2"> <b>x&lt;<![CDATA[<&]]>青</b>
    <c d='"' e="&#x9752;	z"/><!-- - --><?p ?></a>
    <!-- end -->
    """

  @Test(
    "The pieces are the same however the bytes come", .tags(.property), arguments: [1, 2, 7, 4_096])
  func chunks(_ size: Int) throws {
    var rest = Array(text.utf8)[...]
    var reader = XMLPullReader(file: "a.xml") { () throws(RegistryError) -> [UInt8] in
      defer { rest = rest.dropFirst(size) }
      return Array(rest.prefix(size))
    }
    let root = try reader.begin()
    #expect(root.name == "a" && root["k"] == "1 & 2" && root.line == 3)
    let (first, raw) = try #require(try reader.next())
    #expect(first.text == "x<<&青" && first.line == 3)
    #expect(String(decoding: raw, as: UTF8.self) == "<b>x&lt;<![CDATA[<&]]>青</b>")
    let (second, _) = try #require(try reader.next())
    #expect(second["d"] == "\"" && second["e"] == "青 z" && second.line == 4)
    #expect(try reader.next() == nil)
  }

  @Test(
    "What is not well-formed is refused",
    arguments: [
      "<a>", "<a></b>", "<a b=1/>", "<a b=\"1\" b=\"2\"/>", "<a/><b/>", "<a>&x;</a>", "<a>&#1;</a>",
      "<a b=\"<\"/>", "x<a/>", "<a/>x", "<1/>", "<a b/>", "<a><!-- </a>", "", "<a \u{1}=\"2\"/>",
    ])
  func malformed(_ text: String) {
    #expect(throws: RegistryError.self) {
      try XMLElementNode.read(Array(text.utf8), file: "a.xml")
    }
  }

  @Test(
    "A child that is too large for the memory is refused with the number",
    arguments: [
      ("<b>" + String(repeating: "x", count: 3 << 20) + "</b>", "more than 2 MB"),
      ("<b>" + String(repeating: "<c/>", count: 2_000) + "</b>", "more than 1000 elements"),
    ])
  func tooLarge(_ child: String, _ told: String) throws {
    var rest = Array("<a>\(child)</a>".utf8)[...]
    var reader = XMLPullReader(file: "a.xml") { () throws(RegistryError) -> [UInt8] in
      defer { rest = rest.dropFirst(1 << 18) }
      return Array(rest.prefix(1 << 18))
    }
    reader.largestChild = (bytes: 2 << 20, parts: 1_000)
    _ = try reader.begin()
    let error = #expect(throws: RegistryError.self) { try reader.next() }
    #expect(error?.what.contains(told) == true, "\(error?.what ?? "")")
  }

  @Test("A document of many children is read in the memory of one")
  func many() throws {
    var count = 0
    var reader = XMLPullReader(file: "a.xml") { () throws(RegistryError) -> [UInt8] in
      defer { count += 1 }
      switch count {
      case 0: return Array("<a>".utf8)
      case 1...2_000: return Array("<b><c>text</c></b>".utf8)
      case 2_001: return Array("</a>".utf8)
      default: return []
      }
    }
    _ = try reader.begin()
    var found = 0
    while let piece = try reader.next() {
      found += 1
      #expect(piece.raw.count == 18)
    }
    #expect(found == 2_000)
  }
}
