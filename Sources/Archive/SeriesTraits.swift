import AirQuality

/// What must not change within a series, in the words in which the archive keeps it.
struct SeriesTraits: Equatable, Sendable {
  let unit: String
  let referenceState: String
  /// Seconds.
  let step: Int
  /// Beginning of any period modulo the step, seconds since the epoch.
  let phase: Int
  /// Seconds east of Greenwich.
  let utcOffset: Int
  let stamp: String

  init(
    unit: String, referenceState: String, step: Int, phase: Int, utcOffset: Int, stamp: String
  ) {
    self.unit = unit
    self.referenceState = referenceState
    self.step = step
    self.phase = phase
    self.utcOffset = utcOffset
    self.stamp = stamp
  }

  init(_ series: MonitoringSeries) {
    let remainder = series.axis.start.secondsSinceEpoch % series.axis.step
    self.init(
      unit: series.unit.symbol, referenceState: series.referenceState.archiveText,
      step: series.axis.step, phase: remainder < 0 ? remainder + series.axis.step : remainder,
      utcOffset: series.axis.utcOffset, stamp: series.axis.stamp.rawValue)
  }

  /// The first property in which another series differs, with both texts.
  func difference(from other: Self) -> (property: String, mine: String, other: String)? {
    let properties = [
      ("unit", unit, other.unit),
      ("reference state", referenceState, other.referenceState),
      ("step", "\(step) s", "\(other.step) s"),
      ("phase of the periods", "\(phase) s", "\(other.phase) s"),
      (
        "offset from UTC", Instant.offsetText(utcOffset), Instant.offsetText(other.utcOffset)
      ),
      ("stamp convention", stamp, other.stamp),
    ]
    return properties.first { $0.1 != $0.2 }.map { ($0.0, $0.1, $0.2) }
  }

  func axis(start: Int, count: Int) -> TimeAxis {
    TimeAxis(
      start: Instant(secondsSinceEpoch: start), step: step, count: count, utcOffset: utcOffset,
      stamp: StampConvention(rawValue: stamp) ?? .beginning)
  }
}

extension ReferenceState {
  /// For example `273.15 K 101.325 kPa`, `ambient`.
  var archiveText: String {
    switch self {
    case .standard(let kelvin, let kilopascals): "\(kelvin) K \(kilopascals) kPa"
    case .ambient: "ambient"
    case .chinaGB3095: "GB 3095"
    case .unstated: "unstated"
    case .notApplicable: "not applicable"
    }
  }

  /// Reads `archiveText`, else `nil`.
  init?(archiveText: String) {
    switch archiveText {
    case "ambient": self = .ambient
    case "GB 3095": self = .chinaGB3095
    case "unstated": self = .unstated
    case "not applicable": self = .notApplicable
    default:
      let parts = archiveText.split(separator: " ")
      guard parts.count == 4, parts[1] == "K", parts[3] == "kPa", let kelvin = Double(parts[0]),
        let kilopascals = Double(parts[2])
      else { return nil }
      self = .standard(kelvin: kelvin, kilopascals: kilopascals)
    }
  }
}
