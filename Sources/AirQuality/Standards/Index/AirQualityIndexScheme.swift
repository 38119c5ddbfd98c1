/// One version of an air quality index: its break points and how it rounds.
public enum AirQualityIndexScheme: String, Codable, Sendable, CaseIterable {
  /// HJ 633-2012.
  case china2012 = "china-2012"
  /// HJ 633-2026, in which 100 stands at 60 µg/m³ of PM2.5 and 120 µg/m³ of PM10.
  case china2026 = "china-2026"
  /// The United States' of 2012; the tables have it for PM2.5 only.
  case us2012 = "us-2012"
  /// The United States' of 2024, in which 50 stands at 9.0 µg/m³ of PM2.5.
  case us2024 = "us-2024"

  /// As the table of break points names it.
  var tableName: String {
    switch self {
    case .china2012: "China HJ 633-2012"
    case .china2026: "China HJ 633-2026"
    case .us2012: "US EPA AQI 2012"
    case .us2024: "US EPA AQI 2024"
    }
  }

  /// Whether it is China's.
  var isChinese: Bool { self == .china2012 || self == .china2026 }

  /// The version of an authority that was in force on a date; `nil` before the first and for an
  /// authority without an index here.
  public static func inForce(
    of authority: AirQualityStandard.Authority, on date: CivilDate
  ) -> AirQualityIndexScheme? {
    let schemes: [AirQualityIndexScheme] =
      switch authority {
      case .china: [.china2012, .china2026]
      case .us: [.us2012, .us2024]
      default: []
      }
    return schemes.first { scheme in
      IndexSegment.embedded(scheme).contains {
        ($0.effectiveFrom.map { $0 <= date } ?? true) && ($0.effectiveTo.map { date <= $0 } ?? true)
      }
    }
  }

  /// The conventions by which an index is found, each with its source.
  public var rules: [AppliedRule] {
    let table = IndexSegment.embedded(self).map(\.provenance)
    let points = table.first.map { [AppliedRule("break points of \(tableName)", $0)] } ?? []
    guard isChinese else {
      return points + [
        .recalled(
          "a day needs 18 hours, 13 windows of 8 hours, of ozone fewer when one is above the standard",
          source: "CFR-50"),
        .stored("rounded to the nearest whole (step 4, p. 13)", source: "US-AQI-TAD"),
        .stored(
          "above the table the index goes on along the last segment’s line (table 6, note 4)",
          source: "US-AQI-TAD"),
      ]
    }
    return points + [
      AppliedRule(
        "the index is rounded up",
        ReferenceProvenance(
          source: self == .china2012 ? "HJ633-2012" : "HJ633-2026",
          verification: self == .china2012 ? .recall : .storedSource)),
      .recalled(
        "a day needs 20 hours, ozone 14 windows of 8 hours; concentrations are rounded to whole "
          + "µg/m³, CO to 0.1 mg/m³, before they are looked up", source: "HJ663-2013"),
    ]
      + (self == .china2012
        ? [
          .recalled(
            "particulates of an hour are looked up on the 24-hour scale", source: "HJ633-2012")
        ]
        : [
          .stored(
            "particulates of an hour are looked up on the scale of the daily mean (4.2)",
            source: "HJ633-2026"),
          .stored("the index ranges from 1 to 500 (4.1.1)", source: "HJ633-2026"),
          .stored(
            "with a pollutant missing the index is published only above 100 (5.3.1)",
            source: "HJ633-2026"),
        ])
  }

  /// The name of the class of an index, in English as the authority prints it.
  public func category(_ index: Int) -> String {
    let names =
      isChinese
      ? [
        "excellent", "good", "lightly polluted", "moderately polluted", "heavily polluted",
        "severely polluted",
      ]
      : [
        "good", "moderate", "unhealthy for sensitive groups", "unhealthy", "very unhealthy",
        "hazardous",
      ]
    let bounds = [50, 100, 150, 200, 300]
    return names[bounds.firstIndex { index <= $0 } ?? 5]
  }
}

/// One line of the table of break points: index and concentration run from low to high together.
struct IndexSegment: Sendable {
  let pollutant: Pollutant
  /// `1h`, `8h` or `24h`.
  let averaging: String
  let concentrations: ClosedRange<Double>
  let indices: ClosedRange<Double>
  let unit: MeasurementUnit
  let effectiveFrom: CivilDate?
  let effectiveTo: CivilDate?
  let provenance: ReferenceProvenance

  init(_ row: ReferenceTable.Row) {
    guard let pollutant = row["pollutant"], let averaging = row["averaging"],
      let low = row.number("c_low"), let high = row.number("c_high"),
      let first = row.number("i_low"), let last = row.number("i_high"),
      let unit = row["unit"].flatMap({ MeasurementUnit($0) })
    else { preconditionFailure("line \(row.line) of the break points is incomplete") }
    self.pollutant = Pollutant(pollutant)
    self.averaging = averaging
    concentrations = low...high
    indices = first...last
    self.unit = unit
    effectiveFrom = row.date("effective_from")
    effectiveTo = row.date("effective_to")
    provenance = row.provenance
  }

  /// The index at a concentration on the segment's line, also outside the segment.
  func index(at concentration: Double) -> Double {
    let slope =
      (indices.upperBound - indices.lowerBound)
      / (concentrations.upperBound - concentrations.lowerBound)
    return slope * (concentration - concentrations.lowerBound) + indices.lowerBound
  }

  private static let all: [AirQualityIndexScheme: [IndexSegment]] = {
    let rows = ReferenceTable(named: "reference/aqi_breakpoints.csv").rows
    return Dictionary(
      uniqueKeysWithValues: AirQualityIndexScheme.allCases.map { scheme in
        (scheme, rows.filter { $0["scheme"] == scheme.tableName }.map { IndexSegment($0) })
      })
  }()

  /// The break points of a scheme, from `reference/aqi_breakpoints.csv`.
  static func embedded(_ scheme: AirQualityIndexScheme) -> [IndexSegment] { all[scheme] ?? [] }
}
