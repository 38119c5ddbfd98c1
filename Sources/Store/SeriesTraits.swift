import AirQuality

/// What a series is beside its key, in the words in which the archive keeps it.
struct SeriesTraits: Equatable, Sendable {
  let unit: String
  let referenceState: String
  let step: TimeStep
  /// Beginning of any period modulo the step: seconds since the epoch, or months since January of
  /// the year 0.
  let phase: Int
  /// Seconds east of Greenwich.
  var utcOffset: Int
  var stamp: String

  init(
    unit: String, referenceState: String, step: TimeStep, phase: Int, utcOffset: Int,
    stamp: String
  ) {
    self.unit = unit
    self.referenceState = referenceState
    self.step = step
    self.phase = phase
    self.utcOffset = utcOffset
    self.stamp = stamp
  }

  init(_ series: MonitoringSeries) {
    self.init(
      unit: series.unit.symbol, referenceState: series.referenceState.archiveText,
      step: series.axis.step, phase: series.axis.phase, utcOffset: series.axis.utcOffset,
      stamp: series.axis.stamp.rawValue)
  }

  /// The first property that two stretches of one series must share and in which another differs,
  /// with both texts. Clock and stamp are not among them, since values are kept by instant; only
  /// calendar periods are bound to their clock.
  func difference(from other: Self) -> (property: String, mine: String, other: String)? {
    var properties = [
      ("unit", unit, other.unit),
      ("reference state", referenceState, other.referenceState),
      ("step", "\(step)", "\(other.step)"),
      ("phase of the periods", phaseText, other.phaseText),
    ]
    if step.seconds == nil {
      properties.append(
        ("offset from UTC", Instant.offsetText(utcOffset), Instant.offsetText(other.utcOffset)))
    }
    return properties.first { $0.1 != $0.2 }.map { ($0.0, $0.1, $0.2) }
  }

  private var phaseText: String { step.seconds == nil ? "\(phase) months" : "\(phase) s" }

  /// The clock of a series whose files are written on two: of two that differ by summer time the
  /// smaller is the standard one, a place's own clock comes before UTC, else the first stays.
  func commonOffset(with other: Int) -> Int {
    if abs(utcOffset - other) <= 7_200 { return min(utcOffset, other) }
    return utcOffset == 0 ? other : utcOffset
  }

  func axis(start: Int, count: Int) -> TimeAxis {
    TimeAxis(
      start: Instant(secondsSinceEpoch: start), step: step, count: count, utcOffset: utcOffset,
      stamp: StampConvention(rawValue: stamp) ?? .beginning)
  }

  /// The text of a step's unit and its count, as the table `series` keeps them.
  var storedStep: (count: Int, unit: String) {
    switch step {
    case .seconds(let seconds): (seconds, "second")
    case .months(let months): (months, "month")
    }
  }
}

extension TimeAxis {
  /// See `SeriesTraits.phase`.
  var phase: Int {
    let (first, length) =
      switch step {
      case .seconds(let seconds): (start.secondsSinceEpoch, seconds)
      case .months(let months): (start.date(utcOffset: utcOffset).monthIndex, months)
      }
    let remainder = first % length
    return remainder < 0 ? remainder + length : remainder
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
        let kilopascals = Double(parts[2]), kelvin.isFinite, kelvin > 0, kilopascals.isFinite,
        kilopascals > 0
      else { return nil }
      self = .standard(kelvin: kelvin, kilopascals: kilopascals)
    }
  }
}
