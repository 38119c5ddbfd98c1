public import AirAccord
public import ArgumentParser

/// Off-road machinery: what it emits, what measures would save, what a measure saved.
struct OffRoadCommand: ParsableCommand {
  static let configuration = CommandConfiguration.of(
    "off-road",
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
