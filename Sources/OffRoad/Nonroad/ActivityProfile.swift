import Documents
import AirQuality

/// How a year's work spreads over months and over the days of a week.
///
/// - Source: US EPA, NONROAD2008a, `SEASON/SEASON.DAT`; `Datasets/off-road/nonroad_activity.csv`.
///   EPA's twelve months sum to 0.996 to 1.004; here each is a share of their sum, so that twelve
///   months are a year.
public struct ActivityProfile: Hashable, Sendable {
  /// A day of the week.
  public enum Day: String, Codable, CaseIterable, Hashable, Sendable {
    case weekday, weekend
  }

  /// Part of a year.
  public struct Period: Codable, Hashable, Sendable {
    /// 1 to 12.
    public var months: [Int]
    /// One typical day of those months; `nil` for all their days.
    public var day: Day?

    /// Months, 1 to 12, and the kind of day; `nil` for all days.
    public init(months: [Int], day: Day? = nil) {
      self.months = months
      self.day = day
    }
  }

  /// EPA's code of the region, for example `US`, `NE`, `WCST`.
  public let region: String

  private let rows: [String: Row]

  private struct Row: Hashable, Sendable {
    let months: [Double]
    let weekday: Double
    let weekend: Double
  }

  private static let names = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  private static let all: [(region: String, name: String, sector: String, row: Row)] =
    ReferenceTable(named: "off-road/nonroad_activity.csv").rows.map { row in
      guard let region = row["region"], let sector = row["scc_sector"],
        let weekday = row.number("weekday"), let weekend = row.number("weekend_day")
      else { preconditionFailure("line \(row.line) of the activity is incomplete") }
      let months = names.compactMap { row.number($0) }
      guard months.count == 12 else { preconditionFailure("line \(row.line) lacks a month") }
      return (
        region, row["name"] ?? "", sector,
        Row(months: months, weekday: weekday, weekend: weekend)
      )
    }

  /// Every region's code and name, in the table's order.
  public static let regions: [(code: String, name: String)] = {
    var found: [(code: String, name: String)] = []
    for row in all where !found.contains(where: { $0.code == row.region }) {
      found.append((row.region, row.name))
    }
    return found
  }()

  /// The profile of a region of the United States.
  ///
  /// - Throws: `OffRoadError.setting` for a region that NONROAD does not have.
  public init(region: String = "US") throws(OffRoadError) {
    let own = Self.all.filter { $0.region == region.uppercased() }
    guard !own.isEmpty else {
      throw .setting(
        "region", problem: Message("error.off-road.is-region", ["region": .fact(region)]),
        remedy: Message("error.off-road.choose-region", ["code": .names(Self.regions.map(\.code))]))
    }
    self.region = region.uppercased()
    rows = Dictionary(uniqueKeysWithValues: own.map { ($0.sector, $0.row) })
  }

  /// Days of each month in a year that is no leap year, as NONROAD counts.
  static let days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

  /// Share of a year's work of a type that falls into a period: of all its days, or of one day.
  ///
  /// - Throws: `OffRoadError.setting` for no month or one that does not exist.
  public func share(of period: Period, type: MachineType) throws(OffRoadError) -> Double {
    guard !period.months.isEmpty, Set(period.months).count == period.months.count,
      period.months.allSatisfy((1...12).contains)
    else {
      throw .setting(
        "months",
        problem: Message("error.off-road.are", ["init": .names(period.months.map(String.init))]),
        remedy: "error.off-road.give-months")
    }
    guard let row = rows[String(type.classificationCode.prefix(7))] else {
      preconditionFailure("no activity of \(type.identifier)")
    }
    let year = row.months.reduce(0, +)
    let share = period.months.reduce(0) { $0 + row.months[$1 - 1] } / year
    guard let day = period.day else { return share }
    let count = period.months.reduce(0) { $0 + Self.days[$1 - 1] }
    // Shares of a week's work; seven of the mean day are a week.
    let weight = 7 * (day == .weekday ? row.weekday : row.weekend)
    return share * weight / Double(count)
  }
}

extension ClassFleet {
  /// The same machines at work in part of the year; ages stay as they are.
  ///
  /// - Throws: `OffRoadError.setting` for months that do not exist.
  public func during(
    _ period: ActivityProfile.Period, _ profile: ActivityProfile
  ) throws(OffRoadError) -> ClassFleet {
    var cells: [ClassCell] = []
    cells.reserveCapacity(self.cells.count)
    for cell in self.cells {
      let share = try profile.share(of: period, type: MachineType.all[Int(cell.key.type)])
      var own = cell.scaled(by: share)
      own.machines = cell.machines
      own.squaredWork = cell.squaredWork * share * share
      // Wear is that of the whole year.
      own.fullLoadHours = cell.fullLoadHours
      cells.append(own)
    }
    let use = DefaultUse(
      quantity: Message("assumed.activity", ["region": .text(profile.region)]), subject: "all",
      value: Double(period.months.count), unit: "months", machines: machines,
      backing: NonroadTechnology.backing)
    return ClassFleet(
      year: year, cells: cells, defaults: defaults + [use], age: age, period: period)
  }
}
