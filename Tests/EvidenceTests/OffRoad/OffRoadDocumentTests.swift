import AirQuality
import Documents
import Evidence
import Foundation
import OffRoad
import TestSupport
import Testing

@Suite("Documents about off-road machinery")
struct OffRoadDocumentTests {
  private func documents() throws -> [(name: String, document: Document)] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("off-road-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in OffRoadFixture.impactFiles {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    let register = try OffRoadFixture.register()
    return [
      ("emissions", try OffRoadFixture.emissions().document),
      ("uncertainty", try OffRoadFixture.uncertainty().document),
      ("methods", try OffRoadFixture.methods().document),
      ("scenario", try OffRoadFixture.scenario().document),
      ("impact", try OffRoadFixture.impact(in: folder.path).document),
      ("fleet", FleetContents(register, try ClassFleet(register.machines, year: 2024)).document),
    ]
  }

  private func page(_ document: Document, _ language: Language) throws -> String {
    try HTMLRenderer(language: language, stamp: HTMLRenderer.Stamp(tool: "AirAccord"))
      .page(document)
  }

  @Test("Terminal and page are as they were looked at, in three languages", .tags(.golden))
  func snapshots() throws {
    for (name, document) in try documents() {
      try DocumentSnapshot.check(document, named: "off-road-\(name)")
    }
  }

  @Test("Japanese and Chinese documents hold no English and no text that is missing")
  func languages() throws {
    for (name, document) in try documents() {
      for language in Language.allCases {
        let page = try page(document, language)
        let terminal = TerminalRenderer(language: language).text(document)
        let figures = try document.charts.map {
          String(
            decoding: try StableJSON.encode(VegaLite($0, language: language).specification),
            as: UTF8.self)
        }
        for text in [page, terminal] + figures {
          #expect(!text.contains("⟨"), "\(name), \(language)")
          #expect(!text.contains(/\{[a-z0-9]+\}/), "\(name), \(language)")
        }
        guard language != .english else { continue }
        #expect(
          EnglishWords.sentences(page, without: ["A small city &lt;1&gt;"]).isEmpty,
          "\(name): \(EnglishWords.sentences(page))")
        #expect(
          EnglishWords.sentences(terminal).isEmpty, "\(name): \(EnglishWords.sentences(terminal))")
        if language == .chinese {
          #expect(
            EnglishWords.looseSigns(page, without: ["DPF 30 %", "DPF 60 %"]).isEmpty, "\(name)")
        }
      }
    }
  }

  @Test("Page, terminal and JSON show the same numbers", .tags(.analytical))
  func numbers() throws {
    let report = try OffRoadFixture.scenario()
    let document = report.document
    let best = try #require(report.comparison.outcomes.last)
    #expect(best.scenario == "F2" && best.year == 2027)
    let saved = try #require(best.abatement[.pm25])
    let price = try #require(best.costPerTonne[.pm25])
    let json = String(decoding: try StableJSON.encode(report), as: UTF8.self)
    for (value, unit) in [(saved, "t/a"), (price, "CNY")] {
      let shown = Value.estimate(
        value.central, lower: value.lower, upper: value.upper,
        .interval(value.lower, value.upper), unit: unit
      ).text(in: .english)
      #expect(try page(document, .english).contains(shown), "\(shown)")
      #expect(TerminalRenderer(width: 10_000).text(document).contains(shown), "\(shown)")
      #expect(json.contains("\(value.central)"))
    }
    let tally = try OffRoadFixture.emissions()
    let nox = Value.number(tally.tally.tonnes(.nox), .size).text(in: .english)
    #expect(try page(tally.document, .english).contains(">\(nox)<"))
    #expect(TerminalRenderer().text(tally.document).contains(" \(nox) "))
  }

  @Test("A comparison opens with what is saved, when and at what cost", .tags(.analytical))
  func answer() throws {
    let document = try OffRoadFixture.scenario().document
    let answer = try #require(document.sections.first)
    #expect(answer.role == .answer)
    guard case .lead(let lead)? = answer.blocks.first else {
      Issue.record("the answer has no lead")
      return
    }
    let text = Catalogue.builtIn.text(lead, .english)
    #expect(text.hasPrefix("Of 2 scenarios, “F2” saves most: "), "\(text)")
    #expect(text.contains(" of PM2.5 in 2027, "), "\(text)")
    #expect(text.contains(" CNY ("), "\(text)")
    #expect(answer.blocks.contains { if case .table = $0 { true } else { false } })
    for table in document.tables where ["savings", "scenarios", "reach"].contains(table.id) {
      #expect(table.columns.contains { $0.unit == "CNY" }, "\(table.id)")
    }
    let bare = try OffRoadFixture.scenario(
      OffRoadFixture.scenarios.replacing("currency: CNY\n", with: "")
    ).document
    #expect(
      TerminalRenderer(width: 500).text(bare).contains("The file names no currency"))
  }

  @Test(
    "Methods stand side by side, and figures of a month are not taken for a year’s",
    .tags(.analytical),
    arguments: [
      (Language.english, "Methods side by side", "one typical weekday of the months 7, 8", "t/d"),
      (.japanese, "手法の比較", "7、8 月の平均的な平日 1 日の値", "t/日"),
      (.chinese, "方法比较", "7、8 月中一个典型工作日", "t/日"),
    ])
  func methods(_ language: Language, _ heading: String, _ period: String, _ unit: String) throws {
    let document = try OffRoadFixture.methods().document
    let page = try page(document, language)
    #expect(page.contains(heading))
    #expect(page.contains(period))
    #expect(page.contains(unit) && !page.contains("t/a") && !page.contains("t/年"))
    #expect(page.contains("US EPA NONROAD2008"))
  }

  @Test("Every default of every part is in the table, marked, with its source", .tags(.analytical))
  func defaults() throws {
    let fleet = try OffRoadFixture.uncertainty()
    let scenario = try OffRoadFixture.scenario()
    let uses = fleet.tally.defaults + (fleet.uncertainty?.defaults ?? [])
    for (document, uses) in [
      (fleet.document, uses),
      (scenario.document, fleet.tally.defaults + scenario.comparison.defaults),
    ] {
      #expect(uses.count > 10)
      let table = try #require(document.tables.first { $0.id == "defaults" })
      let file = table.csv.split(separator: "\n")
      for use in uses {
        let quantity = Catalogue.builtIn.text(use.quantity, .english)
        let line = file.first {
          $0.contains(quantity) && $0.contains(",\(use.subject),") && $0.contains(",\(use.value),")
        }
        #expect(line?.contains(",default,") == true, "\(quantity)")
        for source in use.backing.sources {
          #expect(line?.contains(source) == true, "\(quantity)")
        }
        #expect(line?.contains("*") == !use.backing.isBacked, "\(quantity)")
      }
    }
  }

  @Test("Every table is a file beside the page", .tags(.analytical))
  func files() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("off-road-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let report = try OffRoadFixture.scenario()
    _ = try DocumentFolder(renderer: FigureRenderer(python: nil)).write(
      report.document, page: "off-road.html", to: folder)
    func names(_ part: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(
        atPath: folder.appendingPathComponent(part).path
      ).sorted()
    }
    #expect(
      try names("tables") == [
        "abatement-curve.csv", "classes.csv", "defaults.csv", "reach.csv", "savings.csv",
        "scenarios.csv", "totals.csv",
      ])
    #expect(
      try names("figures") == [
        "abatement-curve.vl.json", "classes.vl.json", "scenarios-bc.vl.json",
        "scenarios-co2.vl.json", "scenarios-nox.vl.json", "scenarios-pm25.vl.json",
      ])
    #expect(report.tablesForFiles.map(\.id) == ["scenario-emissions"])
    #expect(
      try OffRoadFixture.uncertainty().tablesForFiles.map(\.id) == ["intervals", "variance-shares"])
  }

  @Test("Every reading of a stage has the words of its data set, and every language its own")
  func readings() {
    let readings = SourcedFigure.all.filter { $0.remark != nil }
    #expect(readings.count > 100)
    for figure in readings {
      guard let remark = figure.remark else { continue }
      #expect(Catalogue.builtIn.text(remark, .english) == figure.notes)
    }
    for stage in EngineStage.all {
      for language in Language.allCases {
        #expect(!Catalogue.builtIn.text(stage.title, language).contains("⟨"), "\(stage.identifier)")
      }
    }
  }

  @Test("Every stage by every method has its notes in every language")
  func stages() throws {
    let lines = EngineStage.all.flatMap { stage in
      [10, 50, 100, 300, 700].map { "excavator,\(stage.identifier),\($0),1,500" }
    }
    let register = try FleetRegister(
      text: "machinery,stage,power_kw,count,hours\n" + lines.joined(separator: "\n"),
      file: "fleet.csv", dataYear: 2024)
    let fleet = try ClassFleet(register.machines, year: 2024)
    for method in EmissionMethod.allCases {
      for onlyBacked in [false, true] {
        var inventory = MachineInventory(sulphurPartsPerMillion: 350)
        inventory.method = method
        inventory.onlyBacked = onlyBacked
        let tally = try inventory.tally(fleet)
        let comparison = try MethodComparison(inventory, fleet)
        let notes =
          tally.notes + tally.limitNotes.map(\.message) + tally.gaps.map(\.reason)
          + comparison.warnings(of: method) + comparison.spreads.flatMap(\.reasons)
        for note in Set(notes) {
          for language in [Language.japanese, .chinese] {
            let text = Catalogue.builtIn.text(note, language)
            #expect(!text.contains("⟨"), "\(text)")
            #expect(EnglishWords.sentences(text).isEmpty, "\(text)")
          }
        }
        let merged = FleetReport(.emissions, tally, register: register).document
        let rows = merged.sections.flatMap(\.blocks).compactMap { block -> Int? in
          if case .notes(let notes) = block { notes.count } else { nil }
        }
        #expect(rows.reduce(0, +) <= tally.notes.count + tally.limitNotes.count + tally.gaps.count)
      }
    }
  }
}
