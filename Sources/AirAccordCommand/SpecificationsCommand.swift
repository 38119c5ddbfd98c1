import AirAccord
import ArgumentParser

/// All reasonable ways to answer a study's question.
struct SpecificationsCommand: Verb {
  private static let standard = SpecificationCurve()

  static let configuration = CommandConfiguration.of("specifications")

  @OptionGroup var plan: PlannedStudyOptions
  @Option(help: "Groups of donors for which the curve is drawn too, at most.")
  var controls: Int = SpecificationsCommand.standard.controls
  @Option(help: "Seed of their choice.")
  var seed: UInt64 = SpecificationsCommand.standard.seed
  @OptionGroup var shown: PageOptions

  func presentation() throws -> Presentation {
    let planned = try plan.planned()
    var job = SpecificationStudy(planned.description, library: try planned.library())
    job.curve.controls = controls
    job.curve.seed = seed
    job.threads = plan.work.threads
    let report = try outcome(of: job)
    return Presentation(
      report, report.document, page: "specifications.html", json: "specifications")
  }
}
