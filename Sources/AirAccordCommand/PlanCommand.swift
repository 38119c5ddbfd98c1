import ArgumentParser
import Evidence
import Studies

/// Freezes a study before its data are looked at.
struct PlanCommand: Verb {
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

  @Option(help: "The plan’s file; one that is there stays unless --replace is given.")
  var output: String

  @Flag(help: "Replace a plan that is there.")
  var replace = false

  @OptionGroup var shown: ResultOptions

  func presentation() throws -> Presentation {
    let job = try Planning(
      PlannedStudy(file: study, ownRecordsIn: try archive.opened()), date: DocumentFolder.today)
    try StudyPlan.checkPlace(output, replacing: replace)
    let plan = try outcome(of: job)
    try plan.write(to: output)
    return Presentation(plan, plan.document)
  }
}
