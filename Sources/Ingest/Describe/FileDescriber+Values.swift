import Documents
import AirQuality
import TextFiles

/// Which columns hold what, and how their cells are written.
extension FileDescriber {
  mutating func findValues() throws(IngestError) {
    if let wide = options.wide { return try findStations(wide) }
    if try findRowPollutants() { return }
    if draft.time.contains(where: { $0.0 == "hours" }) { return try findHourValue() }
    var seen: [String: Int] = [:]
    for (place, column) in columns.enumerated() where !taken.contains(place) {
      guard let value = try value(place, column) else { continue }
      guard shape.names.count(where: { $0 == column.name }) == 1 else {
        throw .repeatedColumn(column.name, file: path, line: shape.headerLine)
      }
      draft.values.append(value)
      seen[Pollutant(value.pollutant).identifier, default: 0] += 1
      taken.insert(place)
    }
    // Columns of one pollutant are instruments of it.
    for index in draft.values.indices
    where seen[Pollutant(draft.values[index].pollutant).identifier] ?? 0 > 1 {
      draft.values[index].instrument = draft.values[index].column
      doubt(say("describe.instrument", column: draft.values[index].column))
    }
    if draft.values.isEmpty {
      let numeric = columns.indices.filter {
        !taken.contains($0) && columns[$0].isNumeric && HeaderName.role(columns[$0].name) == nil
      }.map { columns[$0].name }
      let first = numeric.first ?? shape.names.last ?? "column"
      ask(
        numeric.isEmpty
          ? "describe.nothing-known"
          : say("describe.nothing-known-in", columns: Array(numeric.prefix(6))),
        "--pollutant \"\(first)=pm25\", or --wide pm25 if the columns are stations")
    } else {
      see("values", "\(draft.values.count) columns have names that are known")
    }
  }

  /// A column with a name that is known, or that somebody named.
  private mutating func value(
    _ place: Int, _ column: ColumnSurvey
  ) throws(IngestError) -> DescriptionDraft.Value? {
    let header = HeaderName(column.name)
    let named = options.pollutants[column.name]
    guard let word = named ?? header.pollutant?.identifier, !column.isEmpty else { return nil }
    let isOwn = word.hasPrefix("own:")
    let plain = isOwn ? String(word.dropFirst(4)) : word
    let pollutant = Pollutant(plain)
    guard isOwn || pollutant.isKnown else {
      throw .quantity(
        .unknownPollutant(plain, nearest: []), column: column.name, file: path, line: 1)
    }
    var value = DescriptionDraft.Value(column: column.name, pollutant: plain, isOwn: isOwn)
    let isText = !column.isNumeric
    if isText {
      let compass = column.texts.filter { CompassPoint.spellings[$0.key.uppercased()] != nil }
      guard pollutant == .windDirection, compass.values.reduce(0, +) * 2 > column.count else {
        if named == nil {
          doubt(say("describe.no-numbers", column: column.name))
          return nil
        }
        return value
      }
      value.isCompass = true
    }
    let header2 = shape.units.flatMap { place < $0.count ? $0[place] : nil }
    value.unit = unit(
      of: column.name, pollutant, stated: header.unit ?? header2, isOwn: isOwn,
      usual: value.isCompass ? "degree" : nil)
    settleCells(column, &value)
    return value
  }

  /// The unit of a column: as the file states it, or as somebody says; else it is asked for.
  private mutating func unit(
    of name: String, _ pollutant: Pollutant, stated: String?, isOwn: Bool, usual: String? = nil
  ) -> String? {
    if let unit = options.units[name] { return unit }
    if let stated {
      let plain = HeaderLine.trimmed(stated).trimmingBrackets
      if let known = MeasurementUnit(UnitFactor(plain).unit), isOwn || pollutant.allows(known) {
        return plain
      }
      if !plain.isEmpty {
        doubt(say("describe.no-unit", text: plain, column: name, pollutant: pollutant.displayName))
      }
    }
    if let usual { return usual }
    if let common = options.units[""] {
      if isOwn { return common }
      if let known = MeasurementUnit(UnitFactor(common).unit), pollutant.allows(known) {
        return common
      }
    }
    let usualFirst = ["µg/m³", "ppb", "mg/m³", "ppm", "°C", "%", "m/s", "degree", "hPa", "mm"]
    let known = MeasurementUnit.symbols(of: pollutant.quantities)
    let preferred = usualFirst.filter(known.contains)
    let choices = (preferred + known.filter { !preferred.contains($0) }).prefix(4)
    ask(
      choices.isEmpty
        ? say("describe.unit", column: name)
        : say("describe.unit-usual", column: name, units: Array(choices)),
      "--unit \"\(name)=\(choices.first ?? "unit")\"")
    return nil
  }

  /// What stands in a column beside plain numbers.
  mutating func settleCells(
    _ column: ColumnSurvey, _ value: inout DescriptionDraft.Value, isAlone: Bool = true
  ) {
    let known = Set(options.missing)
    for (text, count) in column.texts.sorted(by: { $0.key < $1.key }) {
      if value.isCompass {
        if CompassPoint.spellings[text] != nil { continue }
        if CompassPoint.spellings[text.uppercased()] != nil
          || ["C", "CALM", "Calm", "calm", "静穏", "静风", "無風", "无风"].contains(text)
        {
          add(missing: text, "calm or unclear in “\(column.name)”", count)
          doubt(say("describe.no-direction", text: text, column: column.name))
          continue
        }
      }
      if known.contains(text) { continue }
      if MissingWords.isOne(text) {
        add(missing: text, "in “\(column.name)”", count)
      } else {
        ask(
          say("describe.word-among-numbers", text: text, count: count, column: column.name),
          "--missing \"\(text)\", or --ignore \"\(column.name)\"")
      }
    }
    if column.belowCount > 0 {
      if let rule = options.censored {
        value.censored = rule
      } else if isAlone {
        value.censored = .keep
        see("values", "\(column.belowCount) values of “\(column.name)” are below a limit (<…)")
        doubt(
          say("describe.censored", column: column.name))
      } else {
        ask("describe.below-limit", "--censored half")
      }
    }
    for (mark, count) in column.marks.sorted(by: { $0.key < $1.key }) {
      if let meaning = options.marks[mark] {
        value.marks[mark] = meaning
      } else {
        ask(
          say("describe.mark", mark: mark, count: count, column: column.name),
          "--mark \"\(mark)=keep\" or --mark \"\(mark)=missing\"")
      }
    }
    findCodes(column, &value)
  }

  private mutating func add(missing text: String, _ place: String, _ count: Int) {
    guard !draft.missing.contains(text) else { return }
    draft.missing.append(text)
    see("missing", "“\(text)” stands \(count)× \(place)")
  }

  /// Numbers that are written like codes for missing.
  private mutating func findCodes(_ column: ColumnSurvey, _ value: inout DescriptionDraft.Value) {
    let codes = Set(column.numbers.filter(MissingWords.isCode))
    guard !codes.isEmpty else { return }
    let others = column.numbers.filter { !codes.contains($0) }
    let pollutant = Pollutant(value.pollutant)
    let unit = value.unit.flatMap { MeasurementUnit(UnitFactor($0).unit) } ?? .dimensionless
    let measured = Set(options.measured.compactMap { DecimalText.value(of: $0) })
    let missing = Set(options.missing.compactMap { DecimalText.value(of: $0) })
    let range = Plausibility.range(
      of: FormatDescription.ValueColumn(column.name, pollutant, unit))
    let largest = others.map(abs).max() ?? 0
    for code in codes.sorted() where !measured.contains(code) && !missing.contains(code) {
      let count = column.numbers.count { $0 == code }
      if !range.contains(code) {
        value.sentinels.append(code)
        see(
          "values",
          "\(IngestError.number(code)) stands \(count)× in “\(column.name)” and cannot be measured"
        )
      } else if abs(code) >= 100, code < 0 || code == code.rounded() || abs(code) > 3 * largest {
        let text = IngestError.number(code)
        ask(
          say(
            "describe.large-number", number: text, count: count, column: column.name,
            largest: IngestError.number(largest)),
          "--missing \(text), or --measured \(text)")
      }
    }
  }

  /// Rows that name their pollutant.
  private mutating func findRowPollutants() throws(IngestError) -> Bool {
    guard
      let place = columns.indices.first(where: { place in
        !taken.contains(place) && HeaderName.role(columns[place].name) == .pollutant
          && columns[place].texts.keys.contains { Pollutant($0).isKnown }
      })
    else { return false }
    let hours = draft.time.contains { $0.0 == "hours" }
    let numeric = columns.indices.filter {
      !taken.contains($0) && $0 != place && columns[$0].isNumeric
        && HeaderName(columns[$0].name).pollutant == nil
    }
    let value =
      numeric.first { HeaderName.role(columns[$0].name) == .value }
      ?? (numeric.count == 1 ? numeric.first : nil)
    guard hours || value != nil else { return false }
    taken.insert(place)
    let unitPlace = columns.indices.first {
      !taken.contains($0) && HeaderName.role(columns[$0].name) == .unit
    }
    var units: [String: [String]] = [:]
    if let unitPlace {
      taken.insert(unitPlace)
      for (name, unit) in Set(zip(cells(place), cells(unitPlace)).map { Pair($0, $1) })
        .map({ ($0.first, $0.second) })
      { units[name, default: []].append(unit) }
    }
    var names: [DescriptionDraft.Value] = []
    for (text, count) in columns[place].texts.sorted(by: { $0.key < $1.key }) {
      let word = options.pollutants[text] ?? text
      guard Pollutant(word).isKnown else {
        doubt(
          say(
            "describe.unknown-pollutant", count: count, text: text, column: columns[place].name))
        continue
      }
      if let several = units[text], several.count > 1 {
        throw .undescribed(
          problem: Message(
            "error.ingest.stands-several-units",
            ["text": .fact(text), "several": .names(several.sorted())]),
          remedy: "error.ingest.split-file-unit", file: path)
      }
      names.append(
        .init(
          column: text, pollutant: Pollutant(word).identifier,
          unit: unit(of: text, Pollutant(word), stated: units[text]?.first, isOwn: false)))
    }
    if let value {
      taken.insert(value)
      for index in names.indices { settleCells(columns[value], &names[index], isAlone: false) }
      // Names share one column of numbers: its codes and marks are said for each.
      let codes = Set(names.flatMap(\.sentinels)).sorted()
      for index in names.indices { names[index].sentinels = codes }
    } else if var shared = names.first {
      for hour in hourPlaces { settleCells(columns[hour], &shared, isAlone: false) }
      for index in names.indices {
        names[index].sentinels = Set(shared.sentinels).sorted()
        names[index].marks = shared.marks
        names[index].censored = shared.censored
      }
    }
    proposal.questions = proposal.questions.reduce(into: []) { all, question in
      if !all.contains(question) { all.append(question) }
    }
    draft.pollutants = (columns[place].name, value.map { columns[$0].name }, names)
    see(
      "pollutants",
      "the column “\(columns[place].name)” names \(names.count) pollutants that are known")
    return true
  }

  private struct Pair: Hashable {
    let first: String
    let second: String
    init(_ first: String, _ second: String) {
      self.first = first
      self.second = second
    }
  }

  /// What the hours hold, where no column says it.
  private mutating func findHourValue() throws(IngestError) {
    guard let word = options.pollutants[Self.hoursName]
    else {
      ask("describe.hours", "--pollutant hours=pm25")
      return
    }
    guard Pollutant(word).isKnown else {
      throw .quantity(
        .unknownPollutant(word, nearest: []), column: Self.hoursName, file: path, line: 1)
    }
    var value = DescriptionDraft.Value(column: "", pollutant: word)
    value.unit = unit(of: Self.hoursName, Pollutant(word), stated: nil, isOwn: false)
    for place in hourPlaces { settleCells(columns[place], &value) }
    value.sentinels = Set(value.sentinels).sorted()
    proposal.questions = proposal.questions.reduce(into: []) { all, question in
      if !all.contains(where: { $0.option == question.option }) { all.append(question) }
    }
    draft.values = [value]
  }

  /// Every column of numbers without another role is a station.
  private mutating func findStations(_ word: String) throws(IngestError) {
    guard Pollutant(word).isKnown else {
      throw .quantity(.unknownPollutant(word, nearest: []), column: "--wide", file: path, line: 1)
    }
    var value = DescriptionDraft.Value(column: "", pollutant: word)
    value.unit = unit(
      of: "all stations", Pollutant(word), stated: options.units[word], isOwn: false)
    for (place, column) in columns.enumerated() where !taken.contains(place) {
      guard column.isNumeric || column.isMissing else { continue }
      taken.insert(place)
      settleCells(column, &value, isAlone: false)
    }
    value.sentinels = Set(value.sentinels).sorted()
    draft.wide = value
  }

  /// Marks of decimals and thousands, over all columns of numbers.
  mutating func settleWriting() {
    draft.missing += options.missing.filter { !draft.missing.contains($0) }
    draft.decimalMark = options.decimalMark ?? .point
    draft.thousands = options.thousands
    let numeric = columns.filter(\.isNumeric)
    func sum(_ count: (ColumnSurvey) -> Int) -> Int { numeric.reduce(0) { $0 + count($1) } }
    let commaDecimals = sum(\.commaDecimals)
    let surelyComma = sum(\.surelyGroupedByComma)
    let surelyPoint = sum(\.surelyGroupedByPoint)
    let openCommas = sum(\.openCommas)
    let openPoints = sum(\.openPoints)
    if options.decimalMark == nil, commaDecimals > 0 || surelyPoint > 0 {
      draft.decimalMark = .comma
      see("decimal_mark", "\(commaDecimals + surelyPoint) numbers have decimals behind a comma")
    }
    if options.thousands == nil {
      if surelyComma > 0 {
        draft.thousands = .comma
        see("thousands", "\(surelyComma) numbers have commas between groups of three")
      } else if surelyPoint > 0 {
        draft.thousands = .point
        see("thousands", "\(surelyPoint) numbers have points between groups of three")
      } else if let other = numeric.compactMap(\.groupedByOther).first {
        draft.thousands = other
        see("thousands", "some numbers have groups of three")
      }
    }
    let isOpen = options.decimalMark == nil && options.thousands == nil
    if isOpen, draft.decimalMark == .point, draft.thousands == nil, openCommas > 0 {
      ask(
        say("describe.commas", count: openCommas),
        "--thousands comma, or --decimal-mark comma")
    }
    if isOpen, draft.decimalMark == .comma, draft.thousands == nil, openPoints > 0 {
      draft.thousands = .point
      see("thousands", "\(openPoints) numbers have points between groups of three")
    }
  }
}

extension String {
  /// Without one pair of brackets around it.
  fileprivate var trimmingBrackets: String {
    guard let first, let last, "([（［".contains(first), ")]）］".contains(last) else { return self }
    return String(dropFirst().dropLast())
  }
}
