import ArgumentParser
import Evidence
import OffRoad
import Studies

/// Compares measures on a fleet.
struct OffRoadScenarioCommand: Verb {
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

  @Option(help: "The fleet list, CSV.")
  var register: String

  @OptionGroup var list: OffRoadRegisterOptions
  @OptionGroup var counting: OffRoadInventoryOptions

  @Option(help: "Draws.")
  var draws = ScenarioAnalysis(MachineInventory(sulphurPartsPerMillion: 0)).uncertainty.draws

  @Option(help: "Of the random numbers.")
  var seed: UInt64 = UncertaintyAnalysis().seed

  @OptionGroup var shown: PageOptions

  func presentation() throws -> Presentation {
    var study = try ScenarioStudy(
      file: file, on: try list.listing(register, age: counting.age), try counting.counting())
    study.analysis.uncertainty.draws = draws
    study.analysis.uncertainty.seed = seed
    return try Presentation(scenarios: outcome(of: study), of: study)
  }
}
