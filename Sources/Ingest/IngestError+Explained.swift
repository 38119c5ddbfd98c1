public import Documents
import AirQuality
import TextFiles

extension IngestError: Explained {
  /// What is wrong.
  public var problem: Message {
    switch self {
    case .file(let fault): fault.problem
    case .noRows: "error.ingest.file-has-header-no"
    case .unknownFormat(let header, _, _):
      Message(
        TableShape.isData(header)
          ? "error.ingest.no-header" : "error.ingest.no-format-has-header",
        ["header": .fact(Self.quoted(header))])
    case .unknownFormatName(let name, _):
      Message("error.ingest.no-format-is-called", ["name": .fact(name)])
    case .missingColumn(let name, let format, _, _, _):
      Message(
        "error.ingest.column-format-is-missing", ["name": .fact(name), "format": .fact(format)])
    case .repeatedColumn(let name, _, _):
      Message("error.ingest.column-stands-twice-header", ["name": .fact(name)])
    case .fieldCount(let expected, let found, _, _):
      Message(
        "error.ingest.row-has-fields-header", ["found": .fact(found), "expected": .fact(expected)])
    case .unreadableValue(let text, _, _, _), .notNumber(let text, _, _, _, _):
      Message("error.ingest.is-not-number", ["text": .fact(text)])
    case .unreadableTime(let text, _, let pattern, _, _):
      if let pattern {
        Message(
          "error.ingest.is-not-time-written", ["text": .fact(text), "pattern": .fact(pattern)])
      } else {
        Message("error.ingest.is-not-whole-number", ["text": .fact(text)])
      }
    case .impossibleTime(let text, _, _):
      Message("error.ingest.does-not-exist", ["text": .fact(text)])
    case .implausibleYear(let text, let latest, _, _):
      Message(
        "error.ingest.stamp-cannot-years-run", ["text": .fact(text), "latest": .fact(latest)])
    case .ambiguousDate(let text, _, _, _):
      Message("error.ingest.may-begin-day-month", ["text": .fact(text)])
    case .contradictoryDates(let first, let second, _, _, let firstLine, _):
      firstLine.map {
        Message(
          "error.ingest.contradicts-line-about-day",
          ["second": .fact(second), "first": .fact(first), "line": .fact($0)])
      }
        ?? Message(
          "error.ingest.contradicts-order", ["second": .fact(second), "first": .fact(first)])
    case .openQuote: TableError.openQuote(field: 0, line: 0).problem
    case .textBehindQuote: TableError.textBehindQuote(field: 0, line: 0).problem
    case .impossibleValue(let value, _, let lowest, let highest, _, _):
      Self.outside(lowest, highest, ["value": .fact(Self.number(value))])
    case .outOfOrder(let stamp, let previous, let station, _, _):
      Message(
        "error.ingest.comes-after",
        ["stamp": .fact(stamp), "previous": .fact(previous), "station": .fact(station)])
    case .repeatedStamp(let stamp, let station, _, _, let first):
      Message(
        "error.ingest.stands-already-line-other",
        ["stamp": .fact(stamp), "station": .fact(station), "first": .fact(first)])
    case .civilTime(let stamp, let clock, let station, _, _, let first):
      Message(
        "error.ingest.stands-already-line-is",
        [
          "stamp": .fact(stamp), "station": .fact(station), "first": .fact(first),
          "clock": .fact(clock),
        ])
    case .ambiguousHour(let stamp, let zone, let station, _, _):
      Message(
        "error.ingest.stands-once-but-clock",
        ["stamp": .fact(stamp), "station": .fact(station), "zone": .fact(zone)])
    case .skippedHour(let stamp, let zone, let station, _, _):
      Message(
        "error.ingest.does-not-exist-summer",
        ["stamp": .fact(stamp), "station": .fact(station), "zone": .fact(zone)])
    case .zone(let what, _, _): what
    case .needsConsent(let format, let assumptions, _):
      Message(
        "error.ingest.rests-on-assumptions",
        [
          "format": .fact(format),
          "assumptions": .list(assumptions.map { FormatAssumption.message($0).shown }),
        ])
    case .oneSeriesTwice(let series, let first, let second, _, _):
      Message(
        "error.ingest.both-mean",
        ["first": .fact(first), "second": .fact(second), "series": .fact(series)])
    case .offGrid(let stamp, let step, let station, _, _):
      Message(
        "error.ingest.is-not-grid-steps",
        ["stamp": .fact(stamp), "station": .fact(station), "step": .fact(step.inWords)])
    case .beyondSnapping(let stamp, let step, let near, _, _):
      Message(
        "error.ingest.is-more-than-quarter",
        ["stamp": .fact(stamp), "step": .fact(step.inWords), "near": .fact(near)])
    case .tooSparse(let first, let last, let rows, let station, _, _):
      Message(
        "error.ingest.rows-span",
        [
          "rows": .fact(rows), "station": .fact(station), "first": .fact(first),
          "last": .fact(last),
        ])
    case .unknownStation(let name, let format, _, _, _):
      Message("error.ingest.format-does-not-know", ["format": .fact(format), "name": .fact(name)])
    case .namelessStation(let pattern, _):
      Message("error.ingest.file-name-does-not", ["pattern": .fact(pattern)])
    case .impossibleCoordinate(let latitude, let longitude, let station, _, _):
      Message(
        "error.ingest.latitude-longitude-is-no",
        [
          "latitude": .fact(Self.number(latitude)), "longitude": .fact(Self.number(longitude)),
          "station": .fact(station),
        ])
    case .description(let field, let problem, _, _, _): .field(field, problem)
    case .mixedUnits(let pollutant, let first, let second, _, let firstLine, let line):
      Message(
        "error.ingest.is-line-line",
        [
          "pollutant": .fact(pollutant), "first": .fact(first), "firstLine": .fact(firstLine),
          "second": .fact(second), "line": .fact(line),
        ])
    case .unknownCode(let code, let column, let format, _, _):
      Message(
        "error.ingest.column-is-not-known",
        ["code": .fact(code), "column": .fact(column), "format": .fact(format)])
    case .undescribed(let problem, _, _): problem
    case .quantity(let error, let column, _, _):
      Message("error.ingest.column", ["column": .fact(column), "problem": .message(error.problem)])
    case .namesMeet(let first, let second, let pollutant, _, _):
      Message(
        "error.ingest.columns-would-both",
        ["first": .fact(first), "second": .fact(second), "pollutant": .fact(pollutant)])
    }
  }

  /// Where.
  public var place: Message? {
    switch self {
    case .file(let fault): fault.place
    case .noRows(let file), .unknownFormat(_, _, let file), .namelessStation(_, let file),
      .zone(_, _, let file), .needsConsent(_, _, let file), .undescribed(_, _, let file):
      .verbatim(file)
    case .unknownFormatName: nil
    case .repeatedColumn(_, let file, let line),
      .fieldCount(_, _, let file, let line), .impossibleTime(_, let file, let line),
      .implausibleYear(_, _, let file, let line),
      .missingColumn(_, _, let file, let line, _), .outOfOrder(_, _, _, let file, let line),
      .repeatedStamp(_, _, let file, let line, _), .offGrid(_, _, _, let file, let line),
      .tooSparse(_, _, _, _, let file, let line), .beyondSnapping(_, _, _, let file, let line),
      .civilTime(_, _, _, let file, let line, _), .ambiguousHour(_, _, _, let file, let line),
      .skippedHour(_, _, _, let file, let line), .oneSeriesTwice(_, _, _, let file, let line),
      .unknownStation(_, _, _, let file, let line),
      .impossibleCoordinate(_, _, _, let file, let line),
      .description(_, _, _, let file, let line), .mixedUnits(_, _, _, let file, _, let line),
      .unknownCode(_, _, _, let file, let line), .quantity(_, _, let file, let line),
      .namesMeet(_, _, _, let file, let line):
      .line(line, of: file)
    case .unreadableValue(_, let column, let file, let line),
      .notNumber(_, _, let column, let file, let line),
      .unreadableTime(_, let column, _, let file, let line),
      .openQuote(let column, let file, let line),
      .ambiguousDate(_, let column, let file, let line),
      .contradictoryDates(_, _, let column, let file, _, let line),
      .textBehindQuote(let column, let file, let line),
      .impossibleValue(_, let column, _, _, let file, let line):
      .line(line, of: file, column: column)
    }
  }

  /// Rows for a number beyond one border, where the other is none, and beyond either.
  struct Borders {
    let above: String
    let below: String
    let outside: String

    static let refused = Borders(
      above: "error.ingest.value-above", below: "error.ingest.value-below",
      outside: "error.ingest.value-outside")
    static let missing = Borders(
      above: "ingest.numbers-above", below: "ingest.numbers-below",
      outside: "ingest.numbers-outside")
  }

  /// “not between … and …”, or one border where the other is none.
  static func outside(
    _ lowest: Double, _ highest: Double, _ facts: [String: Value], _ rows: Borders = .refused
  ) -> Message {
    let id =
      lowest <= -Double.greatestFiniteMagnitude
      ? rows.above : highest >= Double.greatestFiniteMagnitude ? rows.below : rows.outside
    return Message(
      id,
      facts.merging(["low": .fact(number(lowest)), "high": .fact(number(highest))]) { $1 })
  }

  /// What to do.
  public var advice: Message {
    switch self {
    case .file(let fault): fault.advice
    case .noRows: "error.ingest.get-file-again-leave"
    case .unknownFormat(_, let nearest, _): Self.nearestText(nearest)
    case .unknownFormatName(_, let known):
      Message("error.ingest.choose-one", ["known": .names(known)])
    case .missingColumn(_, _, _, _, let found):
      Message("error.ingest.add-choose-another-format", ["found": .fact(Self.quoted(found))])
    case .repeatedColumn: "error.ingest.rename-remove-one-them"
    case .fieldCount: "error.ingest.correct-row"
    case .unreadableValue(let text, _, _, _): UnreadableNumber.remedy(for: text)
    case .notNumber(let text, let missing, _, _, _):
      UnreadableNumber.remedy(for: text, missing: missing)
    case .unreadableTime(let text, _, _, _, _) where text.isEmpty:
      "error.ingest.correct-stamp-if-lines"
    case .unreadableTime, .impossibleTime: "error.ingest.correct-stamp"
    case .implausibleYear:
      "error.ingest.correct-year-write-era"
    case .ambiguousDate:
      "error.ingest.say-which-date-order"
    case .contradictoryDates: "error.ingest.write-all-dates-one"
    case .openQuote: TableError.openQuote(field: 0, line: 0).remedy
    case .textBehindQuote: TableError.textBehindQuote(field: 0, line: 0).remedy
    case .impossibleValue:
      "error.ingest.declare-format-description-sentinel"
    case .outOfOrder:
      "error.ingest.sort-file-time-say"
    case .repeatedStamp: "error.ingest.find-out-which-row"
    case .civilTime(_, let clock, _, _, _, _):
      Message(
        "error.ingest.name-clock-format-description",
        ["clock": .fact(AutumnHour.example(of: clock))])
    case .ambiguousHour:
      "error.ingest.say-description-whether-such"
    case .skippedHour:
      "error.ingest.if-clock-has-no"
    case .zone(_, let remedy, _), .undescribed(_, let remedy, _): remedy
    case .needsConsent(let format, _, _):
      Message("error.ingest.give-assume-if-they", ["format": .fact(format)])
    case .oneSeriesTwice:
      "error.ingest.tell-apart-in-description"
    case .offGrid:
      "error.ingest.correct-stamp-describe-format"
    case .beyondSnapping:
      "error.ingest.correct-stamp-average-rows"
    case .tooSparse: "error.ingest.look-mistyped-year"
    case .unknownStation(_, _, let known, _, _):
      Message("error.ingest.describe-its-offset", ["known": .names(known)])
    case .namelessStation: "error.ingest.rename-file"
    case .impossibleCoordinate(let latitude, let longitude, _, _, _)
    where abs(latitude) > 90 && abs(latitude) <= 180 && !(abs(longitude) > 90):
      "error.ingest.exchange-two-latitude-runs"
    case .impossibleCoordinate: "error.ingest.correct-coordinates"
    case .description(_, _, let remedy, _, _): remedy
    case .mixedUnits: "error.ingest.split-file-unit-since"
    case .unknownCode: "error.ingest.correct-describe-file-yaml"
    case .quantity(let error, _, _, _): error.remedy
    case .namesMeet: "error.ingest.rename-one-them-leave"
    }
  }

  private static func quoted(_ names: [String]) -> String {
    let shown = names.prefix(24).map { $0.count > 40 ? $0.prefix(40) + "…" : $0 }
    return "“" + shown.joined(separator: ", ") + (names.count > 24 ? ", …”" : "”")
  }

  private static func nearestText(_ nearest: [NearFormat]) -> Message {
    guard !nearest.isEmpty else { return "error.ingest.let-describe" }
    let formats = nearest.map {
      Value.message(
        Message(
          "error.ingest.format-lacks",
          ["format": .text($0.identifier), "columns": .names($0.missing)]))
    }
    return Message("error.ingest.let-describe-or-compare", ["formats": .list(formats)])
  }

  /// “not between … and …”, or one border where the other is none, for notices.
  static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
