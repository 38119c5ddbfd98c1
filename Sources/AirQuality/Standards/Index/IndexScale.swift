/// The break points of one pollutant and averaging time in one scheme.
public struct IndexScale: Sendable {
  /// The scheme.
  public let scheme: AirQualityIndexScheme
  /// The pollutant.
  public let pollutant: Pollutant
  /// `1h`, `8h` or `24h`.
  public let averaging: String
  let segments: [IndexSegment]

  /// The unit in which concentrations are looked up.
  public let unit: MeasurementUnit
  /// Where the break points come from.
  public let provenance: ReferenceProvenance

  /// A scale, `nil` where the scheme has none.
  public init?(_ scheme: AirQualityIndexScheme, _ pollutant: Pollutant, averaging: String) {
    let segments = IndexSegment.embedded(scheme)
      .filter { $0.pollutant == pollutant && $0.averaging == averaging }
      .sorted { $0.concentrations.lowerBound < $1.concentrations.lowerBound }
    guard let first = segments.first else { return nil }
    self.scheme = scheme
    self.pollutant = pollutant
    self.averaging = averaging
    self.segments = segments
    unit = first.unit
    provenance = first.provenance
  }

  /// An index and how it came about.
  public struct Reading: Hashable, Codable, Sendable {
    /// The index, whole.
    public let index: Int
    /// The concentration that was looked up, rounded as the scheme has it.
    public let concentration: Double
    /// Whether the concentration lies above the table.
    public let isBeyondScale: Bool
  }

  /// What is done to a concentration before it is looked up.
  ///
  /// The US truncates to the table's decimals (technical assistance document of 2024, table 6).
  /// China reports whole µg/m³ and 0.1 mg/m³ of CO, rounded half to even.
  var rounding: LegalRounding {
    guard !scheme.isChinese else {
      return .halfEven(decimals: pollutant == .co ? 1 : 0)
    }
    switch pollutant {
    case .pm25, .co: return .truncated(decimals: 1)
    case .o3: return .truncated(decimals: 3)
    default: return .truncated(decimals: 0)
    }
  }

  /// The highest concentration whose index is at most a bound of the categories.
  func top(of index: Double) -> Double? {
    segments.last { $0.indices.upperBound <= index }?.concentrations.upperBound
  }

  /// The index at a concentration in `unit`.
  ///
  /// China rounds every index up, the US to the nearest whole. Above the table China's index
  /// stays at its last value, 500 for most; the US index goes on along the last segment's line,
  /// as StateAir's files show it (644.0 µg/m³ in January 2013 was 595).
  ///
  /// - Returns: `nil` below the table: the US scale of 1-hour ozone begins at 0.125 ppm. A
  ///   negative concentration counts as none.
  public func reading(at concentration: Double) -> Reading? {
    guard concentration.isFinite, let first = segments.first, let last = segments.last else {
      return nil
    }
    let value = max(rounding(concentration), 0)
    guard value >= first.concentrations.lowerBound else { return nil }
    let beyond = value > last.concentrations.upperBound
    let segment = segments.first { value <= $0.concentrations.upperBound } ?? last
    let raw =
      beyond && scheme.isChinese ? last.indices.upperBound : segment.index(at: value)
    let whole = scheme.isChinese ? LegalRounding.up(decimals: 0) : .halfUp(decimals: 0)
    // HJ 633-2026, 4.1.1: the index ranges from 1 to 500.
    let least = scheme == .china2026 ? 1.0 : 0
    return Reading(
      index: Int(min(max(whole(raw), least), 100_000)), concentration: value,
      isBeyondScale: beyond)
  }

  /// The highest index of the table.
  var top: Int { Int(segments.last?.indices.upperBound ?? 0) }
}
