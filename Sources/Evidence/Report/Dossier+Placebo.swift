import AirQuality
import Documents
import Estimation
import Studies

/// What the methods find where the measure can have done nothing.
extension Dossier {
  /// What of it must be read, and its tables; none when no method was repeated.
  func placeboSections(_ names: [Message]) -> [Section] {
    let found = zip(findings, names).compactMap { finding, name in
      finding.placebo.map { (finding, name, $0) }
    }
    guard !found.isEmpty else { return [] }
    return [
      Section("study.placebos") { Block.list(found.flatMap { Self.sentences($1, $2) }) },
      Section("study.made-up", role: .detail) {
        for (finding, name, placebo) in found {
          Self.table(finding, name, placebo)
          Self.chart(finding, name, placebo)
        }
      },
    ]
  }

  @ListBuilder<Message>
  private static func sentences(_ name: Message, _ placebo: PlaceboFindings) -> [Message] {
    if let alarms = placebo.falseAlarms, let rank = placebo.rank {
      say(
        placebo.isNotRecommended ? "study.placebo.dates-fail" : "study.placebo.dates",
        method: name, count: placebo.rows.count { $0.date != nil }, alarms: alarms.share,
        independent: placebo.independent, rank: rank,
        smallest: (rank.smallestPossible ?? 0).decimals(2))
    }
    for failure in placebo.failures ?? [] {
      say("study.placebo.dates-failed", method: name, count: failure.count, reason: failure.reason)
    }
    for row in placebo.rows where row.outcome != nil {
      say(
        row.interval?.contains(0) ?? true
          ? "study.placebo.untouched" : "study.placebo.untouched-moves", method: name,
        outcome: row.outcome?.displayName)
    }
    placebo.outcomeFailure.map {
      say("study.placebo.untouched-unanswered", method: name, reason: $0)
    }
  }

  private static func table(
    _ finding: Finding, _ name: Message, _ placebo: PlaceboFindings
  ) -> Table {
    let unit = finding.effect.unit
    return Table(
      "placebos-\(finding.effect.method.identifier)", say("study.placebo.table", method: name),
      placebo.rows
    ) {
      Column("kind", "study.placebo.kind") { Message("study.placebo.kind.\($0.kind.rawValue)") }
      Column("date", "study.placebo.where") { row in
        row.date.map(\.shown) ?? .text(row.outcome?.displayName ?? "")
      }
      Column("effect") { $0.estimate.within($0.interval, unit) }
      Column("interval") { $0.interval?.range(unit) }
      Column("p") { $0.pValue?.probability }
    }
  }

  private static func chart(
    _ finding: Finding, _ name: Message, _ placebo: PlaceboFindings
  ) -> Chart? {
    let dates = placebo.rows.filter { $0.date != nil }
    guard !dates.isEmpty else { return nil }
    let rows = dates.map { Chart.Entry("\($0.date!)", group: 0, $0.estimate, $0.interval) }
    let own = Chart.Group("study.this-study", .treated)
    return .forest(
      "placebos-\(finding.effect.method.identifier)", say("study.placebo.table", method: name),
      rows: rows + [
        Chart.Entry(own.name, group: 1, finding.effect.estimate, finding.effect.interval)
      ], groups: [Chart.Group("study.placebo.kind.date", .donors), own],
      x: Chart.Axis("column.effect", unit: finding.effect.unit), width: 620)
  }
}
