public import AirQuality

/// How a delimited text file writes monitoring data.
///
/// The built-in formats are values of this type, and a user's own format is one read from YAML:
/// the same reader serves both. A file is *long* when rows name their station, *wide* when columns
/// do; a file may have one column a pollutant, or rows that name their pollutant.
public struct FormatDescription: Codable, Hashable, Sendable {
  /// Short name, as `--format` takes it.
  public var identifier: String
  /// What publishes it.
  public var title: String
  /// The network that stations are filed under.
  public var network: String
  /// What stands between fields.
  public var separator: Separator = .comma
  /// What stands before decimals: `.` or `,`.
  public var decimalMark: DecimalMark = .point
  /// How letters beyond ASCII are written.
  public var encoding: Encoding = .utf8
  /// Lines before the header.
  public var preamble: Int = 0
  /// Lines between the header and the first row, such as one of units.
  public var linesBelowHeader: Int = 0
  /// Lines at the file's end that are no data, such as totals and remarks.
  public var footer: Int = 0
  /// The names of the columns of files without a header line. Default: the header has them.
  public var columns: [String]?
  /// The widths of the columns in letters, where the separator is `fixed`.
  public var widths: [Int]?
  /// With what lines begin that are no data, wherever they stand. Default: none.
  public var comments: [String]?
  /// What stands between thousands. Default: nothing does.
  public var thousands: ThousandsMark?
  /// Columns by which the format is recognised. Empty: every column it needs.
  public var signature: [String] = []
  /// A regular expression that at least one column's whole name must match.
  public var headerPattern: String?
  /// Whether files are read so only when the format is asked for by name.
  public var isExplicit: Bool = false
  /// Which station a value belongs to.
  public var station: StationRule = StationRule()
  /// When a value was measured.
  public var time: TimeRule = TimeRule()
  /// Texts that mean missing in every column; an empty field always does.
  public var missing: [String] = []
  /// Columns that hold one pollutant or weather variable each.
  public var values: [ValueColumn] = []
  /// All columns that have no other role are stations, and hold this.
  public var wide: ValueColumn?
  /// Columns that are passed over where the description is wide.
  public var ignored: [String] = []
  /// Rows that name their pollutant.
  public var pollutants: PollutantRule?
  /// The source's own flags.
  public var quality: QualityRule?
  /// Column that tells several instruments of a pollutant at one station apart.
  public var instrument: String?
  /// Column of degrees north.
  public var latitude: String?
  /// Column of degrees east.
  public var longitude: String?
  /// What a reader of the data should know.
  public var notes: String = ""
  /// What a file of the format does not say and the description adds; told at every reading.
  public var assumptions: [String] = []
  /// Whether its columns are so common that files of other units and clocks have them too: such a
  /// file is read only with consent.
  public var needsConsent: Bool = false

  /// A description with everything else at its default.
  public init(identifier: String, title: String, network: String) {
    self.identifier = identifier
    self.title = title
    self.network = network
  }

  /// What stands between fields.
  public enum Separator: String, Codable, Sendable, CaseIterable {
    case comma, semicolon, tab, bar
    /// Blanks or tabs, one or many.
    case blank
    /// Nothing: each column has its width.
    case fixed
  }

  /// What stands between thousands; a blank may be a no-break or narrow one.
  public enum ThousandsMark: String, Codable, Sendable, CaseIterable {
    case comma, point, blank, apostrophe
  }

  /// What becomes of `<0.5`, a value below a limit of detection.
  public enum Censoring: String, Codable, Sendable, CaseIterable {
    /// The step is missing, and the limit is kept in a series of its own, `…-below`.
    case keep
    /// Half of the limit, the limit, or zero stands for the value.
    case half, limit, zero
    /// The step is missing.
    case missing
  }

  /// What a mark beside a number says.
  public enum MarkMeaning: String, Codable, Sendable, CaseIterable {
    /// The number may be used.
    case keep
    /// It may not: the step is missing.
    case missing
  }
  /// What stands before decimals.
  public enum DecimalMark: String, Codable, Sendable, CaseIterable {
    case point, comma
  }

  /// How letters beyond ASCII are written.
  public enum Encoding: String, Codable, Sendable, CaseIterable {
    case utf8 = "utf-8"
    case latin1 = "latin-1"
    /// Windows code page 1252, Western Europe and America.
    case windows1252 = "cp1252"
    /// DOS code page 863, French Canada.
    case codePage863 = "cp863"
    /// Windows code page 932.
    case shiftJIS = "shift-jis"
    /// The Chinese national encoding, with GBK and GB2312 as parts.
    case gb18030 = "gb18030"
  }

  /// Which station a value belongs to: by a column, by the file's name, or one and the same.
  public struct StationRule: Codable, Hashable, Sendable {
    /// The column that names it.
    public var column: String?
    /// A column with the name to print.
    public var nameColumn: String?
    /// A regular expression over the whole file name, without `.gz`; its first group is the
    /// station.
    public var fileName: String?
    /// The one station of every such file.
    public var value: String?
    /// Names to print, by identifier.
    public var names: [String: String] = [:]
    /// The only identifiers that are accepted, where the format's clock is known for them alone.
    public var known: [String] = []

    /// A rule that still names nothing.
    public init() {}
  }

  /// When a value was measured: a stamp in one column, or its parts in several.
  public struct TimeRule: Codable, Hashable, Sendable {
    /// The column of the stamp.
    public var column: String?
    /// The columns of the stamp where it stands in several, such as date and clock; they are read as
    /// one text, a blank between them.
    public var columns: [String]?
    /// How the stamp is written, in the letters of Unicode's date patterns, or how it is counted:
    /// `epoch-seconds`, `epoch-milliseconds`, `excel-days`, `excel-days-1904`.
    public var pattern: String?
    /// What years of two digits are counted from, such as 2000.
    public var century: Int?
    /// The columns of the hours, where a row is a day.
    public var hours: HoursRule?
    /// How rows follow each other, where it is not by time.
    public var order: RowOrder?
    /// What is done with stamps beside the grid of steps.
    public var jitter: Jitter?
    /// Whether stamps are as R writes them: midnights without a clock, or all with `T` and `Z`.
    public var bareMidnight: Bool?
    /// Columns of the parts. An hour may run from 0 to 23 or from 1 to 24.
    public var year: String?
    /// See `year`.
    public var month: String?
    /// See `year`.
    public var day: String?
    /// See `year`.
    public var hour: String?
    /// See `year`.
    public var minute: String?
    /// Seconds east of Greenwich of the clock.
    public var utcOffset: Int = 0
    /// Whether the clock is what the stamps' own offsets say; then `utcOffset` says nothing.
    public var hasNoClock: Bool?
    /// Which end of the averaging period a stamp names.
    public var stamp: StampConvention = .beginning
    /// Length of the steps.
    public var step: TimeStep = .hour
    /// The time over which each value is a mean, where it is not the step: running means, or
    /// samples that fill a part of the step.
    public var averaging: TimeStep?
    /// Column of the number of the period within the year: month, quarter or ISO week, as the step
    /// says; `year` is the column of the year.
    public var period: String?
    /// The IANA zone of a clock that knows summer time, such as `Europe/London`, instead of
    /// `utcOffset`.
    public var zone: String?
    /// Which of the two hours a row means that stands once where the zone's clock shows its hour
    /// twice. Default: such a row is refused.
    public var repeatedHour: RepeatedHour?
    /// Seconds to add to every stamp.
    public var shift: Int = 0
    /// Whether a repeated 03:00 with an absent 02:00 on the day United States summer time begins
    /// is repaired.
    public var repairsSummerTimeRepeat: Bool = false

    /// The hour of summer time or the hour of standard time, of the two that have one label.
    public enum RepeatedHour: String, Codable, Sendable, CaseIterable {
      case first, second
    }

    /// How rows follow each other.
    public enum RowOrder: String, Codable, Sendable, CaseIterable {
      /// In no order: they are sorted by their stamps.
      case any
    }

    /// What is done with stamps beside the grid of steps.
    public enum Jitter: String, Codable, Sendable, CaseIterable {
      /// Each moves to the nearest step, by a quarter of one at most.
      case snap
      /// The rows of a step become their mean.
      case average
    }

    /// Hours side by side: the first and last of their columns, which stand together.
    public struct HoursRule: Codable, Hashable, Sendable {
      /// The first of the columns.
      public var from: String
      /// The last of them.
      public var to: String
      /// The hour of the first column. Default: the number in its name.
      public var first: Int?

      /// Columns of the hours, the first to the last; `first` is the hour of the first of them.
      public init(from: String, to: String, first: Int? = nil) {
        self.from = from
        self.to = to
        self.first = first
      }
    }

    /// An hourly rule that still names no column.
    public init() {}
  }

  /// One column of numbers.
  public struct ValueColumn: Codable, Hashable, Sendable {
    /// Its name in the header; not used where the description is wide or rows name pollutants.
    public var column: String
    /// What it measures.
    public var pollutant: Pollutant
    /// In which unit, after scaling and conversion.
    public var unit: MeasurementUnit
    /// How numbers in the unit that the file states become numbers in `unit`; `nil` keeps them.
    public var conversion: UnitConversion?
    /// At which temperature and pressure.
    public var referenceState: ReferenceState
    /// Further texts that mean missing.
    public var missing: [String] = []
    /// Numbers, as written, that mean missing.
    public var sentinels: [Double] = []
    /// Texts that stand for numbers, such as compass points for degrees.
    public var codes: [String: Double] = [:]
    /// The smallest number, as written, that can be a measurement. Default: by the pollutant.
    public var lowest: Double?
    /// The largest number, as written, that can be a measurement. Default: by the pollutant.
    public var highest: Double?
    /// What to do with a number beyond them.
    public var beyond: Beyond = .refuse
    /// Power of ten that turns the number as written into the unit.
    public var exponent: Int = 0
    /// What the number as written is multiplied by, beside the power of ten. Default: 1.
    public var factor: Double?
    /// What is added then. Default: 0.
    public var offset: Double?
    /// What becomes of values below a limit, such as `<0.5`. Default: the file is refused.
    public var censored: Censoring?
    /// What marks before or behind numbers say, such as `*` or `V`. Default: there are none.
    public var marks: [String: MarkMeaning]?
    /// Whether the unit was written with a normal cubic metre (Nm³), which settles the state.
    public var isOfNormalVolume: Bool?
    /// Whether a file may lack the column.
    public var isOptional: Bool = false
    /// Whether zeros are counted in a notice, because they may mean missing.
    public var reportsZeros: Bool = false
    /// The time over which each value is a mean, where it is not the description's.
    public var averaging: TimeStep?
    /// Which of several instruments of the pollutant; empty where there is one.
    public var instrument: String = ""

    /// A column with everything else at its default.
    ///
    /// - Parameter unit: as the file states it. Weather is converted to the unit that models and
    ///   profiles expect: kelvin to °C, knots to m/s, pascal to hPa.
    public init(
      _ column: String, _ pollutant: Pollutant, _ unit: MeasurementUnit,
      referenceState: ReferenceState? = nil
    ) {
      self.column = column
      self.pollutant = pollutant
      if let target = pollutant.readAs, target != unit,
        let conversion = UnitConversion(from: unit, to: target)
      {
        self.conversion = conversion
        self.unit = target
      } else {
        self.unit = unit
      }
      self.referenceState =
        referenceState ?? (pollutant.kind == .weather ? .notApplicable : .unstated)
    }
  }

  /// What to do with a number that cannot be a measurement.
  public enum Beyond: String, Codable, Sendable, CaseIterable {
    /// Refuse the file.
    case refuse
    /// Take it as missing, with a notice.
    case missing
  }

  /// Rows that name their pollutant.
  public struct PollutantRule: Codable, Hashable, Sendable {
    /// The column that names it.
    public var column: String
    /// The column of the numbers; not used where the description is wide.
    public var value: String
    /// What the names mean; rows of other names are left out with a notice.
    public var names: [String: ValueColumn]

    /// Where a row names its pollutant, and which column holds its value.
    public init(column: String, value: String, names: [String: ValueColumn]) {
      self.column = column
      self.value = value
      self.names = names
    }
  }

  /// The source's own flags.
  public struct QualityRule: Codable, Hashable, Sendable {
    /// The column of the flag.
    public var column: String
    /// The flags of usable values.
    public var accepted: [String]

    /// Where a row says how good its value is, and which words are believed.
    public init(column: String, accepted: [String]) {
      self.column = column
      self.accepted = accepted
    }
  }
}
