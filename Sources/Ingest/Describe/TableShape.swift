import Documents
import AirQuality
import TextFiles

/// Where the rows of an unknown table stand and how its fields are parted, as its lines show.
struct TableShape {
  private(set) var separator = FormatDescription.Separator.comma
  private(set) var widths: [Int]?
  private(set) var preamble = 0
  private(set) var linesBelowHeader = 0
  private(set) var footer = 0
  private(set) var comments: [String] = []
  /// The names of the columns; made up where the file has no header.
  private(set) var names: [String] = []
  private(set) var hasHeader = true
  /// The first line of units below the header, where one stands there.
  private(set) var units: [String]?
  private(set) var rows: [DelimitedRecord] = []
  /// The line of the header, from 1.
  private(set) var headerLine = 1
  /// How many lines the file has.
  private var lineCount = 0
  /// What was seen, in sentences.
  private(set) var evidence: [DescriptionProposal.Evidence] = []

  /// - Parameters:
  ///   - text: of the whole file.
  ///   - columns: names that somebody gave for a file without a header.
  init(_ text: String, columns: [String]?, file: String) throws(IngestError) {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(
      String.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    findComments(lines)
    let isComment = lines.map { line in
      comments.contains { mark in
        line.drop { $0 == " " || $0 == "\t" || $0 == "\"" }.hasPrefix(mark)
      }
    }
    let filled = lines.indices.filter { !isComment[$0] && lines[$0].contains { !$0.isWhitespace } }
    guard filled.count > 1 || (filled.count == 1 && columns != nil) else {
      throw .noRows(file: file)
    }
    let sample = filled.prefix(400).map { lines[$0] }
    let count = findSeparator(Array(sample))
    guard count > 1 else {
      throw .undescribed(
        problem: "error.ingest.lines-have-no-separator",
        remedy: "error.ingest.give-table-comma-semicolon", file: file)
    }
    try settle(lines, filled, count, columns, file)
  }

  private mutating func findComments(_ lines: [String]) {
    for mark in ["#", "//", "%", "!"] {
      let marked = lines.indices.filter { lines[$0].hasPrefix(mark) }
      // A header such as “#date,pm25” is none.
      guard let first = marked.first, marked.count < lines.count / 2 || lines.count < 8 else {
        continue
      }
      comments.append(mark)
      evidence.append(
        .init("comments", "\(marked.count) lines begin with “\(mark)”", line: first + 1))
    }
  }

  /// The separator whose number of fields most lines have, and that number.
  private mutating func findSeparator(_ lines: [String]) -> Int {
    var best: (separator: FormatDescription.Separator, count: Int, share: Double) = (.comma, 1, 0)
    // Decimal commas are as regular as separators; a semicolon on every line is one.
    for candidate in [FormatDescription.Separator.semicolon, .tab, .bar, .comma, .blank] {
      var description = FormatDescription(identifier: "", title: "", network: "")
      description.separator = candidate
      let splitter = TableLines(description)
      var counts: [Int: Int] = [:]
      for line in lines { counts[splitter.fields(line).count, default: 0] += 1 }
      guard
        let (count, times) = counts.filter({ $0.key > 1 }).max(by: {
          ($0.value, $0.key) < ($1.value, $1.key)
        })
      else { continue }
      let share = Double(times) / Double(lines.count)
      // Blanks stand inside stamps and names too.
      if share > best.share + (candidate == .blank || candidate == .comma ? 0.1 : 0.001) {
        best = (candidate, count, share)
      }
    }
    separator = best.separator
    if best.share < 0.5, let found = Self.widths(lines) {
      separator = .fixed
      widths = found
      evidence.append(.init("widths", "the same places of all lines are blank", line: nil))
      return found.count
    }
    evidence.append(
      .init(
        "separator",
        "\(Int((best.share * 100).rounded())) % of the lines have \(best.count) fields parted by "
          + best.separator.rawValue, line: nil))
    return best.count
  }

  /// The widths of columns between places that are blank on every line.
  private static func widths(_ lines: [String]) -> [Int]? {
    let letters = lines.map { Array($0) }
    let length = letters.map(\.count).max() ?? 0
    guard length < 2_000 else { return nil }
    var widths: [Int] = []
    var begin = 0
    for place in 1..<max(1, length) {
      let isBlankBefore = letters.allSatisfy { place - 1 >= $0.count || $0[place - 1] == " " }
      let isBlankHere = letters.allSatisfy { place >= $0.count || $0[place] == " " }
      if isBlankBefore, !isBlankHere, place > begin, begin > 0 || place > 1 {
        widths.append(place - begin)
        begin = place
      }
    }
    widths.append(max(1, length - begin))
    return widths.count > 1 ? widths : nil
  }

  private var splitter: TableLines {
    var description = FormatDescription(identifier: "", title: "", network: "")
    description.separator = separator
    description.widths = widths
    return TableLines(description)
  }

  private mutating func settle(
    _ lines: [String], _ filled: [Int], _ count: Int, _ columns: [String]?, _ file: String
  ) throws(IngestError) {
    let splitter = splitter
    let fields = filled.map { splitter.fields(lines[$0]) }
    guard
      let first = fields.firstIndex(where: {
        Self.trimmed($0).count >= count - 1 && $0.count >= 2 && $0.count <= count + 1
          && $0.filter { !$0.isEmpty }.count * 2 >= $0.count
      })
    else { throw .noRows(file: file) }
    let firstData = fields.indices.dropFirst(first).first { Self.isData(fields[$0]) } ?? first + 1
    hasHeader = columns == nil && firstData > first
    preamble = filled[hasHeader ? first : firstData]
    headerLine = preamble + 1
    // Comment lines before the header are counted by their mark.
    if comments.isEmpty == false {
      let before = (0..<preamble).filter { place in
        comments.contains { lines[place].hasPrefix($0) }
      }
      if before.count == preamble { preamble = 0 }
    }
    if hasHeader {
      names = Self.trimmed(fields[first]).map(HeaderLine.trimmed)
      linesBelowHeader = max(0, filled[min(firstData, filled.count - 1)] - filled[first] - 1)
      if linesBelowHeader > 0, firstData > first + 1 { units = fields[first + 1] }
      if linesBelowHeader > 0 {
        evidence.append(
          .init(
            "lines_below_header",
            Self.lines(
              linesBelowHeader, "between header and rows hold no stamp",
              one: "between header and rows holds no stamp"),
            line: filled[first] + 2))
      }
    } else {
      names = columns ?? (1...count).map { "column \($0)" }
      guard names.count == count else {
        throw .undescribed(
          problem: Message(
            "error.ingest.names-are-given-columns",
            ["count": .fact(names.count), "count2": .fact(count)]),
          remedy: "error.ingest.give-columns-one-name", file: file)
      }
      evidence.append(
        .init("columns", "the first line is a row: there is no header", line: preamble + 1))
    }
    if preamble > 0 {
      evidence.append(
        .init(
          "preamble",
          Self.lines(preamble, "stand before the table", one: "stands before the table"), line: 1))
    }
    takeRows(lines, filled, fields, from: firstData)
  }

  private mutating func takeRows(
    _ lines: [String], _ filled: [Int], _ fields: [[String]], from firstData: Int
  ) {
    var last = filled.count
    while last > firstData + 1,
      fields[last - 1].count < names.count || !Self.isData(fields[last - 1])
    {
      last -= 1
    }
    lineCount = lines.count
    if last < filled.count { beginFooter(at: filled[last] + 1) }
    for place in firstData..<max(firstData, last) {
      rows.append(DelimitedRecord(fields: fields[place], line: filled[place] + 1))
    }
  }

  private static func lines(_ count: Int, _ words: String, one: String) -> String {
    count == 1 ? "1 line \(one)" : "\(count) lines \(words)"
  }

  private mutating func beginFooter(at line: Int) {
    footer = lineCount - line + 1
    evidence.removeAll { $0.field == "footer" }
    evidence.append(
      .init(
        "footer", Self.lines(footer, "at the end are no rows", one: "at the end is no row"),
        line: line))
  }

  /// Takes the last rows for lines that are no data.
  mutating func dropLast(_ count: Int) {
    guard count > 0, count < rows.count else { return }
    beginFooter(at: rows[rows.count - count].line)
    rows.removeLast(count)
  }

  /// Without empty fields at the end, which trailing separators make.
  private static func trimmed(_ fields: [String]) -> [String] {
    var fields = fields
    while fields.last?.isEmpty == true { fields.removeLast() }
    return fields
  }

  /// Whether a line is a row and no header: some field has a figure in it that is no word's part, and
  /// one is a date, a clock or a number.
  static func isData(_ fields: [String]) -> Bool {
    let texts = fields.filter { !$0.isEmpty }
    guard !texts.isEmpty else { return false }
    let numbers = texts.count { text in
      guard let first = text.first(where: { !"+-−<≤ ".contains($0) }) else { return false }
      return (first.isNumber && first.isASCII && CellText.looksMeasured(text))
    }
    return numbers * 2 >= texts.count || (numbers > 0 && CellText.stampLike(texts))
  }
}

/// What a single field looks like.
enum CellText {
  /// A number, a date or a clock, with at most a short tail: not `24h mean` or `1001A`.
  static func looksMeasured(_ text: String) -> Bool {
    let letters = text.filter(\.isLetter).count
    let figures = text.filter { $0.isNumber }.count
    if text.contains("月") || text.contains("日") { return figures >= 2 }
    return figures > 0 && letters <= 3 + (text.contains(":") || text.contains("-") ? 8 : 0)
      && !(letters > 0 && figures <= 2 && text.count <= 4)
  }

  /// Whether one of the texts has the figures of a date or a clock.
  static func stampLike(_ texts: [String]) -> Bool {
    texts.contains { text in
      let figures = text.filter { $0.isNumber }.count
      return figures >= 4 && text.contains { "-/:.年月".contains($0) } && looksMeasured(text)
    }
  }
}
