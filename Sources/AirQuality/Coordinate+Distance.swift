import Foundation

extension Coordinate {
  /// Great-circle distance on a sphere of 6,371.0088 km radius (the IUGG mean radius).
  public func kilometres(to other: Coordinate) -> Double {
    let radians = Double.pi / 180
    let halfLatitude = (other.latitude - latitude) * radians / 2
    let halfLongitude = (other.longitude - longitude) * radians / 2
    let chord =
      sin(halfLatitude) * sin(halfLatitude)
      + cos(latitude * radians) * cos(other.latitude * radians)
      * sin(halfLongitude) * sin(halfLongitude)
    return 2 * 6_371.0088 * asin(min(1, chord.squareRoot()))
  }
}
