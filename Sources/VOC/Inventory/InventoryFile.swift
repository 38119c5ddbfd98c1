import Documents
import AirQuality
import TextFiles

/// An inventory with its measures, as a file has them.
public struct InventoryFile: Hashable, Sendable {
  /// What is emitted.
  public let inventory: EmissionInventory
  /// In the file's order.
  public let measures: [AbatementMeasure]

  /// An inventory with the measures that may be taken.
  public init(inventory: EmissionInventory, measures: [AbatementMeasure]) {
    self.inventory = inventory
    self.measures = measures
  }

  /// Reads YAML.
  ///
  /// - Throws: `VOCError.field` with file and line.
  public init(yaml: String, file: String) throws(VOCError) {
    let fields = try DescriptionFields(yaml: yaml, file: file)
    try fields.allow(["title", "currency", "facilities", "profiles", "measures"])
    var profiles: [String: [String: Double]] = [:]
    if let named = try fields.fields("profiles") {
      for name in named.keys {
        guard let shares = try named.fields(name) else { continue }
        var profile: [String: Double] = [:]
        for species in shares.keys { profile[species] = try shares.number(species) }
        profiles[name] = profile
      }
    }
    var processes: [EmissionInventory.Process] = []
    for facility in try fields.list("facilities") {
      try facility.allow(["name", "processes"])
      let name = try facility.needed("name")
      for process in try facility.list("processes") {
        processes.append(try Self.process(process, facility: name))
      }
    }
    guard !processes.isEmpty else {
      throw fields.bad(
        "facilities", "error.voc.has-no-process", "error.voc.list-each-process-activity")
    }
    inventory = EmissionInventory(
      title: try fields.text("title") ?? file, processes: processes, profiles: profiles,
      currency: try fields.text("currency"))
    var measures: [AbatementMeasure] = []
    for measure in try fields.list("measures") { measures.append(try Self.measure(measure)) }
    self.measures = measures
  }

  private static func process(
    _ fields: DescriptionFields, facility: String
  ) throws(VOCError) -> EmissionInventory.Process {
    try fields.allow([
      "name", "activity", "factor", "hours", "components", "capture", "control", "profile",
      "schedule",
    ])
    var components: [EmissionInventory.ComponentCount] = []
    if let counts = try fields.fields("components") {
      for component in counts.keys {
        guard let count = try counts.number(component), count == count.rounded() else {
          throw counts.bad(
            component, "error.voc.is-no-whole-number", "error.voc.count-some-components")
        }
        components.append(.init(component: component, count: Int(count)))
      }
    }
    let activity = try fields.uncertain(components.isEmpty ? "activity" : "hours")
    guard let activity else {
      throw fields.bad(
        components.isEmpty ? "activity" : "hours", "error.voc.is-missing",
        components.isEmpty ? "error.voc.write-activity" : "error.voc.write-hours-year-hours")
    }
    let factor = try fields.uncertain("factor")
    guard let factor = components.isEmpty ? factor : UncertainNumber(0) else {
      throw fields.bad("factor", "error.voc.is-missing", "error.voc.write-kilograms-unit-activity")
    }
    return EmissionInventory.Process(
      facility: facility, name: try fields.needed("name"), activity: activity, factor: factor,
      capture: try fields.uncertain("capture") ?? UncertainNumber(0),
      control: try fields.uncertain("control") ?? UncertainNumber(0),
      profile: try fields.text("profile"), components: components,
      schedule: try fields.fields("schedule").map { stated throws(VOCError) in
        try stated.allow(["months", "weekdays", "hours"])
        return try EmissionSchedule(
          months: try stated.numbers("months"), weekdays: try stated.numbers("weekdays"),
          hours: try stated.numbers("hours"))
      })
  }

  private static func measure(_ fields: DescriptionFields) throws(VOCError) -> AbatementMeasure {
    try fields.allow(["name", "kind", "at", "efficiency", "capture", "cost", "source"])
    let name = try fields.needed("name")
    let kind = try fields.needed("kind")
    guard let control = ControlCatalogue.embedded.control(kind) else {
      throw fields.bad(
        "kind", Message("error.voc.is-no-known-measure", ["kind": .fact(kind)]),
        Message(
          "error.choose-one-of",
          ["names": .names(ControlCatalogue.embedded.controls.map(\.identifier))]))
    }
    let own = try fields.uncertain("efficiency")
    var provenance = control.provenance
    if own != nil {
      // The user's figure is backed by what the user cites, and by nothing where nothing is.
      let source = try fields.text("source")
      provenance = ReferenceProvenance(
        source: source ?? "the inventory file, without a source",
        verification: source == nil ? .recall : .storedSource)
    }
    let targets = try fields.texts("at") ?? []
    guard !targets.isEmpty else {
      throw fields.bad("at", "error.voc.is-missing", "error.voc.name-facilities-facility-process")
    }
    var cost: AbatementMeasure.Cost?
    if let stated = try fields.fields("cost") {
      try stated.allow(["capital", "life_years", "interest", "operating"])
      cost = AbatementMeasure.Cost(
        capital: try stated.uncertain("capital") ?? UncertainNumber(0),
        lifeYears: try stated.number("life_years") ?? 10,
        interest: try stated.number("interest") ?? 0,
        operating: try stated.uncertain("operating") ?? UncertainNumber(0))
      if stated.has("capital"), !stated.has("life_years") || !stated.has("interest") {
        throw stated.bad(
          "life_years", "error.voc.interest-are-needed-beside",
          "error.voc.write-life-years")
      }
    }
    return AbatementMeasure(
      name: name, kind: kind, action: control.action, targets: targets,
      efficiency: own
        ?? control.range.map { UncertainNumber(from: $0.lowerBound, to: $0.upperBound) },
      capture: try fields.uncertain("capture"), cost: cost, provenance: provenance)
  }
}
