import AirQuality
public import Documents
import Estimation
import Studies
public import VOC

/// What the air shows beside what the inventory expects.
extension TopDownComparison: Documented {
  /// What it says.
  public var document: Document {
    Document(title: "inventory.compared", footer: .madeBy("voc inventory")) {
      Section("inventory.compared", role: .answer) { table }
    }
  }

  private var table: Table {
    typealias Line = (
      compound: String, what: Message, air: Value, inventory: InventoryTally.Estimate,
      overlap: Bool?
    )
    let lines =
      changes.map { row -> Line in
        let air = row.measured.interval?.around(row.measured.percent, "", .size)
        return (
          row.compound, "inventory.compared-change", air ?? row.measured.percent.shown,
          row.expected, row.agrees
        )
      }
      + ratios.map { row -> Line in
        (
          row.compound,
          say("inventory.compared-ratio", reference: Message.compound(reference ?? "")),
          row.air.shown, row.inventory,
          row.inventory.lower <= row.air && row.air <= row.inventory.upper
        )
      }
    return Table("comparison", "inventory.compared", lines) {
      Column("compound") { .compound($0.compound) }
      Column("what") { $0.what }
      Column("air") { $0.air }
      Column("inventory") { $0.inventory.estimate }
      Column("overlap") { line in
        line.overlap.map { $0 ? .message("yes") : .marked(.warning, .message("no")) } ?? .missing
      }
    }
  }
}

/// The measures and components that are known.
extension ControlCatalogue: Documented {
  /// What it says.
  public var document: Document {
    Document(title: "inventory.known-measures") {
      Section("inventory.known-measures", role: .answer) {
        table
        "inventory.from-memory" as Message
      }
    }
  }

  private var table: Table {
    typealias Line = (
      identifier: String, what: Value, on: String, ends: ClosedRange<Double>?, unit: String,
      provenance: ReferenceProvenance
    )
    let lines =
      controls.map { control -> Line in
        (
          control.identifier,
          Message.row("control.\(control.identifier)")?.coded(control.name) ?? control.name.shown,
          control.action.rawValue, control.range, "share", control.provenance
        )
      }
      + components.map { component -> Line in
        (
          component.identifier, .message("inventory.component"), "components",
          component.kilogramsPerHour...component.kilogramsPerHour, "kg/h", component.provenance
        )
      }
    return Table("known-measures", "inventory.known-measures", lines) {
      Column("identifier") { $0.identifier }
      Column("what") { $0.what }
      Column("acts on", "column.acts-on") { Message("action.\($0.on)").coded($0.on) }
      Column("low") { $0.ends?.lowerBound }
      Column("high") { $0.ends?.upperBound }
      Column("unit") { .unitName($0.unit) }
      Column("source") { $0.provenance.source + ($0.provenance.isBacked ? "" : " *") }
    }
  }
}
