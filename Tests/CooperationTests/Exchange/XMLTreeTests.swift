import Documents
import Foundation
import TestSupport
import Testing

@testable import Cooperation

@Suite("XML of somebody else")
struct XMLTreeTests {
  @Test(
    "Names and texts outside the encoding are refused with their line, and no process ends",
    arguments: [
      #"<?xml version="1.0" encoding="UTF-8"?>"#, #"<?xml version='1.0' encoding='utf-8' ?>"#,
      "<?xml version=\"1.0\"?>", "",
    ])
  func outsideUTF8(_ declaration: String) throws {
    for bad in [Array("<b x".utf8) + [0xff, 0xff] + Array("y=\"1\"/>".utf8), [0xfa]] {
      let bytes = Array((declaration + "\n<a>\n").utf8) + bad + Array("</a>".utf8)
      #expect {
        try XMLElementNode.read(bytes, file: "a.xml")
      } throws: { error in
        guard case .document(let what, "a.xml", 3)? = error as? RegistryError else { return false }
        return what.english.contains("UTF-8")
      }
    }
    // Another encoding says what such a byte is.
    let latin =
      Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>".utf8) + [0xfc]
      + Array("</a>".utf8)
    #expect(try XMLElementNode.read(latin, file: "a.xml").text == "ü")
  }

  @Test(
    "Entities of a document's own are refused with their line, in every encoding",
    arguments: [String.Encoding.utf8, .utf16LittleEndian, .utf16BigEndian])
  func entities(_ encoding: String.Encoding) throws {
    let text = """
      <?xml version="1.0"?>
      <!DOCTYPE a [
      <!ENTITY b "bc">
      ]>
      <a>A&b;B</a>
      """
    let bytes = try [UInt8](#require(text.data(using: encoding)))
    #expect {
      try XMLElementNode.read(bytes, file: "a.xml")
    } throws: { error in
      guard case .document(let what, "a.xml", 3)? = error as? RegistryError else { return false }
      return what.english.contains("entities of its own")
    }
  }

  @Test("Entities of XML itself are read", .tags(.analytical))
  func ownEntities() throws {
    let node = try XMLElementNode.read(Array("<a>x &amp; y &#x9752;</a>".utf8), file: "a.xml")
    #expect(node.text == "x & y 青")
  }

  @Test("A document of 100,000 levels is refused instead of ending the program")
  func depth() {
    let text =
      String(repeating: "<a>", count: 100_000) + String(repeating: "</a>", count: 100_000)
    #expect {
      try XMLElementNode.read(Array(text.utf8), file: "a.xml")
    } throws: { error in
      guard case .document(let what, _, _)? = error as? RegistryError else { return false }
      return what.english.contains("256 levels")
    }
  }
}
