/// One pollutant at one station on one time axis.
///
/// A missing value is `nil` here and `null` in JSON; inside the package it is NaN, so that a
/// kernel runs over plain doubles.
public struct MonitoringSeries: Codable, Sendable {
  /// Where.
  public let station: Station
  /// What.
  public let pollutant: Pollutant
  /// In which unit.
  public let unit: MeasurementUnit
  /// At which temperature and pressure.
  public let referenceState: ReferenceState
  /// When.
  public let axis: TimeAxis
  /// Over what length of time each value is a mean; the axis's step unless the values are running
  /// means or samples shorter than the step.
  public let averaging: TimeStep
  /// Which of several instruments or sampling points for the pollutant at the station; empty where
  /// there is one.
  public let instrument: String
  /// `axis.count` values, NaN where missing.
  package let storage: [Double]

  /// A series from optional values, one a step of the axis.
  ///
  /// - Parameter averaging: without it, the axis's step.
  public init(
    station: Station, pollutant: Pollutant, unit: MeasurementUnit,
    referenceState: ReferenceState = .unstated, axis: TimeAxis, averaging: TimeStep? = nil,
    instrument: String = "", values: [Double?]
  ) {
    self.init(
      station: station, pollutant: pollutant, unit: unit, referenceState: referenceState,
      axis: axis, averaging: averaging, instrument: instrument,
      storage: values.map { $0 ?? .nan })
  }

  /// A series from doubles in which NaN is missing.
  package init(
    station: Station, pollutant: Pollutant, unit: MeasurementUnit,
    referenceState: ReferenceState = .unstated, axis: TimeAxis, averaging: TimeStep? = nil,
    instrument: String = "", storage: [Double]
  ) {
    precondition(storage.count == axis.count)
    self.station = station
    self.pollutant = pollutant
    self.unit = unit
    self.referenceState = referenceState
    self.axis = axis
    self.averaging = averaging ?? axis.step
    self.instrument = instrument
    self.storage = storage
  }

  /// What tells the series from every other in an archive.
  public var key: SeriesKey {
    SeriesKey(
      station: station.key, pollutant: pollutant, averaging: averaging, instrument: instrument)
  }

  /// How many steps, missing ones included.
  public var count: Int { storage.count }

  /// The value of a step, `nil` where missing.
  public subscript(position: Int) -> Double? {
    let value = storage[position]
    return value.isNaN ? nil : value
  }

  /// All values in time order, `nil` where missing.
  public var values: [Double?] { storage.map { $0.isNaN ? nil : $0 } }

  /// How many steps have a value.
  public var validCount: Int { storage.reduce(0) { $0 + ($1.isNaN ? 0 : 1) } }

  /// The same series with other values, one a step.
  public func replacing(values: [Double?], unit: MeasurementUnit? = nil) -> MonitoringSeries {
    with(storage: values.map { $0 ?? .nan }, unit: unit)
  }

  /// The same instrument's series with other values, on another axis or in another unit.
  ///
  /// A new axis brings its step as averaging time, the old one keeps it.
  package func with(
    storage: [Double], axis: TimeAxis? = nil, unit: MeasurementUnit? = nil,
    referenceState: ReferenceState? = nil
  ) -> MonitoringSeries {
    let keepsStep = axis.map { $0.step == self.axis.step } ?? true
    return MonitoringSeries(
      station: station, pollutant: pollutant, unit: unit ?? self.unit,
      referenceState: referenceState ?? self.referenceState, axis: axis ?? self.axis,
      averaging: keepsStep ? averaging : nil, instrument: instrument, storage: storage)
  }

  /// The part of the series whose periods begin on or after `from` and before `until`.
  public func window(from: Instant, until: Instant) -> MonitoringSeries {
    let range = axis.positions(from: from, until: until)
    return with(storage: Array(storage[range]), axis: axis.part(range))
  }

  /// The same values with the days and hours of another clock.
  public func onClock(utcOffset: Int) -> MonitoringSeries {
    with(storage: storage, axis: axis.onClock(utcOffset: utcOffset))
  }

  private enum CodingKeys: String, CodingKey {
    case station, pollutant, unit, referenceState, axis, averaging, instrument, values
  }

  /// Reads `values` with `null` for missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let axis = try container.decode(TimeAxis.self, forKey: .axis)
    let values = try container.decode([Double?].self, forKey: .values)
    guard values.count == axis.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .values, in: container,
        debugDescription: "\(values.count) values on an axis of \(axis.count) steps")
    }
    self.init(
      station: try container.decode(Station.self, forKey: .station),
      pollutant: try container.decode(Pollutant.self, forKey: .pollutant),
      unit: try container.decode(MeasurementUnit.self, forKey: .unit),
      referenceState: try container.decode(ReferenceState.self, forKey: .referenceState),
      axis: axis, averaging: try container.decodeIfPresent(TimeStep.self, forKey: .averaging),
      instrument: try container.decodeIfPresent(String.self, forKey: .instrument) ?? "",
      values: values)
  }

  /// Writes `values` with `null` for missing.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(station, forKey: .station)
    try container.encode(pollutant, forKey: .pollutant)
    try container.encode(unit, forKey: .unit)
    try container.encode(referenceState, forKey: .referenceState)
    try container.encode(axis, forKey: .axis)
    if averaging != axis.step { try container.encode(averaging, forKey: .averaging) }
    if !instrument.isEmpty { try container.encode(instrument, forKey: .instrument) }
    try container.encode(values, forKey: .values)
  }
}

extension MonitoringSeries: Hashable {
  /// Equal when everything is, with missing equal to missing.
  public static func == (left: Self, right: Self) -> Bool {
    left.station == right.station && left.pollutant == right.pollutant
      && left.unit == right.unit && left.referenceState == right.referenceState
      && left.axis == right.axis && left.averaging == right.averaging
      && left.instrument == right.instrument
      && zip(left.storage, right.storage).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }

  /// By identity of the series and its axis; equal series hash alike.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(station)
    hasher.combine(pollutant)
    hasher.combine(axis)
  }
}
