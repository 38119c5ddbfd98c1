import AirQuality
import Foundation
import TextFiles

/// Trajectories of air parcels, as HYSPLIT writes them.
enum BackTrajectories {
  /// Hours before arrival at which positions are kept.
  static let ages = [24, 48, 72]

  static let tdump = Arrangement(
    format: FileFormat(
      identifier: "hysplit-tdump", title: "HYSPLIT, endpoints of back trajectories (tdump)",
      columns: [
        "trajectory", "year", "month", "day", "hour", "age", "latitude", "longitude", "height",
      ],
      missingCodes: ["a trajectory that ends early"],
      timeConvention: "UTC, stamps name the arrival",
      notes: """
        Of every back trajectory the places 24, 48 and 72 hours before arrival are kept, in kilometres to \
        the east and to the north of the receptor (great circle). The station is the one named with \
        --station, else the file’s name. Where a file has several heights of arrival, the height stands \
        as instrument. Years of two digits are 1940 to 2039. The layout of the records is from memory of \
        NOAA’s user guide.
        """),
    network: "trajectories",
    assumes: ["stamps are UTC and years of two digits lie from 1940 to 2039"],
    namesStationByFile: true,
    recognises: { opening in
      opening.lines.count > 2
        && opening.lines[0].split(separator: " ").prefix(2).allSatisfy { Int($0) != nil }
        && opening.lines.contains { line in
          let words = line.split(separator: " ")
          return words.count >= 2 && Int(words[0]) != nil
            && ["BACKWARD", "FORWARD"].contains(String(words[1]))
        }
    },
    fill: { table, file throws(IngestError) in
      table.sentinels = []
      let reader = Reader(file)
      let (starts, body) = try reader.head()
      let heights = Set(starts.map(\.height))
      var ends = starts.map { _ in [Int: (latitude: Double, longitude: Double)]() }
      for place in body..<reader.lines.count where !reader.words(place).isEmpty {
        let row = try reader.numbers(place, atLeast: 12)
        let number = Int(row[0])
        guard starts.indices.contains(number - 1) else {
          throw .unreadableValue(
            "\(number)", column: "trajectory", file: file.path, line: place + 1)
        }
        let age = row[8].rounded()
        guard age <= 0, abs(age) < 10_000 else {
          throw .unreadableValue("\(row[8])", column: "age", file: file.path, line: place + 1)
        }
        guard Coordinate(latitude: row[9], longitude: row[10]) != nil else {
          throw .unreadableValue(
            "\(row[9]) \(row[10])", column: "latitude, longitude", file: file.path,
            line: place + 1)
        }
        ends[number - 1][Int(-age)] = (row[9], row[10])
      }
      for (start, places) in zip(starts, ends) {
        for age in ages {
          let offset = places[age].map { start.offset(to: $0) }
          for (name, value) in [("east", offset?.east), ("north", offset?.north)] {
            var entry = LongTable.Entry(
              station: file.station, latitude: "\(start.latitude)",
              longitude: "\(start.longitude)", utc: start.utc, offset: 0,
              quantity: .init(
                Pollutant("trajectory_\(name)_h\(age)"), MeasurementUnit(stored: "km")),
              value: value.map { "\(($0 * 10).rounded() / 10)" } ?? "", line: start.line)
            if heights.count > 1 { entry.instrument = "\(start.height) m" }
            table.add(entry, column: "latitude, longitude")
          }
        }
      }
    })

  /// An arrival of air at the receptor.
  private struct Start {
    let utc: Int
    let latitude: Double
    let longitude: Double
    let height: Double
    let line: Int

    /// Kilometres to the east and to the north, along the great circle.
    func offset(to place: (latitude: Double, longitude: Double)) -> (east: Double, north: Double) {
      guard let here = Coordinate(latitude: latitude, longitude: longitude),
        let there = Coordinate(latitude: place.latitude, longitude: place.longitude)
      else { return (.nan, .nan) }
      let radians = Double.pi / 180
      let turn = (place.longitude - longitude) * radians
      let (from, to) = (latitude * radians, place.latitude * radians)
      let bearing = atan2(
        sin(turn) * cos(to), cos(from) * sin(to) - sin(from) * cos(to) * cos(turn))
      let distance = here.kilometres(to: there)
      return (distance * sin(bearing), distance * cos(bearing))
    }
  }

  private struct Reader {
    let file: RawFile
    let lines: [Substring]

    init(_ file: RawFile) {
      self.file = file
      lines = file.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }

    func words(_ place: Int) -> [Substring] {
      lines.indices.contains(place)
        ? lines[place].split(whereSeparator: { $0 == " " || $0 == "\t" }) : []
    }

    func numbers(_ place: Int, atLeast count: Int) throws(IngestError) -> [Double] {
      var values: [Double] = []
      for word in words(place) {
        guard let value = Double(word), value.isFinite else {
          throw .unreadableValue(
            String(word), column: "\(values.count + 1)", file: file.path, line: place + 1)
        }
        values.append(value)
      }
      guard values.count >= count else {
        throw .fieldCount(expected: count, found: values.count, file: file.path, line: place + 1)
      }
      return values
    }

    /// The arrivals, and the line on which the endpoints begin.
    func head() throws(IngestError) -> (starts: [Start], body: Int) {
      let grids = Int(try numbers(0, atLeast: 1)[0])
      guard (0...100).contains(grids) else {
        throw .unreadableValue("\(grids)", column: "1", file: file.path, line: 1)
      }
      let title = 1 + grids
      let direction = words(title)
      guard direction.count >= 2, let count = Int(direction[0]), (1...100_000).contains(count)
      else {
        throw .fieldCount(expected: 3, found: direction.count, file: file.path, line: title + 1)
      }
      guard direction[1] == "BACKWARD" else {
        throw .unknownCode(
          String(direction[1]), column: "BACKWARD", format: "hysplit-tdump", file: file.path,
          line: title + 1)
      }
      var starts: [Start] = []
      for number in 0..<count {
        let place = title + 1 + number
        let row = try numbers(place, atLeast: 7)
        let short = Int(row[0])
        let year = short >= 100 ? short : short + (short < 40 ? 2_000 : 1_900)
        guard let date = CivilDate(year: year, month: Int(row[1]), day: Int(row[2])),
          (0..<24).contains(Int(row[3]))
        else {
          throw .impossibleTime(
            words(place).prefix(4).joined(separator: " "), file: file.path, line: place + 1)
        }
        guard Coordinate(latitude: row[4], longitude: row[5]) != nil else {
          throw .unreadableValue(
            "\(row[4]) \(row[5])", column: "latitude, longitude", file: file.path,
            line: place + 1)
        }
        starts.append(
          Start(
            utc: date.daysSinceEpoch * 86_400 + Int(row[3]) * 3_600, latitude: row[4],
            longitude: row[5], height: row[6], line: place + 1))
      }
      return (starts, title + 2 + count)
    }
  }
}
