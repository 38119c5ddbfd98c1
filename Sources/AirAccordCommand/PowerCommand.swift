import ArgumentParser
import Estimation
import Evidence
import Studies

/// How large an effect a planned study would find.
struct PowerCommand: Verb {
  private static let standard = PowerAnalysis()

  static let configuration = CommandConfiguration(
    commandName: "power",
    abstract: "Say how large an effect a planned study would find, and after how many months.",
    discussion: """
      Tries the study out on its own past: effects of known size are put into the series at places and \
      dates before the measure, where nothing was done, and each method of the study is asked to find \
      them, calibrated as “airaccord evaluate” does it. Only the days in “before:” are read.

      Examples:
        airaccord power study.yaml --archive air.sqlite
        airaccord power study.yaml --archive air.sqlite --effect -5 --months 3,6,12,24 --stations 1,3
      """)

  @OptionGroup var plan: PlannedStudyOptions

  @Option(help: "Effect of which it is asked how long it takes, per cent.")
  var effect: Double = -5

  @Option(help: "Lengths of the period after in months, separated by commas.")
  var months: NumberList = NumberList(PowerCommand.standard.months)

  @Option(
    help: "How many stations are treated together, separated by commas; default: as the study.")
  var stations: NumberList?

  @Option(help: "How many places and dates are tried.")
  var trials: Int = PowerCommand.standard.trials

  @Option(help: "How often an effect must be found, 0 to 1.")
  var power: Double = PowerCommand.standard.power

  @Option(help: "Seed of the choice of places.")
  var seed: UInt64 = PowerCommand.standard.seed

  @OptionGroup var shown: PageOptions

  func validate() throws {
    guard effect > -95, effect < 0 else {
      throw ValidationError("--effect is \(effect); give a decrease in per cent, such as -5")
    }
    guard power > 0, power < 1 else {
      throw ValidationError("--power is \(power); give a share between 0 and 1, such as 0.8")
    }
    guard (20...2_000).contains(trials) else {
      throw ValidationError("--trials is \(trials); give 20 to 2000")
    }
    guard !months.numbers.isEmpty, months.numbers.allSatisfy({ $0 > 0 && $0 <= 240 }) else {
      throw ValidationError("--months: give months above 0 and up to 240, such as 3,6,12")
    }
    if let stations, !stations.numbers.allSatisfy({ $0 >= 1 && $0 == $0.rounded() && $0 <= 1_000 })
    {
      throw ValidationError("--stations: give whole numbers, such as 1,3")
    }
  }

  func presentation() throws -> Presentation {
    let planned = try plan.planned()
    var job = PowerStudy(planned.description, library: try planned.library())
    job.target = effect / 100
    job.analysis.months = months.numbers
    job.analysis.groupSizes = stations?.numbers.map { Int($0) } ?? []
    job.analysis.trials = trials
    job.analysis.power = power
    job.analysis.seed = seed
    if !job.analysis.effects.contains(job.target) {
      job.analysis.effects = (job.analysis.effects + [job.target]).sorted(by: >)
    }
    job.threads = plan.work.threads
    let report = try outcome(of: job)
    return try Presentation(report, report.document, page: "power.html", json: "power")
  }
}
