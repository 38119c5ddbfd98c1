import Documents
import Estimation
import Foundation
import Studies
import TestSupport
import Testing

@testable import Evidence

@Suite("Risk of bias and certainty")
struct AppraisalTests {
  private static func risk(
    _ domain: Appraisal.Domain, _ appraisal: Appraisal
  ) -> Appraisal.Risk? {
    appraisal.judgements.first { $0.domain == domain }?.risk
  }

  @Test("Without donors confounding is serious and certainty very low", .tags(.analytical))
  func uncontrolled() throws {
    let dossier = try SimulatedDossier.run(
      SimulatedDossier.description(donors: DonorRule(origin: .none), estimators: ["before-after"]))
    let appraisal = try #require(Appraisal(dossier))
    #expect(appraisal.judgements.map(\.domain) == Appraisal.Domain.allCases)
    #expect(Self.risk(.confounding, appraisal) == .serious)
    #expect(Self.risk(.selection, appraisal) == .unknown)
    #expect(Self.risk(.reporting, appraisal) == .moderate)
    // From low (2) down for one serious domain at least: very low is the floor.
    #expect(appraisal.certainty == .veryLow)
    #expect(
      !appraisal.steps.contains { $0.change > 0 && $0.figure.id == "appraisal.up.calibrated" })
  }

  @Test(
    "The figure of confounding is the mean systematic error over the effect", .tags(.analytical))
  func systematic() throws {
    var description = try SimulatedDossier.description(estimators: ["difference-in-differences"])
    description.main = "difference-in-differences"
    let dossier = try SimulatedDossier.run(description)
    let finding = try #require(dossier.findings.first)
    let error = try #require(finding.calibration?.expectedAbsoluteError)
    let ratio = error / abs(finding.effect.coefficient.value)
    let appraisal = try #require(Appraisal(dossier))
    let judged = try #require(appraisal.judgements.first { $0.domain == .confounding })
    if judged.figure.id == "appraisal.systematic" {
      #expect(judged.risk == (ratio > 0.5 ? .serious : ratio > 0.25 ? .moderate : .low))
      #expect(judged.figure.arguments["share"] == ratio.share)
    } else {
      #expect(judged.figure.id == "appraisal.drift" && judged.risk == .serious)
    }
    // The steps add up to the certainty, within its range.
    let sum = 2 + appraisal.steps.reduce(0) { $0 + $1.change }
    #expect(appraisal.certainty.rawValue == min(4, max(1, sum)))
    #expect(appraisal.points.map(\.number) == Array(12...17))
  }

  @Test("Parts that differ are told, and what is not asked is missing", .tags(.property))
  func heterogeneity() throws {
    var description = try SimulatedDossier.description(estimators: ["difference-in-differences"])
    let without = try SimulatedDossier.run(description)
    #expect(
      try #require(Appraisal(without)).points.first { $0.number == 16 }?.status == .open)
    var rule = Heterogeneity()
    rule.kinds = [.season, .hour]
    description.heterogeneity = rule
    let dossier = try SimulatedDossier.run(description)
    let found = try #require(dossier.heterogeneity)
    #expect(found.kinds.map(\.kind) == [.season] && found.refused.map(\.kind) == [.hour])
    let status = try #require(Appraisal(dossier)).points.first { $0.number == 16 }?.status
    #expect(status == (found.kinds[0].holm <= 0.05 ? .worrying : .covered))
    let text = TerminalRenderer(width: 400).text(dossier.document)
    #expect(text.contains("Time of day: could not be asked: a step of the study is"))
    #expect(text.contains("December to February"))
    #expect(text.contains("Certainty of the finding: "))
  }

  @Test("Every judgement and step is a text of the catalogue", .tags(.property))
  func said() throws {
    let dossier = try SimulatedDossier.run(SimulatedDossier.description())
    let appraisal = try #require(Appraisal(dossier))
    let all =
      appraisal.judgements.map(\.figure) + appraisal.points.map(\.figure)
      + appraisal.steps.map(\.figure)
    for message in all { #expect(Catalogue.builtIn.has(message.id), "\(message.id)") }
  }
}
