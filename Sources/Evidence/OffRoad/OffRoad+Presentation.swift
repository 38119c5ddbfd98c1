public import Documents
public import OffRoad
public import Studies

extension Presentation {
  /// A fleet's answer, with its tables and what its list assumed.
  public init(fleet answer: FleetStudy.Answer, _ question: FleetReport.Question) {
    var report = FleetReport(question, answer.tally, register: answer.register)
    report.methods = answer.methods
    report.uncertainty = answer.uncertainty
    let (result, name): (any Encodable, String) =
      switch question {
      case .emissions: (answer.tally, "emissions")
      case .methods: (answer.methods, "methods")
      case .uncertainty: (answer.uncertainty, "uncertainty")
      }
    self.init(
      result, report.document, page: "off-road.html", json: name,
      tables: answer.uncertainty == nil ? [] : report.tablesForFiles.map(Self.named))
    asides = answer.warnings + answer.register.notices
  }

  /// Scenarios on a fleet.
  public init(scenarios answer: ScenarioStudy.Answer, of study: ScenarioStudy) {
    let report = ScenarioReport(
      answer.comparison, curve: answer.curve, of: study.file,
      fleet: FleetReport(.emissions, answer.present, register: study.register))
    self.init(
      report, report.document, page: "off-road.html", json: "scenarios",
      tables: report.tablesForFiles.map(Self.named))
    asides = study.register.notices
  }

  /// Rates of NONROAD, and how many they are.
  public init(rates rows: [RateTable.Row], of table: RateTable) {
    self.init(rows, OffRoadLists.rates(rows))
    epilogue = [
      say("off-road.rate-rows", rows: rows.count, year: String(table.year))
    ]
  }

  /// Figures with their sources, and how many of all no stored source backs.
  public init(figures: [SourcedFigure]) {
    self.init(figures, OffRoadLists.sources(figures))
    let open = SourcedFigure.all.filter { !$0.backing.isBacked }.count
    epilogue = [
      say("off-road.figures-backed", figures: SourcedFigure.all.count, open: open)
    ]
  }

  /// A fleet list that was made of counts. It is a file: its plain form is what other verbs read.
  public init(population register: FleetRegister) {
    self.init(register.machines.map(MachineEntry.init), OffRoadLists.machines(register))
    isFile = true
    epilogue = register.notices
  }

  private static func named(_ table: Table) -> (String, Table) { ("tables/\(table.id)", table) }
}

/// A machine of a made list in JSON.
private struct MachineEntry: Encodable {
  let machinery: String
  let stage: String
  let powerKilowatts: Double
  let modelYear: Int
  let count: Double

  init(_ machine: Machine) {
    machinery = MachineType.all[machine.type].identifier
    stage = EngineStage.all[machine.stage].identifier
    powerKilowatts = machine.power ?? 0
    modelYear = machine.modelYear ?? 0
    count = machine.count
  }
}

extension OffRoadError {
  /// All cells of a fleet list that cannot be taken, where there is more than one.
  public var cells: [Message] {
    guard case .register(let file, let problems, let total) = self, total > 1 else { return [] }
    let cells = problems.map { problem in
      say(
        "error.off-road.refused-cell", where: "\(file):\(problem.line), \(problem.column)",
        text: problem.text, problem: problem.problem, remedy: problem.remedy)
    }
    guard total > problems.count else { return cells }
    return cells + [say("error.and-more", count: total - problems.count)]
  }
}
