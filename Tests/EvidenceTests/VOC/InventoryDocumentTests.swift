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

  @Test(
    "Costs carry the inventory’s currency; one that is missing is remarked on", .tags(.analytical))
  func currency() throws {
    let path = SharedData.checkout.appendingPathComponent("Datasets/studies/coating-works.yaml")
    let yaml = try String(contentsOf: path, encoding: .utf8)
    func document(_ yaml: String) throws -> Document {
      let file = try InventoryFile(yaml: yaml, file: "works.yaml")
      var analysis = InventoryAnalysis()
      analysis.draws = 100
      return try analysis.tally(file.inventory, measures: file.measures).document
    }
    let stated = try document(yaml)
    #expect(TerminalRenderer(width: 200).text(stated).contains("Cost a tonne (CNY)"))
    #expect(try #require(stated.data).csv.contains(",CNY/t O3\n"))
    let silent = try document(yaml.replacing("currency: CNY\n", with: ""))
    let text = TerminalRenderer(width: 200).text(silent)
    #expect(text.contains("! The costs are stated without a currency."))
    #expect(!TerminalRenderer(width: 200).text(stated).contains("without a currency"))
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
        "compounds.csv", "costs.csv", "inventory.csv", "measures.csv", "processes.csv",
      ])
    let page = try String(
      contentsOf: folder.appendingPathComponent("inventory.html"), encoding: .utf8)
    #expect(page.contains("Efficiencies from memory, not from a stored source: enclosure"))
    #expect(!page.contains("stored source: half of the paint"))
  }
}
