import Documents
import AirQuality
import TextFiles
import Foundation

/// OpenAQ, in both forms.
enum OpenAQ {
  static let archive = Arrangement(
    format: FileFormat(
      identifier: "openaq-archive", title: "OpenAQ archive, one location and day",
      columns: [
        "location_id", "sensors_id", "location", "datetime", "lat", "lon", "parameter", "units",
        "value",
      ],
      missingCodes: ["empty", "-999", "-9999", "-9.999 and 9.999 in ppm"],
      timeConvention: "each stamp’s own offset from UTC, stamps name the ending of the step",
      notes: """
        Units are taken row by row as reported. Sentinels are dropped before anything else, also \
        those that somebody’s conversion turned into −9.999 or 9.999. The station is the location, \
        the instrument its sensor. The length of the periods is not in the file; it is taken from \
        the distance of each sensor’s stamps. \
        Layout: docs.openaq.org.
        """),
    network: "openaq",
    assumes: ["stamps name the end of their period, as docs.openaq.org says"],
    recognises: { $0.has("location_id", "sensors_id", "datetime", "parameter", "units", "value") },
    fill: { table, file throws(IngestError) in
      table.stamp = .ending
      let records = try file.records()
      let columns = try Columns(records, "openaq-archive", file)
      var words = QuantityWords()
      for record in records.dropFirst() {
        let row = try columns.row(record)
        let stamp = try row.stamp("datetime")
        guard
          let quantity = try words.read(
            row["parameter"], unit: row["units"], columns: ("parameter", "units"), file: file.path,
            line: record.line, &table.notices)
        else { continue }
        let isGhost =
          quantity.unit == .partsPerMillion && ["-9.999", "9.999"].contains(row["value"])
        if isGhost {
          table.notices.note(
            .sentinelRemoved,
            "ingest.converted-sentinels",
            line: record.line)
        }
        table.add(
          .init(
            station: row["location_id"], name: row["location"], latitude: row["lat"],
            longitude: row["lon"], utc: stamp.utc, offset: stamp.offset,
            quantity: .init(quantity), value: isGhost ? "" : row["value"], line: record.line,
            instrument: row["sensors_id"]), column: "value")
      }
    })

  static let json = Arrangement(
    format: FileFormat(
      identifier: "openaq-v3", title: "OpenAQ, answers of the interface of version 3 (JSON)",
      columns: ["results[].value", "period", "parameter", "coverage", "flagInfo"],
      missingCodes: ["null", "-999", "-9999"],
      timeConvention: "from and to explicit, with their offset; the beginning is kept",
      notes: """
        One answer, a list of answers (the pages of one request), or one answer a line. The station is \
        the file’s name, since an answer does not repeat it; --station gives pages \
        of one sensor one station. Values with flags, and \
        those of periods covered by less than 75 %, are taken as missing. Layout: docs.openaq.org.
        """),
    network: "openaq",
    assumes: ["the station is the file’s name; pages of one sensor are one station with --station"],
    namesStationByFile: true,
    recognises: { opening in
      opening.lines.first.map { $0.hasPrefix("{") || $0.hasPrefix("[") } == true
        && opening.lines.contains { $0.contains("\"datetimeFrom\"") || $0.contains("\"results\"") }
    },
    fill: { table, file throws(IngestError) in
      let answer: OpenAQAnswer
      do {
        answer = try OpenAQAnswer(pages: file.text)
      } catch {
        throw .file(.damaged(kind: "answer in JSON", words: Self.words(error), file: file.path))
      }
      var words = QuantityWords()
      for (index, result) in answer.results.enumerated() {
        let place = "results[\(index)]"
        guard
          let quantity = try words.read(
            result.parameter.name, unit: result.parameter.units,
            columns: ("\(place).parameter.name", "\(place).parameter.units"), file: file.path,
            line: 1, &table.notices)
        else { continue }
        guard let from = StampText.iso(result.period.datetimeFrom.local) else {
          throw .unreadableTime(
            result.period.datetimeFrom.local, column: "\(place).period", pattern: nil,
            file: file.path, line: 1)
        }
        let until = result.period.datetimeTo.flatMap { StampText.iso($0.local) }
        let averaging = until.flatMap {
          $0.utc > from.utc ? TimeStep.seconds($0.utc - from.utc) : nil
        }
        var value = result.value.map { "\($0)" } ?? ""
        if result.flagInfo?.hasFlags == true {
          table.notices.note(.invalidByFlag, "ingest.results-with-flags", line: nil)
          value = ""
        } else if let share = result.coverage?.percentComplete, share < 75 {
          table.notices.note(
            .invalidByFlag, "ingest.periods-barely-covered", line: nil)
          value = ""
        }
        table.add(
          .init(
            station: file.station, utc: from.utc, offset: from.offset,
            quantity: .init(quantity), value: value, line: 1, averaging: averaging),
          column: "\(place).value")
      }
    })
}

/// The parts of an answer that are read.
private struct OpenAQAnswer: Decodable {
  /// One answer, a list of answers, or one answer a line.
  init(pages text: String) throws {
    let decoder = JSONDecoder()
    let lines = text.split(whereSeparator: \.isNewline).filter { $0.contains { !$0.isWhitespace } }
    if text.first(where: { !$0.isWhitespace }) == "[" {
      results = try decoder.decode([OpenAQAnswer].self, from: Data(text.utf8)).flatMap(\.results)
    } else if lines.count > 1, lines.allSatisfy({ $0.hasPrefix("{") }) {
      results = try lines.flatMap {
        try decoder.decode(OpenAQAnswer.self, from: Data($0.utf8)).results
      }
    } else {
      results = try decoder.decode(OpenAQAnswer.self, from: Data(text.utf8)).results
    }
  }

  struct Result: Decodable {
    struct Parameter: Decodable {
      let name: String
      let units: String
    }
    struct Period: Decodable {
      struct Stamp: Decodable { let local: String }
      let datetimeFrom: Stamp
      let datetimeTo: Stamp?
    }
    struct Coverage: Decodable { let percentComplete: Double? }
    struct Flags: Decodable { let hasFlags: Bool? }
    let value: Double?
    let parameter: Parameter
    let period: Period
    let coverage: Coverage?
    let flagInfo: Flags?
  }
  let results: [Result]
}

/// The European Environment Agency's older CSV.
enum EuropeanAgency {
  static let csv = Arrangement(
    format: FileFormat(
      identifier: "eea-csv", title: "European Environment Agency, CSV files up to 2023",
      columns: [
        "AirQualityStationEoICode", "AirPollutant", "AveragingTime", "Concentration",
        "UnitOfMeasurement", "DatetimeBegin", "DatetimeEnd", "Validity", "Verification",
      ],
      missingCodes: ["empty", "-999", "Validity below 1"],
      timeConvention: "each stamp’s own offset from UTC (+01:00 for all countries), beginning",
      notes: """
        Validity 1 is valid, 2 and 3 are below the detection limit and kept; all else is taken as \
        missing. Gases refer to 293.15 K and 101.325 kPa, particulates to ambient conditions. \
        Layout: EEA download service, from memory and RESEARCH.
        """),
    network: "eea",
    recognises: {
      $0.has("AirPollutant", "Concentration", "UnitOfMeasurement", "DatetimeBegin", "Validity")
    },
    fill: { table, file throws(IngestError) in
      let records = try file.records()
      let columns = try Columns(records, "eea-csv", file)
      var words = QuantityWords()
      for record in records.dropFirst() {
        let row = try columns.row(record)
        let stamp = try row.stamp("DatetimeBegin")
        // The agency writes benzene by its formula.
        let name = row["AirPollutant"] == "C6H6" ? "benzene" : row["AirPollutant"]
        guard
          let quantity = try words.read(
            name, unit: row["UnitOfMeasurement"], columns: ("AirPollutant", "UnitOfMeasurement"),
            file: file.path, line: record.line, &table.notices)
        else { continue }
        var value = row["Concentration"]
        if !["1", "2", "3"].contains(row["Validity"]) {
          table.notices.note(
            .invalidByFlag, say("ingest.rows-flagged", flag: row["Validity"]), line: record.line)
          value = ""
        }
        guard let averaging = Self.averaging(row["AveragingTime"]) else {
          throw .unknownCode(
            row["AveragingTime"], column: "AveragingTime", format: "eea-csv", file: file.path,
            line: record.line)
        }
        table.add(
          .init(
            station: row["AirQualityStationEoICode"],
            name: row.optional("AirQualityStation") ?? "", utc: stamp.utc, offset: stamp.offset,
            quantity: .init(
              quantity.pollutant, quantity.unit,
              quantity.pollutant.kind == .particulate ? .ambient : .kelvin293),
            value: value, line: record.line, averaging: averaging,
            instrument: row.optional("SamplingPoint") ?? ""), column: "Concentration")
      }
    })

  /// The length of a row's period.
  private static func averaging(_ text: String) -> TimeStep? {
    switch text.lowercased() {
    case "day", "dy": .day
    case "8hour": .seconds(8 * 3_600)
    default: TimeStep(text)
    }
  }
}

/// A header's columns, and rows by their names.
struct Columns {
  private let places: [String: Int]
  private let format: String
  private let file: RawFile
  private let count: Int
  let names: [String]

  init(
    _ records: [DelimitedRecord], _ format: String, _ file: RawFile,
    rename: (String) -> String = { $0 }
  ) throws(IngestError) {
    guard let header = records.first else { throw .noRows(file: file.path) }
    names = header.fields.map(rename)
    places = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    count = names.count
    self.format = format
    self.file = file
  }

  /// One row; every row has as many fields as the header.
  func row(_ record: DelimitedRecord) throws(IngestError) -> Row {
    guard record.fields.count == count else {
      throw .fieldCount(
        expected: count, found: record.fields.count, file: file.path, line: record.line)
    }
    return Row(places: places, record: record, file: file)
  }

  /// Whether the header has a column.
  func has(_ name: String) -> Bool { places[name] != nil }

  struct Row {
    fileprivate let places: [String: Int]
    let record: DelimitedRecord
    let file: RawFile

    /// The text of a column, empty when there is no such column.
    subscript(_ name: String) -> String { optional(name) ?? "" }

    func optional(_ name: String) -> String? { places[name].map { record.fields[$0] } }

    /// A stamp with its own offset.
    func stamp(_ name: String, fallback: Int? = nil) throws(IngestError) -> StampText.Reading {
      guard let stamp = StampText.iso(self[name], fallback: fallback) else {
        throw .unreadableTime(
          self[name], column: name, pattern: nil, file: file.path, line: record.line)
      }
      return stamp
    }

    /// A whole number.
    func whole(_ name: String) throws(IngestError) -> Int {
      guard let number = Int(self[name]) else {
        throw .unreadableTime(
          self[name], column: name, pattern: nil, file: file.path, line: record.line)
      }
      return number
    }
  }
}

extension FileFormat {
  /// A format that is read through an arrangement; its units are those of the rows.
  init(
    identifier: String, title: String, columns: [String], missingCodes: [String],
    timeConvention: String, notes: String, units: [String: String] = [:]
  ) {
    self.identifier = identifier
    self.title = title
    self.columns = columns
    self.units = units
    self.missingCodes = missingCodes
    self.timeConvention = timeConvention
    self.notes = notes
  }
}

extension OpenAQ {
  /// Where an answer is not as the interface describes it.
  private static func words(_ error: any Error) -> String {
    let context: DecodingError.Context? =
      switch error as? DecodingError {
      case .keyNotFound(_, let context), .typeMismatch(_, let context),
        .valueNotFound(_, let context), .dataCorrupted(let context):
        context
      default: nil
      }
    guard let context else { return error.localizedDescription }
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
  }
}
