import TextFiles

/// A description laid over one file's header: which column has which role.
struct TableLayout {
  /// What a number column is.
  enum NumberRole {
    /// Of the row's station, and of the row's pollutant where rows name one.
    case value(FormatDescription.ValueColumn)
    /// Of the station that the column is named after.
    case station(String, FormatDescription.ValueColumn)
    /// The number that belongs to the row's pollutant.
    case ofRowPollutant
    case latitude
    case longitude
    /// The number of the row's period within its year.
    case period
  }

  /// The roles, in the order of the plan's numbers.
  private(set) var numbers: [NumberRole] = []
  /// The names of the number columns in the header.
  private(set) var numberNames: [String] = []
  /// Which category column is which.
  private(set) var stationCategory: Int?
  private(set) var nameCategory: Int?
  private(set) var pollutantCategory: Int?
  private(set) var qualityCategory: Int?
  private(set) var instrumentCategory: Int?
  /// Columns that have no role.
  private(set) var leftOut: [String] = []
  /// What the scanner is to do.
  private(set) var plan: TablePlan
  let description: FormatDescription
  let header: HeaderLine

  init(_ description: FormatDescription, _ header: HeaderLine, file: String) throws(IngestError) {
    self.description = description
    self.header = header
    let names = header.names
    var seen: Set<String> = []
    let known = Set(description.knownColumns)
    for name in names {
      guard seen.insert(name).inserted || !(known.contains(name) || description.wide != nil) else {
        throw .repeatedColumn(name, file: file, line: header.line)
      }
    }
    for name in description.requiredColumns where !seen.contains(name) {
      throw .missingColumn(
        name, format: description.identifier, file: file, line: header.line, found: names)
    }
    plan = TablePlan(
      separator: description.separatorByte,
      decimalMark: description.decimalMark == .point ? UInt8(ascii: ".") : UInt8(ascii: ","),
      isQuoted: description.separator != .bar, fields: [], numbers: [])
    let pattern: TimePattern?
    if let text = description.time.pattern {
      pattern = TimePattern(text)
    } else {
      pattern = nil
    }
    let values = Dictionary(
      description.values.map { ($0.column, $0) }, uniquingKeysWith: { first, _ in first })
    var categories = 0
    for name in names {
      switch name {
      case description.time.column:
        plan.fields.append(pattern.map { .stamp($0) } ?? .skip)
      case description.time.year: plan.fields.append(.year)
      case description.time.month: plan.fields.append(.month)
      case description.time.day: plan.fields.append(.day)
      case description.time.hour: plan.fields.append(.hour)
      case description.time.minute: plan.fields.append(.minute)
      case description.station.column:
        stationCategory = category(&categories)
      case description.station.nameColumn:
        nameCategory = category(&categories)
      case description.pollutants?.column:
        pollutantCategory = category(&categories)
      case description.quality?.column:
        qualityCategory = category(&categories)
      case description.instrument:
        instrumentCategory = category(&categories)
      case description.time.period:
        number(.period, name, NumberColumn(words: words(nil), believed: 0...60))
      case description.latitude:
        number(.latitude, name, NumberColumn(words: words(nil), believed: -90...90))
      case description.longitude:
        number(.longitude, name, NumberColumn(words: words(nil), believed: -180...180))
      case description.pollutants?.value where description.wide == nil:
        number(.ofRowPollutant, name, commonColumn())
      default:
        if let value = values[name] {
          number(.value(value), name, column(value))
        } else if let wide = description.wide, !description.ignored.contains(name), !name.isEmpty {
          number(
            .station(name, wide), name, pollutantCategory == nil ? column(wide) : commonColumn())
        } else {
          plan.fields.append(.skip)
          if !description.ignored.contains(name), !name.isEmpty { leftOut.append(name) }
        }
      }
    }
  }

  /// The number columns with what they hold; `nil` for coordinates and periods, and for a column that
  /// rows of several pollutants share, the settings that all have.
  var numberPlaces: [(place: Int, value: FormatDescription.ValueColumn?)] {
    plan.fields.enumerated().compactMap { place, field in
      guard case .number(let number) = field else { return nil }
      switch numbers[number] {
      case .value(let value), .station(_, let value): return (place, value)
      case .ofRowPollutant:
        return (
          place,
          description.pollutants?.names.sorted { $0.key < $1.key }.first?.value
        )
      case .latitude, .longitude, .period: return (place, nil)
      }
    }
  }

  private mutating func category(_ count: inout Int) -> Int {
    plan.fields.append(.category(count))
    count += 1
    return count - 1
  }

  private mutating func number(_ role: NumberRole, _ name: String, _ column: NumberColumn) {
    plan.fields.append(.number(plan.numbers.count))
    plan.numbers.append(column)
    numbers.append(role)
    numberNames.append(name)
  }

  private func words(
    _ column: FormatDescription.ValueColumn?
  ) -> [(text: String, value: Double)] {
    let missing = description.missing + (column?.missing ?? [])
    // Sorted, because a dictionary has a new order in every process.
    let codes = (column?.codes ?? [:]).sorted { $0.key < $1.key }
    return missing.map { ($0, .nan) } + codes.map { ($0.key, $0.value) }
  }

  /// Numbers that mean missing, also those that are listed among the words: `-999` is written
  /// `-999.0` elsewhere in the same file.
  private func sentinels(_ column: FormatDescription.ValueColumn) -> [Double] {
    let words = description.missing + column.missing
    return column.sentinels
      + words.compactMap { word in
        let plain =
          description.decimalMark == .comma
          ? word.split(separator: ",", omittingEmptySubsequences: false).joined(separator: ".")
          : word
        let isNumber = word.utf8.allSatisfy { (43...57).contains($0) && $0 != 47 }
        return isNumber ? Double(plain) : nil
      }
  }

  private func column(_ value: FormatDescription.ValueColumn) -> NumberColumn {
    NumberColumn(
      words: words(value), sentinels: sentinels(value), believed: Plausibility.range(of: value),
      exponent: value.exponent)
  }

  /// The settings of a column that several pollutants share. What can be believed differs from
  /// row to row and is judged later; the description's check makes the other settings equal.
  private func commonColumn() -> NumberColumn {
    let all = (description.pollutants?.names ?? [:]).sorted { $0.key < $1.key }.map(\.value)
    guard let first = all.first else { return NumberColumn(words: words(nil)) }
    return NumberColumn(
      words: words(first), sentinels: sentinels(first), exponent: first.exponent)
  }
}
