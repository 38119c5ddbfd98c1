public import Documents
public import OffRoad

/// What a fleet list holds: machines by type and stage.
public struct FleetContents: Documented, Sendable {
  /// Machines of one type and stage.
  public struct Row: Hashable, Codable, Sendable {
    /// Identifier of the type.
    public let type: String
    /// Identifier of the stage; `electric` for machines without an engine.
    public let stage: String
    /// Machines, survey weights counted.
    public let machines: Double
  }

  /// By type, then by stage.
  public let rows: [Row]
  private let register: FleetRegister
  private let fleet: ClassFleet

  /// The contents of a list, and of the fleet that was made of it.
  public init(_ register: FleetRegister, _ fleet: ClassFleet) {
    self.register = register
    self.fleet = fleet
    let keys = register.machines.map { machine in
      [
        MachineType.all[machine.type].identifier,
        machine.fuel == .electric ? "electric" : EngineStage.all[machine.stage].identifier,
      ]
    }
    var counts: [[String]: Double] = [:]
    for (key, machine) in zip(keys, register.machines) { counts[key, default: 0] += machine.count }
    rows = counts.sorted { ($0.key[0], $0.key[1]) < ($1.key[0], $1.key[1]) }.map {
      Row(type: $0.key[0], stage: $0.key[1], machines: $0.value)
    }
  }

  /// What it says.
  public var document: Document {
    Document(
      title: Message("off-road.fleet", ["year": .text(String(register.dataYear))]),
      data: Table("fleet", "off-road.machines", rows) {
        Column("machinery") { .text($0.type) }
        Column("stage") { .text($0.stage) }
        Column("machines") { .number($0.machines) }
      }
    ) {
      Section("answer", role: .answer) {
        Message(
          "off-road.fleet-holds",
          [
            "machines": .amount(register.count), "classes": .count(fleet.classes),
            "sites": .count(register.sites.count),
          ])
      }
      Section("off-road.machines") {
        Table("fleet", "off-road.machines", rows) {
          Column("type") { .message(.machinery($0.type)) }
          Column("stage") { .message(.stage($0.stage)) }
          Column("machines") { .amount($0.machines) }
        }
      }
      Section("off-road.assumed") { Table.assumptions(register.defaults + fleet.defaults) }
      Section("doubts") { register.notices.map { Note(.note, $0) } }
    }
  }
}

/// The lists of what the program knows about machines, and of what it makes of counts.
public enum OffRoadLists {
  /// Everything that was assumed, each once.
  public static func assumptions(_ uses: [DefaultUse]) -> Table { .assumptions(uses) }

  /// Types of machines with their defaults.
  public static var types: Table {
    Table("types", "off-road.types", note: "off-road.asterisk", MachineType.all) {
      Column("machinery") { .text($0.identifier) }
      Column("English", heading: .verbatim("English")) { .text($0.english) }
      Column("日本語", heading: .verbatim("日本語")) { .text($0.japanese) }
      Column("中文", heading: .verbatim("中文")) { .text($0.chinese) }
      Column("sector") { .message(Message("sector.\($0.sector)")) }
      Column("kW", heading: .verbatim("kW")) { .number($0.ratedPower) }
      Column("load", heading: "assumed.load-factor") { .number($0.loadFactor) }
      Column("h/a", heading: "unit.h/a") { .number($0.annualHours) }
      Column("life h", heading: "off-road.life") { .number($0.medianLife) }
      Column("source") { .source(Backing($0.provenance)) }
    }
  }

  /// Stages of engines.
  public static var stages: Table {
    Table("stages", "off-road.stages", EngineStage.all) {
      Column("stage") { .text($0.identifier) }
      Column("law") { .text($0.regulation.rawValue) }
      Column("name", isForFilesOnly: true) { .text($0.name) }
      Column("title", heading: "column.stage") { .message($0.title) }
    }
  }

  /// Factors of one class of engines.
  public static func factors(_ rows: [FactorRow]) -> Table {
    Table("factors", "off-road.factors", note: "off-road.asterisk", rows) {
      Column("what", heading: "off-road.what") {
        $0.name == "fuel" ? .message("off-road.fuel") : .text($0.name)
      }
      Column("new") { .amount($0.zeroHour) }
      Column("added by age", heading: "off-road.added-by-age") { .amount($0.deterioration) }
      Column("subtracted") { .amount($0.subtraction) }
      Column("limit") { .optional($0.limit) { .amount($0) } }
      Column("unit") { _ in .text("g/kWh") }
      Column("source") { .source($0.backing) }
    }
  }

  /// Rates of every type, power, model year and technology.
  public static func rates(_ rows: [RateTable.Row]) -> Table {
    let pollutants = ExhaustPollutant.allCases.filter { pollutant in
      rows.contains { $0.perKilowattHour[pollutant] != nil }
    }
    func column(
      _ pollutant: ExhaustPollutant, _ id: String, _ unit: String,
      _ value: @escaping (RateTable.Row) -> Double?
    ) -> Column<RateTable.Row> {
      Column("\(pollutant.rawValue)_\(id)", heading: .verbatim("\(pollutant.displayName) \(unit)"))
      {
        .optional(value($0)) { .amount($0) }
      }
    }
    return Table("rates", "off-road.rates", rows) {
      Column("machinery") { .text($0.type) }
      Column("hp_above", heading: "off-road.hp-above") { .number($0.horsepowerAbove) }
      Column("hp_to", heading: "off-road.hp-to") { .number($0.horsepowerTo) }
      Column("power_kw", heading: .verbatim("kW")) { .number($0.power) }
      Column("model_year", heading: "off-road.model-year") { .text(String($0.modelYear)) }
      Column("technology") { .text($0.technology.rawValue) }
      Column("stage") { .text($0.stage) }
      Column("share") { .amount($0.share) }
      Column("age_median_lives", heading: "off-road.age") { .amount($0.age) }
      Column("fuel_g_kwh", heading: "off-road.fuel-g-kwh") { .amount($0.fuel) }
      for pollutant in pollutants {
        column(pollutant, "g_kwh", "g/kWh") { $0.perKilowattHour[pollutant] }
        column(pollutant, "g_hph", "g/hp-hr") { $0.perHorsepowerHour(pollutant) }
        column(pollutant, "g_h", "g/h") { $0.perHour(pollutant) }
      }
    }
  }

  /// Every figure of the tables with its source.
  public static func sources(_ rows: [SourcedFigure]) -> Table {
    Table("sources", "off-road.sources", note: "off-road.asterisk", rows) {
      Column("kind") { .message(Message("off-road.kind.\($0.kind)")) }
      Column("table") { .text($0.table) }
      Column("for") { .text($0.subject) }
      Column("what", heading: "off-road.what") { .text($0.quantity) }
      Column("value") { .optional($0.value) { .number($0) } }
      Column("unit") { .text($0.unit) }
      Column("source") { .source($0.backing) }
      Column("notes") { row in row.remark.map { .message($0) } ?? .text(row.notes) }
    }
  }

  /// A fleet list that the program made, as its readers take it.
  public static func machines(_ register: FleetRegister) -> Table {
    Table("fleet", "off-road.machines", register.machines) {
      Column("machinery") { .text(MachineType.all[$0.type].identifier) }
      Column("stage") { .text(EngineStage.all[$0.stage].identifier) }
      Column("power_kw") { .number($0.power ?? 0) }
      Column("model_year") { .count($0.modelYear ?? 0) }
      Column("count") { .number($0.count) }
    }
  }
}
