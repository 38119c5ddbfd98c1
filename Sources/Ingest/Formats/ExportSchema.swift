public import AirQuality

/// What `….schema.json` says about a table that `airaccord export` writes.
public struct ExportSchema: Codable, Sendable {
  /// A column of the table.
  public struct Column: Codable, Sendable {
    /// As in the header.
    public let name: String
    /// `text`, `double` or `timestamp with offset`.
    public let type: String
    /// For people.
    public let meaning: String

    /// A column, with its type and its meaning in a sentence.
    public init(name: String, type: String, meaning: String) {
      self.name = name
      self.type = type
      self.meaning = meaning
    }
  }

  /// A series of the table.
  public struct Series: Codable, Sendable {
    /// `network/identifier`.
    public let station: String
    /// Identifier.
    public let pollutant: String
    /// The time over which each value is a mean.
    public let averaging: TimeStep
    /// Which of several instruments; empty where there is one.
    public let instrument: String
    /// Symbol.
    public let unit: String
    /// Temperature and pressure of the volume.
    public let referenceState: ReferenceState
    /// Length of the steps.
    public let step: TimeStep
    /// `+08:00`, or `Z`.
    public let offsetFromUTC: String
    /// Which end of a period the source's own stamps named; the table's name the beginning.
    public let sourceStamp: StampConvention

    /// What a series is, without its values.
    public init(
      _ key: SeriesKey, unit: MeasurementUnit, referenceState: ReferenceState, axis: TimeAxis
    ) {
      station = key.station
      pollutant = key.pollutant.identifier
      averaging = key.averaging
      instrument = key.instrument
      self.unit = unit.symbol
      self.referenceState = referenceState
      step = axis.step
      offsetFromUTC = Instant.offsetText(axis.utcOffset)
      sourceStamp = axis.stamp
    }

    private enum CodingKeys: String, CodingKey {
      case station, pollutant, averaging, instrument, unit, referenceState, step, stepSeconds
      case offsetFromUTC, sourceStamp
    }

    /// Reads today's form, and the earlier one with `stepSeconds` and neither averaging time nor
    /// instrument.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      station = try fields.decode(String.self, forKey: .station)
      pollutant = try fields.decode(String.self, forKey: .pollutant)
      let step =
        try fields.decodeIfPresent(TimeStep.self, forKey: .step)
        ?? fields.decode(TimeStep.self, forKey: .stepSeconds)
      self.step = step
      averaging = try fields.decodeIfPresent(TimeStep.self, forKey: .averaging) ?? step
      instrument = try fields.decodeIfPresent(String.self, forKey: .instrument) ?? ""
      unit = try fields.decode(String.self, forKey: .unit)
      referenceState = try fields.decode(ReferenceState.self, forKey: .referenceState)
      offsetFromUTC = try fields.decode(String.self, forKey: .offsetFromUTC)
      sourceStamp = try fields.decode(StampConvention.self, forKey: .sourceStamp)
    }

    /// Writes today's form.
    public func encode(to encoder: any Encoder) throws {
      var fields = encoder.container(keyedBy: CodingKeys.self)
      try fields.encode(station, forKey: .station)
      try fields.encode(pollutant, forKey: .pollutant)
      try fields.encode(averaging, forKey: .averaging)
      try fields.encode(instrument, forKey: .instrument)
      try fields.encode(unit, forKey: .unit)
      try fields.encode(referenceState, forKey: .referenceState)
      try fields.encode(step, forKey: .step)
      try fields.encode(offsetFromUTC, forKey: .offsetFromUTC)
      try fields.encode(sourceStamp, forKey: .sourceStamp)
    }
  }

  /// `long` or `wide`.
  public let layout: String
  /// In the order of the table.
  public let columns: [Column]
  /// What a missing value looks like.
  public let missing: String
  /// What a stamp names.
  public let time: String
  /// How texts are protected.
  public let text: String
  /// All series of the table.
  public let series: [Series]

  /// What is in the table, and how missing values and times are written.
  public init(
    layout: String, columns: [Column], missing: String, time: String, text: String,
    series: [Series]
  ) {
    self.layout = layout
    self.columns = columns
    self.missing = missing
    self.time = time
    self.text = text
    self.series = series
  }
}
