/// A number of which the ends are known too.
///
/// In a file it is written as one number, or as a list of low, central and high.
public struct BoundedNumber: Hashable, Codable, Sendable {
  /// Lower end.
  public let low: Double
  /// What is believed.
  public let central: Double
  /// Upper end.
  public let high: Double

  /// Known exactly.
  public init(_ value: Double) {
    low = value
    central = value
    high = value
  }

  /// From its ends; `low` and `high` must enclose `central`.
  public init(low: Double, central: Double, high: Double) {
    self.low = low
    self.central = central
    self.high = high
  }

  /// Reads a number or a list of three.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Double.self) {
      self.init(value)
      return
    }
    let values = try container.decode([Double].self)
    guard values.count == 3, values[0] <= values[1], values[1] <= values[2] else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "write one number, or [low, central, high] ascending")
    }
    self.init(low: values[0], central: values[1], high: values[2])
  }

  /// Writes a number, or a list of three.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if low == high {
      try container.encode(central)
    } else {
      try container.encode([low, central, high])
    }
  }

  /// A triangle with its mode at the central value.
  func value(at probability: Double) -> Double {
    ParameterDistribution.triangular(low: low, mode: central, high: high).quantile(probability)
  }
}
