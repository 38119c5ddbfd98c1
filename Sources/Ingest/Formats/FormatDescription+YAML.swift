import AirQuality
import ByteKernels

extension FormatDescription {
  /// Reads a description that a colleague wrote.
  ///
  /// ```yaml
  /// identifier: my-city
  /// network: my-city
  /// separator: semicolon
  /// encoding: shift-jis
  /// station: { column: 測定局 }
  /// time: { column: 日時, pattern: yyyy/MM/dd H:mm, utc_offset: "+09:00", stamp: ending, step: hour }
  /// missing: ["***"]
  /// values:
  ///   - { column: PM2.5, pollutant: pm25, unit: µg/m³, sentinels: [9999] }
  ///   - { column: SO2, pollutant: so2, unit: ppb, scale: 1000 }
  /// ```
  ///
  /// - Parameters:
  ///   - yaml: the file's text.
  ///   - file: its name, for messages.
  /// - Throws: `IngestError.description` with field, file and line.
  public init(yaml: String, file: String) throws(IngestError) {
    let top = try DescriptionFields(yaml: yaml, file: file)
    try top.allow([
      "identifier", "title", "network", "separator", "decimal_mark", "encoding", "preamble",
      "lines_below_header", "footer", "signature", "station", "time", "missing", "values", "wide",
      "ignored", "pollutants", "quality", "latitude", "longitude", "notes",
    ])
    let identifier = try top.needed("identifier", example: "my-city")
    self.init(
      identifier: identifier, title: try top.text("title") ?? identifier,
      network: try top.needed("network", example: "my-city"))
    separator = try top.choice("separator", Separator.self) ?? separator
    decimalMark = try top.choice("decimal_mark", DecimalMark.self) ?? decimalMark
    if let text = try top.text("encoding"), let named = TextEncoding(named: text),
      let known = Encoding(rawValue: named.rawValue)
    {
      encoding = known
    } else {
      encoding = try top.choice("encoding", Encoding.self) ?? encoding
    }
    preamble = try top.wholeNumber("preamble", in: 0...1_000) ?? 0
    linesBelowHeader = try top.wholeNumber("lines_below_header", in: 0...1_000) ?? 0
    footer = try top.wholeNumber("footer", in: 0...1_000) ?? 0
    signature = try top.texts("signature") ?? []
    missing = try top.texts("missing") ?? []
    ignored = try top.texts("ignored") ?? []
    latitude = try top.text("latitude")
    longitude = try top.text("longitude")
    notes = try top.text("notes") ?? ""
    guard !(decimalMark == .comma && separator == .comma) else {
      throw top.bad(
        "decimal_mark", "is the separator too", "set the separator to semicolon or tab")
    }
    guard let time = try top.fields("time") else {
      throw top.missing("time", example: "{ column: date, pattern: yyyy-MM-dd HH:mm }")
    }
    self.time = try TimeRule(time)
    for column in try top.list("values") {
      values.append(try ValueColumn(column, column: column.needed("column", example: "PM2.5")))
    }
    if let rule = try top.fields("pollutants") { pollutants = try PollutantRule(rule, top) }
    if let common = pollutants?.names.values.first {
      wide = try top.truth("wide") == true ? common : nil
    } else if let column = try top.fields("wide") {
      wide = try ValueColumn(column, column: "")
    }
    guard !values.isEmpty || wide != nil || pollutants != nil else {
      throw top.missing("values", example: "[{ column: PM2.5, pollutant: pm25, unit: µg/m³ }]")
    }
    if let rule = try top.fields("quality") {
      try rule.allow(["column", "accepted"])
      guard let accepted = try rule.texts("accepted") else {
        throw rule.missing("accepted", example: "[Valid]")
      }
      quality = QualityRule(
        column: try rule.needed("column", example: "flag"), accepted: accepted)
    }
    if let rule = try top.fields("station") {
      station = try StationRule(rule)
    } else if wide == nil {
      throw top.missing("station", example: "{ column: station }")
    }
  }
}

extension FormatDescription.StationRule {
  fileprivate init(_ fields: DescriptionFields) throws(IngestError) {
    try fields.allow(["column", "name_column", "file_name", "value", "names", "known"])
    self.init()
    column = try fields.text("column")
    nameColumn = try fields.text("name_column")
    value = try fields.text("value")
    known = try fields.texts("known") ?? []
    fileName = try fields.text("file_name")
    if let fileName, (try? Regex(fileName)) == nil {
      throw fields.bad(
        "file_name", "is “\(fileName)”, which is no regular expression",
        "write one such as ^(.+)\\.csv$")
    }
    if let table = try fields.fields("names") {
      for key in table.keys { names[key] = try table.text(key) }
    }
    guard column != nil || fileName != nil || value != nil else {
      throw fields.missing("column", example: "station")
    }
  }
}

extension FormatDescription.TimeRule {
  fileprivate init(_ fields: DescriptionFields) throws(IngestError) {
    try fields.allow([
      "column", "pattern", "year", "month", "day", "hour", "minute", "utc_offset", "stamp", "step",
      "shift", "repairs_summer_time_repeat",
    ])
    self.init()
    column = try fields.text("column")
    pattern = try fields.text("pattern")
    year = try fields.text("year")
    month = try fields.text("month")
    day = try fields.text("day")
    hour = try fields.text("hour")
    minute = try fields.text("minute")
    if let pattern {
      guard let compiled = TimePattern(pattern), compiled.hasDay else {
        throw fields.bad(
          "pattern", "is “\(pattern)”, which is no pattern of a date",
          "write one such as yyyy-MM-dd HH:mm")
      }
      guard column != nil else { throw fields.missing("column", example: "date") }
    } else if column != nil {
      throw fields.missing("pattern", example: "yyyy-MM-dd HH:mm")
    } else if year == nil || month == nil || day == nil {
      throw fields.missing("column", example: "date")
    }
    guard let text = try fields.text("utc_offset") else {
      throw fields.missing("utc_offset", example: "\"+08:00\"")
    }
    guard let seconds = Self.seconds(ofOffset: text) else {
      throw fields.bad(
        "utc_offset", "is “\(text)”, which is no offset", "write one such as \"+08:00\"")
    }
    utcOffset = seconds
    stamp = try fields.choice("stamp", StampConvention.self) ?? .beginning
    repairsSummerTimeRepeat = try fields.truth("repairs_summer_time_repeat") ?? false
    switch try fields.text("step") {
    case nil, "hour": step = 3_600
    case "day": step = 86_400
    case let text?:
      guard let seconds = Int(text), seconds > 0 else {
        throw fields.bad(
          "step", "is “\(text)”, which is no step", "write hour, day or a number of seconds")
      }
      step = seconds
    }
    if let seconds = try fields.number("shift") {
      guard let whole = Int(exactly: seconds), abs(whole) <= 86_400 else {
        throw fields.bad("shift", "is no whole number of seconds", "write one such as 3600")
      }
      shift = whole
    }
  }

  /// Seconds of `+08:00`, `-3:30` or `Z`.
  private static func seconds(ofOffset text: String) -> Int? {
    if text == "Z" || text == "UTC" { return 0 }
    let sign = text.hasPrefix("-") ? -1 : 1
    let plain = text.drop { $0 == "+" || $0 == "-" || $0 == "−" }
    let parts = plain.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, let hours = Int(parts[0]), (0...14).contains(hours) else { return nil }
    guard let minutes = parts.count == 2 ? Int(parts[1]) : 0, (0..<60).contains(minutes) else {
      return nil
    }
    return sign * (hours * 3_600 + minutes * 60)
  }
}

extension FormatDescription.ValueColumn {
  private static let referenceStates: [(String, ReferenceState)] = [
    ("kelvin-273", .kelvin273), ("kelvin-293", .kelvin293), ("kelvin-298", .kelvin298),
    ("ambient", .ambient), ("gb-3095", .chinaGB3095), ("unstated", .unstated),
    ("not-applicable", .notApplicable),
  ]

  fileprivate init(_ fields: DescriptionFields, column: String) throws(IngestError) {
    try fields.allow([
      "column", "pollutant", "unit", "reference_state", "missing", "sentinels",
      "zero_is_missing", "codes", "lowest", "highest", "beyond", "scale", "optional",
      "reports_zeros",
    ])
    self.init(
      column, Pollutant(try fields.needed("pollutant", example: "pm25")),
      MeasurementUnit(try fields.needed("unit", example: "µg/m³")))
    if let text = try fields.text("reference_state") {
      guard let state = Self.referenceStates.first(where: { $0.0 == text })?.1 else {
        let known = Self.referenceStates.map(\.0).joined(separator: ", ")
        throw fields.bad("reference_state", "is “\(text)”", "choose one of: \(known)")
      }
      referenceState = state
    }
    missing = try fields.texts("missing") ?? []
    sentinels = try fields.numbers("sentinels") ?? []
    if try fields.truth("zero_is_missing") == true { sentinels.append(0) }
    lowest = try fields.number("lowest")
    highest = try fields.number("highest")
    if let lowest, let highest, lowest > highest {
      throw fields.bad("lowest", "is above the highest", "exchange them")
    }
    beyond = try fields.choice("beyond", FormatDescription.Beyond.self) ?? .refuse
    isOptional = try fields.truth("optional") ?? false
    reportsZeros = try fields.truth("reports_zeros") ?? false
    if let scale = try fields.number("scale") {
      guard let power = (-9...9).first(where: { Double("1e\($0)") == scale }) else {
        throw fields.bad(
          "scale", "is \(IngestError.number(scale)), which is no power of ten",
          "write a power of ten such as 1000 or 0.1")
      }
      exponent = power
    }
    if fields.value("codes")?.text == "compass" {
      codes = CompassPoint.degrees
    } else if let table = try fields.fields("codes") {
      for key in table.keys { codes[key] = try table.number(key) }
    }
  }
}

extension FormatDescription.PollutantRule {
  fileprivate init(
    _ fields: DescriptionFields, _ top: DescriptionFields
  ) throws(IngestError) {
    try fields.allow(["column", "value", "names"])
    guard let table = try fields.fields("names"), !table.keys.isEmpty else {
      throw fields.missing("names", example: "{ PM2.5: { pollutant: pm25, unit: µg/m³ } }")
    }
    var names: [String: FormatDescription.ValueColumn] = [:]
    var first: FormatDescription.ValueColumn?
    for key in table.keys {
      guard let entry = try table.fields(key) else { continue }
      let value = try FormatDescription.ValueColumn(entry, column: key)
      // All pollutants share one column of numbers, which is read before the name is looked up.
      if let first,
        first.exponent != value.exponent || first.sentinels != value.sentinels
          || first.missing != value.missing || first.codes != value.codes
      {
        throw table.bad(
          key, "has another scale, sentinels, missing codes or codes than the first",
          "give all pollutants the same")
      }
      first = first ?? value
      names[key] = value
    }
    let value =
      try top.truth("wide") == true
      ? fields.text("value") ?? "" : fields.needed("value", example: "value")
    self.init(
      column: try fields.needed("column", example: "pollutant"), value: value, names: names)
  }
}
