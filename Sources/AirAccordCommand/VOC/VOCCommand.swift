import ArgumentParser

/// The verbs about volatile organic compounds.
struct VOCCommand: ParsableCommand {
  static let configuration = CommandConfiguration.of(
    "voc",
    subcommands: [
      SpeciesCommand.self, CheckRecordCommand.self, ReactivityCommand.self,
      DerivedSeriesCommand.self, RatiosCommand.self, PMFCommand.self, FactorsCommand.self,
      CMBCommand.self, ImpactCommand.self, InventoryCommand.self, SimulateRecordCommand.self,
    ])
}
