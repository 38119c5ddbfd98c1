import AirQuality
import TextFiles

/// The stamps of a table's rows, where the scanner does not read them itself.
struct RowStamps {
  private enum Writing {
    case pattern(StampReader, hasOffset: Bool)
    case count(StampCount)
    case parts
  }

  private let time: FormatDescription.TimeRule
  private let decimalMark: FormatDescription.DecimalMark
  private let writing: Writing
  private let bare: BareMidnight
  private let columns: [Int]
  private let parts: [Int?]
  private let names: [String]
  private let file: String
  /// Whether clock readings of the hour column are figures such as 100 for 01:00.
  private var isHHMM = false

  /// - Parameter names: of the table's columns.
  init(_ description: FormatDescription, _ names: [String], file: String) throws(IngestError) {
    time = description.time
    bare = BareMidnight(description.time.pattern ?? "")
    decimalMark = description.decimalMark
    self.names = names
    self.file = file
    func place(_ name: String?) -> Int? { name.flatMap { names.firstIndex(of: $0) } }
    columns = (time.columns ?? time.column.map { [$0] } ?? []).compactMap(place)
    parts = [
      place(time.year), place(time.month), place(time.day), place(time.hour), place(time.minute),
    ]
    if let text = time.pattern, let count = StampCount(rawValue: text) {
      writing = .count(count)
    } else if let text = time.pattern, let pattern = StampPattern(text) {
      writing = .pattern(
        StampReader(pattern, century: time.century ?? 2_000), hasOffset: pattern.hasOffset)
    } else {
      writing = .parts
    }
  }

  /// Whether the stamps say what they are apart from UTC.
  var tellsOffset: Bool {
    switch writing {
    case .pattern(_, let hasOffset): hasOffset
    case .count(let count): count.isOfUTC
    case .parts: false
    }
  }

  /// Looks at the hours of all rows: where one has three digits or more, all are hours and minutes.
  mutating func surveyHours(_ rows: [DelimitedRecord]) {
    guard let hour = parts[3] else { return }
    isHHMM = rows.contains { row in
      let text = hour < row.fields.count ? row.fields[hour] : ""
      return text.utf8.count >= 3 && text.allSatisfy { $0.isASCII && $0.isNumber }
    }
  }

  /// The clock reading of a row.
  func read(_ row: DelimitedRecord) throws(IngestError) -> StampReader.Reading {
    var reading: StampReader.Reading
    switch writing {
    case .parts:
      func whole(_ place: Int?) throws(IngestError) -> Int? {
        guard let place else { return nil }
        guard let number = Int(row.fields[place]) else { throw unreadable(row, place, nil) }
        return number
      }
      let numbers = (
        try whole(parts[0]) ?? 1970, try whole(parts[1]) ?? 1, try whole(parts[2]) ?? 1
      )
      guard let date = CivilDate(year: numbers.0, month: numbers.1, day: numbers.2) else {
        throw .impossibleTime(
          "\(numbers.0)-\(CivilDate.padded(numbers.1, 2))-\(CivilDate.padded(numbers.2, 2))",
          file: file, line: row.line)
      }
      reading = .init(seconds: date.daysSinceEpoch * 86_400)
    case .pattern(let reader, _):
      reading = try stamp(row) { text throws(StampReader.Fault) in
        do throws(StampReader.Fault) {
          return try reader.read(text)
        } catch .pattern where time.bareMidnight == true {
          return try bare.read(text)
        }
      }
    case .count(let count):
      reading = try stamp(row) { text throws(StampReader.Fault) in
        try count.read(decimalMark == .comma ? text.replacing(",", with: ".") : text)
      }
    }
    if let place = parts[3] {
      guard let seconds = clock(row.fields[place]) else { throw unreadable(row, place, "HH:mm") }
      reading.seconds += seconds
    }
    if let place = parts[4] {
      guard let minute = Int(row.fields[place]), (0..<60).contains(minute) else {
        throw unreadable(row, place, "mm")
      }
      reading.seconds += minute * 60
    }
    return reading
  }

  private func stamp(
    _ row: DelimitedRecord,
    _ read: (String) throws(StampReader.Fault) -> StampReader.Reading
  ) throws(IngestError) -> StampReader.Reading {
    let text = columns.map { row.fields[$0] }.joined(separator: " ")
    do throws(StampReader.Fault) {
      return try read(text)
    } catch .impossible(let reading) {
      throw .impossibleTime(reading, file: file, line: row.line)
    } catch {
      throw .unreadableTime(
        text, column: columns.map { names[$0] }.joined(separator: " + "), pattern: time.pattern,
        file: file, line: row.line)
    }
  }

  private func unreadable(_ row: DelimitedRecord, _ place: Int, _ pattern: String?) -> IngestError {
    .unreadableTime(
      row.fields[place], column: names[place], pattern: pattern, file: file, line: row.line)
  }

  /// Seconds of a time of day: `1`, `24`, `01:00`, `1:00:00`, `0100`, `100`, `01h`, `1時`.
  private func clock(_ written: String) -> Int? {
    var text = written[...]
    for tail in ["h", "H", "時"] where text.hasSuffix(tail) { text = text.dropLast(tail.count) }
    var numbers = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
    guard !numbers.isEmpty, numbers.count <= 3,
      text.allSatisfy({ $0.isASCII && $0 != "+" && $0 != "-" })
    else { return nil }
    if numbers.count == 1, isHHMM { numbers = [numbers[0] / 100, numbers[0] % 100] }
    let all = numbers + [0, 0]
    guard (0...24).contains(all[0]), (0..<60).contains(all[1]), (0..<60).contains(all[2]),
      all[0] < 24 || (all[1] == 0 && all[2] == 0), !numbers.contains(where: { $0 < 0 })
    else { return nil }
    return all[0] * 3_600 + all[1] * 60 + all[2]
  }
}

/// Stamps as R writes them beside the pattern: dates alone for midnights, or `T` and `Z` in all.
private struct BareMidnight {
  private let readers: [StampReader]

  /// - Parameter pattern: of whole stamps, date and clock with a blank between them.
  init(_ pattern: String) {
    let parts = pattern.split(separator: " ", maxSplits: 1)
    guard parts.count == 2 else {
      readers = []
      return
    }
    readers = ["\(parts[0])", "\(parts[0])'T'\(parts[1])X"].compactMap { StampPattern($0) }
      .map { StampReader($0) }
  }

  func read(_ text: String) throws(StampReader.Fault) -> StampReader.Reading {
    for reader in readers {
      guard let reading = try? reader.read(text) else { continue }
      // R writes Z where the frame’s clock is UTC; another distance is another clock.
      guard reading.offset ?? 0 == 0 else { throw .pattern }
      return .init(seconds: reading.seconds)
    }
    throw .pattern
  }
}
