#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The east and north components of a wind direction series.
///
/// NaN where the direction, or the speed that weights it, is missing. Components are lengths of
/// one without speeds, metres per second (or the speed's unit) with them. A calm step (speed 0) is
/// a measured wind of no length, whether a direction was written beside it or not.
package struct WindVectors {
  let east: [Double]
  let north: [Double]

  /// - Parameters:
  ///   - direction: degrees clockwise from north.
  ///   - speed: matched by instant, so that its axis may start elsewhere.
  init(direction: MonitoringSeries, speed: MonitoringSeries?) {
    var east = [Double](repeating: .nan, count: direction.count)
    var north = east
    for position in 0..<direction.count {
      var length = 1.0
      if let speed {
        let match = speed.axis.position(of: direction.axis.instant(at: position))
        length = match.map { speed.storage[$0] } ?? .nan
      }
      let angle = length == 0 ? 0 : direction.storage[position] * .pi / 180
      let components = (length * sin(angle), length * cos(angle))
      // Both or neither, so that a count of one is a count of the other.
      guard !components.0.isNaN, !components.1.isNaN else { continue }
      east[position] = components.0
      north[position] = components.1
    }
    self.east = east
    self.north = north
  }

  /// Direction of the mean of unit vectors, degrees in 0..<360; NaN of none or when they cancel.
  package static func meanDirection(of directions: [Double]) -> Double {
    var sums = (east: 0.0, north: 0.0)
    for direction in directions {
      sums.east += sin(direction * .pi / 180)
      sums.north += cos(direction * .pi / 180)
    }
    guard hypot(sums.east, sums.north) > 1e-12 * Double(directions.count) else { return .nan }
    return meanDirection(east: sums.east, north: sums.north)
  }

  /// Direction of a vector, degrees in 0..<360 clockwise from north; NaN of none.
  package static func meanDirection(east: Double, north: Double) -> Double {
    guard east != 0 || north != 0 else { return .nan }
    let degrees = atan2(east, north) * 180 / .pi
    return degrees < 0 ? degrees + 360 : degrees
  }

  /// A statistic over a range of steps: of the mean, the direction of the mean vector; the count
  /// of steps; NaN for all others, because on a circle there is no order and no sum.
  func value(_ statistic: AggregateStatistic, of steps: Range<Int>) -> Double {
    switch statistic {
    case .mean: meanDirection(of: steps)
    case .frequency: steps.reduce(0) { $0 + (east[$1].isNaN ? 0 : 1) }
    default: .nan
    }
  }

  /// Direction of the mean vector over a range of steps, degrees in 0..<360.
  ///
  /// NaN when the vectors cancel: a resultant under 1e-12 of their mean length is rounding, and
  /// calm or perfectly opposed winds have no direction.
  func meanDirection(of steps: Range<Int>) -> Double {
    var sums = (east: 0.0, north: 0.0, length: 0.0)
    for position in steps where !east[position].isNaN {
      sums.east += east[position]
      sums.north += north[position]
      sums.length += hypot(east[position], north[position])
    }
    guard hypot(sums.east, sums.north) > 1e-12 * sums.length else { return .nan }
    return Self.degrees(east: sums.east, north: sums.north)
  }

  /// The direction of a vector, degrees in 0..<360.
  static func degrees(east: Double, north: Double) -> Double {
    let degrees = atan2(east, north) * 180 / .pi
    // A tiny negative angle plus 360 rounds to 360.
    return degrees < 0 ? (degrees + 360).truncatingRemainder(dividingBy: 360) : degrees
  }
}
