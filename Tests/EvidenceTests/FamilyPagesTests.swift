import Cooperation
import Documents
import Estimation
import Evidence
import Studies
import TestSupport
import Testing

/// Pages of every family of designs, read as a Japanese or Chinese reader does.
@Suite("Pages of every family of designs")
struct FamilyPagesTests {
  /// A design of each family, with few draws: the pages only need an interval.
  private static let designs: [(method: String, settings: [String: JSONValue])] = [
    ("event-study", ["replicates": 99]), ("group-time", ["replicates": 99]),
    ("imputation", ["replicates": 99]), ("synthetic-control", ["draws": 20]),
    ("synthetic-difference-in-differences", ["draws": 20]), ("matrix-completion", [:]),
    ("regression-discontinuity", [:]), ("change-point", ["draws": 99]),
    ("interrupted-time-series", [:]),
  ]

  @Test(
    "Answer first, no English beside names, and the same numbers everywhere", .tags(.property),
    arguments: designs.map(\.method))
  func family(_ method: String) throws {
    let plain = try SimulatedDossier.description(title: "規制の効果")
    let settings = try #require(Self.designs.first { $0.method == method }).settings
    let dossier = try SimulatedDossier.run(
      StudyDescription(
        title: plain.title, measure: plain.measure, outcome: plain.outcome,
        treated: plain.treated, donors: plain.donors, before: plain.before, after: plain.after,
        estimators: [EstimatorChoice(method: method, settings: settings)]))
    let finding = try #require(
      dossier.findings.first, "\(dossier.unanswered.map(\.reason.english))")
    let said = try PageTables.check(
      dossier.document, quoted: [plain.measure.name])
    guard let interval = finding.effect.interval else { return }
    let estimate = ShownNumbers.byInterval(
      finding.effect.estimate, interval.lower, interval.upper)
    for (language, (page, terminal)) in said {
      #expect(page.contains(estimate) && terminal.contains(estimate), "\(language): \(estimate)")
    }
  }
}
