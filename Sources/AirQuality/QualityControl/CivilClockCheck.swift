import Documents
import NumericKernels

/// Finds series that ran on the clock people live by, by the hour that it leaves out in spring.
///
/// A logger on civil time has no stamp between 02:00 and 03:00 on the day of the change. In a series
/// at a fixed offset that hour is missing alone, every spring, and half a year lies an hour off. The
/// hour that autumn shows twice leaves no trace once a file is read.
enum CivilClockCheck {
  /// A rule of summer time and where it holds.
  struct Family: Sendable {
    /// Its row in the catalogue, `quality.clock.<id>`.
    let id: String
    /// One zone that keeps it.
    let zone: String
    /// In the POSIX form of `TZ`.
    let rule: String
    let years: ClosedRange<Int>
  }

  /// Rules of the IANA list (2025b) in the years in which they held without exception; a test holds
  /// them beside the zones.
  static let families: [Family] = [
    Family(
      id: "western-europe", zone: "Europe/London", rule: "GMT0BST,M3.5.0/1,M10.5.0",
      years: 1996...9_000),
    Family(
      id: "central-europe", zone: "Europe/Berlin", rule: "CET-1CEST,M3.5.0,M10.5.0/3",
      years: 1996...9_000),
    Family(
      id: "eastern-europe", zone: "Europe/Athens", rule: "EET-2EEST,M3.5.0/3,M10.5.0/4",
      years: 1996...9_000),
    Family(
      id: "north-america", zone: "America/New_York", rule: "EST5EDT,M3.2.0,M11.1.0",
      years: 2007...9_000),
    Family(
      id: "north-america", zone: "America/New_York", rule: "EST5EDT,M4.1.0,M10.5.0",
      years: 1987...2006),
    Family(
      id: "mexico", zone: "America/Mexico_City", rule: "CST6CDT,M4.1.0,M10.5.0",
      years: 2007...2022),
    Family(
      id: "south-eastern-australia", zone: "Australia/Sydney",
      rule: "AEST-10AEDT,M10.1.0,M4.1.0/3", years: 2008...9_000),
    Family(
      id: "new-zealand", zone: "Pacific/Auckland", rule: "NZST-12NZDT,M9.5.0,M4.1.0/3",
      years: 2008...9_000),
    Family(
      id: "brazil", zone: "America/Sao_Paulo", rule: "<-03>3<-02>,M10.3.0/0,M2.3.0/0",
      years: 2008...2017),
    Family(
      id: "israel", zone: "Asia/Jerusalem", rule: "IST-2IDT,M3.4.4/26,M10.5.0",
      years: 2013...9_000),
    Family(
      id: "egypt", zone: "Africa/Cairo", rule: "EET-2EEST,M4.5.5/0,M10.5.4/24",
      years: 2023...9_000),
  ]

  /// What the springs of one family show.
  private struct Evidence {
    let family: Family
    /// Labels of the hours that are missing alone.
    let gaps: [Int]
    /// How many springs have values on both sides of the hour.
    let springs: Int
    /// Share of other days on which the same hour of the clock is missing alone.
    let usual: Double
    let otherDays: Int
    /// How often so many of the springs would show it by chance, over all families.
    let expected: Double
  }

  /// With fewer other days to compare with, a suspicion is told all the same.
  private static let fewDays = 30

  /// At most one finding; a suspicion of one spring is a note unless that hour is hardly ever
  /// missing otherwise.
  static func findings(_ series: MonitoringSeries) -> [QualityFinding] {
    guard let step = series.axis.step.seconds, 3_600 % step == 0, series.count > 2 else {
      return []
    }
    let clock = LabelClock(series, step: step)
    let found = families.compactMap { evidence(clock, $0) }
    guard let best = found.min(by: { $0.expected < $1.expected }) else { return [] }
    let grade: QualityGrade
    if best.expected < 0.01 {
      grade = .suspect
    } else if best.expected < 0.1 || best.otherDays < fewDays {
      grade = .note
    } else {
      return []
    }
    let first = Instant(secondsSinceEpoch: best.gaps[0])
    let hour = first.secondOfDay(utcOffset: 0)
    let time = [hour / 3_600, hour / 60 % 60].map { CivilDate.padded($0, 2) }
      .joined(separator: ":")
    let days = Value.list(
      best.gaps.prefix(3).map {
        .date(Instant(secondsSinceEpoch: $0).date(utcOffset: 0).description)
      })
    let ratio =
      best.springs == 1
      ? "quality.spring-one"
      : Message(
        "quality.springs",
        ["gaps": .count(best.gaps.count), "springs": .count(best.springs)])
    return [
      series.finding(
        .civilClock, grade,
        Message(
          "quality.civil-clock",
          [
            "time": .text(time), "springs": .message(ratio), "others": .count(best.otherDays),
            "days": best.gaps.count <= 3
              ? days
              : .message(
                Message(
                  "quality.civil-clock-days",
                  ["days": days, "more": .count(best.gaps.count - 3)])),
            "place": .message(Message("quality.clock.\(best.family.id)")),
            "usual": .percent(best.usual), "zone": .text(best.family.zone),
          ]),
        facts: [
          "springs": Double(best.springs), "gaps": Double(best.gaps.count), "usual": best.usual,
          "other_days": Double(best.otherDays), "expected_by_chance": best.expected,
        ])
    ]
  }

  private static func evidence(_ clock: LabelClock, _ family: Family) -> Evidence? {
    guard let rule = SummerTimeRule(Array(family.rule.utf8)), let summer = rule.summer else {
      return nil
    }
    var gaps: [Int] = []
    var springs = 0
    for year in clock.years where family.years.contains(year) {
      let begin = summer.begin.localSeconds(year: year)
      guard let isMissing = clock.isMissingAlone(begin) else { continue }
      springs += 1
      if isMissing { gaps.append(begin) }
    }
    guard let first = gaps.first, 2 * gaps.count >= springs else { return nil }
    let (days, missing) = clock.usual(first, except: Set(gaps))
    let share = (Double(missing) + 0.5) / (Double(days) + 1)
    guard share < 0.5 || days < fewDays else { return nil }
    return Evidence(
      family: family, gaps: gaps, springs: springs,
      usual: days > 0 ? Double(missing) / Double(days) : 0, otherDays: days,
      expected: Double(families.count) * tail(gaps.count, of: springs, share))
  }

  /// Probability of at least so many successes in independent trials.
  private static func tail(_ least: Int, of trials: Int, _ share: Double) -> Double {
    var sum = 0.0
    for successes in least...trials {
      var term = 1.0
      for index in 0..<trials {
        term *= index < successes ? share : 1 - share
        if index < successes { term *= Double(trials - index) / Double(index + 1) }
      }
      sum += term
    }
    return min(1, sum)
  }

  /// A series by what its stamps show: clock seconds since 1970-01-01T00:00 on the wall.
  private struct LabelClock {
    private let values: [Double]
    private let step: Int
    /// The label of the first step.
    private let first: Int

    init(_ series: MonitoringSeries, step: Int) {
      values = series.storage
      self.step = step
      first =
        series.axis.start.secondsSinceEpoch + series.axis.utcOffset
        + (series.axis.stamp == .ending ? step : 0)
    }

    var years: ClosedRange<Int> {
      func year(_ label: Int) -> Int {
        CivilDate(daysSinceEpoch: Instant.floorDivide(label, 86_400)).year
      }
      return year(first)...year(first + (values.count - 1) * step)
    }

    /// Whether all labels of an hour are missing; `nil` unless those before and after have values.
    func isMissingAlone(_ hour: Int) -> Bool? {
      guard (hour - first) % step == 0 else { return nil }
      let position = (hour - first) / step
      let steps = 3_600 / step
      guard position > 0, position + steps < values.count, !values[position - 1].isNaN,
        !values[position + steps].isNaN
      else { return nil }
      return values[position..<(position + steps)].allSatisfy(\.isNaN)
    }

    /// On how many other days the same hour has neighbours, and on how many it is missing.
    func usual(_ hour: Int, except: Set<Int>) -> (days: Int, missing: Int) {
      var days = 0
      var missing = 0
      let last = first + (values.count - 1) * step
      var label = first + ((hour - first) % 86_400 + 86_400) % 86_400
      while label <= last {
        if !except.contains(label), let isMissing = isMissingAlone(label) {
          days += 1
          if isMissing { missing += 1 }
        }
        label += 86_400
      }
      return (days, missing)
    }
  }
}
