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
      title: say("off-road.fleet", year: String(register.dataYear)),
      data: Table("fleet", "off-road.machines", rows) {
        Column("machinery") { $0.type }
        Column("stage") { $0.stage }
        Column("machines") { $0.machines }
      }
    ) {
      Section("answer", role: .answer) {
        say(
          "off-road.fleet-holds", machines: Value.amount(register.count), classes: fleet.classes,
          sites: register.sites.count)
      }
      Section("off-road.machines") {
        Table("fleet", "off-road.machines", rows) {
          Column("type") { .message(.machinery($0.type)) }
          Column("stage", "off-road.stage") { .message(.stage($0.stage)) }
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
      Column("machinery") { $0.identifier }
      Column("English", .verbatim("English")) { $0.english }
      Column("日本語", .verbatim("日本語")) { $0.japanese }
      Column("中文", .verbatim("中文")) { $0.chinese }
      Column("sector") { .message(Message("sector.\($0.sector)")) }
      Column("kW", .verbatim("kW")) { $0.ratedPower }
      Column("load", "assumed.load-factor") { $0.loadFactor }
      Column("h/a", "unit.h/a") { $0.annualHours }
      Column("life h", "off-road.life") { $0.medianLife }
      Column("source") { .source(Backing($0.provenance)) }
    }
  }

  /// Stages of engines.
  public static var stages: Table {
    Table("stages", "off-road.stages", EngineStage.all) {
      Column("stage", "off-road.stage") { $0.identifier }
      Column("law") { $0.regulation.rawValue }
      Column("name", in: .files) { $0.name }
      Column("title", "off-road.stage") { .message($0.title) }
    }
  }

  /// Factors of one class of engines.
  public static func factors(_ rows: [FactorRow]) -> Table {
    Table("factors", "off-road.factors", note: "off-road.asterisk", rows) {
      Column("what", "off-road.what") {
        $0.name == "fuel" ? .message("off-road.fuel") : .text($0.name)
      }
      Column("new") { .amount($0.zeroHour) }
      Column("added by age", "off-road.added-by-age") { .amount($0.deterioration) }
      Column("subtracted") { .amount($0.subtraction) }
      Column("limit", "off-road.limit") { .optional($0.limit) { .amount($0) } }
      Column("unit") { _ in "g/kWh" }
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
      Column("\(pollutant.rawValue)_\(id)", .verbatim("\(pollutant.displayName) \(unit)")) {
        .optional(value($0)) { .amount($0) }
      }
    }
    return Table("rates", "off-road.rates", rows) {
      Column("machinery") { $0.type }
      Column("hp_above", "off-road.hp-above") { $0.horsepowerAbove }
      Column("hp_to", "off-road.hp-to") { $0.horsepowerTo }
      Column("power_kw", .verbatim("kW")) { $0.power }
      Column("model_year", "off-road.model-year") { String($0.modelYear) }
      Column("technology") { $0.technology.rawValue }
      Column("stage", "off-road.stage") { $0.stage }
      Column("share") { .amount($0.share) }
      Column("age_median_lives", "off-road.age") { .amount($0.age) }
      Column("fuel_g_kwh", "off-road.fuel-g-kwh") { .amount($0.fuel) }
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
      Column("kind", "off-road.kind") { .message(Message("off-road.kind.\($0.kind)")) }
      Column("table") { $0.table }
      Column("for") { $0.subject }
      Column("what", "off-road.what") { $0.quantity }
      Column("value") { $0.value }
      Column("unit") { $0.unit }
      Column("source") { .source($0.backing) }
      Column("notes") { row in row.remark.map { .message($0) } ?? .text(row.notes) }
    }
  }

  /// A fleet list that the program made, as its readers take it.
  public static func machines(_ register: FleetRegister) -> Table {
    Table("fleet", "off-road.machines", register.machines) {
      Column("machinery") { MachineType.all[$0.type].identifier }
      Column("stage") { EngineStage.all[$0.stage].identifier }
      Column("power_kw") { $0.power ?? 0 }
      Column("model_year") { $0.modelYear ?? 0 }
      Column("count") { $0.count }
    }
  }
}
