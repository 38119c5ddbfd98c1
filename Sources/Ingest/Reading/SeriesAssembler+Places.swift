import Documents
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
        say("ingest.place-in-the-sea", station: station), line: table.line(of: first),
        count: nowhere.count)
      stated.removeAll { latitudes[$0] == 0 && longitudes[$0] == 0 }
    }
    guard let first = stated.first else { return nil }
    for row in stated
    where latitudes[row] != latitudes[first] || longitudes[row] != longitudes[first] {
      notices.note(
        .coordinateChanged,
        Self.move(
          of: station, from: (latitudes[first], longitudes[first]),
          to: (latitudes[row], longitudes[row])), line: table.line(of: row))
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

  /// That a station moved, and how far where both places are on the globe.
  private static func move(
    of station: String, from before: (Double, Double), to after: (Double, Double)
  ) -> Message {
    guard let before = Coordinate(latitude: before.0, longitude: before.1),
      let after = Coordinate(latitude: after.0, longitude: after.1)
    else { return say("ingest.coordinates-change-somewhere", station: station) }
    return say(
      "ingest.coordinates-change", station: station,
      distance: Coordinate.distanceText(before.kilometres(to: after)))
  }
}
