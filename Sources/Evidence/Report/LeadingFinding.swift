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
      let design = findings[strongest].effect.method.design
      reason =
        isAlone
        ? nil
        : say(
          dossier.isLedByCard ? "study.lead.card" : "study.lead.rule", method: names[place],
          design: Message.design(design))
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
  let effect: EffectEstimate
  let estimate: Double
  let interval: ConfidenceInterval?
  let isCalibrated: Bool

  init(_ finding: Finding) {
    effect = finding.effect
    isCalibrated = finding.calibration != nil
    estimate = finding.calibration?.estimate ?? finding.effect.estimate
    interval = finding.calibration?.interval ?? finding.effect.interval
  }

  /// Digits that the interval allows.
  var digits: Digits { interval.map { .interval($0.lower, $0.upper) } ?? .size }

  /// The interval in words.
  var inWords: Message {
    guard let interval else { return "study.interval.none" }
    return say(
      isCalibrated ? "study.interval.calibrated" : "study.interval.own",
      level: interval.level.share,
      range: Value.range(interval.lower, interval.upper, digits, unit: effect.unit))
  }
}
