import AirQuality
import Cooperation
public import Documents
import Estimation
import Foundation
public import Studies

/// A study's answer: what leads, what the other methods say, what the reader must know, and where
/// everything comes from.
extension Dossier: Documented {
  /// What it says.
  public var document: Document {
    let names = FindingLabels.messages(self)
    let lead = LeadingFinding(self, names: names)
    return Document(
      title: .verbatim(study.title),
      subtitles: [
        study.question.map { .verbatim($0) },
        say(
          "study.periods", before: study.before, after: study.after,
          start: Value.date(study.measure.startText)),
        study.measure.description.map { .verbatim($0) },
      ].compactMap(\.self),
      alerts: redLines.map { $0.text },
      footer: say("study.made-by", tool: tool), data: effectsTable
    ) {
      Section("answer", role: .answer) {
        if let lead {
          let finding = findings[lead.place]
          Block.lead(answer(finding))
          doubts(finding)
          lead.reason
        }
        DossierAgreement(findings, names: names).message
      }
      Section("study.findings") {
        findingsTable(names)
        effectsChart(names)
        if !unanswered.isEmpty {
          Block.heading("study.unanswered")
          Block.list(
            unanswered.map {
              say("study.unanswered-item", method: Message.method($0.method), reason: $0.reason)
            })
        }
      }
      Section("study.methods", role: .detail) { Block.terms(zip(findings, names).map(term)) }
      Section("study.course", role: .detail) {
        courseChart
        controlsChart(lead)
        fitCharts(names)
      }
      weather?.section
      placeboSections(names)
      Section("doubts") { remarks(names) }
      Section("study.checklist", role: .detail) { checklistTable }
      Section("study.completeness", role: .detail) { completenessTable }
      Section("study.provenance", role: .detail) {
        Block.heading("study.conventions")
        Block.list(conventions)
        sourcesTable
      }
      Section("study.settings", role: .detail) { Block.code(settingsText) }
    }
  }

  /// The finding that leads; `nil` when no method could answer.
  var leading: Finding? {
    LeadingFinding(self, names: FindingLabels.messages(self)).map { findings[$0.place] }
  }

  /// What of it is quoted: the answer and the reasons to doubt it.
  var quotation: [Message] { leading.map { [answer($0)] + doubts($0) } ?? [] }

  // MARK: Answer

  /// The sentence that a dialogue will quote. Of a design without controls it never says what made
  /// the change.
  private func answer(_ finding: Finding) -> Message {
    let quoted = QuotedEffect(finding)
    let effect = finding.effect
    let kind =
      effect.method.design.isControlled
      ? effect.sample.donors == 0 ? "later" : "controlled" : "uncontrolled"
    return say(
      "study.answer.\(kind)-\(quoted.estimate < 0 ? "lower" : "higher")",
      pollutant: say(
        effect.isGeometric ? "study.geometric-mean" : "study.pollutant",
        pollutant: study.outcome.pollutant.displayName), treated: effect.sample.treated,
      donors: effect.sample.donors,
      size: Value.number(abs(quoted.estimate), quoted.digits, unit: effect.unit),
      interval: quoted.inWords, measure: study.measure.name)
  }

  /// The strongest reasons not to believe it.
  private func doubts(_ finding: Finding) -> [Message] {
    let effect = finding.effect
    var found: [Message] = []
    if let arithmetic = effect.arithmetic {
      let interval = arithmetic.interval
      let digits: Digits = interval.map { .interval($0.lower, $0.upper) } ?? .size
      found.append(
        say(
          "study.arithmetic-mean",
          change: Value.optional(arithmetic.percent) { .number($0, digits, unit: "%") },
          range: Value.optional(interval) { .range($0.lower, $0.upper, digits, unit: "%") },
          level: (interval?.level ?? 0.95).share))
    }
    if let calibration = finding.calibration {
      found.append(
        say(
          "study.calibrated", count: calibration.controls.count,
          p: calibration.pValue.value.probability, rank: calibration.rankP.value.probability,
          own: Self.own(effect)))
      if calibration.interval.contains(0) { found.append("study.covers-zero") }
      if calibration.falseAlarms > 0.1 {
        found.append(say("study.cries-wolf", alarms: calibration.falseAlarms.share))
      }
    } else {
      if effect.interval?.contains(0) == true { found.append("study.covers-zero") }
      found.append("study.not-calibrated")
    }
    if !effect.method.design.isControlled { found.append("study.no-control") }
    return found.isEmpty ? [] : [.joined(found)]
  }

  private static func own(_ effect: EffectEstimate) -> Value {
    guard let interval = effect.interval else {
      return .number(effect.estimate, unit: effect.unit)
    }
    return .estimate(
      effect.estimate, lower: interval.lower, upper: interval.upper,
      .interval(interval.lower, interval.upper), unit: effect.unit)
  }

  // MARK: Tables

  private func findingsTable(_ names: [Message]) -> Table {
    Table("findings", "study.findings", zip(findings, names)) {
      Column("method") { .message($0.1) }
      Column("effect") { finding, _ in
        .number(finding.effect.estimate, Self.digits(finding.effect), unit: finding.effect.unit)
      }
      Column("interval", say("study.level-column", level: intervalLevels)) { finding, _ in
        .optional(finding.effect.interval) {
          .range($0.lower, $0.upper, Self.digits(finding.effect), unit: finding.effect.unit)
        }
      }
      Column("p") { finding, _ in finding.effect.pValue?.value.probability }
      Column("relative", unit: "%", isOptional: true) { finding, _ in
        finding.effect.relative?.percent.decimals(1)
      }
      Column("calibrated", isOptional: true) { finding, _ in
        .optional(finding.calibration) {
          .estimate(
            $0.estimate, lower: $0.interval.lower, upper: $0.interval.upper,
            .interval($0.interval.lower, $0.interval.upper), unit: finding.effect.unit)
        }
      }
      Column("calibrated-p", isOptional: true) { finding, _ in
        finding.calibration?.pValue.value.probability
      }
      Column("rank-p", isOptional: true) { finding, _ in
        finding.calibration?.rankP.value.probability
      }
      Column("false-alarms", isOptional: true) { finding, _ in
        .optional(finding.calibration?.falseAlarms) { alarms in
          alarms > 0.1 ? .marked(.serious, .share(alarms)) : .share(alarms)
        }
      }
    }
  }

  static func digits(_ effect: EffectEstimate) -> Digits {
    effect.interval.map { .interval($0.lower, $0.upper) } ?? .size
  }

  private func term(_ finding: Finding, _ name: Message) -> Term {
    let method = finding.effect.method
    var sentences = [
      say(
        "study.assumption-of", design: Message.design(method.design),
        assumption: Message("method.\(method.identifier).assumption"))
    ]
    if method.weakness != nil { sentences.append(Message("method.\(method.identifier).weakness")) }
    return Term(
      name, sentences,
      source: say(
        "study.method-source",
        interval: finding.effect.interval.map(\.how) ?? "study.interval.none", source: method.source
      ))
  }

  /// One row a method, for a spreadsheet; `effects.csv`.
  var effectsTable: Table {
    Table("effects", "study.findings", findings) {
      Column("method") { $0.effect.method.identifier }
      Column("design") { $0.effect.method.design.rawValue }
      Column("estimate") { $0.effect.estimate }
      Column("unit") { $0.effect.unit }
      Column("lower") { $0.effect.interval?.lower }
      Column("upper") { $0.effect.interval?.upper }
      Column("level") { $0.effect.interval?.level }
      Column("p") { $0.effect.pValue?.value }
      Column("relative_percent", "column.relative") { $0.effect.relative?.percent }
      Column("calibrated_estimate", "column.calibrated") { $0.calibration?.estimate }
      Column("calibrated_lower", "column.lower") { $0.calibration?.interval.lower }
      Column("calibrated_upper", "column.upper") { $0.calibration?.interval.upper }
      Column("calibrated_p", "column.calibrated-p") { $0.calibration?.pValue.value }
      Column("rank_p", "column.rank-p") { $0.calibration?.rankP.value }
      Column("false_alarms", "column.false-alarms") { $0.calibration?.falseAlarms }
      Column("treated", "study.treated") { $0.effect.sample.treated }
      Column("donors", "study.donors") { $0.effect.sample.donors }
      Column("observations") { $0.effect.sample.observations }
    }
  }

  private var checklistTable: Table {
    Table("checklist", "study.checklist", checklist) {
      Column("status") {
        .marked(
          $0.status == .covered ? .good : $0.status == .worrying ? .warning : .note,
          .message(Message("status.\($0.status.rawValue)")))
      }
      Column("part") { .message($0.message) }
    }
  }

  private var completenessTable: Table {
    let donors = series.filter { !$0.isTreated }
    var rows: [(name: Message, before: Double, after: Double)] = series.filter(\.isTreated).map {
      (
        .verbatim($0.station + ($0.instrument.map { ", \($0)" } ?? "")), $0.shareBefore,
        $0.shareAfter
      )
    }
    if !donors.isEmpty {
      rows.append(
        (
          say("study.donors-share", count: donors.count),
          donors.map(\.shareBefore).min() ?? 0, donors.map(\.shareAfter).min() ?? 0
        ))
    }
    return Table("completeness", "study.completeness", rows) {
      Column("station") { .message($0.name) }
      Column("before") { $0.before.share }
      Column("after") { $0.after.share }
    }
  }

  private var sourcesTable: Table {
    Table("sources", "study.provenance", sources) {
      Column("file") { $0.name }
      Column("format") { $0.format }
      Column("sha256") { .code($0.sha256) }
    }
  }

  // MARK: Remarks

  /// Each sentence once, with the methods it concerns.
  private func remarks(_ names: [Message]) -> [Note] {
    var order: [Diagnostic] = []
    var methods: [Diagnostic: [Message]] = [:]
    for diagnostic in preparation where diagnostic.severity == .warning {
      methods[diagnostic] = []
      order.append(diagnostic)
    }
    for (finding, name) in zip(findings, names) {
      for diagnostic in finding.effect.diagnostics {
        if methods[diagnostic] == nil { order.append(diagnostic) }
        methods[diagnostic, default: []].append(name)
      }
    }
    return order.filter { !redLines.contains($0) }.map { diagnostic in
      let concerned = methods[diagnostic] ?? []
      return Note(
        Severity(diagnostic.severity), diagnostic.text,
        about: concerned.count == findings.count ? [] : concerned)
    }
  }

  private var conventions: [Message] {
    var seen: Set<Message> = []
    return series.map { record in
      say(
        "study.convention", quantity: "\(record.pollutant.displayName), \(record.unit)",
        clock: record.clock == "Z" ? "UTC" : "UTC\(record.clock)",
        stamp: (Message("stamp.\(record.stamp == .beginning ? "beginning" : "ending")")) as Message,
        state: Message.state(record.referenceState))
    }.filter { seen.insert($0).inserted }
  }

  private var settingsText: String {
    let choices = findings.map { finding -> String in
      let data = (try? StableJSON.encode(finding.settings, pretty: false)) ?? Data()
      return finding.effect.method.identifier + " "
        + String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
    var lines = ["airaccord evaluate study.yaml --archive ARCHIVE --output FOLDER", ""]
    lines += choices
    if let calibration = study.calibration {
      lines.append(
        "calibration: { negative_controls: \(calibration.negativeControls), seed: \(calibration.seed) }"
      )
    }
    return lines.joined(separator: "\n")
  }
}

extension Dossier {
  /// Coverage of the intervals in per cent: `95 %`, or `90/95 %` when methods differ.
  var intervalLevels: Message {
    let levels = Set(findings.compactMap { $0.effect.interval?.level })
    let texts = levels.sorted().map { NumberText.fixed(100 * $0, 0) }
    return say("study.levels", levels: texts.joined(separator: "/"))
  }
}
