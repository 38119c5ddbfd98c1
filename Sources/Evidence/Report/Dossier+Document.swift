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
        Message(
          "study.periods",
          [
            "before": .date(study.before.description), "after": .date(study.after.description),
            "start": .date(study.measure.startText),
          ]),
        study.measure.description.map { .verbatim($0) },
      ].compactMap(\.self),
      alerts: redLines.map { $0.text },
      footer: Message("study.made-by", ["tool": .text(tool)]), data: effectsTable
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
              Message(
                "study.unanswered-item",
                ["method": .message(.method($0.method)), "reason": .message($0.reason)])
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
      placeboSection(names)
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
    return Message(
      "study.answer.\(kind)-\(quoted.estimate < 0 ? "lower" : "higher")",
      [
        "pollutant": .message(
          Message(
            effect.isGeometric ? "study.geometric-mean" : "study.pollutant",
            ["pollutant": .text(study.outcome.pollutant.displayName)])),
        "treated": .count(effect.sample.treated), "donors": .count(effect.sample.donors),
        "size": .number(abs(quoted.estimate), quoted.digits, unit: effect.unit),
        "interval": .message(quoted.inWords), "measure": .text(study.measure.name),
      ])
  }

  /// The strongest reasons not to believe it.
  private func doubts(_ finding: Finding) -> [Message] {
    let effect = finding.effect
    var found: [Message] = []
    if let arithmetic = effect.arithmetic {
      let interval = arithmetic.interval
      let digits: Digits = interval.map { .interval($0.lower, $0.upper) } ?? .size
      found.append(
        Message(
          "study.arithmetic-mean",
          [
            "change": .optional(arithmetic.percent) { .number($0, digits, unit: "%") },
            "range": .optional(interval) { .range($0.lower, $0.upper, digits, unit: "%") },
            "level": .share(interval?.level ?? 0.95),
          ]))
    }
    if let calibration = finding.calibration {
      found.append(
        Message(
          "study.calibrated",
          [
            "count": .count(calibration.controls.count),
            "p": .probability(calibration.pValue.value),
            "rank": .probability(calibration.rankP.value), "own": Self.own(effect),
          ]))
      if calibration.interval.contains(0) { found.append("study.covers-zero") }
      if calibration.falseAlarms > 0.1 {
        found.append(Message("study.cries-wolf", ["alarms": .share(calibration.falseAlarms)]))
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
      Column(
        "interval", heading: Message("study.level-column", ["level": .message(intervalLevels)])
      ) {
        finding, _ in
        .optional(finding.effect.interval) {
          .range($0.lower, $0.upper, Self.digits(finding.effect), unit: finding.effect.unit)
        }
      }
      Column("p") { finding, _ in .optional(finding.effect.pValue) { .probability($0.value) } }
      Column("relative", unit: "%", isOptional: true) { finding, _ in
        .optional(finding.effect.relative) { .number($0.percent, .decimals(1)) }
      }
      Column("calibrated", isOptional: true) { finding, _ in
        .optional(finding.calibration) {
          .estimate(
            $0.estimate, lower: $0.interval.lower, upper: $0.interval.upper,
            .interval($0.interval.lower, $0.interval.upper), unit: finding.effect.unit)
        }
      }
      Column("calibrated-p", isOptional: true) { finding, _ in
        .optional(finding.calibration) { .probability($0.pValue.value) }
      }
      Column("rank-p", isOptional: true) { finding, _ in
        .optional(finding.calibration) { .probability($0.rankP.value) }
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
      Message(
        "study.assumption-of",
        [
          "design": .message(.design(method.design)),
          "assumption": .message(Message("method.\(method.identifier).assumption")),
        ])
    ]
    if method.weakness != nil { sentences.append(Message("method.\(method.identifier).weakness")) }
    return Term(
      name, sentences,
      source: Message(
        "study.method-source",
        [
          "interval": .message(
            finding.effect.interval.map(\.how) ?? "study.interval.none"),
          "source": .text(method.source),
        ]))
  }

  /// One row a method, for a spreadsheet; `effects.csv`.
  var effectsTable: Table {
    Table("effects", "study.findings", findings) {
      Column("method") { .text($0.effect.method.identifier) }
      Column("design") { .text($0.effect.method.design.rawValue) }
      Column("estimate") { .number($0.effect.estimate) }
      Column("unit") { .text($0.effect.unit) }
      Column("lower") { .optional($0.effect.interval) { .number($0.lower) } }
      Column("upper") { .optional($0.effect.interval) { .number($0.upper) } }
      Column("level") { .optional($0.effect.interval) { .number($0.level) } }
      Column("p") { .optional($0.effect.pValue) { .number($0.value) } }
      Column("relative_percent", heading: "column.relative") {
        .optional($0.effect.relative) { .number($0.percent) }
      }
      Column("calibrated_estimate", heading: "column.calibrated") {
        .optional($0.calibration) { .number($0.estimate) }
      }
      Column("calibrated_lower", heading: "column.lower") {
        .optional($0.calibration) { .number($0.interval.lower) }
      }
      Column("calibrated_upper", heading: "column.upper") {
        .optional($0.calibration) { .number($0.interval.upper) }
      }
      Column("calibrated_p", heading: "column.calibrated-p") {
        .optional($0.calibration) { .number($0.pValue.value) }
      }
      Column("rank_p", heading: "column.rank-p") {
        .optional($0.calibration) { .number($0.rankP.value) }
      }
      Column("false_alarms", heading: "column.false-alarms") {
        .optional($0.calibration) { .number($0.falseAlarms) }
      }
      Column("treated", heading: "study.treated") { .count($0.effect.sample.treated) }
      Column("donors", heading: "study.donors") { .count($0.effect.sample.donors) }
      Column("observations") { .count($0.effect.sample.observations) }
    }
  }

  private var checklistTable: Table {
    Table("checklist", "study.checklist", checklist) {
      Column("status") { item in
        .marked(
          item.status == .covered ? .good : item.status == .worrying ? .warning : .note,
          .message(Message("status.\(item.status.rawValue)")))
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
          Message("study.donors-share", ["count": .count(donors.count)]),
          donors.map(\.shareBefore).min() ?? 0, donors.map(\.shareAfter).min() ?? 0
        ))
    }
    return Table("completeness", "study.completeness", rows) {
      Column("station") { .message($0.name) }
      Column("before") { .share($0.before) }
      Column("after") { .share($0.after) }
    }
  }

  private var sourcesTable: Table {
    Table("sources", "study.provenance", sources) {
      Column("file") { .text($0.name) }
      Column("format") { .text($0.format) }
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
      Message(
        "study.convention",
        [
          "quantity": .text("\(record.pollutant.displayName), \(record.unit)"),
          "clock": .text(record.clock == "Z" ? "UTC" : "UTC\(record.clock)"),
          "stamp": .message(
            Message("stamp.\(record.stamp == .beginning ? "beginning" : "ending")")),
          "state": .message(.state(record.referenceState)),
        ])
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
    return Message("study.levels", ["levels": .text(texts.joined(separator: "/"))])
  }
}
