public import Documents
import NumericKernels

/// What is believed about a number: a multiplier around the figure in use.
public enum ParameterDistribution: Hashable, Codable, Sendable {
  /// Known exactly.
  case fixed
  /// Never negative, median 1, with this geometric spread: 0.3 is about ± 30 %.
  case lognormal(spread: Double)
  /// Straight up to the mode and down again, never outside.
  case triangular(low: Double, mode: Double, high: Double)
  /// Anything between two ends is as likely: a guess, for which only a range is known.
  case uniform(low: Double, high: Double)

  /// Whether nothing lies outside its ends.
  var hasEnds: Bool {
    if case .lognormal = self { return false }
    return true
  }

  /// The multiplier at a probability strictly between 0 and 1.
  package func quantile(_ probability: Double) -> Double {
    switch self {
    case .fixed: return 1
    case .lognormal(let spread):
      return Logarithm.power(
        1 + spread, Distribution.normalQuantile(probability) / 1.959_963_984_540_054)
    case .triangular(let low, let mode, let high):
      guard high > low else { return mode }
      let turn = (mode - low) / (high - low)
      return probability < turn
        ? low + (probability * (high - low) * (mode - low)).squareRoot()
        : high - ((1 - probability) * (high - low) * (high - mode)).squareRoot()
    case .uniform(let low, let high): return low + probability * (high - low)
    }
  }

  /// The central multiplier, about which draws are pulled together.
  var centre: Double {
    switch self {
    case .fixed, .lognormal: 1
    case .triangular(let low, let mode, let high): (low + mode + high) / 3
    case .uniform(let low, let high): (low + high) / 2
    }
  }

  /// Whether its numbers make sense.
  var isPossible: Bool {
    switch self {
    case .fixed: true
    case .lognormal(let spread): spread >= 0 && spread.isFinite
    case .triangular(let low, let mode, let high): low >= 0 && low <= mode && mode <= high
    case .uniform(let low, let high): low >= 0 && low <= high
    }
  }
}

/// What is uncertain in an inventory.
public enum UncertainQuantity: String, Codable, CodingKeyRepresentable, CaseIterable, Hashable,
  Sendable
{
  /// How many machines of a type there are.
  case population
  /// Hours that the fleet list gives.
  case hours
  /// Hours that are a default.
  case defaultHours = "default-hours"
  /// Load factors that the fleet list gives.
  case loadFactor = "load-factor"
  /// Load factors that are a default.
  case defaultLoadFactor = "default-load-factor"
  /// Emission factors of a stage and pollutant, except CO2 and SO2.
  case emissionFactor = "emission-factor"
  /// Fuel that a kilowatt-hour takes, of all engines together: CO2 and SO2 follow from it.
  case fuelConsumption = "fuel-consumption"
  /// How much engines get worse with age, by pollutant.
  case deterioration

  /// What it is called.
  public var name: Message { Message("uncertain.\(rawValue)") }
}
