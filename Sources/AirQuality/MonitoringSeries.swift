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
  /// `axis.count` values, NaN where missing.
  package let storage: [Double]

  /// A series from optional values, one a step of the axis.
  public init(
    station: Station, pollutant: Pollutant, unit: MeasurementUnit,
    referenceState: ReferenceState = .unstated, axis: TimeAxis, values: [Double?]
  ) {
    self.init(
      station: station, pollutant: pollutant, unit: unit, referenceState: referenceState,
      axis: axis, storage: values.map { $0 ?? .nan })
  }

  /// A series from doubles in which NaN is missing.
  package init(
    station: Station, pollutant: Pollutant, unit: MeasurementUnit,
    referenceState: ReferenceState = .unstated, axis: TimeAxis, storage: [Double]
  ) {
    precondition(storage.count == axis.count)
    self.station = station
    self.pollutant = pollutant
    self.unit = unit
    self.referenceState = referenceState
    self.axis = axis
    self.storage = storage
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
    MonitoringSeries(
      station: station, pollutant: pollutant, unit: unit ?? self.unit,
      referenceState: referenceState, axis: axis, values: values)
  }

  /// The part of the series whose periods begin on or after `from` and before `until`.
  public func window(from: Instant, until: Instant) -> MonitoringSeries {
    let range = axis.positions(from: from, until: until)
    return MonitoringSeries(
      station: station, pollutant: pollutant, unit: unit, referenceState: referenceState,
      axis: TimeAxis(
        start: axis.instant(at: range.lowerBound), step: axis.step, count: range.count,
        utcOffset: axis.utcOffset, stamp: axis.stamp),
      storage: Array(storage[range]))
  }

  private enum CodingKeys: String, CodingKey {
    case station, pollutant, unit, referenceState, axis, values
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
      axis: axis, values: values)
  }

  /// Writes `values` with `null` for missing.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(station, forKey: .station)
    try container.encode(pollutant, forKey: .pollutant)
    try container.encode(unit, forKey: .unit)
    try container.encode(referenceState, forKey: .referenceState)
    try container.encode(axis, forKey: .axis)
    try container.encode(values, forKey: .values)
  }
}

extension MonitoringSeries: Hashable {
  /// Equal when everything is, with missing equal to missing.
  public static func == (left: Self, right: Self) -> Bool {
    left.station == right.station && left.pollutant == right.pollutant
      && left.unit == right.unit && left.referenceState == right.referenceState
      && left.axis == right.axis
      && zip(left.storage, right.storage).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }

  /// By identity of the series and its axis; equal series hash alike.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(station)
    hasher.combine(pollutant)
    hasher.combine(axis)
  }
}
