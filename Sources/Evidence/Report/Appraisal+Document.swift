import Documents
import Estimation
import Studies

extension Dossier {
  /// Risk of bias and certainty; none for a dossier that shows no effect.
  var appraisalBlocks: [Block] {
    guard let appraisal = Appraisal(self) else { return [] }
    var blocks: [Block] = [
      .message(say("appraisal.answer", certainty: appraisal.certainty.name)),
      .list(
        appraisal.steps.map {
          say($0.change > 0 ? "appraisal.step-up" : "appraisal.step-down", reason: $0.figure)
        }),
    ]
    if appraisal.steps.isEmpty { blocks.removeLast() }
    blocks.append(
      .table(
        Table("risk-of-bias", "appraisal.bias", appraisal.judgements) {
          Column("status", "appraisal.column.risk") {
            .marked($0.risk.severity, .message(Message("appraisal.risk.\($0.risk.rawValue)")))
          }
          Column("part", "appraisal.column.domain") {
            .message(Message("appraisal.domain.\($0.domain.rawValue)"))
          }
          Column("figure", "appraisal.column.figure") { .message($0.figure) }
        }))
    blocks.append(
      .table(
        Table("parts", "appraisal.parts", appraisal.points) {
          Column("status") {
            .marked(
              $0.status == .covered ? .good : $0.status == .worrying ? .warning : .note,
              .message(Message("status.\($0.status.rawValue)")))
          }
          Column("part") { .message(Message("appraisal.point.\($0.number)")) }
          Column("figure", "appraisal.column.figure") { .message($0.figure) }
        }))
    blocks.append(.message("appraisal.rules"))
    return blocks
  }

  /// By what the effect differs.
  var heterogeneityBlocks: [Block] {
    if let reason = heterogeneityRefusal {
      return [.message(say("heterogeneity.refused-all", reason: reason))]
    }
    guard let found = heterogeneity else { return [] }
    var blocks: [Block] = [
      .list(
        found.kinds.map { kind in
          say(
            kind.holm <= 0.05 ? "heterogeneity.differs" : "heterogeneity.same",
            kind: Message("heterogeneity.kind.\(kind.kind.rawValue)"), p: kind.joint,
            holm: kind.holm.probability)
        }
          + found.refused.map {
            say(
              "heterogeneity.refused", kind: Message("heterogeneity.kind.\($0.kind.rawValue)"),
              reason: $0.reason)
          })
    ]
    let rows = found.kinds.flatMap { kind in kind.parts.map { (kind.kind, $0) } }
    if !rows.isEmpty {
      blocks.append(
        .table(
          Table("heterogeneity", "heterogeneity.title", note: "heterogeneity.note", rows) {
            Column("kind", "heterogeneity.column.kind") {
              .message(Message("heterogeneity.kind.\($0.0.rawValue)"))
            }
            Column("part", "heterogeneity.column.part") { .message($0.1.name) }
            Column("effect") { $0.1.estimate.within($0.1.interval, found.unit) }
            Column("interval") { $0.1.interval.range(found.unit) }
            Column("p", "heterogeneity.column.p") { $0.1.pValue.probability }
            Column("holm", "heterogeneity.column.holm") { row in
              .marked(row.1.holm <= 0.05 ? .warning : .note, row.1.holm.probability)
            }
            Column("before", "power.column.before") { .count($0.1.stepsBefore) }
            Column("after", "power.column.after") { .count($0.1.stepsAfter) }
          }))
    }
    return blocks
  }
}
