/// What tells one series from every other: where, what, over which time and with which instrument.
///
/// Clock, stamp, unit and reference state are attributes of the series and no part of the key.
public struct SeriesKey: Hashable, Codable, Sendable {
  /// `network/identifier`, see `Station.key`.
  public let station: String
  /// What is measured.
  public let pollutant: Pollutant
  /// Over what length of time each value is a mean.
  public let averaging: TimeStep
  /// Which of several instruments; empty where there is one.
  public let instrument: String

  /// One series at a station: its averaging time and its instrument, empty where the publisher
  /// names none.
  public init(station: String, pollutant: Pollutant, averaging: TimeStep, instrument: String = "") {
    self.station = station
    self.pollutant = pollutant
    self.averaging = averaging
    self.instrument = instrument
  }
}

extension SeriesKey {
  /// A pollutant at a station, whatever the instrument and the averaging time.
  public struct Place: Hashable, Sendable {
    /// `network/identifier`.
    public let station: String
    /// What is measured.
    public let pollutant: Pollutant

    /// The place of what a finding or a flag is about.
    public init(_ station: String, _ pollutant: Pollutant) {
      self.station = station
      self.pollutant = pollutant
    }
  }

  /// Where and what, without instrument and averaging time.
  public var place: Place { Place(station, pollutant) }
}

extension SeriesKey: Comparable {
  /// By station, pollutant, instrument and averaging time.
  public static func < (left: Self, right: Self) -> Bool {
    (left.station, left.pollutant, left.instrument, left.averaging)
      < (right.station, right.pollutant, right.instrument, right.averaging)
  }
}

extension SeriesKey: CustomStringConvertible {
  /// `aqs/36-061-0115 pm25, POC 3, day`: the instrument where there are several, then the
  /// averaging time.
  public var description: String {
    "\(station) \(pollutant)" + (instrument.isEmpty ? "" : ", \(instrument)") + ", \(averaging)"
  }
}
