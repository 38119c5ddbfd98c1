import AirAccord
import ArgumentParser
import Foundation
import TextFiles

/// The command `airaccord`: parse, one library call, print.
@main
struct AirAccordCommand: ParsableCommand {
  static let configuration = CommandConfiguration.of(
    "airaccord", version: ToolVersion.current,
    subcommands: [
      DescribeCommand.self, IngestCommand.self, SourcesCommand.self, ForgetCommand.self,
      ArchiveCommand.self, StationsCommand.self, SeriesCommand.self, ProfileCommand.self,
      CheckCommand.self, StandardsCommand.self, IndexCommand.self, NormaliseCommand.self,
      TrendCommand.self, BreaksCommand.self, EvaluateCommand.self, PlanCommand.self,
      DesignCommand.self, MonitorCommand.self, SpecificationsCommand.self, PowerCommand.self,
      CalibrateCommand.self, MethodsCommand.self, FormatsCommand.self, QueryCommand.self,
      ExportCommand.self, VOCCommand.self, DataSetsCommand.self, OffRoadCommand.self,
      SimulateCommand.self, ProjectsCommand.self, DemoCommand.self,
    ])

  /// Files that a command may have open at once, those of the system's libraries included.
  private static let handles = 16

  /// How a verb is called. The parser says it while it reads a call; a setting is refused later.
  private static func usage(of verb: any ParsableCommand.Type) -> String {
    let group = configuration.subcommands.first {
      $0.configuration.subcommands.contains { $0 == verb }
    }
    let path: [(any ParsableCommand.Type)?] = [Self.self, group, verb]
    let names = path.compactMap { $0?.configuration.commandName }
    return """
      Usage: \(usageString(for: verb))
        See '\(names.joined(separator: " ")) --help' for more information.
      """
  }

  /// Runs the command; a result that could not be written ends with an exit code of its own.
  static func main() {
    // Where handles are short, the system's own libraries trap, here or there.
    let opened = (0..<handles).map { _ in FileHandle(forReadingAtPath: "/dev/null") }
    guard opened.allSatisfy({ $0 != nil }) else {
      StandardError.print(
        """
        airaccord: fewer than \(handles) more files can be opened
          do: raise the limit with “ulimit -n 1024”, or close what else is open
        """)
      Foundation.exit(71)
    }
    for handle in opened { try? handle?.close() }
    TemporaryPlaces.cleanOnSignals()
    var called: any ParsableCommand.Type = Self.self
    do {
      var command = try parseAsRoot()
      called = type(of: command)
      try command.run()
    } catch let refusal as ValidationError {
      StandardOutput.finish()
      StandardError.print("Error: \(refusal.message)\n\(usage(of: called))")
      exit(withError: ExitCode.validationFailure)
    } catch {
      let isHelp = exitCode(for: error) == .success
      if isHelp, Language.spoken != .english {
        // Wide enough for each text to stand on one line: the parser breaks lines at blanks only.
        let page = fullMessage(for: error, columns: 1 << 20)
        print(HelpPage(.spoken, width: min(StandardOutput.columns, 80)).text(page))
      }
      StandardOutput.finish()
      exit(withError: isHelp && Language.spoken != .english ? nil : error)
    }
    StandardOutput.finish()
  }
}
