import AirQuality
import Foundation
import NumericKernels

/// A ratio over another with a common denominator, both on the log scale: air that only thins keeps its
/// place or moves along the line of slope 1 where a background remains, air that ages by OH moves along
/// the line of the rate constants; points beside both point to errors of calibration or of names.
///
/// - Source: Parrish et al. (1992), doi:10.1029/92JD01541, and (1998), doi:10.1029/98JD01364 (both
///   recalled).
public struct RatioPlot: Hashable, Codable, Sendable {
  /// Across: this compound over the common one.
  public let across: String
  /// Up: this compound over the common one.
  public let up: String
  /// The common denominator, the slowest of the three.
  public let common: String
  /// Natural logarithms of the ratios of ppb, step by step where all three were measured.
  public let points: [[Double]]
  /// Slope of the line with the least squared distances.
  public let slope: Double
  /// Slope that ageing by OH alone gives: (k_up − k_common) / (k_across − k_common); `nil` without the
  /// rate constants.
  public let ageingSlope: Double?
  /// Correlation of the points.
  public let correlation: Double

  /// Triples whose plots are usual.
  private static let usual = [
    (across: "propane", up: "n-butane", common: "ethane"),
    (across: "toluene", up: "ethylbenzene", common: "benzene"),
    (across: "n-butane", up: "isopentane", common: "propane"),
    (across: "ethylbenzene", up: "m,p-xylene", common: "benzene"),
  ]

  static func plots(_ columns: RecordColumns, _ leastSteps: Int) -> [RatioPlot] {
    usual.compactMap { triple in
      guard let across = columns.logarithm(of: triple.across),
        let up = columns.logarithm(of: triple.up),
        let common = columns.logarithm(of: triple.common)
      else { return nil }
      func facts(_ name: String) -> (carbons: Double, rate: Double?) {
        let compound = columns.compounds.first { $0.name == name }
        return (
          compound?.carbonAtoms ?? 1,
          compound?.constants[.hydroxyl]?.value
        )
      }
      let (x, y, base) = (facts(triple.across), facts(triple.up), facts(triple.common))
      // From carbon atoms to molecules.
      let points = across.indices.compactMap { row -> [Double]? in
        let point = [
          across[row] - common[row] - log(x.carbons / base.carbons),
          up[row] - common[row] - log(y.carbons / base.carbons),
        ]
        return point.allSatisfy(\.isFinite) ? point : nil
      }
      guard points.count >= leastSteps,
        let line = OrthogonalLine(points.map { $0[0] }, points.map { $0[1] })
      else { return nil }
      var ageing: Double?
      if let fast = x.rate, let second = y.rate, let slow = base.rate, fast != slow {
        ageing = (second - slow) / (fast - slow)
      }
      return RatioPlot(
        across: triple.across, up: triple.up, common: triple.common, points: points,
        slope: line.slope, ageingSlope: ageing, correlation: line.correlation)
    }
  }
}

/// The line with the least sum of squared distances from points, both coordinates in error alike.
///
/// - Source: the first principal axis, Pearson (1901), doi:10.1080/14786440109462720; in closed form
///   Deming's regression with equal errors.
struct OrthogonalLine {
  let slope: Double
  let intercept: Double
  let correlation: Double

  /// - Returns: `nil` with fewer than three points, or where x and y do not vary together.
  init?(_ x: [Double], _ y: [Double]) {
    guard x.count >= 3, x.count == y.count else { return nil }
    let left = Summation.mean(x)
    let right = Summation.mean(y)
    let xx = Summation.sum(x.map { ($0 - left) * ($0 - left) })
    let yy = Summation.sum(y.map { ($0 - right) * ($0 - right) })
    let xy = Summation.sum(zip(x, y).map { ($0 - left) * ($1 - right) })
    guard xx > 0, yy > 0, xy != 0 else { return nil }
    let difference = yy - xx
    slope = (difference + (difference * difference + 4 * xy * xy).squareRoot()) / (2 * xy)
    intercept = right - slope * left
    correlation = xy / (xx * yy).squareRoot()
  }
}
