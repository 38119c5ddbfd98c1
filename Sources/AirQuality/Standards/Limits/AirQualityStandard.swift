/// One limit of an authority's air quality standard: which statistic of which pollutant may reach
/// what.
public struct AirQualityStandard: Hashable, Codable, Sendable {
  /// Who sets it.
  public enum Authority: String, Codable, Sendable, CaseIterable {
    case china, japan, who, eu, us, uk

    /// As the table of standards writes it.
    var tableName: String {
      switch self {
      case .china: "China MEE"
      case .japan: "Japan MOE"
      case .who: "WHO"
      case .eu: "EU"
      case .us: "US EPA"
      case .uk: "UK"
      }
    }
  }

  /// What is compared with the limit, in the table's words.
  public enum Statistic: String, Codable, Sendable, CaseIterable {
    case annualMean = "annual_mean"
    case quarterlyMean = "quarterly_mean"
    case rollingThreeMonthMean = "rolling_3_month_mean"
    case dailyMean = "daily_mean"
    case ninetyEighthDailyMean = "p98_daily_mean"
    case ninetyNinthDailyMean = "p99_daily_mean"
    case twoPercentExcludedDailyMean = "p2_excluded_daily_mean"
    case hourlyMean = "hourly_mean"
    case ninetyEighthDailyMaximumHour = "p98_daily_max_1h"
    case ninetyNinthDailyMaximumHour = "p99_daily_max_1h"
    case eightHourMean = "8h_mean"
    case dailyMaximumEightHourMean = "daily_max_8h_mean"
    case ninetyNinthDailyMaximumEightHourMean = "p99_daily_max_8h_mean"
    case fourthHighestDailyMaximumEightHourMean = "fourth_highest_daily_max_8h_mean"
    case annualMeanOfDailyMaximumEightHour = "annual_mean_of_daily_max_8h"
    case peakSeasonMeanOfDailyMaximumEightHour = "peak_season_mean_of_daily_max_8h"
    case threeHourMean = "3h_mean"
    case tenMinuteMean = "10min_mean"
    case fifteenMinuteMean = "15min_mean"
  }

  /// Who sets it.
  public let authority: Authority
  /// For example `GB 3095-2012`.
  public let name: String
  /// The year of the rule where one name has seen several, for example `2012` of the NAAQS.
  public let edition: String?
  /// For example `grade 2`, `AQG`, `limit value`.
  public let level: String
  /// Which step of its coming it belongs to, for example `transition`, `stage 1`, `from 2030`.
  public let stage: String?
  /// What is limited.
  public let pollutant: Pollutant
  /// The averaging time as the text of the law has it: `annual`, `24h`, `8h`, `1h`, `quarter`.
  public let averaging: String
  /// What is compared with the limit.
  public let statistic: Statistic
  /// The percentile that is compared, per cent, where the standard names one.
  public let percentile: Double?
  /// How often a year the limit may be passed, where the standard allows it.
  public let allowedExceedances: Int?
  /// How many years the statistic is averaged over; `nil` is one.
  public let averagedOverYears: Int?
  /// In `unit`.
  public let limit: Double
  /// Of the limit.
  public let unit: MeasurementUnit
  /// Temperature and pressure of the limit as the table words them.
  public let referenceState: String?
  /// The day on which the text came into force. Between it and `effectiveFrom` the limit is law
  /// and does not bind yet.
  public let inForceFrom: CivilDate?
  /// First day on which it binds; `nil` when the table has none.
  public internal(set) var effectiveFrom: CivilDate?
  /// Last day on which it binds; `nil` while it does.
  public internal(set) var effectiveTo: CivilDate?
  /// Where it binds, in words.
  public internal(set) var region: String?
  /// Where the figure comes from.
  public let provenance: ReferenceProvenance
  /// Caveats.
  public let notes: String?

  /// The name with its edition: `NAAQS 2012`, `GB 3095-2012`.
  public var fullName: String { edition.map { "\(name) \($0)" } ?? name }

  /// Whether it is law on a date and binds only later.
  public func isComing(on date: CivilDate) -> Bool {
    guard let inForceFrom, let effectiveFrom else { return false }
    return inForceFrom <= date && date < effectiveFrom
  }

  /// Whether a ministry or a province decides how it is applied (GB 3095, table 2).
  public var isDecidedByProvinces: Bool { region?.hasPrefix("where the ministry") == true }

  /// Whether it was proposed and nobody has checked that it holds yet.
  public var isPending: Bool {
    effectiveFrom == nil && notes?.contains("recommended by") == true
  }

  /// Whether it holds on a date. Without a first day in the table it counts as always having
  /// held, except while it is pending.
  public func isInForce(on date: CivilDate) -> Bool {
    if let effectiveFrom, date < effectiveFrom { return false }
    if let effectiveTo, date > effectiveTo { return false }
    return !isPending
  }

  /// Whether a level that was asked for names it: `grade 2` also fits `grade 2 transition`.
  public func isLevel(_ text: String) -> Bool {
    let own = level.lowercased()
    let wanted = text.lowercased()
    return own == wanted || own.hasPrefix(wanted + " ")
  }

  /// The state to which the limit refers.
  var state: ReferenceState {
    guard let referenceState else { return .unstated }
    if referenceState.contains("before") { return .chinaGB3095 }
    if referenceState.hasPrefix("298.15 K") { return .kelvin298 }
    if referenceState.hasPrefix("293 K") { return .standard(kelvin: 293, kilopascals: 101.3) }
    if referenceState.hasPrefix("ambient") { return .ambient }
    return referenceState == "volume ratio" ? .notApplicable : .unstated
  }

  /// From a line of the table.
  init(_ row: ReferenceTable.Row) {
    guard let authority = Authority.allCases.first(where: { $0.tableName == row["authority"] }),
      let name = row["standard"], let level = row["level"], let pollutant = row["pollutant"],
      let averaging = row["averaging"], let statistic = row["statistic"],
      let statistic = Statistic(rawValue: statistic), let limit = row.number("limit"),
      let unit = row["unit"].flatMap({ MeasurementUnit($0) })
    else { preconditionFailure("line \(row.line) of the standards is incomplete") }
    self.authority = authority
    self.name = name
    edition = row["edition"]
    self.level = level
    stage = row["stage"]
    self.pollutant = Pollutant(pollutant)
    self.averaging = averaging
    self.statistic = statistic
    percentile = row.number("percentile")
    allowedExceedances = row.number("allowed_exceedances_per_year").map { Int($0) }
    averagedOverYears = row.number("averaged_over_years").map { Int($0) }
    self.limit = limit
    self.unit = unit
    referenceState = row["reference_state"]
    inForceFrom = row.date("in_force_from")
    effectiveFrom = row.date("effective_from")
    effectiveTo = row.date("effective_to")
    region = row["region"]
    provenance = row.provenance
    notes = row["notes"].map { Self.trimmed($0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Without a last separator, which some lines of the table end in.
  private static func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while let last = text.last, last == ";" || last == " " { text.removeLast() }
    return String(text)
  }
}
