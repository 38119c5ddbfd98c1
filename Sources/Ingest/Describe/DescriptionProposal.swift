public import AirQuality
public import Documents
public import TextFiles

/// What a table seems to be: a description of it, why, and what the file does not tell.
public struct DescriptionProposal: Codable, Sendable {
  /// Something the file shows.
  public struct Evidence: Codable, Hashable, Sendable {
    /// The field of the description that it speaks for.
    public let field: String
    /// What was seen.
    public let seen: String
    /// The line, from 1, where there is one.
    public let line: Int?

    init(_ field: String, _ seen: String, line: Int?) {
      self.field = field
      self.seen = seen
      self.line = line
    }
  }

  /// Something the file does not tell.
  public struct Question: Codable, Hashable, Sendable {
    /// What is to be known.
    public let asks: Message
    /// The option that answers it, with an example.
    public let option: String
  }

  /// One value as read.
  public struct Sample: Codable, Hashable, Sendable {
    /// `network/identifier`.
    public let station: String
    /// What it measures.
    public let pollutant: String
    /// The label of its step.
    public let time: String
    /// The value; `nil` for missing.
    public let value: Double?
    /// Its unit.
    public let unit: String
  }

  /// The description as YAML; fields that wait for an answer are left out of it.
  public internal(set) var yaml = ""
  /// What the proposal rests on.
  public internal(set) var evidence: [Evidence] = []
  /// What may be otherwise.
  public internal(set) var doubts: [Message] = []
  /// What has to be answered before the file can be read.
  public internal(set) var questions: [Question] = []
  /// The first five steps, as read; none while a question is open.
  public internal(set) var samples: [Sample] = []
  /// How many series the file holds, as read.
  public internal(set) var seriesCount = 0
  /// What reading the file told.
  public internal(set) var notices: [IngestNotice] = []
}

/// What somebody knows about a table beyond what it shows.
public struct DescribeOptions: Sendable {
  /// Short name of the format. Default: the file's.
  public var identifier: String?
  /// What the stations are filed under. Default: the identifier.
  public var network: String?
  /// The one station of the file. Default: by a column, else the file's name.
  public var station: String?
  /// The clock, such as `+08:00`.
  public var utcOffset: String?
  /// The clock, as an IANA zone.
  public var zone: String?
  /// Which end of its period a stamp names.
  public var stamp: StampConvention?
  /// Length of the steps. Default: the distance of the stamps.
  public var step: TimeStep?
  /// How stamps are written. Default: as they show.
  public var pattern: String?
  /// Whether the day or the month comes first.
  public var dateOrder: DateOrder?
  /// What years of two digits are counted from.
  public var century: Int?
  /// Units, by column; under an empty name for every column that says none.
  public var units: [String: String] = [:]
  /// What columns measure, by column.
  public var pollutants: [String: String] = [:]
  /// What the stations hold that are columns.
  public var wide: String?
  /// Texts and numbers that mean missing.
  public var missing: [String] = []
  /// Numbers that look like codes for missing and are measurements.
  public var measured: [String] = []
  /// What becomes of values below a limit.
  public var censored: FormatDescription.Censoring?
  /// What marks beside numbers say.
  public var marks: [String: FormatDescription.MarkMeaning] = [:]
  /// How letters beyond ASCII are written. Default: by a mark, as UTF-8, or as the letters make sense.
  public var encoding: FormatDescription.Encoding?
  /// What stands between thousands.
  public var thousands: FormatDescription.ThousandsMark?
  /// What stands before decimals.
  public var decimalMark: FormatDescription.DecimalMark?
  /// What is done with stamps beside the grid.
  public var jitter: FormatDescription.TimeRule.Jitter?
  /// The names of the columns of a file without a header.
  public var columns: [String]?
  /// Columns that nothing is read from.
  public var ignored: [String] = []
  /// Reads archives other than gzip. Default: none.
  public var archives: (any ArchiveUnpacking)?
  /// Reads tables that are no text. Default: none.
  public var foreign: (any ForeignTableReading)?
  /// See `IngestOptions`.
  public var readingDate: Instant?

  /// Nothing is known.
  public init() {}
}
