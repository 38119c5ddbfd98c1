import NumericKernels

/// How the valid steps of a period become one number.
public enum AggregateStatistic: String, Codable, Sendable, CaseIterable {
  /// Arithmetic mean; for wind direction the direction of the mean vector.
  case mean
  /// The middle value, or the mean of the two middle ones.
  case median
  /// The largest value.
  case maximum
  /// The smallest value.
  case minimum
  /// Sample standard deviation, with n − 1; missing with a single value.
  case standardDeviation = "standard-deviation"
  /// The 5th percentile, interpolated between order statistics (type 7, R's default); the others
  /// alike.
  case percentile5 = "p5"
  case percentile25 = "p25"
  case percentile75 = "p75"
  case percentile95 = "p95"
  case percentile98 = "p98"
  case percentile99 = "p99"
  /// How many steps have a value.
  case frequency
  /// The sum of the valid steps, not scaled up for the missing ones. For precipitation.
  case sum

  /// The statistic of the values that are not NaN; NaN when there is none.
  ///
  /// - Parameter values: the steps of one period in any unit, NaN where missing.
  package func value(of values: ArraySlice<Double>) -> Double {
    guard let first = values.first(where: { !$0.isNaN }) else { return .nan }
    switch self {
    case .mean:
      // Summing distances from the first value keeps a constant series constant to the last bit.
      var distance = 0.0
      var count = 0
      for value in values where !value.isNaN {
        distance += value - first
        count += 1
      }
      return first + distance / Double(count)
    case .median:
      let sorted = values.filter { !$0.isNaN }.sorted()
      let middle = sorted.count / 2
      return sorted.count % 2 == 1
        ? sorted[middle] : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2
    case .maximum:
      return values.reduce(first) { $1 > $0 ? $1 : $0 }
    case .minimum:
      return values.reduce(first) { $1 < $0 ? $1 : $0 }
    case .standardDeviation:
      return Summation.variance(values.filter { !$0.isNaN }).squareRoot()
    case .percentile5, .percentile25, .percentile75, .percentile95, .percentile98, .percentile99:
      return Summation.quantile(
        values.filter { !$0.isNaN }, probability: (Double(rawValue.dropFirst()) ?? 50) / 100)
    case .frequency:
      return Double(values.reduce(0) { $0 + ($1.isNaN ? 0 : 1) })
    case .sum:
      return values.reduce(0) { $1.isNaN ? $0 : $0 + $1 }
    }
  }
}
