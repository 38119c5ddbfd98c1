import Documents
import AirQuality
import TextFiles

/// Rewrites a table that the scanner cannot read as it stands into one that it can: stamps in one
/// column, one value a cell, tabs between fields.
///
/// What numbers, sentinels, words and limits mean is left to the scanner and the assembler; here only
/// the writing changes. Each row remembers its line.
struct TableRewriting {
  /// The table to scan; its last byte is a line end.
  private(set) var bytes: [UInt8] = []
  /// What the columns of that table are.
  private(set) var description: FormatDescription
  private(set) var header: HeaderLine
  /// The line of each row in the file.
  private(set) var lines: [Int] = []
  /// What was done.
  private(set) var notices = NoticeBook()

  /// Whether the description asks for it, or the first row does, whose hour is a clock reading.
  static func isNeeded(
    _ description: FormatDescription, _ header: HeaderLine, _ bytes: [UInt8]
  ) -> Bool {
    let time = description.time
    let columns =
      description.values + (description.wide.map { [$0] } ?? [])
      + (description.pollutants?.names.values.map { $0 } ?? [])
    if description.separator == .blank || description.separator == .fixed { return true }
    if description.thousands != nil || time.columns != nil || time.hours != nil { return true }
    if let pattern = time.pattern, TimePattern(pattern) == nil { return true }
    if columns.contains(where: { $0.censored != nil || $0.marks != nil }) { return true }
    return hasClockHours(description, header, bytes, rows: 1)
  }

  /// Whether the hour of one of the first rows, or of any row, is a clock reading such as `01:00` or
  /// 100.
  static func hasClockHours(
    _ description: FormatDescription, _ header: HeaderLine, _ bytes: [UInt8], rows most: Int = .max
  ) -> Bool {
    guard let hour = description.time.hour, let place = header.names.firstIndex(of: hour) else {
      return false
    }
    var rows = DelimitedReader(bytes, from: header.end, syntax: description.syntax)
    var seen = -description.linesBelowHeader
    while seen < most, (try? rows.advance()) == true {
      let text = rows.text(place)
      if text.utf8.count > 2, text.first?.isNumber == true { return true }
      seen += 1
    }
    return false
  }

  /// - Parameter bytes: UTF-8 without comments.
  init(
    _ bytes: [UInt8], _ given: FormatDescription, _ header: HeaderLine, file: String
  ) throws(IngestError) {
    description = given
    self.header = header
    let names = header.names
    // Missing and repeated columns are named in the file's own terms.
    for name in given.requiredColumns where !names.contains(name) {
      throw .missingColumn(
        name, format: given.identifier, file: file, line: header.line, found: names)
    }
    var rows: [DelimitedRecord]
    do {
      rows = try TableLines(given).rows(bytes, below: header)
    } catch { throw IngestError(error, names: names, file: file) }
    rows = try fitting(rows, names.count, file)
    try settleStamps(&rows, file)
    try settleNumbers(&rows, file)
    write(rows)
  }

  /// The rows with as many fields as the header; further ones are passed where all are empty.
  private mutating func fitting(
    _ rows: [DelimitedRecord], _ count: Int, _ file: String
  ) throws(IngestError) -> [DelimitedRecord] {
    let further = max(0, (rows.first?.fields.count ?? count) - count)
    for row in rows
    where row.fields.count != count + further
      || row.fields.dropFirst(count).contains(where: { !$0.isEmpty })
    {
      throw .fieldCount(expected: count, found: row.fields.count, file: file, line: row.line)
    }
    guard further > 0, let first = rows.first else { return rows }
    notices.note(
      .emptyFields,
      say("ingest.empty-fields", fields: further), line: first.line, count: rows.count)
    return rows.map { DelimitedRecord(fields: Array($0.fields.prefix(count)), line: $0.line) }
  }

  // MARK: Stamps

  /// Puts the stamps into one column in front, and the hours of a row into rows of their own.
  private mutating func settleStamps(
    _ rows: inout [DelimitedRecord], _ file: String
  ) throws(IngestError) {
    let time = description.time
    guard time.period == nil else { return }
    let names = header.names
    var stamps = try RowStamps(description, names, file: file)
    stamps.surveyHours(rows)
    let hours = try time.hours.map { rule throws(IngestError) in
      try HourColumns(rule, names, description, file: file, line: header.line)
    }
    var readings: [StampReader.Reading] = []
    var kept: [DelimitedRecord] = []
    var cells: [String] = []
    for row in rows {
      let day: StampReader.Reading
      do throws(IngestError) {
        day = try stamps.read(row)
      } catch .impossibleTime(let text, let file, let line) {
        // Months of 31 days, whose last are filled with what means missing.
        guard let hours, hours.isEmpty(row) else {
          throw .impossibleTime(text, file: file, line: line)
        }
        notices.note(
          .rowsIgnored, "ingest.days-that-do-not-exist",
          line: line)
        continue
      }
      guard let hours else {
        readings.append(day)
        kept.append(row)
        continue
      }
      for (place, hour) in hours.places {
        readings.append(.init(seconds: day.seconds + hour * 3_600, offset: day.offset))
        kept.append(row)
        cells.append(row.fields[place])
      }
    }
    let clock = try settleClock(&readings, kept, tellsOffset: stamps.tellsOffset, file)
    let used = Set(
      ([time.column, time.year, time.month, time.day, time.hour, time.minute].compactMap { $0 })
        + (time.columns ?? []))
    let places = names.indices.filter {
      !used.contains(names[$0]) && hours?.columns.contains($0) != true
    }
    let hasClock = time.hasClock
    let stampName = Self.free(
      time.columns?.joined(separator: " + ") ?? time.column ?? time.year ?? "stamp",
      among: places.map { names[$0] })
    rows = kept.indices.map { row in
      var fields = [Self.text(readings[row].seconds, hasClock: hasClock)]
      fields += places.map { kept[row].fields[$0] }
      if hours != nil { fields.append(cells[row]) }
      return DelimitedRecord(fields: fields, line: kept[row].line)
    }
    var columns = [stampName] + places.map { names[$0] }
    if let hours { columns.append(hours.valueName) }
    header = HeaderLine(names: columns, line: header.line, lineBelow: header.lineBelow)
    describeStamps(stampName, clock, hasClock: hasClock, hours?.valueName)
  }

  private mutating func describeStamps(
    _ name: String, _ clock: Int?, hasClock: Bool, _ valueName: String?
  ) {
    description.time.column = name
    description.time.columns = nil
    description.time.pattern = hasClock ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd"
    description.time.year = nil
    description.time.month = nil
    description.time.day = nil
    description.time.hour = nil
    description.time.minute = nil
    description.time.hours = nil
    description.time.century = nil
    if let clock {
      description.time.utcOffset = clock
      description.time.zone = nil
      description.time.hasNoClock = nil
    }
    if let valueName {
      description.pollutants?.value = valueName
      if description.pollutants == nil { description.values[0].column = valueName }
    }
  }

  /// Puts stamps that say their distance from UTC on one clock: the description's, or the smallest
  /// distance, which is standard time.
  ///
  /// - Returns: the clock; `nil` where the stamps do not say their distance.
  private mutating func settleClock(
    _ readings: inout [StampReader.Reading], _ rows: [DelimitedRecord], tellsOffset: Bool,
    _ file: String
  ) throws(IngestError) -> Int? {
    guard tellsOffset, !readings.isEmpty else { return nil }
    var clock = description.time.utcOffset
    if let name = description.time.zone {
      do throws(ZoneError) {
        let zone = try CivilZone(identifier: name)
        let last = readings.map { $0.seconds - ($0.offset ?? 0) }.max() ?? 0
        clock = zone.standardOffset(at: Instant(secondsSinceEpoch: last))
      } catch { throw .zone(what: error.problem, remedy: error.advice, file: file) }
    } else if description.time.hasNoClock == true {
      var least: [String: Int] = [:]
      let place = description.station.column.flatMap { header.names.firstIndex(of: $0) }
      for (reading, row) in zip(readings, rows) {
        let station = place.map { row.fields[$0] } ?? ""
        least[station] = min(least[station] ?? .max, reading.offset ?? 0)
      }
      let sorted = least.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
      if let first = sorted.first, let last = sorted.last, first.value != last.value {
        throw .description(
          "time.utc_offset",
          problem:
            Message(
              "error.ingest.is-missing-stamps-own",
              [
                "first": .fact(Instant.clockText(first.value)), "key": .fact(first.key),
                "last": .fact(Instant.clockText(last.value)), "key2": .fact(last.key),
              ]),
          remedy: "error.ingest.name-one-clock-all", file: file,
          line: rows.first?.line ?? 1)
      }
      clock = sorted.first?.value ?? 0
    }
    let chosen = clock
    if readings.contains(where: { $0.offset != chosen }) {
      notices.note(
        .clockSettled,
        say("ingest.stamps-say-offset", clock: Instant.clockText(chosen)), line: rows.first?.line)
    }
    for row in readings.indices {
      readings[row].seconds += chosen - (readings[row].offset ?? chosen)
    }
    return chosen
  }

  private static func text(_ seconds: Int, hasClock: Bool) -> String {
    let instant = Instant(secondsSinceEpoch: seconds)
    let date = instant.date(utcOffset: 0).description
    guard hasClock else { return date }
    let second = instant.secondOfDay(utcOffset: 0)
    return date + " "
      + [second / 3_600, second / 60 % 60, second % 60].map { CivilDate.padded($0, 2) }
      .joined(separator: ":")
  }

  private static func free(_ name: String, among names: [String]) -> String {
    names.contains(name) ? free(name + " (stamp)", among: names) : name
  }

  // MARK: Numbers

  /// Takes thousands marks, limits and flags out of the cells of numbers.
  private mutating func settleNumbers(
    _ rows: inout [DelimitedRecord], _ file: String
  ) throws(IngestError) {
    let layout = try TableLayout(description, header, file: file)
    var limits: [(place: Int, name: String, cells: [String])] = []
    var fields = rows.map(\.fields)
    for (place, column) in layout.numberPlaces {
      guard let value = column,
        description.thousands != nil || value.censored != nil || value.marks != nil
      else { continue }
      var below = [String](repeating: "", count: rows.count)
      let name = header.names[place]
      for row in rows.indices {
        let cell = fields[row][place]
        guard !cell.isEmpty, !(description.missing + value.missing).contains(cell),
          value.codes[cell] == nil
        else { continue }
        let line = rows[row].line
        switch WrittenNumber(
          cell, thousands: description.thousands, decimalMark: description.decimalMark,
          marks: value.marks)
        {
        case .plain(let text): fields[row][place] = text
        case .marked(let text, let mark):
          fields[row][place] = text
          notices.note(
            .marksTaken, say("ingest.marks-kept", column: name, mark: mark), line: line)
        case .unusable(let mark):
          fields[row][place] = ""
          notices.note(
            .invalidByFlag, say("ingest.marks-no-value", column: name, mark: mark),
            line: line)
        case .below(let limit):
          guard let rule = value.censored else { continue }
          try settle(limit, rule, cell, name, line, file, &fields[row][place], &below[row])
        }
      }
      if value.censored == .keep, below.contains(where: { !$0.isEmpty }) {
        limits.append((place, name, below))
      }
    }
    for (_, name, cells) in limits { keep(cells, of: name, &fields) }
    rows = zip(rows, fields).map { DelimitedRecord(fields: $1, line: $0.line) }
  }

  private mutating func settle(
    _ limit: String, _ rule: FormatDescription.Censoring, _ cell: String, _ name: String,
    _ line: Int, _ file: String, _ field: inout String, _ below: inout String
  ) throws(IngestError) {
    let plain = description.decimalMark == .comma ? limit.replacing(",", with: ".") : limit
    guard let number = DecimalText.value(of: plain), number >= 0 else {
      throw .unreadableValue(cell, column: name, file: file, line: line)
    }
    let done: String
    switch rule {
    case .keep:
      field = ""
      below = limit
      done = "ingest.below-limit.keep"
    case .missing:
      field = ""
      done = "ingest.below-limit.missing"
    case .limit:
      field = limit
      done = "ingest.below-limit.limit"
    case .zero:
      field = "0"
      done = "ingest.below-limit.zero"
    case .half:
      let half = "\(number / 2)"
      field = description.decimalMark == .comma ? half.replacing(".", with: ",") : half
      done = "ingest.below-limit.half"
    }
    notices.note(
      .belowDetection, Message(done, ["column": .text(name)]), line: line)
  }

  /// Adds the limits of a column as a column of its own.
  private mutating func keep(_ cells: [String], of name: String, _ fields: inout [[String]]) {
    guard let value = description.values.first(where: { $0.column == name }) else { return }
    let column = Self.free("\(name) (below)", among: header.names)
    var limit = value
    limit.column = column
    limit.pollutant = Pollutant(own: "\(value.pollutant.identifier)-below")
    limit.censored = nil
    limit.marks = nil
    description.values.append(limit)
    header = HeaderLine(
      names: header.names + [column], line: header.line, lineBelow: header.lineBelow)
    for row in fields.indices { fields[row].append(cells[row]) }
  }

  // MARK: Writing

  private mutating func write(_ rows: [DelimitedRecord]) {
    for row in rows {
      for (place, field) in row.fields.enumerated() {
        if place > 0 { bytes.append(0x09) }
        let isPlain =
          !field.utf8.contains { $0 == 0x09 || $0 == 0x0a || $0 == 0x0d } && !field.hasPrefix("\"")
        bytes +=
          isPlain ? Array(field.utf8) : Array("\"\(field.replacing("\"", with: "\"\""))\"".utf8)
      }
      bytes.append(0x0a)
    }
    // A row of one empty field would be a blank line.
    lines = rows.map(\.line)
    description.separator = .tab
    description.thousands = nil
    description.columns = nil
    description.widths = nil
    description.comments = nil
    description.preamble = 0
    description.linesBelowHeader = 0
    description.footer = 0
    header = HeaderLine(names: header.names, line: header.line, lineBelow: 1)
  }
}
