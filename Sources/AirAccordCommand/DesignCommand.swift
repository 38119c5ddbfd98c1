import AirAccord
import ArgumentParser

/// Which sites a study should take.
struct DesignCommand: Verb {
  private static let standard = SiteDesign()

  static let configuration = CommandConfiguration.of("design")

  @OptionGroup var plan: PlannedStudyOptions
  @Option(help: "How many sites a set has, separated by commas.")
  var sites: NumberList = NumberList(DesignCommand.standard.sizes.map(Double.init))
  @Option(help: "Length of the period after, months.")
  var months: Double = DesignCommand.standard.months
  @Option(help: "How many sets are looked at, at most.")
  var sets: Int = DesignCommand.standard.sets
  @Option(help: "How often an effect must be found, 0 to 1.")
  var power: Double = DesignCommand.standard.power
  @Option(help: "Table of what sites cost, with the columns station and cost.")
  var costs: String?
  @Option(help: "The most that a set may cost.")
  var budget: Double?
  @Flag(help: "Every station is a candidate, not only those under “treated:”.")
  var allCandidates = false
  @Flag(help: "Also list the sets that GeoLift would choose on the last days.")
  var besideGeolift = false
  @Option(help: "Seed of the draw of sets.")
  var seed: UInt64 = DesignCommand.standard.seed
  @OptionGroup var shown: PageOptions

  func validate() throws {
    guard sites.numbers.allSatisfy({ $0 >= 1 && $0 == $0.rounded() && $0 <= 50 }) else {
      throw refusal("usage.sites")
    }
    if budget != nil, costs == nil { throw refusal("usage.budget-needs-costs") }
  }

  func presentation() throws -> Presentation {
    let planned = try plan.planned()
    var job = DesignStudy(planned.description, library: try planned.library())
    job.design.sizes = sites.numbers.map { Int($0) }
    job.design.months = months
    job.design.sets = sets
    job.design.power = power
    job.design.costs = try costs.map { try DesignStudy.costs(file: $0) } ?? [:]
    job.design.budget = budget
    job.design.seed = seed
    job.isOpenToAll = allCandidates
    job.besideGeoLift = besideGeolift
    job.threads = plan.work.threads
    let report = try outcome(of: job)
    return Presentation(report, report.document, page: "design.html", json: "design")
  }
}
