import AirQuality
public import Documents
import Estimation
import Studies
public import VOC

/// What the air shows beside what the inventory expects.
extension TopDownComparison: Documented {
  /// What it says.
  public var document: Document {
    Document(
      title: "inventory.compared",
      footer: .madeBy("voc inventory")
    ) {
      Section("inventory.compared", role: .answer) { table }
    }
  }

  private var table: Table {
    typealias Line = (
      compound: String, what: Value, air: Value, inventory: InventoryTally.Estimate, overlap: Bool?
    )
    let lines =
      changes.map { row -> Line in
        (
          row.compound,
          .message("inventory.compared-change"),
          row.measured.interval.map {
            .estimate(row.measured.percent, lower: $0.lower, upper: $0.upper)
          } ?? .number(row.measured.percent), row.expected, row.agrees
        )
      }
      + ratios.map { row -> Line in
        (
          row.compound,
          .message(
            say("inventory.compared-ratio", reference: Message.compound(reference ?? ""))),
          .number(row.air),
          row.inventory, row.inventory.lower <= row.air && row.air <= row.inventory.upper
        )
      }
    return Table("comparison", "inventory.compared", lines) {
      Column("compound") { .coded($0.compound, .message(.compound($0.compound))) }
      Column("what") { $0.what }
      Column("air") { $0.air }
      Column("inventory") {
        .estimate($0.inventory.value, lower: $0.inventory.lower, upper: $0.inventory.upper)
      }
      Column("overlap") { line in
        .optional(line.overlap) { $0 ? .message("yes") : .marked(.warning, .message("no")) }
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
      source: String
    )
    let lines =
      controls.map { control -> Line in
        let id = "control.\(control.identifier)"
        return (
          control.identifier,
          Catalogue.builtIn.has(id)
            ? .coded(control.name, .message(Message(id))) : .text(control.name),
          control.action.rawValue, control.range, "share",
          control.provenance.source + (control.provenance.isBacked ? "" : " *")
        )
      }
      + components.map { component -> Line in
        (
          component.identifier, .message("inventory.component"), "components",
          component.kilogramsPerHour...component.kilogramsPerHour, "kg/h",
          component.provenance.source + (component.provenance.isBacked ? "" : " *")
        )
      }
    return Table("known-measures", "inventory.known-measures", lines) {
      Column("identifier") { $0.identifier }
      Column("what") { $0.what }
      Column("acts on", "column.acts-on") { .coded($0.on, .message(Message("action.\($0.on)"))) }
      Column("low") { $0.ends?.lowerBound }
      Column("high") { $0.ends?.upperBound }
      Column("unit") { .coded($0.unit, .message(.unit($0.unit))) }
      Column("source") { $0.source }
    }
  }
}
