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
      subtitles: [
        say("inventory.method", level: settings.confidenceLevel.share)
      ],
      footer: .madeBy("voc inventory"),
      data: data
    ) {
      Section("answer", role: .answer) {
        Block.lead(say("inventory.emission", value: Self.value(total)))
        if !measures.isEmpty {
          say("inventory.remaining", value: Self.value(remaining))
        }
        if let ozone { say("inventory.ozone", value: Self.value(ozone)) }
      }
      Section("figures") {
        tornadoChart
        abatementChart
      }
      Section("inventory.processes") { processTable }
      Section("inventory.measures") { measureTable }
      Section("inventory.costs") { costTable }
      Section("inventory.compounds") { compoundTable }
      Section("doubts") { notes }
    }
  }

  private static func value(_ estimate: Estimate?, unit: String = "") -> Value {
    .optional(estimate) { .estimate($0.value, lower: $0.lower, upper: $0.upper, unit: unit) }
  }

  private var notes: [Note] {
    let recalled = measures.filter { !$0.provenance.isBacked }.map(\.name)
    let hasCosts = measures.contains { $0.annualCost != nil }
    return
      (recalled.isEmpty
      ? []
      : [Note.warning("inventory.recalled", names: recalled)])
      + measures.filter { !$0.capturedBetterAt.isEmpty }.map { measure in
        Note.warning(
          "inventory.captured-better", measure: measure.name, processes: measure.capturedBetterAt)
      }
      + measures.filter { $0.abated.value == 0 }.map {
        Note.warning("inventory.takes-nothing", measure: $0.name)
      } + (hasCosts && currency == nil ? [Note.warning("inventory.no-currency")] : []) + [
        Note.remark("inventory.unspeciated", share: unspeciatedShare.share)
      ]
  }

  // MARK: Tables

  private var processTable: Table {
    Table("processes", "inventory.processes", processes) {
      Column("facility") { $0.facility }
      Column("process") { $0.process }
      Column("emission", unit: "t/a") { Self.value($0.emission) }
      Column("with-measures", unit: "t/a") { Self.value($0.remaining) }
      Column("ozone-formation", unit: "t O3/a") { Self.value($0.ozone) }
    }
  }

  private var measureTable: Table {
    Table("measures", "inventory.measures", measures) {
      Column("measure") { $0.name }
      Column("abated", unit: "t/a") { Self.value($0.abated) }
      Column("abated-ozone", "column.abated", unit: "t O3/a") { Self.value($0.abatedOzone) }
      Column("source") {
        $0.provenance.isBacked
          ? .text($0.provenance.source)
          : .marked(.warning, .message(say("recalled", source: $0.provenance.source)))
      }
    }
  }

  private var costTable: Table {
    let unit = currency ?? ""
    return Table("costs", "inventory.costs", measures.filter { $0.annualCost != nil }) {
      Column("measure") { $0.name }
      Column("annual-cost", unit: unit) { Self.value($0.annualCost) }
      Column("cost-per-tonne", unit: unit) { Self.value($0.costPerTonne) }
      Column("cost-per-tonne-of-ozone", unit: unit, isOptional: true) {
        Self.value($0.costPerTonneOzone)
      }
    }
  }

  private var compoundTable: Table {
    Table("compounds", "inventory.compounds", species) {
      Column("compound") { .message(.compound($0.compound)) }
      Column("emission", unit: "t/a") { Self.value($0.emission) }
      Column("change", unit: "%") { Self.value($0.changePercent) }
    }
  }

  /// Everything as one row a number.
  private var data: Table {
    typealias Row = (of: String, name: String, what: String, estimate: Estimate?, unit: String)
    var rows: [Row] = []
    for row in processes {
      let name = "\(row.facility)/\(row.process)"
      rows.append(("process", name, "emission", row.emission, "t/a"))
      if !measures.isEmpty { rows.append(("process", name, "with measures", row.remaining, "t/a")) }
      rows.append(("process", name, "ozone formation", row.ozone, "t O3/a"))
    }
    rows.append(("total", title, "emission", total, "t/a"))
    if !measures.isEmpty { rows.append(("total", title, "with measures", remaining, "t/a")) }
    rows.append(("total", title, "ozone formation", ozone, "t O3/a"))
    for row in measures {
      let name = row.name + (row.provenance.isBacked ? "" : " *")
      rows += [
        ("measure", name, "abatement", row.abated, "t/a"),
        ("measure", name, "ozone abatement", row.abatedOzone, "t O3/a"),
        ("measure", name, "annual cost", row.annualCost, "\(currency ?? "1")/a"),
        ("measure", name, "cost a tonne", row.costPerTonne, "\(currency ?? "1")/t"),
        (
          "measure", name, "cost a tonne of ozone", row.costPerTonneOzone, "\(currency ?? "1")/t O3"
        ),
      ]
    }
    for row in species {
      rows.append(("compound", row.compound, "emission", row.emission, "t/a"))
      if !measures.isEmpty {
        rows.append(("compound", row.compound, "change", row.changePercent, "%"))
      }
    }
    return Table("inventory", .verbatim(title), rows.filter { $0.estimate != nil }) {
      Column("of") { $0.of }
      Column("name") { $0.name }
      Column("what") { $0.what }
      Column("value") { $0.estimate?.value }
      Column("lower") { $0.estimate?.lower }
      Column("upper") { $0.estimate?.upper }
      Column("unit") { $0.unit }
    }
  }

  // MARK: Figures

  private var tornadoChart: Chart? {
    let bars = tornado.filter { $0.low != $0.high }
    guard !bars.isEmpty else { return nil }
    return .tornado(
      "tornado", measures.isEmpty ? "inventory.tornado" : "inventory.tornado-abatement",
      bars: bars.map { (Self.parameter($0.parameter), $0.low, $0.high) },
      middle: measures.isEmpty ? total.value : total.value - remaining.value,
      ends: ("tornado.low", "tornado.high"), x: Chart.Axis("axis.emission", unit: "t/a"))
  }

  private var abatementChart: Chart? {
    guard !measures.isEmpty else { return nil }
    return .bars(
      "abatement", "inventory.abatement-figure",
      measures.map { row in
        Chart.Bar(
          .name(.verbatim(row.name)), value: row.abated.value,
          interval: (row.abated.lower, row.abated.upper))
      }, value: Chart.Axis("axis.abated", unit: "t/a"))
  }

  /// The name of an uncertain number: the process keeps its own, after the last comma stands what of it
  /// is uncertain.
  private static func parameter(_ name: String) -> Message {
    guard let comma = name.range(of: ", ", options: .backwards) else { return .verbatim(name) }
    let what = name[comma.upperBound...]
    let leak = "leak rate of "
    let id = "inventory.parameter.\(what.hasPrefix(leak) ? "leak" : what)"
    guard Catalogue.builtIn.has(id) else { return .verbatim(name) }
    return say(
      id, process: String(name[..<comma.lowerBound]), component: String(what.dropFirst(leak.count)))
  }
}
