import Documents
import Estimation
import Studies

/// Which finding of a dossier leads, and why.
///
/// A study’s `main:` names it. Without one the strongest design that could run leads: a controlled one
/// before one that has only its own past, a long series before two periods, and of these the one that
/// needs the fewest further assumptions. Neither the order of names in the study nor the size of an
/// effect or the width of an interval decides.
struct LeadingFinding {
  /// Its place among the findings.
  let place: Int
  /// Why it leads; `nil` when there is only one.
  let reason: Message?

  /// `nil` for a dossier without findings.
  init?(_ dossier: Dossier, names: [Message]) {
    let findings = dossier.findings
    guard !findings.isEmpty else { return nil }
    let strongest = findings.indices.min {
      (Self.rank(findings[$0]), $0) < (Self.rank(findings[$1]), $1)
    }!
    guard let main = dossier.study.main else {
      place = strongest
      reason =
        findings.count == 1
        ? nil
        : say(
          "study.lead.rule", method: names[place],
          design: Message.design(findings[place].effect.method.design))
      return
    }
    if let stated = findings.firstIndex(where: { $0.effect.method.identifier == main }) {
      place = stated
      reason =
        findings.count == 1
        ? nil : say("study.lead.stated", method: names[place])
    } else {
      place = strongest
      let failure = dossier.unanswered.first { $0.method == main }
      reason = say(
        "study.lead.failed", main: Message.method(main), reason: failure?.reason,
        method: names[place])
    }
  }

  /// Smaller is stronger.
  private static func rank(_ finding: Finding) -> Int {
    let method = finding.effect.method
    let design =
      switch method.design {
      case .controlledInterruptedTimeSeries: 0
      case .controlledBeforeAfter: 1
      case .interruptedTimeSeries: 2
      case .uncontrolledBeforeAfter: 3
      }
    // Donors and days weighted so that both level and course before agree need less to hold than
    // donors alone; what a simulation found outside its bands stands behind its peers.
    let order = [
      "synthetic-difference-in-differences", "augmented-synthetic-control", "synthetic-control",
      "partially-pooled-synthetic-control", "penalised-synthetic-control",
      "interactive-fixed-effects", "matrix-completion", "structural-time-series", "imputation",
      "group-time", "sun-abraham",
      "two-stage", "difference-in-differences", "event-study", "interrupted-time-series",
      "regression-discontinuity",
      "business-as-usual", "before-after",
    ]
    let within = order.firstIndex(of: method.identifier) ?? order.count
    return 1_000 * design + (method.weakness == nil ? 0 : 100) + within
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
