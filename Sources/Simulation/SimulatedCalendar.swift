import AirQuality

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The parts of the model that only the calendar decides, one value a day or an hour of the day.
struct SimulatedCalendar {
  /// Days of the axis.
  let days: Int
  /// Steps in a day, 1 or 24.
  let stepsPerDay: Int
  /// cos of the season's angle, 1 in mid-January and −1 in mid-July.
  let winter: [Double]
  /// 1 on Saturdays and Sundays, else 0.
  let weekend: [Double]
  /// Years since the first day.
  let years: [Double]
  /// Share of the measure in force, 0 before its start.
  let inForce: [Double]
  /// The time of day's log concentration, range −1...1, mean 0, one value a step of the day.
  let diurnal: [Double]
  /// Warmth of the time of day, −1...1, highest at 15 h.
  let warmth: [Double]

  init(_ network: SimulatedNetwork) {
    let first = network.firstDay.daysSinceEpoch
    let dates = (0..<(network.axis.count / network.step.perDay)).map {
      CivilDate(daysSinceEpoch: first + $0)
    }
    days = dates.count
    stepsPerDay = network.step.perDay
    winter = dates.map { cos(2 * .pi * (Double($0.dayOfYear) - 12) / 365.25) }
    weekend = dates.map { $0.weekday > 5 ? 1 : 0 }
    years = (0..<dates.count).map { Double($0) / 365.25 }
    inForce = dates.map { date in
      let day = date.daysSinceEpoch - network.start.daysSinceEpoch
      guard day >= 0 else { return 0 }
      return day >= network.phaseInDays ? 1 : Double(day + 1) / Double(network.phaseInDays + 1)
    }
    guard network.step == .hour else {
      diurnal = [0]
      warmth = [0]
      return
    }
    // The evening peak with a smaller one after the morning rush, as Beijing's hours show.
    diurnal = (0..<24).map { hour in
      let angle = 2 * .pi * (Double(hour) - 22) / 24
      return 0.8 * cos(angle) + 0.25 * cos(2 * angle)
    }
    warmth = (0..<24).map { cos(2 * .pi * (Double($0) - 15) / 24) }
  }
}
