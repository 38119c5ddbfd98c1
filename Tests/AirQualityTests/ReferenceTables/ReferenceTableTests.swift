import Foundation
import TextFiles
import TestSupport
import Testing

@testable import AirQuality

@Suite("Reference tables")
struct ReferenceTableTests {
  @Test("Every embedded table parses and every figure has its source", .tags(.analytical))
  func everyTable() {
    let tables = EmbeddedFile.names.filter { $0.hasPrefix("reference/") && $0.hasSuffix(".csv") }
    #expect(tables.count >= 5)
    for name in tables {
      let table = ReferenceTable(named: name)
      #expect(!table.rows.isEmpty, "\(name)")
      // A grammar holds no figure: SOURCE.md names the two files that it was put into rows from.
      if name == "reference/iati_schema.csv" { continue }
      // The species have a source for each constant, not one for the line.
      if table.columns.contains("source") {
        #expect(table.rows.allSatisfy { !$0.provenance.source.isEmpty }, "\(name)")
      } else {
        #expect(table.columns.contains { $0.hasSuffix("_source") }, "\(name)")
      }
    }
  }

  @Test("The tables have the rows that their page states", .tags(.analytical))
  func counts() {
    #expect(ReferenceTable(named: "reference/air_quality_standards.csv").rows.count == 376)
    #expect(ReferenceTable(named: "reference/aqi_breakpoints.csv").rows.count == 176)
    #expect(ReferenceTable(named: "reference/data_validity_rules.csv").rows.count == 63)
    #expect(ReferenceTable(named: "reference/standard_phases.csv").rows.count == 4)
    #expect(ReferenceTable(named: "reference/standard_places.csv").rows.count == 87)
    #expect(ReferenceTable(named: "reference/reference_state_factors.csv").rows.count == 9)
    #expect(ReferenceTable(named: "reference/voc_species.csv").rows.count == 187)
    #expect(ReferenceTable(named: "reference/quantities.csv").rows.count == 101)
    #expect(ReferenceTable(named: "reference/units.csv").rows.count == 49)
  }

  @Test(
    "SOURCE.md counts the rows of every table that it lists", .tags(.analytical),
    arguments: ["reference", "cooperation"])
  func sourcePage(_ folder: String) throws {
    let page = SharedData.checkout.appendingPathComponent("Datasets/\(folder)/SOURCE.md")
    var counted = 0
    for line in try String(contentsOf: page, encoding: .utf8).split(separator: "\n") {
      guard let found = line.firstMatch(of: /^\| `(.+\.csv)` \| ([0-9]+) \|/),
        let rows = Int(found.output.2), EmbeddedFile.names.contains("\(folder)/\(found.output.1)")
      else { continue }
      let table = ReferenceTable(named: "\(folder)/\(found.output.1)")
      #expect(table.rows.count == rows, "\(found.output.1)")
      counted += 1
    }
    #expect(counted >= 9)
  }

  @Test("SOURCE.md has the checksum of every table that it lists", .tags(.analytical))
  func checksums() throws {
    let folder = SharedData.checkout.appendingPathComponent("Datasets/reference")
    let page = try String(
      contentsOf: folder.appendingPathComponent("SOURCE.md"), encoding: .utf8)
    let lines = page.matches(of: /\| `([^`]+)` \| ([0-9a-f]{64}) \|/)
    #expect(lines.count >= 16)
    for line in lines {
      let bytes = try FileBytes.read(
        folder.appendingPathComponent(String(line.output.1)).path)
      #expect(Checksum.sha256(bytes) == String(line.output.2), "\(line.output.1)")
    }
  }

  @Test("A quoted field keeps its commas and an empty cell is nil", .tags(.analytical))
  func quoting() throws {
    let table = ReferenceTable(text: "a,b,c\n1,\"x, y\",\n\n2,z,2026-03-01\n")
    #expect(table.rows.count == 2)
    #expect(table.rows[0]["b"] == "x, y")
    #expect(table.rows[0]["c"] == nil)
    #expect(table.rows[1].number("a") == 2)
    #expect(table.rows[1].date("c") == CivilDate("2026-03-01"))
  }

  @Test("No file of another name is embedded", .tags(.analytical))
  func unknown() {
    #expect(EmbeddedFile.bytes(named: "reference/nothing.csv") == nil)
  }
}
