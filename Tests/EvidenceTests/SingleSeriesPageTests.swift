import AirQuality
import Documents
import Estimation
import Evidence
import Foundation
import Studies
import TestSupport
import Testing

/// What the page of a study says of designs of one series.
@Suite("Pages of designs of one series")
struct SingleSeriesPageTests {
  private func dossier(_ estimators: [EstimatorChoice]) throws -> Dossier {
    var description = try SimulatedDossier.description(
      donors: DonorRule(origin: .none), estimators: ["before-after"])
    description = StudyDescription(
      title: description.title, measure: description.measure, outcome: description.outcome,
      treated: description.treated, donors: description.donors, before: description.before,
      after: description.after, estimators: estimators)
    var placebo = Placebo()
    placebo.dates = 5
    // Not measured by the simulated network.
    placebo.outcome = .so2
    description.placebo = placebo
    return try SimulatedDossier.run(description)
  }

  @Test(
    "Made-up dates stand on the page with their rank, and what could not be asked", .tags(.property)
  )
  func placebos() throws {
    let dossier = try dossier([
      EstimatorChoice(method: "before-after"), EstimatorChoice(method: "interrupted-time-series"),
    ])
    for finding in dossier.findings {
      let placebo = try #require(finding.placebo)
      // Two years before and one after have room for one date.
      #expect(placebo.rows.count + placebo.failed >= 1 && placebo.outcomeFailure != nil)
    }
    for language in Language.allCases {
      let text = TerminalRenderer(language: language, width: 400).text(dossier.document)
      let share = try #require(dossier.findings.first?.placebo?.falseAlarms)
      #expect(text.contains("\(Int((100 * share).rounded()))"))
      #expect(!text.contains("study.placebo"))
    }
    let data = try StableJSON.encode(dossier)
    #expect(try JSONDecoder().decode(Dossier.self, from: data) == dossier)
  }

  @Test("A structural model's page has course, band, sums and checks", .tags(.property))
  func structural() throws {
    let dossier = try dossier([
      EstimatorChoice(method: "structural-time-series", settings: ["draws": 40])
    ])
    let names = try #require(dossier.findings.first).tables.map(\.name)
    #expect(
      Set(names).isSuperset(of: [
        "expected-course", "cumulative-effect", "posterior", "level-checks",
      ]))
    let page = try HTMLRenderer(stamp: HTMLRenderer.Stamp(tool: "t")).page(dossier.document)
    #expect(page.contains("Bayesian structural time series"))
    #expect(page.contains("a date made up before the measure"))
  }
}
