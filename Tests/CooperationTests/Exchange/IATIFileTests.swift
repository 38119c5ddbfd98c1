import Documents
import AirQuality
import Cooperation
import Foundation
import TestSupport
import Testing

@Suite("IATI activities")
struct IATIFileTests {
  private let registry = Registry.builtIn
  private let reporter = IATIFile.Reporter(
    reference: "XI-TEST-1", name: "Test", made: "2026-11-24T00:00:00Z")

  private var text: String { IATIFile.text(registry, reporter: reporter) }

  @Test("The export of all projects follows the standard's order and code lists")
  func isValid() throws {
    let problems = try IATIRules.problems(in: Array(text.utf8), file: "a.xml")
    #expect(problems == [])
  }

  @Test("All projects and activities come back without loss", .tags(.property))
  func roundTrip() throws {
    let records = try IATIFile.records(Array(text.utf8), file: "a.xml", knownTo: registry)
    #expect(records.count == 79 + 77)
    for record in records {
      let original = try #require(registry.record(record.kind, record.id))
      #expect(record == original)
    }
  }

  @Test("A project is told in the standard's own terms")
  func ownTerms() {
    let text = text
    let start = text.range(of: "XI-TEST-1-P2014-FUKUOKA-JIANGSU</iati-identifier>")
    let part = start.map { String(text[$0.lowerBound...].prefix(3_000)) } ?? ""
    for piece in [
      "<participating-org ref=\"JP-FUKUOKA\" type=\"11\" role=\"4\">",
      "<participating-org ref=\"JP-MOEJ\" type=\"10\" role=\"1\">",
      "<activity-status code=\"1\"/>",
      "<activity-date type=\"1\" iso-date=\"2014-04-01\"/>",
      "<activity-date type=\"3\" iso-date=\"2015-03-31\"/>", "<recipient-country code=\"CN\"/>",
      "<sector vocabulary=\"1\" code=\"41020\"/>",
      "<policy-marker vocabulary=\"1\" code=\"2\" significance=\"2\"/>",
    ] { #expect(part.contains(piece), "\(piece)") }
  }

  private func broken(_ old: String, _ new: String) throws -> [String] {
    let text = text
    let range = try #require(text.range(of: old))
    let changed = text.replacingCharacters(in: range, with: new)
    return try IATIRules.problems(in: Array(changed.utf8), file: "a.xml").map(\.problem.english)
  }

  @Test("Breaches of the standard are found")
  func breaches() throws {
    #expect(
      try broken("<activity-status code=\"4\"/>", "<activity-status code=\"9\"/>") == [
        "code=\"9\" of <activity-status> is not in the code list"
      ])
    #expect(
      try broken("<activity-status code=\"4\"/>", "") == ["<activity-status> is missing"])
    #expect(
      try broken(
        "<recipient-country code=\"CN\"/>",
        "<recipient-country code=\"CN\"/><activity-scope code=\"1\"/>") == [
          "<activity-scope> stands too late: the order is fixed"
        ])
    #expect(
      try broken("version=\"2.03\"", "version=\"1.05\"") == [
        "the version is “1.05”, not 2.03"
      ])
    #expect(
      try broken("percentage=\"33.33\"", "percentage=\"13.33\"") == [
        "percentages of sectors of vocabulary 99 add up to 80.0"
      ])
  }

  @Test("A file that is no XML is refused with its line")
  func malformed() {
    #expect(
      throws: RegistryError.document(
        "xml.malformed", file: "a.xml", line: 2)
    ) { try IATIFile.records(Array("<a>\n</b>".utf8), file: "a.xml", knownTo: registry) }
  }

  @Test("Another publisher's project is read in the standard's terms alone")
  func foreignFile() throws {
    let text = """
      <iati-activities version="2.03"><iati-activity>
      <iati-identifier>XM-TEST-P1</iati-identifier>
      <reporting-org ref="XM-TEST" type="10"><narrative>Test</narrative></reporting-org>
      <title><narrative>Bus emissions</narrative></title>
      <description><narrative>On-board diagnostics.</narrative></description>
      <participating-org ref="JP-KOBE" role="4"/><participating-org ref="CN-TIANJIN" role="4"/>
      <activity-status code="2"/><activity-date type="2" iso-date="2019-02-01"/>
      </iati-activity></iati-activities>
      """
    let record = try #require(
      IATIFile.records(Array(text.utf8), file: "a.xml", knownTo: registry).first)
    let project = Project(record)
    let told = try IATIFile.reading(Array(text.utf8), file: "a.xml", knownTo: registry).unkept
      .map(\.english)
    #expect(told.contains { $0.contains("assumed") && $0.contains("mode “meeting”") })
    // The identifier is the publisher's, whole, so that it meets no project of ours.
    #expect(project.id == "XM-TEST-P1")
    // February 2019 is of the fiscal year 2018.
    #expect(project.fiscalYear.description == "FY2018")
    #expect(project.japanese == "JP-KOBE")
    #expect(project.chinese == ["CN-TIANJIN"])
    #expect(project.status == .underWay)
    #expect(project.verification == .reported)
  }

  /// Valid activities of another publisher, as the registry cases have them.
  private func activity(_ attributes: String = "hierarchy=\"1\"", changes: (String, String)...)
    -> [UInt8]
  {
    var text = """
      <iati-activities version="2.03"><iati-activity xml:lang="en" \(attributes)>
      <iati-identifier>XM-DAC-701-8-A1</iati-identifier>
      <reporting-org ref="XM-DAC-701-8" type="10"><narrative>JICA</narrative></reporting-org>
      <title><narrative>Clean air</narrative></title>
      <description type="1"><narrative>General text</narrative></description>
      <participating-org ref="JP-JICA" type="10" role="4"/>
      <participating-org ref="CN-BEIJING" type="11" role="4"/>
      <activity-status code="2"/><activity-date type="1" iso-date="2018-04-01"/>
      <activity-date type="2" iso-date="2019-05-20"/>
      <recipient-country code="CN"/><sector vocabulary="1" code="41020"/>
      </iati-activity></iati-activities>
      """
    for (old, new) in changes { text = text.replacingOccurrences(of: old, with: new) }
    return Array(text.utf8)
  }

  @Test(
    "What another publisher’s file holds beyond a project is listed, and does not refuse it",
    arguments: [
      (
        "<narrative>Clean air</narrative>",
        "<narrative>Clean air</narrative><narrative "
          + "xml:lang=\"fr\">Air propre</narrative>", "title in fr"
      ),
      (
        "<recipient-country code=\"CN\"/>",
        "<recipient-country code=\"CN\" percentage=\"70\"/>"
          + "<recipient-country code=\"KR\" percentage=\"30\"/>",
        "recipient-country (CN 70 %, KR 30 %)"
      ),
      (
        "<activity-status code=\"2\"/>",
        "<participating-org type=\"70\" role=\"4\"><narrative>Clean "
          + "Tech Ltd</narrative></participating-org><activity-status code=\"2\"/>",
        "the organisation “Clean Tech Ltd”, which is not in the registry"
      ),
      (
        "code=\"2\"/><activity-date", "code=\"6\"/><activity-date",
        "the status suspended, read as under way"
      ),
      (
        "</description>",
        "</description><description type=\"2\"><narrative>Objectives"
          + "</narrative></description>", "description of type 2"
      ),
    ])
  func unkept(_ old: String, _ new: String, _ told: String) throws {
    let reading = try IATIFile.reading(
      activity(changes: (old, new)), file: "a.xml", knownTo: registry)
    let line = try #require(reading.unkept.first).english
    #expect(line.contains(told), "\(line)")
    #expect(line.contains("sector") && line.contains("activity-date of type 1"))
    let project = Project(try #require(reading.records.first))
    #expect(project.id == "XM-DAC-701-8-A1")
    #expect(project.japanese == "JP-JICA" && project.chinese == ["CN-BEIJING"])
    // The actual start, not the planned one.
    #expect(project.fiscalYear.description == "FY2019")
    #expect(project.record["source"] == "IATI file a.xml, published by JICA (XM-DAC-701-8)")
  }

  @Test("A part of another publisher’s project is a project, and zh-CN is Chinese")
  func parts() throws {
    let title = "<narrative>Clean air</narrative>"
    let reading = try IATIFile.reading(
      activity(
        "hierarchy=\"2\"",
        changes: (title, title + "<narrative xml:lang=\"zh-CN\">清洁空气</narrative>")),
      file: "a.xml", knownTo: registry)
    #expect(reading.records.map(\.kind) == [.projects, .iatiActivities])
    #expect(reading.records[0]["title_zh"] == "清洁空气")
    #expect(reading.unkept[0].english.contains("hierarchy 2, read as a project of its own"))
    // Codes that are none are still refused.
    for (old, new, problem) in [
      (
        "code=\"CN\"/><sector", "code=\"China\"/><sector",
        "code=\"China\" of <recipient-country> is no code of a country"
      ),
      (
        title, title + "<narrative xml:lang=\"french\">x</narrative>",
        "xml:lang=\"french\" of <narrative> is no code of a language"
      ),
    ] {
      let found = try IATIRules.problems(in: activity(changes: (old, new)), file: "a.xml")
      #expect(found.map(\.problem.english) == [problem])
    }
  }

  private static let foreign = SharedData.folder.deletingLastPathComponent()
    .appendingPathComponent("cases/registry/foreign")

  @Test(
    "Every registry case of another publisher is read",
    .enabled(if: FileManager.default.fileExists(atPath: foreign.path)))
  func cases() throws {
    for number in 1...10 {
      let file = Self.foreign.appendingPathComponent("a\(number).xml")
      let reading = try IATIFile.reading(
        Array(Data(contentsOf: file)), file: file.lastPathComponent, knownTo: registry)
      // The project, and the activity as it was published.
      #expect(Set(reading.records.map(\.id)) == ["XM-DAC-701-8-A\(number)"])
      #expect(reading.records.map(\.kind) == [.projects, .iatiActivities])
      #expect(!reading.unkept.isEmpty)
    }
  }
}
