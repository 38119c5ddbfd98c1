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
      footer: .madeBy("voc factors"),
      data: weighedTable
    ) {
      Section("answer", role: .answer) {
        Block.lead(lead)
        settings.site.map { say("factor-reading.site", site: $0) }
        isSteered ? "factor-reading.steered" as Message : nil
      }
      Section("factor-reading.weighed") {
        weighedTable
        massChart
        shareChart
      }
      Section("factor-reading.compounds") { compoundTable }
      Section("factor-reading.directions") {
        directionTable
        roses.isEmpty ? nil : roseChart
      }
      Section("factor-reading.speeds") {
        speedTable
        roses.contains { !$0.cells.isEmpty } ? speedChart : nil
      }
      Section("factor-reading.normalised") { normalisedBlocks }
      Section("doubts") { notes }
      Section("impact.constants", role: .detail) { constantTable }
    }
  }

  /// Tables beside the page: contributions in air that thins alike, one row a sample.
  public var tables: [(name: String, table: Table)] {
    let speeds = roses.contains { !$0.cells.isEmpty } ? [("directions-and-speeds", cellTable)] : []
    guard let normalised else { return speeds }
    return speeds + [
      (
        "normalised-contributions",
        Table("normalised-contributions", "factor-reading.normalised", instants.indices) {
          Column(file: "time") { .date(instants[$0].formatted(utcOffset: utcOffset)) }
          for factor in factors.indices {
            Column(file: "factor_\(factor + 1)") { row in
              let value: Double? = normalised.contributions[factor][row]
              return value
            }
          }
        }
      )
    ]
  }

  /// What is in no sum, and what an interval does not hold.
  public var notes: [Note] {
    var notes = [Note.remark("factor-reading.interval")] + premises.map { Note(.note, $0) }
    if !unknown.isEmpty { notes.append(Note.warning("factor-reading.unknown", names: unknown)) }
    if let weighed = factors.first?[.ozoneFormation], !weighed.withoutConstant.isEmpty {
      notes.append(
        Note.warning(
          "factor-reading.no-constant", names: weighed.withoutConstant.map(Message.compound)))
    }
    if let weatherSteps, weatherSteps > 1 {
      notes.append(Note.remark("factor-reading.averaged", steps: weatherSteps))
    }
    if !roses.isEmpty { notes.append(Note.remark("factor-reading.wilson")) }
    if let normalised, normalised.without > 0 {
      notes.append(Note.remark("factor-reading.unventilated", count: normalised.without))
    }
    return notes
  }

  // MARK: Words

  private func label(_ factor: Int) -> Message {
    guard !labels[factor].isEmpty else { return say("sources.factor-bare", number: factor + 1) }
    let names = SpeciesNames(species)
    return say(
      "sources.factor", number: factor + 1, species: labels[factor].map { names[$0] })
  }

  private var lead: Message {
    let shares = factors.indices.compactMap { factor in
      share(of: factor, in: .ozoneFormation).map { (factor, $0) }
    }
    guard let most = shares.max(by: { $0.1 < $1.1 }),
      let total = factors[most.0][.ozoneFormation]?.total
    else { return "factor-reading.no-ozone" }
    return say(
      "factor-reading.lead", factor: label(most.0), share: most.1.share,
      value: total.around(total.value, "µg/m³"))
  }

  // MARK: Tables

  private var weighedTable: Table {
    let rows = factors.indices.flatMap { factor in
      factors[factor].quantities.map { (factor, $0) }
    }
    return Table("factors", "factor-reading.weighed", rows) {
      Column("factor") { label($0.0).coded("factor_\($0.0 + 1)") }
      Column("quantity") { Message.quantity($0.1.quantity).coded($0.1.quantity.rawValue) }
      Column("value") { $0.1.total.value.within($0.1.total) }
      Column("lower") { $0.1.total.lower.within($0.1.total) }
      Column("upper") { $0.1.total.upper.within($0.1.total) }
      Column("unit") { Message.unit($0.1.unit).coded($0.1.unit) }
      Column("share") { share(of: $0.0, in: $0.1.quantity)?.share(decimals: 1) }
    }
  }

  /// The five compounds of each factor that make most ozone, without those whose share rounds to nothing.
  private var compoundTable: Table {
    let rows = factors.indices.flatMap { factor in
      (factors[factor][.ozoneFormation]?.compounds ?? []).filter { $0.share >= 0.0005 }
        .prefix(5)
        .map { (factor, $0) }
    }
    return Table("factor-compounds", "factor-reading.compounds", rows) {
      Column("factor") { $0.0 + 1 }
      Column("species", "column.compound") { Message.compound($0.1.name).coded($0.1.name) }
      Column("value", unit: "µg O3/m³") { $0.1.value.within($0.1) }
      Column("share") { $0.1.share.share }
    }
  }

  private var directionTable: Table {
    let rows = roses.flatMap { rose in rose.sectors.map { (rose, $0) } }
    let usual = 1 - settings.directions.quantile
    return Table("directions", "factor-reading.directions", rows) {
      Column("factor") { $0.0.factor + 1 }
      Column("direction", "factor-reading.direction", unit: "degree") {
        $0.1.degrees.decimals($0.1.degrees == $0.1.degrees.rounded() ? 0 : 1)
      }
      Column("samples", "factor-reading.samples") { $0.1.samples }
      Column("probability", "factor-reading.probability") { row in
        row.1.probability?.share.marked((row.1.lower ?? 0) > usual ? .note : nil)
      }
      Column("lower") { $0.1.lower?.share }
      Column("upper") { $0.1.upper?.share }
      Column("mean", "factor-reading.mean") { $0.1.mean?.decimals(2) }
    }
  }

  private var cells: [(rose: ConditionalProbability.Rose, cell: ConditionalProbability.Cell)] {
    roses.flatMap { rose in rose.cells.map { (rose, $0) } }
  }

  /// All directions and speeds, for the file beside the page.
  private var cellTable: Table { table(cells) }

  /// Directions and speeds at which a factor is high beyond its interval; none where there is no such.
  private var speedTable: Table? {
    let usual = 1 - settings.directions.quantile
    let high = cells.filter { ($0.cell.sector.lower ?? 0) > usual }
    return high.isEmpty ? nil : table(high)
  }

  private func table(
    _ rows: [(rose: ConditionalProbability.Rose, cell: ConditionalProbability.Cell)]
  ) -> Table {
    Table(
      "directions-and-speeds", "factor-reading.speeds", note: "factor-reading.speeds-note", rows
    ) {
      Column("factor") { $0.rose.factor + 1 }
      Column("direction", "factor-reading.direction", unit: "degree") {
        $0.cell.sector.degrees.decimals(
          $0.cell.sector.degrees == $0.cell.sector.degrees.rounded() ? 0 : 1)
      }
      Column("speed", "factor-reading.speed", unit: "m/s") { Self.speeds($0.cell) }
      Column("samples", "factor-reading.samples") { $0.cell.sector.samples }
      Column("probability", "factor-reading.probability") { $0.cell.sector.probability?.share }
      Column("lower") { $0.cell.sector.lower?.share }
      Column("upper") { $0.cell.sector.upper?.share }
      Column("mean", "factor-reading.mean") { $0.cell.sector.mean?.decimals(2) }
    }
  }

  /// `2–3`, or `≥ 8` for the last class.
  private static func speeds(_ cell: ConditionalProbability.Cell) -> String {
    func text(_ speed: Double) -> String {
      NumberText.fixed(speed, speed == speed.rounded() ? 0 : 1)
    }
    return cell.fastest.map { "\(text(cell.slowest))–\(text($0))" } ?? "≥ \(text(cell.slowest))"
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
          Chart.Entry(label(factor), $0.total.value, $0.total)
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
            Chart.Entry(Message.quantity(quantity), group: factor, 100 * $0)
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

  private var speedChart: Chart {
    let shades = Chart.Shades("factor-reading.probability")
    // Fast winds above slow ones.
    let names = (roses.first?.cells ?? []).map(Self.speeds).unique().reversed()
      .map(Message.verbatim)
    return Chart(
      "directions-and-speeds", "factor-reading.speed-chart", width: 300, height: 150,
      panels: roses.map { rose in
        Chart.Panel(
          title: label(rose.factor),
          x: Chart.Axis("factor-reading.direction", unit: "degree"),
          y: Chart.Axis("factor-reading.speed", unit: "m/s", names: names),
          layers: [
            Chart.Layer(
              .cell, rose.cells.filter { $0.sector.probability != nil },
              x: { Message.verbatim(NumberText.fixed($0.sector.degrees, 0)) },
              y: { Message.verbatim(Self.speeds($0)) },
              shade: { $0.sector.probability ?? .nan }, shades: shades)
          ])
      }, columns: 2)
  }

  @ListBuilder<Block> private var normalisedBlocks: [Block] {
    if let normalised {
      say(
        "factor-reading.normalised-says", samples: normalised.samples,
        mean: Value.number(normalised.meanVentilation, .significant(3), unit: "m²/s"))
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
    let means = stride(from: 0, to: values.count, by: bin).map { first in
      let own = values[first..<min(first + bin, values.count)].compactMap(\.self)
      let time = String(instants[first].formatted(utcOffset: utcOffset).prefix(19))
      return (time: Chart.Coordinate.date(time), mean: own.isEmpty ? nil : own.mean)
    }
    return Chart.Layer(.line, means, x: { $0.time }, y: { $0.mean }, group: group)
  }
}
