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
    return try IATIRules.problems(in: Array(changed.utf8), file: "a.xml").map(\.problem)
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
        "the file is no well-formed XML", file: "a.xml", line: 2)
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
    #expect(project.id == "P1")
    // February 2019 is of the fiscal year 2018.
    #expect(project.fiscalYear.description == "FY2018")
    #expect(project.japanese == "JP-KOBE")
    #expect(project.chinese == ["CN-TIANJIN"])
    #expect(project.status == .underWay)
    #expect(project.verification == .reported)
  }
}
