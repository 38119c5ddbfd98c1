import AirQuality

/// The rows of one station, or of one pollutant at one station, laid on a regular axis.
struct StampTrack {
  /// The rows kept, in time order; `nil` when they are all rows of the file.
  private(set) var keptRows: [Int]?
  /// How many rows are kept.
  private(set) var rowCount: Int
  /// The step of each kept row; `nil` when row and step numbers are the same.
  private(set) var positions: [Int]?
  /// Clock reading of the first step's label, seconds.
  private(set) var first: Int
  /// How many steps from first to last label.
  private(set) var count: Int
  /// Lines of repeated stamps that were given the absent hour.
  private(set) var relabelled: [Int] = []
  /// Lines of rows left out because they stand twice.
  private(set) var duplicates: [Int] = []

  /// The steps without a row.
  var absent: Int { count - rowCount }

  /// What a track needs to know of the file.
  struct Source {
    /// Clock readings of the labels, seconds since 1970-01-01T00:00 of the same clock.
    let stamps: [Int]
    let step: TimeStep
    let repairsSummerTime: Bool
    let station: String
    let file: String
    let line: (Int) -> Int
    /// Whether two rows have the same content.
    let isSame: (Int, Int) -> Bool
  }

  /// Checks order, repeats and grid of the rows.
  ///
  /// - Throws: `outOfOrder`, `repeatedStamp`, `civilTime`, `offGrid` or `tooSparse` with the line.
  ///
  /// - Parameter selected: the rows in file order, at least one; `nil` for all rows.
  init(rows selected: [Int]?, _ source: Source) throws(IngestError) {
    let step = source.step
    if selected == nil, Self.isRegular(source.stamps, step) {
      // The usual file: nothing to copy, nothing to repair.
      first = source.stamps[0]
      rowCount = source.stamps.count
      count = rowCount
      return
    }
    let given = selected ?? Array(source.stamps.indices)
    keptRows = given
    rowCount = given.count
    var stamps = given.map { source.stamps[$0] }
    first = stamps[0]
    count = stamps.count
    if Self.isRegular(stamps, step) { return }

    if source.repairsSummerTime {
      for index in stamps.indices.dropLast()
      where stamps[index] == stamps[index + 1]
        && Self.isSummerTimeRepeat(stamps[index], previous: index > 0 ? stamps[index - 1] : nil)
      {
        stamps[index] -= 3_600
        relabelled.append(source.line(given[index]))
      }
    }
    var kept: [Int] = []
    var places: [Int] = []
    kept.reserveCapacity(given.count)
    places.reserveCapacity(given.count)
    first = stamps[0]
    let lattice = Self.axis(from: first, step)
    var previous = -1
    for index in stamps.indices {
      let stamp = stamps[index]
      if previous >= 0 {
        if stamp == stamps[previous] {
          // Two rows of the hour that a civil clock shows twice are two hours.
          if let clock = AutumnHour(stamp), step < .day {
            throw .civilTime(
              Self.text(stamp, step), clock: clock.families, station: source.station,
              file: source.file, line: source.line(given[index]),
              firstLine: source.line(given[previous]))
          }
          guard source.isSame(given[previous], given[index]) else {
            throw .repeatedStamp(
              Self.text(stamp, step), station: source.station, file: source.file,
              line: source.line(given[index]), firstLine: source.line(given[previous]))
          }
          duplicates.append(source.line(given[index]))
          continue
        }
        guard stamp > stamps[previous] else {
          if step < .day, stamps[previous] - stamp <= 3_600, let clock = AutumnHour(stamp) {
            throw .civilTime(
              Self.text(stamp, step), clock: clock.families, station: source.station,
              file: source.file, line: source.line(given[index]),
              firstLine: source.line(given[previous]))
          }
          throw .outOfOrder(
            Self.text(stamp, step), after: Self.text(stamps[previous], step),
            station: source.station, file: source.file, line: source.line(given[index]))
        }
      }
      guard
        let place = lattice?.latticePosition(of: Instant(secondsSinceEpoch: stamp))
      else {
        throw .offGrid(
          Self.text(stamp, .seconds(60)), step: step, station: source.station, file: source.file,
          line: source.line(given[index]))
      }
      // A mistyped year would ask for an axis of thousands of years.
      guard place < 1_000_000 + 100 * given.count else {
        throw .tooSparse(
          first: Self.text(first, step), last: Self.text(stamp, step), rows: given.count,
          station: source.station, file: source.file, line: source.line(given[index]))
      }
      kept.append(given[index])
      places.append(place)
      previous = index
    }
    keptRows = kept
    rowCount = kept.count
    positions = places
    count = (places.last ?? 0) + 1
  }

  /// The lattice of labels; `nil` where the first label cannot begin a period of months.
  private static func axis(from first: Int, _ step: TimeStep) -> TimeAxis? {
    let start = Instant(secondsSinceEpoch: first)
    if case .months = step {
      guard start.date(utcOffset: 0).day == 1, start.secondOfDay(utcOffset: 0) == 0 else {
        return nil
      }
    }
    return TimeAxis(start: start, step: step, count: 0, utcOffset: 0)
  }

  /// Whether 03:00 stands twice because a clock that knew United States summer time left out
  /// 02:00: the date is the second Sunday of March and the stamp before is earlier than 02:00.
  private static func isSummerTimeRepeat(_ stamp: Int, previous: Int?) -> Bool {
    guard let previous, previous < stamp - 3_600, stamp % 86_400 == 3 * 3_600 else { return false }
    let date = Instant(secondsSinceEpoch: stamp).date(utcOffset: 0)
    return date.month == 3 && date.weekday == 7 && (8...14).contains(date.day)
  }

  private static func isRegular(_ stamps: [Int], _ step: TimeStep) -> Bool {
    guard let step = step.seconds else { return false }
    for index in stamps.indices.dropFirst() where stamps[index] - stamps[index - 1] != step {
      return false
    }
    return true
  }

  /// A clock reading as a message writes it.
  static func text(_ stamp: Int, _ step: TimeStep) -> String {
    let instant = Instant(secondsSinceEpoch: stamp)
    let date = instant.date(utcOffset: 0).description
    guard !step.isWholeDays || instant.secondOfDay(utcOffset: 0) != 0 else { return date }
    let minutes = instant.secondOfDay(utcOffset: 0) / 60
    let hour = minutes / 60 < 10 ? "0\(minutes / 60)" : "\(minutes / 60)"
    let minute = minutes % 60 < 10 ? "0\(minutes % 60)" : "\(minutes % 60)"
    return "\(date) \(hour):\(minute)"
  }

  /// One number column on the track's axis, NaN where no row is.
  func storage(of column: [Double]) -> [Double] {
    guard let rows = keptRows else { return column }
    guard let positions else { return rows.map { column[$0] } }
    var storage = [Double](repeating: .nan, count: count)
    for (row, position) in zip(rows, positions) { storage[position] = column[row] }
    return storage
  }
}
