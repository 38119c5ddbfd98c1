public import Documents

/// The index of one hour or one day at one station.
public struct AirQualityIndex: Hashable, Codable, Sendable {
  /// One pollutant's part.
  public struct Part: Hashable, Codable, Sendable {
    /// The pollutant.
    public let pollutant: Pollutant
    /// `1h`, `8h` or `24h`: the scale that gave the index.
    public let averaging: String
    /// Rounded as the scheme has it.
    public let concentration: Double
    /// Of the concentration.
    public let unit: MeasurementUnit
    /// The pollutant's own index.
    public let index: Int
    /// Whether the concentration lies above the scale.
    public let isBeyondScale: Bool
    /// Where the scale comes from.
    public let provenance: ReferenceProvenance
  }

  /// `network/identifier`.
  public let station: String
  /// The day, or the beginning of the hour with its offset.
  public let time: String
  /// The version of the index; `nil` where none was in force.
  public let scheme: AirQualityIndexScheme?
  /// The highest of the parts; `nil` without one, and where the scheme does not publish it.
  public let index: Int?
  /// Why there is no index although there are parts.
  public let withheld: Message?
  /// The name of the index's class.
  public let category: String?
  /// Which pollutants gave the index. China names one only above 50; several where they are level.
  public let primary: [Pollutant]
  /// What it is made of.
  public let parts: [Part]
  /// Of the pollutants that the scheme has, those without a valid value.
  public let missing: [Pollutant]

  init(
    station: String, time: String, scheme: AirQualityIndexScheme?, parts: [Part],
    missing: [Pollutant]
  ) {
    self.station = station
    self.time = time
    self.scheme = scheme
    self.parts = parts
    self.missing = missing
    let found = parts.map(\.index).max()
    let isWithheld = scheme == .china2026 && !missing.isEmpty && (found ?? 101) <= 100
    let highest = isWithheld ? nil : found
    withheld =
      isWithheld
      ? "standard.index-withheld" : nil
    index = highest
    category = highest.flatMap { index in scheme.map { $0.category(index) } }
    let isNamed = highest.map { $0 > 50 || scheme?.isChinese == false } ?? false
    primary = isNamed ? parts.filter { $0.index == highest }.map(\.pollutant) : []
  }
}

/// Concentrations of one pollutant at one time, by averaging time, from which its index is found.
struct IndexInput {
  var hour = Double.nan
  var eightHours = Double.nan
  var day = Double.nan
}

extension AirQualityIndexScheme {
  /// The pollutants of the index, in the order of the table.
  public var pollutants: [Pollutant] {
    var found: [Pollutant] = []
    for segment in IndexSegment.embedded(self) where !found.contains(segment.pollutant) {
      found.append(segment.pollutant)
    }
    return found
  }

  /// The part of one pollutant.
  ///
  /// - Parameter isHourly: whether the index is of an hour, for which China has scales of its own.
  func part(_ pollutant: Pollutant, _ input: IndexInput, isHourly: Bool) -> AirQualityIndex.Part? {
    isChinese
      ? chinesePart(pollutant, input, isHourly: isHourly)
      : americanPart(pollutant, input)
  }

  /// China. Above 800 µg/m³ neither the 8-hour scale of O3 nor the 1-hour scale of SO2 goes on:
  /// in 2012 the 1-hour index of O3 and the 24-hour index of SO2 take their place, in 2026 the
  /// index stays at 300 and 200.
  private func chinesePart(
    _ pollutant: Pollutant, _ input: IndexInput, isHourly: Bool
  ) -> AirQualityIndex.Part? {
    switch pollutant {
    case .pm25, .pm10:
      // The particulates have no scale for an hour; real-time reports use the 24-hour one.
      return part(pollutant, "24h", isHourly ? input.hour : input.day)
    case .o3:
      let own = part(pollutant, isHourly ? "1h" : "8h", isHourly ? input.hour : input.eightHours)
      guard !isHourly, self == .china2012, own?.isBeyondScale == true else { return own }
      return part(pollutant, "1h", input.hour) ?? own
    case .so2 where isHourly:
      let own = part(pollutant, "1h", input.hour)
      guard self == .china2012, own?.isBeyondScale == true else { return own }
      return part(pollutant, "24h", input.day)
    default:
      return part(pollutant, isHourly ? "1h" : "24h", isHourly ? input.hour : input.day)
    }
  }

  /// The United States. The higher of the 8-hour and 1-hour indices of O3, where the 8-hour one
  /// ends at 300; SO2 by the hour up to 200 and by the day above.
  private func americanPart(_ pollutant: Pollutant, _ input: IndexInput) -> AirQualityIndex.Part? {
    switch pollutant {
    case .pm25, .pm10: return part(pollutant, "24h", input.day)
    case .co: return part(pollutant, "8h", input.eightHours)
    case .o3:
      let long = part(pollutant, "8h", input.eightHours, cap: true)
      let short = part(pollutant, "1h", input.hour)
      return [long, short].compactMap(\.self).max { $0.index < $1.index }
    case .so2:
      let short = part(pollutant, "1h", input.hour, cap: true)
      guard short?.isBeyondScale == true else { return short }
      return part(pollutant, "24h", input.day) ?? short
    default: return part(pollutant, "1h", input.hour)
    }
  }

  /// - Parameter cap: keep the index at the top of the scale instead of going on.
  private func part(
    _ pollutant: Pollutant, _ averaging: String, _ concentration: Double, cap: Bool = false
  ) -> AirQualityIndex.Part? {
    guard let scale = IndexScale(self, pollutant, averaging: averaging),
      let reading = scale.reading(at: concentration)
    else { return nil }
    return AirQualityIndex.Part(
      pollutant: pollutant, averaging: averaging, concentration: reading.concentration,
      unit: scale.unit, index: cap ? min(reading.index, scale.top) : reading.index,
      isBeyondScale: reading.isBeyondScale, provenance: scale.provenance)
  }
}
