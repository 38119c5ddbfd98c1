import Documents
import AirQuality
import FoundationEssentials
import GRDB
import Ingest

/// A row of the table `block`.
struct StoredBlock {
  let key: SeriesKey
  let year: Int
  /// Beginning of the first period, seconds since the epoch.
  let start: Int
  let count: Int
  let payload: Data

  /// - Throws: `DamagedRow` when the numbers cannot be those of a block of the series.
  init(_ row: Row, of key: SeriesKey, _ traits: SeriesTraits) throws {
    self.key = key
    year = try row.checked("year")
    start = try row.checked("start")
    count = try row.checked("count")
    payload = try row.checked("payload")
    guard (1...PackedBlock.maximumCount).contains(count) else {
      throw DamagedRow(column: "count")
    }
    let instant = Instant(secondsSinceEpoch: start)
    guard SeriesTraits.instants.contains(start), traits.admits(start),
      instant.date(utcOffset: traits.utcOffset).year == year
    else { throw DamagedRow(column: "start") }
  }

  /// The block's values, NaN where missing.
  func decoded() throws(PackedBlock.Damage) -> [Double] {
    try PackedBlock.decode([UInt8](payload), count: count, seal: seal)
  }

  /// The payload with more values behind, see `PackedBlock.appending`.
  func appending(_ values: [Double]) throws(PackedBlock.Damage) -> [UInt8] {
    try PackedBlock.appending(values, to: [UInt8](payload), count: count, seal: seal)
  }

  /// Where the block belongs.
  var seal: BlockSeal { BlockSeal(key, year: year, start: start) }
}

/// A column that does not hold what the archive puts there.
struct DamagedRow: Error {
  let column: String
}

extension Row {
  /// The value of a column, where the plain subscript would stop the program over a damaged one.
  func checked<Value: DatabaseValueConvertible>(_ column: String) throws(DamagedRow) -> Value {
    let stored: DatabaseValue = self[column]
    guard let value = Value.fromDatabaseValue(stored) else { throw DamagedRow(column: column) }
    return value
  }

  /// The same where NULL is allowed.
  func checkedOptional<Value: DatabaseValueConvertible>(
    _ column: String
  ) throws(DamagedRow) -> Value? {
    let stored: DatabaseValue = self[column]
    return stored.isNull ? nil : try checked(column)
  }
}

extension SeriesTraits {
  /// What an archive can hold as a point in time, 17,000 years either way of 1970, so that sums
  /// stay far from overflow.
  static let instants = -(1 << 39)...(1 << 39)

  /// From a row of the table `series`.
  init(_ row: Row) throws {
    let count: Int = try row.checked("step")
    guard (1...1 << 30).contains(count) else { throw DamagedRow(column: "step") }
    let unit: String = try row.checked("step_unit")
    self.init(
      unit: try row.checked("unit"), referenceState: try row.checked("reference_state"),
      step: unit == "month" ? .months(count) : .seconds(count), phase: try row.checked("phase"),
      utcOffset: try row.checked("utc_offset"), stamp: try row.checked("stamp"))
    guard unit == "second" || (unit == "month" && count <= 1_200) else {
      throw DamagedRow(column: "step_unit")
    }
    guard (-86_400...86_400).contains(utcOffset) else { throw DamagedRow(column: "utc_offset") }
  }

  /// Whether a period may begin there.
  func admits(_ start: Int) -> Bool {
    switch step {
    case .seconds(let seconds): return (start - phase) % seconds == 0
    case .months(let months):
      let instant = Instant(secondsSinceEpoch: start)
      let date = instant.date(utcOffset: utcOffset)
      return date.day == 1 && instant.secondOfDay(utcOffset: utcOffset) == 0
        && (date.monthIndex - phase) % months == 0
    }
  }

  /// The axis from the first block's first period through the last block's last.
  ///
  /// - Parameters:
  ///   - row: with `start`, and `last_start` and `last_count` of the last block.
  func axis(of row: Row) throws -> TimeAxis {
    let start: Int = try row.checked("start")
    let lastStart: Int = try row.checked("last_start")
    let lastCount: Int = try row.checked("last_count")
    guard Self.instants.contains(start), Self.instants.contains(lastStart), lastStart >= start,
      admits(start), admits(lastStart), (1...PackedBlock.maximumCount).contains(lastCount)
    else { throw DamagedRow(column: "start") }
    let one = axis(start: start, count: 1)
    let count =
      one.ceilingPosition(of: Instant(secondsSinceEpoch: lastStart)) + lastCount
    // Two blocks far apart must not ask for all memory; 127 years of minutes are fewer.
    guard count <= PackedBlock.maximumCount else { throw DamagedRow(column: "start") }
    return axis(start: start, count: count)
  }
}

extension SeriesKey {
  /// From columns of the tables `station` and `series`.
  init(_ row: Row, at station: Station) throws {
    let pollutant: String = try row.checked("pollutant")
    guard let averaging = TimeStep(try row.checked("averaging")) else {
      throw DamagedRow(column: "averaging")
    }
    self.init(
      station: station.key, pollutant: Pollutant(stored: pollutant), averaging: averaging,
      instrument: try row.checked("instrument"))
  }
}

extension Station {
  /// From columns of the table `station`.
  init(_ row: Row) throws {
    let latitude: Double? = try row.checkedOptional("latitude")
    let longitude: Double? = try row.checkedOptional("longitude")
    var coordinate: Coordinate?
    if let latitude, let longitude {
      coordinate = Coordinate(latitude: latitude, longitude: longitude)
    }
    self.init(
      network: try row.checked("network"), identifier: try row.checked("identifier"),
      name: try row.checked("name"), coordinate: coordinate)
  }
}

extension SourceFile {
  /// From columns of the table `source`.
  init(_ row: Row) throws {
    self.init(
      path: try row.checked("path"), name: try row.checked("name"),
      sha256: try row.checked("sha256"), byteCount: try row.checked("byte_count"),
      format: try row.checked("format"), rowCount: try row.checked("row_count"),
      reading: try row.checked("reading"), settings: try row.checked("settings"))
  }
}

extension IngestNotice {
  /// From columns of the table `notice`.
  init(_ row: Row) throws {
    guard let kind = Kind(rawValue: try row.checked("kind")) else {
      throw DamagedRow(column: "kind")
    }
    self.init(
      kind: kind, message: Message(stored: try row.checked("message")),
      line: try row.checkedOptional("line"),
      count: try row.checked("notice_count"))
  }
}
