import AirQuality
import TextFiles

/// What the cells of one column are.
struct ColumnSurvey {
  /// The column's name as the header has it.
  let name: String
  /// Cells that are numbers, as written.
  private(set) var numbers: [Double] = []
  private(set) var emptyCount = 0
  /// Other texts with how often they stand.
  private(set) var texts: [String: Int] = [:]
  /// `<0.5` and its like, with how often.
  private(set) var belowCount = 0
  /// Marks before or behind numbers.
  private(set) var marks: [String: Int] = [:]
  /// Numbers with groups of three: what stands between them.
  private(set) var groupedCount = 0
  /// Marks that can only be decimal, or only between thousands.
  private(set) var commaDecimals = 0
  private(set) var pointDecimals = 0
  /// Cells such as `1,234` that may be either.
  private(set) var openCommas = 0
  private(set) var surelyGroupedByComma = 0
  private(set) var surelyGroupedByPoint = 0
  private(set) var groupedByOther: FormatDescription.ThousandsMark?
  /// The first cell of each kind with its line.
  let count: Int

  init(_ name: String, _ cells: [String]) {
    self.name = name
    count = cells.count
    for cell in cells { take(cell) }
  }

  /// Whether most of what is written is numbers.
  var isNumeric: Bool {
    let others = texts.filter { !MissingWords.isOne($0.key) }.values.reduce(0, +)
    let written = numbers.count + belowCount + marks.values.reduce(0, +)
    return written > 0 && others * 5 <= written
  }

  /// Whether nothing is written but words for missing.
  var isMissing: Bool {
    numbers.isEmpty && belowCount == 0 && texts.keys.allSatisfy(MissingWords.isOne)
  }

  /// Whether nothing is written.
  var isEmpty: Bool { emptyCount == count }

  private mutating func take(_ cell: String) {
    guard !cell.isEmpty else {
      emptyCount += 1
      return
    }
    var text = cell
    if let first = text.first, "<≤＜〈".contains(first) {
      let rest = text.dropFirst().drop { $0.isWhitespace || $0 == "=" }
      if rest.first?.isNumber == true {
        belowCount += 1
        note(String(rest))
        return
      }
    }
    if note(text) { return }
    // A number with something beside it.
    let head = text.prefix { $0.isASCII && ($0.isNumber || "+-.,".contains($0)) }
    let tail = HeaderLine.trimmed(String(text.dropFirst(head.count)))
    if head.contains(where: \.isNumber), !tail.isEmpty, tail.count <= 3,
      !tail.contains(where: { $0.isNumber || ":/-".contains($0) })
    {
      marks[tail, default: 0] += 1
      note(String(head))
      return
    }
    let front = text.prefix { !$0.isNumber && !"+-.".contains($0) }
    if (1...2).contains(front.count), front.count < text.count,
      front.allSatisfy({ !$0.isLetter && !$0.isWhitespace })
    {
      text.removeFirst(front.count)
      if note(text) {
        marks[String(front), default: 0] += 1
        return
      }
    }
    texts[cell, default: 0] += 1
  }

  /// Takes a text for a number where it is one, with commas or points.
  @discardableResult
  private mutating func note(_ text: String) -> Bool {
    let sign = text.prefix { "+-−".contains($0) }
    let body = text.dropFirst(sign.count)
    guard let first = body.first, first.isNumber || first == ".", first.isASCII || first == "."
    else {
      return false
    }
    if let value = DecimalText.value(of: text.replacing("−", with: "-")) {
      numbers.append(value)
      if body.contains(".") {
        pointDecimals += 1
        if Self.groups(body, by: ".") { pointDecimals -= 1; openPoints += 1 }
      }
      return true
    }
    guard
      body.allSatisfy({
        $0.isASCII && ($0.isNumber || "., '".contains($0)) || "’\u{a0}\u{202f}\u{2009}".contains($0)
      })
    else { return false }
    let commas = body.count { $0 == "," }
    let points = body.count { $0 == "." }
    let plain: String
    switch (commas, points) {
    case (1, 0):
      if Self.groups(body, by: ",") { openCommas += 1 } else { commaDecimals += 1 }
      plain = String(body.replacing(",", with: "."))
    case (1..., 0...1) where Self.groups(body.prefix { $0 != "." }, by: ","):
      surelyGroupedByComma += 1
      plain = String(body.replacing(",", with: ""))
    case (0...1, 1...) where Self.groups(body.prefix { $0 != "," }, by: "."):
      surelyGroupedByPoint += 1
      plain = String(body.replacing(".", with: "").replacing(",", with: "."))
    case (0...1, 0...1):
      guard let mark = body.first(where: { " '’\u{a0}\u{202f}\u{2009}".contains($0) }),
        Self.groups(body.prefix { $0 != "." && $0 != "," }, by: mark)
      else { return false }
      groupedByOther = mark == "'" || mark == "’" ? .apostrophe : .blank
      plain = String(body.filter { $0 != mark }.replacing(",", with: "."))
    default: return false
    }
    guard let value = DecimalText.value(of: String(plain)) else { return false }
    numbers.append(sign.contains("-") || sign.contains("−") ? -value : value)
    return true
  }

  /// Cells such as `1.234` that may be either.
  private(set) var openPoints = 0

  private static func groups(_ text: some StringProtocol, by mark: Character) -> Bool {
    let groups = text.split(separator: mark, omittingEmptySubsequences: false)
    return groups.count > 1 && (1...3).contains(groups[0].count) && groups[0] != "0"
      && groups.dropFirst().allSatisfy { $0.count == 3 }
      && groups.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isNumber } }
  }
}

/// Texts that mean missing in tables of many networks.
enum MissingWords {
  private static let words: Set<String> = [
    "na", "n/a", "#n/a", "nan", "null", "none", "-", "--", "---", "----", "*", "**", "***", "****",
    "/", "//", "×", "x", "欠測", "欠", "缺测", "缺測", "缺", "无", "無", "—", "–", "…", "...", "nodata",
    "no data", "missing", "m", "void", "\u{ff0d}", "~", "?", ".", "_", "−", "無效", "无效",
  ]

  static func isOne(_ text: String) -> Bool { words.contains(text.lowercased()) }

  /// Whether a number is written like a code: nothing but nines behind an optional last digit of
  /// 7 to 9, three or more of them, such as -999, 9999, 9998, 999.9, -99.
  static func isCode(_ number: Double) -> Bool {
    let text = IngestError.number(abs(number)).filter { $0 != "." }
    let isLong = text.count >= 3 || (number < 0 && text.count >= 2)
    return isLong && text.dropLast().allSatisfy { $0 == "9" } && "789".contains(text.last ?? "0")
      || (number < 0 && text.count >= 3 && text.dropFirst().allSatisfy { $0 == text.first }
        && number == number.rounded())
  }
}
