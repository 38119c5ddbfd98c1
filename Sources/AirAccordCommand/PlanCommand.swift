import AirAccord
import ArgumentParser

/// Freezes a study before its data are looked at.
struct PlanCommand: Verb {
  static let configuration = CommandConfiguration.of("plan")

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
