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
        say("study.periods", before: told(before), after: told(after), start: measure.start)
      ], footer: .madeBy("voc impact"), data: data
    ) {
      Section("answer", role: .answer) { answers }
      Section("figures") { figures.all }
      Section("impact.changes") { changeTable(relative: false) }
      Section(say("impact.relative", name: reference)) { changeTable(relative: true) }
      Section("impact.attribution") { attributionTable }
      Section("impact.mixture") { mixtureTable }
      Section("study.unanswered") { unansweredTable }
      Section("doubts") { notes(record) }
      Section("impact.constants", role: .detail) { Table.constants(constants) }
    }
  }

  private func told(_ period: DatePeriod) -> Message {
    say("impact.period", from: period.first, until: period.last)
  }

  /// The untouched compound that others are divided by.
  var reference: Message { .compound(settings.relativeTo ?? "") }

  // MARK: Answers

  private var answers: [Block] {
    func answer(_ id: String, _ quantity: WeighedQuantity) -> Message? {
      guard let effect = row(.total, "total", quantity)?.effects.first,
        let relative = effect.relative
      else { return nil }
      return say(
        id, value: relative.percent.within(relative.interval, "%"),
        interval: relative.interval?.range("%"), method: Message.method(effect.method.identifier))
    }
    let mixture = say(
      "impact.composition", distance: composition.distance, p: composition.pValue,
      count: composition.cosines, days: composition.days)
    return Block.answer(
      [answer("impact.ozone", .ozoneFormation), answer("impact.mass", .mass), mixture]
        .compactMap(\.self) + factorAnswers)
  }

  /// The factors that changed by the first design beyond what chance makes of so many, or that none did.
  private var factorAnswers: [Message] {
    let factors = changes(relative: false).filter { $0.subject.kind == .factor }
    guard let design = factors.first?.effect.method.identifier else { return [] }
    let own = factors.filter { $0.effect.method.identifier == design }
    let changed = own.filter { ($0.adjusted ?? 1) <= 0.05 && $0.effect.relative != nil }
    guard !changed.isEmpty else { return [say("impact.factors-unchanged", count: own.count)] }
    return changed.map { change in
      let relative = change.effect.relative
      return say(
        "impact.factor-changed", factor: Message.subject(change.subject),
        value: relative?.percent.within(relative?.interval, "%"),
        interval: relative?.interval?.range("%"), p: change.adjusted?.probability,
        count: own.count)
    }
  }

  @ListBuilder<Note> private func notes(_ record: SpeciatedRecord) -> [Note] {
    let effects = rows.flatMap(\.effects)
    if !effects.contains(where: { $0.method.design.isControlled }) {
      Note.warning("impact.uncontrolled")
    }
    let days = before.dayCount + after.dayCount
    // In four years a step's error is a third of what it is in two.
    if days < 1_461 {
      let years = (Double(days) / 365.25).decimals(1)
      if effects.contains(where: { $0.method.design == .interruptedTimeSeries }) {
        Note.warning("impact.power", years: years)
      }
      if case .trees? = settings.weatherModel?.method {
        Note.warning("impact.trees-learn-too-much", years: years)
      }
    }
    for kind in [ImpactSubject.Kind.factor, .family, .compound] {
      let names = doubtful(kind).map(Message.subject).unique()
      if !names.isEmpty { Note.warning("impact.by-chance", names: names) }
    }
    if rows.contains(where: { $0.subject.kind == .factor }) {
      Note.remark("impact.factors-as-controls")
    }
    if settings.relativeTo != nil { Note.remark("impact.ratio-assumption", name: reference) }
    Note.remark("impact.potential-only")
    (row(.total, "total", .ozoneFormation)?.effects.flatMap(\.diagnostics) ?? [])
      .grouped(by: \.identifier).map { Note($0.members[0]) }
    let censored = record.censoredCounts
    if let rule = settings.assessment.rule, !censored.isEmpty {
      Note.remark(
        "impact.censored", rule: Message("censoring.\(rule.rawValue)"),
        names: censored.map { compound, count in
          say("impact.name-count", name: Message.compound(compound.name), count: count)
        })
    }
    if !attribution.withoutConstant.isEmpty {
      Note.warning(
        "impact.without-constant", names: attribution.withoutConstant.map(Message.compound))
    }
    if !unmatched.isEmpty { Note.warning("impact.unmatched", names: unmatched.map(\.name)) }
  }

  // MARK: Tables

  private typealias Change = (subject: ImpactSubject, effect: EffectEstimate, adjusted: Double?)

  private func changes(relative: Bool?) -> [Change] {
    rows.filter { relative == nil || ($0.subject.reference != nil) == relative }.flatMap { row in
      zip(row.effects, row.adjustedPValues).map { (row.subject, $0, $1) }
    }
  }

  /// Heading of a column of intervals.
  private var intervalHeading: Message {
    say("column.interval-at", level: (rows.first?.effects.first?.interval?.level ?? 0.95).share)
  }

  /// Subjects as they are, or those over the untouched reference; all of them in files.
  private func changeTable(relative: Bool? = nil) -> Table {
    Table(
      relative == true ? "relative-changes" : "changes",
      relative == true ? say("impact.relative", name: reference) : "impact.changes",
      note: "impact.changes-note", changes(relative: relative)
    ) {
      Column("kind", in: .files) { $0.subject.kind.rawValue }
      Column("name", "column.subject") { Message.subject($0.subject).coded($0.subject.name) }
      Column("quantity") { .quantity($0.subject.quantity) }
      Column("relative_to", in: .files) { $0.subject.reference ?? "" }
      Column("method") { .method($0.effect.method) }
      Column("percent", "column.change") { row in
        // Without a level to relate it to, a change is in its own unit.
        row.effect.relative.map { $0.percent.within($0.interval, "%") }
          ?? row.effect.estimate.within(row.effect.interval, row.effect.unit).coded("")
      }
      Column("interval", intervalHeading, in: .pages) { row in
        row.effect.relative.map { $0.interval?.range("%") }
          ?? row.effect.interval?.range(row.effect.unit)
      }
      Column("lower", in: .files) { $0.effect.relative?.interval?.lower }
      Column("upper", in: .files) { $0.effect.relative?.interval?.upper }
      Column("estimate", in: .files) { $0.effect.estimate }
      Column("unit", in: .files) { $0.effect.unit }
      Column("p") { $0.effect.pValue }
      Column("p_holm", "column.p-holm") { $0.adjusted?.probability }
    }
  }

  private var attributionTable: Table {
    let remainder = abs(attribution.remainder)
    let total = attribution.total
    return Table(
      "attribution", "impact.attribution",
      note: say(
        "impact.attribution-note", total: total.estimate.within(total.interval, total.unit),
        method: Message.method(attribution.method),
        remainder: (remainder < 0.005 ? 0.01 : remainder).unit(total.unit)), attribution.shares
    ) {
      Column("compound") { .compound($0.compound) }
      Column("family") { .family($0.family) }
      Column("change_ug_o3_m3", "column.change-of-ozone") { $0.change.within($0.interval) }
      Column("interval", intervalHeading, in: .pages) { $0.interval?.range() }
      Column("lower", in: .files) { $0.interval?.lower }
      Column("upper", in: .files) { $0.interval?.upper }
      Column("amount_part", "column.amount-part") { $0.amountPart.within($0.interval) }
      Column("mixture_part", "column.mixture-part") { $0.mixturePart.within($0.interval) }
    }
  }

  private var mixtureTable: Table {
    Table("balances", "impact.mixture", note: "impact.mixture-note", composition.balances) {
      Column("subject") { Message.part($0.name) }
      Column("change") { $0.change.within($0.interval) }
      Column("interval", intervalHeading) { $0.interval.range() }
    }
  }

  private var unansweredTable: Table {
    let silent = rows.flatMap { row in row.unanswered.map { (row.subject, $0) } }
    return Table("unanswered", "study.unanswered", silent) {
      Column("subject") { Message.subject($0.0) }
      Column("quantity") { Message.quantity($0.0.quantity) }
      Column("method") { Message.method($0.1.method) }
      Column("reason") { $0.1.reason }
    }
  }

  // MARK: Files

  /// Changes, those over the reference among them, and shares as tables, by the names of their files.
  public var tables: [(name: String, table: Table)] {
    [("changes", changeTable()), ("attribution", attributionTable)]
  }

  /// Everything as one row a number.
  private var data: Table {
    let measured = rows.flatMap { row in
      let subject = row.subject
      let name = subject.name + (subject.reference.map { " / \($0)" } ?? "")
      func number(
        _ unit: String, _ method: String, _ value: Double? = nil, _ ends: ConfidenceInterval? = nil
      ) -> NumberRow {
        NumberRow(
          unit, value, ends, subject.kind.rawValue, name, subject.quantity.rawValue, method)
      }
      return zip(row.effects, row.adjustedPValues).map { effect, adjusted in
        let relative = effect.relative
        var found = number(
          relative == nil ? effect.unit : "%", effect.method.identifier,
          relative?.percent ?? effect.estimate, relative?.interval ?? effect.interval)
        (found.p, found.adjustedP) = (effect.pValue?.value, adjusted)
        return found
      } + row.unanswered.map { number($0.reason.english, $0.method) }
    }
    let shares = attribution.shares.map {
      NumberRow(
        "µg O3/m³", $0.change, $0.interval, "share", $0.compound, "ozone-formation",
        attribution.method)
    }
    let balances = composition.balances.map {
      NumberRow(
        "1", $0.change, $0.interval, "balance", $0.name, "log-ratio", "against the rest")
    }
    return Table("impact", "impact.changes", measured + shares + balances) {
      NumberRow.columns("of", "name", "quantity", "method", value: "change")
      Column(file: "p") { $0.p }
      Column(file: "p_holm") { $0.adjustedP }
    }
  }
}
