import AirQuality
import TextFiles

/// A description on its way: its fields in the words of the file, and the YAML that they make.
struct DescriptionDraft {
  var identifier = ""
  var network = ""
  var shape: TableShape
  var encoding: TextEncoding?
  var decimalMark = FormatDescription.DecimalMark.point
  var thousands: FormatDescription.ThousandsMark?
  var missing: [String] = []
  /// Fields of `station`, in order.
  var station: [(String, String)] = []
  /// Fields of `time`, in order, as YAML.
  var time: [(String, String)] = []
  var values: [Value] = []
  /// The rows' pollutants: column, value column, and what each name means.
  var pollutants: (column: String, value: String?, names: [Value])?
  var wide: Value?
  var ignored: [String] = []
  var latitude: String?
  var longitude: String?

  /// A column of numbers, or a name in a column of pollutants.
  struct Value {
    var column: String
    var pollutant: String
    var isOwn = false
    var unit: String?
    var sentinels: [Double] = []
    var isCompass = false
    var censored: FormatDescription.Censoring?
    var marks: [String: FormatDescription.MarkMeaning] = [:]
    var instrument: String?

    func fields(withColumn: Bool) -> String {
      var fields: [(String, String)] =
        withColumn ? [("column", DescriptionDraft.scalar(column))] : []
      fields.append(("pollutant", DescriptionDraft.scalar(pollutant)))
      if let unit { fields.append(("unit", DescriptionDraft.scalar(unit))) }
      if isOwn { fields.append(("own", "true")) }
      if let instrument { fields.append(("instrument", DescriptionDraft.scalar(instrument))) }
      if !sentinels.isEmpty {
        fields.append(
          ("sentinels", "[\(sentinels.map(IngestError.number).joined(separator: ", "))]"))
      }
      if isCompass { fields.append(("codes", "compass")) }
      if let censored { fields.append(("censored", censored.rawValue)) }
      if !marks.isEmpty {
        let pairs = marks.sorted { $0.key < $1.key }.map {
          "\(DescriptionDraft.scalar($0.key)): \($0.value.rawValue)"
        }
        fields.append(("marks", "{ \(pairs.joined(separator: ", ")) }"))
      }
      return DescriptionDraft.flow(fields)
    }
  }

  /// The description as a file that a person can read and change.
  func yaml(_ evidence: [DescriptionProposal.Evidence], doubts: [String]) -> String {
    var lines = [
      "# Proposed by “airaccord describe”; “airaccord describe --keys” explains the fields."
    ]
    lines += doubts.map { "# May be otherwise: \($0)" }
    func add(_ field: String, _ value: String) {
      for seen in evidence where seen.field == field {
        lines.append("# \(seen.seen)" + (seen.line.map { " (line \($0))" } ?? ""))
      }
      lines.append("\(field): \(value)")
    }
    add("identifier", Self.scalar(identifier))
    add("network", Self.scalar(network))
    if shape.separator != .comma { add("separator", shape.separator.rawValue) }
    if let widths = shape.widths { add("widths", "\(widths)") }
    if decimalMark == .comma { add("decimal_mark", "comma") }
    if let thousands { add("thousands", thousands.rawValue) }
    if let encoding, encoding != .utf8, encoding != .utf16 { add("encoding", encoding.rawValue) }
    if shape.preamble > 0 { add("preamble", "\(shape.preamble)") }
    if !shape.comments.isEmpty { add("comments", Self.list(shape.comments)) }
    if !shape.hasHeader { add("columns", Self.list(shape.names)) }
    if shape.linesBelowHeader > 0 { add("lines_below_header", "\(shape.linesBelowHeader)") }
    if shape.footer > 0 { add("footer", "\(shape.footer)") }
    if !station.isEmpty { add("station", Self.flow(station.map { ($0.0, Self.scalar($0.1)) })) }
    add("time", Self.flow(time))
    if !missing.isEmpty { add("missing", Self.list(missing)) }
    if let wide { add("wide", wide.fields(withColumn: false)) }
    if let pollutants {
      lines.append("pollutants:")
      lines.append("  column: \(Self.scalar(pollutants.column))")
      if let value = pollutants.value { lines.append("  value: \(Self.scalar(value))") }
      lines.append("  names:")
      lines += pollutants.names.map {
        "    \(Self.scalar($0.column)): \($0.fields(withColumn: false))"
      }
    }
    if !values.isEmpty {
      lines += evidence.filter { $0.field == "values" }.map { "# \($0.seen)" }
      lines.append("values:")
      lines += values.map { "  - \($0.fields(withColumn: !$0.column.isEmpty))" }
    }
    if !ignored.isEmpty { add("ignored", Self.list(ignored)) }
    if let latitude { add("latitude", Self.scalar(latitude)) }
    if let longitude { add("longitude", Self.scalar(longitude)) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A text as YAML takes it for a text in any case.
  static func scalar(_ text: String) -> String {
    let isPlain =
      text.first?.isLetter == true
      && text.allSatisfy { $0.isLetter || $0.isNumber || "._/-³µ°%".contains($0) }
      && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(text.lowercased())
    guard !isPlain else { return text }
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": escaped += "\\\""
      case "\\": escaped += "\\\\"
      case "\t": escaped += "\\t"
      case "\n": escaped += "\\n"
      case "\r": escaped += "\\r"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7f || (0x80...0x9f).contains(scalar.value)
          || scalar.value == 0xfeff || scalar.value == 0x2028 || scalar.value == 0x2029
        {
          let digits = String(scalar.value, radix: 16)
          escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          escaped.unicodeScalars.append(scalar)
        }
      }
    }
    return "\"\(escaped)\""
  }

  static func list(_ texts: [String]) -> String {
    "[\(texts.map(scalar).joined(separator: ", "))]"
  }

  private static func flow(_ fields: [(String, String)]) -> String {
    "{ " + fields.map { "\($0.0): \($0.1)" }.joined(separator: ", ") + " }"
  }
}
