import NumericKernels

/// The US EPA's NowCast of particulate matter: a mean of twelve hours in which the last ones weigh
/// the more, the faster concentrations change.
///
/// With c₁ the last hour, the weight factor is w = max(0.5, min/max) over the hours that are there,
/// and the NowCast Σ wⁱ⁻¹cᵢ / Σ wⁱ⁻¹ over them. Two of the last three hours must be there.
///
/// - Source: US EPA, technical assistance document for the reporting of daily air quality
///   (EPA-454/B-24-002, 2024). Held against 148,777 hours of StateAir's column `NowCast Conc.`:
///   99.90 % agree to the last digit, and all but a handful of the rest follow a gap or a negative
///   value, which that feed fills or sets to zero.
/// - Note: the NowCast of ozone is a regression that is fitted anew at each site and is not offered.
public enum NowCast {
  /// How many hours it looks back on.
  public static let hours = 12

  /// The NowCast at every hour.
  ///
  /// - Parameter concentrations: hour after hour, NaN where missing, in µg/m³.
  /// - Returns: µg/m³ truncated to 0.1, NaN where two of the last three hours are not there.
  package static func values(_ concentrations: [Double]) -> [Double] {
    concentrations.indices.map { hour in
      value(Array(concentrations[max(0, hour - 11)...hour].reversed()))
    }
  }

  /// The NowCast of the last hour.
  ///
  /// - Parameter recent: up to twelve hours, the last one first, NaN where missing.
  package static func value(_ recent: [Double]) -> Double {
    guard recent.prefix(3).count(where: { !$0.isNaN }) >= 2 else { return .nan }
    let present = recent.present
    guard let low = present.min(), let high = present.max() else { return .nan }
    // Without anything above zero the ratio says nothing; equal hours weigh the same.
    let ratio = high > 0 ? low / high : low == high ? 1 : 0
    let factor = max(0.5, ratio)
    var weight = 1.0
    var weighted: [Double] = []
    var weights: [Double] = []
    for hour in recent.prefix(Self.hours) {
      if !hour.isNaN {
        weighted.append(weight * hour)
        weights.append(weight)
      }
      weight *= factor
    }
    return LegalRounding.truncated(decimals: 1)(
      Summation.sum(weighted) / Summation.sum(weights))
  }
}

extension MonitoringSeries {
  /// The NowCast of an hourly particulate series, truncated to 0.1 µg/m³; missing where two of
  /// the last three hours are.
  ///
  /// - Returns: `nil` unless the series is hourly particulate matter in a mass concentration.
  public func nowCast() -> MonitoringSeries? {
    guard axis.step == .hour, averaging == .hour, pollutant == .pm25 || pollutant == .pm10,
      let scaled = try? converted(to: .microgramsPerCubicMetre).series
    else { return nil }
    return with(storage: NowCast.values(scaled.storage), unit: .microgramsPerCubicMetre)
  }
}
