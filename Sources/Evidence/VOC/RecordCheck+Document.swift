import AirQuality
public import Documents
import Studies
public import VOC

/// What a chromatograph's record was held against, findings first.
extension RecordCheckReport: Documented {
  /// What it says.
  public var document: Document {
    Document(
      title: Message("record-check.title", ["place": .text(station)]),
      footer: Message("made-by", ["tool": .text("airaccord \(ToolVersion.current) voc check")]),
      data: findingTable
    ) {
      Section("answer", role: .answer) {
        Block.lead(lead)
        Message(
          "record-check.looked-at",
          [
            "compounds": .count(compounds), "steps": .count(steps), "from": .text(from),
            "until": .text(until), "pairs": .count(pairsLookedAt),
          ])
      }
      Section("record-check.findings") {
        findings.isEmpty ? nil : findingTable
        findings.isEmpty ? nil : "record-check.look" as Message
      }
      Section("record-check.total") { totals.isEmpty ? nil : totalTable }
      Section("record-check.isomers") {
        isomers.isEmpty ? nil : Self.table("isomers", "record-check.isomers", isomers)
      }
      Section("record-check.ladder") {
        ladder.isEmpty ? nil : Self.table("ladder", "record-check.ladder", ladder)
      }
      Section("record-check.canister") {
        canister.isEmpty ? nil : canisterTable
        canister.isEmpty ? nil : canisterChart
      }
      Section("record-check.plots") {
        plots.isEmpty ? nil : plotTable
        plots.isEmpty ? nil : plotChart
      }
      Section("doubts") { notes }
    }
  }

  /// What was not looked at, and what the bounds are worth.
  public var notes: [Note] {
    var notes = [Note(.note, "record-check.bounds")]
    if totals.isEmpty { notes.append(Note(.note, "record-check.no-total")) }
    for total in totals {
      if let reason = total.unanswered {
        notes.append(
          Note(
            .warning,
            Message(
              "record-check.total-unanswered",
              ["total": .text(total.name), "reason": .message(reason)])))
      } else if total.incompleteSteps > 0 {
        notes.append(
          Note(
            .note,
            Message(
              "record-check.total-incomplete",
              ["total": .text(total.name), "steps": .count(total.incompleteSteps)])))
      }
    }
    if isomers.isEmpty { notes.append(Note(.note, "record-check.no-isomers")) }
    if !pairsTooAlike.isEmpty {
      notes.append(
        Note(
          .note,
          Message(
            "record-check.too-alike",
            ["pairs": .list(pairsTooAlike.map { .message(Self.pair($0)) })])))
    }
    notes.append(Note(.note, "record-check.order"))
    return notes
  }

  // MARK: Words

  private var lead: Message {
    findings.isEmpty
      ? "record-check.nothing"
      : Message("record-check.found", ["count": .count(findings.count)])
  }

  /// `m,p-xylene / o-xylene`.
  private static func pair(_ names: [String]) -> Message {
    guard names.count == 2 else { return .compound(names.first ?? "") }
    return Message(
      "impact.over",
      [
        "subject": .message(.compound(names[0])), "reference": .message(.compound(names[1])),
      ])
  }

  private static func sentence(_ finding: Finding) -> Message {
    let value: Value =
      switch finding.kind {
      case .total: .share(finding.value)
      case .isomers, .ladder: .number(finding.value, .decimals(2))
      case .ratio, .exchange, .canister: .number(finding.value, .significant(3))
      }
    let bound: Value = .optional(finding.bound) {
      finding.kind == .isomers || finding.kind == .ladder
        ? .number($0, .decimals(2)) : .share($0)
    }
    return Message("record-check.says.\(finding.kind.rawValue)", ["value": value, "bound": bound])
  }

  // MARK: Tables

  private var findingTable: Table {
    Table("findings", "record-check.findings", findings) {
      Column("kind", heading: "record-check.kind") {
        .marked(
          .warning,
          .coded($0.kind.rawValue, .message(Message("record-check.kind.\($0.kind.rawValue)"))))
      }
      Column("of") { finding in
        .coded(
          finding.names.joined(separator: " / "),
          .message(
            finding.kind == .total
              ? .verbatim(finding.names.first ?? "") : Self.pair(finding.names)))
      }
      Column("from") { .optional($0.from) { .text($0) } }
      Column("until") { .optional($0.until) { .text($0) } }
      Column("value") { .number($0.value, .significant(3)) }
      Column("remark") { .message(Self.sentence($0)) }
    }
  }

  private var totalTable: Table {
    Table("totals", "record-check.total", totals) {
      Column("total", heading: "record-check.total-name") { .text($0.name) }
      Column("median", heading: "record-check.median") { .optional($0.median) { .share($0) } }
      Column("quartiles", heading: "record-check.quartiles") { row in
        .optional(row.lowerQuartile) {
          .list([.share($0), .optional(row.upperQuartile) { .share($0) }])
        }
      }
      Column("above", heading: "record-check.above") {
        .optional($0.shareAbove) { .share($0, decimals: 1) }
      }
      Column("steps") { .count($0.steps) }
    }
  }

  private static func table(
    _ id: String, _ caption: Message, _ pairs: [PairBehaviour]
  ) -> Table {
    Table(id, caption, pairs) {
      Column("pair", heading: "record-check.pair") { row in
        .coded("\(row.first) / \(row.second)", .message(pair([row.first, row.second])))
      }
      Column("correlation") { row in
        let value = Value.number(row.correlation, .decimals(2))
        return row.correlation < row.leastCorrelation ? .marked(.warning, value) : value
      }
      Column("ratio", heading: "record-check.ratio") { .number($0.ratio, .significant(3)) }
      Column("steps") { .count($0.steps) }
      Column("sections", heading: "record-check.sections", isOptional: true) { row in
        row.sections.isEmpty ? .missing : .count(row.sections.count)
      }
    }
  }

  private var canisterTable: Table {
    Table("canister", "record-check.canister", canister) {
      Column("compound") { .coded($0.compound, .message(.compound($0.compound))) }
      Column("pairs", heading: "record-check.pairs") { .count($0.pairs) }
      Column("slope") { row in
        let value = Value.number(row.slope, .interval(row.lower, row.upper))
        return row.isOff(tolerance: settings.toleratedSlope) ? .marked(.warning, value) : value
      }
      Column("interval") { .range($0.lower, $0.upper, .interval($0.lower, $0.upper)) }
      Column("intercept", unit: "ppbC") { .number($0.intercept, .significant(2)) }
      Column("correlation") { .number($0.correlation, .decimals(2)) }
      Column("difference", heading: "record-check.difference") { .share($0.relativeDifference) }
    }
  }

  private var plotTable: Table {
    Table("ratio-ratio", "record-check.plots", note: "record-check.plots-note", plots) {
      Column("across", heading: "record-check.across") {
        .message(Self.pair([$0.across, $0.common]))
      }
      Column("up", heading: "record-check.up") { .message(Self.pair([$0.up, $0.common])) }
      Column("slope") { .number($0.slope, .decimals(2)) }
      Column("ageing-slope", heading: "record-check.ageing-slope") {
        .optional($0.ageingSlope) { .number($0, .decimals(2)) }
      }
      Column("correlation") { .number($0.correlation, .decimals(2)) }
      Column("steps") { .count($0.points.count) }
    }
  }

  // MARK: Figures

  private var plotChart: Chart {
    Chart(
      "ratio-ratio", "record-check.plots-chart", width: 340, height: 260,
      panels: plots.map { plot in
        // More points than pixels say nothing.
        let every = max(1, plot.points.count / 1_500)
        let points = stride(from: 0, to: plot.points.count, by: every).map { plot.points[$0] }
        return Chart.Panel(
          title: nil, x: Chart.Axis(Self.logarithm(plot.across, plot.common)),
          y: Chart.Axis(Self.logarithm(plot.up, plot.common)),
          layers: [
            Chart.Layer(
              .point, points.map { Chart.Point(x: .number($0[0]), y: .number($0[1])) },
              opacity: 0.4, size: 12)
          ])
      }, columns: 2, hasOwnAxes: true)
  }

  private static func logarithm(_ first: String, _ second: String) -> Message {
    Message("record-check.logarithm", ["ratio": .message(pair([first, second]))])
  }

  private var canisterChart: Chart {
    .forest(
      "canister", "record-check.canister-chart",
      rows: canister.map {
        Chart.ForestRow(
          .compound($0.compound), estimate: $0.slope, interval: ($0.lower, $0.upper))
      }, groups: [], x: Chart.Axis("column.slope"), zero: 1)
  }
}
