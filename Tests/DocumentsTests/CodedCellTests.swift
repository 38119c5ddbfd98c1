import Documents
import TestSupport
import Testing

@Suite("Cells that files write as identifiers")
struct CodedCellTests {
  private let table = Table("t", .verbatim("t"), [1, 2]) {
    Column("name", .verbatim("Name")) { row in
      Value.marked(.warning, .coded("id-\(row)", .text("Shown \(row)")))
    }
    Column("both", .verbatim("Both"), in: .pages) { row in
      .range(0, Double(row))
    }
    Column("upper", .verbatim("Upper"), in: .files) { .number(Double($0)) }
  }

  @Test(
    "Readers see the value, files the identifier; columns keep to their readers",
    .tags(.analytical))
  func readersAndFiles() {
    #expect(table.csv == "name,upper\nid-1,1.0\nid-2,2.0\n")
    let text = TerminalRenderer().text(table)
    #expect(text.contains("Shown 2") && !text.contains("id-2"))
    #expect(text.contains("0.00 to 2.00") && !text.contains("Upper"))
  }
}
