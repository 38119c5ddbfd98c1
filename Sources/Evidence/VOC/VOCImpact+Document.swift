import AirQuality
import Cooperation
public import Documents
import Estimation
import Studies
public import VOC
import Weather

/// A measure's impact on organic compounds: what changed, whose change it is, and what cannot be told.
extension VOCImpact {
  /// What it says.
  ///
  /// - Parameters:
  ///   - title: of the study.
  ///   - record: that it was found on, for the figures in time.
  public func document(title: String, record: SpeciatedRecord) -> Document {
    let figures = ImpactCharts(impact: self, record: record)
    return Document(
      title: .verbatim(title),
      subtitles: [
        say(
          "study.periods", before: Self.period(before), after: Self.period(after),
          start: measure.start)
      ],
      footer: .madeBy("voc impact"),
      data: data
    ) {
      Section("answer", role: .answer) { answers }
      Section("figures") { figures.all }
      Section("impact.changes") { changeTable(relative: false) }
      Section(say("impact.relative", name: reference)) {
        changeTable(relative: true)
      }
      Section("impact.attribution") { attributionTable }
      Section("impact.mixture") { mixtureTable }
      Section("study.unanswered") { unansweredTable }
      Section("doubts") { notes(record) }
      Section("impact.constants", role: .detail) { Table.constants(constants) }
    }
  }

  private static func period(_ period: DatePeriod) -> Value {
    .message(
      say("impact.period", from: period.first, until: period.last))
  }

  /// The untouched compound that others are divided by.
  var reference: Message { .compound(settings.relativeTo ?? "") }

  private func range(_ interval: ConfidenceInterval?, unit: String = "") -> Value {
    .optional(interval) {
      .range($0.lower, $0.upper, .interval($0.lower, $0.upper), unit: unit)
    }
  }

  private func number(
    _ value: Double, _ interval: ConfidenceInterval?, unit: String = ""
  ) -> Value {
    .number(value, interval.map { .interval($0.lower, $0.upper) } ?? .size, unit: unit)
  }

  // MARK: Answers

  private var answers: [Block] {
    func answer(_ id: String, _ quantity: WeighedQuantity) -> Message? {
      guard let effect = row(.total, "total", quantity)?.effects.first,
        let relative = effect.relative
      else { return nil }
      return say(
        id, value: number(relative.percent, relative.interval, unit: "%"),
        interval: range(relative.interval, unit: "%"),
        method: Message.method(effect.method.identifier))
    }
    let mixture = say(
      "impact.composition", distance: composition.distance, p: composition.pValue.value.probability,
      count: composition.cosines, days: composition.days)
    let found =
      [answer("impact.ozone", .ozoneFormation), answer("impact.mass", .mass)].compactMap(\.self)
      + [mixture]
    return [.lead(found[0])] + found.dropFirst().map { .message($0) }
  }

  private func notes(_ record: SpeciatedRecord) -> [Note] {
    var notes: [Note] = []
    func add(_ severity: Severity, _ id: String, _ values: [String: Value] = [:]) {
      notes.append(Note(severity, Message(id, values)))
    }
    let effects = rows.flatMap(\.effects)
    if !effects.contains(where: { $0.method.design.isControlled }) {
      add(.warning, "impact.uncontrolled")
    }
    let days = before.dayCount + after.dayCount
    // In four years a step's error is a third of what it is in two.
    if days < 1_461 {
      let years = ["years": Value.number(Double(days) / 365.25, .decimals(1))]
      if effects.contains(where: { $0.method.design == .interruptedTimeSeries }) {
        add(.warning, "impact.power", years)
      }
      if case .trees? = settings.weatherModel?.method {
        add(.warning, "impact.trees-learn-too-much", years)
      }
    }
    for kind in [ImpactSubject.Kind.factor, .family, .compound] {
      var names: [Message] = []
      for name in doubtful(kind).map(Message.subject) where !names.contains(name) {
        names.append(name)
      }
      guard !names.isEmpty else { continue }
      add(.warning, "impact.by-chance", ["names": .list(names.map { .message($0) })])
    }
    if rows.contains(where: { $0.subject.kind == .factor }) {
      add(.note, "impact.factors-as-controls")
    }
    if settings.relativeTo != nil {
      add(.note, "impact.ratio-assumption", ["name": .message(reference)])
    }
    add(.note, "impact.potential-only")
    var seen: Set<String> = []
    for diagnostic in row(.total, "total", .ozoneFormation)?.effects.flatMap(\.diagnostics) ?? []
    where seen.insert(diagnostic.identifier).inserted {
      notes.append(Note(Severity(diagnostic.severity), diagnostic.text))
    }
    let censored = record.censoredCounts
    if let rule = settings.assessment.rule, !censored.isEmpty {
      add(
        .note, "impact.censored",
        [
          "rule": .message(Message("censoring.\(rule.rawValue)")),
          "names": .list(
            censored.map { compound, count in
              .message(
                say("impact.name-count", name: Message.compound(compound.name), count: count))
            }),
        ])
    }
    if !attribution.withoutConstant.isEmpty {
      add(
        .warning, "impact.without-constant", ["names": .compounds(attribution.withoutConstant)])
    }
    if !unmatched.isEmpty {
      add(.warning, "impact.unmatched", ["names": .names(unmatched.map(\.name))])
    }
    return notes
  }

  // MARK: Tables

  private typealias Change = (subject: ImpactSubject, effect: EffectEstimate, adjusted: Double?)

  private func changes(_ isShown: (ImpactSubject) -> Bool = { _ in true }) -> [Change] {
    rows.filter { isShown($0.subject) }.flatMap { row in
      zip(row.effects, row.adjustedPValues).map { (row.subject, $0, $1) }
    }
  }

  /// Heading of a column of intervals.
  private var intervalHeading: Message {
    say("column.interval-at", level: (rows.first?.effects.first?.interval?.level ?? 0.95).share)
  }

  /// Subjects as they are, or those over the untouched reference; all of them in files.
  private func changeTable(relative: Bool) -> Table {
    changeTable(
      relative ? "relative-changes" : "changes",
      relative ? say("impact.relative", name: reference) : "impact.changes",
      changes { ($0.reference != nil) == relative })
  }

  private func changeTable(_ id: String, _ caption: Message, _ changes: [Change]) -> Table {
    Table(id, caption, note: "impact.changes-note", changes) {
      Column("kind", in: .files) { $0.subject.kind.rawValue }
      Column("name", "column.subject") { .coded($0.subject.name, .message(.subject($0.subject))) }
      Column("quantity") {
        .coded($0.subject.quantity.rawValue, .message(.quantity($0.subject.quantity)))
      }
      Column("relative_to", in: .files) { $0.subject.reference ?? "" }
      Column("method") {
        .coded($0.effect.method.identifier, .message(.method($0.effect.method.identifier)))
      }
      Column("percent", heading: "column.change") { row in
        // Without a level to relate it to, a change is in its own unit.
        row.effect.relative.map { number($0.percent, $0.interval, unit: "%") }
          ?? .coded("", number(row.effect.estimate, row.effect.interval, unit: row.effect.unit))
      }
      Column("interval", intervalHeading, in: .pages) { row in
        row.effect.relative.map { range($0.interval, unit: "%") }
          ?? range(row.effect.interval, unit: row.effect.unit)
      }
      Column("lower", in: .files) { $0.effect.relative?.interval?.lower }
      Column("upper", in: .files) { $0.effect.relative?.interval?.upper }
      Column("estimate", in: .files) { $0.effect.estimate }
      Column("unit", in: .files) { $0.effect.unit }
      Column("p") { $0.effect.pValue?.value.probability }
      Column("p_holm", "column.p-holm") { $0.adjusted?.probability }
    }
  }

  private var attributionTable: Table {
    let remainder = abs(attribution.remainder)
    let total = attribution.total
    return Table(
      "attribution", "impact.attribution",
      note: say(
        "impact.attribution-note", total: number(total.estimate, total.interval, unit: total.unit),
        method: Message.method(attribution.method),
        remainder: (remainder < 0.005 ? 0.01 : remainder).unit(total.unit)), attribution.shares
    ) {
      Column("compound") { .coded($0.compound, .message(.compound($0.compound))) }
      Column("family") { .coded($0.family.rawValue, .message(.family($0.family))) }
      Column("change_ug_o3_m3", "column.change-of-ozone") { number($0.change, $0.interval) }
      Column("interval", intervalHeading, in: .pages) { range($0.interval) }
      Column("lower", in: .files) { $0.interval?.lower }
      Column("upper", in: .files) { $0.interval?.upper }
      Column("amount_part", "column.amount-part") { number($0.amountPart, $0.interval) }
      Column("mixture_part", "column.mixture-part") { number($0.mixturePart, $0.interval) }
    }
  }

  private var mixtureTable: Table {
    Table("balances", "impact.mixture", note: "impact.mixture-note", composition.balances) {
      Column("subject") { .message(.part($0.name)) }
      Column("change") { number($0.change, $0.interval) }
      Column("interval", intervalHeading) { range($0.interval) }
    }
  }

  private var unansweredTable: Table {
    let silent = rows.flatMap { row in row.unanswered.map { (row.subject, $0) } }
    return Table("unanswered", "study.unanswered", silent) {
      Column("subject") { .message(.subject($0.0)) }
      Column("quantity") { .message(.quantity($0.0.quantity)) }
      Column("method") { .message(.method($0.1.method)) }
      Column("reason") { .message($0.1.reason) }
    }
  }

  // MARK: Files

  /// Changes, those over the reference among them, and shares as tables, by the names of their files.
  public var tables: [(name: String, table: Table)] {
    [
      ("changes", changeTable("changes", "impact.changes", changes())),
      ("attribution", attributionTable),
    ]
  }

  /// Everything as one row a number.
  private var data: Table {
    var found: [[Value]] = []
    func add(
      _ kind: String, _ name: String, _ quantity: String, _ method: String, _ change: Double?,
      _ interval: ConfidenceInterval?, _ unit: String, _ p: Double? = nil, _ adjusted: Double? = nil
    ) {
      found.append(
        [kind, name, quantity, method].map { .text($0) } + [
          .optional(change) { .number($0) }, .optional(interval) { .number($0.lower) },
          .optional(interval) { .number($0.upper) }, .text(unit), .optional(p) { .number($0) },
          .optional(adjusted) { .number($0) },
        ])
    }
    for row in rows {
      let subject = row.subject
      let name = subject.name + (subject.reference.map { " / \($0)" } ?? "")
      for (effect, adjusted) in zip(row.effects, row.adjustedPValues) {
        add(
          subject.kind.rawValue, name, subject.quantity.rawValue, effect.method.identifier,
          effect.relative?.percent ?? effect.estimate,
          effect.relative?.interval ?? effect.interval, effect.relative == nil ? effect.unit : "%",
          effect.pValue?.value, adjusted)
      }
      for silent in row.unanswered {
        add(
          subject.kind.rawValue, name, subject.quantity.rawValue, silent.method, nil, nil,
          silent.reason.english)
      }
    }
    for share in attribution.shares {
      add(
        "share", share.compound, "ozone-formation", attribution.method, share.change,
        share.interval, "µg O3/m³")
    }
    for balance in composition.balances {
      add(
        "balance", balance.name, "log-ratio", "against the rest", balance.change,
        balance.interval, "1")
    }
    let names = [
      "of", "name", "quantity", "method", "change", "lower", "upper", "unit", "p", "p_holm",
    ]
    return Table("impact", "impact.changes", found) {
      for (place, name) in names.enumerated() { Column(file: name) { $0[place] } }
    }
  }
}
