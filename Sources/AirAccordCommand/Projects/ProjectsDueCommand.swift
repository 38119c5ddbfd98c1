import AirQuality
import ArgumentParser
import Cooperation
import Evidence
import Foundation

/// What is due across all projects.
struct ProjectsDue: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "due",
    abstract: "List steps and replies that are due or overdue, across all projects.",
    discussion: """
      Steps of checklists that are not done and letters that await a reply, by their day. Those \
      without a day stand at the end.

      Example: airaccord projects due --within 60 --archive air.sqlite
      """)

  @Option(name: .long, help: "The day of which is asked; today when not named.")
  var on: CivilDate?
  @Option(name: .long, help: "Days ahead.")
  var within = 30
  @Flag(name: .long, help: "Only what is overdue.")
  var overdue = false
  @OptionGroup var source: RegistryOption
  @OptionGroup var output: FormatOption

  func validate() throws {
    if within < 0 { throw ValidationError("--within is \(within); give 0 or more") }
  }

  func run() throws {
    try explainingErrors {
      let registry = try source.registry([
        .organisations, .projects, .checklistItems, .communications,
      ])
      let day = on ?? CivilDate(daysSinceEpoch: Int(Date().timeIntervalSince1970) / 86_400)
      let all = DueList(registry, on: day, within: overdue ? -1 : within).items
      var table = PlainTable(["due", "state", "kind", "id", "project", "what", "who"])
      for item in all {
        table.add([
          item.due, item.state.rawValue, item.kind, item.id, item.project, item.what, item.who,
        ])
      }
      try printRows(all, as: output.format, table: table)
      if all.isEmpty { StandardError.print("nothing is due by then") }
    }
  }
}
