import Cooperation
import AirQuality
import Documents
import Estimation
import Studies

/// Risk of bias and certainty of a dossier, by the rules of docs/appraisal.md.
///
/// Every judgement rests on a figure of the dossier and says it; where the dossier has none, it says that
/// nobody can tell. A machine reads no law and visits no site, so that no rule gives more than its figure.
///
/// - Source: the seven domains of ROBINS-I, Sterne et al. (2016), doi:10.1136/bmj.i4919; certainty after
///   GRADE, Guyatt et al. (2008), doi:10.1136/bmj.39489.470347.AD (both from memory); the parts of a dossier
///   by the project's review of guidance.
struct Appraisal {
  /// How much bias a domain may hold.
  enum Risk: String, CaseIterable, Comparable {
    case low, unknown, moderate, serious

    static func < (left: Self, right: Self) -> Bool {
      allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }

    var severity: Severity {
      switch self {
      case .low: .good
      case .unknown: .note
      case .moderate: .warning
      case .serious: .serious
      }
    }
  }

  /// Where bias may come from.
  enum Domain: String, CaseIterable {
    case confounding, selection, classification, deviation, missing, measurement, reporting
  }

  /// One domain with the figure that decides.
  struct Judgement {
    let domain: Domain
    let risk: Risk
    let figure: Message
  }

  /// A part of what credible evidence contains, and how it stands.
  struct Point {
    let number: Int
    let status: ChecklistItem.Status
    let figure: Message
  }

  /// How sure one may be.
  enum Certainty: Int, CaseIterable {
    case veryLow = 1, low, moderate, high

    var name: Message {
      switch self {
      case .veryLow: "appraisal.certainty.very-low"
      case .low: "appraisal.certainty.low"
      case .moderate: "appraisal.certainty.moderate"
      case .high: "appraisal.certainty.high"
      }
    }
  }

  /// One step up or down, with its reason.
  struct Step {
    let change: Int
    let figure: Message
  }

  /// In the order of ROBINS-I.
  let judgements: [Judgement]
  /// 12 to 17 of the parts of a dossier.
  let points: [Point]
  /// From “low”, where evidence without a lot begins.
  let steps: [Step]
  /// What they come to.
  let certainty: Certainty

  /// `nil` for a dossier that shows no effect.
  init?(_ dossier: Dossier) {
    guard let place = dossier.leadingPlace else { return nil }
    let rules = AppraisalRules(dossier, lead: dossier.findings[place])
    judgements = [
      rules.confounding, rules.selection, rules.classification, rules.deviation, rules.missing,
      rules.measurement, rules.reporting,
    ]
    points = rules.points
    steps = rules.steps(judgements)
    let sum = steps.reduce(Certainty.low.rawValue) { $0 + $1.change }
    certainty = Certainty(rawValue: min(4, max(1, sum))) ?? .veryLow
  }
}

/// The rules, one property each.
struct AppraisalRules {
  let dossier: Dossier
  let lead: Finding
  private let quoted: QuotedEffect

  init(_ dossier: Dossier, lead: Finding) {
    self.dossier = dossier
    self.lead = lead
    quoted = QuotedEffect(lead)
  }

  private var design: DesignLabel { lead.effect.method.design }
  private var remarks: [Diagnostic] { lead.effect.diagnostics }

  /// Without donors serious; with a drift before the measure serious; by the mean systematic error as a
  /// share of the effect: above a half serious, above a quarter moderate.
  var confounding: Appraisal.Judgement {
    guard design.isControlled else {
      return judged(
        .confounding, .serious, say("appraisal.no-control", design: Message.design(design)))
    }
    if let drift = remarks.first(where: { $0.identifier == "pre-trend" && $0.severity == .serious })
    {
      return judged(
        .confounding, .serious, say("appraisal.drift", p: (drift.number("p") ?? 0).probability))
    }
    guard let calibration = lead.calibration, let error = calibration.expectedAbsoluteError else {
      return judged(.confounding, .moderate, "appraisal.not-repeated")
    }
    let effect = abs(lead.effect.coefficient.value)
    let ratio = effect > 0 ? error / effect : .infinity
    guard ratio.isFinite else { return judged(.confounding, .serious, "appraisal.no-effect") }
    return judged(
      .confounding, ratio > 0.5 ? .serious : ratio > 0.25 ? .moderate : .low,
      say("appraisal.systematic", share: ratio.share, count: calibration.controls.count))
  }

  /// Whether the measure may reach the places compared with: a distance or a wind rule is asked for.
  var selection: Appraisal.Judgement {
    let count = lead.effect.sample.donors
    guard design.isControlled, count > 0 else {
      return judged(.selection, .unknown, "appraisal.no-donors")
    }
    if let apart = dossier.study.donors.apartKilometres, apart > 0 {
      return judged(
        .selection, .low, say("appraisal.apart", count: count, distance: apart.decimals(0)))
    }
    if dossier.study.donors.downwind != nil {
      return judged(.selection, .low, say("appraisal.downwind", count: count))
    }
    return judged(.selection, .moderate, say("appraisal.no-distance", count: count))
  }

  /// Whether it is on record what was done when.
  var classification: Appraisal.Judgement {
    let measure = dossier.study.measure
    return judged(
      .classification, measure.project == nil ? .moderate : .low,
      measure.project.map {
        say("appraisal.on-record", project: $0, start: Value.date("\(measure.start)"))
      } ?? say("appraisal.own-word", start: Value.date("\(measure.start)")))
  }

  /// Whether the measure stayed as it was; of compliance the program knows nothing.
  var deviation: Appraisal.Judgement {
    if let end = dossier.study.measure.end {
      return judged(.deviation, .moderate, say("appraisal.ended", end: Value.date("\(end)")))
    }
    let fading = dossier.heterogeneity?.kinds.first { $0.kind == .persistence }
    guard let fading else { return judged(.deviation, .unknown, "appraisal.no-compliance") }
    return judged(
      .deviation, fading.holm <= 0.05 ? .moderate : .low,
      say(
        fading.holm <= 0.05 ? "appraisal.fades" : "appraisal.lasts", p: fading.holm.probability))
  }

  /// The least share of either period that was measured at a treated station: below the study's
  /// threshold serious, below 0.9 or 0.1 less in one period than in the other moderate.
  var missing: Appraisal.Judgement {
    let treated = dossier.series.filter(\.isTreated)
    guard let least = treated.map({ min($0.shareBefore, $0.shareAfter) }).min() else {
      return judged(.missing, .unknown, "appraisal.no-record")
    }
    let apart = treated.map { abs($0.shareBefore - $0.shareAfter) }.max() ?? 0
    let threshold = (dossier.study.thresholds ?? DiagnosticThresholds()).completeness
    return judged(
      .missing, least < threshold ? .serious : least < 0.9 || apart > 0.1 ? .moderate : .low,
      say("appraisal.measured", least: least.share, apart: apart.share))
  }

  /// Red lines of the data serious; several instruments or units moderate.
  var measurement: Appraisal.Judgement {
    if !dossier.redLines.isEmpty {
      return judged(
        .measurement, .serious, say("appraisal.red-lines", count: dossier.redLines.count))
    }
    if dossier.checklist.contains(where: { $0.identifier == "reference-state-crossed" }) {
      return judged(.measurement, .serious, "appraisal.state-crossed")
    }
    let kinds = Set(dossier.series.map { "\($0.unit) \($0.instrument ?? "")" }).count
    return judged(
      .measurement, kinds > 1 ? .moderate : .low,
      say("appraisal.series", count: dossier.series.count, kinds: kinds))
  }

  /// A plan that was kept low, one that was left moderate, none moderate; methods that contradict each
  /// other without a plan serious.
  var reporting: Appraisal.Judgement {
    if let seal = dossier.seal {
      return judged(
        .reporting, seal.deviations.isEmpty && !seal.dataWereThere ? .low : .moderate,
        say(
          "appraisal.plan", date: Value.date("\(seal.date)"), count: seal.deviations.count))
    }
    let signs = Set(dossier.findings.map { $0.effect.estimate >= 0 })
    return judged(
      .reporting, signs.count > 1 ? .serious : .moderate,
      say(
        signs.count > 1 ? "appraisal.no-plan-contradict" : "appraisal.no-plan",
        count: dossier.findings.count))
  }

  private func judged(
    _ domain: Appraisal.Domain, _ risk: Appraisal.Risk, _ figure: Message
  ) -> Appraisal.Judgement {
    Appraisal.Judgement(domain: domain, risk: risk, figure: figure)
  }

  // MARK: Parts 12 to 17

  var points: [Appraisal.Point] {
    [effect, diagnostics, placebos, specifications, heterogeneity, plausibility]
  }

  private var effect: Appraisal.Point {
    Appraisal.Point(
      number: 12, status: quoted.interval == nil ? .worrying : .covered,
      figure: say(
        "appraisal.effect",
        effect: quoted.estimate.within(quoted.interval, lead.effect.unit),
        interval: quoted.inWords, count: lead.effect.sample.observations))
  }

  private var diagnostics: Appraisal.Point {
    let serious = remarks.count { $0.severity == .serious }
    let warnings = remarks.count { $0.severity == .warning }
    return Appraisal.Point(
      number: 13, status: serious > 0 ? .worrying : remarks.isEmpty ? .open : .covered,
      figure: say("appraisal.remarks", count: remarks.count, serious: serious, warnings: warnings))
  }

  private var placebos: Appraisal.Point {
    guard let rank = lead.calibration?.rankP else {
      return Appraisal.Point(number: 14, status: .open, figure: "appraisal.not-repeated")
    }
    let smallest = rank.smallestPossible ?? 0
    return Appraisal.Point(
      number: 14, status: smallest > 0.05 ? .worrying : .covered,
      figure: say("appraisal.rank", p: rank, smallest: smallest.probability))
  }

  private var specifications: Appraisal.Point {
    let all = dossier.findings.map { $0.effect.relative?.percent ?? $0.effect.estimate }
    guard all.count > 1, let low = all.min(), let high = all.max() else {
      return Appraisal.Point(number: 15, status: .open, figure: "appraisal.one-method")
    }
    return Appraisal.Point(
      number: 15, status: low < 0 && high > 0 ? .worrying : .covered,
      figure: say(
        "appraisal.spread", count: all.count,
        range: Value.range(low, high, .interval(low, high), unit: lead.effect.unit)))
  }

  private var heterogeneity: Appraisal.Point {
    guard let found = dossier.heterogeneity, !found.kinds.isEmpty else {
      return Appraisal.Point(number: 16, status: .open, figure: "appraisal.not-asked")
    }
    let smallest = found.kinds.map(\.holm).min() ?? 1
    return Appraisal.Point(
      number: 16, status: smallest <= 0.05 ? .worrying : .covered,
      figure: say("appraisal.kinds", count: found.kinds.count, p: smallest.probability))
  }

  private var plausibility: Appraisal.Point {
    let untouched = lead.placebo?.rows.first { $0.outcome != nil }
    guard let untouched, let interval = untouched.interval else {
      return Appraisal.Point(number: 17, status: .open, figure: "appraisal.no-emissions")
    }
    let unit = lead.effect.unit
    return Appraisal.Point(
      number: 17, status: interval.contains(0) ? .covered : .worrying,
      figure: say(
        "appraisal.untouched", outcome: untouched.outcome?.displayName ?? "",
        effect: untouched.estimate.within(interval, unit),
        range: interval.range(unit)))
  }

  // MARK: Certainty

  /// Steps from “low”.
  func steps(_ judgements: [Appraisal.Judgement]) -> [Appraisal.Step] {
    var steps: [Appraisal.Step] = []
    if design.isControlled, let card = lead.calibration?.card, card.isTrusted,
      let alarms = card.calibrated.falseAlarms
    {
      steps.append(.init(change: 1, figure: say("appraisal.up.calibrated", alarms: alarms.share)))
    }
    if let seal = dossier.seal, seal.isOpen, !seal.dataWereThere, seal.deviations.isEmpty {
      steps.append(
        .init(change: 1, figure: say("appraisal.up.plan", date: Value.date("\(seal.date)"))))
    }
    if let interval = quoted.interval, let near = nearest(interval), near >= 20 {
      steps.append(
        .init(change: 1, figure: say("appraisal.up.large", share: (near / 100).share)))
    }
    let serious = judgements.count { $0.risk == .serious }
    if serious > 0 {
      steps.append(
        .init(change: serious > 1 ? -2 : -1, figure: say("appraisal.down.bias", count: serious)))
    }
    let signs = Set(dossier.findings.map { $0.effect.estimate >= 0 })
    if signs.count > 1 {
      steps.append(
        .init(
          change: -1, figure: say("appraisal.down.signs", count: dossier.findings.count)))
    }
    if quoted.interval?.contains(0) ?? true {
      steps.append(
        .init(
          change: -1, figure: say("appraisal.down.zero", interval: quoted.inWords)))
    }
    return steps
  }

  /// The end of the interval nearest to zero in per cent of the level; `nil` where it holds zero or the
  /// effect is no share.
  private func nearest(_ interval: ConfidenceInterval) -> Double? {
    guard lead.effect.unit == "%", !interval.contains(0) else { return nil }
    return min(abs(interval.lower), abs(interval.upper))
  }
}
