public import Documents
public import AirQuality
public import TextFiles

/// A file as it lay on disk when it was read.
public struct SourceFile: Hashable, Codable, Sendable {
  /// The path it was read from.
  public let path: String
  /// Its name without folders.
  public let name: String
  /// SHA-256 of the bytes as they lie on disk, compressed or not, in hexadecimal.
  public let sha256: String
  /// How many bytes lie on disk.
  public let byteCount: Int
  /// The identifier of the format it was read as.
  public let format: String
  /// How many rows of data it has.
  public let rowCount: Int
  /// Hash of everything that decides what was read: the bytes, the format's description as it was
  /// resolved, the options, and the file's name where the station comes from it; hexadecimal.
  public let reading: String
  /// Description and options as JSON, for people who want to know how it was read; no part of the
  /// file's own JSON, and empty for files that were read into an archive of formats 1 to 4.
  public private(set) var settings = ""

  private enum CodingKeys: String, CodingKey {
    case path, name, sha256, byteCount, format, rowCount, reading
  }

  /// A source; without a hash of the reading, that of the bytes stands for it.
  public init(
    path: String, name: String, sha256: String, byteCount: Int, format: String, rowCount: Int,
    reading: String? = nil, settings: String = ""
  ) {
    self.reading = reading ?? sha256
    self.settings = settings
    self.path = path
    self.name = name
    self.sha256 = sha256
    self.byteCount = byteCount
    self.format = format
    self.rowCount = rowCount
  }
}

/// Something that was repaired or left out while reading, or that is worth knowing.
public struct IngestNotice: Codable, Hashable, Sendable {
  /// What kind of thing.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// Two rows have one stamp where an hour is absent because of summer time; the first was
    /// given the absent hour.
    case repeatedStampRelabelled = "repeated-stamp-relabelled"
    /// A row that stands twice; the second was left out.
    case duplicateRowIdentical = "duplicate-row-identical"
    /// Numbers that mean missing.
    case sentinelRemoved = "sentinel-removed"
    /// Numbers that the format's description says cannot be measurements.
    case implausibleRemoved = "implausible-removed"
    /// Values that the source itself flags as unusable.
    case invalidByFlag = "invalid-by-flag"
    /// Numbers with a mark beside them that the description says may be used.
    case marksTaken = "marks-taken"
    /// Lines that the description calls comments.
    case commentsLeftOut = "comments-left-out"
    /// Rows that were not in the order of their stamps.
    case rowsSorted = "rows-sorted"
    /// Stamps beside the grid of steps that were moved to it.
    case stampsSnapped = "stamps-snapped"
    /// Rows of a step that became their mean.
    case rowsAveraged = "rows-averaged"
    /// Fields of nothing but blanks, taken as missing.
    case blankCell = "blank-cell"
    /// Steps without a row, taken as missing.
    case absentRows = "absent-rows"
    /// The file begins with a byte-order mark.
    case byteOrderMark = "byte-order-mark"
    /// The encoding that was assumed, or told by a mark.
    case encodingAssumed = "encoding-assumed"
    /// Lines that end in an unusual way.
    case lineEndsSettled = "line-ends-settled"
    /// Zero bytes behind the last line, left out.
    case zerosDropped = "zeros-dropped"
    /// Which file of an archive was read.
    case archiveEntry = "archive-entry"
    /// Lines at the file's end that the description calls no data.
    case footerLeftOut = "footer-left-out"
    /// Line ends inside quotation marks.
    case quotedLineEnds = "quoted-line-ends"
    /// Empty fields behind the last column.
    case emptyFields = "empty-fields"
    /// Numbers with the minus sign U+2212, read as with a hyphen.
    case minusSign = "minus-sign"
    /// Zeros that may mean missing, kept as they are.
    case zeroValues = "zero-values"
    /// Labels that were moved so that the source's layouts agree.
    case labelsMoved = "labels-moved"
    /// Columns without a single value, which become no series.
    case emptyColumn = "empty-column"
    /// Rows of something that the description does not name.
    case rowsIgnored = "rows-ignored"
    /// Rows in a unit that is a power of ten from the first rows' unit; they are put to it.
    case unitScaled = "unit-scaled"
    /// Values that were put to the unit in which their quantity is kept, such as kelvin to °C.
    case unitConverted = "unit-converted"
    /// A column whose name is not known, kept under its own name.
    case unknownKept = "unknown-kept"
    /// A station at latitude 0, longitude 0; its place is taken as unknown.
    case placeDropped = "place-dropped"
    /// Values below the detection limit, which are no missing values.
    case belowDetection = "below-detection"
    /// What the file does not say and the format adds.
    case assumed
    /// Columns from which nothing is read.
    case columnsLeftOut = "columns-left-out"
    /// Stamps of a clock with summer time that were put on standard time.
    case clockSettled = "clock-settled"
    /// A step that was taken from the distance of the stamps.
    case stepInferred = "step-inferred"
    /// A station whose coordinates change; the first are kept.
    case coordinateChanged = "coordinate-changed"
  }

  /// What kind of thing.
  public let kind: Kind
  /// What happened.
  public let message: Message
  /// The first line it happened on, from 1, where there is one.
  public let line: Int?
  /// How often.
  public let count: Int

  /// What happened while a file was read, how often, and in which line first.
  public init(kind: Kind, message: Message, line: Int? = nil, count: Int) {
    self.kind = kind
    self.message = message
    self.line = line
    self.count = count
  }
}

/// What one file holds.
public struct IngestedFile: Sendable {
  /// The file.
  public let source: SourceFile
  /// Its series, stations in order of appearance and pollutants in order of the columns.
  public let series: [MonitoringSeries]
  /// What was repaired or left out.
  public let notices: [IngestNotice]

  /// The series of a file with what was assumed or left out.
  public init(source: SourceFile, series: [MonitoringSeries], notices: [IngestNotice]) {
    self.source = source
    self.series = series
    self.notices = notices
  }
}

/// How to read a file, beyond what its content says.
public struct IngestOptions: Sendable {
  /// The identifier of a format to read as, instead of recognising it. Default: recognise.
  public var format: String?
  /// The user's own formats, tried before the built-in ones. Default: none.
  public var descriptions: [FormatDescription]
  /// Which end of the averaging period the stamps name, instead of what the format says. Formats
  /// whose stamps are whole days are not touched by it. Default: as the format says.
  public var stamp: StampConvention?
  /// The network to file the stations under. Default: the format's.
  public var network: String?
  /// Whether day or month comes first in dates such as `01/06/2019` of formats that leave it open.
  /// Default: as a part above 12 proves; a file without such a part is refused.
  public var dateOrder: DateOrder?
  /// The instant of reading, after whose next day no stamp can be. Default: this machine's clock.
  /// It never changes what a file is read as, only whether it is.
  public var readingDate: Instant?
  /// The station of files that do not say it, instead of the file's name. Default: the name.
  public var station: String?
  /// Whether files are read whose format is recognised by columns that others have too, so that
  /// units and clock rest on assumption. Default: such a file is refused with what is assumed.
  public var acceptsAssumptions = false
  /// Reads archives other than gzip. Default: none, so that a zip file is refused.
  public var archives: (any ArchiveUnpacking)?
  /// Reads tables that are no text, such as Parquet. Default: none, so that they are refused.
  public var foreign: (any ForeignTableReading)?
  /// How much a compressed file may become.
  public var limits = UnpackingLimits()

  /// Options; what is left out is read from the file.
  public init(
    format: String? = nil, descriptions: [FormatDescription] = [],
    stamp: StampConvention? = nil, network: String? = nil, dateOrder: DateOrder? = nil,
    readingDate: Instant? = nil, archives: (any ArchiveUnpacking)? = nil
  ) {
    self.dateOrder = dateOrder
    self.readingDate = readingDate
    self.format = format
    self.descriptions = descriptions
    self.stamp = stamp
    self.network = network
    self.archives = archives
  }
}
