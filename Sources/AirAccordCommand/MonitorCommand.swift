import AirAccord
import ArgumentParser

/// Looks at a study month by month.
struct MonitorCommand: Verb {
  private static let standard = Monitoring()

  static let configuration = CommandConfiguration.of("monitor")

  @OptionGroup var plan: PlannedStudyOptions
  @Option(help: "How many looks are planned, a month apart.")
  var looks: Int = MonitorCommand.standard.looks
  @Option(help: "How many measures are made up, at most.")
  var trials: Int = MonitorCommand.standard.trials
  @Option(
    name: .customLong("false-alarms"), help: "Chance of a false alarm over all looks, 0 to 1.")
  var level: Double = MonitorCommand.standard.level
  @Option(help: "Seed of the choice of made-up measures.")
  var seed: UInt64 = MonitorCommand.standard.seed
  @OptionGroup var shown: PageOptions

  func validate() throws {
    if !(level > 0 && level < 1) { throw refusal("usage.false-alarms", level: "\(level)") }
  }

  func presentation() throws -> Presentation {
    let planned = try plan.planned()
    var job = MonitoringStudy(planned.description, library: try planned.library())
    job.monitoring.looks = looks
    job.monitoring.trials = trials
    job.monitoring.level = level
    job.monitoring.seed = seed
    job.threads = plan.work.threads
    let report = try outcome(of: job)
    return Presentation(report, report.document, page: "monitor.html", json: "monitor")
  }
}
