public import AirQuality
import Foundation

/// Donors that the prevailing wind reaches from a treated station: the measure may have cleaned
/// their air too.
public struct DownwindRule: Hashable, Codable, Sendable {
  /// Where the prevailing wind comes from, degrees from north over east.
  public var windFrom: Double
  /// Half of the sector's width, degrees. Default: 45.
  public var halfWidth: Double
  /// How far downwind, kilometres.
  public var kilometres: Double

  /// Donors inside the sector into which the wind blows; angles in degrees, 270 being a wind from
  /// the west.
  public init(windFrom: Double, halfWidth: Double = 45, kilometres: Double) {
    self.windFrom = windFrom
    self.halfWidth = halfWidth
    self.kilometres = kilometres
  }

  /// Whether a place lies in the sector downwind of another.
  public func reaches(_ place: Coordinate, from source: Coordinate) -> Bool {
    guard source.kilometres(to: place) <= kilometres else { return false }
    let towards = windFrom + 180
    let apart = abs((source.bearing(to: place) - towards).remainder(dividingBy: 360))
    return apart <= halfWidth
  }
}

extension Coordinate {
  /// Direction of the great circle to another place at its beginning, degrees from north over
  /// east, 0 to 360.
  func bearing(to other: Coordinate) -> Double {
    let radians = Double.pi / 180
    let turn = (other.longitude - longitude) * radians
    let y = sin(turn) * cos(other.latitude * radians)
    let x =
      cos(latitude * radians) * sin(other.latitude * radians)
      - sin(latitude * radians) * cos(other.latitude * radians) * cos(turn)
    let degrees = atan2(y, x) / radians
    return degrees < 0 ? degrees + 360 : degrees
  }
}
