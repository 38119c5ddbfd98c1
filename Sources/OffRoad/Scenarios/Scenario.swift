/// A set of measures under one name.
public struct Scenario: Hashable, Sendable {
  /// For tables and figures.
  public var name: String
  /// In any order; they are combined in the order of `ControlMeasure.Action`.
  public var measures: [ControlMeasure]

  /// Measures that act together.
  public init(name: String, measures: [ControlMeasure]) {
    self.name = name
    self.measures = measures
  }

  /// In the order of combination: by phase, then by start, then by name.
  var ordered: [ControlMeasure] {
    measures.sorted {
      ($0.action.phase, $0.start, $0.name) < ($1.action.phase, $1.start, $1.name)
    }
  }
}

/// What a scenario does in one year.
public struct ScenarioOutcome: Hashable, Codable, Sendable {
  /// What one measure touches.
  public struct Reach: Hashable, Codable, Sendable {
    /// The measure's name.
    public let measure: String
    /// Machines, survey weights counted.
    public let machines: Double
    /// Cost a year, in the user's currency; `nil` when the measure has no cost.
    public let cost: Double?
  }

  /// The scenario's name.
  public let scenario: String
  /// The year.
  public let year: Int
  /// t a year.
  public let emissions: [ExhaustPollutant: IntervalEstimate]
  /// t a year less than without measures in the same year.
  public let abatement: [ExhaustPollutant: IntervalEstimate]
  /// A year, in the user's currency; `nil` when no measure has a cost.
  public let cost: IntervalEstimate?
  /// Cost over abatement, a tonne; missing where nothing is abated.
  public let costPerTonne: [ExhaustPollutant: IntervalEstimate]
  /// One a measure.
  public let reach: [Reach]
}
