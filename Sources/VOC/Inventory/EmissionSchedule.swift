import AirQuality
import Documents
import NumericKernels

/// When in the year, the week and the day a process emits: relative weights, as emission models take
/// them.
///
/// A month's weight is for the whole month, whatever its days; a weekday's is for each such day of a
/// month; an hour's is for each such hour of a day. What is not stated is the same at all times.
public struct EmissionSchedule: Hashable, Codable, Sendable {
  /// January to December; `nil` goes with the days of the months.
  public let months: [Double]?
  /// Monday to Sunday; `nil` is all alike.
  public let weekdays: [Double]?
  /// From 00:00 to 23:00, local standard time; `nil` is all alike.
  public let hours: [Double]?

  /// Weights that are not negative and of which some are positive.
  ///
  /// - Throws: `VOCError.badSetting` for another number of them and for weights that cannot be.
  public init(months: [Double]?, weekdays: [Double]?, hours: [Double]?) throws(VOCError) {
    for (name, weights, count) in [
      ("months", months, 12), ("weekdays", weekdays, 7), ("hours", hours, 24),
    ] {
      guard let weights else { continue }
      guard weights.count == count else {
        throw .badSetting(
          name,
          problem: .init(
            "error.voc.schedule-count",
            ["found": .fact(weights.count), "needed": .fact(count)]))
      }
      guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }), weights.contains(where: { $0 > 0 })
      else { throw .badSetting(name, problem: "error.voc.schedule-weights") }
    }
    self.months = months
    self.weekdays = weekdays
    self.hours = hours
  }

  /// Emission at all times alike.
  static let even = EmissionSchedule()

  private init() {
    months = nil
    weekdays = nil
    hours = nil
  }

  /// The share of a year's emission that falls on each hour of the year; they add up to 1.
  ///
  /// A month without any of the weekdays that emit would lose its share: since every month has each
  /// weekday four times, there is none.
  func shares(of year: Int) -> [Double] {
    var shares: [Double] = []
    shares.reserveCapacity(8_784)
    let days = (1...12).map { CivilDate.days(inMonth: $0, year: year) }
    let ofMonths = Self.normalised(months ?? days.map(Double.init))
    let ofHours = Self.normalised(hours ?? [Double](repeating: 1, count: 24))
    for month in 1...12 {
      let weights = (1...days[month - 1]).map { day -> Double in
        guard let weekdays, let date = CivilDate(year: year, month: month, day: day) else {
          return 1
        }
        return weekdays[date.weekday - 1]
      }
      for weight in Self.normalised(weights) {
        for hour in ofHours { shares.append(ofMonths[month - 1] * weight * hour) }
      }
    }
    return shares
  }

  private static func normalised(_ weights: [Double]) -> [Double] {
    let sum = Summation.sum(weights)
    return weights.map { $0 / sum }
  }
}

/// An inventory over one year: by months and weekdays and hours of the day, every number at its middle.
public struct EmissionCourse: Hashable, Codable, Sendable {
  /// One month, weekday or hour.
  public struct Part: Hashable, Codable, Sendable {
    /// 1 to 12 for months, 1 to 7 for weekdays from Monday, 0 to 23 for hours.
    public let number: Int
    /// Without the measures: tonnes of a month, mean kilograms an hour of weekdays and hours.
    public let emission: Double
    /// The same with the measures.
    public let remaining: Double
  }

  /// Which year's calendar.
  public let year: Int
  /// January first.
  public let months: [Part]
  /// Monday first.
  public let weekdays: [Part]
  /// 00:00 first, local standard time.
  public let hours: [Part]
  /// Share of the emission of processes that state no schedule, 0 to 1.
  public let unscheduledShare: Double

  /// Kilograms in each hour of the year without the measures; not in JSON, where it would be most of it.
  public private(set) var hourlyEmission: [Double] = []
  /// The same with the measures.
  public private(set) var hourlyRemaining: [Double] = []

  private enum CodingKeys: String, CodingKey {
    case year, months, weekdays, hours, unscheduledShare
  }

  /// - Parameters:
  ///   - before, after: tonnes a year by process, without and with the measures.
  init(
    _ inventory: EmissionInventory, before: [Double], after: [Double], year: Int
  ) {
    let count = CivilDate.isLeap(year) ? 8_784 : 8_760
    var emission = [Double](repeating: 0, count: count)
    var remaining = emission
    // Processes of one schedule are spread once.
    let groups = Dictionary(grouping: inventory.processes.indices) {
      inventory.processes[$0].schedule ?? .even
    }
    let ordered = groups.values.map { $0.sorted() }.sorted { $0[0] < $1[0] }
    for members in ordered {
      let shares = (inventory.processes[members[0]].schedule ?? .even).shares(of: year)
      let first = 1_000 * Summation.sum(members.map { before[$0] })
      let second = 1_000 * Summation.sum(members.map { after[$0] })
      for hour in 0..<count {
        emission[hour] += shares[hour] * first
        remaining[hour] += shares[hour] * second
      }
    }
    self.year = year
    hourlyEmission = emission
    hourlyRemaining = remaining
    let start = CivilDate(month: 12 * year).daysSinceEpoch
    let dates = (0..<(count / 24)).map { CivilDate(daysSinceEpoch: start + $0) }
    func parts(_ numbers: ClosedRange<Int>, isSum: Bool, _ number: (Int) -> Int) -> [Part] {
      var sums = [[Double]](repeating: [0, 0, 0], count: numbers.count)
      for hour in 0..<count {
        let place = number(hour) - numbers.lowerBound
        sums[place][0] += emission[hour]
        sums[place][1] += remaining[hour]
        sums[place][2] += 1
      }
      return zip(numbers, sums).map { number, sum in
        let scale = isSum ? 1_000 : sum[2]
        return Part(number: number, emission: sum[0] / scale, remaining: sum[1] / scale)
      }
    }
    months = parts(1...12, isSum: true) { dates[$0 / 24].month }
    weekdays = parts(1...7, isSum: false) { dates[$0 / 24].weekday }
    hours = parts(0...23, isSum: false) { $0 % 24 }
    let all = Summation.sum(before)
    unscheduledShare =
      all > 0
      ? Summation.sum(
        inventory.processes.indices.map { inventory.processes[$0].schedule == nil ? before[$0] : 0 }
      )
        / all : 0
  }
}
