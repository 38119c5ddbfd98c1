public import AirQuality
public import Ingest

/// What the archive has of one pollutant at one station, without its values.
public struct SeriesSummary: Codable, Hashable, Sendable {
  /// Where.
  public let station: Station
  /// What.
  public let pollutant: Pollutant
  /// Over what length of time each value is a mean.
  public let averaging: TimeStep
  /// Which of several instruments; empty where there is one.
  public let instrument: String
  /// In which unit.
  public let unit: MeasurementUnit
  /// At which temperature and pressure.
  public let referenceState: ReferenceState
  /// From the first period to the last, gaps included.
  public let axis: TimeAxis
  /// How many periods have a value.
  public let validCount: Int
  /// The files that contributed, in the order in which they were written.
  public let sources: [SourceFile]

  /// What tells the series from every other.
  public var key: SeriesKey {
    SeriesKey(
      station: station.key, pollutant: pollutant, averaging: averaging, instrument: instrument)
  }

  /// Share of the axis's periods that have a value, 0 to 1.
  public var validShare: Double {
    axis.count == 0 ? 0 : Double(validCount) / Double(axis.count)
  }
}
