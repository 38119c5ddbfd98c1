public import AirQuality
import TextFiles

extension IngestError: Explained {
  /// What is wrong.
  public var what: String {
    switch self {
    case .file(let fault): fault.what
    case .noRows: "the file has a header and no rows"
    case .unknownFormat(let header, _, _):
      "no known format has the header \(Self.quoted(header))"
        + (TableShape.isData(header)
          ? ", which looks like a row: the file seems to have no header" : "")
    case .unknownFormatName(let name, _): "no format is called “\(name)”"
    case .missingColumn(let name, let format, _, _, _):
      "the column “\(name)” of the format \(format) is missing"
    case .repeatedColumn(let name, _, _): "the column “\(name)” stands twice in the header"
    case .fieldCount(let expected, let found, _, _):
      "the row has \(found) fields, the header \(expected)"
    case .unreadableValue(let text, _, _, _), .notNumber(let text, _, _, _, _):
      "“\(text)” is not a number"
    case .unreadableTime(let text, _, let pattern, _, _):
      if let pattern {
        "“\(text)” is not a time written as \(pattern)"
      } else {
        "“\(text)” is not a whole number"
      }
    case .impossibleTime(let text, _, _): "\(text) does not exist"
    case .implausibleYear(let text, let latest, _, _):
      "the stamp \(text) cannot be: years run from 1900 to tomorrow, \(latest) by this machine’s "
        + "clock"
    case .ambiguousDate(let text, _, _, _):
      "“\(text)” may begin with the day or with the month, and no date of the file tells which"
    case .contradictoryDates(let first, let second, _, _, let firstLine, _):
      firstLine.map { "“\(second)” contradicts “\(first)” on line \($0) about day and month" }
        ?? "“\(second)” contradicts the order \(first)"
    case .openQuote: TableError.openQuote(field: 0, line: 0).problem
    case .textBehindQuote: TableError.textBehindQuote(field: 0, line: 0).problem
    case .impossibleValue(let value, _, let lowest, let highest, _, _):
      "\(Self.number(value)) is \(Self.outside(lowest, highest))"
    case .outOfOrder(let stamp, let previous, let station, _, _):
      "\(stamp) comes after \(previous) at \(station)"
    case .repeatedStamp(let stamp, let station, _, _, let first):
      "\(stamp) at \(station) stands already on line \(first), with other values"
    case .civilTime(let stamp, let clock, let station, _, _, let first):
      "\(stamp) at \(station) stands already on line \(first), and it is the hour that civil time "
        + "of \(clock) shows twice when summer time ends: the two rows are two hours"
    case .ambiguousHour(let stamp, let zone, let station, _, _):
      "\(stamp) at \(station) stands once, but the clock of \(zone) shows it twice that night"
    case .skippedHour(let stamp, let zone, let station, _, _):
      "\(stamp) at \(station) does not exist in \(zone): summer time begins that night"
    case .zone(let what, _, _): what
    case .needsConsent(let format, let assumptions, _):
      "the file looks like the format \(format), but that rests on assumptions: "
        + assumptions.joined(separator: "; ")
    case .oneSeriesTwice(let series, let first, let second, _, _):
      "“\(first)” and “\(second)” both mean \(series)"
    case .offGrid(let stamp, let step, let station, _, _):
      "\(stamp) at \(station) is not on the grid of steps of \(step.inWords)"
    case .beyondSnapping(let stamp, let step, let near, _, _):
      "\(stamp) is more than a quarter of \(step.inWords) from the step at \(near)"
    case .tooSparse(let first, let last, let rows, let station, _, _):
      "\(rows) rows at \(station) span \(first) to \(last)"
    case .unknownStation(let name, let format, _, _, _):
      "the format \(format) does not know the station “\(name)”"
    case .namelessStation(let pattern, _):
      "the file's name does not match \(pattern), which names the station"
    case .impossibleCoordinate(let latitude, let longitude, let station, _, _):
      "latitude \(Self.number(latitude)), longitude \(Self.number(longitude)) of \(station)"
        + " is no place"
    case .description(let field, let problem, _, _, _): "“\(field)” \(problem)"
    case .mixedUnits(let pollutant, let first, let second, _, let firstLine, let line):
      "\(pollutant) is in \(first) on line \(firstLine) and in \(second) on line \(line)"
    case .unknownCode(let code, let column, let format, _, _):
      "“\(code)” in column \(column) is not known to the format \(format)"
    case .undescribed(let problem, _, _): problem
    case .quantity(let error, let column, _, _): "column \(column) \(error.problem)"
    case .namesMeet(let first, let second, let pollutant, _, _):
      "the columns “\(first)” and “\(second)” would both be \(pollutant)"
    }
  }

  /// Where.
  public var location: String {
    switch self {
    case .file(let fault): fault.location
    case .noRows(let file), .unknownFormat(_, _, let file), .namelessStation(_, let file),
      .zone(_, _, let file), .needsConsent(_, _, let file), .undescribed(_, _, let file):
      file
    case .unknownFormatName: ""
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
      "\(file):\(line)"
    case .unreadableValue(_, let column, let file, let line),
      .notNumber(_, _, let column, let file, let line),
      .unreadableTime(_, let column, _, let file, let line),
      .openQuote(let column, let file, let line),
      .ambiguousDate(_, let column, let file, let line),
      .contradictoryDates(_, _, let column, let file, _, let line),
      .textBehindQuote(let column, let file, let line),
      .impossibleValue(_, let column, _, _, let file, let line):
      "\(file):\(line), column \(column)"
    }
  }

  /// “not between … and …”, or one border where the other is none.
  static func outside(_ lowest: Double, _ highest: Double) -> String {
    if lowest <= -Double.greatestFiniteMagnitude { return "above \(number(highest))" }
    if highest >= Double.greatestFiniteMagnitude { return "below \(number(lowest))" }
    return "not between \(number(lowest)) and \(number(highest))"
  }

  /// What to do.
  public var remedy: String {
    switch self {
    case .file(let fault): fault.remedy
    case .noRows: "get the file again, or leave it out"
    case .unknownFormat(_, let nearest, _): Self.nearestText(nearest)
    case .unknownFormatName(_, let known): "choose one of: \(known.joined(separator: ", "))"
    case .missingColumn(_, _, _, _, let found):
      "add it, or choose another format; the header has \(Self.quoted(found))"
    case .repeatedColumn: "rename or remove one of them"
    case .fieldCount: "correct the row"
    case .unreadableValue(let text, _, _, _): UnreadableNumber.remedy(for: text)
    case .notNumber(let text, let missing, _, _, _):
      UnreadableNumber.remedy(for: text, missing: missing)
    case .unreadableTime(let text, _, _, _, _) where text.isEmpty:
      "correct the stamp; if the lines at the file’s end are no data, leave them out in a format "
        + "description (footer: how many)"
    case .unreadableTime, .impossibleTime: "correct the stamp"
    case .implausibleYear:
      "correct the year, write an era with its sign (令和2年, R2), or set this machine’s clock"
    case .ambiguousDate:
      "say which with the date order (--date-order day-first or month-first), or write dates as "
        + "2019-06-01"
    case .contradictoryDates: "write all dates in one order, or as 2019-06-01"
    case .openQuote: TableError.openQuote(field: 0, line: 0).remedy
    case .textBehindQuote: TableError.textBehindQuote(field: 0, line: 0).remedy
    case .impossibleValue:
      "declare it in a format description as a sentinel if it means missing, or set “beyond: missing” "
        + "to read the rest, or correct the file"
    case .outOfOrder:
      "sort the file by time, or say in a format description that rows are in no order (order: any)"
    case .repeatedStamp: "find out which row is right and remove the other"
    case .civilTime(_, let clock, _, _, _, _):
      "name the clock in a format description, such as zone: \(AutumnHour.example(of: clock)), "
        + "instead of utc_offset"
    case .ambiguousHour:
      "say in the description whether such a row is of summer or of standard time: "
        + "repeated_hour: first or second"
    case .skippedHour:
      "if the clock has no summer time, give utc_offset instead of zone; else correct the stamp"
    case .zone(_, let remedy, _), .undescribed(_, let remedy, _): remedy
    case .needsConsent(let format, _, _):
      "give --assume if they hold, or describe the file in YAML (--description); "
        + "--input-format \(format) says the same"
    case .oneSeriesTwice:
      "tell them apart by “instrument” in a format description, or leave one out"
    case .offGrid:
      "correct the stamp, or describe the format with a shorter step; stamps that jitter are moved to "
        + "the grid (jitter: snap) or averaged to it (jitter: average)"
    case .beyondSnapping:
      "correct the stamp, average the rows of each step (jitter: average), or choose another step"
    case .tooSparse: "look for a mistyped year"
    case .unknownStation(_, _, let known, _, _):
      "write a format description with its offset from UTC; known are "
        + known.joined(separator: ", ")
    case .namelessStation: "rename the file"
    case .impossibleCoordinate(let latitude, let longitude, _, _, _)
    where abs(latitude) > 90 && abs(latitude) <= 180 && !(abs(longitude) > 90):
      "exchange the two: latitude runs from -90 to 90, so the columns look exchanged"
    case .impossibleCoordinate: "correct the coordinates"
    case .description(_, _, let remedy, _, _): remedy
    case .mixedUnits: "split the file by unit, since converting needs temperature and pressure"
    case .unknownCode: "correct it, or describe the file in YAML as a format of your own"
    case .quantity(let error, _, _, _): error.remedy
    case .namesMeet: "rename one of them, or leave it out of the file"
    }
  }

  private static func quoted(_ names: [String]) -> String {
    let shown = names.prefix(24).map { $0.count > 40 ? $0.prefix(40) + "…" : $0 }
    return "“" + shown.joined(separator: ", ") + (names.count > 24 ? ", …”" : "”")
  }

  private static func nearestText(_ nearest: [NearFormat]) -> String {
    let formats = nearest.map { near in
      "\(near.identifier) (lacks \(near.missing.joined(separator: ", ")))"
    }
    let advice = "let “airaccord describe” propose a format description for it"
    return formats.isEmpty
      ? advice : advice + ", or compare with " + formats.joined(separator: "; ")
  }

  static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
