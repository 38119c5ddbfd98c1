import NumericKernels

/// Which series of a pollutant is meant at a station that has several.
public struct SeriesChoice: Hashable, Codable, Sendable {
  /// Only series of this averaging time; `nil` takes the only one there is.
  public var averaging: TimeStep?
  /// Only the series of this instrument, or `mean`, step by step over those that measured; `nil`
  /// takes the only one there is.
  public var instrument: String?

  /// The word that asks for the mean of all instruments.
  public static let mean = "mean"
  /// Whatever there is, as long as it is one.
  public static let only = Self()

  /// What is asked of the series; `nil` asks nothing.
  public init(averaging: TimeStep? = nil, instrument: String? = nil) {
    self.averaging = averaging
    self.instrument = instrument
  }

  /// Whether a series is among those meant.
  public func admits(_ key: SeriesKey) -> Bool {
    (averaging.map { $0 == key.averaging } ?? true)
      && (instrument.map { $0 == Self.mean || $0 == key.instrument } ?? true)
  }
}

extension MonitoringSeries {
  /// The mean of several instruments at one station, step by step over those that measured; of
  /// wind directions the mean vector's.
  ///
  /// Where an instrument fails the mean rests on the others, so instruments that differ in level
  /// make steps: check the single series first.
  ///
  /// - Returns: `nil` when units, reference states or axes do not agree, and of no series.
  public static func mean(ofInstruments all: [MonitoringSeries]) -> MonitoringSeries? {
    guard let first = all.first,
      all.allSatisfy({
        $0.unit == first.unit && $0.referenceState == first.referenceState
          && $0.axis.isAligned(with: first.axis)
      })
    else { return nil }
    let start = all.map(\.axis.start).min() ?? first.axis.start
    let end = all.map(\.axis.end).max() ?? first.axis.end
    let axis = first.axis.part(first.axis.latticePositions(from: start, until: end))
    let shifts = all.map { $0.axis.ceilingPosition(of: axis.start) }
    var storage = [Double](repeating: .nan, count: axis.count)
    for position in storage.indices {
      var values: [Double] = []
      for (series, shift) in zip(all, shifts)
      where series.storage.indices.contains(position + shift) {
        let value = series.storage[position + shift]
        if !value.isNaN { values.append(value) }
      }
      storage[position] =
        first.pollutant == .windDirection
        ? WindVectors.meanDirection(of: values) : values.isEmpty ? .nan : Summation.mean(values)
    }
    return MonitoringSeries(
      station: first.station, pollutant: first.pollutant, unit: first.unit,
      referenceState: first.referenceState, axis: axis, averaging: first.averaging,
      instrument: SeriesChoice.mean, storage: storage)
  }
}
