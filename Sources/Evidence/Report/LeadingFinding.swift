import Documents
import Estimation
import Studies

/// Which finding of a dossier leads, and why.
///
/// A study’s `main:` names it. Without one the report card decides: among controlled designs the one
/// whose calibration is right and which would find the smallest effect. Without a card the strongest
/// design that could run leads. Neither the order of names in the study nor the size of an effect decides.
struct LeadingFinding {
  /// Its place among the findings.
  let place: Int
  /// Why it leads; `nil` when there is only one.
  let reason: Message?

  /// `nil` for a dossier without findings.
  init?(_ dossier: Dossier, names: [Message]) {
    let findings = dossier.findings
    guard !findings.isEmpty else { return nil }
    let strongest = dossier.leadingPlace ?? 0
    let isAlone = findings.count == 1
    guard let main = dossier.study.main else {
      place = strongest
      let rule = say(
        dossier.isLedByCard ? "study.lead.card" : "study.lead.rule", method: names[place],
        design: Message.design(findings[place].effect.method.design))
      reason = isAlone ? nil : rule
      return
    }
    if let stated = findings.firstIndex(where: { $0.effect.method.identifier == main }) {
      place = stated
      reason = isAlone ? nil : say("study.lead.stated", method: names[place])
    } else {
      place = strongest
      reason = say(
        "study.lead.failed", main: Message.method(main), method: names[place],
        reason: dossier.unanswered.first { $0.method == main }?.reason)
    }
  }
}

/// What of a finding is quoted: calibrated where it was repeated on places where nothing was done.
struct QuotedEffect {
  private let finding: Finding

  init(_ finding: Finding) { self.finding = finding }

  var effect: EffectEstimate { finding.effect }
  var estimate: Double { finding.calibration?.estimate ?? effect.estimate }
  var interval: ConfidenceInterval? { finding.calibration?.interval ?? effect.interval }

  /// The interval in words.
  var inWords: Message {
    guard let interval else { return "study.interval.none" }
    return say(
      finding.calibration == nil ? "study.interval.own" : "study.interval.calibrated",
      level: interval.level.share, range: interval.range(effect.unit))
  }
}
