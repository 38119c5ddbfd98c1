import AirQuality
import ArgumentParser
import Cooperation
import Documents
import Evidence
import Foundation
import Studies

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
  @OptionGroup var speech: LanguageOption
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
      let names = NameBook(registry)
      let isFile = output.format == .csv
      let table = Table("due", "projects.due", all) {
        Column("due", heading: "record.due") { $0.due.isEmpty ? .missing : .date($0.due) }
        Column("state", heading: "record.state") { item in
          isFile
            ? .text(item.state.rawValue)
            : .message(Message("projects.due-\(item.state.rawValue)"))
        }
        Column("kind", heading: "record.kind") { item in
          let kind = RecordKind.allCases.first { $0.singular == item.kind }
          return isFile ? .text(item.kind) : kind?.one ?? .text(item.kind)
        }
        Column("id", heading: "record.id") { .text($0.id) }
        Column("project", heading: "record.project") { .text($0.project) }
        Column("what", heading: "record.what") {
          isFile ? .text($0.what) : .named(RecordTranslations.of($0.what))
        }
        Column("who", heading: "record.who") { output.party($0.who, names) }
      }
      try output.print(all, table, speech)
      if all.isEmpty { speech.note("projects.nothing-due") }
    }
  }
}
