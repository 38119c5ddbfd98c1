import AirQuality
public import Documents
import SourceApportionment
import Studies
public import VOC

/// What factors amount to, ozone first.
extension FactorReadingReport: Documented {
  /// What it says.
  public var document: Document {
    Document(
      title: "factor-reading.title",
      footer: Message("made-by", ["tool": .text("airaccord \(ToolVersion.current) voc factors")]),
      data: weighedTable
    ) {
      Section("answer", role: .answer) {
        Block.lead(lead)
        isSteered ? "factor-reading.steered" as Message : nil
      }
      Section("factor-reading.weighed") {
        weighedTable
        massChart
        shareChart
      }
      Section("factor-reading.compounds") { compoundTable }
      Section("factor-reading.directions") {
        roses.isEmpty ? nil : directionTable
        roses.isEmpty ? nil : roseChart
      }
      Section("factor-reading.normalised") { normalisedBlocks }
      Section("doubts") { notes }
      Section("impact.constants", role: .detail) { constantTable }
    }
  }

  /// Tables beside the page: contributions in air that thins alike, one row a sample.
  public var tables: [(name: String, table: Table)] {
    guard let normalised else { return [] }
    return [
      (
        "normalised-contributions",
        Table("normalised-contributions", "factor-reading.normalised", instants.indices) {
          Column(file: "time") { .date(instants[$0].formatted(utcOffset: utcOffset)) }
          for factor in factors.indices {
            Column(file: "factor_\(factor + 1)") { row in
              let value: Double? = normalised.contributions[factor][row]
              return .optional(value) { .number($0) }
            }
          }
        }
      )
    ]
  }

  /// What is in no sum, and what an interval does not hold.
  public var notes: [Note] {
    var notes: [Note] = [Note(.note, "factor-reading.interval")]
    if !unknown.isEmpty {
      notes.append(
        Note(.warning, Message("factor-reading.unknown", ["names": .names(unknown)])))
    }
    if let weighed = factors.first?[.ozoneFormation], !weighed.withoutConstant.isEmpty {
      notes.append(
        Note(
          .warning,
          Message(
            "factor-reading.no-constant", ["names": .compounds(weighed.withoutConstant)])))
    }
    if let weatherSteps, weatherSteps > 1 {
      notes.append(
        Note(.note, Message("factor-reading.averaged", ["steps": .count(weatherSteps)])))
    }
    if !roses.isEmpty { notes.append(Note(.note, "factor-reading.wilson")) }
    if let normalised, normalised.without > 0 {
      notes.append(
        Note(
          .note, Message("factor-reading.unventilated", ["count": .count(normalised.without)])))
    }
    return notes
  }

  // MARK: Words

  private func label(_ factor: Int) -> Message {
    let number = Value.count(factor + 1)
    guard !labels[factor].isEmpty else {
      return Message("sources.factor-bare", ["number": number])
    }
    let names = SpeciesNames(species)
    return Message(
      "sources.factor",
      ["number": number, "species": .list(labels[factor].map { .message(names[$0]) })])
  }

  private var lead: Message {
    let shares = factors.indices.compactMap { factor in
      share(of: factor, in: .ozoneFormation).map { (factor, $0) }
    }
    guard let most = shares.max(by: { $0.1 < $1.1 }),
      let total = factors[most.0][.ozoneFormation]?.total
    else { return "factor-reading.no-ozone" }
    return Message(
      "factor-reading.lead",
      [
        "factor": .message(label(most.0)), "share": .share(most.1),
        "value": .estimate(
          total.value, lower: total.lower, upper: total.upper,
          .interval(total.lower, total.upper), unit: "µg/m³"),
      ])
  }

  // MARK: Tables

  private var weighedTable: Table {
    let rows = factors.indices.flatMap { factor in
      factors[factor].quantities.map { (factor, $0) }
    }
    return Table("factors", "factor-reading.weighed", rows) {
      Column("factor") { .coded("factor_\($0.0 + 1)", .message(label($0.0))) }
      Column("quantity") { .coded($0.1.quantity.rawValue, .message(.quantity($0.1.quantity))) }
      Column("value") { .number($0.1.total.value, .interval($0.1.total.lower, $0.1.total.upper)) }
      Column("lower") { .number($0.1.total.lower, .interval($0.1.total.lower, $0.1.total.upper)) }
      Column("upper") { .number($0.1.total.upper, .interval($0.1.total.lower, $0.1.total.upper)) }
      Column("unit") { .coded($0.1.unit, .message(.unit($0.1.unit))) }
      Column("share") { row in
        .optional(share(of: row.0, in: row.1.quantity)) { .share($0, decimals: 1) }
      }
    }
  }

  /// The five compounds of each factor that make most ozone.
  private var compoundTable: Table {
    let rows = factors.indices.flatMap { factor in
      (factors[factor][.ozoneFormation]?.compounds ?? []).filter { $0.value > 0 }.prefix(5)
        .map { (factor, $0) }
    }
    return Table("factor-compounds", "factor-reading.compounds", rows) {
      Column("factor") { .count($0.0 + 1) }
      Column("species", heading: "column.compound") {
        .coded($0.1.name, .message(.compound($0.1.name)))
      }
      Column("value", unit: "µg O3/m³") { .number($0.1.value, .interval($0.1.lower, $0.1.upper)) }
      Column("share") { .share($0.1.share) }
    }
  }

  private var directionTable: Table {
    let rows = roses.flatMap { rose in rose.sectors.map { (rose, $0) } }
    return Table("directions", "factor-reading.directions", rows) {
      Column("factor") { .count($0.0.factor + 1) }
      Column("direction", heading: "factor-reading.direction", unit: "degree") {
        .number($0.1.degrees, .decimals($0.1.degrees == $0.1.degrees.rounded() ? 0 : 1))
      }
      Column("samples", heading: "factor-reading.samples") { .count($0.1.samples) }
      Column("probability", heading: "factor-reading.probability") { row in
        .optional(row.1.probability) { value in
          (row.1.lower ?? 0) > 1 - settings.directions.quantile
            ? .marked(.note, .share(value)) : .share(value)
        }
      }
      Column("lower") { .optional($0.1.lower) { .share($0) } }
      Column("upper") { .optional($0.1.upper) { .share($0) } }
      Column("mean", heading: "factor-reading.mean") {
        .optional($0.1.mean) { .number($0, .decimals(2)) }
      }
    }
  }

  private var constantTable: Table? {
    factors.first.map { Table.constants($0.constants) }
  }

  // MARK: Figures

  /// Mass and ozone formation of each factor, as EPA PMF's users know concentration and share.
  private var massChart: Chart {
    .bars(
      "factor-ozone", "factor-reading.ozone-chart",
      factors.indices.compactMap { factor in
        factors[factor][.ozoneFormation].map {
          Chart.Bar(
            .name(label(factor)), value: $0.total.value, interval: ($0.total.lower, $0.total.upper))
        }
      }, value: Chart.Axis("axis.ozone-formation", unit: "µg O3/m³", hasZero: true),
      category: Chart.Axis(labelLimit: 420))
  }

  private var shareChart: Chart {
    .bars(
      "factor-shares", "factor-reading.share-chart",
      WeighedQuantity.allCases.flatMap { quantity in
        factors.indices.compactMap { factor in
          share(of: factor, in: quantity).map {
            Chart.Bar(.name(.quantity(quantity)), group: factor, value: 100 * $0)
          }
        }
      }, groups: factors.indices.map { Chart.Group(label($0), .palette($0)) },
      value: Chart.Axis("axis.share", unit: "%", domain: 0...100),
      category: Chart.Axis(labelLimit: 260))
  }

  private var roseChart: Chart {
    let width = 360 / Double(settings.directions.sectors)
    let shades = Chart.Shades("factor-reading.probability")
    return Chart(
      "directions", "factor-reading.rose-chart", width: 220, height: 220,
      panels: roses.map { rose in
        Chart.Panel(
          title: label(rose.factor),
          layers: [
            Chart.polar(
              sectors: rose.sectors.compactMap { sector in
                sector.probability.map { (sector.degrees, width, $0) }
              }, shades: shades)
          ])
      }, columns: 3)
  }

  @BlockBuilder private var normalisedBlocks: [Block] {
    if let normalised {
      Message(
        "factor-reading.normalised-says",
        [
          "samples": .count(normalised.samples),
          "mean": .number(normalised.meanVentilation, .significant(3), unit: "m²/s"),
        ])
      Chart(
        "normalised", "factor-reading.normalised-chart",
        groups: [
          Chart.Group("factor-reading.as-measured", .donors, width: 1),
          Chart.Group("factor-reading.normalised-line", .treated, width: 1.4),
        ], width: 760, height: 90,
        panels: factors.indices.map { factor in
          Chart.Panel(
            title: label(factor), x: Chart.Axis(dateFormat: "%Y-%m-%d"),
            layers: [
              line(contributions[factor], group: 0),
              line(normalised.contributions[factor], group: 1),
            ])
        }, columns: 1)
    }
  }

  private func line(_ values: [Double?], group: Int) -> Chart.Layer {
    // More points than pixels say nothing; means of neighbouring samples do.
    let bin = max(1, values.count / 400)
    return Chart.Layer(
      .line,
      stride(from: 0, to: values.count, by: bin).map { first in
        let own = values[first..<min(first + bin, values.count)].compactMap(\.self)
        let mean: Double? = own.isEmpty ? nil : own.reduce(0, +) / Double(own.count)
        return Chart.Point(
          x: .date(String(instants[first].formatted(utcOffset: utcOffset).prefix(19))),
          y: .number(mean), group: group)
      })
  }
}
