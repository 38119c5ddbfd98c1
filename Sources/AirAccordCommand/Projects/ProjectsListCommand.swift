import AirAccord
import ArgumentParser

/// Lists records of a kind.
struct ProjectsList: Verb {
  static let configuration = CommandConfiguration.of("projects.list")

  @Option(
    help: "Kind of record: \(RecordKind.allCases.map(\.rawValue).joined(separator: ", ")).")
  var kind: RecordKind = .projects
  @Flag(help: "Only the twelve lines of the table of the plan of 2014.")
  var plan = false
  @OptionGroup var filter: ProjectFilterOptions
  @Option(help: "Most rows printed as text; csv and json print all.")
  var limit = 200
  @OptionGroup var shown: RegistryView

  func presentation() throws -> Presentation {
    let source = try shown.source.source()
    let most = shown.format == .text ? limit : nil
    if plan {
      var listing = PlanListing(of: source)
      listing.filter = filter.filter
      return Presentation(try listing.run())
    }
    guard kind == .projects else {
      var listing = RecordListing(of: kind, in: source)
      listing.most = most
      return Presentation(try listing.run())
    }
    var listing = ProjectListing(of: source)
    (listing.filter, listing.most) = (filter.filter, most)
    return Presentation(try listing.run())
  }
}

/// Narrows a list of projects.
struct ProjectFilterOptions: ParsableArguments {
  @Option(help: "Fiscal year, for example FY2014 (April 2014 to March 2015).")
  var fiscalYear: FiscalYear?
  @Option(help: "Id of the Japanese organisation.")
  var japanese: String?
  @Option(help: "Id of an organisation on the Chinese side.")
  var chinese: String?
  @Option(help: "Field: \(CooperationField.terms.joined(separator: ", ")).")
  var field: CooperationField?
  @Option(help: "Mode: \(CooperationMode.terms.joined(separator: ", ")).")
  var mode: CooperationMode?
  @Option(help: "Status: \(ProjectStatus.terms.joined(separator: ", ")).")
  var status: ProjectStatus?
  @Option(help: "Component: government or business.")
  var component: ProjectComponent?
  @Option(help: "Funding: \(FundingClass.terms.joined(separator: ", ")).")
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
