import Documents
import TestSupport
import Testing

/// Markdown as GitHub reads it (GFM 0.29, section 4.10), and files as RFC 4180 has them.
@Suite("Documents in other forms")
struct MarkdownTests {
  private let table = Table(
    "t", .verbatim("Two | three"), [("a|b", 1.5), ("say \"hi\",\nthen *go*", -2.25)]
  ) {
    Column("name", .verbatim("Name")) { .text($0.0) }
    Column("value", .verbatim("Value"), unit: "kg") { .number($0.1, .decimals(2)) }
    Column("hidden", .verbatim("Hidden"), in: .files) { $0.1 }
  }

  private var document: Document {
    Document(title: .verbatim("# 1"), alerts: [.verbatim("beware")], footer: .verbatim("end")) {
      Section(.verbatim("Part"), role: .answer) {
        Block.lead(.verbatim("The answer"))
        table
        [
          Note(.serious, .verbatim("grave"), about: [.verbatim("S1")]),
          Note(.note, .verbatim("mild")),
        ]
        Block.code("airaccord check")
      }
    }
  }

  @Test("Every row of a table has as many cells as its head, numbers flush right", .tags(.property))
  func cells() {
    let lines = MarkdownRenderer().text(document).split(separator: "\n").map(String.init)
      .filter { $0.hasPrefix("| ") }
    // A bar that is part of a text is escaped and divides nothing.
    let counts = lines.map { $0.replacing("\\|", with: "").split(separator: "|").count - 0 }
    #expect(lines.count == 4)
    #expect(Set(counts) == [2])
    #expect(lines[1] == "| --- | ---: |")
    #expect(lines[2] == "| a\\|b | 1.50 |")
    #expect(lines[3].contains("−2.25") && lines[3].contains("\\*go\\*"))
    #expect(!lines[0].contains("Hidden"))
  }

  @Test("Headings, alerts, grave remarks and code are marked as such", .tags(.analytical))
  func marks() {
    let text = MarkdownRenderer().text(document)
    #expect(text.hasPrefix("# \\# 1\n"))
    #expect(text.contains("\n> **beware**\n"))
    #expect(text.contains("\n**The answer**\n"))
    #expect(text.contains("- **grave** (S1)\n- mild"))
    #expect(text.contains("```\nairaccord check\n```"))
    #expect(text.hasSuffix("---\n\nend\n"))
  }

  /// Fields by the grammar of RFC 4180, section 2, written down here from its text.
  private func fields(_ text: String) -> [[String]] {
    var records: [[String]] = [[]]
    var field = ""
    var isQuoted = false
    var characters = Array(text)[...]
    while let character = characters.popFirst() {
      if isQuoted {
        if character != "\"" {
          field.append(character)
        } else if characters.first == "\"" {
          field.append(characters.removeFirst())
        } else {
          isQuoted = false
        }
      } else if character == "\"" {
        isQuoted = true
      } else if character == "," || character == "\n" {
        records[records.count - 1].append(field)
        field = ""
        if character == "\n" { records.append([]) }
      } else {
        field.append(character)
      }
    }
    return records.filter { !$0.isEmpty }
  }

  @Test("A table’s file is read back field by field, hidden columns included", .tags(.property))
  func csv() {
    #expect(
      fields(table.csv) == [
        ["name", "value (kg)", "hidden"], ["a|b", "1.5", "1.5"],
        ["say \"hi\",\nthen *go*", "-2.25", "-2.25"],
      ])
  }

  @Test(
    "What a spreadsheet would run is disarmed, what is a number is not", .tags(.analytical),
    // OWASP, “CSV injection”: fields that begin with = + - @, tab or carriage return.
    arguments: [
      ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-2.5", "-2.5"), ("@SUM(A1)", "'@SUM(A1)"),
      ("\tx", "'\tx"), ("-", "'-"),
    ])
  func formulae(_ text: String, _ written: String) {
    let table = Table("t", .verbatim("t"), [text]) {
      Column<String>("c", .verbatim("c")) { .text($0) }
    }
    #expect(fields(table.csv) == [["c"], [written]])
  }
}
