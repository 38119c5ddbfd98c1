public import Documents
public import AirQuality
public import TextFiles

/// Why a file could not be read. Lines count from 1.
public enum IngestError: Error, Equatable, Sendable {
  /// The file cannot be had as text.
  case file(FileFault)
  /// A header, and nothing below it.
  case noRows(file: String)
  /// A header that no known format has.
  case unknownFormat(header: [String], nearest: [NearFormat], file: String)
  /// A format of this name is not known.
  case unknownFormatName(String, known: [String])
  /// A column that the format needs.
  case missingColumn(String, format: String, file: String, line: Int, found: [String])
  /// A column name that stands twice in the header.
  case repeatedColumn(String, file: String, line: Int)
  /// A row with too few or too many fields.
  case fieldCount(expected: Int, found: Int, file: String, line: Int)
  /// A field that is no number.
  case unreadableValue(String, column: String, file: String, line: Int)
  /// A field that is no number, in a table that nobody describes: `missing` are the texts that mean
  /// a missing value there, none where each field must be a number.
  case notNumber(String, missing: [String], column: String, file: String, line: Int)
  /// A field that is no stamp, or no part of one.
  case unreadableTime(String, column: String, pattern: String?, file: String, line: Int)
  /// A date or time of day that does not exist.
  case impossibleTime(String, file: String, line: Int)
  /// A stamp before 1900 or after tomorrow.
  case implausibleYear(String, latest: String, file: String, line: Int)
  /// A date of which neither the file nor the user says whether the day or the month comes first.
  case ambiguousDate(String, column: String, file: String, line: Int)
  /// Dates that cannot be of one order, or that contradict the order the user gave.
  case contradictoryDates(
    String, String, column: String, file: String, firstLine: Int?, line: Int)
  /// A quotation mark that is closed nowhere, with the line on which it opens.
  case openQuote(column: String, file: String, line: Int)
  /// Text between a closing quotation mark and the end of its field.
  case textBehindQuote(column: String, file: String, line: Int)
  /// A number that cannot be a measurement.
  case impossibleValue(
    Double, column: String, lowest: Double, highest: Double, file: String, line: Int)
  /// A stamp earlier than the one before it at the same station.
  case outOfOrder(String, after: String, station: String, file: String, line: Int)
  /// One stamp twice with different values.
  case repeatedStamp(String, station: String, file: String, line: Int, firstLine: Int)
  /// A stamp twice at the hour that a civil clock repeats when summer time ends.
  case civilTime(
    String, clock: String, station: String, file: String, line: Int, firstLine: Int)
  /// A stamp that stands once where the zone's clock shows it twice.
  case ambiguousHour(String, zone: String, station: String, file: String, line: Int)
  /// A stamp that the zone's clock never shows.
  case skippedHour(String, zone: String, station: String, file: String, line: Int)
  /// A zone that the description names and this machine does not know; the zone's own words.
  case zone(what: Message, remedy: Message, file: String)
  /// A file that looks like a format but leaves to assumption what decides the numbers.
  case needsConsent(format: String, assumptions: [String], file: String)
  /// Two columns or rows whose names mean one series.
  case oneSeriesTwice(
    String, first: String, second: String, file: String, line: Int)
  /// A stamp between the steps.
  case offGrid(String, step: TimeStep, station: String, file: String, line: Int)
  /// A stamp too far from every step of the grid that most stamps are on.
  case beyondSnapping(String, step: TimeStep, phase: String, file: String, line: Int)
  /// First and last stamp lie so far apart that nearly everything would be missing.
  case tooSparse(first: String, last: String, rows: Int, station: String, file: String, line: Int)
  /// A station whose clock or place the format does not know.
  case unknownStation(String, format: String, known: [String], file: String, line: Int)
  /// A file name that does not say which station it is.
  case namelessStation(pattern: String, file: String)
  /// A place that does not exist.
  case impossibleCoordinate(
    latitude: Double, longitude: Double, station: String, file: String, line: Int)
  /// A field of a format description.
  /// Rows of one pollutant in units that no power of ten connects.
  case mixedUnits(
    pollutant: String, first: String, second: String, file: String, firstLine: Int, line: Int)
  /// A unit, parameter or flag that the format's description does not know.
  case unknownCode(String, column: String, format: String, file: String, line: Int)
  /// A name or a unit in a file that is not known, or a unit that measures something else.
  case quantity(QuantityError, column: String, file: String, line: Int)
  /// Two names that would become one pollutant.
  case namesMeet(String, String, pollutant: String, file: String, line: Int)
  /// A table of which no description can be proposed.
  case undescribed(problem: Message, remedy: Message, file: String)
  case description(String, problem: Message, remedy: Message, file: String, line: Int)

  /// A format that a header resembles.
  public struct NearFormat: Equatable, Sendable {
    /// Its identifier.
    public let identifier: String
    /// The columns that the header lacks.
    public let missing: [String]

    /// A format that nearly fits, and the columns that it misses.
    public init(identifier: String, missing: [String]) {
      self.identifier = identifier
      self.missing = missing
    }
  }
}
