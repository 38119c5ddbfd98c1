/// How much a finding takes from the data it concerns.
public enum QualityGrade: String, Codable, Sendable, CaseIterable, Comparable {
  /// Worth knowing; the values may be used.
  case note
  /// Doubtful: look before use.
  case suspect
  /// Not to be used for an effect; `evaluate` leaves such values out unless told otherwise.
  case unusable

  /// From note to unusable.
  public static func < (left: Self, right: Self) -> Bool {
    left.severity < right.severity
  }

  private var severity: Int {
    switch self {
    case .note: 0
    case .suspect: 1
    case .unusable: 2
    }
  }
}

/// The check that raised a flag, for example `constant-run`.
public struct QualityRule: Hashable, Codable, Sendable, Comparable, CustomStringConvertible {
  /// Lower-case words joined by hyphens; what files, studies and the archive write.
  public let identifier: String

  /// A rule by its identifier.
  public init(_ identifier: String) { self.identifier = identifier }

  /// Reads the bare identifier.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  /// Writes the bare identifier.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(identifier)
  }

  /// The identifier.
  public var description: String { identifier }

  /// By identifier.
  public static func < (left: Self, right: Self) -> Bool { left.identifier < right.identifier }
}

/// A mark on some steps of one series. It never changes a value; it changes what may be used.
public struct QualityFlag: Hashable, Codable, Sendable {
  /// `network/identifier`.
  public let station: String
  /// The pollutant.
  public let pollutant: Pollutant
  /// The averaging time of the series; `nil` where the station has one series of the pollutant.
  public let averaging: TimeStep?
  /// The instrument of the series; empty where there is one.
  public let instrument: String
  /// The check that raised it.
  public let rule: QualityRule
  /// How much it takes from the values.
  public let grade: QualityGrade
  /// Beginning of the first step concerned.
  public let from: Instant
  /// Beginning of the first step that is not concerned any more.
  public let until: Instant

  /// A flag; the period must not be empty.
  public init(
    station: String, pollutant: Pollutant, averaging: TimeStep? = nil, instrument: String = "",
    rule: QualityRule, grade: QualityGrade, from: Instant, until: Instant
  ) {
    precondition(from < until, "a flag without a step")
    self.station = station
    self.pollutant = pollutant
    self.averaging = averaging
    self.instrument = instrument
    self.rule = rule
    self.grade = grade
    self.from = from
    self.until = until
  }

  /// Whether it marks a series; a mark on any instrument marks their mean.
  public func marks(_ key: SeriesKey) -> Bool {
    station == key.station && pollutant == key.pollutant
      && (instrument == key.instrument || key.instrument == SeriesChoice.mean)
      && (averaging.map { $0 == key.averaging } ?? true)
  }
}
