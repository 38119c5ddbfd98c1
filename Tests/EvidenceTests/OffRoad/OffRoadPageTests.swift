import Documents
import AirQuality
import Evidence
import Foundation
import OffRoad
import TestSupport
import Testing

@Suite("Pages about off-road machinery")
struct OffRoadPageTests {
  private static let register = """
    machinery,stage,power_kw,model_year,count,hours
    excavator,china-ii,120,2012,40,900
    excavator,china-iii,,2018,25,
    wheel_loader,eu-iiia,150,,10,700
    forklift,china-iii,45,2019,30,1500
    """

  private func content() throws -> OffRoadPage.Content {
    let register = try FleetRegister(text: Self.register, file: "fleet.csv", dataYear: 2024)
    let fleet = try ClassFleet(register.machines, year: 2024)
    let inventory = EmissionInventory(sulphurPartsPerMillion: 10)
    var uncertainty = UncertaintyAnalysis()
    uncertainty.draws = 200
    uncertainty.sobolDraws = 32
    var analysis = ScenarioAnalysis(inventory)
    analysis.uncertainty.draws = 200
    var cost = ControlMeasure.Cost()
    cost.capital = UncertainNumber(30_000)
    let measure = ControlMeasure(
      name: "filters", action: .retrofit(.particulateFilter), share: UncertainNumber(0.3),
      start: try #require(CivilDate("2024-01-01")), cost: cost)
    var content = OffRoadPage.Content(title: "A small city <1>")
    content.tally = try inventory.tally(fleet)
    content.uncertainty = try uncertainty.analyse(inventory, fleet)
    content.comparison = try analysis.compare(
      [Scenario(name: "filters", measures: [measure])], [fleet])
    content.curve = try analysis.abatementCurve([measure], for: .pm25, fleet)
    content.currency = "CNY"
    return content
  }

  private func written(_ language: Language) throws -> (URL, String) {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("off-road-\(UUID().uuidString)")
    _ = try OffRoadPage(
      try content(), language: language, renderer: FigureRenderer(python: nil)
    ).write(to: folder)
    return (
      folder,
      try String(contentsOf: folder.appendingPathComponent("off-road.html"), encoding: .utf8)
    )
  }

  @Test(
    "Every default of every part is in the page, marked, with its source",
    .tags(.analytical))
  func defaults() throws {
    let (folder, page) = try written(.english)
    defer { try? FileManager.default.removeItem(at: folder) }
    let content = try content()
    let uses =
      (content.tally?.defaults ?? []) + (content.uncertainty?.defaults ?? [])
      + (content.comparison?.defaults ?? [])
    #expect(uses.count > 10)
    let file = try String(
      contentsOf: folder.appendingPathComponent("defaults.csv"), encoding: .utf8)
    for use in uses {
      let line = file.split(separator: "\n").first {
        $0.hasPrefix("\(use.quantity),\(use.subject),\(use.value),")
      }
      #expect(line?.contains(",default,") == true, "\(use.quantity)")
      for source in use.backing.sources {
        #expect(line?.contains(source) == true && page.contains(source), "\(use.quantity)")
      }
      #expect(line?.contains("*") == !use.backing.isBacked, "\(use.quantity)")
    }
    #expect(page.contains("<td class=\"\">default</td>"))
    #expect(page.contains("<h1>A small city &lt;1&gt;</h1>"))
  }

  @Test(
    "The page stands in each language with its own words", .tags(.analytical),
    arguments: [
      (Language.english, "Excavator"), (.japanese, "油圧ショベル"), (.chinese, "挖掘机"),
    ])
  func languages(_ language: Language, _ excavator: String) throws {
    let (folder, page) = try written(language)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(page.contains("lang=\"\(language.tag)\""))
    #expect(page.contains(excavator))
    if language != .english {
      #expect(EnglishWords.sentences(page, without: ["A small city &lt;1&gt;"]).isEmpty)
      for word in ["Inventory", "Scenarios", "Assumptions", "annual hours", "spread of"] {
        #expect(!page.contains(">\(word)"), "\(word)")
      }
    }
  }

  @Test(
    "Methods stand side by side, and figures of a month are not taken for a year’s",
    .tags(.analytical),
    arguments: [
      (Language.english, "Methods side by side", "one typical weekday of the months 7, 8"),
      (.japanese, "手法の比較", "7, 8 月の平均的な平日 1 日の値"),
      (.chinese, "方法比较", "7, 8 月中一个典型工作日"),
    ])
  func methods(_ language: Language, _ heading: String, _ period: String) throws {
    let register = try FleetRegister(text: Self.register, file: "fleet.csv", dataYear: 2024)
    let fleet = try ClassFleet(register.machines, year: 2024)
      .during(ActivityProfile.Period(months: [7, 8], day: .weekday), ActivityProfile())
    let inventory = EmissionInventory(sulphurPartsPerMillion: 10)
    var content = OffRoadPage.Content(title: "A month")
    content.tally = try inventory.tally(fleet)
    content.methods = try MethodComparison(inventory, fleet)
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("off-road-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    _ = try OffRoadPage(content, language: language, renderer: FigureRenderer(python: nil))
      .write(to: folder)
    let page = try String(
      contentsOf: folder.appendingPathComponent("off-road.html"), encoding: .utf8)
    #expect(page.contains(heading))
    #expect(page.contains(period))
    #expect(page.contains("US EPA NONROAD2008"))
    if language != .english {
      let found = EnglishWords.sentences(page)
      #expect(found.isEmpty, "\(found)")
      if language == .chinese {
        let loose = EnglishWords.looseSigns(page)
        #expect(loose.isEmpty, "\(loose)")
      }
    }
    let table = try String(
      contentsOf: folder.appendingPathComponent("methods.csv"), encoding: .utf8)
    #expect(table.split(separator: "\n").count == 9)
  }

  @Test("Every table is a file beside the page", .tags(.analytical))
  func files() throws {
    let (folder, _) = try written(.english)
    defer { try? FileManager.default.removeItem(at: folder) }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(
      names == [
        ".airaccord-files", "abatement-curve.csv", "classes.csv", "defaults.csv", "figures",
        "intervals.csv",
        "off-road.html", "reach.csv", "scenario-emissions.csv", "scenarios.csv", "totals.csv",
        "variance-shares.csv",
      ])
    let figures = try FileManager.default.contentsOfDirectory(
      atPath: folder.appendingPathComponent("figures").path
    ).sorted()
    #expect(
      figures == [
        "abatement-curve.vl.json", "classes.vl.json", "scenarios-bc.vl.json",
        "scenarios-co2.vl.json", "scenarios-nox.vl.json", "scenarios-pm25.vl.json",
        "tornado.vl.json",
      ])
  }
}
