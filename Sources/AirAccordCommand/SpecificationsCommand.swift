import ArgumentParser
import Estimation
import Evidence
import Studies

/// All reasonable ways to answer a study's question.
struct SpecificationsCommand: Verb {
  private static let standard = SpecificationCurve()

  static let configuration = CommandConfiguration(
    commandName: "specifications",
    abstract: "Answer a study in all reasonable ways, and test the whole curve at once.",
    discussion: """
      Runs every method of the study on both scales, with three lengths of the period before and three \
      kinds of donors, and with weather left in where the study takes it out. The same curve is drawn \
      for groups of donors where nothing was done; the study’s is ranked among these.

      Example: airaccord specifications study.yaml --archive air.sqlite --output curve
      """)

  @OptionGroup var plan: PlannedStudyOptions

  @Option(help: "Groups of donors for which the curve is drawn too, at most.")
  var controls: Int = SpecificationsCommand.standard.controls

  @Option(help: "Seed of their choice.")
  var seed: UInt64 = SpecificationsCommand.standard.seed

  @OptionGroup var shown: PageOptions

  func validate() throws {
    guard (19...500).contains(controls) else {
      throw ValidationError("--controls is \(controls); give 19 to 500")
    }
  }

  func presentation() throws -> Presentation {
    let planned = try plan.planned()
    var job = SpecificationStudy(planned.description, library: try planned.library())
    job.curve.controls = controls
    job.curve.seed = seed
    job.threads = plan.work.threads
    let report = try outcome(of: job)
    return try Presentation(
      report, report.document, page: "specifications.html", json: "specifications")
  }
}
