import AirQuality
import TextFiles

/// A factor before a unit, as in `0.1 ppm`, `10PPBC` or `16DIRC`.
struct UnitFactor {
  /// The factor; 1 where none is written.
  let factor: Double
  /// The unit without it.
  let unit: String

  init(_ text: String) {
    let head = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let tail = text.dropFirst(head.count).drop { $0 == " " || $0 == "x" || $0 == "×" || $0 == "*" }
    // “1/h” and the pure number “1” are units.
    if let factor = Double(head), factor > 0, factor != 1, let first = tail.first, first != "/",
      first != "^"
    {
      self.factor = factor
      unit = String(tail)
    } else {
      factor = 1
      unit = text
    }
  }

  /// The power of ten that a factor is; `nil` for another factor.
  static func power(of factor: Double) -> Int? {
    (-9...9).first { Double("1e\($0)") == factor }
  }
}

extension FormatDescription {
  /// What stands between fields, by its name or as it is.
  static func separator(_ top: DescriptionFields) throws(IngestError) -> Separator? {
    switch try top.text("separator") {
    case ",": .comma
    case ";": .semicolon
    case "\t", "\\t": .tab
    case "|", "pipe": .bar
    case " ", "space", "spaces", "blanks", "whitespace": .blank
    default: try top.choice("separator", Separator.self)
    }
  }

  /// Columns without a header, widths, comments and marks of thousands.
  mutating func readShape(_ top: DescriptionFields) throws(IngestError) {
    columns = try top.texts("columns")
    comments = try top.texts("comments")
    thousands = try top.choice("thousands", ThousandsMark.self)
    if let empty = comments, empty.contains(where: \.isEmpty) {
      throw top.bad("comments", "has an empty text, with which every line begins", "leave it out")
    }
    if let numbers = try top.numbers("widths") {
      widths = numbers.compactMap { Int(exactly: $0) }.filter { (1...10_000).contains($0) }
      guard widths?.count == numbers.count else {
        throw top.bad(
          "widths", "has a number that is no width", "write whole numbers such as [6, 17]")
      }
    }
    guard (separator == .fixed) == (widths != nil) else {
      throw widths == nil
        ? top.missing("widths", example: "[6, 17, 8]")
        : top.bad("widths", "stands beside a separator", "write separator: fixed")
    }
    if let columns {
      guard Set(columns).count == columns.count else {
        throw top.bad("columns", "has one name twice", "give every column a name of its own")
      }
      guard linesBelowHeader == 0 else {
        throw top.bad(
          "columns", "says that there is no header", "count lines above the rows in preamble")
      }
    }
    if let thousands, thousands.rawValue == decimalMark.rawValue {
      throw top.bad("thousands", "is the decimal mark too", "choose another for one of them")
    }
  }

  /// Refuses fields that do not go together.
  func refuseContradictions(_ top: DescriptionFields) throws(IngestError) {
    let all = values + (wide.map { [$0] } ?? []) + (pollutants?.names.values.map { $0 } ?? [])
    if time.hours != nil {
      guard wide == nil else {
        throw top.bad("wide", "stands beside hours side by side", "keep one of the two")
      }
      guard pollutants == nil ? values.count == 1 : values.isEmpty else {
        throw top.bad(
          pollutants == nil ? "values" : "pollutants",
          "and hours side by side leave it open what "
            + "the hours hold", "name one value, or the column whose rows name their pollutant")
      }
      guard time.step == .hour else {
        throw top.bad(
          "time", "has hours side by side and steps of \(time.step)", "leave the step out")
      }
    }
    if (wide ?? pollutants?.names.values.first) != nil,
      all.contains(where: { $0.censored == .keep })
    {
      throw top.bad(
        wide == nil ? "pollutants" : "wide",
        "keeps censored values, which columns of values alone do",
        "choose half, limit, zero or missing for censored, or write the columns under values")
    }
    if time.jitter == .average, pollutants != nil {
      throw top.bad(
        "pollutants", "stands beside jitter: average, which takes columns of values",
        "use jitter: snap, or split the file by pollutant")
    }
    if let columns = columns.map(Set.init) {
      let optional = Set(values.filter(\.isOptional).map(\.column))
      for name in knownColumns where !columns.contains(name) && !optional.contains(name) {
        throw top.bad("columns", "does not have “\(name)”", "add it, or correct the name")
      }
    }
  }
}

extension FormatDescription.ValueColumn {
  /// Factors: a power of ten is exact, any other multiplies the number that was read.
  mutating func readScale(_ fields: DescriptionFields) throws(IngestError) {
    var plain = 1.0
    if let scale = try fields.number("scale") {
      guard let power = UnitFactor.power(of: scale) else {
        throw fields.bad(
          "scale", "is \(IngestError.number(scale)), which is no power of ten",
          "write a power of ten such as 1000 or 0.1, or use factor")
      }
      exponent = power
    }
    for factor in [try fields.number("factor"), UnitFactor(try fields.text("unit") ?? "").factor] {
      guard let factor, factor != 1 else { continue }
      guard factor > 0 else {
        throw fields.bad("factor", "is \(IngestError.number(factor))", "write a number above 0")
      }
      if let power = UnitFactor.power(of: factor) { exponent += power } else { plain *= factor }
    }
    guard (-15...15).contains(exponent) else {
      throw fields.bad("scale", "and factor make 10^\(exponent)", "correct one of them")
    }
    factor = plain == 1 ? nil : plain
    offset = try fields.number("offset").flatMap { $0 == 0 ? nil : $0 }
  }

  /// What stands beside numbers.
  mutating func readMarks(_ fields: DescriptionFields) throws(IngestError) {
    censored = try fields.choice("censored", FormatDescription.Censoring.self)
    guard let table = try fields.fields("marks") else { return }
    var meanings: [String: FormatDescription.MarkMeaning] = [:]
    for key in table.keys {
      guard !key.isEmpty, !key.contains(where: { $0.isNumber || "+-.,<>".contains($0) }) else {
        throw table.bad(key, "is part of numbers", "write the mark alone, such as \"*\"")
      }
      meanings[key] = try table.choice(key, FormatDescription.MarkMeaning.self) ?? .keep
    }
    marks = meanings
  }
}
