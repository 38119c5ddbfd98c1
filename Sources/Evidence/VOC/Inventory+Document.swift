import AirQuality
public import Documents
import Foundation
import Studies
public import VOC

/// An inventory with its measures: what is emitted, what the measures take off, and at what cost.
extension InventoryTally: Documented {
  /// What it says.
  public var document: Document {
    Document(
      title: .verbatim(title),
      subtitles: [say("inventory.method", level: settings.confidenceLevel.share)],
      footer: .madeBy("voc inventory"), data: data
    ) {
      Section("answer", role: .answer) {
        Block.lead(say("inventory.emission", value: total.estimate))
        measures.isEmpty ? nil : say("inventory.remaining", value: remaining.estimate)
        ozone.map { say("inventory.ozone", value: $0.estimate) }
      }
      Section("figures") {
        tornadoChart
        abatementChart
      }
      Section("inventory.processes") { processTable }
      Section("inventory.measures") { measureTable }
      Section("inventory.costs") { costTable }
      Section("inventory.compounds") { compoundTable }
      Section("inventory.course") { courseBlocks }
      Section("doubts") { notes }
    }
  }

  @ListBuilder<Note> private var notes: [Note] {
    let recalled = measures.filter { !$0.provenance.isBacked }.map(\.name)
    if !recalled.isEmpty { Note.warning("inventory.recalled", names: recalled) }
    if !recalledLeakRates.isEmpty {
      Note.warning("inventory.recalled-leaks", names: recalledLeakRates)
    }
    for measure in measures where !measure.capturedBetterAt.isEmpty {
      Note.warning(
        "inventory.captured-better", measure: measure.name, processes: measure.capturedBetterAt)
    }
    for measure in measures where measure.abated.value == 0 {
      Note.warning("inventory.takes-nothing", measure: measure.name)
    }
    if currency == nil, measures.contains(where: { $0.annualCost != nil }) {
      Note.warning("inventory.no-currency")
    }
    if !withoutReactivity.isEmpty {
      Note.warning("inventory.no-constant", names: withoutReactivity.map(Message.compound))
    }
    if unspeciatedShare > 0 {
      Note.remark("inventory.unspeciated", share: unspeciatedShare.share)
    }
    if let course, course.unscheduledShare > 0 {
      Note.remark("inventory.unscheduled", share: course.unscheduledShare.share)
    }
    if course == nil, hasSchedules { Note.remark("inventory.schedules-unused") }
  }

  // MARK: Tables

  private var processTable: Table {
    Table("processes", "inventory.processes", processes) {
      Column("facility") { $0.facility }
      Column("process") { $0.process }
      Column("emission", unit: "t/a") { $0.emission.estimate }
      Column("with-measures", unit: "t/a") { $0.remaining.estimate }
      Column("ozone-formation", unit: "t O3/a") { $0.ozone?.estimate }
    }
  }

  private var measureTable: Table {
    Table("measures", "inventory.measures", measures) {
      Column("measure") { $0.name }
      Column("abated", unit: "t/a") { $0.abated.estimate }
      Column("abated-ozone", "column.abated", unit: "t O3/a") { $0.abatedOzone?.estimate }
      Column("source") { row in
        row.provenance.isBacked
          ? row.provenance.source.shown
          : say("recalled", source: row.provenance.source).marked(.warning)
      }
    }
  }

  private var costTable: Table {
    let unit = currency ?? ""
    return Table("costs", "inventory.costs", measures.filter { $0.annualCost != nil }) {
      Column("measure") { $0.name }
      Column("annual-cost", unit: unit) { $0.annualCost?.estimate }
      Column("cost-per-tonne", unit: unit) { $0.costPerTonne?.estimate }
      Column("cost-per-tonne-of-ozone", unit: unit, isOptional: true) {
        $0.costPerTonneOzone?.estimate
      }
    }
  }

  private var compoundTable: Table {
    Table("compounds", "inventory.compounds", species) {
      Column("compound") { Message.compound($0.compound) }
      Column("emission", unit: "t/a") { $0.emission.estimate }
      Column("change", unit: "%") { $0.changePercent?.estimate }
    }
  }

  /// Everything as one row a number.
  private var data: Table {
    func row(
      _ of: String, _ name: String, _ what: String, _ estimate: Estimate?, _ unit: String
    ) -> NumberRow? {
      estimate.map { NumberRow(unit, $0.value, $0, of, name, what) }
    }
    func emissions(
      _ of: String, _ name: String, _ emission: Estimate, _ remaining: Estimate, _ ozone: Estimate?
    ) -> [NumberRow?] {
      [
        row(of, name, "emission", emission, "t/a"),
        measures.isEmpty ? nil : row(of, name, "with measures", remaining, "t/a"),
        row(of, name, "ozone formation", ozone, "t O3/a"),
      ]
    }
    let money = currency ?? "1"
    let rows =
      processes.flatMap {
        emissions("process", "\($0.facility)/\($0.process)", $0.emission, $0.remaining, $0.ozone)
      } + emissions("total", title, total, remaining, ozone)
      + measures.flatMap { measure in
        let name = measure.name + (measure.provenance.isBacked ? "" : " *")
        return [
          row("measure", name, "abatement", measure.abated, "t/a"),
          row("measure", name, "ozone abatement", measure.abatedOzone, "t O3/a"),
          row("measure", name, "annual cost", measure.annualCost, "\(money)/a"),
          row("measure", name, "cost a tonne", measure.costPerTonne, "\(money)/t"),
          row("measure", name, "cost a tonne of ozone", measure.costPerTonneOzone, "\(money)/t O3"),
        ]
      }
      + species.flatMap { one in
        [
          row("compound", one.compound, "emission", one.emission, "t/a"),
          measures.isEmpty ? nil : row("compound", one.compound, "change", one.changePercent, "%"),
        ]
      }
    return Table("inventory", .verbatim(title), rows.compactMap(\.self)) {
      NumberRow.columns("of", "name", "what")
    }
  }

  // MARK: Over the year

  @ListBuilder<Block> private var courseBlocks: [Block] {
    if let course {
      say("inventory.course-says", year: course.year)
      Table("months", "inventory.months", course.months) {
        Column("month", "inventory.month") { $0.number }
        Column("emission", unit: "t") { $0.emission.decimals(3) }
        Column("with-measures", unit: "t") { $0.remaining.decimals(3) }
      }
      courseChart("weekdays", "inventory.weekday-chart", "inventory.weekday", course.weekdays)
      courseChart("hours", "inventory.hour-chart", "axis.hour", course.hours)
    }
  }

  private func courseChart(
    _ name: String, _ caption: Message, _ axis: Message, _ parts: [EmissionCourse.Part]
  ) -> Chart {
    let lines: [(name: Message, colour: Chart.Colour, value: (EmissionCourse.Part) -> Double)] =
      [("inventory.without-measures", .donors, { $0.emission })]
      + (measures.isEmpty ? [] : [("column.with-measures", .treated, { $0.remaining })])
    return Chart(
      name, caption, groups: lines.map { Chart.Group($0.name, $0.colour, width: 1.6) },
      width: 560, height: 200, x: Chart.Axis(axis),
      y: Chart.Axis("axis.emission", unit: "kg/h", hasZero: true),
      layers: lines.enumerated().map { group, line in
        Chart.Layer(
          .line, parts, x: { Double($0.number) }, y: { line.value($0) }, group: group)
      })
  }

  /// Tables beside the page: kilograms in each hour of the year, where a year was asked for.
  public var tables: [(name: String, table: Table)] {
    guard let course else { return [] }
    let start = Instant(CivilDate(month: 12 * course.year), utcOffset: 0)
    return [
      (
        "hourly-emission",
        Table("hourly-emission", "inventory.course", course.hourlyEmission.indices) {
          Column(file: "time") {
            .date(String(start.advanced(bySeconds: 3_600 * $0).formatted(utcOffset: 0).prefix(19)))
          }
          Column(file: "emission_kg") { course.hourlyEmission[$0] }
          Column(file: "with_measures_kg") { course.hourlyRemaining[$0] }
        }
      )
    ]
  }

  // MARK: Figures

  private var tornadoChart: Chart? {
    let bars = tornado.filter { $0.low != $0.high }
    guard !bars.isEmpty else { return nil }
    return .tornado(
      "tornado", measures.isEmpty ? "inventory.tornado" : "inventory.tornado-abatement",
      bars: bars.map { (Self.parameter($0.parameter), $0.low, $0.high) },
      middle: measures.isEmpty ? total.value : total.value - remaining.value,
      ends: ("tornado.low", "tornado.high"),
      x: Chart.Axis(measures.isEmpty ? "axis.emission" : "axis.abated", unit: "t/a"))
  }

  private var abatementChart: Chart? {
    measures.isEmpty
      ? nil
      : .bars(
        "abatement", "inventory.abatement-figure",
        measures.map { Chart.Entry($0.name, $0.abated.value, $0.abated) },
        value: Chart.Axis("axis.abated", unit: "t/a"))
  }

  /// The name of an uncertain number: the process keeps its own, after the last comma stands what of it
  /// is uncertain.
  private static func parameter(_ name: String) -> Message {
    guard let comma = name.range(of: ", ", options: .backwards) else { return .verbatim(name) }
    let what = name[comma.upperBound...]
    let leak = "leak rate of "
    let id = "inventory.parameter.\(what.hasPrefix(leak) ? "leak" : what)"
    guard Message.row(id) != nil else { return .verbatim(name) }
    return say(
      id, process: String(name[..<comma.lowerBound]), component: String(what.dropFirst(leak.count)))
  }
}

extension InventoryTally.Estimate {
  /// The number in its interval, by the size of the number.
  var estimate: Value { around(value, "", .size) }
}
