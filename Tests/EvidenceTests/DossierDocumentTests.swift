import Documents
import Estimation
import Evidence
import Foundation
import Studies
import TestSupport
import Testing
import Weather

@Suite("A study's document")
struct DossierDocumentTests {
  private func dossier(main: String? = nil, estimators: [String]) throws -> Dossier {
    var description = try SimulatedDossier.description(estimators: estimators)
    description.main = main
    return try SimulatedDossier.run(description)
  }

  @Test("Terminal and page are as they were looked at, in three languages", .tags(.golden))
  func snapshots() throws {
    let document = try SimulatedDossier.run(SimulatedDossier.description()).document
    try DocumentSnapshot.check(document, named: "dossier")
  }

  @Test("The order of the methods in the study does not decide which leads", .tags(.property))
  func leadByRule() throws {
    for order in [
      ["before-after", "interrupted-time-series", "difference-in-differences"],
      ["difference-in-differences", "before-after", "interrupted-time-series"],
    ] {
      let text = TerminalRenderer(width: 400).text(try dossier(estimators: order).document)
      let lead = "\nDifference in differences leads: no main method was named and its report card"
      #expect(text.contains(lead))
      #expect(text.contains("Compared with 13 places"))
    }
  }

  @Test("The design that the study names leads", .tags(.analytical))
  func leadByName() throws {
    let dossier = try dossier(
      main: "before-after", estimators: ["difference-in-differences", "before-after"])
    let text = TerminalRenderer(width: 400).text(dossier.document)
    #expect(text.contains("The study names Before–after comparison as its main design."))
    #expect(text.contains("After “simulated measure” began"))
  }

  @Test("A main design that could not answer is named in the answer", .tags(.analytical))
  func failedLead() throws {
    var description = try SimulatedDossier.description(donors: DonorRule(origin: .none))
    description.main = "difference-in-differences"
    let text = TerminalRenderer(width: 400).text(try SimulatedDossier.run(description).document)
    #expect(
      text.contains(
        "The main design, Difference in differences, could not answer: Difference in differences, "
          + "two-way compares with donors and the study has none"))
    #expect(text.contains("Interrupted time series stands in for it."))
  }

  @Test(
    "A main design that is not among the estimators is refused with the names", .tags(.analytical))
  func unknownMain() throws {
    let yaml = """
      title: t
      measure: { name: m, start: 2015-01-01 }
      outcome: { pollutant: pm25 }
      treated: [A]
      before: 2014-01-01..2014-12-31
      after: 2015-01-01..2015-12-31
      main: synthetic-control
      estimators: [before-after, interrupted-time-series]
      """
    do {
      _ = try StudyDescription(yaml: yaml, file: "study.yaml")
      Issue.record("accepted")
    } catch {
      #expect(
        error.what
          == "“main” names “synthetic-control”, which is not among the study’s estimators")
      #expect(error.remedy == "name one of: before-after, interrupted-time-series")
    }
  }

  @Test("Page, terminal and JSON of one run show the same numbers", .tags(.property))
  func sameNumbers() throws {
    let dossier = try SimulatedDossier.run(SimulatedDossier.description())
    let document = dossier.document
    let page = try HTMLRenderer(stamp: HTMLRenderer.Stamp(tool: "t")).page(document)
    let terminal = TerminalRenderer(width: 1_000).text(document)
    let json = String(decoding: try StableJSON.encode(dossier), as: UTF8.self)
    for finding in dossier.findings {
      let effect = finding.effect
      let interval = try #require(effect.interval)
      // Two digits of the standard error, by the definition of a 95 % normal interval.
      let error = (interval.upper - interval.lower) / 3.92
      let decimals = max(0, 1 - Int(log10(error).rounded(.down)))
      for value in [effect.estimate, interval.lower, interval.upper] {
        let rounded = String(format: "%.\(decimals)f", value)
          .replacing("-", with: "−").replacing(/^−(0(\.0+)?)$/, with: { $0.output.1 })
        #expect(page.contains(rounded), "\(rounded)")
        #expect(terminal.contains(rounded), "\(rounded)")
        #expect(json.contains("\(value)"), "\(value)")
      }
    }
  }

  @Test("A page holds a policy that lets nothing from outside in", .tags(.analytical))
  func policy() throws {
    let document = try dossier(estimators: ["before-after"]).document
    let page = try HTMLRenderer(stamp: HTMLRenderer.Stamp(tool: "t")).page(document)
    #expect(page.contains("default-src &#39;none&#39;") || page.contains("default-src 'none'"))
    #expect(!page.contains("<script"))
    #expect(page.firstMatch(of: /(src|href)="(https?:)?\/\//) == nil)
  }
}

@Suite("The reference of study keys")
struct StudyKeyReferenceTests {
  @Test("docs/study-keys.md is what the reader accepts", .tags(.golden))
  func written() throws {
    let url = SharedData.checkout.appendingPathComponent("docs/study-keys.md")
    let text = MarkdownRenderer().text(StudyKeyReference().document)
    if ProcessInfo.processInfo.environment["AIRACCORD_RECORD"] == "1" {
      try Data(text.utf8).write(to: url)
    }
    #expect(try String(contentsOf: url, encoding: .utf8) == text)
  }

  @Test("Every default of the reference is what a study without the key gets", .tags(.property))
  func defaults() throws {
    let study = try StudyDescription(
      yaml: """
        title: t
        measure: { name: m, start: 2015-01-01 }
        outcome: { pollutant: pm25 }
        treated: [A]
        donors: {}
        before: 2014-01-01..2014-12-31
        after: 2015-01-01..2015-12-31
        weather: {}
        estimators: [before-after]
        calibration: {}
        """, file: "study.yaml")
    let standards = Dictionary(
      uniqueKeysWithValues: StudyKey.all.map { ($0.path, $0.standard ?? "needed") })
    let weather = try #require(study.weather)
    #expect(standards["outcome.average"] == study.outcome.average.rawValue)
    #expect(standards["outcome.scale"] == study.outcome.scale.rawValue)
    #expect(standards["outcome.capture"] == "\(study.outcome.minimumCapture)")
    #expect(standards["outcome.gaps"] == "\(study.outcome.largestGap)")
    #expect(standards["donors.capture"] == "\(study.donors.minimumShare)")
    #expect(standards["donors.from"] == "all")
    #expect(study.donors.origin == .all)
    #expect(standards["quality.leave_out"] == study.quality.leavesOut.rawValue)
    #expect(standards["quality.unmeasured_years"] == study.quality.unmeasuredYears.rawValue)
    #expect(standards["weather.models"] == "\(weather.model.bootstrapModels)")
    #expect(standards["weather.days"] == "\(weather.model.pool.days)")
    #expect(standards["weather.block_days"] == "\(weather.model.blockDays)")
    #expect(standards["weather.seed"] == "\(weather.model.seed)")
    #expect(
      standards["calibration.negative_controls"]
        == study.calibration.map { "\($0.negativeControls)" })
    #expect(standards["calibration.seed"] == study.calibration.map { "\($0.seed)" })
  }
}
