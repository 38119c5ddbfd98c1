import Documents
import AirQuality
import TextFiles

/// Values one by one, as an arrangement finds them; `LongTable.series` makes series of them.
struct LongTable {
  /// One value.
  struct Entry {
    /// The station's network, where the row says.
    var network: String?
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
    /// The time over which the value is a mean, where the row says.
    var averaging: TimeStep?
    /// The step of the series, where it is known beside the rows.
    var step: TimeStep?
    /// Which of several instruments; empty where there is one.
    var instrument: String = ""
    /// Which end of a period the stamps of an earlier source named, where these name the beginning.
    var sourceStamp: StampConvention?
    /// Where the number stands; set by `add`.
    fileprivate(set) var column = ""
  }

  /// A pollutant in its unit and state.
  struct Quantity: Hashable {
    let pollutant: Pollutant
    let unit: MeasurementUnit
    let state: ReferenceState
    /// Whether its values are put to another unit; found once, for there may be millions of values.
    fileprivate let isConverted: Bool

    init(_ pollutant: Pollutant, _ unit: MeasurementUnit, _ state: ReferenceState? = nil) {
      self.pollutant = pollutant
      self.unit = unit
      self.state =
        state
        ?? (pollutant.kind == .weather || unit.dimension != .mass ? .notApplicable : .unstated)
      isConverted = pollutant.readAs.map { $0 != unit } ?? false
    }

    init(_ words: ReadQuantity) { self.init(words.pollutant, words.unit, words.referenceState) }
  }

  private(set) var entries: [Entry] = []
  /// Which end of its period a stamp names.
  var stamp = StampConvention.beginning
  /// Length of the periods of rows that do not say; `nil` takes the most frequent distance of a
  /// series' stamps.
  var step: TimeStep?
  /// SHA-256 of a file beside the table that says how to read it.
  var companion: String?
  /// What was left out or repaired.
  var notices = NoticeBook()
  /// Texts that mean missing.
  var missing: Set<String> = ["", "NA", "NaN", "nan", "null", "-", "***"]
  /// Numbers, as written, that mean missing.
  var sentinels: Set<Double> = [-999, -9_999, -99_999]

  /// Whether stamps jitter and are moved to the nearest usual step.
  var snaps = false

  /// Whether a text means missing, by itself or as a number.
  func isMissing(_ text: String) -> Bool {
    missing.contains(text) || Double(text).map(sentinels.contains) == true
  }

  /// Makes room for so many values more.
  mutating func reserve(_ count: Int) { entries.reserveCapacity(entries.count + count) }

  /// Adds one value; what means missing is dropped and told of, and weather in another unit than its
  /// own is put to it.
  mutating func add(_ entry: Entry, column: String) {
    var entry = entry
    entry.column = column
    if missing.contains(entry.value) {
      entry.value = ""
    } else if let number = Double(entry.value), sentinels.contains(number) {
      notices.note(
        .sentinelRemoved,
        say("ingest.number-is-missing", number: IngestError.number(number), column: column),
        line: entry.line)
      entry.value = ""
    }
    convert(&entry)
    entries.append(entry)
  }

  /// Puts kelvin to °C, knots to m/s and so on; what is no number stays for the reader to refuse.
  private mutating func convert(_ entry: inout Entry) {
    let quantity = entry.quantity
    guard quantity.isConverted, let target = quantity.pollutant.readAs,
      let conversion = UnitConversion(from: quantity.unit, to: target)
    else { return }
    entry.quantity = Quantity(quantity.pollutant, target, quantity.state)
    guard let number = Double(entry.value) else { return }
    entry.value = "\(conversion.converted(number))"
    notices.note(
      .unitConverted,
      say(
        "ingest.unit-converted", pollutant: quantity.pollutant.displayName,
        from: "\(conversion.from)", to: "\(conversion.to)", formula: conversion.formula),
      line: entry.line)
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
