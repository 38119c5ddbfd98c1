import TextFiles

/// One field of a format description, as the reader knows it: the reader refuses every field that
/// does not stand here, and the reference page is written from here.
public struct DescriptionKey: Codable, Hashable, Sendable {
  /// Its name.
  public let name: String
  /// What it takes.
  public let type: String
  /// What is taken where it is left out; empty where it has to be there.
  public let standard: String
  /// A line of YAML.
  public let example: String
  /// What it says.
  public let meaning: String

  fileprivate init(
    _ name: String, _ type: String, _ standard: String, _ example: String, _ meaning: String
  ) {
    self.name = name
    self.type = type
    self.standard = standard
    self.example = example
    self.meaning = meaning
  }
}

/// The fields of one mapping of a format description.
public struct DescriptionKeySection: Codable, Hashable, Sendable {
  /// Where the mapping stands, such as `time`; empty for the file itself.
  public let path: String
  /// Its fields.
  public let keys: [DescriptionKey]

  /// The names that the reader accepts.
  var names: [String] { keys.map(\.name) }

  fileprivate init(_ path: String, _ keys: [DescriptionKey]) {
    self.path = path
    self.keys = keys
  }
}

/// Every field of a format description.
public enum DescriptionKeys {
  /// The sections, in the order of the reference page.
  public static let all = [top, time, hours, station, value, pollutants, quality]

  private static func words<Word: CaseIterable & RawRepresentable>(_ type: Word.Type) -> String
  where Word.RawValue == String {
    Word.allCases.map(\.rawValue).joined(separator: ", ")
  }

  static let top = DescriptionKeySection(
    "",
    [
      .init(
        "identifier", "word", "", "identifier: my-city",
        "Short name; the program prints it as the format."),
      .init(
        "title", "text", "the identifier", "title: My city, hourly", "What publishes the files."),
      .init("network", "word", "", "network: my-city", "What the stations are filed under."),
      .init(
        "separator", words(FormatDescription.Separator.self) + " (or the character)", "comma",
        "separator: semicolon",
        "What stands between fields. blank: blanks or tabs, one or many; fixed: see widths."),
      .init(
        "widths", "list of whole numbers", "none", "widths: [6, 17, 8]",
        "Widths of the columns in letters, with separator: fixed."),
      .init(
        "decimal_mark", words(FormatDescription.DecimalMark.self), "point", "decimal_mark: comma",
        "What stands before decimals."),
      .init(
        "thousands", words(FormatDescription.ThousandsMark.self), "nothing", "thousands: comma",
        "What stands between thousands; a number whose groups are not of three is refused."),
      .init(
        "encoding", words(FormatDescription.Encoding.self), "utf-8", "encoding: shift-jis",
        "How letters beyond ASCII are written. A mark at the file’s beginning, as of UTF-16, goes "
          + "before it."),
      .init("preamble", "whole number", "0", "preamble: 3", "Lines before the header."),
      .init(
        "lines_below_header", "whole number", "0", "lines_below_header: 1",
        "Lines between header and first row, such as one of units."),
      .init("footer", "whole number", "0", "footer: 2", "Lines at the end that are no data."),
      .init(
        "comments", "text or list", "none", "comments: [\"#\", Total]",
        "With what lines begin that are no data, wherever they stand; they are counted."),
      .init(
        "columns", "list of names", "the header’s", "columns: [date, hour, pm25]",
        "Names for the columns of a file that has no header line."),
      .init(
        "signature", "list of columns", "all that are needed", "signature: [日時, PM2.5]",
        "By which columns such a file is recognised."),
      .init("station", "mapping", "", "station: { column: site }", "Which station a row is of."),
      .init(
        "time", "mapping", "",
        "time: { column: date, pattern: yyyy-MM-dd HH:mm, utc_offset: \"+08:00\", stamp: ending }",
        "When a row was measured."),
      .init(
        "missing", "list of texts", "the empty field", "missing: [NA, \"***\", \"-999\"]",
        "Texts that mean missing in every column."),
      .init(
        "values", "list of mappings", "none",
        "values: [{ column: PM2.5, pollutant: pm25, unit: µg/m³ }]",
        "Columns that hold one pollutant or variable each."),
      .init(
        "wide", "mapping, or true beside pollutants", "none",
        "wide: { pollutant: pm25, unit: µg/m³ }",
        "Every column without another role is a station, and holds this."),
      .init(
        "ignored", "list of columns", "none", "ignored: [remark]",
        "Columns that are passed over without a notice."),
      .init(
        "pollutants", "mapping", "none",
        "pollutants: { column: item, value: value, names: { PM2.5: { pollutant: pm25, unit: µg/m³ } } }",
        "Rows name their pollutant."),
      .init(
        "quality", "mapping", "none", "quality: { column: flag, accepted: [V] }",
        "The source’s own flags in a column."),
      .init(
        "instrument", "column", "none", "instrument: poc",
        "Tells instruments of one pollutant at one station apart."),
      .init("latitude", "column", "none", "latitude: lat", "Degrees north."),
      .init("longitude", "column", "none", "longitude: lon", "Degrees east."),
      .init("notes", "text", "none", "notes: from the city’s page", "What a reader should know."),
    ])

  static let time = DescriptionKeySection(
    "time",
    [
      .init(
        "column", "column, or list of columns", "year, month, day", "column: [date, clock]",
        "Where the stamp stands; several columns are read as one text, a blank between them."),
      .init(
        "pattern", "pattern, or " + words(StampCount.self), "",
        "pattern: dd/MM/yyyy HH:mm",
        "yyyy, yy (with century), MM, M, MMM (name), dd, d, HH, H (0 to 24), hh, h with a (a.m./p.m.), "
          + "mm, ss, SSS, EEE (weekday), XXX (own offset: Z, +08:00); one letter takes one or two "
          + "digits; other letters stand in single quotes."),
      .init(
        "century", "whole number", "", "century: 2000",
        "What years of two digits are counted from; needed with yy."),
      .init("year", "column", "none", "year: year", "Parts of the stamp in columns of their own."),
      .init("month", "column", "none", "month: month", "See year."),
      .init("day", "column", "none", "day: day", "See year."),
      .init(
        "hour", "column", "none", "hour: time",
        "Beside year, month, day or beside a pattern without a clock: 0 to 24, 01:00, 0100."),
      .init("minute", "column", "none", "minute: minute", "See year."),
      .init(
        "hours", "mapping", "none", "hours: { from: H01, to: H24 }",
        "A row is a day, its hours stand side by side."),
      .init(
        "period", "column", "none", "period: week",
        "Number of the month, quarter or ISO week within the year."),
      .init(
        "utc_offset", "offset", "", "utc_offset: \"+08:00\"",
        "The clock of the stamps. Where stamps have their own offset, or count from 1970, the clock "
          + "that their series are kept on."),
      .init(
        "zone", "IANA name", "none", "zone: Europe/London",
        "A clock with summer time, instead of utc_offset."),
      .init(
        "repeated_hour", words(FormatDescription.TimeRule.RepeatedHour.self), "refused",
        "repeated_hour: second",
        "What a row means that stands once where the clock shows its hour twice."),
      .init(
        "stamp", "beginning, ending", "beginning", "stamp: ending",
        "Which end of its period a stamp names."),
      .init(
        "step", "length of time", "hour", "step: 15 min",
        "hour, 8 h, day, week, month, quarter, year, or a number of seconds."),
      .init(
        "averaging", "length of time", "the step", "averaging: 24 h",
        "The time a value is a mean of, where it is not the step."),
      .init("shift", "seconds", "0", "shift: -3600", "Added to every stamp."),
      .init(
        "order", words(FormatDescription.TimeRule.RowOrder.self), "by time", "order: any",
        "Rows in no order are sorted. Newest first is seen without it."),
      .init(
        "jitter", words(FormatDescription.TimeRule.Jitter.self), "refused", "jitter: snap",
        "Stamps beside the grid: each moves to the nearest step, or a step’s rows become their mean."
      ),
      .init(
        "bare_midnight", "true, false", "false", "bare_midnight: true",
        "Stamps as R writes them: midnights are dates without a clock, or all have T and Z."),
      .init(
        "repairs_summer_time_repeat", "true, false", "false", "repairs_summer_time_repeat: true",
        "A repeated 03:00 with an absent 02:00 when US summer time begins is put right."),
    ])

  static let hours = DescriptionKeySection(
    "time.hours",
    [
      .init("from", "column", "", "from: H01", "The first column of the hours."),
      .init("to", "column", "", "to: H24", "The last; all between them are hours."),
      .init(
        "first", "whole number", "the number in its name", "first: 1",
        "The hour of the first column."),
    ])

  static let station = DescriptionKeySection(
    "station",
    [
      .init("column", "column", "none", "column: site", "The column that names it."),
      .init("name_column", "column", "none", "name_column: site name", "A name to print."),
      .init(
        "file_name", "regular expression", "none", "file_name: ^(.+)_2019\\.csv$",
        "The file’s name has it, as the first group."),
      .init("value", "text", "none", "value: roof", "The one station of every such file."),
      .init("names", "mapping", "none", "names: { S1: Old town }", "Names to print."),
      .init("known", "list of texts", "any", "known: [S1, S2]", "The only ones that are accepted."),
    ])

  static let value = DescriptionKeySection(
    "values",
    [
      .init(
        "column", "column", "", "column: PM2.5",
        "Its name; left out in wide, under names, and where hours stand side by side."),
      .init("pollutant", "name", "", "pollutant: pm25", "What it measures, in any usual name."),
      .init(
        "unit", "unit", "", "unit: µg/m³",
        "As the file writes it; a factor may stand before it, as in “0.1 ppm”."),
      .init(
        "own", "true, false", "false", "own: true", "A quantity of your own, kept as it is written."
      ),
      .init(
        "scale", "power of ten", "1", "scale: 1000", "Turns the number as written into the unit."),
      .init("factor", "number", "1", "factor: 0.5", "The same with any number."),
      .init("offset", "number", "0", "offset: -40", "Added after the factor."),
      .init(
        "reference_state",
        "kelvin-273, kelvin-293, kelvin-298, ambient, gb-3095, unstated, not-applicable",
        "unstated", "reference_state: kelvin-293", "Temperature and pressure of a mass in a volume."
      ),
      .init("missing", "list of texts", "none", "missing: [---]", "Texts that mean missing here."),
      .init(
        "sentinels", "list of numbers", "none", "sentinels: [9999, -999]",
        "Numbers, as written, that mean missing."),
      .init("zero_is_missing", "true, false", "false", "zero_is_missing: true", "0 means missing."),
      .init(
        "codes", "compass, or mapping", "none", "codes: { calm: 0 }",
        "Texts that stand for numbers; compass: N, NNE … for degrees."),
      .init(
        "censored", words(FormatDescription.Censoring.self), "refused", "censored: keep",
        "What becomes of <0.5. keep: missing, and the limit is kept in a series “…-below”."),
      .init(
        "marks", "mapping to " + words(FormatDescription.MarkMeaning.self), "refused",
        "marks: { \"*\": keep, \"#\": missing }",
        "What marks before or behind numbers say, such as 12.3*."),
      .init("averaging", "length of time", "the time’s", "averaging: 8 h", "See time."),
      .init(
        "instrument", "text", "none", "instrument: B",
        "Tells two columns of one pollutant apart."),
      .init("lowest", "number", "by the pollutant", "lowest: -5", "The smallest that can be."),
      .init("highest", "number", "by the pollutant", "highest: 2000", "The largest that can be."),
      .init(
        "beyond", words(FormatDescription.Beyond.self), "refuse", "beyond: missing",
        "What to do with a number beyond them."),
      .init("optional", "true, false", "false", "optional: true", "A file may lack the column."),
      .init(
        "reports_zeros", "true, false", "false", "reports_zeros: true",
        "Zeros are counted and told."),
    ])

  static let pollutants = DescriptionKeySection(
    "pollutants",
    [
      .init("column", "column", "", "column: item", "The column that names the pollutant."),
      .init("value", "column", "", "value: value", "The column of the numbers."),
      .init(
        "names", "mapping", "", "names: { PM2.5: { pollutant: pm25, unit: µg/m³ } }",
        "What the names mean, with the fields of values; rows of others are left out and told."),
    ])

  static let quality = DescriptionKeySection(
    "quality",
    [
      .init("column", "column", "", "column: flag", "The column of the flag."),
      .init("accepted", "list of texts", "", "accepted: [V, R]", "The flags of usable values."),
    ])
}

extension DescriptionKeys {
  /// The reference page.
  public static var page: String {
    var lines = [
      "A format description is a YAML file. “airaccord describe FILE” proposes one;",
      "“airaccord ingest FILE --description MINE.yaml” reads by it.", "",
    ]
    for section in all {
      lines.append(section.path.isEmpty ? "The file" : "\(section.path): { … }")
      for key in section.keys {
        lines.append(
          "  \(key.name)  (\(key.type); "
            + (key.standard.isEmpty ? "has to be there" : "default: \(key.standard)") + ")")
        lines.append("      \(key.meaning)")
        lines.append("      \(key.example)")
      }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }
}
