import AirQuality
public import Documents
import Estimation
public import OffRoad

/// What a measure did to machines and to the air, and whether the two fit.
extension ImpactReport: Documented {
  /// What it says.
  public var document: Document {
    Document(
      title: .verbatim(title), subtitles: [say("off-road.since", start: start)],
      footer: .madeByOffRoad, data: data
    ) {
      Section("answer", role: .answer) { answer }
      Section("off-road.machines-before-after") {
        changeTable
        complianceChart
      }
      Section("off-road.air") { ambientTable }
      Section("off-road.fit") { rollbackTable }
      Section("off-road.assumed") { Table.assumptions(assumptions) }
      Section("doubts") { notes }
    }
  }

  // MARK: Answer

  @ListBuilder<Message> private var found: [Message] {
    if let rollback {
      air(rollback)
      rollback.verdict?.message
    }
    if let compliance {
      let interval = compliance.difference.interval
      say(
        "off-road.compliance-changed", before: compliance.before.value.share,
        after: compliance.after.value.share, lower: (100 * interval.lower).decimals(1),
        upper: (100 * interval.upper).decimals(1), level: interval.level.share,
        p: compliance.pValue.probability)
    }
    for change in changes where ["readings, mixed", "fuel sales"].contains(change.key) {
      say(
        change.key == "fuel sales" ? "off-road.fuel-changed" : "off-road.readings-changed",
        value: change.shown, interval: change.shownInterval, level: change.interval.level.share,
        p: change.p?.probability)
    }
  }

  private var answer: [Block] {
    Block.answer(
      !found.isEmpty ? found : [ambient.isEmpty ? "off-road.no-data" : "off-road.only-air"])
  }

  /// What was seen beside what the emissions lead one to expect.
  private func air(_ rollback: RollbackResult) -> Message {
    let pollutant = pollutant?.displayName ?? ""
    guard let observed = rollback.observed else {
      return say(
        "off-road.air-expected", start: start, pollutant: pollutant,
        expected: rollback.expected.amount(unit))
    }
    return say(
      "off-road.air-observed", start: start, pollutant: pollutant,
      expected: rollback.expected.amount(unit),
      observed: observed.estimate.error(observed.standardError, unit),
      error: observed.standardError.error(observed.standardError))
  }

  /// The unit of concentrations; empty when only the user knows it.
  private var unit: String { ambient.lazy.compactMap { $0.effect?.unit }.first ?? "" }

  // MARK: Rows

  /// A change of machines, or of what they burn.
  private struct Change {
    /// In CSV.
    let key: String
    let value: Double
    let interval: ConfidenceInterval
    var p: Double?
    /// `share`, `ratio`, `%`, or empty for the readings' own.
    let unit: String
    let method: Message

    var name: Message {
      Message("off-road.change.\(key.replacing(",", with: "").replacing(" ", with: "-"))")
    }
    private var isShare: Bool { unit == "share" }
    private var digits: Digits { isShare ? .decimals(1) : interval.digits }
    private var scale: Double { isShare ? 100 : 1 }
    private var shownUnit: String { isShare || unit == "%" ? "%" : "" }
    /// In per cent where it is a share.
    var shown: Value { .number(scale * value, digits, unit: shownUnit) }
    var shownInterval: Value {
      .range(scale * interval.lower, scale * interval.upper, digits, unit: shownUnit)
    }
  }

  @ListBuilder<Change> private var changes: [Change] {
    if let own = compliance {
      for (key, share) in [("compliance before", own.before), ("compliance after", own.after)] {
        Change(
          key: key, value: share.value, interval: share.interval, unit: "share",
          method: say("off-road.by-clusters", sites: own.sites))
      }
      Change(
        key: "change of compliance", value: own.difference.value,
        interval: own.difference.interval, p: own.pValue, unit: "share",
        method: say("off-road.by-delta", sites: own.sites))
      own.interruption.map {
        Change(
          key: "odds over those expected", value: $0.level.value, interval: $0.level.interval,
          p: $0.pValue, unit: "ratio", method: "off-road.by-segments")
      }
    }
    if let readings {
      let unit = readings.isRelative ? "%" : ""
      let mixed = readings.mixed
      Change(
        key: "readings, mixed", value: mixed.value, interval: mixed.interval, p: mixed.pValue,
        unit: unit, method: "off-road.by-mixed-model")
      readings.paired.map {
        Change(
          key: "readings, paired", value: $0.value, interval: $0.interval, p: $0.pValue,
          unit: unit, method: "off-road.by-pairs")
      }
    }
    fuel.map {
      Change(
        key: "fuel sales", value: $0.change, interval: $0.interval, p: $0.pValue, unit: "%",
        method: "off-road.by-sales")
    }
  }

  private var shifts: [(key: String, name: Message, value: IntervalEstimate)] {
    guard let rollback else { return [] }
    return [
      ("expected from emissions", "off-road.expected", rollback.expected),
      ("all machines off", "off-road.all-off", rollback.wholeSector),
      ("observed minus expected", "off-road.observed-minus-expected", rollback.difference),
    ].compactMap { (key: String, name: Message, value: IntervalEstimate?) in
      value.map { (key, name, $0) }
    }
  }

  // MARK: Tables

  private var changeTable: Table {
    Table("statistics", "off-road.machines-before-after", changes) {
      Column("quantity", "off-road.quantity") { $0.name }
      Column("value") { $0.shown }
      Column("interval") { $0.shownInterval }
      Column("p") { $0.p?.probability }
      Column("method") { $0.method }
    }
  }

  private var ambientTable: Table {
    Table("ambient", say("off-road.air-of", pollutant: pollutant?.displayName ?? ""), ambient) {
      Column("method") { Message.method($0.method) }
      Column("effect") { $0.effect?.number }
      Column("interval") { $0.effect?.interval?.range() }
      Column("p") { $0.effect?.pValue }
      Column("remark") { finding in
        finding.effect.map { .design($0.method.design) } ?? finding.reason ?? .verbatim("")
      }
    }
  }

  private var rollbackTable: Table {
    var rows = shifts.map { (name: $0.name, value: $0.value.amount(unit)) }
    if let observed = rollback?.observed {
      let error = observed.standardError
      let seen = say(
        "off-road.plus-minus", value: observed.estimate.error(error),
        error: error.error(error, unit))
      rows.insert(("off-road.observed", seen.shown), at: min(2, rows.count))
    }
    return Table("rollback", "off-road.rollback", rows) {
      Column("quantity", "off-road.change-of-concentration") { $0.name }
      Column("value") { $0.value }
    }
  }

  /// Everything as one row a number.
  private var data: Table {
    let machines = changes.map {
      NumberRow($0.unit.isEmpty ? "as read" : $0.unit, $0.value, $0.interval, $0.key)
    }
    let air = ambient.map {
      NumberRow(
        $0.effect?.unit ?? $0.reason?.english ?? "", $0.effect?.estimate, $0.effect?.interval,
        $0.method)
    }
    let expected = shifts.map {
      NumberRow("as concentration", $0.value.central, $0.value, $0.key)
    }
    return Table("impact", .verbatim(title), machines + air + expected) {
      NumberRow.columns("finding")
    }
  }

  private var notes: [Note] {
    (compliance?.diagnostics ?? []).map { Note(.warning, $0.text) }
  }

  // MARK: Figure

  /// Compliance month by month, with the course that was to be expected without the rule.
  private var complianceChart: Chart? {
    guard let compliance else { return nil }
    let months = compliance.months
    let courses = compliance.interruption.map { [(1, $0.fitted), (2, $0.withoutRule)] } ?? []
    return Chart(
      "compliance", "off-road.compliance-figure",
      groups: [
        Chart.Group("off-road.inspected", .ink), Chart.Group("off-road.fitted", .treated),
        Chart.Group("off-road.without-rule", .expected, isDashed: true),
      ],
      width: 680, y: Chart.Axis("off-road.compliance", unit: "%", domain: 0...100),
      layers: [
        Chart.Layer(
          .rule, months, x: { $0.month }, y: { 100 * $0.lower }, y2: { 100 * $0.upper },
          colour: .donors, size: 1.2),
        Chart.Layer(
          .point, months, x: { $0.month }, y: { 100 * $0.share }, group: 0, size: 55),
      ]
        + courses.map { group, shares in
          // The course breaks where the rule begins.
          Chart.Layer(
            .line, zip(months, shares).filter { group == 1 || $0.0.month >= compliance.start },
            x: { $0.0.month }, y: { 100 * $0.1 }, group: group,
            line: { $0.0.month < compliance.start ? "before" : "after" })
        } + [.reference(at: compliance.start)])
  }
}
