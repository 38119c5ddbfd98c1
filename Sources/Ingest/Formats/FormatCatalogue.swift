public import Documents
import AirQuality
import TextFiles

/// A format as `airaccord formats` prints it.
public struct FileFormat: Codable, Hashable, Sendable {
  /// Short name, as `--format` takes it.
  public let identifier: String
  /// What publishes it.
  public let title: String
  /// The columns that are read, in the file's own names.
  public let columns: [String]
  /// The unit of each pollutant, by its identifier.
  public let units: [String: String]
  /// What stands for a missing value.
  public let missingCodes: [String]
  /// Clock, step and which end of the period a stamp names.
  public let timeConvention: String
  /// What a reader of the data should know.
  public let notes: String
  /// What a file does not say and is assumed of it.
  public private(set) var assumed: [String] = []
  /// The same in the reader's language.
  public var assumptions: [Message] { assumed.map(FormatAssumption.message) }
  /// Whether part of what is known of it, as the notes say, is from memory and not yet held to the
  /// publisher's sheet.
  public private(set) var restsOnMemory = false

  /// The same with what its layout assumes.
  func assuming(_ assumed: [String]) -> FileFormat {
    var format = self
    format.assumed = assumed
    format.restsOnMemory = (assumed + [notes, timeConvention]).contains {
      $0.contains("from memory") || $0.contains("remembered")
    }
    return format
  }

  /// The summary of a description.
  public init(_ description: FormatDescription) {
    identifier = description.identifier
    title = description.title
    columns = description.knownColumns
    let all =
      description.values + (description.wide.map { [$0] } ?? [])
      + (description.pollutants?.names.values.map { $0 } ?? [])
    units = Dictionary(
      all.map { ($0.pollutant.identifier, $0.unit.symbol) }, uniquingKeysWith: { first, _ in first }
    )
    let sentinels = Set(all.flatMap(\.sentinels)).sorted().map(IngestError.number)
    missingCodes = ["empty"] + description.missing + sentinels
    timeConvention = description.time.words
    notes = description.notes
  }
}

/// The formats that are known without being described.
public enum FormatCatalogue {
  /// Summaries of `descriptions`, in the same order, and of the layouts that are rearranged first.
  public static let all: [FileFormat] =
    descriptions.map { FileFormat($0).assuming($0.assumptions) }
    + ArrangementCatalogue.all.map { $0.format.assuming($0.assumes) }

  /// The built-in formats, in the order in which they are tried.
  public static let descriptions: [FormatDescription] = [
    .beijingPRSA, .stateAir, .stateAirHistorical, .china183Cities, .japanPrefectures, .rmweather,
    .openair, .simulatedDays, .simulatedHours, .chinaSites, .chinaCities, .wideCities,
  ]
}

extension FormatDescription.TimeRule {
  /// Clock, step and stamp in words.
  var words: String {
    let clock =
      hasNoClock == true ? "each stamp’s own offset" : zone ?? Instant.clockText(utcOffset)
    return "\(clock), steps of \(step.inWords.english), stamps name "
      + (step.isWholeDays && !hasClock
        ? "the period itself" : "the \(stamp.rawValue) of the step")
  }

  /// Whether labels have a time of day.
  var hasClock: Bool {
    hour != nil || hours != nil || pattern.map { StampCount(rawValue: $0) != nil } == true
      || pattern.flatMap { StampPattern($0)?.hasHour } == true
  }
}

extension FormatDescription {
  /// Every column that the description names.
  var knownColumns: [String] {
    var names = [
      station.column, station.nameColumn, time.column, time.year, time.month, time.day,
      time.hour, time.minute, time.period, instrument, pollutants?.column, quality?.column,
      latitude, longitude,
    ].compactMap { $0 }
    names += time.columns ?? []
    // The numbers stand in the columns of the hours.
    if let hours = time.hours { return names + [hours.from, hours.to] }
    if let pollutants, wide == nil { names.append(pollutants.value) }
    return names + values.map(\.column)
  }

  /// The columns without which a file cannot be read.
  var requiredColumns: [String] {
    let optional = Set(values.filter(\.isOptional).map(\.column))
    return knownColumns.filter { !optional.contains($0) }
  }

  /// The columns by which a file is recognised.
  var recognisedBy: [String] { signature.isEmpty ? requiredColumns : signature }
}
