import AirQuality
import TextFiles

extension FormatDescription.TimeRule {
  init(_ fields: DescriptionFields) throws(IngestError) {
    try fields.allow(DescriptionKeys.time.names)
    self.init()
    step = try Self.length(fields, "step") ?? .hour
    averaging = try Self.length(fields, "averaging")
    try readColumns(fields)
    try refuseHoursWithoutClock(fields)
    try readClock(fields)
    try readStamp(fields)
    if let seconds = try fields.number("shift") {
      guard let whole = Int(exactly: seconds), abs(whole) <= 86_400 else {
        throw fields.bad("shift", "is no whole number of seconds", "write one such as 3600")
      }
      guard step.seconds != nil else {
        throw fields.bad(
          "shift", "cannot move calendar periods", "leave it out, or choose a step in seconds")
      }
      shift = whole
    }
  }

  private mutating func readColumns(_ fields: DescriptionFields) throws(IngestError) {
    try readStampColumns(fields)
    pattern = try fields.text("pattern")
    year = try fields.text("year")
    month = try fields.text("month")
    day = try fields.text("day")
    hour = try fields.text("hour")
    minute = try fields.text("minute")
    period = try fields.text("period")
    if let pattern {
      guard column != nil || columns != nil else {
        throw fields.missing("column", example: "date")
      }
      if StampCount(rawValue: pattern) != nil { return try refuseBesideCount(fields) }
      guard let compiled = StampPattern(pattern) else {
        throw fields.bad(
          "pattern", "is “\(pattern)”, which is no pattern of a date",
          "write one such as yyyy-MM-dd HH:mm, or "
            + StampCount.allCases.map(\.rawValue).joined(separator: ", "))
      }
      if compiled.hasTwoDigitYear, century == nil {
        throw fields.bad(
          "pattern", "is “\(pattern)”, whose years have two digits",
          "say what they are counted from, such as century: 2000, or write yyyy")
      }
      if compiled.hasHour, hour != nil || hours != nil {
        throw fields.bad(
          hour == nil ? "hours" : "hour", "stands beside a pattern that has the hour", "keep one")
      }
      // A stamp of a month or a year alone tells nothing of days.
      if !compiled.hasDay, day == nil, step.seconds != nil {
        throw fields.bad(
          "pattern", "is “\(pattern)”, which has no day, and the step is one \(step)",
          "set the step to month, quarter or year, or write the day into the pattern")
      }
      return
    }
    guard column == nil, columns == nil else {
      throw fields.missing("pattern", example: "yyyy-MM-dd HH:mm")
    }
    guard year != nil else { throw fields.missing("column", example: "date") }
    if period != nil {
      guard step == .week || step.seconds == nil else {
        throw fields.bad(
          "period", "numbers the periods of a year, and the step is one \(step)",
          "set the step to week, month or quarter")
      }
      return
    }
    guard step < .month || month != nil || step >= .year else {
      throw fields.missing("month", example: "month")
    }
    guard step >= .month || (month != nil && day != nil) else {
      throw fields.missing(month == nil ? "month" : "day", example: month == nil ? "month" : "day")
    }
  }

  /// Labels of days cannot be those of hours: every row but one of a day would be lost or refused.
  private func refuseHoursWithoutClock(_ fields: DescriptionFields) throws(IngestError) {
    guard let seconds = step.seconds, seconds < 86_400, period == nil, !hasClock else { return }
    throw fields.bad(
      pattern == nil ? "day" : "pattern", "names days, and the step is one \(step)",
      "set the step to day, or say where the hour stands: in the pattern, in a column (hour), or side "
        + "by side (hours: { from: H01, to: H24 })")
  }

  /// The columns of the stamp, its hours side by side, and what goes with them.
  private mutating func readStampColumns(_ fields: DescriptionFields) throws(IngestError) {
    if fields.value("column")?.items != nil {
      let names = try fields.texts("column") ?? []
      column = names.count == 1 ? names[0] : nil
      columns = names.count > 1 ? names : nil
    } else {
      column = try fields.text("column")
    }
    century = try fields.wholeNumber("century", in: 1_900...2_100)
    if let century, century % 100 != 0 {
      throw fields.bad("century", "is \(century)", "write 1900, 2000 or 2100")
    }
    order = try fields.choice("order", RowOrder.self)
    jitter = try fields.choice("jitter", Jitter.self)
    if try fields.truth("bare_midnight") == true { bareMidnight = true }
    if jitter != nil, step.seconds == nil {
      throw fields.bad("jitter", "cannot move calendar periods", "leave it out")
    }
    if let rule = try fields.fields("hours") {
      try rule.allow(DescriptionKeys.hours.names)
      hours = HoursRule(
        from: try rule.needed("from", example: "H01"), to: try rule.needed("to", example: "H24"),
        first: try rule.wholeNumber("first", in: 0...24))
    }
  }

  private func refuseBesideCount(_ fields: DescriptionFields) throws(IngestError) {
    for name in ["year", "month", "day", "hour", "minute", "hours", "century"]
    where fields.has(name) {
      throw fields.bad(name, "stands beside a stamp that is one number", "leave it out")
    }
    guard columns == nil else {
      throw fields.bad("column", "has several columns for one number", "name one column")
    }
  }

  private mutating func readClock(_ fields: DescriptionFields) throws(IngestError) {
    zone = try fields.text("zone")
    repeatedHour = try fields.choice("repeated_hour", RepeatedHour.self)
    if let zone {
      if order == .any {
        throw fields.bad(
          "order",
          "is any beside zone: rows in no order do not tell the two hours of an autumn night",
          "sort the file by time, or use utc_offset")
      }
      if try fields.text("utc_offset") != nil {
        throw fields.bad(
          "zone", "stands beside utc_offset", "keep one: zone for a clock with summer time")
      }
      do {
        _ = try CivilZone(identifier: zone)
      } catch {
        throw fields.bad("zone", "is “\(zone)”: \(error.what)", error.remedy)
      }
      return
    }
    if repeatedHour != nil {
      throw fields.bad(
        "repeated_hour", "has a meaning with zone only",
        "name the zone, such as Europe/London, instead of utc_offset")
    }
    guard let text = try fields.text("utc_offset") else {
      // Stamps that say their own offset say their clock.
      if let pattern, StampPattern(pattern)?.hasOffset == true {
        hasNoClock = true
        return
      }
      throw fields.missing(
        "utc_offset", example: "\"+08:00\"” or “zone: Europe/London")
    }
    do {
      utcOffset = try ClockOffset(text).seconds
    } catch {
      throw fields.bad(
        "utc_offset", "is “\(text)”, which is no offset",
        "write one such as \"+08:00\", or zone: \(text) for a clock with summer time")
    }
  }

  private mutating func readStamp(_ fields: DescriptionFields) throws(IngestError) {
    let stated = try fields.choice("stamp", StampConvention.self)
    if stated == .ending, step.isWholeDays, !hasClock {
      throw fields.bad(
        "stamp", "is ending, and the labels have no time of day: they name the period itself",
        "leave it out, or write the time of day into the pattern")
    }
    stamp = stated ?? .beginning
    repairsSummerTimeRepeat = try fields.truth("repairs_summer_time_repeat") ?? false
  }

  /// A length of time: `hour`, `8 h`, `day`, `month`, a number of seconds.
  static func length(
    _ fields: DescriptionFields, _ name: String
  ) throws(IngestError) -> TimeStep? {
    guard let text = try fields.text(name) else { return nil }
    guard let step = TimeStep(text) else {
      throw fields.bad(
        name, "is “\(text)”, which is no length of time",
        "write hour, 8 h, day, week, month, quarter, year or a number of seconds")
    }
    return step
  }
}
