public import ArgumentParser
public import OffRoad

/// Off-road machinery: what it emits, what measures would save, what a measure saved.
struct OffRoadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "off-road",
    abstract: "Count off-road machinery’s emissions, compare measures, judge what one did.",
    discussion: """
      A fleet list is a CSV with one row a machine or kind: machinery, stage, power_kw or power_hp, \
      model_year, count or weight, hours, load_factor, fuel, retrofit, site, exemption. Only \
      machinery and stage are needed; every default that stands in is printed with its source, and \
      an asterisk marks what no stored source backs.

      Example: a worked city in five lines:
        airaccord off-road simulate --machines 20000 > city.csv
        airaccord off-road fleet city.csv --year 2024
        airaccord off-road emissions city.csv --year 2024 --sulphur-ppm 10
        airaccord off-road uncertainty city.csv --year 2024 --sulphur-ppm 10 --output city
        airaccord off-road scenario measures.yaml --register city.csv --year 2024 --sulphur-ppm 10 \
      --output scenarios
      """,
    subcommands: [
      OffRoadFleetCommand.self, OffRoadEmissionsCommand.self, OffRoadUncertaintyCommand.self,
      OffRoadMethodsCommand.self, OffRoadScenarioCommand.self, OffRoadImpactCommand.self,
      OffRoadFactorsCommand.self, OffRoadSourcesCommand.self, OffRoadPopulationCommand.self,
      OffRoadSimulateCommand.self,
    ])
}

extension EmissionMethod: ExpressibleByArgument {}
extension EngineStage.Regulation: ExpressibleByArgument {}
extension ExhaustPollutant: ExpressibleByArgument {}
extension AgeConvention: ExpressibleByArgument {}
extension ActivityProfile.Day: ExpressibleByArgument {}
