import Documents
import AirQuality
import TextFiles

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
  ///   - { column: 車両数, pollutant: vehicles, unit: 1/h, own: true }
  /// ```
  ///
  /// Pollutants and units are those of the closed lists, in any usual spelling; weather in another
  /// unit than its own is converted. A quantity of one's own is declared with `own: true` and kept
  /// as it is written.
  ///
  /// - Parameters:
  ///   - yaml: the file's text.
  ///   - file: its name, for messages.
  /// - Throws: `IngestError.description` with field, file and line.
  public init(yaml: String, file: String) throws(IngestError) {
    let top = try DescriptionFields(yaml: yaml, file: file)
    try top.allow(DescriptionKeys.top.names)
    let identifier = try top.needed("identifier", example: "my-city")
    self.init(
      identifier: identifier, title: try top.text("title") ?? identifier,
      network: try top.needed("network", example: "my-city"))
    separator = try Self.separator(top) ?? separator
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
    try readShape(top)
    missing = try top.texts("missing") ?? []
    ignored = try top.texts("ignored") ?? []
    latitude = try top.text("latitude")
    longitude = try top.text("longitude")
    instrument = try top.text("instrument")
    notes = try top.text("notes") ?? ""
    guard !(decimalMark == .comma && separator == .comma) else {
      throw top.bad(
        "decimal_mark", "error.ingest.is-separator-too", "error.ingest.set-separator-semicolon-tab")
    }
    guard let time = try top.fields("time") else {
      throw top.missing("time", example: "{ column: date, pattern: yyyy-MM-dd HH:mm }")
    }
    self.time = try TimeRule(time)
    for column in try top.list("values") {
      let name =
        self.time.hours == nil
        ? try column.needed("column", example: "PM2.5") : try column.text("column") ?? "hours"
      values.append(try ValueColumn(column, column: name))
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
    try refuseMeeting(top)
    try refuseContradictions(top)
    if let rule = try top.fields("quality") {
      try rule.allow(DescriptionKeys.quality.names)
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

  /// Refuses two columns that would become one series.
  private func refuseMeeting(_ top: DescriptionFields) throws(IngestError) {
    var columns: [SeriesKey: String] = [:]
    for value in values {
      let key = SeriesKey(
        station: "", pollutant: value.pollutant,
        averaging: value.averaging ?? time.averaging ?? time.step, instrument: value.instrument)
      if let first = columns[key] {
        throw top.bad(
          "values",
          Message(
            "error.ingest.columns-of-one",
            [
              "first": .fact(first), "second": .fact(value.column),
              "pollutant": .fact(value.pollutant.identifier),
            ]),
          "error.ingest.tell-apart-or-declare")
      }
      columns[key] = value.column
    }
  }
}

extension FormatDescription.StationRule {
  fileprivate init(_ fields: DescriptionFields) throws(IngestError) {
    try fields.allow(DescriptionKeys.station.names)
    self.init()
    column = try fields.text("column")
    nameColumn = try fields.text("name_column")
    value = try fields.text("value")
    known = try fields.texts("known") ?? []
    fileName = try fields.text("file_name")
    if let fileName {
      do {
        _ = try LinearPattern(fileName)
      } catch {
        throw fields.bad(
          "file_name",
          Message(
            "error.ingest.no-pattern-of-names",
            ["text": .fact(fileName), "problem": .fact(error.problem)]),
          "error.ingest.write-one-such-csv")
      }
    }
    if let table = try fields.fields("names") {
      for key in table.keys { names[key] = try table.text(key) }
    }
    guard column != nil || fileName != nil || value != nil else {
      throw fields.missing("column", example: "station")
    }
  }
}

extension FormatDescription.ValueColumn {
  private static let referenceStates: [(String, ReferenceState)] = [
    ("kelvin-273", .kelvin273), ("kelvin-293", .kelvin293), ("kelvin-298", .kelvin298),
    ("ambient", .ambient), ("gb-3095", .chinaGB3095), ("unstated", .unstated),
    ("not-applicable", .notApplicable),
  ]

  /// What the fields `pollutant`, `unit` and `own` say.
  private static func quantity(_ fields: DescriptionFields) throws(IngestError) -> ReadQuantity {
    let name = try fields.needed("pollutant", example: "pm25")
    let unit = UnitFactor(try fields.needed("unit", example: "µg/m³")).unit
    let isOwn = try fields.truth("own") == true
    do throws(QuantityError) {
      return isOwn
        ? try ReadQuantity(own: name, unit: unit) : try ReadQuantity(name, unit: unit)
    } catch {
      throw fields.bad(error.isAboutUnit ? "unit" : "pollutant", error.problem, error.remedy)
    }
  }

  fileprivate init(_ fields: DescriptionFields, column: String) throws(IngestError) {
    try fields.allow(DescriptionKeys.value.names)
    let quantity = try Self.quantity(fields)
    self.init(
      column, quantity.pollutant, quantity.unit, referenceState: quantity.referenceState)
    if let text = try fields.text("reference_state") {
      guard let state = Self.referenceStates.first(where: { $0.0 == text })?.1 else {
        let known = Self.referenceStates.map(\.0).joined(separator: ", ")
        throw fields.bad(
          "reference_state", Message("error.ingest.is-text", ["text": .fact(text)]),
          Message("error.ingest.choose-one", ["known": .fact(known)]))
      }
      guard quantity.referenceState == nil || quantity.referenceState == state else {
        throw fields.bad(
          "reference_state", Message("error.ingest.is-but-normal-cubic", ["text": .fact(text)]),
          "error.ingest.write-unit-without-n")
      }
      referenceState = state
    }
    if quantity.referenceState != nil { isOfNormalVolume = true }
    missing = try fields.texts("missing") ?? []
    sentinels = try fields.numbers("sentinels") ?? []
    if try fields.truth("zero_is_missing") == true { sentinels.append(0) }
    lowest = try fields.number("lowest")
    highest = try fields.number("highest")
    if let lowest, let highest, lowest > highest {
      throw fields.bad("lowest", "error.ingest.is-above-highest", "error.ingest.exchange-them")
    }
    beyond = try fields.choice("beyond", FormatDescription.Beyond.self) ?? .refuse
    isOptional = try fields.truth("optional") ?? false
    averaging = try FormatDescription.TimeRule.length(fields, "averaging")
    instrument = try fields.text("instrument") ?? ""
    reportsZeros = try fields.truth("reports_zeros") ?? false
    try readScale(fields)
    try readMarks(fields)
    if fields.value("codes")?.text == "compass" {
      codes = CompassPoint.spellings
    } else if let table = try fields.fields("codes") {
      for key in table.keys { codes[key] = try table.number(key) }
    }
  }
}

extension FormatDescription.PollutantRule {
  fileprivate init(
    _ fields: DescriptionFields, _ top: DescriptionFields
  ) throws(IngestError) {
    try fields.allow(DescriptionKeys.pollutants.names)
    guard let table = try fields.fields("names"), !table.keys.isEmpty else {
      throw fields.missing("names", example: "{ PM2.5: { pollutant: pm25, unit: µg/m³ } }")
    }
    var names: [String: FormatDescription.ValueColumn] = [:]
    var first: FormatDescription.ValueColumn?
    var words: [Pollutant: String] = [:]
    for key in table.keys {
      guard let entry = try table.fields(key) else { continue }
      let value = try FormatDescription.ValueColumn(entry, column: key)
      // All pollutants share one column of numbers, which is read before the name is looked up.
      if let first,
        first.exponent != value.exponent || first.sentinels != value.sentinels
          || first.missing != value.missing || first.codes != value.codes
          || first.marks != value.marks || first.censored != value.censored
      {
        throw table.bad(
          key, "error.ingest.has-another-scale-sentinels",
          "error.ingest.give-all-pollutants-same")
      }
      first = first ?? value
      // A known pollutant may have several spellings; a name of one's own that merely folds to
      // another's is another quantity.
      let word = try entry.text("pollutant") ?? ""
      if let other = words[value.pollutant], other != word, !value.pollutant.isKnown {
        throw table.bad(
          key,
          Message(
            "error.ingest.is-which-would-same", ["word": .fact(word), "other": .fact(other)]),
          "error.ingest.rename-one-them")
      }
      words[value.pollutant] = word
      names[key] = value
    }
    let hasHours = try top.fields("time")?.has("hours") == true
    let value =
      try top.truth("wide") == true || hasHours
      ? fields.text("value") ?? "" : fields.needed("value", example: "value")
    self.init(
      column: try fields.needed("column", example: "pollutant"), value: value, names: names)
  }
}
