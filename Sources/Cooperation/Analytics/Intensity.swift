public import AirQuality

/// How much cooperation a city had in a month: a dose, with what is not known beside it.
///
/// A training or a visit is no measure with a date; `projects intensity` says so with every table.
public struct Intensity: Hashable, Codable, Sendable {
  /// Id of the organisation on the Chinese side.
  public let organisation: String
  /// First day of the calendar month.
  public let month: CivilDate
  /// Activities that were going on in the month, as far as their days are known; others count in
  /// the month in which they began.
  public let activities: Int
  /// People times those of their days that lie in the month, of activities that the sources count.
  public let peopleDays: Int
  /// Activities whose people or days are not known.
  public let uncounted: Int

  /// Intensities of all organisations and months in which something took place.
  ///
  /// The days of an activity count in the months in which they lie, for every partner of its
  /// project; a project with several partners therefore counts for each of them, and the sum over
  /// organisations is more than `uniquePeopleDays`.
  public static func byMonth(
    _ activities: [Activity], project: (String) -> Project?
  ) -> [Intensity] {
    struct Key: Hashable {
      let organisation: String
      let month: CivilDate
    }
    var tallies: [Key: (activities: Int, peopleDays: Int, uncounted: Int)] = [:]
    for activity in activities where activity.isDone && activity.sameAs == nil {
      // An activity of which only the year is known has no month.
      guard activity.start.precision != .year, let project = project(activity.project) else {
        continue
      }
      for (month, days) in months(of: activity) {
        for organisation in project.chinese {
          let key = Key(organisation: organisation, month: month)
          var tally = tallies[key] ?? (0, 0, 0)
          tally.activities += 1
          if let days, let people = activity.people {
            tally.peopleDays += days * people
          } else {
            tally.uncounted += 1
          }
          tallies[key] = tally
        }
      }
    }
    return tallies.sorted {
      ($0.key.organisation, $0.key.month) < ($1.key.organisation, $1.key.month)
    }.map { key, tally in
      Intensity(
        organisation: key.organisation, month: key.month, activities: tally.activities,
        peopleDays: tally.peopleDays, uncounted: tally.uncounted)
    }
  }

  /// People times days of all events that took place, each once whatever the number of partners.
  public static func uniquePeopleDays(
    _ activities: [Activity], project: (String) -> Project?
  ) -> Int {
    activities.reduce(0) { sum, activity in
      guard activity.isDone, activity.start.precision != .year,
        project(activity.project)?.chinese.isEmpty == false
      else { return sum }
      return sum + (activity.peopleDays ?? 0)
    }
  }

  /// First days of the months in which an activity's days lie, with their number; `nil` where the
  /// days are not known.
  private static func months(of activity: Activity) -> [(month: CivilDate, days: Int?)] {
    func begin(_ date: CivilDate) -> CivilDate {
      CivilDate(daysSinceEpoch: date.daysSinceEpoch - date.day + 1)
    }
    let first = begin(activity.start.first)
    guard activity.days != nil else { return [(first, nil)] }
    var found: [(CivilDate, Int?)] = []
    var month = first
    while month <= activity.end.last {
      let next = CivilDate(
        daysSinceEpoch: month.daysSinceEpoch
          + CivilDate.days(inMonth: month.month, year: month.year))
      let from = max(month.daysSinceEpoch, activity.start.first.daysSinceEpoch)
      let until = min(next.daysSinceEpoch, activity.end.last.daysSinceEpoch + 1)
      found.append((month, until - from))
      month = next
    }
    return found
  }

  /// A full panel of organisations and months with zeros where nothing took place, as the panel
  /// designs take a treatment.
  public static func panel(_ intensities: [Intensity]) -> [Intensity] {
    guard let first = intensities.map(\.month).min(), let last = intensities.map(\.month).max()
    else { return [] }
    var known: [String: [CivilDate: Intensity]] = [:]
    for intensity in intensities {
      known[intensity.organisation, default: [:]][intensity.month] = intensity
    }
    var months: [CivilDate] = []
    var month = first
    while month <= last {
      months.append(month)
      guard
        let next = CivilDate(
          year: month.month == 12 ? month.year + 1 : month.year,
          month: month.month == 12 ? 1 : month.month + 1, day: 1)
      else { break }
      month = next
    }
    return known.keys.sorted().flatMap { organisation in
      months.map { month in
        known[organisation]?[month]
          ?? Intensity(
            organisation: organisation, month: month, activities: 0, peopleDays: 0, uncounted: 0)
      }
    }
  }
}
