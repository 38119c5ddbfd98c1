import Documents
public import OffRoad

/// Compares measures on a fleet of machines: what they save, when, and what that costs.
public struct ScenarioStudy: Job {
  /// Scenarios, years, growth and currency.
  public let file: ScenarioFile
  /// The fleet as it is.
  public let fleet: ClassFleet
  /// How emissions are counted and drawn.
  public var analysis: ScenarioAnalysis

  /// A study of a file's scenarios on a fleet.
  public init(_ file: ScenarioFile, on fleet: ClassFleet, _ analysis: ScenarioAnalysis) {
    self.file = file
    self.fleet = fleet
    self.analysis = analysis
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
  /// - Throws: `OffRoadError`; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Answer {
    let fleets = try file.fleets(from: fleet)
    try watch.begin(0, of: 1, .verbatim(file.title))
    return Answer(
      comparison: try analysis.compare(file.scenarios, fleets),
      curve: try file.abatementCurve(analysis, fleets),
      present: try analysis.inventory.tally(fleet))
  }
}
