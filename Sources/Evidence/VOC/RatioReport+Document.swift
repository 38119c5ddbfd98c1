import AirQuality
public import Documents
public import Studies
public import VOC

/// Diagnostic ratios, what limits ozone, weekends and the photochemical clock, each with what it cannot
/// tell.
extension RatioReport {
  /// What it says.
  ///
  /// - Parameters:
  ///   - age: the settings of the clock.
  ///   - clock: its reading; `nil` when it was not asked.
  public func document(
    age: PhotochemicalAge = PhotochemicalAge(), clock: PhotochemicalAge.Reading? = nil
  ) -> Document {
    Document(title: say("ratios.title", place: station), footer: .madeBy("voc ratios")) {
      Section("ratios.rows", role: .answer) { table(age, clock) }
      Section("ratios.terms") { Block.terms(terms) }
      Section("doubts") { notes + Self.losses(age, clock) }
    }
  }

  /// What took part beside OH, and what of it is not known.
  @ListBuilder<Note>
  private static func losses(_ age: PhotochemicalAge, _ clock: PhotochemicalAge.Reading?) -> [Note]
  {
    if let clock, age.ozone != nil || age.nitrate != nil {
      Note.remark("ratios.losses")
      if !clock.recalledLosses.isEmpty {
        Note.warning("ratios.losses-recalled", names: clock.recalledLosses.map(Message.compound))
      }
      if !clock.withoutLossConstants.isEmpty {
        Note.warning("ratios.no-losses", names: clock.withoutLossConstants.map(Message.compound))
      }
    }
  }

  /// What could not be answered, and that the ranges come from memory.
  @ListBuilder<Note> public var notes: [Note] {
    if !ratios.isEmpty || !regimes.isEmpty { Note.warning("ratios.recalled") }
    let unmeasured = unanswered.filter { sparse[$0] == nil }
    if !unmeasured.isEmpty { Note.remark("ratios.unmeasured", names: unmeasured) }
    for (ratio, steps) in sparse.sorted(by: { $0.key < $1.key }) {
      Note.remark("ratios.sparse", ratio: ratio, steps: steps, least: leastSteps)
    }
    for (indicator, steps) in sparseRegimes.sorted(by: { $0.key < $1.key }) {
      Note.remark("ratios.sparse-regime", indicator: indicator, steps: steps, least: leastSteps)
    }
    for row in regimes where !row.isDaily && row.indicator.hours != nil {
      Note.remark(
        "ratios.regime-hours", indicator: row.indicator.identifier, from: row.hours.lowerBound,
        to: row.hours.upperBound + 1)
    }
    if weekend.isEmpty { Note.remark("ratios.no-weekend") }
  }

  /// An identifier as the catalogue's rows have it: without what files of texts trip over.
  private static func slug(_ identifier: String) -> String {
    identifier.replacing("/", with: "-").replacing(",", with: "")
  }

  /// What reports associate with the measured ratio.
  private static func readings(_ row: RatioRow) -> [Message] {
    row.ratio.ranges.indices.filter { row.goesWith.contains(row.ratio.ranges[$0].goesWith) }
      .map { Message("ratios.reads-as.\(slug(row.ratio.identifier)).\($0)") }
  }

  private static func source(_ provenance: ReferenceProvenance) -> Message {
    provenance.isBacked
      ? .verbatim(provenance.source) : say("recalled", source: provenance.source)
  }

  private var terms: [Term] {
    ratios.map { row in
      let slug = Self.slug(row.ratio.identifier)
      return Term(
        .verbatim(row.ratio.identifier),
        [
          Message("ratios.tells.\(slug)"),
          say("ratios.not", words: Message("ratios.cannot-tell.\(slug)")),
        ], source: Self.source(row.ratio.provenance))
    }
      + regimes.map { row in
        Term(
          .verbatim(row.indicator.identifier),
          [Message("ratios.caution.\(Self.slug(row.indicator.identifier))")],
          source: Self.source(row.indicator.provenance))
      }
  }

  /// A line of the table.
  private struct Line {
    let kind: String
    let of: Value
    let value: Value
    var ends: (any Bounded)?
    let unit: String
    let steps: Int
    let readsAs: Value
  }

  private static func line(_ row: RatioRow) -> Line {
    let readings = readings(row)
    let goesWith = row.goesWith.joined(separator: " or ") + " *"
    return Line(
      kind: "ratio", of: .text(row.ratio.identifier), value: row.geometricMean.within(row),
      ends: row, unit: "1", steps: row.count,
      readsAs: readings.isEmpty ? .missing : readings.coded(goesWith).marked(.warning))
  }

  private static func line(_ row: RegimeRow) -> Line {
    let limits = say(
      row.isDaily ? "ratios.limits-daily" : "ratios.limits", compounds: row.compoundLimited.share,
      both: row.transition.share, nitrogen: row.nitrogenLimited.share)
    return Line(
      kind: "regime", of: .text(row.indicator.identifier), value: .number(row.median), unit: "1",
      steps: row.count, readsAs: limits.marked(.warning))
  }

  private static func line(_ row: WeekendEffect) -> Line {
    let name = Message.quantity(row.quantity, of: .part(row.name))
    return Line(
      kind: "weekend", of: name.coded("\(row.quantity.rawValue) \(row.name)"),
      value: row.percent.within(row), ends: row, unit: "%", steps: row.weeks,
      readsAs: .message("ratios.weekend-weeks"))
  }

  private static func lines(
    _ clock: PhotochemicalAge.Reading, _ age: PhotochemicalAge
  ) -> [Line] {
    let reads = [
      say("ratios.clock-reads", ratio: clock.emissionRatio, negative: clock.negativeSteps),
      clock.medianHours.map { say("ratios.clock-hours", hours: $0.decimals(1)) },
    ].compactMap { $0?.shown }
    let exposure = say(
      "ratios.exposure", fast: Message.compound(age.fast), slow: Message.compound(age.slow))
    return [
      Line(
        kind: "clock", of: exposure.shown, value: clock.medianExposure.decimals(0),
        unit: "s/cm³", steps: clock.steps, readsAs: .sentences(reads))
    ]
      + clock.compounds.map {
        Line(
          kind: "initial", of: .compound($0.compound), value: $0.initial.shown, unit: "",
          steps: clock.steps,
          readsAs: $0.note.map { $0.coded($0.english) }
            ?? say("ratios.measured", value: $0.measured).shown)
      }
  }

  private func table(_ age: PhotochemicalAge, _ clock: PhotochemicalAge.Reading?) -> Table {
    let lines =
      ratios.map(Self.line) + regimes.map(Self.line) + weekend.map(Self.line)
      + (clock.map { Self.lines($0, age) } ?? [])
    return Table("ratios", "ratios.rows", lines) {
      Column("what") { Message("ratios.kind.\($0.kind)").coded($0.kind) }
      Column("of") { $0.of }
      Column("value") { $0.value }
      Column("lower") { $0.ends.map { $0.lower.within($0) } }
      Column("upper") { $0.ends.map { $0.upper.within($0) } }
      Column("unit") { $0.unit }
      Column("steps") { $0.steps }
      Column("reads as", "column.reads-as") { $0.readsAs }
    }
  }
}

/// Ratios and clock in JSON.
private struct RatiosAndClock: Encodable {
  let report: RatioReport
  let clock: PhotochemicalAge.Reading?
}

extension Presentation {
  /// Ratios of a record, with the clock where it runs.
  public init(ratios answer: RatioStudy.Answer) {
    self.init(
      RatiosAndClock(report: answer.report, clock: answer.reading),
      answer.report.document(age: answer.age, clock: answer.reading), notes: answer.report.notes,
      remarks: answer.record.remarks)
  }
}

extension RatioReport.RatioRow: Bounded {}
extension WeekendEffect: Bounded {}
