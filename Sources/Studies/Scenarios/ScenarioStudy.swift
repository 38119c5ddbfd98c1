import Documents
public import OffRoad
import TextFiles

/// Compares measures on a fleet of machines: what they save, when, and what that costs.
public struct ScenarioStudy: Job {
  /// Scenarios, years, growth and currency.
  public let file: ScenarioFile
  /// The fleet as it is.
  public let fleet: ClassFleet
  /// How emissions are counted and drawn.
  public var analysis: ScenarioAnalysis

  /// The list of which the fleet was made.
  public let register: FleetRegister

  /// A study of a file's scenarios on the fleet of a list.
  ///
  /// - Throws: `OffRoadError`, `FileFault`.
  public init(file path: String, on listing: FleetListing, _ counting: FleetCounting) throws {
    file = try ScenarioFile(
      yaml: TextContent.utf8(path: path).text,
      file: String(path.split(separator: "/").last ?? "scenario"))
    register = try listing.register()
    analysis = ScenarioAnalysis(try counting.inventory())
    fleet = try listing.fleet(register)
  }

  /// The scenarios side by side, and the fleet as it is.
  public struct Answer: Sendable {
    /// Outcomes by scenario and year.
    public let comparison: ScenarioComparison
    /// Cost over abatement; `nil` when the file asks for none.
    public let curve: AbatementCurve?
    /// Emissions of the fleet as it is.
    public let present: EmissionTally
  }

  /// Draws every scenario in every year.
  ///
  /// - Throws: `SettingFault`, `OffRoadError`; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Answer {
    try SettingFault.checkCount(analysis.uncertainty.draws)
    let fleets = try file.fleets(from: fleet)
    try watch.begin(0, of: 1, .verbatim(file.title))
    return Answer(
      comparison: try analysis.compare(file.scenarios, fleets),
      curve: try file.abatementCurve(analysis, fleets),
      present: try analysis.inventory.tally(fleet))
  }
}
