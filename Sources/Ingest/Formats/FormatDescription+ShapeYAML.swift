import Documents
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
      throw top.bad("comments", "error.ingest.has-empty-text-which", "error.ingest.leave-out")
    }
    if let numbers = try top.numbers("widths") {
      widths = numbers.compactMap { Int(exactly: $0) }.filter { (1...10_000).contains($0) }
      guard widths?.count == numbers.count else {
        throw top.bad(
          "widths", "error.ingest.has-number-is-no", "error.ingest.write-whole-numbers-such")
      }
    }
    guard (separator == .fixed) == (widths != nil) else {
      throw widths == nil
        ? top.missing("widths", example: "[6, 17, 8]")
        : top.bad(
          "widths", "error.ingest.stands-beside-separator", "error.ingest.write-separator-fixed")
    }
    if let columns {
      guard Set(columns).count == columns.count else {
        throw top.bad(
          "columns", "error.ingest.has-one-name-twice", "error.ingest.give-every-column-name")
      }
      guard linesBelowHeader == 0 else {
        throw top.bad(
          "columns", "error.ingest.says-there-is-no", "error.ingest.count-lines-above-rows")
      }
    }
    if let thousands, thousands.rawValue == decimalMark.rawValue {
      throw top.bad(
        "thousands", "error.ingest.is-decimal-mark-too", "error.ingest.choose-another-one-them")
    }
  }

  /// Refuses fields that do not go together.
  func refuseContradictions(_ top: DescriptionFields) throws(IngestError) {
    let all = values + (wide.map { [$0] } ?? []) + (pollutants?.names.values.map { $0 } ?? [])
    if time.hours != nil {
      guard wide == nil else {
        throw top.bad("wide", "error.ingest.stands-beside-hours-side", "error.ingest.keep-one-two")
      }
      guard pollutants == nil ? values.count == 1 : values.isEmpty else {
        throw top.bad(
          pollutants == nil ? "values" : "pollutants",
          "error.ingest.hours-side-side-leave", "error.ingest.name-one-value-column")
      }
      guard time.step == .hour else {
        throw top.bad(
          "time", Message("error.ingest.has-hours-side-side", ["step": .fact(time.step)]),
          "error.ingest.leave-step-out")
      }
    }
    if (wide ?? pollutants?.names.values.first) != nil,
      all.contains(where: { $0.censored == .keep })
    {
      throw top.bad(
        wide == nil ? "pollutants" : "wide",
        "error.ingest.keeps-censored-values-which",
        "error.ingest.choose-half-limit-zero")
    }
    if time.jitter == .average, pollutants != nil {
      throw top.bad(
        "pollutants", "error.ingest.stands-beside-jitter-average",
        "error.ingest.use-jitter-snap-split")
    }
    if let columns = columns.map(Set.init) {
      let optional = Set(values.filter(\.isOptional).map(\.column))
      for name in knownColumns where !columns.contains(name) && !optional.contains(name) {
        throw top.bad(
          "columns", Message("error.ingest.does-not-have", ["name": .fact(name)]),
          "error.ingest.add-correct-name")
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
          "scale",
          Message("error.ingest.is-no-power-of-ten", ["scale": .fact(IngestError.number(scale))]),
          "error.ingest.write-power-ten-such")
      }
      exponent = power
    }
    for factor in [try fields.number("factor"), UnitFactor(try fields.text("unit") ?? "").factor] {
      guard let factor, factor != 1 else { continue }
      guard factor > 0 else {
        throw fields.bad(
          "factor",
          Message("error.ingest.is-factor", ["factor": .fact(IngestError.number(factor))]),
          "error.ingest.write-positive-number")
      }
      if let power = UnitFactor.power(of: factor) { exponent += power } else { plain *= factor }
    }
    guard (-15...15).contains(exponent) else {
      throw fields.bad(
        "scale", Message("error.ingest.factor-and-scale-make", ["exponent": .fact(exponent)]),
        "error.ingest.correct-one-them")
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
        throw table.bad(key, "error.ingest.is-part-numbers", "error.ingest.write-mark-alone-such")
      }
      meanings[key] = try table.choice(key, FormatDescription.MarkMeaning.self) ?? .keep
    }
    marks = meanings
  }
}
