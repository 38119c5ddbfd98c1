import AirQuality
import ByteKernels

/// Turns scanned columns into series.
struct SeriesAssembler {
  let layout: TableLayout
  private let options: IngestOptions
  let file: String
  private let fileStation: Station?
  var table: ScannedTable
  var accepted: [Bool]?
  var notices: NoticeBook
  private(set) var series: [MonitoringSeries] = []

  /// - Parameter fileStation: the station where neither rows nor columns name one.
  init(
    _ table: ScannedTable, layout: TableLayout, options: IngestOptions, file: String,
    fileStation: Station?, notices: NoticeBook
  ) throws(IngestError) {
    self.table = table
    self.layout = layout
    self.options = options
    self.file = file
    self.fileStation = fileStation
    self.notices = notices
    readFlags()
    try judgeExceptions()
    countZeros()
    convertUnits()
    try assemble()
  }

  var description: FormatDescription { layout.description }

  private mutating func assemble() throws(IngestError) {
    let rowsOfStation = try groups()
    var missingColumns: [String: Int] = [:]
    for (station, rows) in rowsOfStation {
      if let category = layout.pollutantCategory {
        try assembleByPollutant(station, rows, category)
      } else {
        let track = try track(rows, station: station.name)
        report(track)
        for (column, role) in layout.numbers.enumerated() {
          switch role {
          case .value(let value):
            append(station, value, track, column, &missingColumns)
          case .station(let name, let value):
            let own = Station(
              network: station.network, identifier: name, name: description.station.names[name])
            append(own, value, track, column, &missingColumns)
          case .ofRowPollutant, .latitude, .longitude: continue
          }
        }
      }
    }
    for (name, count) in missingColumns.sorted(by: { $0.key < $1.key }) {
      notices.note(
        .emptyColumn, "column \(name) has no value and becomes no series", line: layout.header.line,
        count: count)
    }
    if description.time.shift != 0 {
      notices.note(
        .labelsMoved,
        "stamps are moved by \(description.time.shift) s to agree with the network's labels",
        line: nil, count: table.rowCount)
    }
  }

  /// The rows of each station, in order of first appearance.
  private mutating func groups() throws(IngestError) -> [(Station, [Int]?)] {
    guard let category = layout.stationCategory else {
      return [(fileStation ?? Station(network: network, identifier: file), nil)]
    }
    let codes = table.categories[category]
    let names = table.categoryNames[category].map(decoded)
    var rowsOfCode = Array(repeating: [Int](), count: names.count)
    if names.count > 1 {
      for (row, code) in codes.enumerated() { rowsOfCode[Int(code)].append(row) }
    }
    var groups: [(Station, [Int]?)] = []
    for (code, name) in names.enumerated() {
      let rows = names.count > 1 ? rowsOfCode[code] : nil
      let first = rows?.first ?? 0
      let known = description.station.known
      guard !name.isEmpty, known.isEmpty || known.contains(name) else {
        throw .unknownStation(
          name, format: description.identifier, known: known, file: file,
          line: table.line(of: first))
      }
      let printed =
        layout.nameCategory.map {
          decoded(table.categoryNames[$0][Int(table.categories[$0][first])])
        } ?? description.station.names[name]
      groups.append(
        (
          Station(
            network: network, identifier: name, name: printed,
            coordinate: try coordinate(rows, station: name)), rows
        ))
    }
    return groups
  }

  private mutating func coordinate(
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

  /// Rows that name their pollutant: one axis a pollutant, and one for the columns beside it.
  private mutating func assembleByPollutant(
    _ station: Station, _ rows: [Int]?, _ category: Int
  ) throws(IngestError) {
    let names = table.categoryNames[category].map(decoded)
    var rowsOfName = Array(repeating: [Int](), count: names.count)
    for row in rows ?? Array(0..<table.rowCount) {
      rowsOfName[Int(table.categories[category][row])].append(row)
    }
    var ignored: [String: Int] = [:]
    var tracks: [StampTrack] = []
    for (name, rows) in zip(names, rowsOfName) {
      guard let first = rows.first else { continue }
      guard let value = description.pollutants?.names[name] else {
        notices.note(
          .rowsIgnored, "rows of “\(name)” are not in the description and are left out",
          line: table.line(of: first), count: rows.count)
        continue
      }
      let track = try track(rows, station: "\(station.name), \(name)")
      report(track)
      tracks.append(track)
      for (column, role) in layout.numbers.enumerated() {
        switch role {
        case .ofRowPollutant, .station:
          try believe(rows, column, value)
          convert(rows, column, value)
        case .value, .latitude, .longitude: continue
        }
        switch role {
        case .ofRowPollutant: append(station, value, track, column, &ignored)
        case .station(let identifier, _):
          let own = Station(
            network: station.network, identifier: identifier,
            name: description.station.names[identifier])
          append(own, value, track, column, &ignored)
        case .value, .latitude, .longitude: continue
        }
      }
    }
    try assembleBesidePollutants(station, tracks)
  }

  /// Columns that stand on every pollutant's rows, such as weather: the rows must agree.
  private mutating func assembleBesidePollutants(
    _ station: Station, _ tracks: [StampTrack]
  ) throws(IngestError) {
    let step = description.time.step
    guard let first = tracks.map(\.first).min(),
      let last = tracks.map({ $0.first + ($0.count - 1) * step }).max()
    else { return }
    let count = (last - first) / step + 1
    for (column, role) in layout.numbers.enumerated() {
      guard case .value(let value) = role else { continue }
      let numbers = table.numbers[column]
      var storage = [Double](repeating: .nan, count: count)
      var origin = [Int](repeating: -1, count: count)
      for track in tracks {
        let offset = (track.first - first) / step
        for (index, row) in (track.keptRows ?? Array(0..<table.rowCount)).enumerated()
        where !numbers[row].isNaN {
          let position = offset + (track.positions?[index] ?? index)
          if origin[position] >= 0 && storage[position] != numbers[row] {
            throw .repeatedStamp(
              StampTrack.text(first + position * step, step),
              station: "\(station.name), \(value.column)", file: file, line: table.line(of: row),
              firstLine: table.line(of: origin[position]))
          }
          storage[position] = numbers[row]
          origin[position] = row
        }
      }
      series.append(monitoringSeries(station, value, first: first, storage))
    }
  }

  private func track(_ rows: [Int]?, station: String) throws(IngestError) -> StampTrack {
    let table = self.table
    return try StampTrack(
      rows: rows,
      StampTrack.Source(
        stamps: table.stamps, step: description.time.step,
        repairsSummerTime: description.time.repairsSummerTimeRepeat, station: station, file: file,
        line: { table.line(of: $0) },
        isSame: { first, second in
          table.numbers.allSatisfy {
            $0[first] == $0[second] || ($0[first].isNaN && $0[second].isNaN)
          } && table.categories.allSatisfy { $0[first] == $0[second] }
        }))
  }

  private mutating func report(_ track: StampTrack) {
    for line in track.relabelled {
      notices.note(
        .repeatedStampRelabelled,
        "03:00 stands twice and 02:00 is absent on the day US summer time begins; the first is "
          + "taken as 02:00", line: line)
    }
    for line in track.duplicates {
      notices.note(
        .duplicateRowIdentical, "rows stand twice with the same values; one is kept", line: line)
    }
    if track.absent > 0 {
      notices.note(
        .absentRows, "steps without a row are taken as missing", line: nil, count: track.absent)
    }
  }

  private mutating func append(
    _ station: Station, _ value: FormatDescription.ValueColumn, _ track: StampTrack,
    _ column: Int, _ missing: inout [String: Int]
  ) {
    let storage = track.storage(of: table.numbers[column])
    guard storage.contains(where: { !$0.isNaN }) else {
      missing[layout.numberNames[column], default: 0] += 1
      return
    }
    series.append(monitoringSeries(station, value, first: track.first, storage))
  }

  private func monitoringSeries(
    _ station: Station, _ value: FormatDescription.ValueColumn, first: Int, _ storage: [Double]
  ) -> MonitoringSeries {
    let time = description.time
    // A whole day's label names the day itself, whichever end a clock's label would name.
    let stamp: StampConvention =
      time.step % 86_400 == 0 ? .beginning : options.stamp ?? time.stamp
    let begin = first + time.shift - time.utcOffset - (stamp == .ending ? time.step : 0)
    return MonitoringSeries(
      station: station, pollutant: value.pollutant, unit: value.unit,
      referenceState: value.referenceState,
      axis: TimeAxis(
        start: Instant(secondsSinceEpoch: begin), step: time.step, count: storage.count,
        utcOffset: time.utcOffset, stamp: stamp),
      storage: storage)
  }

  private var network: String { options.network ?? description.network }

  /// A name's text; bytes that do not decode were refused before.
  func decoded(_ bytes: [UInt8]) -> String {
    description.textEncoding.decode(bytes) ?? String(decoding: bytes, as: UTF8.self)
  }
}
