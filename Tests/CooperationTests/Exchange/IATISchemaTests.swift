import Documents
import Foundation
import TestSupport
import Testing

@testable import Cooperation

@Suite("The schema of IATI 2.03")
struct IATISchemaTests {
  private struct Golden: Decodable {
    let base: String
    let cases: [Case]

    struct Case: Decodable {
      let piece: String
      let valid: Bool
    }
  }

  /// `Golden/iati_schema.py` says how the pieces came about and who judged them.
  private static let golden: Golden? = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Golden/iati_schema.json")
    return (try? Data(contentsOf: file)).flatMap {
      try? JSONDecoder().decode(Golden.self, from: $0)
    }
  }()

  private func problem(in text: String) throws -> IATIRules.Problem? {
    let root = try XMLElementNode.read(Array(text.utf8), file: "a.xml")
    let activity = try #require(root.first("iati-activity"))
    return IATIRules.problems(ofActivity: activity).first(where: \.isOfSchema)
  }

  @Test("What libxml2 finds valid is taken, and what it does not is refused", .tags(.golden))
  func peer() throws {
    let golden = try #require(Self.golden)
    #expect(golden.cases.count > 200 && golden.cases.contains { !$0.valid })
    for one in golden.cases {
      let found = try problem(in: golden.base.replacing("{}", with: one.piece))
      #expect((found == nil) == one.valid, "\(one.piece): \(found?.problem.english ?? "taken")")
    }
  }

  @Test(
    "A breach is told with its element",
    arguments: [
      ("<capital-spend/>", "<capital-spend> needs the attribute percentage"),
      (
        "<capital-spend percentage=\"1e3\"/>",
        "percentage=\"1e3\" of <capital-spend> is no decimal"
      ),
      (
        "<capital-spend percentage=\"1\" share=\"2\"/>",
        "<capital-spend> has no attribute share in the schema of IATI 2.03"
      ),
      (
        "<fss extraction-date=\"2014-05-06\">x</fss>",
        "<fss> holds elements and no text of its own: “x”"
      ),
      (
        "<fss extraction-date=\"2014-05-06\"><forecast year=\"2014\">x</forecast></fss>",
        "“x” in <forecast> is no decimal"
      ),
      (
        "<fss extraction-date=\"2014-05-06\"><title/></fss>",
        "<title> has no place in <fss>: the schema of IATI 2.03 does not have it there"
      ),
      ("<result type=\"1\"><title><narrative/></title></result>", "<result> needs <indicator>"),
      (
        "<other-identifier ref=\"a\" type=\"b\"/>",
        "<other-identifier> stands too late: the order is fixed"
      ),
    ])
  func words(_ piece: String, _ told: String) throws {
    let golden = try #require(Self.golden)
    let found = try problem(in: golden.base.replacing("{}", with: piece))
    #expect(found?.problem.english == told)
  }

  /// The verdicts are those of lxml 6.1.3 (libxml2 2.14.6) for a text of the type `anyURI`.
  @Test("An address has the form that libxml2 asks for", .tags(.golden))
  func addresses() {
    let valid = [
      "", "a b", "%20", "a-b:c", "x/2:1", "?a:b", "#a:b", "http://x:80", "http://é", "{x}", "a|b",
      "http://user@x", "mailto:a@b", "http:", "http://", "a:b:c", "http://[::1]:80/",
    ]
    let invalid = [
      "100%", "%zz", "2019:1", ":x", "1a:b", "http://[", "http://a[b]", "[x]", "http://x:ab/",
      "//x:ab",
      "a#b#c", "http://x:", "é:b", "_a:b", "?%g1", "http://x:8 0/",
    ]
    #expect(valid.filter { !XMLSimpleType.anyURI.admits($0) } == [])
    #expect(invalid.filter(XMLSimpleType.anyURI.admits) == [])
  }

  @Test("What the root says beside its activities is told, and its language is theirs")
  func root() throws {
    let golden = try #require(Self.golden)
    let text = golden.base.replacing("{}", with: "")
      .replacing("version=", with: "xml:lang=\"fr\" x:own=\"1\" version=")
      .replacing("</iati-activities>", with: "<x:own/></iati-activities>")
    let reading = try IATIFile.reading(Array(text.utf8), file: "a.xml", knownTo: .builtIn)
    let kept = try #require(reading.records.last)
    #expect(kept["xml"].hasPrefix("<iati-activity xml:lang=\"fr\">"))
    let told = reading.unkept.map(\.english)
    #expect(told.contains { $0.contains("title in fr") })
    #expect(told.contains("line 1: the element <x:own> beside the activities is not kept"))
    #expect(told.contains("not kept of <iati-activities> itself: x:own"))
    let wrong = text.replacing("version=", with: "share=\"1\" version=")
    #expect {
      _ = try IATIFile.reading(Array(wrong.utf8), file: "a.xml", knownTo: .builtIn)
    } throws: { error in
      (error as? RegistryError)?.explanation.contains("<iati-activities> has no attribute share")
        == true
    }
  }
}
