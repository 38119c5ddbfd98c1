import AirQuality
import ArgumentParser
import Documents
import Evidence
import OffRoad

/// Makes a fleet list from counts by type.
struct OffRoadPopulationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "population",
    abstract: "Make a fleet list from counts by type, with NONROAD’s powers, ages and stages.",
    discussion: """
      Who knows only how many machines of each type there are gets a fleet list that the other \
      verbs read: powers as in the United States, ages from growth and scrappage, stages by model \
      year. --united-states takes EPA’s own counts of 2000.

      Example:
        airaccord off-road population excavator=4200 forklift=900 --count-year 2020 --year 2024 \
      --regulation china > fleet.csv
      """)

  @Argument(help: "Counts such as excavator=4200.")
  var counts: [String] = []

  @Flag(name: .long, help: "All diesel types with the counts of EPA’s NONROAD.")
  var unitedStates = false

  @Option(name: .long, help: "Year in which they were counted.")
  var countYear: Int?

  @Option(name: .long, help: "Year of the fleet.")
  var year: Int

  @Option(name: .long, help: "Law whose stages the engines are of: china, japan, eu, us.")
  var regulation: EngineStage.Regulation = NonroadFleet().regulation

  @Option(
    name: .long,
    help: "Growth of the number of machines a year, a share; without it EPA’s for the sector.")
  var growth: Double?

  @OptionGroup var speech: OffRoadLanguageOption
  @OptionGroup var output: FormatOption

  func validate() throws {
    if unitedStates {
      guard counts.isEmpty, countYear == nil else {
        throw ValidationError("--united-states brings its own counts of 2000")
      }
    } else {
      guard !counts.isEmpty, countYear != nil else {
        throw ValidationError("give counts such as excavator=4200 and their --count-year")
      }
    }
  }

  func run() throws {
    try explainingFleetErrors {
      var fleet = NonroadFleet()
      fleet.regulation = regulation
      if let growth { fleet.growth = .rate(growth) }
      let register =
        unitedStates
        ? try fleet.unitedStates(year: year)
        : try fleet.machines(parsed(), countYear: countYear ?? year, year: year)
      struct Row: Encodable {
        let machinery: String
        let stage: String
        let powerKilowatts: Double
        let modelYear: Int
        let count: Double
      }
      // A fleet list is a file: its plain form is the one that the other verbs read.
      if output.format == .json {
        try printJSON(
          register.machines.map { machine in
            Row(
              machinery: MachineType.all[machine.type].identifier,
              stage: EngineStage.all[machine.stage].identifier,
              powerKilowatts: machine.power ?? 0, modelYear: machine.modelYear ?? 0,
              count: machine.count)
          })
      } else {
        StandardOutput.write(OffRoadLists.machines(register).csv)
      }
      speech.tell(register.notices)
      StandardError.print(
        TerminalRenderer(language: speech.language).text(
          OffRoadLists.assumptions(register.defaults)))
    }
  }

  private func parsed() throws -> [NonroadFleet.Count] {
    var seen: Set<Int> = []
    return try counts.map { text in
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let machines = Double(parts[1]), machines.isFinite else {
        throw OffRoadError.setting(
          "counts", problem: Message("error.command.has", ["text": .fact(text)]),
          remedy: "error.command.write-type-number-excavator")
      }
      guard let type = MachineType.position(named: parts[0]) else {
        throw OffRoadError.setting(
          "counts", problem: Message("error.command.names-which-is-no", ["parts": .fact(parts[0])]),
          remedy: Message(
            "error.command.did-you-mean-2", ["parts": .names(MachineType.nearest(to: parts[0]))]))
      }
      guard seen.insert(type).inserted else {
        throw OffRoadError.setting(
          "counts", problem: Message("error.command.names-twice", ["parts": .fact(parts[0])]),
          remedy: "error.command.give-each-type-once")
      }
      return NonroadFleet.Count(type: type, machines: machines)
    }
  }
}
