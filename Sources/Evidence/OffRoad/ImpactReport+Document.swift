import AirQuality
public import Documents
import Estimation
public import OffRoad

/// What a measure did to machines and to the air, and whether the two fit.
extension ImpactReport: Documented {
  /// What it says.
  public var document: Document {
    Document(
      title: .verbatim(title), subtitles: [say("off-road.since", start: date)],
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

  private var date: Value { .date(start.description) }

  // MARK: Answer

  private var answer: [Block] {
    var messages: [Message] = []
    if let rollback {
      messages += [air(rollback), rollback.verdict?.message].compactMap(\.self)
    }
    if let compliance {
      messages.append(
        say(
          "off-road.compliance-changed", before: compliance.before.value.share,
          after: compliance.after.value.share,
          lower: (100 * compliance.difference.interval.lower).decimals(1),
          upper: (100 * compliance.difference.interval.upper).decimals(1),
          level: compliance.difference.interval.level.share, p: compliance.pValue.probability))
    }
    messages += changes.filter { ["readings, mixed", "fuel sales"].contains($0.key) }.map {
      change in
      say(
        change.key == "fuel sales" ? "off-road.fuel-changed" : "off-road.readings-changed",
        value: change.shown, interval: change.shownInterval, level: change.interval.level.share,
        p: change.pValue?.probability)
    }
    if messages.isEmpty, !ambient.isEmpty { messages = [Message("off-road.only-air")] }
    guard let first = messages.first else { return [.lead("off-road.no-data")] }
    return [.lead(first)] + messages.dropFirst().map { .message($0) }
  }

  /// What was seen beside what the emissions lead one to expect.
  private func air(_ rollback: RollbackResult) -> Message {
    var facts: [String: Value] = [
      "start": date, "pollutant": .text(pollutant?.displayName ?? ""),
      "expected": .amount(rollback.expected, unit: unit),
    ]
    guard let observed = rollback.observed else { return Message("off-road.air-expected", facts) }
    facts["observed"] = .number(
      observed.estimate, .error(observed.standardError), unit: unit)
    facts["error"] = .number(observed.standardError, .error(observed.standardError))
    return Message("off-road.air-observed", facts)
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
    let pValue: Double?
    /// `share`, `ratio`, `%`, or empty for the readings' own.
    let unit: String
    let method: Message

    var name: Message {
      Message("off-road.change.\(key.replacing(",", with: "").replacing(" ", with: "-"))")
    }
    private var isShare: Bool { unit == "share" }
    private var digits: Digits {
      isShare ? .decimals(1) : .interval(interval.lower, interval.upper)
    }
    private var scale: Double { isShare ? 100 : 1 }
    private var shownUnit: String { isShare || unit == "%" ? "%" : "" }
    /// In per cent where it is a share.
    var shown: Value { .number(scale * value, digits, unit: shownUnit) }
    var shownInterval: Value {
      .range(scale * interval.lower, scale * interval.upper, digits, unit: shownUnit)
    }
  }

  private var changes: [Change] {
    var rows: [Change] = []
    func add(
      _ key: String, _ value: Double, _ interval: ConfidenceInterval, _ pValue: Double?,
      _ unit: String, _ method: Message
    ) {
      rows.append(
        Change(
          key: key, value: value, interval: interval, pValue: pValue, unit: unit, method: method))
    }
    if let own = compliance {
      let sites: [String: Value] = ["sites": .count(own.sites)]
      let clusters = Message("off-road.by-clusters", sites)
      add("compliance before", own.before.value, own.before.interval, nil, "share", clusters)
      add("compliance after", own.after.value, own.after.interval, nil, "share", clusters)
      add(
        "change of compliance", own.difference.value, own.difference.interval, own.pValue,
        "share", Message("off-road.by-delta", sites))
      if let series = own.interruption {
        add(
          "odds over those expected", series.level.value, series.level.interval, series.pValue,
          "ratio", "off-road.by-segments")
      }
    }
    if let readings {
      let unit = readings.isRelative ? "%" : ""
      let mixed = readings.mixed
      add(
        "readings, mixed", mixed.value, mixed.interval, mixed.pValue, unit,
        "off-road.by-mixed-model")
      if let paired = readings.paired {
        add(
          "readings, paired", paired.value, paired.interval, paired.pValue, unit,
          "off-road.by-pairs")
      }
    }
    if let fuel {
      add("fuel sales", fuel.change, fuel.interval, fuel.pValue, "%", "off-road.by-sales")
    }
    return rows
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
      Column("quantity", "off-road.quantity") { .message($0.name) }
      Column("value") { $0.shown }
      Column("interval") { $0.shownInterval }
      Column("p") { $0.pValue?.probability }
      Column("method") { .message($0.method) }
    }
  }

  private var ambientTable: Table {
    Table(
      "ambient", say("off-road.air-of", pollutant: pollutant?.displayName ?? ""),
      ambient
    ) {
      Column("method") { .message(.method($0.method)) }
      Column("effect") { finding in
        .optional(finding.effect) { effect in
          .number(effect.estimate, Self.digits(effect), unit: effect.unit)
        }
      }
      Column("interval") { finding in
        .optional(finding.effect) { effect in
          .optional(effect.interval) { .range($0.lower, $0.upper, Self.digits(effect)) }
        }
      }
      Column("p") { $0.effect?.pValue?.value.probability }
      Column("remark") { finding in
        .message(
          finding.effect.map { .design($0.method.design) } ?? finding.reason ?? .verbatim(""))
      }
    }
  }

  private static func digits(_ effect: EffectEstimate) -> Digits {
    effect.interval.map { .interval($0.lower, $0.upper) } ?? .size
  }

  private var rollbackTable: Table {
    var rows = shifts.map { (name: $0.name, value: Value.amount($0.value, unit: unit)) }
    if let observed = rollback?.observed {
      let digits = Digits.error(observed.standardError)
      rows.insert(
        (
          "off-road.observed",
          .message(
            say(
              "off-road.plus-minus", value: Value.number(observed.estimate, digits),
              error: Value.number(observed.standardError, digits, unit: unit)))
        ), at: min(2, rows.count))
    }
    return Table("rollback", "off-road.rollback", rows) {
      Column("quantity", "off-road.change-of-concentration") { .message($0.name) }
      Column("value") { $0.value }
    }
  }

  /// Everything as one row a number.
  private var data: Table {
    typealias Row = (key: String, value: Double?, lower: Double?, upper: Double?, unit: String)
    let machines: [Row] = changes.map {
      (
        $0.key, $0.value, $0.interval.lower, $0.interval.upper,
        $0.unit.isEmpty ? "as read" : $0.unit
      )
    }
    let air: [Row] = ambient.map { finding in
      let effect = finding.effect
      return (
        finding.method, effect?.estimate, effect?.interval?.lower, effect?.interval?.upper,
        effect?.unit ?? finding.reason?.english ?? ""
      )
    }
    let expected: [Row] = shifts.map {
      ($0.key, $0.value.central, $0.value.lower, $0.value.upper, "as concentration")
    }
    return Table("impact", .verbatim(title), machines + air + expected) {
      Column("finding") { $0.key }
      Column("value") { $0.value }
      Column("lower") { $0.lower }
      Column("upper") { $0.upper }
      Column("unit") { $0.unit }
    }
  }

  private var notes: [Note] {
    (compliance?.diagnostics ?? []).map { Note(.warning, $0.text) }
  }

  // MARK: Figure

  /// Compliance month by month, with the course that was to be expected without the rule.
  private var complianceChart: Chart? {
    guard let compliance else { return nil }
    var layers = [
      Chart.Layer(
        .rule,
        compliance.months.map {
          Chart.Point(
            x: .date($0.month.description), y: .number(100 * $0.lower), y2: .number(100 * $0.upper))
        }, colour: .donors, size: 1.2),
      Chart.Layer(
        .point,
        compliance.months.map {
          Chart.Point(x: .date($0.month.description), y: .number(100 * $0.share), group: 0)
        }, size: 55),
    ]
    if let series = compliance.interruption {
      for (group, values) in [(1, series.fitted), (2, series.withoutRule)] {
        layers.append(
          Chart.Layer(
            .line,
            zip(compliance.months, values).filter { group == 1 || $0.0.month >= compliance.start }
              .map { month, share in
                // The course breaks where the rule begins.
                Chart.Point(
                  x: .date(month.month.description), y: .number(100 * share), group: group,
                  line: month.month < compliance.start ? "before" : "after")
              }))
      }
    }
    layers.append(
      Chart.Layer(
        .rule, [Chart.Point(x: .date(compliance.start.description))], colour: .ink, size: 1.2,
        style: .dashed))
    return Chart(
      "compliance", "off-road.compliance-figure",
      groups: [
        Chart.Group("off-road.inspected", .ink), Chart.Group("off-road.fitted", .treated),
        Chart.Group("off-road.without-rule", .expected, isDashed: true),
      ],
      width: 680, y: Chart.Axis("off-road.compliance", unit: "%", domain: 0...100), layers: layers)
  }
}
