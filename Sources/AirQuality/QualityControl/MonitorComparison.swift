public import Documents
import NumericKernels

/// Two monitors of one place beside each other, as the European guide to equivalence does.
///
/// The first is taken as the reference. Days on which both have a value are paired.
///
/// - Source: Guide to the Demonstration of Equivalence of Ambient Air Monitoring Methods (European
///   Commission working group, 2010), sections 9.5 and 9.6 and annex B. Departures: the
///   reference's own between-sampler uncertainty is not known with one monitor and is taken as 0,
///   which makes the candidate look worse, never better; the guide's 40 pairs for each of four
///   campaigns are not asked for.
public struct MonitorComparison: Hashable, Codable, Sendable {
  /// The station taken as the reference, `network/identifier`.
  public let reference: String
  /// The other station.
  public let candidate: String
  /// The pollutant.
  public let pollutant: Pollutant
  /// Unit of everything below that has one.
  public let unit: MeasurementUnit
  /// How many days both have.
  public let days: Int
  /// Means of the reference and of the candidate over these days.
  public let means: [Double]
  /// Pearson's correlation.
  public let correlation: Double
  /// Slope of the orthogonal line.
  public let slope: Double
  /// Its standard uncertainty.
  public let slopeUncertainty: Double
  /// Intercept of the orthogonal line.
  public let intercept: Double
  /// Its standard uncertainty.
  public let interceptUncertainty: Double
  /// Between-sampler uncertainty, the root of half the mean squared difference.
  public let betweenSamplers: Double
  /// The limit value at which the expanded uncertainty is stated.
  public let limit: Double
  /// Relative expanded uncertainty at the limit, coverage factor 2, a share.
  public let expandedUncertainty: Double

  /// Whether the expanded uncertainty keeps within the 25 % that the directive asks of PM.
  public var isEquivalent: Bool { expandedUncertainty <= 0.25 }

  /// Compares daily means.
  ///
  /// - Parameters:
  ///   - limit: in the unit of the series; 75 µg/m³ is China's daily limit for PM2.5.
  /// - Returns: `nil` with fewer than 40 common days, different units, no covariance, and for wind
  ///   directions, which have no line.
  public init?(
    reference: MonitoringSeries, candidate: MonitoringSeries, limit: Double
  ) {
    guard reference.unit == candidate.unit, reference.pollutant == candidate.pollutant,
      reference.pollutant != .windDirection,
      reference.axis.utcOffset == candidate.axis.utcOffset
    else { return nil }
    let first = reference.axis.step < .day ? reference.daily() : reference
    let second = candidate.axis.step < .day ? candidate.daily() : candidate
    let shift =
      second.axis.ceilingPosition(of: first.axis.start)
    var x: [Double] = []
    var y: [Double] = []
    for position in first.storage.indices where second.storage.indices.contains(position + shift) {
      let pair = (first.storage[position], second.storage[position + shift])
      if pair.0.isNaN || pair.1.isNaN { continue }
      x.append(pair.0)
      y.append(pair.1)
    }
    guard x.count >= 40, let line = OrthogonalRegression(reference: x, candidate: y) else {
      return nil
    }
    self.reference = reference.station.key
    self.candidate = candidate.station.key
    pollutant = reference.pollutant
    unit = reference.unit
    days = x.count
    let means = [Summation.mean(x), Summation.mean(y)]
    self.means = means
    let covariance = Summation.sum(zip(x, y).map { ($0 - means[0]) * ($1 - means[1]) })
    correlation =
      covariance / Double(x.count - 1)
      / (Summation.variance(x) * Summation.variance(y)).squareRoot()
    slope = line.slope
    slopeUncertainty = line.slopeUncertainty
    intercept = line.intercept
    interceptUncertainty = line.interceptUncertainty
    betweenSamplers =
      (Summation.sum(zip(x, y).map { ($0 - $1) * ($0 - $1) }) / Double(2 * x.count)).squareRoot()
    self.limit = limit
    let bias = line.intercept + (line.slope - 1) * limit
    let variance = line.residualSum / Double(line.count - 2) + bias * bias
    expandedUncertainty = 2 * variance.squareRoot() / limit
  }

  /// The comparison in one sentence.
  public var message: Message {
    Message(
      "quality.comparison",
      [
        "candidate": .text(candidate), "reference": .text(reference),
        "pollutant": .text(pollutant.displayName), "days": .count(days),
        "slope": .number(slope, .decimals(3)),
        "slopeUncertainty": .number(slopeUncertainty, .decimals(3)),
        "intercept": .number(intercept, .decimals(2)),
        "interceptUncertainty": .number(
          interceptUncertainty, .decimals(2), unit: unit.symbol),
        "r": .number(correlation, .decimals(3)),
        "between": .number(betweenSamplers, .decimals(1), unit: unit.symbol),
        "expanded": .share(expandedUncertainty), "limit": .exact(limit, unit: unit.symbol),
      ])
  }
}
