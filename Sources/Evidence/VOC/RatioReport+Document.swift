import AirQuality
public import Documents
import Studies
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
    Document(
      title: say("ratios.title", place: station),
      footer: .madeBy("voc ratios")
    ) {
      Section("ratios.rows", role: .answer) { table(age, clock) }
      Section("ratios.terms") { Block.terms(terms) }
      Section("doubts") { notes + Self.losses(age, clock) }
    }
  }

  /// What took part beside OH, and what of it is not known.
  private static func losses(_ age: PhotochemicalAge, _ clock: PhotochemicalAge.Reading?) -> [Note]
  {
    guard let clock, age.ozone != nil || age.nitrate != nil else { return [] }
    var notes = [Note.warning("ratios.losses-recalled")]
    if !clock.withoutLossConstants.isEmpty {
      notes.append(
        Note.warning("ratios.no-losses", names: Value.compounds(clock.withoutLossConstants)))
    }
    return notes
  }

  /// What could not be answered, and that the ranges come from memory.
  public var notes: [Note] {
    var notes: [Note] = []
    if !ratios.isEmpty || !regimes.isEmpty { notes.append(Note.warning("ratios.recalled")) }
    let unmeasured = unanswered.filter { sparse[$0] == nil }
    if !unmeasured.isEmpty {
      notes.append(Note.remark("ratios.unmeasured", names: unmeasured))
    }
    for (ratio, steps) in sparse.sorted(by: { $0.key < $1.key }) {
      notes.append(
        Note.remark("ratios.sparse", ratio: ratio, steps: steps, least: leastSteps))
    }
    for (indicator, steps) in sparseRegimes.sorted(by: { $0.key < $1.key }) {
      notes.append(
        Note.remark(
          "ratios.sparse-regime", indicator: indicator, steps: steps, least: leastSteps))
    }
    for row in regimes where !row.isDaily && row.indicator.hours != nil {
      notes.append(
        Note.remark(
          "ratios.regime-hours", indicator: row.indicator.identifier, from: row.hours.lowerBound,
          to: row.hours.upperBound + 1))
    }
    if weekend.isEmpty { notes.append(Note.remark("ratios.no-weekend")) }
    return notes
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

  private static func source(_ provenance: ReferenceProvenance) -> Message {
    provenance.isBacked
      ? .verbatim(provenance.source) : say("recalled", source: provenance.source)
  }

  /// Everything as one row a number.
  private func table(_ age: PhotochemicalAge, _ clock: PhotochemicalAge.Reading?) -> Table {
    typealias Line = (
      kind: String, of: Value, value: Value, ends: (Double, Double)?, unit: String, steps: Int,
      readsAs: Value
    )
    var lines = ratios.map { row -> Line in
      let readings = Self.readings(row)
      return (
        "ratio", .text(row.ratio.identifier),
        .number(row.geometricMean, .interval(row.lower, row.upper)), (row.lower, row.upper), "1",
        row.count,
        readings.isEmpty
          ? .missing
          : .marked(
            .warning,
            .coded(
              row.goesWith.joined(separator: " or ") + " *",
              .list(readings.map { .message($0) })))
      )
    }
    lines += regimes.map { row -> Line in
      (
        "regime", .text(row.indicator.identifier), .number(row.median), nil, "1", row.count,
        .marked(
          .warning,
          .message(
            say(
              row.isDaily ? "ratios.limits-daily" : "ratios.limits",
              compounds: row.compoundLimited.share, both: row.transition.share,
              nitrogen: row.nitrogenLimited.share)))
      )
    }
    lines += weekend.map { row -> Line in
      (
        "weekend",
        .coded(
          "\(row.quantity.rawValue) \(row.name)",
          .message(
            say(
              "impact.subject-quantity", subject: Message.part(row.name),
              quantity: Message.quantity(row.quantity)))),
        .number(row.percent, .interval(row.lower, row.upper)), (row.lower, row.upper), "%",
        row.weeks, .message("ratios.weekend-weeks")
      )
    }
    if let clock {
      lines.append(
        (
          "clock",
          .message(
            say(
              "ratios.exposure", fast: Message.compound(age.fast), slow: Message.compound(age.slow))
          ),
          .number(clock.medianExposure, .decimals(0)), nil, "s/cm³", clock.steps,
          .sentences(
            [
              .message(
                say("ratios.clock-reads", ratio: clock.emissionRatio, negative: clock.negativeSteps)
              )
            ]
              + (clock.medianHours.map {
                [.message(say("ratios.clock-hours", hours: $0.decimals(1)))]
              } ?? []))
        ))
      lines += clock.compounds.map { compound -> Line in
        (
          "initial", .coded(compound.compound, .message(.compound(compound.compound))),
          .optional(compound.initial) { .number($0) }, nil, "", clock.steps,
          compound.note.map { .coded($0.english, .message($0)) }
            ?? .message(say("ratios.measured", value: compound.measured))
        )
      }
    }
    return Table("ratios", "ratios.rows", lines) {
      Column("what") { .coded($0.kind, .message(Message("ratios.kind.\($0.kind)"))) }
      Column("of") { $0.of }
      Column("value") { $0.value }
      Column("lower") { line in .optional(line.ends) { .number($0.0, .interval($0.0, $0.1)) } }
      Column("upper") { line in .optional(line.ends) { .number($0.1, .interval($0.0, $0.1)) } }
      Column("unit") { $0.unit }
      Column("steps") { $0.steps }
      Column("reads as", "column.reads-as") { $0.readsAs }
    }
  }
}
