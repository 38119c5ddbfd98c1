import Documents
import Cooperation
import Estimation
import Evidence
import Foundation
import Simulation
import Studies
import TestSupport
import Testing

@Suite("Dossiers")
struct DossierTests {
  @Test("The same seed gives the same bytes with one and with two threads", .tags(.property))
  func threads() throws {
    let description = try SimulatedDossier.description()
    let one = try StableJSON.encode(SimulatedDossier.run(description, threads: 1))
    let two = try StableJSON.encode(SimulatedDossier.run(description, threads: 2))
    #expect(one == two)
  }

  @Test("A dossier survives JSON unchanged", .tags(.property))
  func roundTrip() throws {
    let dossier = try SimulatedDossier.run(SimulatedDossier.description())
    let data = try StableJSON.encode(dossier)
    #expect(try StableJSON.decode(Dossier.self, from: data) == dossier)
  }

  @Test(
    "The controlled finding's calibrated interval contains the simulated truth", .tags(.calibration)
  )
  func truth() throws {
    let dossier = try SimulatedDossier.run(SimulatedDossier.description())
    let truth = try SimulatedDossier.network.generate().truth
    let finding = try #require(dossier.findings.first)
    let calibration = try #require(finding.calibration)
    #expect(calibration.interval.contains(100 * truth.relativeEffect))
  }

  @Test("Findings of one method are told apart by the settings they differ in", .tags(.analytical))
  func repeated() throws {
    let plain = try SimulatedDossier.description()
    func text(_ estimators: [EstimatorChoice], _ language: Language) throws -> String {
      let dossier = try SimulatedDossier.run(
        StudyDescription(
          title: plain.title, measure: plain.measure, outcome: plain.outcome,
          treated: Array(plain.treated.prefix(1)), donors: plain.donors, before: plain.before,
          after: plain.after, estimators: estimators))
      return TerminalRenderer(language: language, width: 200).text(dossier.document)
    }
    let differing = try text(
      [
        EstimatorChoice(method: "difference-in-differences", settings: [:]),
        EstimatorChoice(
          method: "difference-in-differences",
          settings: ["inference": "spatial", "spatialCutoff": 40]),
        EstimatorChoice(method: "before-after"),
      ], .english)
    #expect(
      differing.contains(
        "Difference in differences (inference: automatic, spatial-cutoff: 300)  "))
    #expect(
      differing.contains("Difference in differences (inference: spatial, spatial-cutoff: 40)  "))
    #expect(differing.contains("\nBefore–after comparison  "))
    // One place is not “1 places”.
    #expect(differing.contains("at the one place with “simulated measure”"))
    let same = try text(
      [EstimatorChoice(method: "before-after"), EstimatorChoice(method: "before-after")], .japanese)
    #expect(same.contains("\n前後比較 (1)  "))
    #expect(same.contains("\n前後比較 (2)  "))
  }

  @Test("A method that cannot answer is listed beside those that can", .tags(.analytical))
  func unanswered() throws {
    let dossier = try SimulatedDossier.run(
      SimulatedDossier.description(donors: DonorRule(origin: .none)))
    #expect(
      dossier.findings.map(\.effect.method.identifier) == [
        "interrupted-time-series", "before-after",
      ])
    #expect(
      dossier.unanswered.map(\.method) == ["difference-in-differences"])
    #expect(
      dossier.unanswered.first?.reason.english
        == "Difference in differences, two-way compares with donors and the study has none; "
        + "name donors, or choose a design without them")
  }
}

@Suite("Pages")
struct PageTests {
  private func page(_ dossier: Dossier, _ language: Language) throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("evidence-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let writer = EvidenceWriter(language: language, renderer: FigureRenderer(python: nil))
    let written = try writer.write(dossier, to: folder)
    #expect(written.figureFailure == .absent)
    return try String(
      contentsOf: folder.appendingPathComponent("report.html"), encoding: .utf8)
  }

  @Test(
    "No page of an uncontrolled design says what made the change", .tags(.property),
    arguments: Language.allCases)
  func noCausalWords(_ language: Language) throws {
    let dossier = try SimulatedDossier.run(
      SimulatedDossier.description(donors: DonorRule(origin: .none)))
    let text = try page(dossier, language)
    for word in [
      "caused", "due to", "because of the measure", "原因", "導致", "导致", "引起", "によって低下",
    ] {
      #expect(!text.contains(word), "\(word)")
    }
    let report = TerminalRenderer(language: language).text(dossier.document)
    #expect(!report.contains("caused") && !report.contains("due to"))
  }

  @Test(
    "A dossier with a method that could not answer has no English sentence in Japanese and Chinese",
    arguments: [Language.japanese, .chinese])
  func noEnglish(_ language: Language) throws {
    for donors in [DonorRule(), DonorRule(origin: .none)] {
      let dossier = try SimulatedDossier.run(
        SimulatedDossier.description(title: "-", donors: donors))
      let own =
        [dossier.study.measure.name] + dossier.findings.map(\.effect.method.source)
      let found = EnglishWords.sentences(try page(dossier, language), without: own)
      #expect(found.isEmpty, "\(found)")
      if language == .chinese {
        let loose = EnglishWords.looseSigns(try page(dossier, language), without: own)
        #expect(loose.isEmpty, "\(loose)")
      }
    }
  }

  @Test("A title with markup is shown and not run", .tags(.property))
  func escaping() throws {
    let dossier = try SimulatedDossier.run(
      SimulatedDossier.description(
        title: "<script>alert(1)</script>", estimators: ["before-after"]))
    let text = try page(dossier, .english)
    #expect(!text.contains("<script>alert"))
    #expect(text.contains("&lt;script&gt;alert(1)"))
  }

  @Test("Without the renderer the page says how to get the figures", .tags(.analytical))
  func withoutRenderer() throws {
    let dossier = try SimulatedDossier.run(
      SimulatedDossier.description(estimators: ["before-after"]))
    let text = try page(dossier, .english)
    #expect(text.contains("“make setup”"))
    #expect(!text.contains("{{"))
  }

  @Test(
    "Each language gives the same numbers", .tags(.property),
    arguments: [Language.japanese, .chinese])
  func sameNumbers(_ language: Language) throws {
    let dossier = try SimulatedDossier.run(
      SimulatedDossier.description(estimators: ["difference-in-differences"]))
    let finding = try #require(dossier.findings.first)
    let english = try page(dossier, .english)
    let other = try page(dossier, language)
    let size = String(format: "%.1f", abs(finding.effect.estimate))
    #expect(english.contains(size) || english.contains(String(size.dropLast(2))))
    func numbers(_ text: String) -> [String] {
      guard let answer = text.firstRange(of: "<section class=\"answer\""),
        let end = text[answer.upperBound...].firstRange(of: "</section>")
      else { return [] }
      let section = text[answer.upperBound..<end.lowerBound]
      return section.split { !($0.isNumber && $0.isASCII) && $0 != "." }.map(String.init)
        .filter { $0.contains { $0.isNumber } && !$0.hasSuffix(".") }.sorted()
    }
    #expect(!numbers(english).isEmpty)
    #expect(Set(numbers(other)).isSuperset(of: numbers(english).filter { $0.contains(".") }))
  }

  @Test("Headings name the level that the study asked for", .tags(.analytical))
  func intervalLevel() throws {
    let data = try SimulatedDossier.network.generate()
    let base = try SimulatedDossier.description()
    let description = StudyDescription(
      title: base.title, measure: base.measure, outcome: base.outcome, treated: base.treated,
      donors: base.donors, before: base.before, after: base.after,
      estimators: [
        EstimatorChoice(method: "before-after", settings: ["confidence-level": 0.9])
      ])
    let dossier = try StudyRunner(threads: 1).run(
      description, library: SeriesCollection(data.series))
    let text = try page(dossier, .english)
    #expect(text.contains("90 % interval"))
    #expect(!text.contains("95 % interval"))
  }

  @Test("Writing again replaces the dossier and leaves nothing else behind", .tags(.property))
  func rewriting() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("evidence-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let writer = EvidenceWriter(renderer: FigureRenderer(python: nil))
    for title in ["first", "second"] {
      let dossier = try SimulatedDossier.run(
        SimulatedDossier.description(title: title, estimators: ["before-after"]))
      _ = try writer.write(dossier, to: folder)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(
      names == [
        ".airaccord-files", "document.json", "dossier.json", "effects.csv", "figures",
        "report.html", "tables",
      ])
    let page = try String(
      contentsOf: folder.appendingPathComponent("report.html"), encoding: .utf8)
    #expect(page.contains("<h1>second</h1>"))
  }
}
