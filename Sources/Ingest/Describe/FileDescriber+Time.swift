import Documents
import AirQuality
import TextFiles

/// When a row was measured.
extension FileDescriber {
  /// The columns of hours that stand side by side.
  var hourPlaces: Range<Int> {
    guard let run = hourRun() else { return 0..<0 }
    return run
  }

  /// Finds the stamp's columns and its pattern.
  ///
  /// - Returns: the clock reading of each row, for what follows from them; empty while the pattern
  ///   is open.
  mutating func findStamps() throws(IngestError) -> [Int] {
    if let pattern = options.pattern, StampCount(rawValue: pattern) == nil,
      StampPattern(pattern) == nil
    {
      throw .undescribed(
        problem: Message("error.ingest.is-no-pattern-date", ["pattern": .fact(pattern)]),
        remedy: "error.ingest.write-one-such-yyyy",
        file: path)
    }
    if let parts = partColumns() { return settleParts(parts) }
    dropFooter()
    var best: (place: Int, candidates: [StampSurvey.Candidate])?
    for (place, column) in columns.enumerated()
    where !taken.contains(place) && HeaderName(column.name).pollutant == nil && !column.isEmpty {
      let texts = sample(place)
      if let count = chosenCount(texts) { return settleCount(place, count) }
      var candidates = narrowed(
        StampSurvey.candidates(texts, century: options.century ?? 2_000, plausible: plausible))
      candidates.removeAll { !$0.pattern.hasMonth && HeaderName.role(column.name) != .year }
      if isCode(place) {
        candidates.removeAll { !$0.pattern.hasHour && !$0.pattern.text.contains("-") }
      }
      guard !candidates.isEmpty else { continue }
      // A whole stamp goes before a date.
      if best == nil
        || (candidates[0].pattern.hasHour && best?.candidates[0].pattern.hasHour == false)
      {
        best = (place, candidates)
      }
      if candidates[0].pattern.hasHour { break }
    }
    guard let best else { return try refuseStamps() }
    return settlePattern(best.place, best.candidates)
  }

  /// Rows at the end without a stamp, such as totals, are no data.
  private mutating func dropFooter() {
    for place in columns.indices where !taken.contains(place) && !isCode(place) {
      let texts = cells(place)
      let head = Array(texts.prefix(max(1, texts.count * 2 / 3)).prefix(200))
      guard HeaderName(columns[place].name).pollutant == nil, !head.contains(""),
        let pattern = StampSurvey.candidates(
          head, century: options.century ?? 2_000, plausible: plausible
        ).first?.pattern, pattern.hasDay
      else { continue }
      let reader = StampReader(pattern, century: options.century ?? 2_000)
      // Whatever has figures like a stamp is a stamp that may be wrong, and is not passed over.
      let after = texts.reversed().prefix {
        (try? reader.read($0)) == nil && $0.filter(\.isNumber).count < 4
      }.count
      if after > 0, after < texts.count / 3 + 1, after <= 20 {
        shape.dropLast(after)
        draft.shape = shape
        proposal.evidence.removeAll { $0.field == "footer" }
        proposal.evidence += shape.evidence.filter { $0.field == "footer" }
        columns = shape.names.indices.map { ColumnSurvey(shape.names[$0], cells($0)) }
      }
      return
    }
  }

  /// Whether a column is called like a station or a number of one.
  private func isCode(_ place: Int) -> Bool {
    let role = HeaderName.role(columns[place].name)
    return role == .station || role == .instrument
  }

  private func refuseStamps() throws(IngestError) -> [Int] {
    if let pattern = options.pattern {
      throw .undescribed(
        problem: Message("error.ingest.pattern-fits-all-rows", ["pattern": .fact(pattern)]),
        remedy: Message(
          "error.ingest.compare-with-first-row",
          ["row": .fact(shape.rows.first?.fields.joined(separator: " | ") ?? "")]), file: path)
    }
    if let wrong = impossibleStamp() {
      throw .undescribed(
        problem: Message(
          "error.ingest.is-no-date-others-are",
          [
            "text": .text(wrong.text), "column": .text(wrong.column),
            "pattern": .text(wrong.pattern),
          ]),
        remedy: "error.ingest.correct-stamp", file: "\(path):\(wrong.line)")
    }
    throw .undescribed(
      problem: Message(
        "error.ingest.no-column-of-dates", ["columns": .names(Array(shape.names.prefix(12)))]),
      remedy: "error.ingest.say-how-is-written", file: path)
  }

  /// The first cell that is no date in a column where nearly all others are dates of one writing.
  private func impossibleStamp() -> (text: String, column: String, pattern: String, line: Int)? {
    let century = options.century ?? 2_000
    for place in columns.indices where !taken.contains(place) {
      let texts = cells(place)
      for first in texts.prefix(3) {
        for candidate in StampSurvey.candidates([first], century: century, plausible: plausible) {
          let reader = StampReader(candidate.pattern, century: century)
          let wrong = texts.indices.filter { (try? reader.read(texts[$0])) == nil }
          guard let row = wrong.first, candidate.pattern.hasDay, wrong.count * 2 < texts.count,
            texts[row].contains(where: \.isNumber)
          else { continue }
          return (
            texts[row], columns[place].name, candidate.pattern.text, shape.rows[row].line
          )
        }
      }
    }
    return nil
  }

  private func sample(_ place: Int) -> [String] {
    var seen: Set<String> = []
    var texts: [String] = []
    for cell in cells(place) where !cell.isEmpty && seen.insert(cell).inserted {
      texts.append(cell)
      if texts.count >= 4_000 { break }
    }
    return texts
  }

  private func chosenCount(_ texts: [String]) -> StampCount? {
    guard let pattern = options.pattern else {
      return StampSurvey.count(texts, plausible: plausible)
    }
    guard let count = StampCount(rawValue: pattern) else { return nil }
    let found = StampSurvey.count(texts, plausible: plausible)
    return found == count || (found == .excelDays && count == .excelDays1904) ? count : nil
  }

  /// Candidates that what was answered allows.
  private func narrowed(_ candidates: [StampSurvey.Candidate]) -> [StampSurvey.Candidate] {
    if let pattern = options.pattern {
      return candidates.filter { $0.pattern.text == pattern }.isEmpty
        ? StampPattern(pattern).map { pattern in
          candidates.isEmpty ? [] : [StampSurvey.Candidate(pattern: pattern, first: 0)]
        } ?? []
        : candidates.filter { $0.pattern.text == pattern }
    }
    guard let order = options.dateOrder, candidates.count > 1 else { return candidates }
    let kept = candidates.filter { candidate in
      guard let day = candidate.pattern.text.firstIndex(of: "d"),
        let month = candidate.pattern.text.firstIndex(of: "M")
      else { return true }
      let yearFirst = candidate.pattern.text.hasPrefix("y")
      return !yearFirst && (order == .dayFirst) == (day < month)
    }
    return kept.isEmpty ? candidates : kept
  }

  // MARK: Stamps in parts

  private func partColumns() -> [HeaderName.Role: Int]? {
    guard options.pattern == nil else { return nil }
    var parts: [HeaderName.Role: Int] = [:]
    for (place, column) in columns.enumerated() where !taken.contains(place) {
      guard let role = HeaderName.role(column.name), parts[role] == nil,
        [.year, .month, .day, .hour, .minute].contains(role)
      else { continue }
      parts[role] = place
    }
    guard let year = parts[.year], parts[.month] != nil, columns[year].isNumeric,
      columns[year].numbers.allSatisfy({ (1_900...2_100).contains($0) })
    else { return nil }
    return parts
  }

  private mutating func settleParts(_ parts: [HeaderName.Role: Int]) -> [Int] {
    for (role, key) in [
      (HeaderName.Role.year, "year"), (.month, "month"), (.day, "day"), (.hour, "hour"),
      (.minute, "minute"),
    ] {
      guard let place = parts[role] else { continue }
      draft.time.append((key, DescriptionDraft.scalar(columns[place].name)))
      taken.insert(place)
    }
    see("time", "columns are called year, month and so on")
    return readStamps()
  }

  private mutating func settleCount(_ place: Int, _ count: StampCount) -> [Int] {
    taken.insert(place)
    draft.time = [
      ("column", DescriptionDraft.scalar(columns[place].name)), ("pattern", count.rawValue),
    ]
    see(
      "time",
      "“\(columns[place].name)” counts \(count.rawValue): its first number is "
        + (stampText(cells(place).first ?? "", count)))
    if count == .excelDays {
      doubt("describe.days-from-1900")
    }
    return readStamps()
  }

  private func stampText(_ text: String, _ count: StampCount) -> String {
    (try? count.read(text)).map { StampTrack.text($0.seconds, .seconds(60)) } ?? text
  }

  private mutating func settlePattern(
    _ place: Int, _ candidates: [StampSurvey.Candidate]
  ) -> [Int] {
    taken.insert(place)
    let name = columns[place].name
    var candidates = candidates
    var names = [name]
    var hour: String?
    if !candidates[0].pattern.hasHour, candidates[0].pattern.hasDay, let clock = clockColumn(place)
    {
      taken.insert(clock.place)
      names.append(columns[clock.place].name)
      if let joined = clock.joined {
        candidates = joined
      } else {
        hour = columns[clock.place].name
        names.removeLast()
      }
    }
    if candidates.count > 1 {
      let readings = candidates.prefix(4).map {
        "\($0.pattern.text) (\(StampTrack.text($0.first, .seconds(60))))"
      }
      ask(
        say(
          "describe.date-order", text: cells(place).first ?? "", column: name,
          readings: readings.joined(separator: " / ")),
        candidates.contains { $0.pattern.hasTwoDigitYear }
          ? "--pattern \"\(candidates[0].pattern.text)\"" : "--date-order day-first, or month-first"
      )
      // What is asked below holds for every candidate.
    }
    let pattern = candidates[0].pattern
    draft.time = [
      (
        "column",
        names.count == 1 ? DescriptionDraft.scalar(names[0]) : DescriptionDraft.list(names)
      ), ("pattern", "\"\(pattern.text)\""),
    ]
    if let hour { draft.time.append(("hour", DescriptionDraft.scalar(hour))) }
    see(
      "time",
      "all stamps are written \(pattern.text)" + (hour.map { ", with the hour in “\($0)”" } ?? ""))
    if pattern.hasTwoDigitYear {
      if let century = options.century {
        draft.time.append(("century", "\(century)"))
      } else {
        ask("describe.century", "--century 2000")
      }
    }
    return readStamps()
  }

  /// The column of the clock beside a column of dates; joined with it where only a pattern reads it.
  private func clockColumn(
    _ date: Int
  ) -> (place: Int, joined: [StampSurvey.Candidate]?)? {
    let ranked = columns.indices.filter {
      $0 != date && !taken.contains($0) && !columns[$0].isEmpty
        && HeaderName(columns[$0].name).pollutant == nil
    }.sorted { rank($0) < rank($1) }
    for place in ranked where rank(place) < 2 || cells(place).allSatisfy({ $0.contains(":") }) {
      let texts = cells(place).filter { !$0.isEmpty }
      if texts.allSatisfy(Self.isClock) { return (place, nil) }
      let joined = narrowed(
        StampSurvey.candidates(
          Array(Set(zip(cells(date), cells(place)).map { "\($0) \($1)" })).sorted(),
          century: options.century ?? 2_000, plausible: plausible))
      if let first = joined.first, first.pattern.hasHour { return (place, joined) }
    }
    return nil
  }

  private func rank(_ place: Int) -> Int {
    switch HeaderName.role(columns[place].name) {
    case .hour: 0
    case .clock: 1
    default: 2
    }
  }

  /// Whether a text is a time of day as the field `hour` takes it.
  private static func isClock(_ text: String) -> Bool {
    let plain = text.hasSuffix("h") || text.hasSuffix("時") ? text.dropLast() : text[...]
    let parts = plain.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
    guard (1...3).contains(parts.count), plain.allSatisfy({ $0.isASCII }) else { return false }
    if parts.count == 1 {
      return (0...2_400).contains(parts[0]) && (parts[0] <= 24 || parts[0] % 100 < 60)
    }
    return (0...24).contains(parts[0]) && parts.dropFirst().allSatisfy { (0..<60).contains($0) }
  }

  // MARK: Hours side by side

  private func hourRun() -> Range<Int>? {
    func hour(_ name: String) -> (prefix: String, hour: Int)? {
      var text = name[...]
      for tail in [":00", "h", "H", "時", "时"] where text.hasSuffix(tail) {
        text = text.dropLast(tail.count)
        break
      }
      let digits = text.reversed().prefix { $0.isASCII && $0.isNumber }.count
      guard (1...2).contains(digits), let number = Int(text.suffix(digits)) else { return nil }
      return (String(text.dropLast(digits)), number)
    }
    var best: Range<Int>?
    var begin = 0
    while begin < columns.count {
      guard let first = hour(columns[begin].name), first.hour <= 1 else {
        begin += 1
        continue
      }
      var end = begin + 1
      while end < columns.count, let next = hour(columns[end].name), next.prefix == first.prefix,
        next.hour == first.hour + end - begin
      { end += 1 }
      if end - begin >= 3, end - begin <= 25, end - begin > (best?.count ?? 0) {
        best = begin..<end
      }
      begin = max(end, begin + 1)
    }
    return best
  }

  mutating func findHours() throws(IngestError) {
    let hasHour =
      draft.time.contains { $0.0 == "hour" }
      || draft.time.first { $0.0 == "pattern" }.map {
        StampPattern($0.1.filter { $0 != "\"" })?.hasHour == true
          || StampCount(rawValue: $0.1) != nil
      } == true
    guard !hasHour, options.wide == nil, let run = hourRun() else { return }
    let (from, to) = (columns[run.lowerBound].name, columns[run.upperBound - 1].name)
    draft.time.append(
      ("hours", "{ from: \(DescriptionDraft.scalar(from)), to: \(DescriptionDraft.scalar(to)) }"))
    taken.formUnion(run)
    see("time", "the columns \(from) to \(to) are hours side by side")
  }

  // MARK: What the draft gives

  /// The clock readings that the draft gives; empty where it gives none.
  private func readStamps() -> [Int] {
    var yaml = "identifier: x\nnetwork: x\nstation: { value: x }\n"
    let time = draft.time + (draft.time.contains { $0.0 == "century" } ? [] : [("century", "2000")])
    let isCounted = draft.time.contains { $0.0 == "pattern" && StampCount(rawValue: $0.1) != nil }
    let fields =
      (isCounted ? draft.time : time) + [("utc_offset", "\"+00:00\""), ("step", "month")]
    yaml += "time: { \(fields.map { "\($0.0): \($0.1)" }.joined(separator: ", ")) }\n"
    yaml += "values: [{ column: x, pollutant: pm25, unit: µg/m³ }]\n"
    // Days of a spreadsheet have decimals too.
    let hasComma =
      isCounted
      && shape.rows.contains { row in
        columns.indices.contains {
          taken.contains($0) && $0 < row.fields.count && row.fields[$0].contains(",")
        }
      }
    if hasComma { yaml += "decimal_mark: comma\nseparator: semicolon\n" }
    guard let description = try? FormatDescription(yaml: yaml, file: ""),
      var stamps = try? RowStamps(description, shape.names, file: path)
    else { return [] }
    stamps.surveyHours(shape.rows)
    // One a row, or none: what follows from them looks at rows and stamps together.
    var seconds: [Int] = []
    for row in shape.rows {
      guard let reading = try? stamps.read(row) else { return [] }
      seconds.append(reading.seconds - (reading.offset ?? 0))
    }
    return seconds
  }
}
