import AirQuality
import TextFiles

extension SeriesAssembler {
  /// Where a station stands: its first stated place, with a notice where others follow.
  mutating func coordinate(
    _ selected: [Int]?, station: String
  ) throws(IngestError) -> Coordinate? {
    var latitudes: [Double] = []
    var longitudes: [Double] = []
    for (column, role) in layout.numbers.enumerated() {
      if case .latitude = role { latitudes = table.numbers[column] }
      if case .longitude = role { longitudes = table.numbers[column] }
    }
    guard !latitudes.isEmpty, !longitudes.isEmpty else { return nil }
    var stated = (selected ?? Array(latitudes.indices)).filter {
      !latitudes[$0].isNaN && !longitudes[$0].isNaN
    }
    let nowhere = stated.filter { latitudes[$0] == 0 && longitudes[$0] == 0 }
    if let first = nowhere.first {
      notices.note(
        .placeDropped,
        "\(station) is said to stand at latitude 0, longitude 0, in the sea off Africa; that place "
          + "is not kept", line: table.line(of: first), count: nowhere.count)
      stated.removeAll { latitudes[$0] == 0 && longitudes[$0] == 0 }
    }
    guard let first = stated.first else { return nil }
    for row in stated
    where latitudes[row] != latitudes[first] || longitudes[row] != longitudes[first] {
      notices.note(
        .coordinateChanged,
        "\(station) has other coordinates than before"
          + Self.distanceText(
            (latitudes[first], longitudes[first]), (latitudes[row], longitudes[row]))
          + "; the first are kept", line: table.line(of: row))
    }
    guard
      let place = Coordinate(latitude: latitudes[first], longitude: longitudes[first])
    else {
      throw .impossibleCoordinate(
        latitude: latitudes[first], longitude: longitudes[first], station: station, file: file,
        line: table.line(of: first))
    }
    return place
  }

  /// How far apart two places are, for a notice; empty where one of them is none.
  private static func distanceText(
    _ before: (Double, Double), _ after: (Double, Double)
  ) -> String {
    guard let before = Coordinate(latitude: before.0, longitude: before.1),
      let after = Coordinate(latitude: after.0, longitude: after.1)
    else { return "" }
    return ", \(Coordinate.distanceText(before.kilometres(to: after))) away"
  }
}
