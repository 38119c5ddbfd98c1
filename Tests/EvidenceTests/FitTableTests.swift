import Documents
import Estimation
import Evidence
import Foundation
import Studies
import TestSupport
import Testing

@Suite("Tables of fits")
struct FitTableTests {
  private let table = FitTable(
    name: "event-study", caption: "Effect by week",
    columns: [
      FitTable.Column("week"), FitTable.Column("estimate", unit: "µg/m³"),
      FitTable.Column("lower", unit: "µg/m³"), FitTable.Column("upper", unit: "µg/m³"),
      FitTable.Column("base, if any", unit: ""),
    ],
    rows: [
      [.number(-1), .number(0), .missing, .missing, .text("base")],
      [.number(0), .number(-1.25), .number(-2), .number(-0.5), .missing],
    ],
    drawing: .intervals(x: "week", estimate: "estimate", lower: "lower", upper: "upper"))

  /// A dossier whose first finding has a table, made by editing its JSON.
  private func dossier() throws -> Dossier {
    let plain = try SimulatedDossier.run(
      SimulatedDossier.description(estimators: ["before-after"]))
    guard case .object(var members) = try JSONValue(encoding: plain),
      case .array(var findings)? = members["findings"],
      case .object(var finding)? = findings.first
    else { throw CocoaError(.coderReadCorrupt) }
    finding["tables"] = try JSONValue(encoding: [table])
    findings[0] = .object(finding)
    members["findings"] = .array(findings)
    return try StableJSON.decode(Dossier.self, from: StableJSON.encode(members))
  }

  @Test("A table is written as CSV and drawn", .tags(.analytical))
  func written() throws {
    let dossier = try dossier()
    #expect(dossier.findings.first?.tables == [table])
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tables-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    _ = try EvidenceWriter(renderer: FigureRenderer(python: nil)).write(dossier, to: folder)
    let csv = try String(
      contentsOf: folder.appendingPathComponent("tables/before-after-event-study.csv"),
      encoding: .utf8)
    #expect(
      csv == """
        week,estimate (µg/m³),lower (µg/m³),upper (µg/m³),"base, if any"
        -1.0,0.0,,,base
        0.0,-1.25,-2.0,-0.5,

        """)
    let figure = try String(
      contentsOf: folder.appendingPathComponent("figures/before-after-event-study.vl.json"),
      encoding: .utf8)
    #expect(figure.contains("estimate (µg/m³)"))
  }

  @Test("A dossier from before there were tables is still read", .tags(.analytical))
  func older() throws {
    let plain = try SimulatedDossier.run(
      SimulatedDossier.description(estimators: ["before-after"]))
    let text = String(decoding: try StableJSON.encode(plain), as: UTF8.self)
    let without = text.replacing(/,\s*"tables" : \[\s*\]/, with: "")
    #expect(without != text)
    #expect(try StableJSON.decode(Dossier.self, from: Data(without.utf8)) == plain)
  }
}
