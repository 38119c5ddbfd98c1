import Documents
import Foundation
import NumericKernels

/// From where the wind comes when a factor is high: of the samples of each sector, the share whose
/// contribution lies above a quantile.
///
/// Without a direction every sector has the share 1 − quantile. Calms are left out. The interval is
/// Wilson's for independent samples, so that of hourly samples it is too narrow. With the speed of the wind
/// beside its direction, a source near the ground shows in weak winds, a stack or a far source in strong
/// ones.
///
/// - Source: Ashbaugh, Malm and Sadeh (1985), doi:10.1016/0004-6981(85)90256-2; of factors, Kim, Hopke
///   and Edgerton (2003), doi:10.1080/10473289.2003.10466219; by direction and speed, Uria-Tellaetxe and
///   Carslaw (2014), doi:10.1016/j.envsoft.2014.05.006 (all recalled); interval: Wilson (1927),
///   doi:10.1080/01621459.1927.10502953. Departure: classes of speed instead of a smooth surface.
public struct ConditionalProbability: Codable, Hashable, Sendable {
  /// Sectors of the compass. Default: 16.
  public var sectors = 16
  /// Contributions above this quantile count as high, 0 to 1. Default: 0.75.
  public var quantile = 0.75
  /// Wind below it is calm, m/s. Default: 1.
  public var calm = 1.0
  /// Fewest samples of a sector that are answered. Default: 10.
  public var leastSamples = 10
  /// Bounds between classes of wind speed, m/s, ascending and above `calm`. Default: 2, 3, 4, 6, 8.
  public var speedBounds = [2.0, 3, 4, 6, 8]

  /// The defaults.
  public init() {}

  /// One sector.
  public struct Sector: Codable, Hashable, Sendable {
    /// Its middle, degrees clockwise from north.
    public let degrees: Double
    /// Samples with wind from it.
    public let samples: Int
    /// Share of them above the quantile; `nil` with too few.
    public let probability: Double?
    /// Lower end of the 95 % interval.
    public let lower: Double?
    /// Upper end.
    public let upper: Double?
    /// Mean contribution of these samples; `nil` with too few.
    public let mean: Double?
  }

  /// One sector of the compass in one class of wind speed.
  public struct Cell: Codable, Hashable, Sendable {
    /// Least wind speed, m/s.
    public let slowest: Double
    /// Wind speed that is just too fast, m/s; `nil` without a bound.
    public let fastest: Double?
    /// What is known of its samples.
    public let sector: Sector
  }

  /// One factor.
  public struct Rose: Codable, Hashable, Sendable {
    /// Its number, from 0.
    public let factor: Int
    /// The contribution at the quantile.
    public let threshold: Double
    /// Clockwise from north.
    public let sectors: [Sector]
    /// By class of speed, slow first, then clockwise from north; empty without speeds.
    public let cells: [Cell]
    /// Samples with a contribution and wind that is no calm.
    public let samples: Int
    /// Samples with a contribution in a calm.
    public let calms: Int

    /// The sector with the highest share, if its interval lies above what no direction would give.
    public func leading(above share: Double) -> Sector? {
      sectors.filter { ($0.lower ?? 0) > share }
        .max { ($0.probability ?? 0) < ($1.probability ?? 0) }
    }
  }

  /// A rose for each factor.
  ///
  /// - Parameter contributions: `factors × samples`.
  /// - Throws: `ApportionmentError.badSetting`.
  public func roses(
    _ contributions: [[Double?]], _ weather: SampleWeather
  ) throws(ApportionmentError) -> [Rose] {
    guard (4...72).contains(sectors) else {
      throw .badSetting("sectors", problem: "error.sources.sectors-range")
    }
    guard quantile > 0, quantile < 1 else {
      throw .badSetting("quantile", problem: "error.sources.quantile-range")
    }
    guard calm >= 0, leastSamples >= 1 else {
      throw .badSetting("calm, least samples", problem: "error.sources.must-not-negative")
    }
    guard zip([calm] + speedBounds, speedBounds).allSatisfy({ $0 < $1 }) else {
      throw .badSetting("speedBounds", problem: "error.sources.speed-bounds")
    }
    return contributions.enumerated().map { factor, values in rose(factor, values, weather) }
  }

  private func rose(_ factor: Int, _ values: [Double?], _ weather: SampleWeather) -> Rose {
    let threshold = Summation.quantile(values.compactMap(\.self), probability: quantile)
    let width = 360 / Double(sectors)
    var members = [[Double]](repeating: [], count: sectors)
    var byClass = [[[Double]]](repeating: members, count: speedBounds.count + 1)
    var calms = 0
    for (sample, value) in values.enumerated() {
      guard let value, let degrees = weather.directions[sample] else { continue }
      if let speed = weather.speeds[sample], speed < calm {
        calms += 1
        continue
      }
      let place = Int((degrees / width).rounded()) % sectors
      members[place].append(value)
      if let speed = weather.speeds[sample] {
        byClass[speedBounds.count { $0 <= speed }][place].append(value)
      }
    }
    let hasSpeeds = byClass.contains { $0.contains { !$0.isEmpty } }
    return Rose(
      factor: factor, threshold: threshold,
      sectors: members.enumerated().map { place, own in
        sector(Double(place) * width, own, threshold)
      },
      cells: !hasSpeeds
        ? []
        : byClass.enumerated().flatMap { number, classes in
          classes.enumerated().map { place, own in
            Cell(
              slowest: number == 0 ? calm : speedBounds[number - 1],
              fastest: number < speedBounds.count ? speedBounds[number] : nil,
              sector: sector(Double(place) * width, own, threshold))
          }
        }, samples: members.reduce(0) { $0 + $1.count }, calms: calms)
  }

  private func sector(_ degrees: Double, _ own: [Double], _ threshold: Double) -> Sector {
    guard own.count >= leastSamples else {
      return Sector(
        degrees: degrees, samples: own.count, probability: nil, lower: nil, upper: nil, mean: nil)
    }
    let share = Double(own.count { $0 > threshold }) / Double(own.count)
    let (lower, upper) = Self.wilson(share, count: own.count)
    return Sector(
      degrees: degrees, samples: own.count, probability: share, lower: lower, upper: upper,
      mean: Summation.mean(own))
  }

  /// Wilson's interval at 95 %.
  static func wilson(_ share: Double, count: Int) -> (lower: Double, upper: Double) {
    let z = Distribution.normalQuantile(0.975)
    let size = Double(count)
    let middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    let reach =
      z * (share * (1 - share) / size + z * z / (4 * size * size)).squareRoot()
      / (1 + z * z / size)
    return (middle - reach, middle + reach)
  }
}
