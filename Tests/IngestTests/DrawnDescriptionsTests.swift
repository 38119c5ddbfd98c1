import Documents
import AirQuality
import TextFiles
import Ingest
import NumericKernels
import TestSupport
import Testing

/// Tables drawn from all that a description can name, described by `describe` with the answers it
/// asks for, and read back.
@Suite("Drawn tables are described and read back")
struct DrawnDescriptionsTests {
  @Test(
    "300 drawn tables are described with what is asked for and give the drawn values",
    .tags(.property))
  func described() throws {
    var refused: [String] = []
    var wrong: [String] = []
    var asked: [String: Int] = [:]
    for seed in 0..<300 {
      var stream = RandomStream(seed: 20, index: UInt64(seed))
      let table = DrawnTable(&stream)
      let file = try ScratchFile(table.bytes, name: "drawn.csv")
      var options = DescribeOptions()
      do {
        var proposal = try FileDescriber.describe(path: file.path, options: options)
        for _ in 0..<4 where !proposal.questions.isEmpty {
          for question in proposal.questions {
            table.answer(question, &options)
            asked[String(question.option.prefix { $0 != " " }), default: 0] += 1
          }
          proposal = try FileDescriber.describe(path: file.path, options: options)
        }
        guard proposal.questions.isEmpty else {
          refused.append("\(seed): open \(proposal.questions.map(\.asks)) \(table.summary)")
          continue
        }
        let description = try FormatDescription(yaml: proposal.yaml, file: "proposed.yaml")
        let read = try file.read(IngestOptions(descriptions: [description]))
        if let difference = table.difference(from: read) {
          wrong.append("\(seed): \(difference) \(table.summary)\n\(proposal.yaml)")
        }
      } catch let error as IngestError {
        refused.append("\(seed): \(error.explanation) \(table.summary)")
      }
    }
    #expect(wrong.isEmpty, "\(wrong.count) wrong: \(wrong.prefix(3).joined(separator: "\n"))")
    #expect(
      refused.isEmpty, "\(refused.count) refused: \(refused.prefix(12).joined(separator: "\n"))")
    // Clock, end of the period and unit are never guessed.
    for option in ["--utc-offset", "--stamp", "--unit"] {
      #expect(asked[option] ?? 0 > 50, "\(option) was asked \(asked[option] ?? 0) times")
    }
  }
}

/// One drawn table: its truth and its text.
struct DrawnTable {
  enum Layout: CaseIterable { case columns, rowsName, wide, hours }
  enum Clock: CaseIterable {
    case iso, dayFirst, monthFirst, compact, named, twoDigit, twoColumns, hourColumn, parts, half
    case epoch, milliseconds, excel, own, japanese
  }
  enum Order: CaseIterable { case forward, forwardToo, newest, mixed }

  let layout: Layout
  let clock: Clock
  let order: Order
  let separator: FormatDescription.Separator
  let comma: Bool
  let thousands: Bool
  let encoding: TextEncoding
  let language: Int
  let hasHeader: Bool
  let preamble: Int
  let hasUnitsRow: Bool
  let hasUnitInName: Bool
  let footer: Bool
  let comments: Bool
  let quotes: Bool
  let missing: String
  let sentinel: Double?
  let censored: Bool
  let mark: Bool
  let stamp: StampConvention
  let offset: Int
  let step: Int
  let start: Int
  let count: Int
  let stations: [String]
  let pollutants = [Pollutant.pm25, .no2]
  /// By station and pollutant.
  private(set) var values: [[[Double?]]] = []
  private(set) var bytes: [UInt8] = []

  init(_ stream: inout RandomStream) {
    func draw<Choice>(_ choices: [Choice]) -> Choice {
      choices[Int(stream.uniform() * Double(choices.count))]
    }
    func chance(_ share: Double) -> Bool { stream.uniform() < share }
    layout = draw([.columns, .columns, .rowsName, .wide, .hours])
    let plainClocks: [Clock] = [.iso, .dayFirst, .compact, .named, .twoDigit, .japanese]
    clock = layout == .hours ? draw(plainClocks) : draw(Clock.allCases)
    order = clock == .own || layout == .hours ? .forward : draw(Order.allCases)
    separator =
      layout == .hours
      ? draw([.comma, .semicolon, .tab]) : draw([.comma, .comma, .semicolon, .tab, .bar, .blank])
    comma = [.semicolon, .tab].contains(separator) && chance(0.4)
    thousands = chance(0.25) && separator != .blank && separator != .bar && layout != .hours
    language = draw([0, 0, 1, 2])
    encoding =
      language == 1
      ? draw([.utf8, .shiftJIS]) : language == 2 ? draw([.utf8, .gb18030]) : draw([.utf8, .utf16])
    hasHeader = layout != .columns || chance(0.85)
    preamble = hasHeader && separator != .blank ? draw([0, 0, 1, 3]) : 0
    hasUnitInName = hasHeader && layout == .columns && chance(0.4) && separator != .blank
    hasUnitsRow =
      hasHeader && layout == .columns && !hasUnitInName && chance(0.3) && separator != .blank
    footer = chance(0.2) && separator != .blank
    comments = chance(0.2) && preamble == 0
    quotes = chance(0.3) && separator != .bar
    missing =
      separator == .blank
      ? draw(["NA", "-", "---"])
      : draw(["", "NA", "-", "***", ["void", "欠測", "缺测"][language], "N/A"])
    sentinel = draw([nil, -999, -9_999, 9_999])
    censored = layout == .columns && chance(0.3)
    mark = layout == .columns && chance(0.2) && separator != .blank
    stamp = draw([.beginning, .ending])
    offset = draw([0, 28_800, 32_400, -18_000, 20_700])
    step =
      layout == .hours ? 3_600 : clock == .hourColumn ? 3_600 : draw([3_600, 3_600, 900, 10_800])
    // A date whose day is above 12 somewhere or nowhere.
    let day = draw([
      CivilDate(year: 2019, month: 3, day: 2), CivilDate(year: 2020, month: 2, day: 27),
    ])
    start = (day?.daysSinceEpoch ?? 0) * 86_400 + (layout == .hours ? 0 : 3_600 * draw([0, 5, 22]))
    count = layout == .hours ? 72 : 12 + Int(stream.uniform() * 30)
    stations =
      layout == .columns && chance(0.5)
      ? ["s1"] : layout == .wide ? ["A1", "B2", "C3"] : ["s1", "s2"]
    values = stations.map { _ in
      pollutants.map { _ in
        (0..<count).map { position in
          let isMissing = stream.uniform() < 0.15 && position > 1 && position < count - 2
          let large = thousands && stream.uniform() < 0.3
          // Not a sentinel's look, and no group of three that could be decimals.
          return isMissing
            ? nil : (stream.uniform() * (large ? 20_000 : 80)).rounded(.down) + 0.25
        }
      }
    }
    bytes = write(&stream)
  }

  var summary: String {
    "[\(layout) \(clock) \(order) \(separator) comma=\(comma) thousands=\(thousands) \(encoding) "
      + "language=\(language) header=\(hasHeader) preamble=\(preamble) units=\(hasUnitInName)/\(hasUnitsRow) "
      + "footer=\(footer) comments=\(comments) missing=\(missing) \(sentinel.map { "\($0)" } ?? "") "
      + "censored=\(censored) mark=\(mark) step=\(step) n=\(count)]\n"
      + String((encoding == .utf8 ? String(decoding: bytes, as: UTF8.self) : "").prefix(400))
  }

  // MARK: Truth

  private var units: [String] { ["µg/m³", "ppb"] }

  /// What the file's reading differs in; `nil` where it is the truth.
  func difference(from file: IngestedFile) -> String? {
    let names = hasStationColumn || layout == .wide ? stations : ["drawn"]
    let measured = layout == .wide || layout == .hours ? Array(pollutants.prefix(1)) : pollutants
    let series = file.series.filter { !$0.pollutant.identifier.hasSuffix("below") }
    guard series.count == names.count * measured.count else {
      return "\(series.count) series, not \(names.count * measured.count)"
    }
    for (station, name) in names.enumerated() {
      for (item, pollutant) in measured.enumerated() {
        guard
          let found = series.first(where: {
            $0.station.identifier == name && $0.pollutant == pollutant
          })
        else { return "no \(pollutant) at \(name)" }
        guard found.unit.symbol == units[item] else { return "unit \(found.unit)" }
        let truth = values[station][item]
        // Columns of hours carry their own labels, 0 to 23 or 1 to 24.
        let first = start - offset + (stamp == .ending && layout != .hours ? -step : 0)
        guard found.axis.start.secondsSinceEpoch == first, found.axis.step == .seconds(step),
          found.count == count, found.axis.utcOffset == offset || clock == .own
        else {
          return "axis \(found.axis.label(at: 0)) × \(found.count) of \(found.axis.step), not "
            + "\(first) × \(count)"
        }
        for position in 0..<count where found[position] != truth[position] {
          return "\(name) \(pollutant) at \(position): \(String(describing: found[position])), not "
            + String(describing: truth[position])
        }
      }
    }
    return nil
  }

  private var hasStationColumn: Bool { stations.count > 1 && layout != .wide }

  /// Answers a question by the truth.
  func answer(_ question: DescriptionProposal.Question, _ options: inout DescribeOptions) {
    let words = question.option.split(separator: " ").map(String.init)
    switch words.first {
    case "--utc-offset": options.utcOffset = Instant.offsetText(offset)
    case "--stamp": options.stamp = stamp
    case "--century": options.century = 2_000
    case "--date-order":
      options.dateOrder = [.monthFirst, .half].contains(clock) ? .monthFirst : .dayFirst
    case "--pattern": options.pattern = layout == .hours ? "dd/MM/yy" : "dd/MM/yy HH:mm"
    case "--step": options.step = .seconds(step)
    case "--columns": options.columns = names
    case "--unit":
      for (item, name) in valueNames.enumerated() { options.units[name] = units[item] }
      if layout == .wide || layout == .hours { options.units = ["": units[0]] }
      if layout == .rowsName { options.units = [itemNames[0]: units[0], itemNames[1]: units[1]] }
    case "--pollutant":
      if layout == .hours { options.pollutants = ["hours": "pm25"] } else { options.wide = "pm25" }
    case "--missing":
      let text = question.asks.english.contains("9999") ? "9999" : missing
      options.missing.append(text)
    case "--mark": options.marks = ["*": .keep]
    case "--thousands":
      if comma { options.decimalMark = .comma } else { options.thousands = .comma }
    case "--censored": options.censored = .keep
    default: break
    }
    if layout == .wide { options.wide = "pm25" }
  }

  // MARK: Text

  private var stampNames: [String] {
    switch clock {
    case .twoColumns, .hourColumn:
      [["date", "time"], ["日付", "時刻"], ["日期", "时间"]][language]
    case .parts:
      [
        ["year", "month", "day", "hour", "minute"], ["年", "月", "日", "時", "分"],
        ["年", "月", "日", "时", "分"],
      ][language]
    default: [["datetime"], ["日時"], ["监测时间"]][language]
    }
  }

  private var itemNames: [String] {
    [["PM2.5", "NO2"], ["微小粒子状物質", "二酸化窒素"], ["细颗粒物", "二氧化氮"]][language]
  }

  private var valueNames: [String] {
    hasUnitInName ? zip(itemNames, units).map { "\($0) (\($1))" } : itemNames
  }

  private var stationName: String { ["site", "測定局", "站点"][language] }

  var names: [String] {
    var names = stampNames
    if hasStationColumn { names.append(stationName) }
    switch layout {
    case .columns: names += valueNames
    case .rowsName:
      names += [["parameter", "項目", "指标"][language], ["value", "測定値", "浓度"][language]]
    case .wide: names += stations
    case .hours: names += (0..<24).map { "H" + two(stamp == .ending ? $0 + 1 : $0) }
    }
    return names
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private func stampCells(_ seconds: Int) -> [String] {
    let instant = Instant(secondsSinceEpoch: seconds)
    let date = instant.date(utcOffset: 0)
    let second = instant.secondOfDay(utcOffset: 0)
    let (hour, minute) = (second / 3_600, second / 60 % 60)
    let (year, month, day) = ("\(date.year)", two(date.month), two(date.day))
    let time = "\(two(hour)):\(two(minute))"
    let name = ["Jan", "Feb", "Mar", "Apr"][date.month - 1]
    func withTime(_ date: String, _ join: String = " ") -> [String] {
      layout == .hours ? [date] : [date + join + time]
    }
    switch clock {
    case .iso: return withTime("\(year)-\(month)-\(day)")
    case .dayFirst: return withTime("\(day)/\(month)/\(year)")
    case .monthFirst: return withTime("\(month)/\(day)/\(year)")
    case .compact:
      return layout == .hours
        ? ["\(year)\(month)\(day)"] : ["\(year)\(month)\(day)\(two(hour))\(two(minute))"]
    case .named: return withTime("\(day)-\(name)-\(year)")
    case .twoDigit: return withTime("\(day)/\(month)/\(year.suffix(2))")
    case .japanese: return withTime("\(year)年\(date.month)月\(date.day)日")
    case .twoColumns: return ["\(year)/\(date.month)/\(date.day)", time]
    case .hourColumn: return ["\(year)-\(month)-\(day)", "\(hour)"]
    case .parts: return [year, "\(date.month)", "\(date.day)", "\(hour)", "\(minute)"]
    case .half:
      let half = hour < 12 ? "AM" : "PM"
      return [
        "\(date.month)/\(date.day)/\(year) \(hour % 12 == 0 ? 12 : hour % 12):\(two(minute)) \(half)"
      ]
    case .epoch: return ["\(seconds - offset)"]
    case .milliseconds: return ["\(seconds - offset)000"]
    case .excel:
      let days = Double(seconds) / 86_400 + 25_569
      return [comma ? "\(days)".replacing(".", with: ",") : "\(days)"]
    case .own: return ["\(year)-\(month)-\(day)T\(time):00\(Instant.offsetText(offset))"]
    }
  }

  private func number(_ value: Double, _ stream: inout RandomStream) -> String {
    var text = "\(value)"
    if thousands, value >= 1_000 {
      let whole = "\(Int(value))"
      text = whole.dropLast(3) + "," + whole.suffix(3) + text.drop { $0 != "." }
    }
    if comma {
      text = String(text.map { $0 == "," ? "." : $0 == "." ? "," : $0 })
    }
    if mark, stream.uniform() < 0.1 { text += "*" }
    return text
  }

  private func gap(_ stream: inout RandomStream) -> String {
    if let sentinel, stream.uniform() < 0.4 { return "\(Int(sentinel))" }
    if censored, stream.uniform() < 0.4 { return comma ? "<0,5" : "<0.5" }
    return missing
  }

  private func line(_ cells: [String]) -> String {
    let mark =
      ["comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "blank": "   "][separator.rawValue]
      ?? ","
    return cells.map { cell in
      let needs =
        cell.contains(mark) || (separator == .blank && (cell.contains(" ") || cell.isEmpty))
      return needs || quotes && separator != .blank ? "\"\(cell)\"" : cell
    }.joined(separator: mark)
  }

  private mutating func write(_ stream: inout RandomStream) -> [UInt8] {
    var rows: [[String]] = []
    if layout == .hours {
      for day in 0..<count / 24 {
        for station in stations.indices {
          var cells = stampCells(start + day * 86_400)
          if hasStationColumn { cells.append(stations[station]) }
          for hour in 0..<24 {
            let value = values[station][0][day * 24 + hour]
            cells.append(value.map { number($0, &stream) } ?? gap(&stream))
          }
          rows.append(cells)
        }
      }
    } else {
      for position in 0..<count {
        let seconds = start + position * step
        func cell(_ station: Int, _ item: Int) -> String {
          values[station][item][position].map { number($0, &stream) } ?? gap(&stream)
        }
        switch layout {
        case .wide: rows.append(stampCells(seconds) + stations.indices.map { cell($0, 0) })
        case .columns, .hours:
          for station in stations.indices {
            rows.append(
              stampCells(seconds) + (hasStationColumn ? [stations[station]] : [])
                + pollutants.indices.map { cell(station, $0) })
          }
        case .rowsName:
          for station in stations.indices {
            for item in pollutants.indices {
              rows.append(
                stampCells(seconds) + [stations[station], itemNames[item], cell(station, item)])
            }
          }
        }
      }
    }
    switch order {
    case .forward, .forwardToo: break
    case .newest: rows.reverse()
    case .mixed:
      for place in stride(from: rows.count - 1, to: 0, by: -1) {
        rows.swapAt(place, Int(stream.uniform() * Double(place + 1)))
      }
    }
    var lines: [String] = []
    for _ in 0..<preamble { lines.append(["Data of the town", "県のデータ", "数据"][language]) }
    if comments { lines.append("# made by a logger") }
    if hasHeader { lines.append(line(names)) }
    if hasUnitsRow {
      lines.append(
        line(names.map { name in valueNames.firstIndex(of: name).map { units[$0] } ?? "" }))
    }
    lines += rows.map(line)
    if comments { lines.insert("# pause", at: lines.count - 2) }
    if footer { lines.append(["End of data", "以上", "完"][language]) }
    let text = lines.joined(separator: "\r\n") + "\r\n"
    let written = encoding.encode(text) ?? Array(text.utf8)
    if encoding == .utf16 {
      return [0xff, 0xfe] + text.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
    }
    return written
  }
}
