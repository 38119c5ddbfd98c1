import Documents
import AirQuality
import TextFiles

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
  /// Seconds east of Greenwich of the clock that the stamps are on.
  private var utcOffset: Int
  /// The column, or the row's name, that each series came from.
  private var origins: [SeriesKey: String] = [:]

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
    utcOffset = layout.description.time.utcOffset
    tellAssumptions()
    settleOrder()
    try settleStamps()
    try snapStamps()
    readFlags()
    try judgeExceptions()
    countZeros()
    convertUnits()
    averageRows(stamp: stamp)
    try assemble()
  }

  var description: FormatDescription { layout.description }

  private mutating func assemble() throws(IngestError) {
    var missingColumns: [String: (count: Int, stations: [String])] = [:]
    for group in try groups() {
      if let category = layout.pollutantCategory {
        try assembleByPollutant(group, category)
      } else {
        let track = try track(group.rows, station: group.station.name)
        report(track)
        for (column, role) in layout.numbers.enumerated() {
          switch role {
          case .value(let value):
            try append(group, value, track, column, &missingColumns)
          case .station(let name, let value):
            let own = Station(
              network: group.station.network, identifier: name,
              name: description.station.names[name])
            try append(
              Group(station: own, instrument: group.instrument, rows: group.rows), value, track,
              column, &missingColumns)
          case .ofRowPollutant, .latitude, .longitude, .period: continue
          }
        }
      }
    }
    for (name, empty) in missingColumns.sorted(by: { $0.key < $1.key }) {
      let stations = empty.stations.prefix(3).joined(separator: ", ")
      notices.note(
        .emptyColumn,
        empty.count > 3
          ? say(
            "ingest.column-empty-at-more", column: name, stations: stations, more: empty.count - 3)
          : say("ingest.column-empty", column: name, stations: stations), line: layout.header.line,
        count: empty.count)
    }
    if description.time.shift != 0 {
      notices.note(
        .labelsMoved,
        say("ingest.stamps-moved", seconds: "\(description.time.shift)"),
        line: nil, count: table.rowCount)
    }
  }

  /// The rows of one instrument at one station.
  private struct Group {
    let station: Station
    let instrument: String
    /// `nil` for all rows.
    let rows: [Int]?
  }

  /// The rows of each station and instrument, in order of first appearance.
  private mutating func groups() throws(IngestError) -> [Group] {
    var all: [Group] = []
    for (station, rows) in try rowsOfStations() {
      guard let category = layout.instrumentCategory else {
        all.append(Group(station: station, instrument: "", rows: rows))
        continue
      }
      let names = table.categoryNames[category].map(decoded)
      var rowsOfName = Array(repeating: [Int](), count: names.count)
      for row in rows ?? Array(0..<table.rowCount) {
        rowsOfName[Int(table.categories[category][row])].append(row)
      }
      for (name, rows) in zip(names, rowsOfName) where !rows.isEmpty {
        all.append(Group(station: station, instrument: name, rows: rows))
      }
    }
    return all
  }

  private mutating func rowsOfStations() throws(IngestError) -> [(Station, [Int]?)] {
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

  /// Rows that name their pollutant: one axis a pollutant, and one for the columns beside it.
  private mutating func assembleByPollutant(
    _ group: Group, _ category: Int
  ) throws(IngestError) {
    let station = group.station
    let names = table.categoryNames[category].map(decoded)
    var rowsOfName = Array(repeating: [Int](), count: names.count)
    for row in group.rows ?? Array(0..<table.rowCount) {
      rowsOfName[Int(table.categories[category][row])].append(row)
    }
    var ignored: [String: (count: Int, stations: [String])] = [:]
    var tracks: [StampTrack] = []
    for (name, rows) in zip(names, rowsOfName) {
      guard let first = rows.first else { continue }
      guard let value = description.pollutants?.names[name] else {
        notices.note(
          .rowsIgnored, say("ingest.rows-not-described", name: name),
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
        case .value, .latitude, .longitude, .period: continue
        }
        switch role {
        case .ofRowPollutant: try append(group, value, track, column, &ignored, name: name)
        case .station(let identifier, _):
          let own = Station(
            network: station.network, identifier: identifier,
            name: description.station.names[identifier])
          try append(
            Group(station: own, instrument: group.instrument, rows: group.rows), value, track,
            column, &ignored, name: name)
        case .value, .latitude, .longitude, .period: continue
        }
      }
    }
    try assembleBesidePollutants(group, tracks)
  }

  /// Columns that stand on every pollutant's rows, such as weather: the rows must agree.
  private mutating func assembleBesidePollutants(
    _ group: Group, _ tracks: [StampTrack]
  ) throws(IngestError) {
    let station = group.station
    guard let first = tracks.map(\.first).min() else { return }
    let lattice = TimeAxis(
      start: Instant(secondsSinceEpoch: first), step: description.time.step, count: 0,
      utcOffset: 0)
    let shifts = tracks.map { lattice.ceilingPosition(of: Instant(secondsSinceEpoch: $0.first)) }
    let count = zip(shifts, tracks).map { $0 + $1.count }.max() ?? 0
    for (column, role) in layout.numbers.enumerated() {
      guard case .value(let value) = role else { continue }
      let numbers = table.numbers[column]
      var storage = [Double](repeating: .nan, count: count)
      var origin = [Int](repeating: -1, count: count)
      for (track, offset) in zip(tracks, shifts) {
        for (index, row) in (track.keptRows ?? Array(0..<table.rowCount)).enumerated()
        where !numbers[row].isNaN {
          let position = offset + (track.positions?[index] ?? index)
          if origin[position] >= 0 && storage[position] != numbers[row] {
            throw .repeatedStamp(
              StampTrack.text(
                lattice.instant(at: position).secondsSinceEpoch, description.time.step),
              station: "\(station.name), \(value.column)", file: file, line: table.line(of: row),
              firstLine: table.line(of: origin[position]))
          }
          storage[position] = numbers[row]
          origin[position] = row
        }
      }
      try add(group, value, first: first, storage, name: value.column)
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

  /// What the file does not say and the format adds, and which columns nothing is read from.
  private mutating func tellAssumptions() {
    for assumption in description.assumptions {
      notices.note(
        .assumed, say("ingest.assumed", assumption: FormatAssumption.message(assumption)), line: nil
      )
    }
    let all =
      description.values + (description.wide.map { [$0] } ?? [])
      + (description.pollutants?.names.sorted { $0.key < $1.key }.map(\.value) ?? [])
    for value in all where value.isOfNormalVolume == true {
      notices.note(
        .assumed,
        say("ingest.normal-volume", pollutant: value.pollutant.displayName), line: nil)
    }
    if !layout.leftOut.isEmpty {
      notices.note(
        .columnsLeftOut,
        say("ingest.columns-left-out", format: description.identifier, columns: layout.leftOut),
        line: layout.header.line,
        count: layout.leftOut.count)
    }
    let time = description.time
    if let asked = options.stamp, asked != time.stamp, time.step.isWholeDays, !time.hasClock {
      notices.note(
        .assumed, say("ingest.stamp-changes-nothing", stamp: asked.rawValue),
        line: nil)
    }
  }

  private mutating func settleStamps() throws(IngestError) {
    var settling = StampSettling(layout: layout, table: table, file: file)
    try settling.settle()
    table.stamps = settling.stamps
    utcOffset = settling.utcOffset
    if let notice = settling.notice { notices.note(.clockSettled, notice, line: nil) }
  }

  private mutating func report(_ track: StampTrack) {
    for line in track.relabelled {
      notices.note(
        .repeatedStampRelabelled,
        "ingest.stamp-relabelled", line: line)
    }
    for line in track.duplicates {
      notices.note(
        .duplicateRowIdentical, "ingest.rows-twice", line: line)
    }
    if track.absent > 0 {
      notices.note(
        .absentRows, "ingest.steps-without-row", line: nil, count: track.absent)
    }
  }

  private mutating func append(
    _ group: Group, _ value: FormatDescription.ValueColumn, _ track: StampTrack,
    _ column: Int, _ missing: inout [String: (count: Int, stations: [String])],
    name: String? = nil
  ) throws(IngestError) {
    let storage = track.storage(of: table.numbers[column])
    let column = layout.numberNames[column]
    guard storage.contains(where: { !$0.isNaN }) else {
      missing[column, default: (0, [])].count += 1
      missing[column]?.stations.append(group.station.name)
      return
    }
    try add(group, value, first: track.first, storage, name: name ?? column)
  }

  /// Makes the series; two columns or names that mean one series are refused.
  ///
  /// - Parameter first: clock reading of the first label, seconds.
  private mutating func add(
    _ group: Group, _ value: FormatDescription.ValueColumn, first: Int, _ storage: [Double],
    name: String
  ) throws(IngestError) {
    let time = description.time
    let stamp = self.stamp
    var first = first
    // 00:59 as the end of the hour that 00:00 begins: the label names the last minute.
    if stamp == .ending, let step = time.step.seconds, step % 3_600 == 0, first % 3_600 == 3_540 {
      first += 60
      notices.note(
        .labelsMoved, "ingest.labels-of-last-minute",
        line: nil, count: storage.count)
    }
    let labels = TimeAxis(
      start: Instant(secondsSinceEpoch: first + time.shift - utcOffset), step: time.step,
      count: storage.count, utcOffset: utcOffset, stamp: stamp)
    let made = MonitoringSeries(
      station: group.station, pollutant: value.pollutant, unit: value.unit,
      referenceState: value.referenceState,
      axis: stamp == .ending ? labels.part(-1..<storage.count - 1) : labels,
      averaging: value.averaging ?? time.averaging,
      instrument: group.instrument.isEmpty ? value.instrument : group.instrument,
      storage: storage)
    if let earlier = origins.updateValue(name, forKey: made.key), earlier != name {
      throw .oneSeriesTwice(
        "\(made.key)", first: earlier, second: name, file: file, line: layout.header.line)
    }
    series.append(made)
  }

  /// Which end of its period a stamp names. A label without a time of day names the period itself,
  /// whichever end a clock would name.
  private var stamp: StampConvention {
    let time = description.time
    return time.step.isWholeDays && !time.hasClock ? .beginning : options.stamp ?? time.stamp
  }

  private var network: String { options.network ?? description.network }

  /// A name's text; bytes that do not decode were refused before.
  func decoded(_ bytes: [UInt8]) -> String {
    description.textEncoding.decode(bytes) ?? String(decoding: bytes, as: UTF8.self)
  }
}
