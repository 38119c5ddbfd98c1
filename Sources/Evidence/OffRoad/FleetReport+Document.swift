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
      title: say("off-road.inventory", year: String(tally.year)), subtitles: [settings],
      footer: .madeByOffRoad, data: data
    ) {
      Section("answer", role: .answer) {
        Block.answer([question == .methods ? widest : nil, emission].compactMap(\.self))
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
    uncertainty?.total(pollutant)?.amount(tonnes) ?? tally.tonnes(pollutant).amount(tonnes)
  }

  private var emission: Message {
    say(
      "off-road.emission", machines: tally.machines.decimals(0), year: String(tally.year),
      fuel: tally.fuel.amount(tonnes), nox: total(.nox), pm25: total(.pm25), co2: total(.co2))
  }

  /// Which part of the year the figures are of; without it they would be read as a year's.
  private func period(_ period: ActivityProfile.Period) -> Message {
    say(
      period.day.map { "off-road.period-\($0.rawValue)" } ?? "off-road.period",
      months: period.months)
  }

  private var survey: Message? {
    guard let uncertainty, let share = uncertainty.shares.first else { return nil }
    return say(
      "off-road.survey", parameter: Self.parameter(share), share: max(0, share.total).share,
      pollutant: uncertainty.analysis.pollutant)
  }

  private var widest: Message? {
    methods?.spreads.max { $0.ratio < $1.ratio }.map { Self.compared("off-road.widest", $0) }
  }

  private static func compared(_ id: String, _ spread: MethodComparison.Spread) -> Message {
    say(
      id, pollutant: spread.pollutant, highest: spread.highest.name, lowest: spread.lowest.name,
      ratio: spread.ratio)
  }

  // MARK: Units

  private var per: String { tally.period.map { $0.day == nil ? "" : "/d" } ?? "/a" }
  var tonnes: String { "t" + per }

  // MARK: Tables

  private var totalTable: Table {
    Table("totals", "off-road.emissions", tally.totals) {
      Column("pollutant", "off-road.pollutant") {
        $0.pollutant == .hc
          ? say("off-road.hc", meaning: tally.inventory.method.hydrocarbons).shown
          : $0.pollutant.shown
      }
      Column("emission", unit: tonnes) { $0.tonnes.amount() }
      if let uncertainty {
        let level = uncertainty.analysis.confidenceLevel
        Column("interval", say("off-road.interval", level: level.share), unit: tonnes) {
          uncertainty.total($0.pollutant)?.range()
        }
        Column("guess", "off-road.guess", unit: tonnes) { total in
          uncertainty.ranges.first { $0.pollutant == total.pollutant }?.range()
        }
      }
      Column("coverage") { $0.coverage.share.marked($0.coverage < 1 ? .warning : nil) }
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
      Column("type") { Message.machinery($0.type) }
      Column("stage-name", "off-road.stage") { Message.stage($0.stage) }
      Column("band", "column.power") { $0.band }
      Column("machines") { $0.machines.amount() }
      Column("work_mwh", heading("off-road.work", "MWh")) { $0.work.amount() }
      Column("fuel_t", heading("off-road.fuel", "t"), in: .files) { $0.fuel.amount() }
      for pollutant in ExhaustPollutant.allCases {
        Column(
          "\(pollutant.rawValue)_t", heading(.verbatim(pollutant.displayName), "t"),
          in: pollutant == .pm10 ? .files : .all
        ) { $0.tonnes[pollutant]?.amount() }
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
    let rows = ExhaustPollutant.allCases.map(Optional.some) + [nil]
    return Table("methods", say("off-road.by-method", unit: Value.unit(tonnes)), rows) {
      Column("t/a", "off-road.pollutant") { $0?.shown ?? .message("off-road.fuel") }
      for count in comparison.counts {
        Column(count.method.name, .verbatim(count.method.name)) { pollutant in
          (pollutant.map { count.tonnes[$0] } ?? count.fuel)?.amount()
        }
      }
      Column("largest/smallest", "off-road.largest-over-smallest") { pollutant in
        comparison.spreads.first { $0.pollutant == pollutant }.map {
          $0.ratio.marked($0.isWide ? .warning : nil)
        }
      }
    }
  }

  /// What makes the methods differ, where they do.
  private func reasons(_ comparison: MethodComparison) -> Block {
    .terms(
      comparison.spreads.filter { $0.ratio > 1.05 }.map {
        Term(Self.compared("off-road.over", $0), $0.reasons)
      })
  }

  private func shareTable(
    _ id: String, _ result: UncertaintyResult, _ shares: [VarianceShare]
  ) -> Table {
    Table(id, say("off-road.shares", pollutant: result.analysis.pollutant), shares) {
      Column("quantity", "off-road.quantity") { $0.quantity.name }
      Column("subject", in: .files) { $0.subject }
      Column("for") { Self.subject($0) }
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
      Column("pollutant") { $0.range.pollutant }
      Column("t/a") { $0.total.central }
      Column("lower") { $0.total.lower }
      Column("upper") { $0.total.upper }
      Column("guess low") { $0.range.low }
      Column("guess high") { $0.range.high }
    }
  }

  // MARK: Notes

  private var notes: [Note] {
    let warnings = (methods?.warnings(of: tally.inventory.method) ?? []) + gaps
    let remarks = notices + mergingBands(tally.notes + tally.limitNotes.map(\.message))
    return warnings.map { Note(.warning, $0) } + remarks.map { Note(.note, $0) }
  }

  /// What could not be counted; gaps of one reason are one note.
  private var gaps: [Message] {
    tally.gaps.grouped { Pair($0.pollutant, $0.reason) }.map { key, gaps in
      say(
        "off-road.gap", pollutant: key.first, reason: key.second,
        stages: Set(gaps.map(\.stage)).sorted().map(Message.stage))
    }
  }
}
