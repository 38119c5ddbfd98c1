/// What the draws of an inventory say.
public struct UncertaintyResult: Hashable, Codable, Sendable {
  /// One type and stage.
  public struct Row: Hashable, Codable, Sendable {
    /// Identifier of the type; `all` for the whole fleet.
    public let type: String
    /// Identifier of the stage; `all` for the whole fleet.
    public let stage: String
    /// t a year.
    public let tonnes: [ExhaustPollutant: IntervalEstimate]
  }

  /// A total with all guessed activity at its low and at its high end.
  ///
  /// It is no interval: nobody knows how likely its ends are.
  public struct Range: Hashable, Codable, Sendable {
    /// What is counted.
    public let pollutant: ExhaustPollutant
    /// t a year.
    public let low: Double
    /// t a year.
    public let high: Double
  }

  /// The settings.
  public let analysis: UncertaintyAnalysis
  /// By type and stage.
  public let classes: [Row]
  /// The whole fleet.
  public let totals: [Row]
  /// Whose spread matters, the weightiest first.
  public let shares: [VarianceShare]
  /// Share of the ranks’ variance that the rank regression explains.
  public let rankRSquared: Double
  /// One a pollutant.
  public let ranges: [Range]
  /// Spreads that are our own.
  public let defaults: [DefaultUse]

  /// t a year of one pollutant of the whole fleet.
  public func total(_ pollutant: ExhaustPollutant) -> IntervalEstimate? {
    totals.first?.tonnes[pollutant]
  }
}

/// How much of a total's variance one parameter carries: what a survey of it would be worth.
public struct VarianceShare: Hashable, Codable, Sendable {
  /// What is uncertain.
  public let quantity: UncertainQuantity
  /// Type, stage or `all`.
  public let subject: String
  /// Sobol index of first order.
  public let firstOrder: Double
  /// Total Sobol index.
  public let total: Double
  /// Square of the standardised coefficient of the rank regression.
  public let rankShare: Double
  /// The total, t a year, at the parameter's lower and upper end, the others central.
  public let swing: [Double]
}
