import Documents
import Store
import ArgumentParser
import Cooperation
import Evidence
import Studies

/// Lists records of a kind.
struct ProjectsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List projects, or records of another kind.",
    discussion: """
      Examples:
        airaccord projects list --plan
        airaccord projects list --fiscal-year FY2018 --field VOC --format csv
        airaccord projects list --kind organisations --format json
      """)

  @Option(
    name: .long,
    help: """
      Kind of record: \(RecordKind.allCases.map(\.rawValue).joined(separator: ", ")).
      """)
  var kind: RecordKind = .projects

  @Flag(name: .long, help: "Only the twelve lines of the table of the plan of 2014.")
  var plan = false

  @OptionGroup var filter: ProjectFilterOptions

  @Option(name: .long, help: "Most rows printed as text; csv and json print all.")
  var limit = 200

  @OptionGroup var view: RegistryView

  func run() throws {
    try explainingErrors {
      let source = try view.source.source()
      let most = view.output.format == .text ? limit : nil
      if plan {
        var listing = PlanListing(of: source)
        listing.filter = filter.filter
        try view.output.show(listing.run(), view.speech)
      } else if kind == .projects {
        var listing = ProjectListing(of: source)
        (listing.filter, listing.most) = (filter.filter, most)
        try view.output.show(listing.run(), view.speech)
      } else {
        var listing = RecordListing(of: kind, in: source)
        listing.most = most
        try view.output.show(listing.run(), view.speech)
      }
    }
  }
}

/// Narrows a list of projects.
struct ProjectFilterOptions: ParsableArguments {
  @Option(name: .long, help: "Fiscal year, for example FY2014 (April 2014 to March 2015).")
  var fiscalYear: FiscalYear?
  @Option(name: .long, help: "Id of the Japanese organisation.")
  var japanese: String?
  @Option(name: .long, help: "Id of an organisation on the Chinese side.")
  var chinese: String?
  @Option(name: .long, help: "Field: \(CooperationField.terms.joined(separator: ", ")).")
  var field: CooperationField?
  @Option(name: .long, help: "Mode: \(CooperationMode.terms.joined(separator: ", ")).")
  var mode: CooperationMode?
  @Option(name: .long, help: "Status: \(ProjectStatus.terms.joined(separator: ", ")).")
  var status: ProjectStatus?
  @Option(name: .long, help: "Component: government or business.")
  var component: ProjectComponent?
  @Option(name: .long, help: "Funding: \(FundingClass.terms.joined(separator: ", ")).")
  var funding: FundingClass?

  /// Which projects are meant.
  var filter: ProjectFilter {
    var filter = ProjectFilter()
    filter.fiscalYear = fiscalYear
    filter.japanese = japanese
    filter.chinese = chinese
    filter.field = field
    filter.mode = mode
    filter.status = status
    filter.component = component
    filter.fundingClass = funding
    return filter
  }
}
