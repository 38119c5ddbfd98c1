import Documents
public import Store
import Cooperation
import Estimation
public import Studies

/// What a study found about a project, in the few words that the registry shows.
public struct ProjectVerdict: Sendable {
  private let dossier: Dossier

  /// The verdict of a dossier's leading method.
  public init(_ dossier: Dossier) { self.dossier = dossier }

  /// The finding as it is kept with the project.
  public func finding(project: String) -> RegistryFinding {
    RegistryFinding(
      kind: .projects, id: project, title: dossier.study.title, verdict: verdict,
      sentence: Catalogue.builtIn.text(.joined(dossier.quotation), .english))
  }

  /// By the calibrated interval where there is one: a method's own interval is too narrow for
  /// serially dependent data.
  private var verdict: String {
    if let seal = dossier.seal, !seal.isOpen { return "sealed: diagnostics did not pass" }
    guard let first = dossier.leading else { return "no method could answer" }
    guard first.effect.method.design.isControlled else {
      return "described without a comparison"
    }
    guard let interval = first.calibration?.interval else {
      return "not calibrated: no verdict"
    }
    if interval.contains(0) { return "not distinguishable from what other places saw" }
    return interval.upper < 0 ? "lower than other places" : "higher than other places"
  }
}
