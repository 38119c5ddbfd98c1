import Documents
import AirQuality
import TextFiles

/// Turns the clock readings of a table into readings of a clock without summer time.
struct StampSettling {
  private let layout: TableLayout
  private let table: ScannedTable
  private let file: String
  /// Clock readings, one a row, seconds since 1970-01-01T00:00 of the clock at `utcOffset`.
  private(set) var stamps: [Int]
  /// Seconds east of Greenwich.
  private(set) var utcOffset: Int
  /// What was done, where anything was.
  private(set) var notice: Message?

  init(layout: TableLayout, table: ScannedTable, file: String) {
    self.layout = layout
    self.table = table
    self.file = file
    stamps = table.stamps
    utcOffset = layout.description.time.utcOffset
  }

  private var time: FormatDescription.TimeRule { layout.description.time }

  mutating func settle() throws(IngestError) {
    try placePeriods()
    try leaveCivilTime()
  }

  /// Rows that number their period within the year.
  private mutating func placePeriods() throws(IngestError) {
    guard
      let column = layout.numbers.firstIndex(where: {
        if case .period = $0 { true } else { false }
      })
    else { return }
    for row in stamps.indices {
      let year = Instant(secondsSinceEpoch: stamps[row]).date(utcOffset: 0).year
      let written = table.numbers[column][row]
      guard let number = Int(exactly: written),
        let date = Self.beginning(of: number, time.step, year: year)
      else {
        throw .unreadableTime(
          "\(IngestError.number(written))", column: layout.numberNames[column], pattern: nil,
          file: file, line: table.line(of: row))
      }
      stamps[row] = date.daysSinceEpoch * 86_400
    }
  }

  /// The first day of a month, quarter or ISO week of a year; `nil` where there is no such one.
  static func beginning(of number: Int, _ step: TimeStep, year: Int) -> CivilDate? {
    switch step {
    case .months(let months) where 12 % months == 0:
      guard (1...12 / months).contains(number) else { return nil }
      return CivilDate(year: year, month: (number - 1) * months + 1, day: 1)
    case .week:
      // Week 1 is the week of 4 January (ISO 8601).
      guard let fourth = CivilDate(year: year, month: 1, day: 4) else { return nil }
      let monday = CivilDate(
        daysSinceEpoch: fourth.daysSinceEpoch - fourth.weekday + 1 + 7 * (number - 1))
      let thursday = CivilDate(daysSinceEpoch: monday.daysSinceEpoch + 3)
      return number >= 1 && thursday.year == year ? monday : nil
    default: return nil
    }
  }

  /// Stamps of a zone's clock become stamps of its standard time.
  private mutating func leaveCivilTime() throws(IngestError) {
    guard let name = time.zone, !stamps.isEmpty else { return }
    let zone: CivilZone
    do {
      zone = try CivilZone(identifier: name)
    } catch { throw .zone(what: error.problem, remedy: error.advice, file: file) }
    var instants = [Int](repeating: 0, count: stamps.count)
    // Hours that stand twice, by series: the first row is the hour of summer time.
    var seen: [Hour: Int] = [:]
    var counts: [Hour: Int] = [:]
    for row in stamps.indices where isTwice(stamps[row], zone) {
      counts[hour(row), default: 0] += 1
    }
    var toldApart = 0
    for row in stamps.indices {
      switch zone.instant(ofLocalSeconds: stamps[row]) {
      case .one(let instant): instants[row] = instant.secondsSinceEpoch
      case .none:
        throw .skippedHour(
          StampTrack.text(stamps[row], time.step), zone: name, station: station(row), file: file,
          line: table.line(of: row))
      case .twice(let first, let second):
        let hour = hour(row)
        let place = seen[hour, default: 0]
        seen[hour] = place + 1
        if counts[hour] == 1 {
          guard let rule = time.repeatedHour else {
            throw .ambiguousHour(
              StampTrack.text(stamps[row], time.step), zone: name, station: station(row),
              file: file, line: table.line(of: row))
          }
          instants[row] = (rule == .first ? first : second).secondsSinceEpoch
        } else {
          toldApart += 1
          instants[row] = (place == 0 ? first : second).secondsSinceEpoch
        }
      }
    }
    let last = instants.max() ?? 0
    utcOffset = zone.standardOffset(at: Instant(secondsSinceEpoch: last))
    let offset = utcOffset
    stamps = instants.map { $0 + offset }
    notice =
      toldApart > 0
      ? say(
        "ingest.civil-time-told-apart", zone: name, clock: Instant.clockText(offset),
        rows: toldApart)
      : say("ingest.civil-time", zone: name, clock: Instant.clockText(offset))
  }

  private func isTwice(_ stamp: Int, _ zone: CivilZone) -> Bool {
    if case .twice = zone.instant(ofLocalSeconds: stamp) { true } else { false }
  }

  /// A clock reading of one series.
  private struct Hour: Hashable {
    let stamp: Int
    let station: Int32
    let pollutant: Int32
    let instrument: Int32
  }

  private func hour(_ row: Int) -> Hour {
    func code(_ category: Int?) -> Int32 { category.map { table.categories[$0][row] } ?? 0 }
    return Hour(
      stamp: stamps[row], station: code(layout.stationCategory),
      pollutant: code(layout.pollutantCategory), instrument: code(layout.instrumentCategory))
  }

  private func station(_ row: Int) -> String {
    guard let category = layout.stationCategory else { return "the station" }
    let bytes = table.categoryNames[category][Int(table.categories[category][row])]
    return layout.description.textEncoding.decode(bytes) ?? "the station"
  }
}
