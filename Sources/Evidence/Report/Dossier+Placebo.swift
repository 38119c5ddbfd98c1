import AirQuality
import Documents
import Estimation
import Studies

/// What the methods find where the measure can have done nothing.
extension Dossier {
  /// `nil` when no method was repeated.
  func placeboSection(_ names: [Message]) -> Section? {
    let found = zip(findings, names).compactMap { finding, name in
      finding.placebo.map { (finding, name, $0) }
    }
    guard !found.isEmpty else { return nil }
    return Section("study.placebos", role: .detail) {
      Block.list(found.flatMap { Self.sentences($1, $2) })
      for (finding, name, placebo) in found {
        Self.table(finding, name, placebo)
        Self.chart(finding, name, placebo)
      }
    }
  }

  private static func sentences(_ name: Message, _ placebo: PlaceboFindings) -> [Message] {
    var sentences: [Message] = []
    if let alarms = placebo.falseAlarms, let rank = placebo.rank {
      sentences.append(
        Message(
          placebo.isNotRecommended ? "study.placebo.dates-fail" : "study.placebo.dates",
          [
            "method": .message(name),
            "count": .count(placebo.rows.count { $0.date != nil }),
            "alarms": .share(alarms), "independent": .count(placebo.independent),
            "rank": .probability(rank.value),
            "smallest": .number(rank.smallestPossible ?? 0, .decimals(2)),
          ]))
    }
    for row in placebo.rows {
      guard let outcome = row.outcome else { continue }
      let isClear = row.interval.map { $0.contains(0) } ?? true
      sentences.append(
        Message(
          isClear ? "study.placebo.untouched" : "study.placebo.untouched-moves",
          ["method": .message(name), "outcome": .text(outcome.displayName)]))
    }
    if let failure = placebo.outcomeFailure {
      sentences.append(
        Message(
          "study.placebo.untouched-unanswered",
          ["method": .message(name), "reason": .message(failure)]))
    }
    return sentences
  }

  private static func table(
    _ finding: Finding, _ name: Message, _ placebo: PlaceboFindings
  ) -> Table {
    let unit = finding.effect.unit
    return Table(
      "placebos-\(finding.effect.method.identifier)",
      Message("study.placebo.table", ["method": .message(name)]), placebo.rows
    ) {
      Column("kind", heading: "study.placebo.kind") {
        .message(Message("study.placebo.kind.\($0.kind.rawValue)"))
      }
      Column("date", heading: "study.placebo.where") { row in
        row.date.map { .date("\($0)") } ?? .text(row.outcome?.displayName ?? "")
      }
      Column("effect") { row in
        .number(
          row.estimate, row.interval.map { .interval($0.lower, $0.upper) } ?? .size, unit: unit)
      }
      Column("interval") { row in
        .optional(row.interval) {
          .range($0.lower, $0.upper, .interval($0.lower, $0.upper), unit: unit)
        }
      }
      Column("p") { .optional($0.pValue) { .probability($0) } }
    }
  }

  private static func chart(
    _ finding: Finding, _ name: Message, _ placebo: PlaceboFindings
  ) -> Chart? {
    let dates = placebo.rows.filter { $0.date != nil }
    guard !dates.isEmpty else { return nil }
    func row(_ name: Message, _ group: Int, _ estimate: Double, _ interval: ConfidenceInterval?)
      -> Chart.ForestRow
    {
      Chart.ForestRow(
        name, group: group, estimate: estimate, interval: interval.map { ($0.lower, $0.upper) })
    }
    return .forest(
      "placebos-\(finding.effect.method.identifier)",
      Message("study.placebo.table", ["method": .message(name)]),
      rows: dates.map { row(.verbatim("\($0.date!)"), 0, $0.estimate, $0.interval) }
        + [row("study.this-study", 1, finding.effect.estimate, finding.effect.interval)],
      groups: [
        Chart.Group("study.placebo.kind.date", .donors),
        Chart.Group("study.this-study", .treated),
      ],
      x: Chart.Axis("column.effect", unit: finding.effect.unit), width: 620)
  }
}
