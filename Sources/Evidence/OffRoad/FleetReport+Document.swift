public import Documents
public import OffRoad

/// A fleet's emissions in a year: counted, with how sure they are, or by every method.
public struct FleetReport: Documented, Sendable {
  /// Which of them was asked for; it leads, and the terminal shows it.
  public enum Question: Sendable {
    case emissions, uncertainty, methods
  }

  /// What was asked for.
  public let question: Question
  /// Emissions by class.
  public let tally: EmissionTally
  /// How sure they are.
  public var uncertainty: UncertaintyResult?
  /// The same fleet by every method.
  public var methods: MethodComparison?
  let defaults: [DefaultUse]
  let notices: [Message]

  /// A report of a fleet.
  ///
  /// - Parameter register: the list from which the fleet was made, for what reading assumed.
  public init(_ question: Question, _ tally: EmissionTally, register: FleetRegister) {
    self.question = question
    self.tally = tally
    defaults = register.defaults
    notices = register.notices
  }

  /// What it says.
  public var document: Document {
    Document(
      title: say("off-road.inventory", year: String(tally.year)),
      subtitles: [settings], footer: .madeByOffRoad, data: data
    ) {
      Section("answer", role: .answer) {
        if question == .methods, let widest {
          Block.lead(widest)
          emission
        } else {
          Block.lead(emission)
        }
        tally.period.map(period)
        if question == .uncertainty { survey }
      }
      Section("off-road.emissions", role: question == .methods ? .detail : .main) { totalTable }
      Section("off-road.methods", role: question == .methods ? .main : .detail) {
        methods.map(methodTable)
        if question == .methods, let methods {
          Block.heading("off-road.reasons")
          reasons(methods)
        }
      }
      Section("off-road.how-sure") {
        uncertainty.flatMap(tornado)
        uncertainty.map { shareTable("main-shares", $0, Array($0.shares.prefix(15))) }
      }
      classes
      Section("off-road.assumed") {
        Table.assumptions(defaults + tally.defaults + (uncertainty?.defaults ?? []))
      }
      Section("doubts", role: question == .methods ? .detail : .main) { notes }
    }
  }

  /// The fleet as it is, for pages about measures.
  var details: [Section] {
    [
      Section("off-road.emissions-today", role: .detail) { totalTable }, classes,
      Section("off-road.about-factors", role: .detail) { notes },
    ]
  }

  private var classes: Section {
    Section("off-road.classes", role: .detail) {
      classChart
      classTable
    }
  }

  /// Tables that are too long for a page, written beside it.
  public var tablesForFiles: [Table] {
    uncertainty.map { [intervalTable($0), shareTable("variance-shares", $0, $0.shares)] } ?? []
  }

  // MARK: Answer

  var settings: Message {
    let inventory = tally.inventory
    return say(
      inventory.onlyBacked ? "off-road.settings-backed" : "off-road.settings",
      method: inventory.method.name, sulphur: inventory.sulphurPartsPerMillion.decimals(0, "ppm"))
  }

  private func total(_ pollutant: ExhaustPollutant) -> Value {
    uncertainty?.total(pollutant).map { .amount($0, unit: tonnes) }
      ?? .amount(tally.tonnes(pollutant), unit: tonnes)
  }

  private var emission: Message {
    say(
      "off-road.emission", machines: tally.machines.decimals(0), year: String(tally.year),
      fuel: Value.amount(tally.fuel, unit: tonnes), nox: total(.nox), pm25: total(.pm25),
      co2: total(.co2))
  }

  /// Which part of the year the figures are of; without it they would be read as a year's.
  private func period(_ period: ActivityProfile.Period) -> Message {
    let months: [String: Value] = ["months": .list(period.months.map { .count($0) })]
    return period.day.map { Message("off-road.period-\($0.rawValue)", months) }
      ?? Message("off-road.period", months)
  }

  private var survey: Message? {
    uncertainty.flatMap { result in
      result.shares.first.map { share in
        say(
          "off-road.survey", parameter: Self.parameter(share), share: max(0, share.total).share,
          pollutant: result.analysis.pollutant.displayName)
      }
    }
  }

  private var widest: Message? {
    methods?.spreads.max { $0.ratio < $1.ratio }.map { Message("off-road.widest", facts($0)) }
  }

  // MARK: Units

  private var per: String {
    guard let period = tally.period else { return "/a" }
    return period.day == nil ? "" : "/d"
  }
  var tonnes: String { "t" + per }

  // MARK: Tables

  private var totalTable: Table {
    let level = uncertainty?.analysis.confidenceLevel ?? 0
    return Table("totals", "off-road.emissions", tally.totals) {
      Column("pollutant", "off-road.pollutant") {
        $0.pollutant == .hc
          ? .message(say("off-road.hc", meaning: tally.inventory.method.hydrocarbons))
          : .text($0.pollutant.displayName)
      }
      Column("emission", unit: tonnes) { .amount($0.tonnes) }
      if let uncertainty {
        Column("interval", say("off-road.interval", level: level.share), unit: tonnes) {
          uncertainty.total($0.pollutant)?.range()
        }
        Column("guess", "off-road.guess", unit: tonnes) { total in
          .optional(uncertainty.ranges.first { $0.pollutant == total.pollutant }) {
            .range($0.low, $0.high, .interval($0.low, $0.high))
          }
        }
      }
      Column("coverage") {
        $0.coverage < 1 ? .marked(.warning, .share($0.coverage)) : .share($0.coverage)
      }
      Column("source") { .source($0.backing) }
    }
  }

  private var classTable: Table {
    func heading(_ what: Message, _ unit: String) -> Message {
      say("off-road.in-unit", what: what, unit: Value.unit(unit + per))
    }
    return Table("classes", "off-road.classes", tally.rows) {
      Column("machinery", in: .files) { $0.type }
      Column("stage", in: .files) { $0.stage }
      Column("type") { .message(.machinery($0.type)) }
      Column("stage-name", "off-road.stage") { .message(.stage($0.stage)) }
      Column("band", "column.power") { $0.band }
      Column("machines") { .amount($0.machines) }
      Column("work_mwh", heading("off-road.work", "MWh")) { .amount($0.work) }
      Column("fuel_t", heading("off-road.fuel", "t"), in: .files) { .amount($0.fuel) }
      for pollutant in ExhaustPollutant.allCases {
        Column(
          "\(pollutant.rawValue)_t", heading(.verbatim(pollutant.displayName), "t"),
          in: pollutant == .pm10 ? .files : .all
        ) { row in .optional(row.tonnes[pollutant]) { .amount($0) } }
      }
      Column("source") { .source(Self.backing($0)) }
      Column("backed", in: .files) { $0.backing.values.allSatisfy(\.isBacked) ? "yes" : "no" }
    }
  }

  private static func backing(_ row: EmissionTally.Row) -> Backing {
    let own = row.backing.values.sorted { $0.sources.joined() < $1.sources.joined() }
    return own.dropFirst().reduce(own.first ?? .user) { $0.and($1) }
  }

  private func methodTable(_ comparison: MethodComparison) -> Table {
    let pollutants = ExhaustPollutant.allCases.map(Optional.some)
    return Table(
      "methods", say("off-road.by-method", unit: Value.unit(tonnes)), pollutants + [nil]
    ) {
      Column("t/a", "off-road.pollutant") { pollutant in
        pollutant.map { .text($0.displayName) } ?? .message("off-road.fuel")
      }
      for count in comparison.counts {
        Column(count.method.name, .verbatim(count.method.name)) { pollutant in
          .optional(pollutant.map { count.tonnes[$0] } ?? count.fuel) { .amount($0) }
        }
      }
      Column("largest/smallest", "off-road.largest-over-smallest") { pollutant in
        .optional(comparison.spreads.first { $0.pollutant == pollutant }) { spread in
          spread.isWide ? .marked(.warning, .number(spread.ratio)) : .number(spread.ratio)
        }
      }
    }
  }

  /// What makes the methods differ, where they do.
  private func reasons(_ comparison: MethodComparison) -> Block {
    .terms(
      comparison.spreads.filter { $0.ratio > 1.05 }.map { spread in
        Term(Message("off-road.over", facts(spread)), spread.reasons)
      })
  }

  private func facts(_ spread: MethodComparison.Spread) -> [String: Value] {
    [
      "pollutant": .text(spread.pollutant.displayName), "highest": .text(spread.highest.name),
      "lowest": .text(spread.lowest.name), "ratio": .number(spread.ratio),
    ]
  }

  private func shareTable(
    _ id: String, _ result: UncertaintyResult, _ shares: [VarianceShare]
  ) -> Table {
    Table(
      id,
      say("off-road.shares", pollutant: result.analysis.pollutant.displayName),
      shares
    ) {
      Column("quantity", "off-road.quantity") { .message($0.quantity.name) }
      Column("subject", in: .files) { $0.subject }
      Column("for") { .message(Self.subject($0)) }
      Column("alone", "off-road.alone") { $0.firstOrder.decimals(3) }
      Column("total", "off-road.with-interactions") { $0.total.decimals(3) }
      Column("ranks", "off-road.rank-regression") { $0.rankShare.decimals(3) }
    }
  }

  private static func subject(_ share: VarianceShare) -> Message {
    share.quantity == .emissionFactor ? .stage(share.subject) : .machinery(share.subject)
  }

  static func parameter(_ share: VarianceShare) -> Message {
    say("off-road.parameter", quantity: share.quantity.name, for: subject(share))
  }

  private func intervalTable(_ result: UncertaintyResult) -> Table {
    let rows = result.classes.flatMap { row in
      ExhaustPollutant.allCases.compactMap { pollutant in
        row.tonnes[pollutant].map { (row: row, pollutant: pollutant, tonnes: $0) }
      }
    }
    return Table("intervals", "off-road.how-sure", rows) {
      Column("type") { $0.row.type }
      Column("stage") { $0.row.stage }
      Column("pollutant") { $0.pollutant.rawValue }
      Column("central") { $0.tonnes.central }
      Column("mean") { $0.tonnes.mean }
      Column("lower") { $0.tonnes.lower }
      Column("upper") { $0.tonnes.upper }
    }
  }

  /// What `--format csv` prints.
  private var data: Table {
    switch question {
    case .emissions: classTable
    case .methods: methods.map(methodTable) ?? classTable
    case .uncertainty: uncertainty.map(rangeTable) ?? classTable
    }
  }

  private func rangeTable(_ result: UncertaintyResult) -> Table {
    let rows = result.ranges.compactMap { range in
      result.total(range.pollutant).map { (range: range, total: $0) }
    }
    return Table("uncertainty", "off-road.how-sure", rows) {
      Column("pollutant") { $0.range.pollutant.displayName }
      Column("t/a") { $0.total.central }
      Column("lower") { $0.total.lower }
      Column("upper") { $0.total.upper }
      Column("guess low") { $0.range.low }
      Column("guess high") { $0.range.high }
    }
  }

  // MARK: Notes

  private var notes: [Note] {
    let warnings = methods?.warnings(of: tally.inventory.method) ?? []
    let remarks = notices + mergingBands(tally.notes + tally.limitNotes.map(\.message))
    return warnings.map { Note(.warning, $0) } + gaps.map { Note(.warning, $0) }
      + remarks.map { Note(.note, $0) }
  }

  /// What could not be counted; gaps of one reason are one note.
  private var gaps: [Message] {
    struct Key: Hashable {
      let pollutant: ExhaustPollutant
      let reason: Message
    }
    var order: [Key] = []
    var stages: [Key: Set<String>] = [:]
    for gap in tally.gaps {
      let key = Key(pollutant: gap.pollutant, reason: gap.reason)
      if stages[key] == nil { order.append(key) }
      stages[key, default: []].insert(gap.stage)
    }
    return order.map { key in
      say(
        "off-road.gap", pollutant: key.pollutant.displayName, reason: key.reason,
        stages: Value.list((stages[key] ?? []).sorted().map { .message(.stage($0)) }))
    }
  }
}
