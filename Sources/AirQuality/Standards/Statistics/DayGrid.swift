import NumericKernels

/// A series on whole local days, as the statistics of the law need it: 24 hours a day, or one
/// value a day where the source is daily.
struct DayGrid: Sendable {
  /// First day.
  let firstDay: CivilDate
  /// How many days.
  let dayCount: Int
  /// `dayCount × 24`, day after day, each hour at the place of its beginning; NaN where missing.
  /// Empty for a daily source.
  let hours: [Double]
  /// `dayCount` values of a daily source; empty for an hourly one.
  let givenDays: [Double]

  /// Whether hours are known.
  var isHourly: Bool { !hours.isEmpty }

  init(firstDay: CivilDate, hours: [Double]) {
    precondition(hours.count % 24 == 0)
    self.firstDay = firstDay
    dayCount = hours.count / 24
    self.hours = hours
    givenDays = []
  }

  init(firstDay: CivilDate, days: [Double]) {
    self.firstDay = firstDay
    dayCount = days.count
    hours = []
    givenDays = days
  }

  /// The grid of a series, `nil` when its step is neither a day nor an hour or a part of one.
  ///
  /// Shorter steps make an hour when at least three quarters of them are there, the 45 minutes
  /// that GB 3095 and Directive 2008/50/EC ask for.
  init?(_ series: MonitoringSeries) {
    let axis = series.axis
    guard axis.count > 0 else { return nil }
    let first = axis.date(at: 0)
    let days = axis.date(at: axis.count - 1).daysSinceEpoch - first.daysSinceEpoch + 1
    func day(_ position: Int) -> Int {
      axis.date(at: position).daysSinceEpoch - first.daysSinceEpoch
    }
    if axis.step == .day, series.averaging == .day {
      var values = [Double](repeating: .nan, count: days)
      for position in 0..<axis.count { values[day(position)] = series.storage[position] }
      self.init(firstDay: first, days: values)
      return
    }
    // Running means are no hours: each of them would count many hours again.
    guard series.averaging <= .hour, let step = axis.step.seconds, step <= 3_600,
      3_600 % step == 0
    else { return nil }
    let origin = Instant(first, utcOffset: axis.utcOffset).secondsSinceEpoch
    let perHour = 3_600 / step
    var gathered = [[Double]](repeating: [], count: perHour > 1 ? days * 24 : 0)
    var values = [Double](repeating: .nan, count: days * 24)
    for position in 0..<axis.count where !series.storage[position].isNaN {
      let hour = (axis.instant(at: position).secondsSinceEpoch - origin) / 3_600
      if perHour == 1 {
        values[hour] = series.storage[position]
      } else {
        gathered[hour].append(series.storage[position])
      }
    }
    for hour in gathered.indices where 4 * gathered[hour].count >= 3 * perHour {
      values[hour] = Summation.mean(gathered[hour])
    }
    self.init(firstDay: first, hours: values)
  }

  /// The same grid with every hour, or every given day, changed.
  func mapped(_ change: (Double) -> Double) -> DayGrid {
    isHourly
      ? DayGrid(firstDay: firstDay, hours: hours.map(change))
      : DayGrid(firstDay: firstDay, days: givenDays.map(change))
  }

  /// Daily means, NaN where fewer hours than the minimum are there; a daily source's own values.
  func dailyMeans(minimumHours: Int) -> [Double] {
    guard isHourly else { return givenDays }
    return (0..<dayCount).map { day in
      let valid = hours[(day * 24)..<(day * 24 + 24)].filter { !$0.isNaN }
      return valid.count >= minimumHours ? Summation.mean(valid) : .nan
    }
  }

  /// Highest hour of each day, NaN where fewer hours than the minimum are there.
  func dailyMaxima(minimumHours: Int) -> [Double] {
    (0..<(isHourly ? dayCount : 0)).map { day in
      let valid = hours[(day * 24)..<(day * 24 + 24)].filter { !$0.isNaN }
      return valid.count >= minimumHours ? valid.max() ?? .nan : .nan
    }
  }

  /// The part of daily values that lies in a period, missing where the grid does not reach.
  ///
  /// - Parameter daily: `dayCount` values.
  /// - Returns: one value a day of the period.
  func slice(_ daily: [Double], _ period: EvaluationPeriod) -> [Double] {
    let offset = period.first.daysSinceEpoch - firstDay.daysSinceEpoch
    return (0..<period.dayCount).map { day in
      let place = offset + day
      return place >= 0 && place < daily.count ? daily[place] : .nan
    }
  }

  /// The hours of a period, 24 a day.
  func hours(in period: EvaluationPeriod) -> [Double] {
    let offset = (period.first.daysSinceEpoch - firstDay.daysSinceEpoch) * 24
    return (0..<(period.dayCount * 24)).map { hour in
      let place = offset + hour
      return place >= 0 && place < hours.count ? hours[place] : .nan
    }
  }
}
