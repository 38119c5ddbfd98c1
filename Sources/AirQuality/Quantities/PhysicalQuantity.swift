/// What a unit measures. A pollutant has the quantities it can be measured in, a unit has one, and
/// a column must agree with both.
public enum PhysicalQuantity: String, Hashable, Codable, Sendable, CaseIterable {
  /// Mass in a volume of air.
  case mass
  /// Molecules among molecules of air.
  case mixingRatio = "mixing-ratio"
  /// Carbon atoms among molecules of air.
  case carbonRatio = "carbon-ratio"
  /// Particles or molecules in a volume of air.
  case number
  /// Dioxins weighed by their toxicity, in a volume of air.
  case toxicEquivalents = "toxic-equivalents"
  /// Temperature on a scale with a zero of its own.
  case temperature
  /// Air pressure.
  case pressure
  /// Speed of the wind.
  case speed
  /// Angle, clockwise from north.
  case angle
  /// Depth of water, height or distance.
  case length
  /// A share in per cent.
  case fraction
  /// Eighths of the sky.
  case okta
  /// Power of radiation on a surface.
  case irradiance
  /// Energy of radiation on a surface within the step.
  case radiantExposure = "radiant-exposure"
  /// Duration within the step.
  case time
  /// Events in a time.
  case rate
  /// A pure number.
  case dimensionless
}
