import ArgumentParser
import Estimation
import Evidence
import Studies

/// Looks at a study month by month.
struct MonitorCommand: Verb {
  private static let standard = Monitoring()

  static let configuration = CommandConfiguration(
    commandName: "monitor",
    abstract: "Look at a study month by month without crying wolf.",
    discussion: """
      A study that is looked at again every month finds something by chance sooner or later. Here each \
      look is held against measures that were made up in the days before, followed over as many months: \
      over all planned looks together a measure without effect crosses the boundary as rarely as in one \
      test. The period before must therefore be longer than the looks.

      Example: airaccord monitor study.yaml --archive air.sqlite --looks 12 --output monitor
      """)

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
    guard (1...120).contains(looks) else {
      throw ValidationError("--looks is \(looks); give 1 to 120")
    }
    guard (20...2_000).contains(trials) else {
      throw ValidationError("--trials is \(trials); give 20 to 2000")
    }
    guard level > 0, level < 1 else {
      throw ValidationError(
        "--false-alarms is \(level); give a share between 0 and 1, such as 0.05")
    }
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
    return try Presentation(report, report.document, page: "monitor.html", json: "monitor")
  }
}
