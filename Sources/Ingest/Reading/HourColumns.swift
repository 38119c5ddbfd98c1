import Documents
import TextFiles

/// The columns of hours that stand side by side.
struct HourColumns {
  /// Each column with its hour, 0 to 24.
  let places: [(place: Int, hour: Int)]
  /// The name of the column that their values go into.
  let valueName: String
  private let missing: Set<String>
  private let sentinels: Set<Double>

  var columns: Range<Int> { (places.first?.place ?? 0)..<((places.last?.place ?? -1) + 1) }

  init(
    _ rule: FormatDescription.TimeRule.HoursRule, _ names: [String],
    _ description: FormatDescription, file: String, line: Int
  ) throws(IngestError) {
    guard let from = names.firstIndex(of: rule.from), let to = names.firstIndex(of: rule.to),
      from <= to, to - from < 25
    else {
      throw .description(
        "time.hours",
        problem: Message(
          "error.ingest.runs-from-which-are", ["from": .fact(rule.from), "to": .fact(rule.to)]),
        remedy: "error.ingest.name-them-headers-order",
        file: file, line: line)
    }
    var places: [(place: Int, hour: Int)] = []
    for place in from...to {
      let stated = rule.first.map { $0 + place - from }
      guard let hour = stated ?? Self.hour(names[place]), (0...24).contains(hour),
        places.last.map({ $0.hour < hour }) ?? true
      else {
        throw .description(
          "time.hours",
          problem: Message("error.ingest.has-column-whose-name", ["place": .fact(names[place])]),
          remedy: "error.ingest.say-first-hour-such", file: file, line: line)
      }
      places.append((place, hour))
    }
    self.places = places
    let all = description.values + (description.pollutants?.names.values.map { $0 } ?? [])
    missing = Set(description.missing + all.flatMap(\.missing) + [""])
    sentinels = Set(
      all.flatMap(\.sentinels) + description.missing.compactMap { DecimalText.value(of: $0) })
    let wanted =
      description.pollutants?.value.isEmpty == false
      ? description.pollutants?.value : description.values.first?.column
    valueName = wanted.flatMap { name in names.contains(name) ? nil : name } ?? "value of the hour"
  }

  /// The one number in a name: `H01`, `01時`, `1`, `00:00`, `0100`.
  private static func hour(_ name: String) -> Int? {
    let head = name.prefix { $0 != ":" }
    let digits = head.filter { $0.isASCII && $0.isNumber }
    guard let number = Int(digits), digits.count <= 4 else { return nil }
    return digits.count > 2 && number % 100 == 0 ? number / 100 : number
  }

  /// Whether a row has no value in any hour.
  func isEmpty(_ row: DelimitedRecord) -> Bool {
    places.allSatisfy { place, _ in
      let cell = row.fields[place]
      return missing.contains(cell)
        || DecimalText.value(of: cell).map(sentinels.contains) == true
    }
  }
}
