import ArgumentParser
import TestSupport
import Testing

@testable import AirAccordCommand

@Suite("Help")
struct HelpTests {
  /// A command with the names above it, and every one below.
  private func all(
    _ command: any ParsableCommand.Type, under path: [String] = []
  ) -> [(name: String, help: String)] {
    let name = path + [command._commandName]
    let own = (name.joined(separator: " "), command.configuration.discussion)
    return [own] + command.configuration.subcommands.flatMap { all($0, under: name) }
  }

  @Test("Every verb’s help has an example that begins with the command")
  func examples() {
    let commands = all(AirAccordCommand.self)
    #expect(commands.count > 50)
    for (name, help) in commands {
      #expect(help.contains("Example"), "\(name) --help has no example")
      #expect(help.contains("airaccord "), "\(name) --help")
    }
  }
}
