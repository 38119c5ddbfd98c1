import AirQuality
import ByteKernels

extension FormatDescription.TimeRule {
  init(_ fields: DescriptionFields) throws(IngestError) {
    try fields.allow([
      "column", "pattern", "year", "month", "day", "hour", "minute", "period", "utc_offset",
      "zone", "repeated_hour", "stamp", "step", "averaging", "shift",
      "repairs_summer_time_repeat",
    ])
    self.init()
    step = try Self.length(fields, "step") ?? .hour
    averaging = try Self.length(fields, "averaging")
    try readColumns(fields)
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
    column = try fields.text("column")
    pattern = try fields.text("pattern")
    year = try fields.text("year")
    month = try fields.text("month")
    day = try fields.text("day")
    hour = try fields.text("hour")
    minute = try fields.text("minute")
    period = try fields.text("period")
    if let pattern {
      guard let compiled = TimePattern(pattern) else {
        throw fields.bad(
          "pattern", "is “\(pattern)”, which is no pattern of a date",
          "write one such as yyyy-MM-dd HH:mm")
      }
      guard column != nil else { throw fields.missing("column", example: "date") }
      // A stamp of a month or a year alone tells nothing of days.
      if !compiled.hasDay, day == nil, step.seconds != nil {
        throw fields.bad(
          "pattern", "is “\(pattern)”, which has no day, and the step is one \(step)",
          "set the step to month, quarter or year, or write the day into the pattern")
      }
      return
    }
    guard column == nil else {
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

  private mutating func readClock(_ fields: DescriptionFields) throws(IngestError) {
    zone = try fields.text("zone")
    repeatedHour = try fields.choice("repeated_hour", RepeatedHour.self)
    if let zone {
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
