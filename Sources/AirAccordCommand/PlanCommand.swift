import AirQuality
import ArgumentParser
import Cooperation
import Documents
import Evidence
import Foundation
import Store
import Studies
import TextFiles

/// Freezes a study before its data are looked at.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Freeze a study, its diagnostics and their thresholds before the data are looked at.",
    discussion: """
      Writes one file with the study as it is, the thresholds of its diagnostics, today’s date and a \
      hash over all of it. “airaccord evaluate --plan” then runs the diagnostics first and shows the \
      effect only when they pass; what differs from the plan is listed. Of the archive only the ends of \
      the series are looked at, never a value after the measure.

      Example:
        airaccord plan study.yaml --archive air.sqlite --output study.plan.json
        airaccord evaluate study.yaml --archive air.sqlite --plan study.plan.json --output dossier
      """)

  @Argument(help: "The study, a YAML file.")
  var study: String

  @OptionGroup var archive: ArchiveOption

  @Option(name: .long, help: "The plan’s file; one that is there stays unless --replace is given.")
  var output: String

  @Flag(name: .long, help: "Replace a plan that is there.")
  var replace = false

  @OptionGroup var speech: LanguageOption
  @OptionGroup var format: FormatOption

  func run() throws {
    try explainingErrors {
      let opened = Result { try archive.opened() }
      let ownRecords = try (try? opened.get())?.hasRegistry() ?? false
      guard let today = CivilDate(DocumentFolder.today) else { return }
      let job = try Planning(
        file: study, registry: ownRecords ? try opened.get().registry() : .builtIn, date: today,
        in: try opened.get())
      guard replace || !FileManager.default.fileExists(atPath: output) else {
        throw PlanningError.setting(
          output, problem: "error.planning.plan-is-there",
          advice: "error.planning.keep-first-plan")
      }
      let plan = try job.run()
      let text = String(decoding: try StableJSON.encode(plan), as: UTF8.self)
      try WholeFile.write(to: output) { try $0.append(text) }
      try format.print(plan, language: speech.language)
    }
  }
}
