import AirAccord
import ArgumentParser

/// How large an effect a planned study would find.
struct PowerCommand: Verb {
  private static let standard = PowerAnalysis()

  static let configuration = CommandConfiguration.of("power")

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
    guard effect > -95, effect < 0 else { throw refusal("usage.effect", effect: "\(effect)") }
    if let stations, !stations.numbers.allSatisfy({ $0 >= 1 && $0 == $0.rounded() && $0 <= 1_000 })
    {
      throw refusal("usage.stations")
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
    return Presentation(report, report.document, page: "power.html", json: "power")
  }
}
