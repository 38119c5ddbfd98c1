import ArgumentParser

/// The verbs about volatile organic compounds.
struct VOCCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "voc",
    abstract: "Volatile organic compounds: from a chromatogram to the effect of a measure.",
    discussion: """
      Records come from an archive (--archive, --station) or straight from files. Concentrations \
      have no silent unit, values below detection no silent substitute, and totals such as TNMOC \
      are never taken for compounds.

      Examples:
        airaccord voc species
        airaccord voc species gc.csv --unit ppb
        airaccord voc reactivity gc.csv --unit ppb --kelvin 298.15 --kilopascals 101.325 \
      --below-detection half --limits mdl.csv
      """,
    subcommands: [
      SpeciesCommand.self,
      CheckRecordCommand.self,
      ReactivityCommand.self,
      DerivedSeriesCommand.self,
      RatiosCommand.self,
      PMFCommand.self,
      FactorsCommand.self,
      CMBCommand.self,
      ImpactCommand.self,
      InventoryCommand.self,
      SimulateRecordCommand.self,
    ])
}
