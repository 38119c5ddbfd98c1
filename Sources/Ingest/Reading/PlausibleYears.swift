import AirQuality
import TextFiles
import FoundationEssentials

/// Which stamps can be: from 1900 to the end of tomorrow.
///
/// Monitoring began after 1900, and a stamp of a later day is a slip of the pen or a wrong clock. One
/// mistyped year would make an axis of decades.
struct PlausibleYears {
  /// The day on which the file is read.
  private let today: CivilDate
  /// Clock seconds that can be, to 24:00 of tomorrow, which is still tomorrow's. Computed once: it is
  /// asked for every stamp of a file.
  private let seconds: ClosedRange<Int>

  /// - Parameter readingDate: `nil` takes this machine's clock.
  init(readingDate: Instant?) {
    let now = readingDate ?? Instant(secondsSinceEpoch: Int(Date().timeIntervalSince1970))
    today = now.date(utcOffset: 0)
    let first = -2_208_988_800  // 1900-01-01
    seconds = first...max(first, (today.daysSinceEpoch + 2) * 86_400)
  }

  /// The last day that a stamp can have.
  private var tomorrow: CivilDate { CivilDate(daysSinceEpoch: today.daysSinceEpoch + 1) }

  /// Whether clock seconds since 1970-01-01T00:00 on the wall lie in a plausible year.
  func contains(_ clockSeconds: Int) -> Bool {
    seconds.contains(clockSeconds)
  }

  /// Refuses a table with a stamp that cannot be.
  func check(_ table: ScannedTable, file: String) throws(IngestError) {
    guard let row = table.stamps.firstIndex(where: { !contains($0) }) else { return }
    throw refusal(table.stamps[row], file: file, line: table.line(of: row))
  }

  /// The same of values that were found one by one.
  func check(_ table: LongTable, file: String) throws(IngestError) {
    guard let entry = table.entries.first(where: { !contains($0.utc + $0.offset) }) else { return }
    throw refusal(entry.utc + entry.offset, file: file, line: entry.line)
  }

  /// The refusal of one stamp.
  func refusal(_ clockSeconds: Int, file: String, line: Int) -> IngestError {
    let stamp = Instant(secondsSinceEpoch: clockSeconds)
    let second = stamp.secondOfDay(utcOffset: 0)
    let clock = [second / 3_600, second / 60 % 60].map { CivilDate.padded($0, 2) }
    return .implausibleYear(
      "\(stamp.date(utcOffset: 0)) \(clock.joined(separator: ":"))", latest: tomorrow.description,
      file: file, line: line)
  }
}
