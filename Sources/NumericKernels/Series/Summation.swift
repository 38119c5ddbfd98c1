/// Sums and order statistics in a fixed order, with the rounding error carried along.
package enum Summation {
  /// Neumaier's compensated sum; 0 of nothing.
  ///
  /// - Source: Neumaier (1974), doi:10.1002/zamm.19740540106.
  package static func sum(_ values: [Double]) -> Double {
    var sum = 0.0
    var compensation = 0.0
    for value in values {
      let next = sum + value
      compensation += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
      sum = next
    }
    return sum + compensation
  }

  /// Arithmetic mean; NaN of nothing.
  package static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : sum(values) / Double(values.count)
  }

  /// Sample variance with n − 1; NaN of fewer than two.
  package static func variance(_ values: [Double]) -> Double {
    guard values.count > 1 else { return .nan }
    let centre = mean(values)
    return sum(values.map { ($0 - centre) * ($0 - centre) }) / Double(values.count - 1)
  }

  /// The quantile that interpolates between order statistics (type 7, R's default).
  ///
  /// - Source: Hyndman and Fan (1996), doi:10.1080/00031305.1996.10473566.
  package static func quantile(_ values: [Double], probability: Double) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let place = probability * Double(sorted.count - 1)
    let lower = Int(place.rounded(.down))
    let upper = min(lower + 1, sorted.count - 1)
    return sorted[lower] + (place - Double(lower)) * (sorted[upper] - sorted[lower])
  }

  /// The middle value; NaN of nothing.
  package static func median(_ values: [Double]) -> Double {
    quantile(values, probability: 0.5)
  }
}
