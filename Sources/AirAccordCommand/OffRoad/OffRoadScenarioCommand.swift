import ArgumentParser
import Evidence
import Foundation
import OffRoad
import Studies
import TextFiles

/// Compares measures on a fleet.
struct OffRoadScenarioCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenario", abstract: "Compare measures: what they save, what that costs.",
    discussion: """
      Example:
        airaccord off-road scenario measures.yaml --register city.csv --year 2024 --sulphur-ppm 10

      The scenario file is YAML:

        title: A city’s machines
        years: [2024, 2027, 2030]
        growth: 0.02          # of the fleet, a year
        new_stage: china-iv   # of new machines; without it the fleet stays as it is
        currency: CNY
        curve: pm25           # draw the abatement curve
        scenarios:
          - name: filters
            measures:
              - name: filters on excavators
                kind: retrofit
                device: dpf
                types: [excavator]
                share: [0.25, 0.30, 0.35]
                start: 2025-01-01
                phase_in_years: 1
                cost: { capital: [20000, 30000, 45000], operating: 2000, years: 8 }

      Kinds: retrofit (device: dpf, partial-dpf, doc, scr, scr-dpf), low-sulphur-fuel \
      (sulphur_ppm), replacement and low-emission-zone (to_stage), electrification (grid: g/kWh by \
      pollutant), idling-limit and inspection (cut). A number may be a list of low, central, high.
      """)

  @Argument(help: "The scenario file, YAML.")
  var file: String

  @Option(name: .long, help: "The fleet list, CSV.")
  var register: String

  @OptionGroup var list: OffRoadRegisterOptions
  @OptionGroup var counting: OffRoadInventoryOptions

  @Option(name: .long, help: "Draws.")
  var draws = ScenarioAnalysis(MachineInventory(sulphurPartsPerMillion: 0)).uncertainty.draws

  @Option(name: .long, help: "Of the random numbers.")
  var seed: UInt64 = UncertaintyAnalysis().seed

  @OptionGroup var page: OffRoadPageOptions
  @OptionGroup var output: FormatOption

  func validate() throws { try WorkLimit.counts.check(["draws": draws]) }

  func run() throws {
    try explainingFleetErrors {
      let text = try TextContent.utf8(path: file).text
      let scenarios = try ScenarioFile(
        yaml: text, file: String(file.split(separator: "/").last ?? "scenario"))
      let register = try list.register(register)
      var analysis = ScenarioAnalysis(try counting.inventory())
      let present = try counting.fleet(register, year: list.year)
      analysis.uncertainty.draws = draws
      analysis.uncertainty.seed = seed
      let study = ScenarioStudy(scenarios, on: present, analysis)
      let answer = try ProgressLine.following(page.speech.language) { try study.run($0) }
      let report = ScenarioReport(
        answer.comparison, curve: answer.curve, of: scenarios,
        fleet: FleetReport(.emissions, answer.present, register: register))
      try page.show(
        report.document, report, named: "scenarios", tables: report.tablesForFiles,
        beside: register.notices, as: output)
    }
  }
}
