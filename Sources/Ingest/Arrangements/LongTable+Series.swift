import Documents
import AirQuality
import TextFiles

extension LongTable {
  /// Makes series of the values: each station on one clock, each series on its own step.
  ///
  /// Summer time changes a stamp's offset and not its instant: of the offsets of one station the
  /// smallest is the standard one, and its labels are put on it.
  ///
  /// - Returns: series by station, pollutant and instrument, and what was repaired or assumed.
  /// - Throws: `IngestError` for a text that is no number, a number beyond belief, units that no
  ///   power of ten connects, stamps off the grid or twice with different values.
  func series(
    _ arrangement: Arrangement, options: IngestOptions, file: String
  ) throws(IngestError) -> (series: [MonitoringSeries], notices: [IngestNotice]) {
    guard !entries.isEmpty else { throw .noRows(file: file) }
    var maker = LongTableSeries(self, arrangement, options, file: file)
    try maker.make()
    return (maker.series, maker.notices.notices)
  }
}

/// The steps from values to series.
private struct LongTableSeries {
  let table: LongTable
  let arrangement: Arrangement
  let options: IngestOptions
  let file: String
  var notices: NoticeBook
  var series: [MonitoringSeries] = []

  init(
    _ table: LongTable, _ arrangement: Arrangement, _ options: IngestOptions, file: String
  ) {
    self.table = table
    self.arrangement = arrangement
    self.options = options
    self.file = file
    notices = table.notices
  }

  /// What rows of one series share.
  private struct Key: Hashable, Comparable {
    let place: Place
    let pollutant: Pollutant
    let instrument: String
    let averaging: TimeStep?

    static func < (left: Self, right: Self) -> Bool {
      (left.place, left.pollutant, left.instrument, left.averaging ?? .seconds(1))
        < (right.place, right.pollutant, right.instrument, right.averaging ?? .seconds(1))
    }
  }

  /// A station's name with its network.
  private struct Place: Hashable, Comparable {
    let network: String
    let station: String

    static func < (left: Self, right: Self) -> Bool {
      (left.network, left.station) < (right.network, right.station)
    }
  }

  private func place(of entry: LongTable.Entry) -> Place {
    Place(
      network: options.network ?? entry.network ?? arrangement.network, station: entry.station)
  }

  mutating func make() throws(IngestError) {
    for assumption in arrangement.assumes {
      notices.note(
        .assumed, say("ingest.assumed", assumption: FormatAssumption.message(assumption)), line: nil
      )
    }
    var rows: [Key: [Int]] = [:]
    var rowsOfStation: [Place: [Int]] = [:]
    for (row, entry) in table.entries.enumerated() {
      let key = Key(
        place: place(of: entry), pollutant: entry.quantity.pollutant,
        instrument: entry.instrument, averaging: entry.averaging)
      rows[key, default: []].append(row)
      rowsOfStation[key.place, default: []].append(row)
    }
    var stations: [Place: (station: Station, offset: Int)] = [:]
    for (place, rows) in rowsOfStation.sorted(by: { $0.key < $1.key }) {
      stations[place] = (try station(place, rows), clock(place.station, rows))
    }
    var ends: [SeriesKey: String] = [:]
    for (key, rows) in rows.sorted(by: { $0.key < $1.key }) {
      guard let place = stations[key.place] else { continue }
      guard let made = try series(key, rows, at: place.station, offset: place.offset) else {
        continue
      }
      // Rows that say their averaging time and rows that do not may mean one series.
      let words = key.averaging.map { "\($0)" } ?? "rows without an averaging time"
      if let earlier = ends.updateValue(words, forKey: made.key) {
        throw .oneSeriesTwice(
          "\(made.key)", first: earlier, second: words, file: file,
          line: table.entries[rows[0]].line)
      }
      series.append(made)
    }
  }

  // MARK: Stations

  private mutating func station(
    _ key: Place, _ rows: [Int]
  ) throws(IngestError) -> Station {
    let name = key.station
    var printed = ""
    var place: Coordinate?
    for row in rows {
      let entry = table.entries[row]
      if printed.isEmpty { printed = entry.name }
      guard let latitude = Double(entry.latitude), let longitude = Double(entry.longitude) else {
        continue
      }
      guard let here = Coordinate(latitude: latitude, longitude: longitude) else {
        throw .impossibleCoordinate(
          latitude: latitude, longitude: longitude, station: name, file: file, line: entry.line)
      }
      if latitude == 0, longitude == 0 {
        notices.note(
          .coordinateChanged, say("ingest.place-is-zero", station: name),
          line: entry.line)
        continue
      }
      if let first = place, first != here {
        notices.note(
          .coordinateChanged,
          say("ingest.coordinates-change", station: name, distance: Self.distance(first, here)),
          line: entry.line)
      } else {
        place = here
      }
    }
    return Station(
      network: key.network, identifier: name,
      name: printed.isEmpty ? nil : printed, coordinate: place)
  }

  private static func distance(_ first: Coordinate, _ second: Coordinate) -> String {
    let kilometres = first.kilometres(to: second)
    return kilometres < 1
      ? "\(Int((kilometres * 1_000).rounded())) m" : "\(Int(kilometres.rounded())) km"
  }

  /// One clock for all rows of a station.
  private mutating func clock(_ name: String, _ rows: [Int]) -> Int {
    let offsets = Set(rows.map { table.entries[$0].offset })
    let smallest = offsets.min() ?? 0
    guard offsets.count > 1 else { return smallest }
    let span = (offsets.max() ?? 0) - smallest
    var standard = smallest
    if span > 7_200 {
      // No summer time: the clock that most rows are written on.
      var counts: [Int: Int] = [:]
      for row in rows { counts[table.entries[row].offset, default: 0] += 1 }
      standard = counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? smallest
    }
    notices.note(
      .labelsMoved,
      say("ingest.offset-changes", station: name, clock: Instant.clockText(standard)), line: nil,
      count: 1)
    return standard
  }

  // MARK: Series

  private mutating func series(
    _ key: Key, _ given: [Int], at station: Station, offset: Int
  ) throws(IngestError) -> MonitoringSeries? {
    let entries = table.entries
    let rows = given.sorted { (entries[$0].utc, $0) < (entries[$1].utc, $1) }
    let quantity = entries[given[0]].quantity
    let values = try numbers(rows, quantity, firstLine: entries[given[0]].line)
    guard values.contains(where: { !$0.isNaN }) else {
      notices.note(
        .emptyColumn,
        say(
          "ingest.no-value-no-series", pollutant: key.pollutant.displayName, station: station.name),
        line: entries[given[0]].line)
      return nil
    }
    let step = step(rows, key)
    let stamps = try snapped(rows, step, station.name)
    let track = try StampTrack(
      rows: nil,
      StampTrack.Source(
        stamps: stamps.map { $0 + offset }, step: step, repairsSummerTime: false,
        station: "\(station.name), \(key.pollutant.displayName)", file: file,
        line: { entries[rows[$0]].line },
        isSame: { values[$0] == values[$1] || (values[$0].isNaN && values[$1].isNaN) }))
    for line in track.duplicates {
      notices.note(
        .duplicateRowIdentical, "ingest.rows-twice", line: line)
    }
    if track.absent > 0 {
      notices.note(
        .absentRows, "ingest.steps-without-row", line: nil, count: track.absent)
    }
    let sourceStamp = entries[given[0]].sourceStamp
    let stamp = sourceStamp == nil ? options.stamp ?? table.stamp : .beginning
    let storage = track.storage(of: values)
    let labels = TimeAxis(
      start: Instant(secondsSinceEpoch: track.first - offset), step: step,
      count: storage.count, utcOffset: offset, stamp: sourceStamp ?? stamp)
    return MonitoringSeries(
      station: station, pollutant: key.pollutant, unit: quantity.unit,
      referenceState: quantity.state,
      axis: stamp == .ending ? labels.part(-1..<storage.count - 1) : labels,
      averaging: key.averaging, instrument: key.instrument, storage: storage)
  }

  /// The numbers of one series in the unit of its first row, NaN where missing.
  private mutating func numbers(
    _ rows: [Int], _ quantity: LongTable.Quantity, firstLine: Int
  ) throws(IngestError) -> [Double] {
    let range = Plausibility.range(of: quantity.pollutant, unit: quantity.unit)
    var values: [Double] = []
    values.reserveCapacity(rows.count)
    for row in rows {
      let entry = table.entries[row]
      var text = entry.value
      if entry.quantity != quantity {
        guard entry.quantity.state == quantity.state,
          let places = Self.places(from: entry.quantity.unit, to: quantity.unit)
        else {
          throw .mixedUnits(
            pollutant: quantity.pollutant.displayName, first: quantity.unit.symbol,
            second: entry.quantity.unit.symbol, file: file, firstLine: firstLine,
            line: entry.line)
        }
        text = LongTable.shifted(text, by: places)
        notices.note(
          .unitScaled,
          say(
            "ingest.unit-scaled", pollutant: quantity.pollutant.displayName,
            from: "\(entry.quantity.unit)", to: "\(quantity.unit)"), line: entry.line)
      }
      if text.isEmpty {
        values.append(.nan)
        continue
      }
      guard let value = DecimalText.value(of: text) else {
        throw .unreadableValue(entry.value, column: entry.column, file: file, line: entry.line)
      }
      guard range.contains(value) else {
        throw .impossibleValue(
          value, column: entry.column, lowest: range.lowerBound, highest: range.upperBound,
          file: file, line: entry.line)
      }
      values.append(value)
    }
    return values
  }

  /// The power of ten between two units of one kind.
  private static func places(from: MeasurementUnit, to: MeasurementUnit) -> Int? {
    guard let start = from.dimension, start == to.dimension else { return nil }
    return from.powerOfTen - to.powerOfTen
  }

  /// The most frequent distance between successive stamps, seconds; of equally many the shortest.
  private func distance(_ rows: [Int]) -> Int? {
    var counts: [Int: Int] = [:]
    for (left, right) in zip(rows, rows.dropFirst()) {
      let distance = table.entries[right].utc - table.entries[left].utc
      if distance > 0 { counts[distance, default: 0] += 1 }
    }
    return counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
  }

  /// The stamps of a series, where they jitter each at the nearest step.
  private mutating func snapped(
    _ rows: [Int], _ step: TimeStep, _ station: String
  ) throws(IngestError) -> [Int] {
    let stamps = rows.map { table.entries[$0].utc }
    guard table.snaps, let length = step.seconds, length > 1 else { return stamps }
    var furthest = 0
    var moved = stamps
    for (index, stamp) in stamps.enumerated() {
      let near = (stamp + length / 2) / length * length
      guard abs(near - stamp) * 4 <= length else {
        throw .beyondSnapping(
          StampTrack.text(stamp, .seconds(60)), step: step,
          phase: StampTrack.text(near, .seconds(60)),
          file: file, line: table.entries[rows[index]].line)
      }
      moved[index] = near
      furthest = max(furthest, abs(near - stamp))
    }
    if furthest > 0 {
      notices.note(
        .stampsSnapped,
        say("ingest.stamps-snapped", step: step.inWords, seconds: "\(furthest)"),
        line: nil,
        count: zip(stamps, moved).count { $0 != $1 })
    }
    return moved
  }

  /// The usual step that a distance means; stamps that jitter have none of their own.
  private static func usual(_ distance: Int) -> Int {
    [60, 120, 300, 600, 1_800, 3_600, 21_600, 86_400].first { abs($0 - distance) * 20 <= $0 }
      ?? distance
  }

  /// The step of a series: the averaging time of its rows unless they follow each other faster
  /// (running means), else the format's, else the distance of its stamps.
  private mutating func step(_ rows: [Int], _ key: Key) -> TimeStep {
    let found = distance(rows).map { table.snaps ? Self.usual($0) : $0 }
    if let step = table.entries[rows[0]].step { return step }
    if let averaging = key.averaging {
      guard let found, let length = averaging.seconds, found < length else { return averaging }
      return .seconds(found)
    }
    if let step = table.step { return step }
    let step = TimeStep.seconds(found ?? 3_600)
    notices.note(
      .stepInferred,
      found == nil
        ? say(
          "ingest.step-of-one-stamp", pollutant: key.pollutant.displayName,
          station: key.place.station)
        : say(
          "ingest.step-by-distance", pollutant: key.pollutant.displayName, step: step.inWords),
      line: nil, count: 1)
    return step
  }
}
