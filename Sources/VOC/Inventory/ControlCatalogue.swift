public import AirQuality

/// The measures and component factors of `Datasets/reference`, each with its source.
///
/// No archived copy of their sources was at hand: every figure is marked as recalled and belongs
/// checked against the text before it is cited. An inventory may state its own instead.
public struct ControlCatalogue: Sendable {
  /// The tables that are part of the program.
  public static let embedded = ControlCatalogue()

  /// One kind of measure.
  public struct Control: Hashable, Sendable {
    /// As an inventory writes it.
    public let identifier: String
    /// In words.
    public let name: String
    /// On what it acts.
    public let action: AbatementMeasure.Action
    /// Efficiencies found in practice; `nil` for components.
    public let range: ClosedRange<Double>?
    /// What to mind.
    public let notes: String
    /// Where the range comes from.
    public let provenance: ReferenceProvenance
  }

  /// One kind of component that may leak.
  public struct Component: Hashable, Sendable {
    /// As an inventory writes it.
    public let identifier: String
    /// Kilograms an hour of each component, without a programme.
    public let kilogramsPerHour: Double
    /// Reduction by leak detection and repair every quarter; `nil` where none is stated.
    public let quarterlyReduction: Double?
    /// Reduction every month.
    public let monthlyReduction: Double?
    /// Where the figures come from.
    public let provenance: ReferenceProvenance
  }

  /// In the order of the table.
  public let controls: [Control]
  /// In the order of the table.
  public let components: [Component]

  private init() {
    controls = ReferenceTable(named: "reference/voc_control_measures.csv").rows.map { row in
      guard let identifier = row["identifier"], let name = row["name"],
        let action = row["acts_on"].flatMap(AbatementMeasure.Action.init)
      else { preconditionFailure("line \(row.line) of voc_control_measures.csv is incomplete") }
      let ends = (row.number("low"), row.number("high"))
      return Control(
        identifier: identifier, name: name, action: action,
        range: ends.0.flatMap { low in ends.1.map { low...$0 } }, notes: row["notes"] ?? "",
        provenance: row.provenance)
    }
    components = ReferenceTable(named: "reference/voc_component_factors.csv").rows.map { row in
      guard let identifier = row["component"], let rate = row.number("kg_per_hour") else {
        preconditionFailure("line \(row.line) of voc_component_factors.csv is incomplete")
      }
      return Component(
        identifier: identifier, kilogramsPerHour: rate,
        quarterlyReduction: row.number("reduction_quarterly"),
        monthlyReduction: row.number("reduction_monthly"), provenance: row.provenance)
    }
  }

  /// A kind of measure by its identifier.
  public func control(_ identifier: String) -> Control? {
    controls.first { $0.identifier == identifier }
  }

  /// A component by its identifier.
  public func component(_ identifier: String) -> Component? {
    components.first { $0.identifier == identifier }
  }
}
