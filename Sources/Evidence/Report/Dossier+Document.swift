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
      alerts: warningsAbove, footer: say("study.made-by", tool: tool), data: effectsTable
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
        if !unanswered.isEmpty { Block.heading("study.unanswered") }
        Block.list(
          unanswered.map {
            say("study.unanswered-item", method: Message.method($0.method), reason: $0.reason)
          })
      }
      Section("card.title") { reportCardBlocks(lead, names) }
      Section("study.methods", role: .detail) { Block.terms(zip(findings, names).map(term)) }
      Section("study.course", role: .detail) {
        courseChart
        controlsChart(lead)
        fitCharts(names)
      }
      weather?.section
      placeboSections(names)
      Section("heterogeneity.title") { heterogeneityBlocks }
      Section("doubts") { remarks(names) }
      Section("seal.title") { sealBlocks }
      Section("appraisal.title") { appraisalBlocks }
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
  var quotation: [Message] { leading.map { [answer($0), doubts($0)] } ?? [] }

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
      size: abs(quoted.estimate).within(quoted.interval, effect.unit),
      interval: quoted.inWords, measure: study.measure.name)
  }

  /// The strongest reasons not to believe it.
  private func doubts(_ finding: Finding) -> Message { .joined(reasons(finding)) }

  @ListBuilder<Message> private func reasons(_ finding: Finding) -> [Message] {
    let effect = finding.effect
    if let arithmetic = effect.arithmetic {
      say(
        "study.arithmetic-mean", change: arithmetic.percent.within(arithmetic.interval, "%"),
        range: arithmetic.interval?.range("%"), level: (arithmetic.interval?.level ?? 0.95).share)
    }
    if let calibration = finding.calibration {
      say(
        "study.calibrated", count: calibration.controls.count, p: calibration.pValue,
        rank: calibration.rankP, own: effect.inItsInterval)
      if calibration.interval.contains(0) { "study.covers-zero" as Message }
      if calibration.falseAlarms > 0.1 {
        say("study.cries-wolf", alarms: calibration.falseAlarms.share)
      }
    } else {
      if effect.interval?.contains(0) == true { "study.covers-zero" as Message }
      "study.not-calibrated" as Message
    }
    if !effect.method.design.isControlled { "study.no-control" as Message }
  }

  // MARK: Tables

  private func findingsTable(_ names: [Message]) -> Table {
    Table("findings", "study.findings", zip(findings, names)) {
      Column("method") { $0.1 }
      Column("effect") { $0.0.effect.number }
      Column("interval", say("study.level-column", level: intervalLevels)) { $0.0.effect.range }
      Column("p") { $0.0.effect.pValue }
      Column("relative", unit: "%", isOptional: true) { $0.0.effect.relative?.percent.decimals(1) }
      Column("calibrated", isOptional: true) { finding, _ in
        finding.calibration.map { $0.interval.around($0.estimate, finding.effect.unit) }
      }
      Column("calibrated-p", isOptional: true) { $0.0.calibration?.pValue }
      Column("rank-p", isOptional: true) { $0.0.calibration?.rankP }
      Column("false-alarms", isOptional: true) {
        $0.0.calibration.map { $0.falseAlarms.share.marked($0.falseAlarms > 0.1 ? .serious : nil) }
      }
    }
  }

  private func term(_ finding: Finding, _ name: Message) -> Term {
    let method = finding.effect.method
    return Term(
      name,
      [
        say(
          "study.assumption-of", design: Message.design(method.design),
          assumption: Message("method.\(method.identifier).assumption")),
        method.weakness.map { _ in Message("method.\(method.identifier).weakness") },
      ].compactMap(\.self),
      source: say(
        "study.method-source", source: method.source,
        interval: finding.effect.interval.map(\.how) ?? "study.interval.none"))
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
        Message("status.\($0.status.rawValue)").marked(
          $0.status == .covered ? .good : $0.status == .worrying ? .warning : .note)
      }
      Column("part") { $0.message }
    }
  }

  private var completenessTable: Table {
    let donors = series.filter { !$0.isTreated }
    let all = (
      name: say("study.donors-share", count: donors.count),
      before: donors.map(\.shareBefore).min() ?? 0, after: donors.map(\.shareAfter).min() ?? 0
    )
    let treated = series.filter(\.isTreated).map { record in
      (
        name: Message.verbatim(record.station + (record.instrument.map { ", \($0)" } ?? "")),
        before: record.shareBefore, after: record.shareAfter
      )
    }
    return Table("completeness", "study.completeness", treated + (donors.isEmpty ? [] : [all])) {
      Column("station") { $0.name }
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
    var all: [(remark: Diagnostic, name: Message?)] = []
    for remark in preparation where remark.severity == .warning { all.append((remark, nil)) }
    for (finding, name) in zip(findings, names) {
      for remark in finding.effect.diagnostics { all.append((remark, name)) }
    }
    return all.grouped(by: \.remark).filter { !redLines.contains($0.key) }.map { remark, said in
      let methods = said.compactMap(\.name)
      return Note(
        Severity(remark.severity), remark.text,
        about: methods.count == findings.count ? [] : methods)
    }
  }

  private var conventions: [Message] {
    series.map { record in
      say(
        "study.convention", quantity: "\(record.pollutant.displayName), \(record.unit)",
        clock: record.clock == "Z" ? "UTC" : "UTC\(record.clock)",
        stamp: Message("stamp.\(record.stamp == .beginning ? "beginning" : "ending")"),
        state: Message.state(record.referenceState))
    }.unique()
  }

  /// Coverage of the intervals in per cent: `95 %`, or `90/95 %` when methods differ.
  var intervalLevels: Message {
    let levels = Set(findings.compactMap { $0.effect.interval?.level })
    let texts = levels.sorted().map { NumberText.fixed(100 * $0, 0) }
    return say("study.levels", levels: texts.joined(separator: "/"))
  }

  private var settingsText: String {
    let choices = findings.map { "\($0.effect.method.identifier) \($0.settings.text)" }
    let calibration = study.calibration.map {
      "calibration: { negative_controls: \($0.negativeControls), seed: \($0.seed) }"
    }
    let lines = ["airaccord evaluate study.yaml --archive ARCHIVE --output FOLDER", ""] + choices
    return (lines + [calibration].compactMap(\.self)).joined(separator: "\n")
  }
}
