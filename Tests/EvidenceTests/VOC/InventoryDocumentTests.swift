import Documents
import Evidence
import Foundation
import TestSupport
import Testing
import VOC

@Suite("An inventory's document")
struct InventoryDocumentTests {
  private func tally() throws -> InventoryTally {
    let path = SharedData.checkout.appendingPathComponent("Datasets/studies/coating-works.yaml")
    let file = try InventoryFile(
      yaml: String(contentsOf: path, encoding: .utf8), file: "coating-works.yaml")
    var analysis = InventoryAnalysis()
    analysis.draws = 200
    return try analysis.tally(file.inventory, measures: file.measures)
  }

  @Test("Terminal and page are as they were looked at, in three languages", .tags(.golden))
  func snapshots() throws { try DocumentSnapshot.check(tally().document, named: "inventory") }

  @Test("The tornado names what is uncertain in the page’s language", .tags(.analytical))
  func tornado() throws {
    let chart = try #require(tally().document.charts.first { $0.name == "tornado" })
    let figure = String(
      decoding: try StableJSON.encode(VegaLite(chart, language: .chinese).specification),
      as: UTF8.self)
    #expect(figure.contains("Works/coating line，排放因子"))
    #expect(figure.contains("Works/tank farm，泄漏率：valve-light-liquid"))
    #expect(!figure.contains("factor"))
  }

  @Test("The folder holds page, result, tables and figures", .tags(.analytical))
  func folder() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("inventory-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let written = try DocumentFolder(renderer: FigureRenderer(python: nil)).write(
      tally().document, page: "inventory.html", to: folder)
    #expect(
      written.files.map(\.lastPathComponent) == [
        "document.json", "abatement.vl.json", "tornado.vl.json", "inventory.html",
        "compounds.csv", "inventory.csv", "measures.csv", "processes.csv",
      ])
    let page = try String(
      contentsOf: folder.appendingPathComponent("inventory.html"), encoding: .utf8)
    #expect(page.contains("Efficiencies from memory, not from a stored source: enclosure"))
    #expect(!page.contains("stored source: half of the paint"))
  }
}
