import ArgumentParser

/// What speciated samples tell about sources and effects.
struct VOCCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "voc",
    abstract: "From speciated samples to sources and to the effect of a measure.",
    subcommands: [
      PMFCommand.self,
      CMBCommand.self,
    ])
}
