import ArgumentParser
import Studies
import TextFiles
import Evidence
import Foundation

/// The command `airaccord`: parse, one library call, print.
@main
struct AirAccordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "airaccord",
    abstract: "Find out whether a measure made the air cleaner, by how much, and how sure that is.",
    discussion: """
      Example: a first finding in three lines:

        airaccord ingest data/*.csv --archive air.sqlite
        airaccord evaluate study.yaml --archive air.sqlite --output dossier
        open dossier/report.html

      “airaccord demo” does the same with simulated data whose truth is known. Results go to \
      standard output, everything else to standard error. The exit code is 0 for an answer \
      (a null finding is one), 64 for a wrong call, 65 for bad data, 74 when results or files \
      cannot be written.
      """,
    version: ToolVersion.current,
    subcommands: [
      DescribeCommand.self,
      IngestCommand.self,
      SourcesCommand.self,
      ForgetCommand.self,
      ArchiveCommand.self,
      StationsCommand.self,
      SeriesCommand.self,
      ProfileCommand.self,
      CheckCommand.self,
      StandardsCommand.self,
      IndexCommand.self,
      NormaliseCommand.self,
      TrendCommand.self,
      BreaksCommand.self,
      EvaluateCommand.self,
      PlanCommand.self,
      DesignCommand.self,
      MonitorCommand.self,
      SpecificationsCommand.self,
      PowerCommand.self,
      CalibrateCommand.self,
      MethodsCommand.self,
      FormatsCommand.self,
      QueryCommand.self,
      ExportCommand.self,
      VOCCommand.self,
      DataSetsCommand.self,
      OffRoadCommand.self,
      SimulateCommand.self,
      ProjectsCommand.self,
      DemoCommand.self,
    ])

  /// Files that a command may have open at once, those of the system's libraries included.
  private static let handles = 16

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
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      StandardOutput.finish()
      exit(withError: error)
    }
    StandardOutput.finish()
  }
}
