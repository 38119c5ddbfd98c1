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

  /// A distance for print: metres below one kilometre, else kilometres with one decimal.
  package static func distanceText(_ kilometres: Double) -> String {
    if kilometres < 1 { return "\(Int((kilometres * 1_000).rounded())) m" }
    let tenths = Int((kilometres * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) km"
  }
}
