import AirQuality
public import Documents
import Studies
public import VOC

extension CanisterComparison: Bounded {}

/// What a chromatograph's record was held against, findings first.
extension RecordCheckReport: Documented {
  /// What it says.
  public var document: Document {
    Document(
      title: say("record-check.title", place: station), footer: .madeBy("voc check"),
      data: findingTable
    ) {
      Section("answer", role: .answer) {
        Block.lead(
          findings.isEmpty
            ? "record-check.nothing" : say("record-check.found", count: findings.count))
        say(
          "record-check.looked-at", compounds: compounds, steps: steps, from: from, until: until,
          pairs: pairsLookedAt)
      }
      Section("record-check.findings") {
        findingTable
        findings.isEmpty ? nil : "record-check.look" as Message
      }
      Section("record-check.total") { totalTable }
      Section("record-check.isomers") {
        Self.table("isomers", "record-check.isomers", isomers)
      }
      Section("record-check.ladder") {
        Self.table("ladder", "record-check.ladder", ladder)
      }
      Section("record-check.canister") {
        canisterTable
        canister.isEmpty ? nil : canisterChart
      }
      Section("record-check.plots") {
        plotTable
        plots.isEmpty ? nil : plotChart
      }
      Section("doubts") { notes }
    }
  }

  /// A total as monitoring work writes it: TNMOC, NMHC.
  private static func total(_ name: String) -> String {
    name.count <= 6 && name.allSatisfy { $0.isLetter && $0.isASCII } ? name.uppercased() : name
  }

  /// What was not looked at, and what the bounds are worth.
  public var notes: [Note] {
    var notes = [Note.remark("record-check.bounds")]
    if totals.isEmpty { notes.append(Note.remark("record-check.no-total")) }
    for total in totals {
      if let reason = total.unanswered {
        notes.append(
          Note.warning(
            "record-check.total-unanswered", total: Self.total(total.name), reason: reason))
      } else if total.incompleteSteps > 0 {
        notes.append(
          Note.remark(
            "record-check.total-incomplete", total: Self.total(total.name),
            steps: total.incompleteSteps))
      }
    }
    if isomers.isEmpty { notes.append(Note.remark("record-check.no-isomers")) }
    if !pairsTooAlike.isEmpty {
      notes.append(Note.remark("record-check.too-alike", pairs: pairsTooAlike.map(Self.pair)))
    }
    notes.append(Note.remark("record-check.order"))
    return notes
  }

  // MARK: Words

  /// `m,p-xylene / o-xylene`.
  private static func pair(_ names: [String]) -> Message {
    guard names.count == 2 else { return .compound(names.first ?? "") }
    return say(
      "impact.over", subject: Message.compound(names[0]), reference: Message.compound(names[1]))
  }

  private static func sentence(_ finding: Finding) -> Message {
    let isCorrelation = finding.kind == .isomers || finding.kind == .ladder
    let value: Value =
      finding.kind == .total
      ? finding.value.share
      : isCorrelation ? finding.value.decimals(2) : .number(finding.value, .significant(3))
    let bound = finding.bound.map { isCorrelation ? $0.decimals(2) : $0.share }
    return say("record-check.says.\(finding.kind.rawValue)", value: value, bound: bound)
  }

  // MARK: Tables

  private var findingTable: Table {
    Table("findings", "record-check.findings", findings) {
      Column("kind", "record-check.kind") {
        Message("record-check.kind.\($0.kind.rawValue)").coded($0.kind.rawValue).marked(.warning)
      }
      Column("of") { finding in
        (finding.kind == .total
          ? Message.verbatim(finding.names.first ?? "") : Self.pair(finding.names))
          .coded(finding.names.joined(separator: " / "))
      }
      Column("from") { $0.from }
      Column("until") { $0.until }
      Column("value") { $0.value.significant(3) }
      Column("remark") { Self.sentence($0) }
    }
  }

  private var totalTable: Table {
    // A total that cannot be held against the sum has a note instead.
    Table("totals", "record-check.total", totals.filter { $0.unanswered == nil }) {
      Column("total", "record-check.total-name") {
        Message.verbatim(Self.total($0.name)).coded($0.name)
      }
      Column("median", "record-check.median") { $0.median?.share }
      Column("lower-quartile", "record-check.lower-quartile") { $0.lowerQuartile?.share }
      Column("upper-quartile", "record-check.upper-quartile") { $0.upperQuartile?.share }
      Column("above", "record-check.above") { $0.shareAbove?.share(decimals: 1) }
      Column("steps") { $0.steps }
    }
  }

  private static func table(
    _ id: String, _ caption: Message, _ pairs: [PairBehaviour]
  ) -> Table {
    Table(id, caption, pairs) {
      Column("pair", "record-check.pair") {
        pair([$0.first, $0.second]).coded("\($0.first) / \($0.second)")
      }
      Column("correlation") {
        $0.correlation.decimals(2).marked($0.correlation < $0.leastCorrelation ? .warning : nil)
      }
      Column("ratio", "record-check.ratio") { $0.ratio.significant(3) }
      Column("steps") { $0.steps }
      Column("sections", "record-check.sections", isOptional: true) {
        $0.sections.isEmpty ? nil : $0.sections.count
      }
    }
  }

  private var canisterTable: Table {
    Table("canister", "record-check.canister", canister) {
      Column("compound") { Message.compound($0.compound).coded($0.compound) }
      Column("pairs", "record-check.pairs") { $0.pairs }
      Column("slope") {
        $0.slope.within($0).marked($0.isOff(tolerance: settings.toleratedSlope) ? .warning : nil)
      }
      Column("interval") { $0.range() }
      Column("intercept", unit: "ppbC") { $0.intercept.significant(2) }
      Column("correlation") { $0.correlation.decimals(2) }
      Column("difference", "record-check.difference") { $0.relativeDifference.share }
    }
  }

  private var plotTable: Table {
    Table("ratio-ratio", "record-check.plots", note: "record-check.plots-note", plots) {
      Column("across", "record-check.across") { Self.pair([$0.across, $0.common]) }
      Column("up", "record-check.up") { Self.pair([$0.up, $0.common]) }
      Column("slope") { $0.slope.decimals(2) }
      Column("ageing-slope", "record-check.ageing-slope") { $0.ageingSlope?.decimals(2) }
      Column("correlation") { $0.correlation.decimals(2) }
      Column("steps") { $0.points.count }
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
            Chart.Layer(.point, points, x: { $0[0] }, y: { $0[1] }, opacity: 0.4, size: 12)
          ])
      }, columns: 2, hasOwnAxes: true)
  }

  private static func logarithm(_ first: String, _ second: String) -> Message {
    say("record-check.logarithm", ratio: pair([first, second]))
  }

  private var canisterChart: Chart {
    .forest(
      "canister", "record-check.canister-chart",
      rows: canister.map {
        Chart.Entry(Message.compound($0.compound), $0.slope, $0)
      }, x: Chart.Axis("column.slope"), zero: 1)
  }
}
