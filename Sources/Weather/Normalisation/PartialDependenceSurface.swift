/// What the model expects with two predictors held at once: a wind rose, or the two weather variables that
/// matter most.
public struct PartialDependenceSurface: Hashable, Codable, Sendable {
  /// One place of the grid.
  public struct Cell: Hashable, Codable, Sendable {
    /// Value of the first predictor.
    public let first: Double
    /// Value of the second.
    public let second: Double
    /// The mean prediction with both held and everything else as it was; on the model's scale.
    public let expected: Double
    /// Spread of the bootstrap models about it; `nil` without such models.
    public let spread: ModelInterval?
    /// Steps whose values are nearest to this place. Where there are none the model is asked about air
    /// that was not seen.
    public let count: Int
  }

  /// The two predictors.
  public let features: [WeatherFeature]
  /// Values of the first predictor, ascending.
  public let firstValues: [Double]
  /// Values of the second, ascending.
  public let secondValues: [Double]
  /// Every pair of values, the first predictor's in the outer order.
  public let cells: [Cell]
}
