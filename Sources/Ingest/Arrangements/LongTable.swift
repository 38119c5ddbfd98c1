import AirQuality

/// Values one by one, as an arrangement finds them, and the plain table they become.
struct LongTable {
  /// One value.
  struct Entry {
    var station: String
    var name: String = ""
    var latitude: String = ""
    var longitude: String = ""
    /// What the stamp says, seconds since 1970-01-01T00:00:00Z.
    var utc: Int
    /// The clock of the stamp, seconds east of Greenwich.
    var offset: Int
    /// What it measures, and in which unit.
    var quantity: Quantity
    /// The number as written; empty for missing.
    var value: String
    /// Line in the file, from 1.
    var line: Int
  }

  /// A pollutant in its unit and state.
  struct Quantity: Hashable {
    let pollutant: Pollutant
    let unit: MeasurementUnit
    let state: ReferenceState

    init(_ pollutant: Pollutant, _ unit: MeasurementUnit, _ state: ReferenceState? = nil) {
      self.pollutant = pollutant
      self.unit = unit
      self.state =
        state
        ?? (pollutant.kind == .weather || unit.dimension != .mass ? .notApplicable : .unstated)
    }

    init(_ words: ReadQuantity) { self.init(words.pollutant, words.unit, words.referenceState) }
  }

  private(set) var entries: [Entry] = []
  /// Which end of its period a stamp names.
  var stamp = StampConvention.beginning
  /// Length of the periods, seconds; `nil` takes the most frequent distance of stamps.
  var step: Int?
  /// What was left out or repaired.
  var notices = NoticeBook()
  /// Texts that mean missing.
  var missing: Set<String> = ["", "NA", "NaN", "nan", "null", "-", "***"]
  /// Numbers, as written, that mean missing.
  var sentinels: Set<Double> = [-999, -9_999, -99_999]

  /// Adds one value; what means missing is dropped and told of, and weather in another unit than its
  /// own is put to it.
  mutating func add(_ entry: Entry, column: String) {
    var entry = entry
    if missing.contains(entry.value) {
      entry.value = ""
    } else if let number = Double(entry.value), sentinels.contains(number) {
      notices.note(
        .sentinelRemoved,
        "\(IngestError.number(number)) in column \(column) is taken as missing", line: entry.line)
      entry.value = ""
    }
    convert(&entry)
    entries.append(entry)
  }

  /// Puts kelvin to °C, knots to m/s and so on; what is no number stays for the reader to refuse.
  private mutating func convert(_ entry: inout Entry) {
    let quantity = entry.quantity
    guard let target = quantity.pollutant.readAs, target != quantity.unit,
      let conversion = UnitConversion(from: quantity.unit, to: target)
    else { return }
    entry.quantity = Quantity(quantity.pollutant, target, quantity.state)
    guard let number = Double(entry.value) else { return }
    entry.value = "\(conversion.converted(number))"
    notices.note(
      .unitConverted,
      "\(quantity.pollutant.displayName) in \(conversion.from) is put to \(conversion.to): "
        + conversion.formula, line: entry.line)
  }

  /// The number in a text moved by a power of ten, without rounding.
  static func shifted(_ text: String, by places: Int) -> String {
    guard places != 0, !text.isEmpty, let first = text.first else { return text }
    let sign = first == "-" || first == "+" ? String(first) : ""
    let plain = text.dropFirst(sign.count)
    let parts = plain.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count <= 2, plain.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }) else {
      return "\(text)e\(places)"
    }
    var digits = String(parts[0]) + (parts.count == 2 ? String(parts[1]) : "")
    var point = parts[0].count + places
    if point <= 0 {
      digits = String(repeating: "0", count: 1 - point) + digits
      point = 1
    }
    if point > digits.count { digits += String(repeating: "0", count: point - digits.count) }
    let split = digits.index(digits.startIndex, offsetBy: point)
    let decimals = digits[split...]
    return sign + digits[..<split] + (decimals.isEmpty ? "" : "." + decimals)
  }
}

extension LongTable {
  /// The table as text for the ordinary reader.
  struct Arranged {
    let description: FormatDescription
    let bytes: [UInt8]
    /// The line in the file of each row.
    let lines: [Int]
    let notices: NoticeBook
  }

  /// Sorts, brings each series to one unit and all stamps to one clock, and writes the table.
  ///
  /// Summer time changes a stamp's offset and not its instant: the smallest offset is the
  /// standard one, and all labels are put on it.
  ///
  /// - Throws: `IngestError.mixedUnits` where rows of one series differ by more than a power of
  ///   ten.
  mutating func arranged(
    _ arrangement: Arrangement, file: String
  ) throws(IngestError) -> Arranged {
    guard !entries.isEmpty else { throw .noRows(file: file) }
    try evenUnits(file: file)
    let offset = entries.map(\.offset).min() ?? 0
    if entries.contains(where: { $0.offset != offset }) {
      notices.note(
        .labelsMoved,
        "stamps change their offset from UTC; all labels are put on "
          + "UTC\(Instant.offsetText(offset))", line: nil, count: 1)
    }
    entries = entries.enumerated().sorted {
      let (left, right) = ($0.element, $1.element)
      return (left.station, left.quantity.pollutant, left.utc, $0.offset)
        < (right.station, right.quantity.pollutant, right.utc, $1.offset)
    }.map(\.element)
    let step = step ?? commonStep
    var description = FormatDescription(
      identifier: arrangement.format.identifier, title: arrangement.format.title,
      network: arrangement.network)
    description.station.column = "station"
    description.station.nameColumn = "name"
    description.latitude = "latitude"
    description.longitude = "longitude"
    description.time.column = "time"
    description.time.pattern = "yyyy-MM-dd HH:mm:ss"
    description.time.utcOffset = offset
    description.time.step = step
    description.time.stamp = stamp
    description.encoding = .utf8
    var names: [String: FormatDescription.ValueColumn] = [:]
    var text = "station,name,latitude,longitude,time,pollutant,value\n"
    for entry in entries {
      let key = "\(entry.quantity.pollutant)"
      names[key] = FormatDescription.ValueColumn(
        "value", entry.quantity.pollutant, entry.quantity.unit,
        referenceState: entry.quantity.state)
      let local = Instant(secondsSinceEpoch: entry.utc)
      let second = local.secondOfDay(utcOffset: offset)
      let clock = [second / 3_600, second / 60 % 60, second % 60].map { CivilDate.padded($0, 2) }
      text += "\(Self.quoted(entry.station)),\(Self.quoted(entry.name)),\(entry.latitude),"
      text += "\(entry.longitude),\(local.date(utcOffset: offset)) "
      text += "\(clock.joined(separator: ":")),\(key),\(entry.value)\n"
    }
    description.pollutants = .init(column: "pollutant", value: "value", names: names)
    return Arranged(
      description: description, bytes: Array(text.utf8), lines: entries.map(\.line),
      notices: notices)
  }

  /// The most frequent distance between successive stamps of one series.
  private var commonStep: Int {
    var counts: [Int: Int] = [:]
    for (left, right) in zip(entries, entries.dropFirst())
    where left.station == right.station && left.quantity == right.quantity {
      let distance = right.utc - left.utc
      if distance > 0 { counts[distance, default: 0] += 1 }
    }
    return counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 3_600
  }

  private mutating func evenUnits(file: String) throws(IngestError) {
    struct Key: Hashable {
      let station: String
      let pollutant: Pollutant
    }
    var firsts: [Key: (quantity: Quantity, line: Int)] = [:]
    // One pollutant has one unit in the whole table, since the reader's rule is by pollutant.
    var units: [Pollutant: (quantity: Quantity, line: Int)] = [:]
    for index in entries.indices {
      let entry = entries[index]
      let key = Key(station: entry.station, pollutant: entry.quantity.pollutant)
      if firsts[key] == nil { firsts[key] = (entry.quantity, entry.line) }
      let common = units[entry.quantity.pollutant] ?? (entry.quantity, entry.line)
      units[entry.quantity.pollutant] = common
      if common.quantity == entry.quantity { continue }
      guard common.quantity.state == entry.quantity.state,
        let places = Self.places(from: entry.quantity.unit, to: common.quantity.unit)
      else {
        throw .mixedUnits(
          pollutant: entry.quantity.pollutant.displayName, first: common.quantity.unit.symbol,
          second: entry.quantity.unit.symbol, file: file, firstLine: common.line,
          line: entry.line)
      }
      entries[index].value = Self.shifted(entry.value, by: places)
      entries[index].quantity = common.quantity
      notices.note(
        .unitScaled,
        "\(entry.quantity.pollutant.displayName) in \(entry.quantity.unit) is put to "
          + "\(common.quantity.unit) like the rows before", line: entry.line)
    }
  }

  /// The power of ten between two units of one kind.
  private static func places(from: MeasurementUnit, to: MeasurementUnit) -> Int? {
    guard let start = from.dimension, start == to.dimension else { return nil }
    return from.powerOfTen - to.powerOfTen
  }

  private static func quoted(_ text: String) -> String {
    let clean = text.map { $0.isNewline || $0 == "\"" ? " " : $0 }
    return clean.contains(",") ? "\"\(String(clean))\"" : String(clean)
  }
}
