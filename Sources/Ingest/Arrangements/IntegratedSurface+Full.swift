import Documents
import AirQuality

extension IntegratedSurface {
  /// Quality codes with which NOAA's format document lets a value stand: 0, 1, 4 and 5 passed the
  /// checks, 9 passed the gross limits, and letters are of the interactive control: A accepted
  /// although flagged, C whole degrees of automatic stations, I inserted, M changed by hand,
  /// P and U replaced, R computed. 2 and 6 are suspect, 3 and 7 erroneous.
  private static let accepted: Set<String> = [
    "0", "1", "4", "5", "9", "A", "C", "I", "M", "P", "R", "U",
  ]

  /// Reports that sum up more than an hour, by what is said of them.
  private static let summaries = [
    "SOD": "ingest.summaries-left-out.day", "SOM": "ingest.summaries-left-out.month",
  ]

  static let full = Arrangement(
    format: FileFormat(
      identifier: "isd-full", title: "NOAA ISD, full surface weather reports",
      columns: ["control section", "mandatory section: wind, temperature, dew point, pressure"],
      missingCodes: ["999", "9999", "+9999", "99999"],
      timeConvention: "UTC; each quantity is taken from the report nearest the hour that has it",
      notes: """
        Positions 1 to 105 of each line. Summaries of the day and month (SOD, SOM) are left out. \
        Reports of one minute complete each other; wind speed and direction stay together. Values \
        stand with the quality codes 0, 1, 4, 5, 9 and the letters A, C, I, M, P, R, U, which the \
        format document accepts; others are taken as missing. Calm wind has speed 0 and no \
        direction. The pressure is reduced to sea level.
        """),
    network: "isd",
    recognises: { opening in
      opening.lines.first.map { SurfaceReport($0) != nil } ?? false
    },
    fill: { table, file throws(IngestError) in
      table.step = .hour
      var hours: [Hour: [SurfaceReport]] = [:]
      for (index, text) in file.text.split(
        omittingEmptySubsequences: false, whereSeparator: \.isNewline
      ).enumerated() where !text.isEmpty {
        guard var report = SurfaceReport(String(text)) else {
          throw .fieldCount(expected: 105, found: text.count, file: file.path, line: index + 1)
        }
        report.line = index + 1
        if let summary = Self.summaries[report.type] {
          table.notices.note(
            .rowsIgnored,
            Message(summary, ["type": .text(report.type)]), line: report.line)
          continue
        }
        report.judge(accepting: accepted, telling: &table.notices)
        hours[Hour(station: report.station, utc: report.hour), default: []].append(report)
      }
      for hour in hours.keys.sorted() {
        // Of reports as far from the hour, the first in the file goes first.
        let reports = (hours[hour] ?? []).sorted {
          ($0.distance, $0.utc, $0.line) < ($1.distance, $1.utc, $1.line)
        }
        add(HourlyReport(reports, telling: &table.notices), of: hour, to: &table)
      }
    })

  /// One hour of one station.
  private struct Hour: Hashable, Comparable {
    let station: String
    let utc: Int

    static func < (left: Self, right: Self) -> Bool {
      (left.station, left.utc) < (right.station, right.utc)
    }
  }

  private static func add(_ report: HourlyReport, of hour: Hour, to table: inout LongTable) {
    for (quantity, reading) in zip(SurfaceReport.quantities, report.readings) {
      table.add(
        .init(
          station: hour.station, latitude: report.latitude, longitude: report.longitude,
          utc: hour.utc, offset: 0, quantity: quantity, value: reading?.value ?? "",
          line: reading?.line ?? report.line), column: quantity.pollutant.identifier)
    }
  }
}

/// The values of one hour, each from the nearest report that has it.
private struct HourlyReport {
  struct Reading {
    let value: String
    let line: Int
  }

  let latitude: String
  let longitude: String
  let line: Int
  /// In the order of `SurfaceReport.quantities`.
  private(set) var readings: [Reading?]

  /// - Parameter reports: nearest first, at least one.
  init(_ reports: [SurfaceReport], telling notices: inout NoticeBook) {
    latitude = reports.first { !$0.latitude.isEmpty }?.latitude ?? ""
    longitude = reports.first { !$0.longitude.isEmpty }?.longitude ?? ""
    line = reports.first?.line ?? 0
    readings = SurfaceReport.quantities.map { _ in nil }
    for index in SurfaceReport.quantities.indices where index != SurfaceReport.direction {
      guard let best = reports.first(where: { !$0.values[index].isEmpty }) else { continue }
      readings[index] = Reading(value: best.values[index], line: best.line)
      if let other = reports.first(where: {
        $0.utc == best.utc && $0.line != best.line && !$0.values[index].isEmpty
          && $0.values[index] != best.values[index]
      }) {
        notices.note(
          .rowsIgnored,
          say("ingest.reports-differ", quantity: "\(SurfaceReport.quantities[index].pollutant)"),
          line: other.line)
      }
    }
    takeDirection(reports)
    let used = Set(readings.compactMap { $0?.line })
    for report in reports where !used.contains(report.line) {
      notices.note(
        .rowsIgnored, "ingest.reports-not-nearest",
        line: report.line)
    }
  }

  /// The direction belongs to the speed: that of another time would turn a calm hour into wind.
  private mutating func takeDirection(_ reports: [SurfaceReport]) {
    let index = SurfaceReport.direction
    let speedLine = readings[SurfaceReport.speed]?.line
    let windy = reports.first { $0.line == speedLine }
    let candidates = reports.filter { report in
      guard let windy else { return true }
      return report.utc == windy.utc
    }
    guard windy?.isCalm != true, windy?.isVariable != true else { return }
    let own = candidates.first { $0.line == speedLine && !$0.values[index].isEmpty }
    if let best = own ?? candidates.first(where: { !$0.values[index].isEmpty }) {
      readings[index] = Reading(value: best.values[index], line: best.line)
    }
  }
}

/// Control and mandatory section of one report.
///
/// - Source: NOAA NCEI, "Federal Climate Complex Data Documentation for Integrated Surface Data"
///   (isd-format-document.pdf), control and mandatory data sections.
private struct SurfaceReport {
  /// What `values` holds.
  static let quantities: [LongTable.Quantity] = [
    .init(.windDirection, .degrees), .init(.windSpeed, .metresPerSecond),
    .init(.temperature, .degreesCelsius), .init(.dewPoint, .degreesCelsius),
    .init(Pollutant("sea_level_pressure"), .hectopascals),
  ]
  static let direction = 0
  static let speed = 1

  let station: String
  /// `FM-15`, `SOD`, …
  let type: String
  let utc: Int
  let latitude: String
  let longitude: String
  /// Numbers as text, empty where missing, in the order of `quantities`.
  private(set) var values: [String]
  private let qualities: [String]
  let isCalm: Bool
  let isVariable: Bool
  /// In the file, from 1.
  var line = 0

  /// The nearest full hour; half past belongs to the next.
  var hour: Int {
    let shifted = utc + 1_800
    let rest = shifted % 3_600
    return shifted - (rest < 0 ? rest + 3_600 : rest)
  }
  /// Seconds from it.
  var distance: Int { abs(utc - hour) }

  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 105, bytes[0..<4].allSatisfy({ $0 >= 48 && $0 <= 57 }) else {
      return nil
    }
    func field(_ from: Int, _ through: Int) -> String {
      String(decoding: bytes[(from - 1)..<through], as: UTF8.self)
    }
    func number(_ text: String) -> Int? {
      Int(text.hasPrefix("+") ? String(text.dropFirst()) : text)
    }
    let stampText = field(16, 27)
    guard stampText.allSatisfy(\.isNumber),
      let stamp = StampText.iso("\(field(16, 23)) \(field(24, 27))", fallback: 0),
      let latitude = number(field(29, 34)), let longitude = number(field(35, 41)),
      let direction = Int(field(61, 63)), let speed = Int(field(66, 69)),
      let temperature = number(field(88, 92)), let dew = number(field(94, 98)),
      let pressure = Int(field(100, 104))
    else { return nil }
    station = "\(field(5, 10))-\(field(11, 15))"
    type = HeaderLine.trimmed(field(42, 46))
    utc = stamp.utc
    self.latitude = abs(latitude) == 99_999 ? "" : LongTable.shifted("\(latitude)", by: -3)
    self.longitude = abs(longitude) == 999_999 ? "" : LongTable.shifted("\(longitude)", by: -3)
    isCalm = field(65, 65) == "C" || speed == 0
    isVariable = field(65, 65) == "V"
    func tenths(_ number: Int, missing: Int) -> String {
      number == missing ? "" : LongTable.shifted("\(number)", by: -1)
    }
    values = [
      direction == 999 || isCalm ? "" : "\(direction)", tenths(speed, missing: 9_999),
      tenths(temperature, missing: 9_999), tenths(dew, missing: 9_999),
      tenths(pressure, missing: 99_999),
    ]
    qualities = [field(64, 64), field(70, 70), field(93, 93), field(99, 99), field(105, 105)]
  }

  /// Empties what the publisher's own control doubts, and says so.
  mutating func judge(accepting accepted: Set<String>, telling notices: inout NoticeBook) {
    for index in values.indices where !values[index].isEmpty && !accepted.contains(qualities[index])
    {
      notices.note(
        .invalidByFlag,
        say(
          "ingest.quality-code-no-value", quantity: "\(Self.quantities[index].pollutant)",
          code: "\(qualities[index])"), line: line)
      values[index] = ""
    }
  }
}
