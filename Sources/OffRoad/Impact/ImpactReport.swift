public import AirQuality

/// Everything known about what a measure did, from inspections to the air.
public struct ImpactReport: Codable, Sendable {
  /// For the head of the page.
  public let title: String
  /// First day of the measure.
  public let start: CivilDate
  /// From inspections.
  public let compliance: ComplianceResult?
  /// From readings at machines.
  public let readings: ReadingsAnalysis.Result?
  /// From sales of fuel.
  public let fuel: FuelSalesAnalysis.Result?
  /// From the air, one a design.
  public let ambient: [AmbientImpact.Finding]
  /// What is measured in the air, for example `bc`; empty without ambient data.
  public let pollutant: Pollutant?
  /// Expected beside observed.
  public let rollback: RollbackResult?
  /// Where the relative change of emissions comes from: `compliance`, `given`; empty without one.
  public let emissionSource: String
  /// What the user gave and no data say.
  public let assumptions: [DefaultUse]
}
